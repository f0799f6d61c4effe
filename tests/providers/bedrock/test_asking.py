"""Bedrock: what is sent to each model, what it costs, and what is refused before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Request, State
from secondunit.providers.message import open_message
from secondunit.testing import Stand
from secondunit.wire import Capability, FrozenMap, Need, Rate, Task
from secondunit.wire.errors import (
    BadInput,
    BadSettings,
)


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


def test_the_gate_sees_in_each_call_the_very_files_that_were_prepared(movie: Stand, picture: Stand) -> None:
    from secondunit.service.outbound.contents import contents

    for stand in (movie, picture):
        assert stand.door is not None
        stand.provider().submit(stand.request, "key")
        [sent] = [call for call in stand.door.calls if call.method == "POST"]
        with open_message(sent) as read:
            seen = contents(read)
        assert set(seen.hashes) == {each.sha256 for each in stand.request.inputs}
        assert stand.request.prompt.encode() in seen.words
