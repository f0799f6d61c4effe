"""A plate denoised on this machine, from a brief to a take: the picture and its grain, whose sum it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.makers import PixelOrigin, find_makers
from secondunit.host.choosing import fitting, tasks_of
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.service.api import Desk
from secondunit.service.capabilities import capability_list
from secondunit.wire import Brief, ColorSpace, Format, FrameRange, FrozenMap, Plate, Rate, Task

from ..models.walls import decibels, shoot
from .test_methods_here import made

SIZE = (144, 256)


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk]) -> Desk:
    """A service whose workers run here."""
    return working_desk({})


@pytest.fixture
def brief(make_brief: Callable[..., Brief], tmp_path: Path) -> Brief:
    """A brief for five frames of half floats with an alpha, without their grain."""
    for frame, pixels in shoot(SIZE, count=5, grain=3.0).pixels.items():
        with_alpha = np.ones((*SIZE, 4), np.float32)
        with_alpha[..., :3] = pixels
        with_alpha[:20, :30, 3] = 0.25
        with_alpha[40, 40, :3] = 60000.0
        write_exr(tmp_path / f"plate.{frame}.exr", Picture.of(with_alpha, RGBA))
    frames, format = FrameRange(1001, 1005), Format(SIZE[1], SIZE[0])
    plate = Plate(str(tmp_path / "plate.%04d.exr"), frames, Rate(24), format, ColorSpace("ACEScg"))
    return make_brief(
        provider="methods", model="", task=Task.DENOISE, plate=plate, frames=frames, kind="", prompt="",
        format=format, controls=FrozenMap(),
    )  # fmt: skip


def test_the_picture_and_the_grain_of_a_take_are_the_plate_bit_for_bit(desk: Desk, brief: Brief) -> None:
    # DWAA would change the picture, and with it the sum.
    brief = replace(brief, delivery=replace(brief.delivery, compression="dwaa"))
    estimate = desk.planner.plan(brief).estimate
    assert not estimate.problems and estimate.seconds > 0 and estimate.memory > 0
    assert not any("compressed" in warning for warning in estimate.warnings)
    _, take = made(desk, brief)
    assert (take.model, take.made_by, take.maker) == ("denoise_plate", "computed", "Degrain, computed 2")
    assert find_makers().origin(take) is PixelOrigin.COMPOSITED
    beauty, passes = take.layers
    assert set(passes.channels) == {"grain.R", "grain.G", "grain.B"}
    truth = shoot(SIZE, count=5, grain=0.0).pixels
    for frame in brief.frames:
        plate = read_exr(Path(brief.plate.path % frame)).as_float().select(RGBA).pixels  # type: ignore[union-attr]
        path = Path(take.folder, beauty.path % frame)
        picture = read_exr(path).as_float().select(RGBA).pixels
        grain = read_exr(Path(take.folder, passes.path % frame)).layer("grain").select(("R", "G", "B")).pixels
        assert grain.dtype == np.float32 and np.array_equal(picture[..., :3] + grain, plate[..., :3])
        assert np.array_equal(picture[..., 3], plate[..., 3])
        assert inspect_exr(path).compression == "zip"
        flat = np.ones(SIZE, np.bool_)
        flat[30:50, 30:50] = False
        better = decibels(picture[..., :3], truth[frame], flat) - decibels(plate[..., :3], truth[frame], flat)
        assert better > 1.5


def test_a_plate_that_was_compressed_is_warned_of(desk: Desk, brief: Brief) -> None:
    assert brief.plate is not None
    for frame in brief.frames:
        path = Path(brief.plate.path % frame)
        write_exr(path, read_exr(path), compression="dwaa")
    warnings = desk.planner.plan(brief).estimate.warnings
    assert any("compressed (DWAA)" in warning for warning in warnings), warnings


def test_one_frame_is_made_with_a_remark(desk: Desk, brief: Brief) -> None:
    _, take = made(desk, replace(brief, frames=FrameRange(1003, 1003)))
    assert any("its grain is guessed" in remark for remark in take.remarks)


def test_the_panel_offers_it_for_its_task(desk: Desk) -> None:
    offered = capability_list(desk.planner).capabilities
    assert Task.DENOISE in tasks_of(offered)
    assert "denoise_plate" in [one.model for one in fitting(offered, Task.DENOISE, "")]
