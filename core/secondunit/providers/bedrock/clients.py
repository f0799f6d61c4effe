"""Clients of botocore that send through the door, try once, and take keys from where the studio says.

Nothing is looked up on this machine's network: an instance's or a container's own keys are never asked for.
"""

from __future__ import annotations

import functools
import logging
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config
from botocore.credentials import Credentials as Keys
from botocore.credentials import ReadOnlyCredentials
from botocore.loaders import create_loader

from secondunit.wire.errors import BadSettings, ProviderAbsent, ProviderSilent

from ..registry import Site
from .faults import told
from .sending import Sending
from .settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_bedrock.client import BedrockClient
    from mypy_boto3_bedrock_runtime.client import BedrockRuntimeClient
    from mypy_boto3_s3.client import S3Client

#: Ways to keys that ask something on the network which no rule names.
_NOT_ASKED = ("ec2-credentials-file", "boto-config", "container-role", "iam-role")
#: Tried once; nothing about this machine is told; no address and no key but those that are set.
_CONFIG: Any = {
    "retries": {"total_max_attempts": 1, "mode": "standard"},
    "defaults_mode": "legacy",
    "user_agent": "secondunit",
    "ignore_configured_endpoint_urls": True,
    "s3_disable_express_session_auth": True,
}

# Below this, botocore logs requests and answers whole: prompts, pictures, and the keys of a sign-in.
logging.getLogger("botocore").setLevel(logging.ERROR)


class Clients:
    """One session with its clients, made when they are first needed; may be used from any thread."""

    def __init__(self, site: Site, settings: Settings) -> None:
        self._site, self._settings = site, settings
        self._sending = Sending(site.door, settings.timeout, settings.patience)
        self._lock = threading.RLock()
        self._made: dict[str, Any] = {}
        self._session: Any = None

    @property
    def runtime(self) -> BedrockRuntimeClient:
        """What runs models."""
        client: BedrockRuntimeClient = self._client("bedrock-runtime", "v4")
        return client

    @property
    def catalogue(self) -> BedrockClient:
        """What tells about models."""
        client: BedrockClient = self._client("bedrock", "v4")
        return client

    @property
    def store(self) -> S3Client:
        """Where movies are put."""
        client: S3Client = self._client("s3", "s3v4")
        return client

    def ready(self) -> None:
        """Have keys that hold for the next call, so that one which is billed never waits for a sign-in.

        Whatever goes wrong here went wrong before anything of a job was sent.
        """
        with told("AWS"):
            try:
                keys = self._opened().get_credentials()
                if keys is None:
                    raise BadSettings(
                        f"The profile {self._settings.credentials.profile} has no keys of its own.",
                        remedy="Use a profile with SSO, a role, a process or keys of its own.",
                        where="profile",
                    )
                keys.get_frozen_credentials()
            except ProviderSilent as silent:
                raise ProviderAbsent(f"The sign-in did not come about: {silent.problem.message}") from silent

    def _client(self, service: str, signature: str) -> Any:
        with self._lock:
            if service not in self._made:
                s3: Any = {"addressing_style": self._settings.addressing} if service == "s3" else None
                with told("AWS"):
                    client = self._opened().create_client(
                        service,
                        region_name=self._settings.region,
                        endpoint_url=self._settings.endpoints.get(service),
                        config=Config(signature_version=signature, s3=s3),
                    )
                name = client.meta.service_model.service_id.hyphenize()
                self._sending.homes[name] = urlsplit(client.meta.endpoint_url).hostname or ""
                self._made[service] = client
            return self._made[service]

    def _opened(self) -> Any:
        with self._lock:
            if self._session is None:
                with told("AWS"):
                    self._session = self._open()
            return self._session

    def _open(self) -> Any:
        wanted = self._settings.credentials
        session: Any = botocore.session.Session(profile=wanted.profile or None)
        session.register_component("data_loader", _models_of_services())
        session.set_default_client_config(Config(**_CONFIG))
        session.register("before-send", self._sending)
        if wanted.profile:
            _nothing_around_us(session, wanted.profile)
        else:
            asked = _Asked(self._site, wanted.key_id, wanted.key, wanted.token)
            session.register_component("credential_provider", _Only(asked))
        return session


@functools.cache
def _models_of_services() -> Any:
    """What botocore knows of each service: megabytes, and so read once for all shows."""
    return create_loader()


def _nothing_around_us(session: Any, profile: str) -> None:
    """Take the instance's and the container's keys out of the chain, wherever the profile may lead."""
    profiles = session.full_config.get("profiles", {})
    chain: set[str] = set()
    while profile and profile not in chain:
        chain.add(profile)
        table = profiles.get(profile, {})
        if table.get("credential_source") in ("Ec2InstanceMetadata", "EcsContainer"):
            raise BadSettings(
                f"The profile {profile} takes its keys from the machine it runs on, which is not done here.",
                remedy="Give it a source_profile with SSO, or use the names of secrets.",
                where="profile",
            )
        profile = table.get("source_profile", "")
    resolver = session.get_component("credential_provider")
    for name in _NOT_ASKED:
        resolver.remove(name)


class _Asked(Keys):
    """Keys that are asked for at each signature, and kept nowhere."""

    def __init__(self, site: Site, key_id: str, key: str, token: str) -> None:
        super().__init__("", "")
        self._site, self._names = site, (key_id, key, token)

    def get_frozen_credentials(self) -> Any:
        """The keys as they are now."""
        key_id, key, token = (self._site.secret(name) if name else None for name in self._names)
        return ReadOnlyCredentials(str(key_id), str(key), token)


class _Only:
    """A chain of one."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def load_credentials(self) -> Keys:
        return self._keys
