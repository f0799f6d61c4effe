"""Luma: every clause against a server that takes only what the SDK's types allow, and its own limits."""

from __future__ import annotations

import base64
import importlib
import re
import typing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import CancelOutcome, Request, Site, State
from secondunit.testing import CLAUSES, Clause, Stand
from secondunit.wire import Form, FrozenMap, Need, Rate, Size, Task
from secondunit.wire.errors import (
    BadDownload,
    BadInput,
    BadSettings,
    Moderated,
    ProviderAbsent,
    ProviderBroken,
    ProviderDenied,
    ProviderError,
    ProviderLacks,
    RateLimited,
    SecondUnitError,
    Uncertain,
)

pytest.importorskip("luma_agents")


@pytest.fixture
def far(comfy: Any) -> Any:
    return importlib.import_module(comfy.__package__ + ".luma_server")


@pytest.fixture
def stand(far: Any, tmp_path: Path) -> Iterator[Stand]:
    made = far.stand(tmp_path)
    yield made
    made.close()


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


def movie(**more: Any) -> Request:
    return replace(Request(Task.VIDEO, "ray-3.2", "a fox runs", 0, 1920, 1080, 100, Rate(24)), **more)


def edit(far: Any, folder: Path, **more: Any) -> Request:
    asked = Request(Task.RESTYLE, "ray-3.2", "rain", 0, 1280, 720, 100, Rate(24), (far.movie(folder),))
    return replace(asked, **more)


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


def priced(stand: Stand, folder: Path, **told: Any) -> Any:
    """A provider with these prices."""
    from secondunit.providers.luma import Luma

    settings = {f"usd.{name}": amount for name, amount in told.items()}
    return Luma(Site(stand.door, folder, FrozenMap[Any](settings)))  # type: ignore[arg-type]


def test_the_price_is_the_studios_own_and_exact(stand: Stand) -> None:
    provider = stand.provider()
    assert provider.estimate(replace(stand.request, inputs=())).cost.amount == "0.04"
    assert provider.estimate(movie()).cost.amount == "2.5"
    assert provider.estimate(movie(frames=240)).cost.amount == "5"
    with pytest.raises(BadSettings, match=r"usd\.uni-1-max"):
        provider.estimate(replace(stand.request, model="uni-1-max"))
    with pytest.raises(BadSettings, match=r"usd\.ray-3\.2\.hdr"):
        provider.estimate(movie(parameters=FrozenMap(exr=True)))


