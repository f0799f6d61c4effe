"""Bedrock: which settings, which hosts, which geography, and which models are offered until when."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from secondunit.providers import Call
from secondunit.testing import Stand
from secondunit.wire import Capability
from secondunit.wire.errors import (
    BadSettings,
    NotFound,
    ProviderAbsent,
    ProviderDenied,
    ProviderLacks,
    Uncertain,
)

# ---- settings ----


def test_settings_that_cannot_be_meant_are_refused_by_name(far: Any, picture: Stand) -> None:
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
            far.built(picture, **more)
    assert picture.far.asked == 0


def test_a_price_that_is_no_amount_is_refused(far: Any, picture: Stand) -> None:
    for price in ("a lot", "-1", "NaN"):
        with pytest.raises(BadSettings, match="usd"):
            far.built(picture, **{f"usd.{far.INPAINT}": price}).estimate(picture.request)


def test_without_a_bucket_pictures_are_offered_and_movies_are_not(far: Any, picture: Stand) -> None:
    offered = far.built(picture, bucket=None, bucket_owner=None).capabilities()
    assert len(offered) == 13 and all(each.model.startswith("stability.") for each in offered)


def test_a_key_that_is_not_stored_is_asked_for_before_anything_is_sent(far: Any, picture: Stand) -> None:
    with pytest.raises(NotFound, match=r"aws\.none"):
        far.built(picture, **{"secret.key": "aws.none"}).submit(picture.request, "key")
    assert picture.far.asked == 0
    assert picture.provider().recover(picture.request, "key") is None


class _Said:
    def __init__(self, status: int, value: object) -> None:
        self.status, self.headers = status, {"Content-Type": "application/json"}
        self._value = value

    def chunks(self) -> Iterator[bytes]:
        yield self._value.encode() if isinstance(self._value, str) else json.dumps(self._value).encode()

    def close(self) -> None:
        pass


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
    far: Any, movie: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://elsewhere.example")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://elsewhere.example")
    ticket = movie.provider().submit(movie.request, "key")
    movie.far.finish()
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
        provider = far.built(movie, door, **more)
        with pytest.raises(ProviderAbsent):
            provider.poll(ticket)
        with pytest.raises(ProviderAbsent):
            provider._clients.store.list_objects_v2(Bucket="show-results")
        assert door.hosts == [runtime, store]


def test_a_bucket_of_another_region_is_not_followed_there(far: Any, movie: Stand, tmp_path: Path) -> None:
    ticket = movie.provider().submit(movie.request, "key")
    movie.far.finish()
    hosts = []

    class Elsewhere(Nobody):
        def send(self, call: Call) -> Any:
            hosts.append(urlsplit(call.url).hostname)
            if "async-invoke" in call.url:
                return movie.door.send(call)
            body = (
                "<Error><Code>AuthorizationHeaderMalformed</Code><Message>wrong region</Message>"
                "<Region>eu-west-1</Region></Error>"
            )
            answer = _Said(400, body)
            answer.headers["x-amz-bucket-region"] = "eu-west-1"
            return answer

    provider = far.built(movie, Elsewhere(), **{"endpoint.s3": None})
    with pytest.raises(ProviderDenied, match="not where it was set to go"):
        provider.fetch(ticket, tmp_path / "got")
    assert not any("eu-west-1" in str(host) for host in hosts)


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


def test_the_lives_of_models_are_read_and_kept_a_while(far: Any, picture: Stand) -> None:
    picture.far.models = _listed(  # type: ignore[attr-defined]
        far,
        inpaint={"status": "LEGACY", "endOfLifeTime": "2027-03-01T00:00:00Z"},
        outpaint={"status": "LEGACY", "endOfLifeTime": "2026-10-31T00:00:00Z"},
        ray={"status": "ACTIVE", "endOfLifeTime": "2027-08-01T00:00:00Z"},
    )
    provider = picture.provider()

    def offered() -> dict[str, Capability]:
        return {each.model: each for each in provider.capabilities()}

    first = offered()
    assert len(first) == 13 and "stability.stable-outpaint-v1:0" not in first, "it is past its end"
    assert first[far.INPAINT].retires == "2027-03-01" and "legacy" in first[far.INPAINT].terms
    assert first[far.RAY].retires == "2027-08-01" and "legacy" not in first[far.RAY].terms
    assert "any Region of the geography us" in first[far.INPAINT].terms
    assert "us-west-2" in first[far.RAY].terms
    picture.far.models = picture.far.models[:2]  # type: ignore[attr-defined]
    assert offered() == first and picture.far.listings == 1  # type: ignore[attr-defined]
    picture.clock.pass_(7 * 3600.0)
    assert list(offered()) == [far.RAY, far.INPAINT], "what the Region does not have is not offered"
    picture.clock.jump(timedelta(days=150))
    assert list(offered()) == [far.RAY], "an end that comes meanwhile ends the offer"


def test_where_aws_cannot_be_asked_everything_is_offered_with_a_remark(far: Any, picture: Stand) -> None:
    provider = picture.provider()
    first = provider.capabilities()
    assert len(first) == 14 and all("is not known now" in each.terms for each in first)
    provider.capabilities()
    assert picture.far.listings == 1  # type: ignore[attr-defined]
    picture.far.models = _listed(far)  # type: ignore[attr-defined]
    picture.clock.pass_(61.0)
    assert not any("is not known" in each.terms for each in provider.capabilities())


def test_a_region_without_these_models_says_so(far: Any, picture: Stand) -> None:
    picture.far.models = []  # type: ignore[attr-defined]
    with pytest.raises(ProviderLacks, match="us-west-2"):
        picture.provider().capabilities()


def test_what_is_past_its_end_is_in_no_table() -> None:
    from secondunit.providers.bedrock.models import MODELS

    assert not any("nova" in model or "titan" in model for model in MODELS)


# ---- against botocore's own model of the service ----


def test_calls_and_answers_are_those_of_botocores_own_model(far: Any, movie: Stand, tmp_path: Path) -> None:
    from botocore.stub import ANY, Stubber

    provider = movie.provider()
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
        assert provider.recover(movie.request, "key") is None
        ticket = provider.submit(movie.request, "key")
        assert ticket.id == arn and provider.poll(ticket).progress == 1.0
        with pytest.raises(Exception, match="pause of 60 s"):
            provider.submit(movie.request, "second")
        with pytest.raises(Uncertain):
            provider.submit(movie.request, "third")
        stub.assert_no_pending_responses()
