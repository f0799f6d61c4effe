"""Bedrock: whose keys, which hosts, which geography, and which models are offered until when."""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from secondunit.providers import Call
from secondunit.testing import GuardedDoor, Stand, sockets_guarded
from secondunit.wire import Capability
from secondunit.wire.errors import (
    BadSettings,
    NotFound,
    ProviderAbsent,
    ProviderBroken,
    ProviderDenied,
    ProviderLacks,
    ProviderSilent,
    Uncertain,
)

for name in ("botocore", "moto"):
    pytest.importorskip(name)

_ROLE = (
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{}</AccessKeyId>"
    "<SecretAccessKey>{}</SecretAccessKey><SessionToken>{}</SessionToken>"
    "<Expiration>{}-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
)
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


@pytest.fixture
def far(comfy: Any) -> Any:
    return importlib.import_module(comfy.__package__ + ".bedrock_stand")


@pytest.fixture
def stand(far: Any, tmp_path: Path) -> Iterator[Stand]:
    made = far.stand(tmp_path, pictures=True)
    yield made
    made.close()


def built(far: Any, stand: Stand, door: Any = None, **more: Any) -> Any:
    """A provider at the stand's service with other settings, and perhaps another door."""
    site = stand.provider()._site  # type: ignore[attr-defined]
    table = far.settings(stand.far, **more)
    return far.Bedrock(replace(site, settings=table, door=door or site.door))


# ---- settings ----


def test_settings_that_cannot_be_meant_are_refused_by_name(far: Any, stand: Stand) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"region": None}, "region"),
        ({"region": "us west"}, "region"),
        ({"geography": None}, "geography"),
        ({"geography": "moon"}, "geography"),
        ({"region": "eu-west-1"}, "does not lie in the geography us"),
        ({"geography": "eu"}, "does not lie in the geography eu"),
        ({"region": "us-gov-west-1"}, "does not lie in the geography us"),
        ({"bucket": "Not_A_Bucket"}, "bucket"),
        ({"bucket": "quick--usw2-az1--x-s3"}, "bucket"),
        ({"bucket_owner": None}, "bucket_owner"),
        ({"bucket_owner": "12345"}, "bucket_owner"),
        ({"kms_key": "alias/show"}, "kms_key"),
        ({"prefix": "../up"}, "prefix"),
        ({"endpoint.s3": "http://vpce-1.s3.us-west-2.vpce.amazonaws.com"}, "https"),
        ({"profile": "show"}, "either a profile or"),
        ({"secret.key_id": None, "secret.key": None}, "either a profile or"),
        ({"secret.key": None}, "either a profile or"),
        ({"timeout": "soon"}, "timeout"),
        ({"addressing": "upside down"}, "addressing"),
    ]
    for more, why in wrong:
        with pytest.raises(BadSettings, match=why):
            built(far, stand, **more)
    assert stand.far.asked == 0


def test_a_price_that_is_no_amount_is_refused(far: Any, stand: Stand) -> None:
    for price in ("a lot", "-1", "NaN"):
        with pytest.raises(BadSettings, match="usd"):
            built(far, stand, **{f"usd.{far.INPAINT}": price}).estimate(stand.request)


def test_without_a_bucket_pictures_are_offered_and_movies_are_not(far: Any, stand: Stand) -> None:
    offered = built(far, stand, bucket=None, bucket_owner=None).capabilities()
    assert len(offered) == 13 and all(each.model.startswith("stability.") for each in offered)


def test_a_key_that_is_not_stored_is_asked_for_before_anything_is_sent(far: Any, stand: Stand) -> None:
    with pytest.raises(NotFound, match=r"aws\.none"):
        built(far, stand, **{"secret.key": "aws.none"}).submit(stand.request, "key")
    assert stand.far.asked == 0
    assert stand.provider().recover(stand.request, "key") is None