def test_each_reference_beside_a_picture_has_its_price(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    one = stand.request
    assert provider.estimate(one).cost.amount == "0.043"
    assert provider.estimate(replace(one, inputs=one.inputs * 9)).cost.amount == "0.067"
    flat = priced(stand, tmp_path, **{"uni-1": "0.04"})
    with pytest.raises(BadSettings, match=r"usd\.uni-1\.reference"):
        flat.estimate(one)


def test_a_price_may_differ_by_resolution_by_length_by_edit_and_by_hdr(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = priced(stand, tmp_path, **{
        "ray-3.2": "1", "ray-3.2.720p": "2", "ray-3.2.720p.10s": "37", "ray-3.2.edit": "3",
        "ray-3.2.hdr.720p": "6", "ray-3.2.hdr.1080p.5s": "99", "ray-3.2.edit.hdr": "9",
    })  # fmt: skip
    assert provider.estimate(movie()).cost.amount == "5"
    assert provider.estimate(movie(width=1280, height=720)).cost.amount == "10"
    assert provider.estimate(movie(parameters=FrozenMap(resolution="720p"))).cost.amount == "10"
    assert provider.estimate(movie(width=1280, height=720, frames=121)).cost.amount == "37", "one clip"
    exr = FrozenMap[Any](exr=True)
    assert provider.estimate(movie(parameters=exr)).cost.amount == "99"
    assert provider.estimate(movie(width=1280, height=720, parameters=exr)).cost.amount == "30"
    assert provider.estimate(edit(far, tmp_path)).cost.amount == "15"
    assert provider.estimate(edit(far, tmp_path, parameters=exr)).cost.amount == "45"
    with pytest.raises(BadSettings, match=r"usd\.ray-3\.2\.reframe"):
        provider.estimate(edit(far, tmp_path, task=Task.EXTEND, width=2098, height=1180, margins=(50,) * 4))


def test_an_edit_is_paid_by_every_five_seconds_that_begin(far: Any, stand: Stand, tmp_path: Path) -> None:
    # docs.gmicloud.ai, luma-ray-3-2-generate (2026-06): a clip of 10 s is billed as two blocks of 5 s.
    provider = priced(stand, tmp_path, **{"ray-3.2.edit": "1"})
    cost = [provider.estimate(edit(far, tmp_path, frames=n)).cost.amount for n in (24, 120, 121, 240, 430)]
    assert cost == ["5", "5", "10", "10", "20"]


def test_the_vendors_list_prices_count_where_the_studio_says_so(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    from secondunit.providers.luma import Luma

    provider = Luma(Site(stand.door, tmp_path, FrozenMap[Any]({"list_prices": True})))  # type: ignore[arg-type]
    one, exr = stand.request, FrozenMap[Any](exr=True)
    plate = replace(one.inputs[0], role="plate")
    small = {"width": 1280, "height": 720}
    for request, amount in (
        (replace(one, inputs=()), "0.0404"),
        (one, "0.0434"),
        (replace(one, inputs=one.inputs * 9), "0.0674"),
        (replace(one, model="uni-1-max", inputs=one.inputs * 9), "0.127"),
        (replace(one, task=Task.RESTYLE, inputs=(plate,)), "0.0434"),
        (replace(one, task=Task.RESTYLE, model="uni-1-max", inputs=(plate, one.inputs[0])), "0.106"),
        (movie(**small), "0.3"),
        (movie(**small, frames=240), "0.9"),
        (movie(), "1.2"),
        (movie(frames=240), "3.6"),
        (movie(parameters=FrozenMap(resolution="360p")), "0.06"),
        (movie(**small, parameters=exr), "0.9"),
        (movie(parameters=exr), "3.6"),
        (edit(far, tmp_path), "1.08"),
        (edit(far, tmp_path, frames=240), "2.16"),
        (edit(far, tmp_path, parameters=exr), "3.24"),
        (edit(far, tmp_path, frames=240, width=1920, height=1080, parameters=exr), "12.96"),
        (edit(far, tmp_path, task=Task.EXTEND, width=2098, height=1180, margins=(50,) * 4), "1.8"),
    ):  # fmt: skip
        assert provider.estimate(request).cost.amount == amount, request
    own = {"list_prices": True, "usd.uni-1": "0.03"}
    mine = Luma(Site(stand.door, tmp_path, FrozenMap[Any](own)))  # type: ignore[arg-type]
    assert mine.estimate(replace(one, inputs=())).cost.amount == "0.03", "the contract comes first"


def test_hdr_is_made_at_720p_or_1080p_and_a_small_picture_gets_the_smaller(stand: Stand) -> None:
    provider = stand.provider()
    for size in ((640, 360), (960, 540), (540, 960), (1280, 720), (1920, 1080)):
        asked = movie(width=size[0], height=size[1], parameters=FrozenMap(exr=True))
        provider.submit(asked, f"key-{size}")
    made = [body["video"]["resolution"] for body in stand.far.bodies]  # type: ignore[attr-defined]
    assert made == ["720p", "720p", "720p", "720p", "1080p"]
    for resolution in ("360p", "540p"):
        with pytest.raises(BadInput, match="has no HDR") as caught:
            provider.submit(movie(parameters=FrozenMap(exr=True, resolution=resolution)), "key")
        assert "720p or 1080p" in caught.value.problem.remedy
    assert stand.far.taken == 5


def test_a_picture_has_nine_shapes_and_a_prompt_six_thousand_characters(stand: Stand) -> None:
    provider, one = stand.provider(), stand.request
    for wide, high in ((21, 9), (4, 3), (3, 4)):
        with pytest.raises(BadInput, match="no picture shaped") as caught:
            provider.estimate(replace(one, width=wide * 96, height=high * 96))
        assert caught.value.problem.remedy == (
            "Its shapes are: 3:1, 2:1, 16:9, 3:2, 1:1, 2:3, 9:16, 1:2, 1:3."
        )
    for request in (one, movie()):
        provider.estimate(replace(request, prompt="x" * 6000))
        with pytest.raises(BadInput, match="1 to 6,000 characters"):
            provider.estimate(replace(request, prompt="x" * 6001))
    assert {each.prompt for each in provider.capabilities()} == {6000}


def test_upright_there_is_no_reframe_at_1080p_and_a_refused_one_says_what_helps(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    full = FrozenMap[Any](resolution="1080p")
    tall = edit(far, tmp_path, task=Task.EXTEND, width=1180, height=2098, margins=(50,) * 4)
    provider.submit(tall, "one")
    assert stand.far.bodies[-1]["video"]["resolution"] == "720p"  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match="1080p") as caught:
        provider.submit(replace(tall, parameters=full), "two")
    assert "720p" in caught.value.problem.remedy and stand.far.taken == 1
    stand.far.soon = "video_reframe"  # type: ignore[attr-defined]
    wide = replace(tall, width=2098, height=1180, parameters=full)
    with pytest.raises(BadInput, match="coming soon") as caught:
        provider.submit(wide, "three")
    assert "720p" in caught.value.problem.remedy


def test_hdr_that_came_without_its_exr_is_no_result(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(movie(parameters=FrozenMap(exr=True)), "key")
    stand.far.finish()
    with pytest.raises(BadDownload, match="no EXR"):
        provider.fetch(ticket, tmp_path / "got")
    assert not (tmp_path / "got").exists()
    stand.far.made = (b"\0\0\0\x18ftypmp42" + bytes(99), b"PK\x03\x04" + bytes(99))  # type: ignore[attr-defined]
    assert len(provider.fetch(ticket, tmp_path / "got")) == 2


def test_what_the_model_does_not_take_is_refused_before_it_is_sent(stand: Stand) -> None:
    provider, one = stand.provider(), stand.request
    refused = [
        (replace(one, prompt=""), "prompt"),
        (replace(one, width=1000, height=90), "no picture shaped"),
        (replace(one, width=0), "no picture shaped"),
        (replace(one, model="uni-9"), "no model"),
        (replace(one, task=Task.RESTYLE), "needs one picture"),
        (replace(one, inputs=one.inputs * 10), "takes 9 references"),
        (replace(one, inputs=(replace(one.inputs[0], role="matte"),)), "no matte"),
        (replace(one, inputs=(replace(one.inputs[0], media_type="image/x-exr"),)), "reads no"),
        (movie(frames=241), "5 or 10 s"),
        (movie(parameters=FrozenMap(exr=True, resolution="360p")), "no HDR"),
        (movie(inputs=(replace(one.inputs[0], about="style"),)), "last_frame"),
        (movie(parameters=FrozenMap(resolution="8k")), "no choice"),
    ]
    for request, why in refused:
        with pytest.raises(BadInput, match=why):
            provider.submit(request, "key")
    assert stand.far.asked == 0


def test_files_past_the_services_limits_are_refused_before_they_are_sent(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    huge = far.reference(tmp_path, 70)
    with huge.path.open("r+b") as file:
        file.truncate(50_000_001)
    with pytest.raises(BadInput, match="50 MB"):
        stand.provider().submit(replace(stand.request, inputs=(huge,)), "key")
    assert stand.far.asked == 0 and not stand.door.calls  # type: ignore[union-attr]


def test_our_key_does_not_go_where_results_lie_and_no_unsafe_place_is_read(
    stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far.finish()
    provider.fetch(ticket, tmp_path / "got")
    assert stand.far.keys_at_files == [None, None]  # type: ignore[attr-defined]
    stand.far.tasks[ticket.id]["output"] = [{"type": "image", "url": "http://169.254.169.254/x"}]  # type: ignore[attr-defined]
    with pytest.raises(ProviderBroken, match="not safe"):
        provider.fetch(ticket, tmp_path / "again")


def test_nothing_of_this_machine_is_told_beside_the_request(stand: Stand) -> None:
    provider = stand.provider()
    provider.poll(provider.submit(stand.request, "key"))
    names = {name.lower() for call in stand.door.calls for name, _ in call.headers}  # type: ignore[union-attr]
    assert "authorization" in names
    assert not [name for name in names if name.startswith(("x-stainless", "x-secondunit"))]


def test_a_lost_answer_is_never_guessed_at(stand: Stand) -> None:
    provider = stand.provider()
    provider.submit(stand.request, "key")
    with pytest.raises(Uncertain):
        provider.recover(stand.request, "key")
    assert stand.far.asked == 1


def test_a_model_that_is_not_there_is_no_job_that_is_lost(stand: Stand) -> None:
    stand.far.refuses = "model"  # type: ignore[attr-defined]
    with pytest.raises(ProviderLacks, match="Luma does not have"):
        stand.provider().submit(stand.request, "key")


@pytest.mark.parametrize(
    ("code", "kind", "remedy"),
    [
        ("content_moderated", Moderated, "Change the prompt"),
        ("image_too_large", BadInput, "Change the pictures"),
        ("unsupported_format", BadInput, "Change the pictures"),
        ("corrupt_input", BadInput, "Change the pictures"),
        ("invalid_request", BadInput, "Change the pictures"),
        ("budget_exhausted", ProviderDenied, "keeps the account"),
        ("rate_limited", ProviderError, "later"),
        ("generation_failed", ProviderError, "Try again"),
        ("output_not_found", ProviderError, "Try again"),
        ("something_new", ProviderError, "Try again"),
    ],
)
def test_why_a_job_failed_says_what_helps(
    code: str, kind: type[SecondUnitError], remedy: str, stand: Stand
) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far._change(state="failed", failure_reason="", failure_code=code)  # type: ignore[attr-defined]
    status = provider.poll(ticket)
    assert status.state is State.FAILED and status.problem is not None
    assert status.problem.code == kind.code and remedy in status.problem.remedy
    assert code in status.problem.message


def test_every_failure_that_the_library_names_has_its_remedy() -> None:
    from luma_agents.types import GenerationFailureCode

    from secondunit.providers.luma import FAILURES

    assert set(FAILURES) <= set(typing.get_args(GenerationFailureCode))
