"""Bedrock: what is sent to each model, what comes back of it, and what is never sent twice."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Cancelled, Request, State
from secondunit.testing import Stand, Step, Trouble, sockets_guarded
from secondunit.wire import Capability, FrozenMap, Need, Rate, Task
from secondunit.wire.errors import (
    BadDownload,
    BadInput,
    BadSettings,
    DiskFull,
    Expired,
    Moderated,
    NotFound,
    ProviderAbsent,
    ProviderDenied,
    ProviderError,
    ProviderLacks,
    RateLimited,
    Refused,
    Uncertain,
)

for name in ("botocore", "moto"):
    pytest.importorskip(name)


@pytest.fixture
def far(comfy: Any) -> Any:
    return importlib.import_module(comfy.__package__ + ".bedrock_stand")


@pytest.fixture
def movie(far: Any, tmp_path: Path) -> Iterator[Stand]:
    made = far.stand(tmp_path / "movie", pictures=False)
    yield made
    made.close()


@pytest.fixture
def picture(far: Any, tmp_path: Path) -> Iterator[Stand]:
    made = far.stand(tmp_path / "picture", pictures=True)
    yield made
    made.close()


@pytest.fixture
def request_for(far: Any, tmp_path: Path) -> Callable[[Capability], Request]:
    """A request that is made from a capability's own numbers, and from nothing else."""

    def made(offered: Capability) -> Request:
        intake = offered.intake
        assert intake is not None
        size = (intake.sizes[0].width, intake.sizes[0].height) if intake.sizes else (720, 576)
        margins = (0, 8, 0, 0) if intake.margin else (0, 0, 0, 0)
        inputs = [
            far.given(tmp_path, role, size[0] - margins[1], size[1])
            for role, need in (("plate", intake.plate), ("matte", intake.matte))
            if need is Need.REQUIRED
        ]
        inputs += [far.given(tmp_path, "reference", 64, 80, role) for role in intake.reference_roles]
        texts = {each.name: "a hat" for each in offered.controls if each.kind == "text"}
        return Request(
            offered.tasks[0], offered.model, "a hat" if offered.prompt else "", 3, *size,
            frames=intake.clips[0] if intake.clips else 1, rate=intake.rates[0] if intake.rates else None,
            inputs=tuple(inputs), margins=margins,
            parameters=FrozenMap(texts),
        )  # fmt: skip

    return made


# ---- what is sent ----


def test_what_every_model_says_it_takes_is_what_aws_takes(
    movie: Stand, picture: Stand, request_for: Callable[[Capability], Request], tmp_path: Path
) -> None:
    done = []
    for number, offered in enumerate(movie.provider().capabilities()):
        stand = movie if offered.model == "luma.ray-v2:0" else picture
        ticket = stand.provider().submit(request_for(offered), f"key-{number}")
        stand.far.finish()
        assert stand.provider().poll(ticket).state is State.DONE
        stand.provider().fetch(ticket, tmp_path / f"got-{number}")
        done.append(offered.model)
    assert len(done) == 14 and picture.far.taken == 13
    assert all(path.startswith("us.stability.") for path in picture.far.paths)  # type: ignore[attr-defined]
    tasks = {each.tasks[0] for each in movie.provider().capabilities()}
    assert tasks == {
        Task.IMAGE, Task.VIDEO, Task.INPAINT, Task.EXTEND, Task.UPSCALE, Task.RESTYLE, Task.MATTE,
    }  # fmt: skip


def test_a_movie_goes_to_the_studios_bucket_under_its_key_with_both_frames(
    movie: Stand, far: Any, tmp_path: Path
) -> None:
    plate, last = (
        far.given(tmp_path, "plate", 1280, 720),
        far.given(tmp_path, "reference", 1280, 720, "last_frame", "JPEG"),
    )
    asked = replace(
        movie.request, inputs=(plate, last), frames=121, parameters=FrozenMap(loop=True, resolution="540p")
    )
    movie.provider().submit(asked, "job-1-0")
    body = movie.far.bodies[0]  # type: ignore[attr-defined]
    said = body["modelInput"]
    assert body["clientRequestToken"] == "job-1-0"
    place = body["outputDataConfig"]["s3OutputDataConfig"]
    assert place["kmsKeyId"] == far.KMS and place["bucketOwner"] == far.OWNER
    assert place["s3Uri"].startswith("s3://show-results/shows/one/") and place["s3Uri"].endswith("/")
    assert (said["duration"], said["resolution"], said["loop"]) == ("9s", "540p", True)
    assert said["aspect_ratio"] == "16:9"
    types = {name: each["source"]["media_type"] for name, each in said["keyframes"].items()}
    assert types == {"frame0": "image/png", "frame1": "image/jpeg"}


