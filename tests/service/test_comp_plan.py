"""Briefs that bring a finished comp back: what an estimate says of them, what keeps them from being done."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.engines.makers import shown_on
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.service.home import Home
from secondunit.service.plan import Plan, Planner
from secondunit.service.shows import Shows
from secondunit.wire import (
    Brief,
    ColorSpace,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Matte,
    Plate,
    Rate,
    Reference,
    Task,
)

Make = Callable[..., Brief]


@pytest.fixture
def planner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Planner:
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    (tmp_path / "home").mkdir()
    return Planner(Shows(Home(tmp_path / "home")), 64_000_000_000)


def written(path: Path, value: float = 0.5, channels: tuple[str, ...] = ("R", "G", "B", "A")) -> None:
    pixels = np.full((36, 64, len(channels)), value, np.float32)
    write_exr(path, Picture.of(pixels, channels), depth="float")


@pytest.fixture
def make(make_brief: Make, tmp_path: Path) -> Make:
    """A brief for a comp of three float frames on disk."""
    for frame in (1001, 1002, 1003):
        written(tmp_path / "comp" / f"comp.{frame}.exr", frame / 2000)
    plate = Plate(str(tmp_path / "comp" / "comp.%04d.exr"), FrameRange(1001, 1003), Rate(24), Format(64, 36),
                  ColorSpace("ACEScg"))  # fmt: skip

    def made(plate_changes: dict[str, Any] | None = None, **changes: Any) -> Brief:
        fields = {"provider": "comp", "task": Task.VIDEO, "kind": "", "prompt": "", "controls": FrozenMap(),
                  "plate": dataclasses.replace(plate, **(plate_changes or {}))}  # fmt: skip
        return make_brief(**(fields | changes))

    return made


def problems(plan: Plan) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in plan.estimate.problems]


def test_a_comp_is_allowed_and_says_what_it_takes(planner: Planner, make: Make) -> None:
    plan = planner.plan(make())
    assert not plan.estimate.problems and plan.estimate.allowed
    assert plan.estimate.verdict == "Nothing leaves this machine: a finished comp is taken in."
    assert plan.estimate.seconds > 0 and plan.estimate.disk > 0 and not plan.estimate.settings


def test_depth_and_layers_are_the_comps_own(planner: Planner, make: Make, tmp_path: Path) -> None:
    brief = planner.plan(make(delivery=Delivery(compression="dwaa", overscan=8))).brief
    # Float as it came, nothing lost in compression, and no passes where it has none.
    assert brief.delivery == Delivery("float", "zip", 0, passes=False)
    for frame in (1001, 1002, 1003):
        written(tmp_path / "comp" / f"comp.{frame}.exr", channels=("R", "G", "B", "A", "depth.Z"))
    assert planner.plan(make(delivery=Delivery())).brief.delivery.passes
    assert not planner.plan(make(delivery=Delivery(passes=False))).brief.delivery.passes


def test_what_no_comp_is_made_of_does_not_change_its_digest(planner: Planner, make: Make) -> None:
    plain = planner.plan(make())
    more = make(kind="smoke", seed=7, controls=FrozenMap({"density": 2.0}), references=(Reference("/a.jpg"),),
                matte=Matte("/nowhere.exr", FrameRange(1001, 1001)))  # fmt: skip
    same = planner.plan(more)
    assert not same.estimate.problems
    assert same.estimate.brief_digest == plain.estimate.brief_digest and same.brief.kind == ""
    assert "takes no references" in same.estimate.warnings[0]


def test_a_comp_that_was_rendered_again_is_another_brief(
    planner: Planner, make: Make, tmp_path: Path
) -> None:
    digests = [planner.plan(make()).estimate.brief_digest for _ in range(2)]
    written(tmp_path / "comp" / "comp.1002.exr", 0.75)
    digests.append(planner.plan(make()).estimate.brief_digest)
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize(
    ("changes", "plate", "expected"),
    [
        ({"plate": None}, {}, ("host.nothing_selected", "plate")),
        ({"task": Task.ELEMENT}, {}, ("input.bad", "task")),
        ({"model": "best"}, {}, ("input.bad", "model")),
        ({"format": Format(128, 72)}, {}, ("picture.bad", "format")),
        ({"frames": FrameRange(1001, 1004)}, {}, ("frames.missing", "frames")),
        ({"rate": Rate(5000)}, {}, ("value.out_of_range", "rate")),
        ({}, {"colorspace": ColorSpace("")}, ("color.bad", "plate.colorspace")),
        ({}, {"colorspace": ColorSpace("Nowhere")}, ("color.unknown_space", "plate.colorspace.Nowhere")),
        ({"provider": "elsewhere"}, {}, ("input.bad", "provider")),
    ],
)  # fmt: skip
def test_a_brief_that_fits_no_comp_says_where(
    planner: Planner,
    make: Make,
    changes: dict[str, Any],
    plate: dict[str, Any],
    expected: tuple[str, str],
) -> None:
    assert expected in problems(planner.plan(make(plate, **changes)))


def test_missing_frames_and_one_frame_for_many_are_refused(
    planner: Planner, make: Make, tmp_path: Path
) -> None:
    one = planner.plan(make({"path": str(tmp_path / "comp" / "comp.1001.exr")}))
    assert "is one frame; 1001-1003 are asked for" in one.estimate.problems[0].message
    (tmp_path / "comp" / "comp.1002.exr").unlink()
    gap = planner.plan(make())
    assert "1002" in gap.estimate.problems[0].message and problems(gap)[0][0] == "frames.missing"


def test_a_movie_of_another_rate_is_refused(planner: Planner, make: Make, tmp_path: Path) -> None:
    import av

    path = tmp_path / "comp.mov"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("qtrle", rate=Fraction(25))
        stream.width, stream.height, stream.pix_fmt = 64, 36, "rgb24"
        for _ in range(4):
            picture = av.VideoFrame.from_ndarray(np.zeros((36, 64, 3), np.uint8), "rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    found = planner.plan(make({"path": str(path), "colorspace": ColorSpace("")}))
    assert ("frames.bad", "rate") in problems(found)
    right = planner.plan(make({"path": str(path), "colorspace": ColorSpace("")}, rate=Rate(25)))
    assert not right.estimate.problems and right.brief.colorspace == ColorSpace("ACEScg")


def test_a_comp_is_not_looked_at_on_itself(make: Make, make_brief: Make) -> None:
    assert [shown_on(make(), view) for view in ("plate", "black", "behind")] == ["grey", "black", "behind"]
    assert shown_on(make_brief(), "plate") == "plate"
