"""Runway: every clause against a server that takes only what the SDK's types allow, and its own limits."""

from __future__ import annotations

import importlib
import io
import typing
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Input, Request, State
from secondunit.testing import CLAUSES, Clause, Stand
from secondunit.wire import Coding, Form, FrozenMap, Money, Need, Rate, Size, Task
from secondunit.wire.errors import (
    BadInput,
    BadSettings,
    OutOfRange,
    ProviderAbsent,
    ProviderBroken,
    ProviderLacks,
    Uncertain,
)

pytest.importorskip("runwayml")


@pytest.fixture
def far(comfy: Any) -> Any:
    return importlib.import_module(comfy.__package__ + ".runway_server")


@pytest.fixture
def stand(far: Any, tmp_path: Path) -> Iterator[Stand]:
    made = far.stand(tmp_path)
    yield made
    made.close()


MAY_NOT_APPLY = (
    None,
    "Runway tells its content rules when the task has failed",
    "the model that is asked needs no picture",
    "it is given no reference, or takes one for any part",
    "it takes nothing away",
    "its model takes no guide",
)


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_runway_keeps_the_clause(clause: Clause, far: Any, tmp_path: Path) -> None:
    why_not = clause.hold(far.stand(tmp_path))
    assert why_not in MAY_NOT_APPLY


def test_the_table_of_models_is_that_of_the_sdk(far: Any) -> None:
    """Sizes, lengths, formats and what must be given: each model against the SDK's own type for each call."""
    from secondunit.providers.runway.models import MODELS

    seen = 0
    for model in MODELS:
        calls = [model.call, *([model.plate_call] if model.plate_call else [])]
        for call in calls:
            shape = far.TYPES[call][model.name]
            hints = typing.get_type_hints(shape)
            choices = {name: typing.get_args(hints[name]) for name in ("ratio", "output_format", "duration")
                       if name in hints and typing.get_origin(hints[name]) is typing.Literal}  # fmt: skip
            sizes = {str(each).replace("x", ":") for each in model.intake.sizes}
            assert sizes <= set(choices.get("ratio", sizes)), (model.name, call)
            fewer = model.name == "gemini_image3_pro" or (call == "image_to_video" and model.plate_call)
            if not fewer:
                assert sizes == set(choices.get("ratio", sizes)), (model.name, call)
            assert set(model.formats) <= set(choices.get("output_format", model.formats))
            assert not model.seconds or set(model.seconds) <= set(choices.get("duration", model.seconds))
            assert model.seeded == ("seed" in hints), model.name
            assert not model.intake.windows or "keyframes" in hints
            if model.intake.shapes:
                ratios = typing.get_args(hints["target_aspect_ratio"])
                assert {f"{each.width}:{each.height}" for each in model.intake.shapes} == set(ratios)
            must = far.required(shape)
            assert call != model.call or (model.prompt is Need.REQUIRED) == ("prompt_text" in must)
            assert (model.prompt is Need.NONE) == ("prompt_text" not in hints), model.name
            assert (model.least > 0) == bool({"reference_images", "character"} & must), model.name
            pictured = bool({"prompt_image", "video_uri", "reference"} & must)
            assert not pictured or call == model.plate_call or model.intake.plate is Need.REQUIRED
            assert all(name in hints for name, _ in model.always)
            assert all(control.name in hints for control in model.own)
            seen += 1
    assert seen == 13


