"""Luma: every clause against a server that takes only what the SDK's types allow, and its own limits."""

from __future__ import annotations

import base64
import re
import typing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import CancelOutcome, Request
from secondunit.testing import CLAUSES, Clause, Stand
from secondunit.wire import Form, FrozenMap, Need, Rate, Size, Task
from secondunit.wire.errors import (
    BadInput,
    Moderated,
    ProviderAbsent,
    RateLimited,
)

from .requests_to_luma import edit, movie

pytest.importorskip("luma_agents")


MAY_NOT_APPLY = (
    None,
    "Luma has no cancel",
    "the model that is asked needs no picture",
    "it is given no reference, or takes one for any part",
    "it takes nothing away",
    "its model takes no guide",
)


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_luma_keeps_the_clause(clause: Clause, far: Any, tmp_path: Path) -> None:
    why_not = clause.hold(far.stand(tmp_path))
    assert why_not in MAY_NOT_APPLY


def test_the_tables_are_those_of_the_sdk() -> None:
    from luma_agents.types import Model, VideoEditStrength, VideoResolution
    from luma_agents.types.generation_create_params import GenerationCreateParams

    from secondunit.providers.luma import models as luma

    hints = typing.get_type_hints(GenerationCreateParams)
    # What the library has besides is told by test_drift.
    assert {offer.kind for offer in luma.OFFERS} < set(typing.get_args(hints["type"]))
    assert typing.get_args(VideoEditStrength) == luma.STRENGTHS
    aspects = typing.get_args(typing.get_type_hints(GenerationCreateParams)["aspect_ratio"])[0]
    assert set(luma.ASPECTS) < set(typing.get_args(aspects)), "a picture has nine of the types' twelve"
    assert set(luma.MOVIE_ASPECTS) < set(typing.get_args(aspects))
    assert set(typing.get_args(Model)) >= set(luma.PICTURES + luma.MOVIES)
    assert typing.get_args(VideoResolution) == luma.RESOLUTIONS


def test_a_picture_an_edit_and_a_movie_arrive_as_the_service_names_them(stand: Stand) -> None:
    provider = stand.provider()
    plate = replace(stand.request.inputs[0], role="plate")
    provider.submit(stand.request, "one")
    provider.submit(replace(stand.request, task=Task.RESTYLE, inputs=(plate, *stand.request.inputs)), "two")
    provider.submit(movie(inputs=(plate,), parameters=FrozenMap(exr=True)), "three")
    picture, changed, clip = stand.far.bodies  # type: ignore[attr-defined]
    assert (picture["type"], picture["aspect_ratio"], picture["output_format"]) == ("image", "16:9", "png")
    assert len(picture["image_ref"]) == 1 and "source" not in picture
    assert changed["type"] == "image_edit" and changed["source"]["media_type"] == "image/png"
    assert len(changed["image_ref"]) == 1 and "aspect_ratio" not in changed
    assert clip["type"] == "video" and clip["video"]["duration"] == "5s"
    assert clip["video"]["hdr"] is True and clip["video"]["exr_export"] is True
    assert clip["video"]["keyframe_indexes"] == [0] and clip["video"]["resolution"] == "1080p"


