"""Estimates: what a brief would take, looked up where it will be done, before anything is done."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.media.config import BUILT_IN, open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.service.home import Home
from secondunit.service.plan import Planner
from secondunit.service.shows import Shows
from secondunit.wire import ColorSpace, Delivery, Format, FrameRange, FrozenMap, Matte, Plate, Rate, dumps


@pytest.fixture
def planner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Planner:
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    (tmp_path / "home").mkdir()
    return Planner(Shows(Home(tmp_path / "home")), 64_000_000_000)


@pytest.fixture
def plate(tmp_path: Path) -> Callable[..., Plate]:
    def make(
        size: tuple[int, int] = (64, 36), frames: str = "1001-1003", leave_out: tuple[int, ...] = ()
    ) -> Plate:
        span = FrameRange.parse(frames)
        for frame in span:
            if frame not in leave_out:
                pixels = np.full((size[1], size[0], 4), 0.18, np.float32)
                write_exr(tmp_path / f"plate.{frame}.exr", Picture.of(pixels))
        return Plate(str(tmp_path / "plate.%04d.exr"), span, Rate(24), Format(64, 36), ColorSpace("ACEScg"))

    return make


def codes(plan: Any) -> list[str]:
    return [problem.code for problem in plan.estimate.problems]


def test_an_estimate_says_what_was_understood_and_what_it_takes(
    planner: Planner, make_brief: Callable[..., Any]
) -> None:
    small = planner.plan(make_brief(prompt="thick black smoke of a wibble", controls=FrozenMap())).estimate
    assert (
        not small.problems
        and small.allowed
        and small.verdict == "Nothing leaves this machine: on-board simulation."
    )
    assert "wibble" in small.ignored and {word.control for word in small.understood} >= {"density", "color"}
    assert small.seconds > 0 and small.memory > 0 and 0 < small.disk < small.disk_free
    long = planner.plan(
        make_brief(prompt="thick black smoke", controls=FrozenMap(), frames=FrameRange(1, 100))
    ).estimate
    assert long.seconds > small.seconds and long.disk > small.disk


def test_by_hand_wins_over_the_prompt(planner: Planner, make_brief: Callable[..., Any]) -> None:
    hand = planner.plan(make_brief(prompt="thin smoke", controls=FrozenMap({"density": 2.5}))).estimate
    assert hand.settings["density"] == 2.5


def test_the_open_colour_space_is_the_plates_or_the_shows(
    planner: Planner, make_brief: Callable[..., Any], plate: Callable[..., Plate]
) -> None:
    assert planner.plan(make_brief()).brief.colorspace == ColorSpace("ACEScg")
    assert planner.plan(make_brief(plate=plate())).brief.colorspace == ColorSpace("ACEScg")


def test_a_log_plate_gets_its_take_in_the_shows_working_space(
    planner: Planner, make_brief: Callable[..., Any], plate: Callable[..., Plate]
) -> None:
    log = dataclasses.replace(plate(), colorspace=ColorSpace("ACEScct"))
    plan = planner.plan(make_brief(plate=log, colorspace=ColorSpace("")))
    assert not plan.estimate.problems
    assert plan.brief.colorspace.name == "ACEScg"


def test_an_unknown_space_of_a_plate_is_said_once(
    planner: Planner, make_brief: Callable[..., Any], plate: Callable[..., Plate]
) -> None:
    unknown = dataclasses.replace(plate(), colorspace=ColorSpace("ACEScgg"))
    plan = planner.plan(make_brief(plate=unknown, colorspace=ColorSpace("")))
    assert codes(plan) == ["color.unknown_space"]


def test_missing_frames_of_a_plate_are_named(
    planner: Planner, make_brief: Callable[..., Any], plate: Callable[..., Plate]
) -> None:
    plan = planner.plan(make_brief(plate=plate(leave_out=(1002,))))
    assert codes(plan) == ["frames.missing"]
    assert "1002" in plan.estimate.problems[0].message and plan.estimate.problems[0].where.startswith("plate")


def test_a_plate_of_another_size_is_refused(
    planner: Planner, make_brief: Callable[..., Any], plate: Callable[..., Plate]
) -> None:
    plan = planner.plan(make_brief(plate=plate(size=(32, 18))))
    assert codes(plan) == ["picture.bad"] and "32x18" in plan.estimate.problems[0].message


def test_a_truncated_plate_is_refused(
    planner: Planner, make_brief: Callable[..., Any], plate: Callable[..., Plate], tmp_path: Path
) -> None:
    made = plate()
    (tmp_path / "plate.1001.exr").write_bytes(b"\x76\x2f\x31\x01 and no more")
    assert codes(planner.plan(make_brief(plate=made))) == ["picture.damaged"]


def test_a_matte_shapes_the_digest_and_its_channel_is_checked(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    def matte(value: float) -> Matte:
        write_exr(tmp_path / "matte.exr", Picture.of(np.full((36, 64, 4), value, np.float32)))
        return Matte(str(tmp_path / "matte.exr"), FrameRange(1001, 1001))

    first = planner.plan(make_brief(matte=matte(1.0))).estimate
    second = planner.plan(make_brief(matte=matte(0.5))).estimate
    assert not first.problems and first.brief_digest != second.brief_digest
    wrong = Matte(str(tmp_path / "matte.exr"), FrameRange(1001, 1001), channel="Z")
    assert codes(planner.plan(make_brief(matte=wrong))) == ["picture.channels"]


def test_a_plate_painted_over_at_the_frame_that_sets_the_light_shapes_the_digest(
    planner: Planner, make_brief: Callable[..., Any], plate: Callable[..., Plate], tmp_path: Path
) -> None:
    first = planner.plan(make_brief(plate=plate())).estimate.brief_digest
    assert planner.plan(make_brief(plate=plate())).estimate.brief_digest == first
    write_exr(tmp_path / "plate.1002.exr", Picture.of(np.full((36, 64, 4), 0.5, np.float32)))
    assert planner.plan(make_brief(plate=plate(leave_out=(1002,)))).estimate.brief_digest != first


def test_a_disk_without_room_is_said_before(
    planner: Planner, make_brief: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.service.room.free_bytes", lambda folder: 1000)
    assert codes(planner.plan(make_brief())) == ["storage.full"]


def test_a_place_without_rights_is_said_before(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "shows" / "S"
    root.mkdir(parents=True)
    if os.geteuid() == 0:  # rights do not bind root: the disk itself must refuse

        def refuse(**_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("secondunit.engines.folders.tempfile.TemporaryFile", refuse)
    else:
        root.chmod(0o500)
    plan = planner.plan(make_brief())
    root.chmod(0o700)
    assert codes(plan) == ["storage.rights"]


@pytest.mark.parametrize("size", [(1, 1), (63, 37), (16384, 8640)])
def test_odd_and_extreme_sizes_are_estimated_or_refused_in_words(
    planner: Planner, make_brief: Callable[..., Any], size: tuple[int, int]
) -> None:
    plan = planner.plan(make_brief(format=Format(*size), delivery=Delivery(overscan=8)))
    assert all(problem.message.endswith(".") for problem in plan.estimate.problems)
    if size[0] < 100:
        assert not plan.estimate.problems and plan.estimate.seconds > 0


def test_a_broken_show_file_is_one_of_the_problems(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "shows" / "S"
    folder.mkdir(parents=True)
    (folder / "secondunit.toml").write_text("colour = 1")
    assert codes(planner.plan(make_brief())) == ["settings.bad"]


NOT_MADE = {
    "lightning in the sky": "lightning",
    "lava, slow": "lava",
    "a crowd cheering": "people",
    "a red car driving by": "a vehicle",
    "des feuilles mortes": "leaves",
    "un éclair au loin": "lightning",
    "remove the smoke": "a change of the plate",
    "falling autumn leaves and smoke": "leaves",
}


@pytest.mark.parametrize("words", NOT_MADE)
def test_a_wish_for_what_is_not_made_is_refused_before_it_is_allowed(
    planner: Planner, make_brief: Callable[..., Any], words: str
) -> None:
    estimate = planner.plan(make_brief(kind="", prompt=words)).estimate
    assert [problem.code for problem in estimate.problems] == ["prompt.bad"] and not estimate.allowed
    problem = estimate.problems[0]
    assert problem.where == "prompt" and NOT_MADE[words] in problem.message and "smoke" in problem.message
    assert "--kind" in problem.remedy and estimate.verdict == problem.message
    assert not estimate.settings and estimate.seconds == 0.0


def test_what_comes_nearest_is_named(planner: Planner, make_brief: Callable[..., Any]) -> None:
    def remedy(words: str) -> str:
        return planner.plan(make_brief(kind="", prompt=words)).estimate.problems[0].remedy

    assert "huge thick dark grey smoke" in remedy("lava")
    assert "Nearest" not in remedy("a crowd cheering")
    assert "--provider" not in remedy("lightning")


@pytest.mark.parametrize(
    "words", ["smoke from an explosion", "Fumée noire d'incendie", "a chimney", "thick wisps, slow"]
)
def test_a_wish_for_smoke_is_smoke_by_its_words(
    planner: Planner, make_brief: Callable[..., Any], words: str
) -> None:
    plan = planner.plan(make_brief(kind="", prompt=words))
    assert not plan.estimate.problems and plan.estimate.allowed and plan.brief.kind == "smoke"
    chosen = planner.plan(make_brief(kind="smoke", prompt=words))
    assert chosen.estimate.brief_digest == plan.estimate.brief_digest


@pytest.mark.parametrize(
    "words",
    ["", "thick, slow", "a wooden door", "du vent vers la gauche", "thick, behind it", "épais, derrière"],
)
def test_words_that_leave_open_what_to_make_are_refused(
    planner: Planner, make_brief: Callable[..., Any], words: str
) -> None:
    estimate = planner.plan(make_brief(kind="", prompt=words, controls=FrozenMap({"density": 2.0}))).estimate
    assert codes_of(estimate) == ["prompt.bad"] and not estimate.allowed and not estimate.kind
    problem = estimate.problems[0]
    assert (
        "open what to make" in problem.message and "embers" in problem.remedy and "--kind" in problem.remedy
    )


def test_what_was_not_understood_is_named_where_words_are_refused(
    planner: Planner, make_brief: Callable[..., Any]
) -> None:
    door = planner.plan(make_brief(kind="", prompt="thick, a velvet curtain behind the wall")).estimate
    assert "velvet, curtain" in door.problems[0].message and "wall" not in door.problems[0].message
    empty = planner.plan(make_brief(kind="", prompt=" ", controls=FrozenMap())).estimate
    assert codes_of(empty) == ["prompt.bad"]


def test_the_first_kind_is_made_and_what_cannot_be_is_named(
    planner: Planner, make_brief: Callable[..., Any]
) -> None:
    estimate = planner.plan(make_brief(kind="", prompt="smoke and embers and a dragon")).estimate
    assert estimate.allowed and estimate.kind == "smoke"
    assert [text for text in estimate.warnings if "embers apart" in text]
    assert [text for text in estimate.warnings if "a creature cannot be made" in text]


def test_what_a_kind_brings_of_itself_need_not_be_asked_for_apart(
    planner: Planner, make_brief: Callable[..., Any]
) -> None:
    words = "an explosion with sparks and debris, and snow"
    estimate = planner.plan(make_brief(kind="", prompt=words, controls=FrozenMap())).estimate
    assert estimate.kind == "explosion"
    (apart,) = [text for text in estimate.warnings if "apart" in text]
    assert "snow apart" in apart and "sparks" not in apart


@pytest.mark.parametrize("kind", ["smoke", "torch", "embers"])
@pytest.mark.parametrize("chosen", [True, False])
def test_an_estimate_always_says_its_kind(
    planner: Planner, make_brief: Callable[..., Any], kind: str, chosen: bool
) -> None:
    brief = make_brief(kind=kind if chosen else "", prompt=kind, controls=FrozenMap())
    estimate = planner.plan(brief).estimate
    assert estimate.kind == kind and json.loads(dumps(estimate))["kind"] == kind


def test_a_kind_that_was_chosen_takes_any_words_and_says_so(
    planner: Planner, make_brief: Callable[..., Any]
) -> None:
    estimate = planner.plan(make_brief(kind="smoke", prompt="black explosion")).estimate
    assert estimate.allowed and not estimate.problems
    assert [text for text in estimate.warnings if "an explosion" in text and "smoke" in text]
    assert not planner.plan(make_brief(kind="smoke", prompt="smoke from a fire")).estimate.warnings


def codes_of(estimate: Any) -> list[str]:
    return [problem.code for problem in estimate.problems]


def test_a_work_names_the_config_that_was_meant_when_it_was_planned(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OCIO", raising=False)
    assert planner.plan(make_brief()).work("j1", tmp_path, "ann").colorspace_config == BUILT_IN
    config = tmp_path / "studio.ocio"
    config.write_text(open_config(BUILT_IN).ocio.serialize(), encoding="utf-8")
    monkeypatch.setenv("OCIO", str(config))
    assert planner.plan(make_brief()).work("j1", tmp_path, "ann").colorspace_config == str(config)


def test_a_volume_of_what_fills_no_space_is_refused(planner: Planner, make_brief: Callable[..., Any]) -> None:
    def estimate(kind: str, delivery: Delivery) -> Any:
        brief = make_brief(kind=kind, prompt=kind, delivery=delivery, controls=FrozenMap())
        return planner.plan(brief).estimate

    (problem,) = estimate("embers", Delivery(volume=True)).problems
    assert problem.where == "delivery.volume" and "plane" in problem.remedy
    smoke, bare = (estimate("smoke", delivery) for delivery in (Delivery(volume=True), Delivery()))
    assert not smoke.problems and smoke.disk > bare.disk