# ---- sign-in ----


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
            return _Said(200, {"accessToken": "fresh", "expiresIn": 3600, "refreshToken": "next"})
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
        "expiresAt": f"{long_ago:%Y-%m-%dT%H:%M:%SZ}", "clientId": "id", "clientSecret": "hush",
        "registrationExpiresAt": f"{soon:%Y-%m-%dT%H:%M:%SZ}", "refreshToken": "renew",
    }  # fmt: skip
    (cache / f"{hashlib.sha1(b'studio').hexdigest()}.json").write_text(json.dumps(held))
    return cache


_PROFILE: dict[str, Any] = {"profile": "show", "secret.key_id": None, "secret.key": None}


def test_a_sign_in_is_renewed_through_the_door_and_named_for_the_job(
    far: Any, stand: Stand, signed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIASOMEBODYELSE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "somebody else's")
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "somebody else's too")
    door = SignIn(stand.door, far)
    with sockets_guarded() as past:
        built(far, stand, door, **_PROFILE).submit(stand.request, "job-1-0")
    assert past == []
    hosts = [urlsplit(call.url).hostname for call in door.asked]
    assert hosts == ["oidc.us-east-1.amazonaws.com", "portal.sso.us-east-1.amazonaws.com"]
    assert {call.errand for call in door.asked} == {"job-1-0"}
    assert stand.far.heads[-1]["x-amz-security-token"] == "canary-session-token"  # type: ignore[attr-defined]
    assert stand.far.taken == 1


def test_a_sign_in_that_has_run_out_is_told_and_nothing_was_sent(
    far: Any, stand: Stand, signed_in: Path
) -> None:
    door = SignIn(stand.door, far, denied=True)
    with pytest.raises(ProviderDenied) as raised:
        built(far, stand, door, **_PROFILE).submit(stand.request, "key")
    assert "aws sso login" in raised.value.problem.remedy
    assert stand.far.asked == 0 and stand.provider().recover(stand.request, "key") is None
    assert len(door.asked) == 1, "it was asked more than once"


def test_a_sign_in_that_does_not_answer_leaves_nothing_uncertain(
    far: Any, stand: Stand, signed_in: Path
) -> None:
    # The access token still holds; the role's keys do not come.
    file = next(signed_in.iterdir())
    held = json.loads(file.read_text())
    held["expiresAt"] = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    file.write_text(json.dumps(held))
    provider = built(far, stand, SignIn(stand.door, far, silent=True), **_PROFILE)
    with pytest.raises(ProviderAbsent):
        provider.submit(stand.request, "key")
    assert provider.recover(stand.request, "key") is None and stand.far.asked == 0


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
    far: Any, stand: Stand, signed_in: Path, config: str, error: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (signed_in.parent / "aws-config").write_text(config)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.2/keys")
    with sockets_guarded() as past, pytest.raises(error):
        built(far, stand, **_PROFILE).submit(stand.request, "key")
    assert past == [] and stand.far.asked == 0


def test_a_role_is_taken_by_the_door_from_the_profile_it_builds_on(
    far: Any, stand: Stand, signed_in: Path
) -> None:
    role = "\n[profile role]\nrole_arn = arn:aws:iam::123456789012:role/vfx\nsource_profile = show\n"
    (signed_in.parent / "aws-config").write_text(_SSO + role)
    door = SignIn(stand.door, far)
    with sockets_guarded() as past:
        built(far, stand, door, **{**_PROFILE, "profile": "role"}).submit(stand.request, "key")
    assert past == []
    hosts = [urlsplit(call.url).hostname for call in door.asked]
    assert [host.split(".")[0] for host in hosts if host] == ["oidc", "portal", "sts"]
    assert stand.far.taken == 1


def test_an_answer_of_the_sign_in_that_makes_no_sense_is_not_repeated_in_a_log(
    far: Any, stand: Stand, signed_in: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "_ROLE", '{{"canary": "{0} {1}"}}')
    role = "\n[profile role]\nrole_arn = arn:aws:iam::123456789012:role/vfx\nsource_profile = show\n"
    (signed_in.parent / "aws-config").write_text(_SSO + role)
    door = SignIn(stand.door, far)
    with caplog.at_level(logging.DEBUG), pytest.raises(ProviderBroken) as raised:
        built(far, stand, door, **{**_PROFILE, "profile": "role"}).submit(stand.request, "key")
    told = "".join(traceback.format_exception(raised.value)) + caplog.text
    assert "canary-key" not in told and "hush" not in told and "fresh" not in told
    assert stand.far.asked == 0


