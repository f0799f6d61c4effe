"""A larger frame of this machine, from a brief to a take: the plate stays, what lies around it is marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.host.fields import Fields
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.over import over
from secondunit.media.picture import Picture
from secondunit.models.clean_plate.extension_method import COMPUTED
from secondunit.models.clean_plate.method import NEVER_SEEN
from secondunit.service.api import Desk
from secondunit.service.capabilities import capability_list
from secondunit.wire import (
    Brief,
    ColorSpace,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Plate,
    Rate,
    Sides,
    Task,
    Window,
)

from ..models.walls import Matrix, Shot, decibels, shoot, wall
from .test_methods_here import made

SIZE, WIDE = (96, 160), (96, 208)
FRAMES = 6


def panned(size: tuple[int, int], left: int) -> Shot:
    """A wall under a pan of ten pixels a frame to the right, from `left` pixels before the frame's edge."""

    def camera(index: int) -> Matrix:
        return np.array([[1.0, 0.0, 10.0 * index - left], [0.0, 1.0, np.sin(index)], [0.0, 0.0, 1.0]])

    return shoot(size, FRAMES, camera, wall(5), grain=0.0, thing=lambda index: (-300.0, -300.0))


@pytest.fixture(scope="module")
def shot() -> Shot:
    """The plate."""
    return panned(SIZE, 0)


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk]) -> Desk:
    """A service whose workers run here."""
    return working_desk({})


@pytest.fixture
def brief(shot: Shot, make_brief: Callable[..., Brief], tmp_path: Path) -> Brief:
    """A brief for 24 pixels more left and right; the files are 32-bit float with a light of 60,000."""
    for frame, pixels in shot.pixels.items():
        bright = pixels.copy()
        bright[40, 80], bright[41, 80] = 60_000.0, -0.25
        write_exr(tmp_path / f"plate.{frame}.exr", Picture.of(bright), depth="float")
    frames, format = shot.plate.frames, Format(SIZE[1], SIZE[0])
    files = Plate(str(tmp_path / "plate.%04d.exr"), frames, Rate(24), format, ColorSpace("ACEScg"))
    return make_brief(
        provider="methods", model="", task=Task.EXTEND, plate=files, frames=frames, kind="", prompt="",
        format=format, controls=FrozenMap({"grain": False}),
        delivery=Delivery(overscan=24, sides=Sides.LEFT_RIGHT, compression="dwaa"),
    )  # fmt: skip


def test_a_plate_grows_on_its_sides_and_keeps_every_bit_within(desk: Desk, brief: Brief) -> None:
    truth = panned(WIDE, 24)
    plan = desk.planner.plan(brief)
    assert not plan.estimate.problems and plan.estimate.memory > 0
    assert any("32 bits" in warning for warning in plan.estimate.warnings)
    _, take = made(desk, brief)
    assert (take.model, take.made_by, take.maker) == ("extend_plate", "computed", "Extend frame, computed 3")
    assert take.data_window == Window(-24, 0, WIDE[1], WIDE[0]) and take.format == brief.format
    beauty, passes = take.layers
    assert set(passes.channels) == {f"{NEVER_SEEN}.A", f"{COMPUTED}.A"}
    for frame in (1001, 1003, 1006):
        path = Path(take.folder, beauty.path % frame)
        assert inspect_exr(path).compression == "zip", "the plate's pixels are not blurred"
        result, plate = read_exr(path), read_exr(brief.plate.path % frame)  # type: ignore[union-attr]
        marks = read_exr(Path(take.folder, passes.path % frame)).select((f"{NEVER_SEEN}.A", f"{COMPUTED}.A"))
        assert result.display_window == Window(0, 0, SIZE[1], SIZE[0])
        assert (
            np.array_equal(result.pixels[:, 24:-24, :3], plate.pixels) and (result.pixels[..., 3] == 1).all()
        )
        assert np.array_equal(over(result, plate).shown().pixels[..., :3], plate.pixels)
        never, outside = marks.as_float().pixels[..., 0], marks.as_float().pixels[..., 1]
        assert not outside[:, 24:-24].any() and outside[:, :24].all() and outside[:, -24:].all()
        assert not never[outside == 0].any()
        seen = (outside > 0) & (never == 0)
        seen[:8], seen[-8:] = False, False
        if frame != 1006:
            assert never[8:-8, -16:].mean() < 0.3, "later frames saw what is on the right"
        if frame != 1001:
            assert never[8:-8, 4:20].mean() < 0.3, "earlier frames saw what is on the left"
        assert decibels(result.pixels[..., :3], truth.truth[frame], seen) > 36.0
    previews = Path(take.folder, "previews")
    assert (previews / "contact_sheet.png").is_file() and (previews / "review.mp4").is_file()


def test_pixels_that_the_files_have_beyond_the_format_are_the_plates_own(
    desk: Desk, brief: Brief, tmp_path: Path
) -> None:
    wide = panned((96, 180), 12)
    format = Format(SIZE[1], SIZE[0])
    for frame, pixels in wide.pixels.items():
        # One frame has less of it on the right: what all have counts.
        own = pixels[:, :176] if frame == 1002 else pixels
        write_exr(tmp_path / f"wide.{frame}.exr", Picture.of(own, format=format, at=(-12, 0)))
    plate = replace(brief.plate, path=str(tmp_path / "wide.%04d.exr"))
    brief = replace(brief, plate=plate, frames=FrameRange(1001, 1003))
    _, take = made(desk, brief)
    beauty, passes = take.layers
    result = read_exr(Path(take.folder, beauty.path % 1001))
    outside = read_exr(Path(take.folder, passes.path % 1001)).select((f"{COMPUTED}.A",)).pixels[..., 0]
    own = read_exr(Path(plate.path % 1001)).pixels
    assert result.data_window == Window(-24, 0, WIDE[1], WIDE[0])
    assert np.array_equal(result.pixels[:, 12:188, :3], own[:, :176])
    assert outside[:, :12].all() and outside[:, 188:].all() and not outside[:, 12:188].any()


@pytest.mark.parametrize(
    ("change", "sentence", "where"),
    [
        ({"delivery": Delivery(overscan=0)}, "There is nothing to extend by", "delivery.overscan"),
        ({"delivery": Delivery(overscan=97)}, "at most 96 pixels a side; 97", "delivery.overscan"),
        ({"controls": FrozenMap({"grow": 2})}, "There is no control 'grow'.", "controls.grow"),
    ],
)  # fmt: skip
def test_what_cannot_be_extended_is_said_by_the_plan(
    desk: Desk, brief: Brief, change: dict[str, object], sentence: str, where: str
) -> None:
    problems = desk.planner.plan(replace(brief, **change)).estimate.problems  # type: ignore[arg-type]
    assert [problem.where for problem in problems if sentence in problem.message] == [where]


def test_the_panel_offers_a_margin_and_its_sides_for_it(desk: Desk) -> None:
    fields = Fields(())
    fields.use_capabilities(capability_list(desk.planner).capabilities)
    fields.set("task", "extend")
    assert fields.value("model") == "extend_plate" and fields.grows
    assert fields.value("margin") == 128 and fields["sides"].choices == ("all", "left_right", "top_bottom")
    assert "controls.whole" in fields