def test_margins_seed_and_controls_arrive_and_what_was_left_alone_does_not(
    picture: Stand, far: Any, tmp_path: Path
) -> None:
    plate = far.given(tmp_path, "plate", 640, 512)
    asked = Request(
        Task.EXTEND, "stability.stable-outpaint-v1:0", "", 11, 640 + 512, 512 + 2020, inputs=(plate,),
        margins=(512, 0, 20, 2000), parameters=FrozenMap(creativity=0.25),
    )  # fmt: skip
    picture.provider().submit(asked, "key")
    body = picture.far.bodies[0]  # type: ignore[attr-defined]
    assert {side: body[side] for side in ("left", "right", "up", "down")} == {
        "left": 512, "right": 0, "up": 20, "down": 2000,
    }  # fmt: skip
    assert (body["seed"], body["creativity"], body["output_format"]) == (11, 0.25, "png")
    assert "prompt" not in body and "style_preset" not in body


def test_the_largest_seed_of_ours_is_brought_within_theirs(picture: Stand) -> None:
    picture.provider().submit(replace(picture.request, seed=2**32 - 1), "key")
    assert picture.far.bodies[0]["seed"] == 2**32 - 2  # type: ignore[attr-defined]


def test_the_price_is_the_studios_own_and_exact(movie: Stand, far: Any) -> None:
    provider = movie.provider()
    assert provider.estimate(movie.request).cost.amount == "7.5"
    assert provider.estimate(replace(movie.request, frames=216)).cost.amount == "13.5"
    cheaper = replace(movie.request, parameters=FrozenMap(resolution="540p"))
    assert provider.estimate(cheaper).cost.amount == "3.75"
    erase = Request(Task.INPAINT, "stability.stable-image-erase-object-v1:0", width=640, height=512)
    with pytest.raises(BadSettings, match=r"usd\.stability\.stable-image-erase-object-v1:0"):
        provider.estimate(erase)
    assert movie.far.asked == 0


def test_what_a_model_does_not_take_is_refused_before_it_is_sent(
    movie: Stand, picture: Stand, far: Any, tmp_path: Path
) -> None:
    clip, one = movie.request, picture.request
    plate, matte = one.inputs
    first = clip.inputs[0]
    erase = replace(one, model="stability.stable-image-erase-object-v1:0")
    transfer = Request(
        Task.RESTYLE, "stability.stable-style-transfer-v1:0", "", 0, 640, 512, inputs=(plate,)
    )  # fmt: skip
    search = replace(transfer, model="stability.stable-image-search-replace-v1:0", prompt="a hat")
    outpaint = replace(
        transfer, task=Task.EXTEND, model="stability.stable-outpaint-v1:0", margins=(8, 0, 0, 0)
    )
    exr = replace(plate, media_type="image/x-exr")
    refused: list[tuple[Request, str]] = [
        (replace(clip, prompt=""), "needs a prompt"),
        (replace(clip, prompt="x" * 5001), "5,000"),
        (replace(clip, frames=217), "5 or 9 s"),
        (replace(clip, rate=Rate(25)), "24 frames a second, not 25"),
        (replace(clip, width=1279), "makes nothing of 1279x720"),
        (
            replace(clip, inputs=(far.given(tmp_path, "plate", 1280, 720), first)),
            "two pictures for the first",
        ),
        (replace(clip, inputs=(replace(first, about=""),)), "no part for the reference"),
        (replace(clip, inputs=(matte,)), "no matte"),
        (replace(clip, model="amazon.nova-reel-v1:1"), "no model"),
        (replace(one, task=Task.IMAGE), "no model"),
        (replace(one, width=63), "no picture of 63x512"),
        (replace(one, width=2000), "2.5 times"),
        (replace(one, width=4000, height=2400), "9,437,184"),
        (replace(one, frames=2), "one picture at a time"),
        (replace(one, inputs=(plate, matte, first)), "takes 0 references"),
        (replace(one, inputs=(exr, matte)), "reads no image/x-exr"),
        (replace(one, parameters=FrozenMap(grow_mask=21)), "outside its range"),
        (erase, "takes no prompt"),
        (replace(outpaint, margins=(0, 0, 0, 0)), "needs a side"),
        (replace(outpaint, margins=(0, 2001, 0, 0)), "up to 2000 px"),
        (replace(outpaint, margins=(600, 0, 0, 0)), "no picture of 40x512"),
        (replace(one, margins=(8, 0, 0, 0)), "extends no picture"),
        (transfer, "needs a reference"),
        (search, "what to replace"),
    ]
    for request, why in refused:
        stand = movie if request.task is Task.VIDEO else picture
        with pytest.raises(BadInput, match=why):
            stand.provider().submit(request, "key")
    assert movie.far.asked == picture.far.asked == 0