def test_a_movie_between_two_pictures_pins_them_to_its_first_and_last_frame(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    plate = replace(stand.request.inputs[0], role="plate")
    last = far.reference(tmp_path, 65, "last_frame")
    stand.provider().submit(movie(inputs=(last, plate), frames=200, width=1280, height=720), "key")
    [clip] = stand.far.bodies  # type: ignore[attr-defined]
    assert clip["video"]["keyframe_indexes"] == [0, 240] and clip["video"]["resolution"] == "720p"
    assert base64.b64decode(clip["video"]["keyframes"][1]["data"]) == last.path.read_bytes()


def test_key_frames_are_pinned_to_their_own_frames_of_a_clip_and_of_a_plate(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    plate = replace(stand.request.inputs[0], role="plate")
    keys = tuple(replace(far.reference(tmp_path, 64 + at, "key_frame"), at=at) for at in (77, 3))
    last = far.reference(tmp_path, 65, "last_frame")
    provider.submit(movie(inputs=(plate, *keys, last)), "one")
    asked = edit(far, tmp_path)
    provider.submit(replace(asked, inputs=(*asked.inputs, *keys)), "two")
    clip, changed = stand.far.bodies  # type: ignore[attr-defined]
    assert clip["video"]["keyframe_indexes"] == [0, 3, 77, 120]
    assert changed["video"]["edit"]["keyframe_indexes"] == [3, 77] and "keyframes" not in changed["video"]
    pictures = [base64.b64decode(each["data"]) for each in changed["video"]["edit"]["keyframes"]]
    assert pictures == [keys[1].path.read_bytes(), keys[0].path.read_bytes()]
    for inputs, why in (
        ((plate, replace(keys[0], at=0)), "Two pictures are for frame 0"),
        ((replace(keys[0], at=121),), "outside the clip"),
        ((replace(keys[0], at=None),), "outside the clip"),
        ((plate, *(replace(keys[0], at=at) for at in range(1, 65))), "takes 64 pictures"),
    ):
        with pytest.raises(BadInput, match=why):
            provider.submit(movie(inputs=inputs), "three")
    assert stand.far.taken == 2


def test_every_offer_is_taken_at_its_own_numbers(far: Any, stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    offers = provider.capabilities()
    for number, offered in enumerate(offers):
        intake = offered.intake
        assert intake is not None
        for size in intake.sizes or (Size(1280, 720),):
            still = replace(far.reference(tmp_path), role="plate")
            plate = far.movie(tmp_path) if intake.plate_form is Form.MOVIE else still
            given = () if intake.plate is Need.NONE else (plate,)
            margins = (168, 168, 12, 12) if offered.tasks[0] is Task.EXTEND else (0, 0, 0, 0)
            frames = intake.clips[0] if intake.clips else intake.most_frames
            asked = Request(offered.tasks[0], offered.model, "dusk", 7, size.width, size.height, frames,
                            Rate(24), given, margins)  # fmt: skip
            if asked.task is Task.EXTEND:
                asked = replace(asked, width=1680, height=720)
            if offered.model != "uni-1-max":  # which has no price here
                assert provider.estimate(replace(asked, inputs=())) == provider.estimate(asked)
            provider.submit(asked, f"key-{number}-{size}")
    assert len(offers) == 7


def test_a_movie_is_changed_through_the_files_api_without_our_key_and_only_uploaded_once(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider, service = stand.provider(), stand.far
    first = far.reference(tmp_path, 65, "first_frame")
    asked = edit(far, tmp_path)
    asked = replace(asked, inputs=(*asked.inputs, first), parameters=FrozenMap(strength="flex_2"))
    provider.submit(asked, "one")
    provider.submit(replace(asked, parameters=FrozenMap()), "two")
    one, two = service.bodies  # type: ignore[attr-defined]
    assert one["type"] == "video_edit" and one["source"] == two["source"] == {"file_id": "file-1"}
    assert one["video"]["edit"]["strength"] == "flex_2" and "auto_controls" not in one["video"]["edit"]
    assert two["video"]["edit"]["auto_controls"] is True and two["video"]["edit"]["keyframe_indexes"] == [0]
    assert service.uploads == {"file-1": asked.inputs[0].path.read_bytes()}  # type: ignore[attr-defined]
    assert service.keys_at_files == [None]  # type: ignore[attr-defined]
    assert service.slots["file-1"]["expires_at"].startswith("2026-11-02T12:00")  # type: ignore[attr-defined]
    [sent] = [call for call in stand.door.calls if call.method == "PUT"]  # type: ignore[union-attr]
    assert (sent.errand, sent.parts[0].sha256) == ("one", asked.inputs[0].sha256)


def test_a_file_that_is_still_looked_at_is_waited_for_and_nothing_is_begun(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider, service = stand.provider(), stand.far
    service.file_states = ["pending", "ready"]  # type: ignore[attr-defined]
    with pytest.raises(RateLimited, match="still taking in") as caught:
        provider.submit(edit(far, tmp_path), "key")
    assert caught.value.retry_after == 3.0 and service.taken == 0
    provider.submit(edit(far, tmp_path), "key")
    assert service.taken == 1 and len(service.uploads) == 1  # type: ignore[attr-defined]


def test_a_file_that_is_refused_or_gone_is_told_and_uploaded_anew(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider, service = stand.provider(), stand.far
    service.file_states = ["failed", "ready"]  # type: ignore[attr-defined]
    with pytest.raises(Moderated, match="does not take plate-512"):
        provider.submit(edit(far, tmp_path), "key")
    provider.submit(edit(far, tmp_path), "key")
    service.slots.clear()  # type: ignore[attr-defined]
    with pytest.raises(RateLimited):
        provider.submit(edit(far, tmp_path), "key2")
    provider.submit(edit(far, tmp_path), "key2")
    assert service.taken == 2


@pytest.mark.parametrize("refuses", ["slot", "bucket"])
def test_an_upload_that_fails_leaves_nothing_begun(
    refuses: str, far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider, service = stand.provider(), stand.far
    service.refuses = refuses  # type: ignore[attr-defined]
    with pytest.raises(ProviderAbsent):
        provider.submit(edit(far, tmp_path), "key")
    service.refuses = ""  # type: ignore[attr-defined]
    provider.submit(edit(far, tmp_path), "key")
    assert service.taken == 1


def test_a_plate_is_set_in_a_larger_picture_of_one_of_its_shapes_or_told_which_would_do(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    flat = edit(far, tmp_path, task=Task.EXTEND, width=2098, height=1180, margins=(50, 50, 50, 50))
    provider.submit(flat, "key")
    [body] = stand.far.bodies  # type: ignore[attr-defined]
    assert (body["type"], body["aspect_ratio"]) == ("video_reframe", "16:9")
    assert body["video"]["source_position"] == {
        "x_norm": 50 / 2098, "y_norm": 50 / 1180, "w_norm": 1998 / 2098, "h_norm": 1080 / 1180
    }  # fmt: skip
    with pytest.raises(BadInput, match="none of Luma's shapes") as caught:
        provider.estimate(replace(flat, width=2158, height=1240, margins=(80, 80, 80, 80), inputs=()))
    found = int(re.findall(r"with (\d+) pixels", caught.value.problem.remedy)[0])
    grown = replace(flat, width=1998 + 2 * found, height=1080 + 2 * found, margins=(found,) * 4)
    assert provider.estimate(replace(grown, inputs=())).cost.amount == "0.5"
    for wrong in ((0, 0, 0, 0), (2000, 0, 0, 0), (-1, 0, 0, 0)):
        with pytest.raises(BadInput, match="extends by"):
            provider.estimate(replace(flat, margins=wrong))


def test_there_is_no_cancel_and_that_is_said(stand: Stand) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    assert provider.cancel(ticket) is CancelOutcome.IMPOSSIBLE
    stand.far.finish()
    assert provider.cancel(ticket) is CancelOutcome.TOO_LATE