# ---- hosts ----


class Nobody:
    """A door that lets nothing through and says where it would have gone."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    def send(self, call: Call) -> Any:
        self.hosts.append(urlsplit(call.url).netloc)
        raise ProviderAbsent("Nobody opens.")

    connect: Any = None


def test_calls_go_to_the_region_or_to_the_studios_own_endpoints(
    far: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://elsewhere.example")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://elsewhere.example")
    stand = far.stand(tmp_path, pictures=False)
    ticket = stand.provider().submit(stand.request, "key")
    stand.far.finish()
    ours = {f"endpoint.{name}": None for name in ("bedrock", "bedrock-runtime", "s3")}
    vpce = "https://vpce-1-2.bedrock-runtime.us-west-2.vpce.amazonaws.com"
    for more, runtime, store in (
        (ours, "bedrock-runtime.us-west-2.amazonaws.com", "show-results.s3.us-west-2.amazonaws.com"),
        (
            {**ours, "endpoint.bedrock-runtime": vpce,
             "endpoint.s3": "https://bucket.vpce-3-4.s3.us-west-2.vpce.amazonaws.com"},
            "vpce-1-2.bedrock-runtime.us-west-2.vpce.amazonaws.com",
            "bucket.vpce-3-4.s3.us-west-2.vpce.amazonaws.com",
        ),
    ):  # fmt: skip
        door = Nobody()
        provider = built(far, stand, door, **more)
        with pytest.raises(ProviderAbsent):
            provider.poll(ticket)
        with pytest.raises(ProviderAbsent):
            provider._clients.store.list_objects_v2(Bucket="show-results")
        assert door.hosts == [runtime, store]
    stand.close()


def test_a_bucket_of_another_region_is_not_followed_there(far: Any, tmp_path: Path) -> None:
    stand = far.stand(tmp_path, pictures=False)
    ticket = stand.provider().submit(stand.request, "key")
    stand.far.finish()
    hosts = []

    class Elsewhere(Nobody):
        def send(self, call: Call) -> Any:
            hosts.append(urlsplit(call.url).hostname)
            if "async-invoke" in call.url:
                return stand.door.send(call)
            body = (
                "<Error><Code>AuthorizationHeaderMalformed</Code><Message>wrong region</Message>"
                "<Region>eu-west-1</Region></Error>"
            )
            answer = _Said(400, body)
            answer.headers["x-amz-bucket-region"] = "eu-west-1"
            return answer

    provider = built(far, stand, Elsewhere(), **{"endpoint.s3": None})
    with pytest.raises(ProviderDenied, match="not where it was set to go"):
        provider.fetch(ticket, tmp_path / "got")
    assert not any("eu-west-1" in str(host) for host in hosts)
    stand.close()


# ---- what is offered, and until when ----


def _listed(far: Any, **lives: dict[str, str]) -> list[dict[str, Any]]:
    models = importlib.import_module("secondunit.providers.bedrock.models").MODELS
    listed = []
    for model in models:
        life = next(
            (life for part, life in lives.items() if part.replace("_", "-") in model), {"status": "ACTIVE"}
        )
        arn = f"arn:aws:bedrock:us-west-2::foundation-model/{model}"
        listed.append({"modelArn": arn, "modelId": model, "modelLifecycle": life})
    return listed


def test_the_lives_of_models_are_read_and_kept_a_while(far: Any, stand: Stand) -> None:
    stand.far.models = _listed(  # type: ignore[attr-defined]
        far,
        inpaint={"status": "LEGACY", "endOfLifeTime": "2027-03-01T00:00:00Z"},
        outpaint={"status": "LEGACY", "endOfLifeTime": "2026-10-31T00:00:00Z"},
        ray={"status": "ACTIVE", "endOfLifeTime": "2027-08-01T00:00:00Z"},
    )
    provider = stand.provider()

    def offered() -> dict[str, Capability]:
        return {each.model: each for each in provider.capabilities()}

    first = offered()
    assert len(first) == 13 and "stability.stable-outpaint-v1:0" not in first, "it is past its end"
    assert first[far.INPAINT].retires == "2027-03-01" and "legacy" in first[far.INPAINT].terms
    assert first[far.RAY].retires == "2027-08-01" and "legacy" not in first[far.RAY].terms
    assert "any Region of the geography us" in first[far.INPAINT].terms
    assert "us-west-2" in first[far.RAY].terms
    stand.far.models = stand.far.models[:2]  # type: ignore[attr-defined]
    assert offered() == first and stand.far.listings == 1  # type: ignore[attr-defined]
    stand.clock.pass_(7 * 3600.0)
    assert list(offered()) == [far.RAY, far.INPAINT], "what the Region does not have is not offered"
    stand.clock.jump(timedelta(days=150))
    assert list(offered()) == [far.RAY], "an end that comes meanwhile ends the offer"


def test_where_aws_cannot_be_asked_everything_is_offered_with_a_remark(far: Any, stand: Stand) -> None:
    provider = stand.provider()
    first = provider.capabilities()
    assert len(first) == 14 and all("is not known now" in each.terms for each in first)
    provider.capabilities()
    assert stand.far.listings == 1  # type: ignore[attr-defined]
    stand.far.models = _listed(far)  # type: ignore[attr-defined]
    stand.clock.pass_(61.0)
    assert not any("is not known" in each.terms for each in provider.capabilities())


def test_a_region_without_these_models_says_so(far: Any, stand: Stand) -> None:
    stand.far.models = []  # type: ignore[attr-defined]
    with pytest.raises(ProviderLacks, match="us-west-2"):
        stand.provider().capabilities()


def test_what_is_past_its_end_is_in_no_table() -> None:
    from secondunit.providers.bedrock.models import MODELS

    assert not any("nova" in model or "titan" in model for model in MODELS)


# ---- against botocore's own model of the service ----


def test_calls_and_answers_are_those_of_botocores_own_model(far: Any, tmp_path: Path) -> None:
    from botocore.stub import ANY, Stubber

    stand = far.stand(tmp_path, pictures=False)
    provider = stand.provider()
    arn = "arn:aws:bedrock:us-west-2:123456789012:async-invoke/abcdefghijkl"
    output = {"s3OutputDataConfig": {"s3Uri": ANY, "bucketOwner": far.OWNER, "kmsKeyId": far.KMS}}
    told = {
        "invocationArn": arn, "modelArn": f"arn:aws:bedrock:us-west-2::foundation-model/{far.RAY}",
        "status": "Completed", "submitTime": datetime.now(UTC),
        "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://show-results/x/"}},
    }  # fmt: skip
    with Stubber(provider._clients.runtime) as stub:
        stub.add_response("list_async_invokes", {"asyncInvokeSummaries": []}, {
            "maxResults": ANY, "sortBy": "SubmissionTime", "sortOrder": "Descending"})  # fmt: skip
        stub.add_response("start_async_invoke", {"invocationArn": arn}, {
            "modelId": far.RAY, "modelInput": ANY, "clientRequestToken": "key",
            "outputDataConfig": output})  # fmt: skip
        stub.add_response("get_async_invoke", told, {"invocationArn": arn})
        stub.add_client_error("start_async_invoke", "ServiceQuotaExceededException", http_status_code=400)
        stub.add_client_error("start_async_invoke", "ModelTimeoutException", http_status_code=408)
        assert provider.recover(stand.request, "key") is None
        ticket = provider.submit(stand.request, "key")
        assert ticket.id == arn and provider.poll(ticket).progress == 1.0
        with pytest.raises(Exception, match="pause of 60 s"):
            provider.submit(stand.request, "second")
        with pytest.raises(Uncertain):
            provider.submit(stand.request, "third")
        stub.assert_no_pending_responses()
    stand.close()