def test_pictures_past_25_megabytes_are_refused_before_they_are_sent(picture: Stand, tmp_path: Path) -> None:
    plate, matte = picture.request.inputs
    big = tmp_path / "big.png"
    for size, why in ((13_000_000, "together"), (19_000_000, "larger than one request")):
        big.write_bytes(bytes(size))
        heavy = tuple(replace(each, path=big) for each in (plate, matte))
        with pytest.raises(BadInput, match=why):
            picture.provider().submit(replace(picture.request, inputs=heavy), "key")
    assert picture.far.asked == 0


# ---- what comes back ----


def test_what_the_model_refused_is_told_from_what_failed(picture: Stand, tmp_path: Path) -> None:
    provider = picture.provider()
    for reason, code in (
        ("Filter reason: output image", Moderated.code),
        ("Inference error", ProviderError.code),
    ):
        picture.far.reasons = [reason]  # type: ignore[attr-defined]
        ticket = provider.submit(picture.request, f"key-{code}")
        status = provider.poll(ticket)
        assert status.state is State.FAILED and status.problem is not None
        assert status.problem.code == code and reason in status.problem.message and status.problem.remedy
        with pytest.raises(NotFound):
            provider.fetch(ticket, tmp_path / "none")


def test_the_ticket_of_a_picture_tells_the_seed_and_the_geography(picture: Stand) -> None:
    ticket = picture.provider().submit(picture.request, "key")
    assert dict(ticket.notes) == {"seeds": "4242", "geography": "us"} and ticket.server == "us-west-2"


def test_a_failure_of_the_service_is_told_as_what_it_is(picture: Stand) -> None:
    provider = picture.provider()
    told: list[tuple[int, str, str, type[Exception]]] = [
        (403, "AccessDeniedException", "not authorized to perform bedrock:InvokeModel", ProviderDenied),
        (403, "ExpiredTokenException", "The security token is expired", ProviderDenied),
        (
            404,
            "ResourceNotFoundException",
            "This model version has reached the end of its life",
            ProviderLacks,
        ),
        (429, "ModelNotReadyException", "warming up", RateLimited),
        (429, "ThrottlingException", "Too many requests", RateLimited),
        (503, "ServiceUnavailableException", "later", RateLimited),
        (400, "ServiceQuotaExceededException", "over the quota", RateLimited),
        (400, "ValidationException", "Malformed input request, please reformat", BadInput),
        (400, "ValidationException", "This request was blocked by our content filters", Moderated),
        (400, "ValidationException", "The model has reached the end of its life", ProviderLacks),
        (424, "ModelErrorException", "the model stumbled", ProviderError),
    ]
    for number, (status, code, message, kind) in enumerate(told):
        picture.far.plain = (status, code, message)  # type: ignore[attr-defined]
        with pytest.raises(kind) as raised:
            provider.submit(picture.request, f"key-{number}")
        assert type(raised.value) is kind, (code, raised.value)
        assert provider.recover(picture.request, f"key-{number}") is None
    assert picture.far.taken == 0


