"""Bedrock: which settings, which hosts, which geography, and which models are offered until when."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from secondunit.providers import Call
from secondunit.testing import Stand
from secondunit.wire import Capability, Task
from secondunit.wire.capability import NO_END
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
        ({"endpoint.s3": "https://[::1"}, "https"),
        ({"endpoint.s3": "https://vpce-1.s3.us-west-2.vpce.amazonaws.com:port"}, "https"),
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
    assert first[far.INPAINT].retires == "2027-02-28" and "legacy" in first[far.INPAINT].terms
    assert first[far.RAY].retires == "2027-07-31" and "legacy" not in first[far.RAY].terms
    assert "any Region of the geography us" in first[far.INPAINT].terms
    assert "us-west-2" in first[far.RAY].terms
    picture.far.models = picture.far.models[:2]  # type: ignore[attr-defined]
    assert offered() == first and picture.far.listings == 1  # type: ignore[attr-defined]
    picture.clock.pass_(7 * 3600.0)
    assert list(offered()) == [far.RAY, far.INPAINT], "what the Region does not have is not offered"
    picture.clock.jump(timedelta(days=150))
    assert list(offered()) == [far.RAY], "an end that comes meanwhile ends the offer"


def test_a_life_allows_or_refuses_and_does_not_merely_warn(far: Any, picture: Stand) -> None:
    picture.far.models = _listed(  # type: ignore[attr-defined]
        far,
        inpaint={"status": "LEGACY", "legacyTime": "2026-08-01T00:00:00Z",
                 "publicExtendedAccessTime": "2026-12-15T00:00:00Z", "endOfLifeTime": "2027-03-01T00:00:00Z"},
        outpaint={"status": "ACTIVE", "startOfLifeTime": "2026-12-01T00:00:00Z"},
        sketch={"status": "LEGACY", "endOfLifeTime": "2026-10-31T00:00:00Z"},
    )  # fmt: skip
    provider = picture.provider()

    def offered() -> dict[str, Capability]:
        return {each.model: each for each in provider.capabilities()}

    first = offered()
    assert "stability.stable-outpaint-v1:0" not in first, "it has not begun"
    assert first[far.INPAINT].retires == "2026-12-14", "then it costs more, and no price is set for that"
    assert provider.estimate(picture.request).cost.amount == "0.07"
    gone = replace(
        picture.request, task=Task.RESTYLE, model="stability.stable-image-control-sketch-v1:0",
        inputs=picture.request.inputs[:1],
    )  # fmt: skip
    for ask in (provider.estimate, lambda request: provider.submit(request, "key")):
        with pytest.raises(ProviderLacks, match="ended on 2026-10-30") as caught:
            ask(gone)
        assert "another model" in caught.value.problem.remedy
    picture.clock.jump(timedelta(days=60))
    extended = offered()[far.INPAINT]
    assert extended.retires == "2027-02-28" and "extended access since 2026-12-15" in extended.terms
    for ask in (provider.estimate, lambda request: provider.submit(request, "key")):
        with pytest.raises(BadSettings, match=r"usd\.stability\.stable-image-inpaint-v1:0\.extended"):
            ask(picture.request)
    assert picture.far.asked == 0
    dearer = far.built(picture, **{f"usd.{far.INPAINT}.extended": "0.21"})
    dearer.capabilities()
    assert dearer.estimate(picture.request).cost.amount == "0.21"
    dearer.submit(picture.request, "key")
    picture.clock.jump(timedelta(days=120))
    with pytest.raises(ProviderLacks, match="ended on 2027-02-28"):
        dearer.submit(picture.request, "late")


def test_a_geography_that_a_model_does_not_have_is_refused(far: Any, picture: Stand) -> None:
    european = {"region": "eu-west-1", "geography": "eu"}
    provider = far.built(picture, **european)
    with pytest.raises(ProviderLacks, match="geography eu") as caught:
        provider.estimate(picture.request)
    assert "us" in caught.value.problem.remedy
    with pytest.raises(ProviderLacks, match="geography eu"):
        provider.submit(picture.request, "key")
    assert [each.model for each in provider.capabilities()] == [far.RAY]
    here = picture.provider()
    names = importlib.import_module("secondunit.providers.bedrock.models").MODELS
    picture.far.models = _listed(far)  # type: ignore[attr-defined]
    # What AWS lists counts, by pages, and not what is known beforehand.
    picture.far.profiles = [f"us.{name}" for name in names if "inpaint" not in name and name != far.RAY]  # type: ignore[attr-defined]
    offered = {each.model for each in here.capabilities()}
    assert far.INPAINT not in offered and far.RAY in offered and len(offered) == 13
    with pytest.raises(ProviderLacks, match="geography us"):
        here.submit(picture.request, "key")
    assert picture.far.asked == 0


# ---- what AWS keeps ----


@pytest.mark.parametrize(
    ("account", "project", "days", "said"),
    [
        ("none", "inherit", 0, "nothing is kept (data retention none, of the account)"),
        ("inherit", "inherit", 0, "nothing is kept (data retention inherit, of the model)"),
        ("default", "inherit", 0, "nothing is kept (data retention default, of the account)"),
        ("provider_data_share", "none", 0, "nothing is kept (data retention none, of the project default)"),
        ("aws_review", "inherit", 30, "kept up to 30 days (data retention aws_review, of the account)"),
        ("none", "provider_data_share", NO_END, "kept, and shared with the model's maker"),
        ("provider_data_share", "inherit", NO_END, "kept, and shared with the model's maker"),
    ],
)
def test_what_aws_keeps_is_the_mode_of_project_account_and_model_in_this_order(
    far: Any, picture: Stand, account: str, project: str, days: int, said: str
) -> None:
    picture.far.models = _listed(far)  # type: ignore[attr-defined]
    picture.far.retention, picture.far.projects = account, {"default": project}  # type: ignore[attr-defined]
    for each in picture.provider().capabilities():
        assert each.retention == days, each.model
        assert said in each.terms


def test_what_aws_does_not_say_counts_as_kept_unless_the_studio_says_it(far: Any, picture: Stand) -> None:
    picture.far.models = _listed(far)  # type: ignore[attr-defined]
    picture.far.retention = "none"  # type: ignore[attr-defined]
    provider = picture.provider()
    assert {each.retention for each in provider.capabilities()} == {NO_END}
    assert "bedrock:GetProject" in provider.capabilities()[0].terms
    told = far.built(picture, data_retention="none").capabilities()
    assert {each.retention for each in told} == {0}
    assert "as the studio says" in told[0].terms
    picture.far.projects = {"default": "aws_review"}  # type: ignore[attr-defined]
    asked = far.built(picture, data_retention="none").capabilities()
    assert {each.retention for each in asked} == {30}, "what AWS says comes first"
    with pytest.raises(BadSettings, match="data_retention"):
        far.built(picture, data_retention="some")


def test_pictures_run_in_the_project_that_is_set_and_movies_in_the_default_one(
    far: Any, picture: Stand, movie: Stand
) -> None:
    for stand in (picture, movie):
        stand.far.models = _listed(far)  # type: ignore[attr-defined]
        stand.far.retention = "provider_data_share"  # type: ignore[attr-defined]
        stand.far.projects = {"default": "inherit", "proj_heist": "none"}  # type: ignore[attr-defined]
    provider = far.built(picture, project="proj_heist")
    kept = {each.model: each.retention for each in provider.capabilities()}
    # StartAsyncInvoke takes no project (botocore 1.44.8).
    assert kept.pop(far.RAY) == NO_END and set(kept.values()) == {0}
    provider.submit(picture.request, "key")
    assert picture.far.project == "proj_heist"  # type: ignore[attr-defined]
    picture.provider().submit(picture.request, "other")
    assert picture.far.project == ""  # type: ignore[attr-defined]
    with pytest.raises(BadSettings, match="project"):
        far.built(picture, project="no project")


def test_the_catalogue_is_asked_once_for_all_of_it_and_kept(far: Any, picture: Stand) -> None:
    picture.far.models = _listed(far)  # type: ignore[attr-defined]
    picture.far.retention, picture.far.projects = "none", {"default": "inherit"}  # type: ignore[attr-defined]
    provider = picture.provider()
    for _ in range(3):
        provider.capabilities()
        provider.estimate(picture.request)
    provider.submit(picture.request, "key")
    assert set(picture.far.questions.values()) == {1}  # type: ignore[attr-defined]
    assert len(picture.far.questions) == 4  # type: ignore[attr-defined]
    # A mode may be changed at any time: it is read anew far sooner than what models there are.
    picture.clock.pass_(11 * 60.0)
    picture.far.retention = "provider_data_share"  # type: ignore[attr-defined]
    assert {each.retention for each in provider.capabilities()} == {NO_END}
    assert picture.far.listings == 1  # type: ignore[attr-defined]


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