def test_every_model_is_offered_once_and_its_own_numbers_make_a_request_that_the_sdk_allows(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    for number, offered in enumerate(provider.capabilities()):
        intake = offered.intake
        assert intake is not None
        size = intake.sizes[-1] if intake.sizes else Size(1280, 720)
        margins = (160, 160, 0, 0) if intake.shapes else (0, 0, 0, 0)
        given: list[Input] = []
        if intake.plate is not Need.NONE:
            still = replace(far.reference(tmp_path), role="plate")
            given.append(far.movie(tmp_path) if intake.plate_form is Form.MOVIE else still)
        about = "subject" if offered.tasks == (Task.PERFORMANCE,) else "last_frame"
        given += [far.reference(tmp_path, about=about)] if offered.references else []
        words = "dusk" if offered.prompt else ""
        frames = intake.clips[0] if intake.clips else intake.least_frames
        asked = Request(offered.tasks[0], offered.model, words, 7, size.width, size.height, frames, Rate(24),
                        tuple(given), margins)  # fmt: skip
        if offered.model in ("gen4.5", "veo3.1", "gen4_turbo"):
            asked = replace(asked, inputs=tuple(given[:1]))
        asked = replace(asked, frames=max(frames, 48)) if offered.model == "aleph2" else asked
        provider.submit(asked, f"key-{number}")
        assert provider.estimate(replace(asked, inputs=())).cost == provider.estimate(asked).cost
    assert stand.far.taken == 11


def test_everything_asked_arrives_as_the_service_names_it(stand: Stand) -> None:
    ticket = stand.provider().submit(stand.request, "key")
    [body] = stand.far.bodies  # type: ignore[attr-defined]
    assert (body["model"], body["promptText"], body["ratio"], body["seed"]) == (
        "gen4_image", "a fox on a hill", "1280:720", 7
    )  # fmt: skip
    assert [each["tag"] for each in body["referenceImages"]] == ["ref1"]
    assert body["referenceImages"][0]["uri"].startswith("data:image/png;base64,iVBOR")
    assert ticket.notes["credits"] == 5.0


def movie(stand: Stand, **more: Any) -> Request:
    asked = Request(Task.VIDEO, "gen4.5", "a fox runs", 7, 1280, 720, frames=100, rate=Rate(24))
    return replace(asked, **more)


def test_a_movie_is_as_many_whole_seconds_as_its_frames_need_and_may_come_as_acescg(stand: Stand) -> None:
    plate = replace(stand.request.inputs[0], role="plate")
    provider = stand.provider()
    asked = movie(stand, parameters=FrozenMap(output_format="hdr_exr_acescg_sequence_2_0"))
    provider.submit(asked, "one")
    provider.submit(replace(asked, inputs=(plate,)), "two")
    text, image = stand.far.bodies  # type: ignore[attr-defined]
    assert text["duration"] == image["duration"] == 5
    assert text["outputFormat"] == "hdr_exr_acescg_sequence_2_0"
    assert "promptImage" not in text and image["promptImage"].startswith("data:image/png")


def test_the_price_is_the_studios_own_and_exact(stand: Stand) -> None:
    provider = stand.provider()
    assert provider.estimate(stand.request).cost.amount == "0.05"
    assert provider.estimate(replace(stand.request, width=1920, height=1080)).cost.amount == "0.08"
    assert provider.estimate(replace(stand.request, width=1024, height=1024)).cost.amount == "0.08"
    assert provider.estimate(movie(stand)).cost.amount == "0.625"
    exr = FrozenMap[Any](output_format="hdr_exr_acescg_sequence_1_3")
    assert provider.estimate(movie(stand, parameters=exr)).cost.amount == "1.625"
    png = FrozenMap[Any](output_format="png_sequence")
    assert provider.estimate(movie(stand, parameters=png)).cost.amount == "0.875"


def test_what_was_billed_is_the_services_own_credits_at_the_studios_price(stand: Stand) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far.run(0.5)
    assert provider.poll(ticket).billed is None
    stand.far.finish()
    assert provider.poll(ticket).billed == Money("0.05")
    failed = provider.submit(stand.request, "other")
    stand.far.moderate()
    assert provider.poll(failed).billed == Money("0.05")  # a refusal is charged like a success
    waiting = provider.submit(stand.request, "third")
    provider.cancel(waiting)
    assert provider.poll(waiting).billed == Money("0")


def test_a_movie_is_changed_by_words_and_by_the_pictures_of_its_ends(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    first, last = far.reference(tmp_path, 65, "first_frame"), far.reference(tmp_path, 66, "last_frame")
    asked = Request(
        Task.RESTYLE, "aleph2", "rain", 7, 1280, 720, 100, Rate(24), (far.movie(tmp_path), first, last)
    )
    provider.submit(asked, "one")
    [body] = stand.far.bodies  # type: ignore[attr-defined]
    assert body["videoUri"].startswith("data:video/mp4;base64,") and body["outputFormat"] == "mp4"
    assert [each["at"] for each in body["keyframes"]] == [0.0, 1.0]
    assert provider.estimate(asked).cost.amount == "0.75"
    five = (first, last, *(replace(first, about="key_frame", at=at) for at in (10, 20, 30)))
    for wrong, why in (
        (replace(asked, inputs=asked.inputs[1:]), "needs a movie"),
        (replace(asked, inputs=(asked.inputs[0], *five, first)), "takes 5 references"),
        (replace(asked, inputs=(asked.inputs[0], first, first)), "one picture for each end"),
        (
            replace(asked, inputs=(asked.inputs[0], replace(first, about="style"))),
            "first_frame or last_frame",
        ),
        (replace(asked, inputs=(replace(first, role="plate"),)), "reads no image/png as plate"),
        (replace(asked, frames=47), "takes 2 to 30 s of a movie, not 1.96"),
        (replace(asked, frames=721), "takes 2 to 30 s of a movie, not 30.04"),
        (replace(asked, frames=901, rate=Rate(30)), "up to 900 frames"),
        (replace(asked, inputs=(asked.inputs[0], replace(first, about="key_frame"))), "outside the clip"),
        (
            replace(asked, inputs=(asked.inputs[0], replace(first, about="key_frame", at=100))),
            "outside the clip",
        ),
    ):
        with pytest.raises(BadInput, match=why):
            provider.submit(wrong, "two")
    assert stand.far.taken == 1


def test_a_performance_is_sent_as_the_reference_and_the_driven_character_as_its_picture(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    subject = far.reference(tmp_path, 65, "subject")
    asked = Request(
        Task.PERFORMANCE, "act_two", "", 7, 1280, 720, 100, Rate(24), (far.movie(tmp_path), subject),
        parameters=FrozenMap[Any](body_control=False),
    )  # fmt: skip
    provider.submit(asked, "one")
    [body] = stand.far.bodies  # type: ignore[attr-defined]
    assert body["reference"]["type"] == "video" and body["character"]["type"] == "image"
    assert body["reference"]["uri"].startswith("data:video/mp4;base64,")
    assert body["character"]["uri"].startswith("data:image/png;base64,")
    assert (body["bodyControl"], body["expressionIntensity"], body["ratio"]) == (False, 3, "1280:720")
    assert provider.estimate(asked).cost.amount == "0.25", "five seconds of five credits"
    for wrong, why in (
        (replace(asked, inputs=asked.inputs[1:]), "needs a movie"),
        (replace(asked, inputs=asked.inputs[:1]), "needs a reference"),
        (replace(asked, inputs=(*asked.inputs, subject)), "takes 1 references"),
        (replace(asked, inputs=(asked.inputs[0], replace(subject, about="style"))), "is subject"),
        (replace(asked, prompt="angrily"), "takes no prompt"),
        (replace(asked, frames=71), "takes 3 to 30 s of a movie, not 2.96"),
        (replace(asked, width=1920, height=1080), "makes no 1920x1080"),
        (replace(asked, parameters=FrozenMap[Any](expression_intensity=6)), "Expression"),
    ):
        with pytest.raises((BadInput, OutOfRange), match=why):
            provider.submit(wrong, "two")
    assert stand.far.taken == 1


def test_key_frames_stand_at_their_seconds_and_their_windows_are_whole_ones(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    keys = tuple(
        replace(far.reference(tmp_path, 65 + at, "key_frame"), at=at, window=window)
        for at, window in ((0, (0, 23)), (36, (30, 47)), (99, (90, 99)))
    )
    asked = Request(Task.RESTYLE, "aleph2", "", 7, 1280, 720, 100, Rate(24), (far.movie(tmp_path), *keys))
    provider.submit(asked, "one")
    ntsc = replace(keys[1], window=())
    provider.submit(replace(asked, rate=Rate(24000, 1001), inputs=(asked.inputs[0], ntsc)), "two")
    windowed, plain = (body["keyframes"] for body in stand.far.bodies)  # type: ignore[attr-defined]
    assert [each["seconds"] for each in windowed] == [0.0, 1.5, 4.125]
    # "End of the edit window (exclusive) in whole seconds": the SDK's note on `end_seconds`.
    assert [tuple(each["range"].values()) for each in windowed] == [(0, 1), (1, 2), (3, 5)]
    assert {name for each in windowed for name in each["range"]} == {"start_seconds", "end_seconds"}
    assert plain == [{"seconds": 1.5015, "uri": plain[0]["uri"]}]
    for inputs in (
        (asked.inputs[0], keys[0], replace(keys[1], window=())),
        (asked.inputs[0], keys[1], far.reference(tmp_path, 64, "last_frame")),
    ):
        with pytest.raises(BadInput, match="a window with each key frame, or with none"):
            provider.submit(replace(asked, inputs=inputs), "three")
    assert stand.far.taken == 2


def test_aleph_takes_film_and_television_up_to_thirty_frames_a_second(stand: Stand) -> None:
    models = [each for each in stand.provider().capabilities() if each.model == "aleph2"]
    [aleph] = [each for each in models if each.tasks == (Task.RESTYLE,)]
    assert aleph.intake is not None and aleph.intake.windows and aleph.references == 5
    assert [str(rate) for rate in aleph.intake.rates] == ["24000/1001", "24", "25", "30000/1001", "30"]
    assert (aleph.intake.least_seconds, aleph.intake.most_seconds) == (2, 30)


def test_aleph_paints_around_a_movie_in_the_middle_of_a_target_aspect(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    asked = Request(
        Task.EXTEND, "aleph2", "dunes", 7, 2520, 1080, 100, Rate(24), (far.movie(tmp_path),), (300, 300, 0, 0)
    )
    provider.submit(asked, "one")
    provider.submit(replace(asked, width=1280, height=960, margins=(0, 0, 120, 120)), "two")
    wide, high = stand.far.bodies  # type: ignore[attr-defined]
    assert (wide["targetAspectRatio"], high["targetAspectRatio"]) == ("21:9", "4:3")
    assert provider.estimate(asked).cost.amount == "0.75", "as a movie of five seconds that is changed"
    for wrong in (
        {"margins": (0, 0, 0, 0)}, {"margins": (300, 200, 0, 0)}, {"margins": (300, 300, 10, 10)},
        {"width": 2300}, {"margins": (4000, 4000, 0, 0)},
    ):  # fmt: skip
        with pytest.raises(BadInput, match="left and right or top and bottom"):
            provider.estimate(replace(asked, **wrong))
    with pytest.raises(BadInput, match="extends no picture here"):
        provider.estimate(replace(asked, task=Task.RESTYLE))


@pytest.mark.parametrize(
    ("rate", "slower", "target"),
    [
        (Rate(24), 2, "48"), (Rate(24), 5, "120"), (Rate(24000, 1001), 2.5, "59_94"),
        (Rate(25), 2, "50"), (Rate(30000, 1001), 2, "59_94"), (Rate(30), 4, "120"),
    ],
)  # fmt: skip
def test_a_retime_asks_for_the_rate_that_makes_it_so_many_times_slower(
    rate: Rate, slower: float, target: str, far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    asked = Request(
        Task.RETIME, "enhance_frame_rate", frames=96, rate=rate, inputs=(far.movie(tmp_path),),
        slower=slower,
    )  # fmt: skip
    provider.submit(asked, "one")
    [body] = stand.far.bodies  # type: ignore[attr-defined]
    assert set(body) == {"model", "videoUri", "targetFramerate"} and body["targetFramerate"] == target


def test_a_request_for_a_retime_is_named_as_it_was_when_that_was_a_control() -> None:
    """A job that was sent before an update is found again by its request's digest."""
    asked = Request(Task.RETIME, "enhance_frame_rate", frames=96, rate=Rate(24))
    assert asked.digest == "5515a9437f27c07e987e4d30d1f80b5e0ff667572c476fd3d26d18e29444affd"
    slow = replace(asked, slower=2.5)
    assert slow.digest == "d309160e9ddf9298a55c45166007f560492928d8732bcd707e745af07db64572"
    own = [replace(asked, slower=slower, parameters=FrozenMap(slower="2.5")) for slower in (None, 2.5)]
    assert len({one.digest for one in (asked, slow, *own)}) == 4, (
        "a control of the model's own is another thing"
    )


def test_a_retime_is_paid_by_the_seconds_that_are_sent_and_says_which_speeds_there_are(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    asked = Request(
        Task.RETIME, "enhance_frame_rate", frames=96, rate=Rate(24), inputs=(far.movie(tmp_path),)
    )
    assert provider.estimate(asked).cost.amount == "0.03", "49 frames of the plate"
    with pytest.raises(BadInput, match="not 4 times slower") as caught:
        provider.submit(replace(asked, slower=4), "key")
    assert caught.value.problem.remedy == "Choose 2 or 2.5 or 5."
    assert stand.far.taken == 0


def test_the_vendors_list_prices_count_where_the_studio_says_so(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    from secondunit.providers import Site
    from secondunit.providers.runway import Runway

    provider = Runway(Site(stand.door, tmp_path, FrozenMap[Any]({"list_prices": True})))  # type: ignore[arg-type]
    restyle = Request(Task.RESTYLE, "aleph2", "rain", 7, 1280, 720, 240, Rate(24), (far.movie(tmp_path),))
    ruby = Request(Task.UPSCALE, "ruby", width=3840, height=2160, frames=48, rate=Rate(24))
    for request, amount in (
        (stand.request, "0.05"), (replace(stand.request, width=1920, height=1080), "0.08"),
        (movie(stand), "0.6"), (restyle, "2.8"), (ruby, "0.8"),
    ):  # fmt: skip
        assert provider.estimate(request).cost.amount == amount
    with pytest.raises(BadSettings, match=r"credits\.gemini_image3_pro") as caught:
        provider.estimate(replace(stand.request, model="gemini_image3_pro", width=1024, height=1024))
    assert "list_prices" not in caught.value.problem.remedy, "the list has none"
    own = {"list_prices": True, "credits.gen4_image.720p": 4}
    mine = Runway(Site(stand.door, tmp_path, FrozenMap[Any](own)))  # type: ignore[arg-type]
    assert mine.estimate(stand.request).cost.amount == "0.04", "the contract comes first"


def test_sdr_becomes_scene_linear_acescg_that_is_brought_as_it_is_packed(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    [ruby] = [each for each in provider.capabilities() if each.model == "ruby"]
    assert ruby.intake is not None and ruby.tasks == (Task.UPSCALE,) and ruby.prompt == 0
    assert (ruby.intake.result, ruby.intake.result_coding) == (Form.FRAMES, Coding.LINEAR)
    assert (ruby.intake.result_space, ruby.intake.scale) == ("ACEScg", 1)
    asked = Request(Task.UPSCALE, "ruby", frames=48, rate=Rate(24), inputs=(far.movie(tmp_path),))
    ticket = provider.submit(asked, "key")
    [body] = stand.far.bodies  # type: ignore[attr-defined]
    assert set(body) == {"model", "videoUri", "outputFormat"}
    assert body["outputFormat"] == "hdr_exr_acescg_sequence_1_3"
    stand.far.finish()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("frame.0001.exr", b"v/1\x01")
        archive.writestr("colorimetry.json", b"{}")
    stand.far.made = {"7.zip": packed.getvalue()}  # type: ignore[attr-defined]
    stand.far.tasks[ticket.id]["output"] = [f"{stand.far.url}/files/7.zip?sig=1"]  # type: ignore[attr-defined]
    [path] = provider.fetch(ticket, tmp_path / "got")
    assert path.name == "7.zip" and path.read_bytes() == packed.getvalue()
    assert provider.estimate(asked).cost.amount == "0.4"
    assert provider.estimate(replace(asked, width=3840, height=2160)).cost.amount == "0.8"


def test_a_large_file_goes_to_the_services_storage_once_and_without_our_key(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    large = far.movie(tmp_path, 4_000_000)
    asked = Request(Task.RESTYLE, "aleph2", "rain", 7, 1280, 720, 48, Rate(24), (large,))
    provider.submit(asked, "one")
    provider.submit(asked, "two")
    service: Any = stand.far
    assert service.slots == 1 and [body["videoUri"] for body in service.bodies] == [*service.uploads] * 2
    assert service.uploads[service.bodies[0]["videoUri"]] == large.path.read_bytes()
    assert service.keys_at_files == [None]
    sent = [call for call in stand.door.calls if call.url.endswith("/bucket")]  # type: ignore[union-attr]
    assert [(call.errand, call.parts[0].sha256) for call in sent] == [("one", large.sha256)]
    stand.clock.pass_(13 * 3600)
    provider.submit(asked, "three")
    assert service.slots == 2


@pytest.mark.parametrize("trouble", ["slot", "bucket"])
def test_an_upload_that_fails_leaves_nothing_begun_and_may_be_repeated(
    trouble: str, far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    service: Any = stand.far
    asked = Request(
        Task.RESTYLE, "aleph2", "rain", 7, 1280, 720, 48, Rate(24), (far.movie(tmp_path, 4_000_000),)
    )
    service.refuses = trouble
    with pytest.raises(ProviderAbsent):
        provider.submit(asked, "one")
    assert service.taken == 0
    service.refuses = ""
    provider.submit(asked, "one")
    assert service.taken == 1


def test_a_picture_that_changed_after_it_was_prepared_is_not_sent(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    for size in (64, 4_000_000):
        given = far.reference(tmp_path, size)
        given.path.write_bytes(given.path.read_bytes()[:-1] + b"x")
        with pytest.raises(BadInput, match="changed after"):
            stand.provider().submit(replace(stand.request, inputs=(given,)), "key")
    assert stand.far.asked == 0


def test_a_characters_name_is_the_tag_that_the_prompt_uses(far: Any, stand: Stand, tmp_path: Path) -> None:
    names = ("Ana Maria", "x", "Ana Maria")
    given = tuple(far.reference(tmp_path, 70 + at, name) for at, name in enumerate(names))
    stand.provider().submit(replace(stand.request, inputs=given), "key")
    [body] = stand.far.bodies  # type: ignore[attr-defined]
    assert [each["tag"] for each in body["referenceImages"]] == ["Ana_Maria", "ref2", "ref3"]


def test_without_a_price_there_is_no_estimate(far: Any, stand: Stand, tmp_path: Path) -> None:
    from secondunit.providers import Site
    from secondunit.providers.runway import Runway

    bare = Runway(Site(stand.door, tmp_path))  # type: ignore[arg-type]
    with pytest.raises(BadSettings, match=r"credits\.gen4_image"):
        bare.estimate(stand.request)


@pytest.mark.parametrize(
    "change, why",
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": "😀" * 501}, "prompt"),
        ({"width": 1281}, "makes no 1281x720"),
        ({"model": "gen9"}, "no model"),
        ({"task": Task.VIDEO}, "no model"),
    ],
)
def test_what_the_model_does_not_take_is_refused_before_it_is_sent(
    change: dict[str, Any], why: str, stand: Stand
) -> None:
    with pytest.raises(BadInput, match=why):
        stand.provider().submit(replace(stand.request, **change), "key")
    assert stand.far.asked == 0


def test_clips_and_pictures_past_the_limits_are_refused_before_they_are_sent(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    with pytest.raises(BadInput, match="up to 10 s"):
        provider.submit(movie(stand, frames=241), "key")
    huge = far.reference(tmp_path, 70)
    with huge.path.open("r+b") as file:
        file.truncate(200_000_001)
    with pytest.raises(BadInput, match="200 MB"):
        provider.submit(replace(stand.request, inputs=(huge,)), "key")
    with pytest.raises(BadInput, match="takes 3 references"):
        provider.submit(replace(stand.request, inputs=stand.request.inputs * 4), "key")
    with pytest.raises(OutOfRange):
        provider.submit(movie(stand, parameters=FrozenMap(output_format="gif")), "key")
    assert stand.far.asked == 0


def test_our_key_does_not_go_where_results_lie(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far.finish()
    provider.fetch(ticket, tmp_path / "got")
    assert stand.far.keys_at_files == [None, None]  # type: ignore[attr-defined]


def test_a_result_at_an_unsafe_address_is_not_read(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far.finish()
    stand.far.tasks[ticket.id]["output"] = ["http://169.254.169.254/latest"]  # type: ignore[attr-defined]
    with pytest.raises(ProviderBroken, match="not safe"):
        provider.fetch(ticket, tmp_path / "got")


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


def test_a_throttled_task_waits_and_says_why(stand: Stand) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far.tasks[ticket.id]["status"] = "THROTTLED"  # type: ignore[attr-defined]
    status = provider.poll(ticket)
    assert status.state is State.WAITING and "free place" in status.message and status.retry_after == 5.0


def test_a_model_that_is_not_there_is_no_job_that_is_lost(stand: Stand) -> None:
    stand.far.refuses = "model"  # type: ignore[attr-defined]
    with pytest.raises(ProviderLacks, match="Runway does not have"):
        stand.provider().submit(stand.request, "key")
