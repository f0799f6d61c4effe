"""Bedrock: keys by a sign-in, renewed through the door, and looked for nowhere else."""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from secondunit.providers import Call
from secondunit.testing import GuardedDoor, Stand, sockets_guarded
from secondunit.wire.errors import (
    BadSettings,
    ProviderAbsent,
    ProviderBroken,
    ProviderDenied,
    ProviderSilent,
)

_ROLE = (
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{}</AccessKeyId>"
    "<SecretAccessKey>{}</SecretAccessKey><SessionToken>{}</SessionToken>"
    "<Expiration>{}-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
)
#: What a sign-in holds, by words that no folder and no library is called by.
_ACCESS, _SECRET = "canary-access-token", "canary-client-secret"
_SSO = """
[profile show]
sso_session = studio
sso_account_id = 123456789012
sso_role_name = vfx
region = eu-central-1
endpoint_url = https://elsewhere.example
retry_mode = adaptive
max_attempts = 9
defaults_mode = auto
[sso-session studio]
sso_region = us-east-1
sso_start_url = https://studio.awsapps.com/start
sso_registration_scopes = sso:account:access
"""


class SignIn(GuardedDoor):
    """A door behind which AWS's sign-in answers; everything else goes where it went."""

    def __init__(self, door: Any, far: Any, denied: bool = False, silent: bool = False) -> None:
        super().__init__(door)
        self.far, self.denied, self.silent = far, denied, silent
        self.asked: list[Call] = []

    def send(self, call: Call) -> Any:
        host = urlsplit(call.url).hostname or ""
        if not host.endswith(".amazonaws.com"):
            return super().send(call)
        self.asked.append(call)
        if self.silent:
            raise ProviderSilent("The sign-in does not answer.")
        if self.denied:
            return _Said(400, {"error": "invalid_grant", "error_description": "expired"})
        if host.startswith("oidc."):
            return _Said(200, {"accessToken": _ACCESS, "expiresIn": 3600, "refreshToken": "next"})
        ends = int((datetime.now(UTC) + timedelta(hours=1)).timestamp() * 1000)
        server = importlib.import_module(self.far.__package__ + ".bedrock_server")
        if host.startswith("sts."):
            return _Said(
                200, _ROLE.format(server.KEY_ID, server.KEY, server.TOKEN, datetime.now(UTC).year + 1)
            )
        role = {"accessKeyId": server.KEY_ID, "secretAccessKey": server.KEY, "expiration": ends,
                "sessionToken": server.TOKEN}  # fmt: skip
        return _Said(200, {"roleCredentials": role})


class _Said:
    def __init__(self, status: int, value: object) -> None:
        self.status, self.headers = status, {"Content-Type": "application/json"}
        self._value = value

    def chunks(self) -> Iterator[bytes]:
        yield self._value.encode() if isinstance(self._value, str) else json.dumps(self._value).encode()

    def close(self) -> None:
        pass


@pytest.fixture
def signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile by SSO whose access token has run out and can be renewed; gives the cache's folder."""
    from botocore import credentials, tokens

    cache = tmp_path / "sso-cache"
    cache.mkdir()
    config = tmp_path / "aws-config"
    config.write_text(_SSO)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setattr(tokens.SSOTokenProvider, "_SSO_TOKEN_CACHE_DIR", str(cache))
    monkeypatch.setattr(credentials.SSOProvider, "_SSO_TOKEN_CACHE_DIR", str(cache))
    soon, long_ago = datetime.now(UTC) + timedelta(days=30), datetime.now(UTC) - timedelta(hours=1)
    held = {
        "startUrl": "https://studio.awsapps.com/start", "region": "us-east-1", "accessToken": "old",
        "expiresAt": f"{long_ago:%Y-%m-%dT%H:%M:%SZ}", "clientId": "id", "clientSecret": _SECRET,
        "registrationExpiresAt": f"{soon:%Y-%m-%dT%H:%M:%SZ}", "refreshToken": "renew",
    }  # fmt: skip
    (cache / f"{hashlib.sha1(b'studio').hexdigest()}.json").write_text(json.dumps(held))
    return cache


_PROFILE: dict[str, Any] = {"profile": "show", "secret.key_id": None, "secret.key": None}