@pytest.mark.parametrize(
    ("status", "code"), [(408, "ModelTimeoutException"), (500, "InternalServerException")]
)
def test_a_picture_that_may_be_billed_is_never_asked_for_again(
    picture: Stand, status: int, code: str
) -> None:
    picture.far.plain = (status, code, "too long")  # type: ignore[attr-defined]
    with pytest.raises(Uncertain):
        picture.provider().submit(picture.request, "key")
    picture.far.plain = None  # type: ignore[attr-defined]
    for verb in ("submit", "recover"):
        with pytest.raises(Uncertain, match="its answer never came"):
            getattr(picture.provider(), verb)(picture.request, "key")
    assert picture.far.asked == 1
    assert picture.provider().submit(picture.request, "another").key == "another"


def test_an_answer_that_is_here_is_not_asked_for_again(picture: Stand) -> None:
    first = picture.provider().submit(picture.request, "key")
    assert picture.provider().submit(picture.request, "key") == first
    assert picture.provider().recover(picture.request, "key") == first
    assert picture.far.asked == 1


def test_nothing_is_asked_for_without_room_for_the_answer(
    picture: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    from secondunit.providers.bedrock import held

    monkeypatch.setattr(held, "ROOM", 2**60)
    with pytest.raises(DiskFull):
        picture.provider().submit(picture.request, "key")
    monkeypatch.undo()
    assert picture.far.asked == 0
    assert picture.provider().submit(picture.request, "key").key == "key"


def test_only_the_last_answers_that_were_fetched_are_kept(
    picture: Stand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from secondunit.providers.bedrock import held

    monkeypatch.setattr(held, "KEPT", 2)
    provider = picture.provider()
    waiting = provider.submit(picture.request, "waiting")
    tickets = [provider.submit(picture.request, f"key-{number}") for number in range(4)]
    for number, ticket in enumerate(tickets):
        provider.fetch(ticket, tmp_path / f"got-{number}")
    states = [provider.poll(ticket).state for ticket in (waiting, *tickets)]
    assert states == [State.DONE, State.LOST, State.LOST, State.DONE, State.DONE]
    with pytest.raises(Expired):
        provider.fetch(tickets[0], tmp_path / "late")


# ---- a movie that is looked for ----


def test_a_movie_whose_answer_was_lost_is_found_by_its_key(movie: Stand) -> None:
    movie.provider().submit(movie.request, "earlier")
    movie.far.trouble(Step.SUBMIT, Trouble.SILENT)
    with pytest.raises(Uncertain):
        movie.provider().submit(movie.request, "key")
    found = movie.provider().recover(movie.request, "key")
    assert found is not None and found.id.endswith("000000000002")
    assert movie.far.asked == 2, "it was sent again though it was in the list"


def test_a_movie_that_was_sent_and_is_not_listed_goes_again_under_the_same_key(movie: Stand) -> None:
    movie.far.trouble(Step.SUBMIT, Trouble.BROKEN)
    with pytest.raises(Uncertain):
        movie.provider().submit(movie.request, "key")
    found = movie.provider().recover(movie.request, "key")
    assert found is not None and movie.far.taken == 1
    assert movie.far.bodies[0]["clientRequestToken"] == "key"  # type: ignore[attr-defined]
    again = movie.provider().submit(movie.request, "key")
    assert again == found and movie.far.taken == 1


def test_a_list_that_cannot_be_read_leaves_a_movie_uncertain(movie: Stand) -> None:
    movie.provider().submit(movie.request, "key")
    movie.far.unlisted = True  # type: ignore[attr-defined]
    with pytest.raises(Uncertain, match="cannot be asked"):
        movie.provider().recover(movie.request, "key")


def test_there_is_no_cancel_and_that_is_said(movie: Stand) -> None:
    provider = movie.provider()
    ticket = provider.submit(movie.request, "key")
    assert provider.cancel(ticket) is Cancelled.IMPOSSIBLE
    movie.far.finish()
    assert provider.cancel(ticket) is Cancelled.TOO_LATE


def test_a_bucket_of_another_owner_is_not_read(far: Any, movie: Stand, tmp_path: Path) -> None:
    ticket = movie.provider().submit(movie.request, "key")
    movie.far.finish()
    stranger = far.Bedrock(replace(far_site(movie), settings=far.settings(movie.far, bucket_owner="9" * 12)))
    with pytest.raises(ProviderDenied):
        stranger.fetch(ticket, tmp_path / "got")
    assert not (tmp_path / "got").exists()


def test_a_file_that_is_not_the_one_that_was_listed_is_not_kept(
    movie: Stand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from secondunit.providers.bedrock import ray

    provider = movie.provider()
    ticket = provider.submit(movie.request, "key")
    movie.far.finish()
    real = ray.listed

    def listed(*args: Any) -> Any:
        found = real(*args)
        key = found[0].key
        movie.far.store.put_object("show-results", key, b"another file, put there by somebody else")  # type: ignore[attr-defined]
        return found

    monkeypatch.setattr(ray, "listed", listed)
    with pytest.raises(BadDownload):
        provider.fetch(ticket, tmp_path / "got")
    assert not list(tmp_path.glob("*got*/*"))


def test_content_that_is_not_what_its_etag_says_is_not_kept() -> None:
    import io

    from secondunit.providers.bedrock.bucket import _chunks

    good = "900150983cd24fb0d6963f7d28e17f72"
    assert b"".join(_chunks(io.BytesIO(b"abc"), good)) == b"abc"
    assert b"".join(_chunks(io.BytesIO(b"abd"), "")) == b"abd", "a KMS key's ETag says nothing of the content"
    with pytest.raises(BadDownload):
        list(_chunks(io.BytesIO(b"abd"), good))


# ---- by the door, and by nothing else ----


def test_a_picture_behind_a_shut_door_is_refused_and_can_be_asked_for_later(far: Any, picture: Stand) -> None:
    def shut(call: Any) -> Any:
        raise Refused("No rule allows this provider.")

    class Shut:
        send = staticmethod(shut)
        connect = staticmethod(shut)

    site = far_site(picture)
    with pytest.raises(Refused):
        far.Bedrock(replace(site, door=Shut())).submit(picture.request, "key")
    assert picture.far.asked == 0
    assert picture.provider().submit(picture.request, "key").key == "key"


def test_every_call_of_a_job_names_it_and_no_socket_opens_beside_the_door(
    movie: Stand, tmp_path: Path
) -> None:
    with sockets_guarded() as past:
        provider = movie.provider()
        provider.capabilities()
        ticket = provider.submit(movie.request, "job-7-0")
        movie.far.finish()
        provider.recover(movie.request, "job-7-0")
        provider.fetch(ticket, tmp_path / "got")
    assert past == [] and movie.door is not None
    named = [(call.errand, call.method) for call in movie.door.calls]
    assert named[0] == ("", "GET"), "what is offered concerns no job"
    assert len(named) == 6 and all(errand == "job-7-0" for errand, _ in named[1:])


def test_no_key_is_ever_written_down(movie: Stand, picture: Stand, tmp_path: Path) -> None:
    for stand in (movie, picture):
        ticket = stand.provider().submit(stand.request, "key")
        stand.far.finish()
        stand.provider().fetch(ticket, stand.folder / "got")
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"canary-key-for-aws" not in written and b"AKIACANARY" not in written
    sent = [heads for stand in (movie, picture) for heads in stand.far.heads]  # type: ignore[attr-defined]
    assert sent and not any("canary-key" in value for heads in sent for value in heads.values())
    assert {heads["user-agent"] for heads in sent} == {"secondunit"}


def test_nobody_home_means_that_nothing_was_taken(movie: Stand) -> None:
    movie.far.trouble(Step.SUBMIT, Trouble.ABSENT)
    with pytest.raises(ProviderAbsent):
        movie.provider().submit(movie.request, "key")
    assert movie.provider().recover(movie.request, "key") is None and movie.far.taken == 0


def far_site(stand: Stand) -> Any:
    """The site that a stand's provider was built from."""
    return stand.provider()._site  # type: ignore[attr-defined]