def test_a_sign_in_is_renewed_through_the_door_and_named_for_the_job(
    far: Any, picture: Stand, signed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIASOMEBODYELSE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "somebody else's")
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "somebody else's too")
    door = SignIn(picture.door, far)
    with sockets_guarded() as past:
        far.built(picture, door, **_PROFILE).submit(picture.request, "job-1-0")
    assert past == []
    hosts = [urlsplit(call.url).hostname for call in door.asked]
    assert hosts == ["oidc.us-east-1.amazonaws.com", "portal.sso.us-east-1.amazonaws.com"]
    assert {call.errand for call in door.asked} == {"job-1-0"}
    assert picture.far.heads[-1]["x-amz-security-token"] == "canary-session-token"  # type: ignore[attr-defined]
    assert picture.far.taken == 1


def test_a_sign_in_that_has_run_out_is_told_and_nothing_was_sent(
    far: Any, picture: Stand, signed_in: Path
) -> None:
    door = SignIn(picture.door, far, denied=True)
    with pytest.raises(ProviderDenied) as raised:
        far.built(picture, door, **_PROFILE).submit(picture.request, "key")
    assert "aws sso login" in raised.value.problem.remedy
    assert picture.far.asked == 0 and picture.provider().recover(picture.request, "key") is None
    assert len(door.asked) == 1, "it was asked more than once"


def test_a_sign_in_that_does_not_answer_leaves_nothing_uncertain(
    far: Any, picture: Stand, signed_in: Path
) -> None:
    # The access token still holds; the role's keys do not come.
    file = next(signed_in.iterdir())
    held = json.loads(file.read_text())
    held["expiresAt"] = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    file.write_text(json.dumps(held))
    provider = far.built(picture, SignIn(picture.door, far, silent=True), **_PROFILE)
    with pytest.raises(ProviderAbsent):
        provider.submit(picture.request, "key")
    assert provider.recover(picture.request, "key") is None and picture.far.asked == 0


@pytest.mark.parametrize(
    ("config", "error"),
    [
        ("[profile other]\nregion = us-west-2\n", ProviderDenied),
        ("[profile show]\nregion = us-west-2\n", BadSettings),
        ("[profile show]\nrole_arn = arn:x\ncredential_source = Ec2InstanceMetadata\n", BadSettings),
        (
            "[profile show]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = base\n"
            "[profile base]\nrole_arn = arn:aws:iam::1:role/y\ncredential_source = EcsContainer\n",
            BadSettings,
        ),
    ],
)  # fmt: skip
def test_keys_are_never_looked_for_on_the_machines_network(
    far: Any, picture: Stand, signed_in: Path, config: str, error: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (signed_in.parent / "aws-config").write_text(config)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.2/keys")
    with sockets_guarded() as past, pytest.raises(error):
        far.built(picture, **_PROFILE).submit(picture.request, "key")
    assert past == [] and picture.far.asked == 0


def test_a_role_is_taken_by_the_door_from_the_profile_it_builds_on(
    far: Any, picture: Stand, signed_in: Path
) -> None:
    role = "\n[profile role]\nrole_arn = arn:aws:iam::123456789012:role/vfx\nsource_profile = show\n"
    (signed_in.parent / "aws-config").write_text(_SSO + role)
    door = SignIn(picture.door, far)
    with sockets_guarded() as past:
        far.built(picture, door, **{**_PROFILE, "profile": "role"}).submit(picture.request, "key")
    assert past == []
    hosts = [urlsplit(call.url).hostname for call in door.asked]
    assert [host.split(".")[0] for host in hosts if host] == ["oidc", "portal", "sts"]
    assert picture.far.taken == 1


def test_an_answer_of_the_sign_in_that_makes_no_sense_is_not_repeated_in_a_log(
    far: Any,
    picture: Stand,
    signed_in: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(globals(), "_ROLE", '{{"canary": "{0} {1}"}}')
    role = "\n[profile role]\nrole_arn = arn:aws:iam::123456789012:role/vfx\nsource_profile = show\n"
    (signed_in.parent / "aws-config").write_text(_SSO + role)
    door = SignIn(picture.door, far)
    with caplog.at_level(logging.DEBUG), pytest.raises(ProviderBroken) as raised:
        far.built(picture, door, **{**_PROFILE, "profile": "role"}).submit(picture.request, "key")
    told = "".join(traceback.format_exception(raised.value)) + caplog.text
    for word in ("canary-key", _ACCESS, _SECRET):
        assert word not in told
    assert picture.far.asked == 0
