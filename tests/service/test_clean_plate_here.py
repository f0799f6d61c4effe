"""A clean plate of this machine, from a brief to a take: filled, marked, and nothing else touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.config import open_config
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.models.clean_plate.method import NEVER_SEEN, CleanPlate
from secondunit.models.method import Footage
from secondunit.service.api import Desk
from secondunit.wire import (
    Brief,
    Coding,
    ColorSpace,
    Encoded,
    Format,
    FrameRange,
    FrozenMap,
    Matte,
    Plate,
    Rate,
    Task,
)
from secondunit.wire.errors import NothingSelected

from ..models.walls import Shot, decibels, shoot
from .test_methods_here import made

SIZE = (108, 192)
SETTINGS = FrozenMap({"grow": 2, "feather": 4, "grain": True})


@pytest.fixture(scope="module")
def shot() -> Shot:
    """Eight frames of a wall with a thing before it."""
    return shoot(SIZE, count=8, radius=(12.0, 20.0), grain=1.0)


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk]) -> Desk:
    """A service whose workers run here."""
    return working_desk({})


@pytest.fixture
def brief(shot: Shot, make_brief: Callable[..., Brief], tmp_path: Path) -> Brief:
    """A brief for its clean plate: half-float files with the shot's own numbers."""
    for frame, pixels in shot.pixels.items():
        write_exr(tmp_path / f"plate.{frame}.exr", Picture.of(pixels))
        write_exr(tmp_path / f"matte.{frame}.exr", Picture.of(shot.matte[frame]))
    frames, format = shot.plate.frames, Format(SIZE[1], SIZE[0])
    files = Plate(str(tmp_path / "plate.%04d.exr"), frames, Rate(24), format, ColorSpace("ACEScg"))
    return make_brief(
        provider="methods", model="", task=Task.INPAINT, plate=files, frames=frames, kind="", prompt="",
        format=format, matte=Matte(str(tmp_path / "matte.%04d.exr"), frames, "Y"), controls=FrozenMap(),
    )  # fmt: skip


def test_a_clean_plate_is_laid_over_the_plate_and_touches_no_other_pixel(
    desk: Desk,
    brief: Brief,
    shot: Shot,
) -> None:
    estimate = desk.planner.plan(brief).estimate
    assert not estimate.problems and estimate.seconds > 0 and estimate.memory > 0
    _, take = made(desk, brief)
    assert (take.model, take.made_by, take.maker) == ("clean_plate", "computed", "Clean plate, computed 3")
    beauty, passes = take.layers
    assert passes.channels == (f"{NEVER_SEEN}.A",)
    for frame in shot.plate.frames:
        over = read_exr(Path(take.folder, beauty.path % frame)).as_float().pixels
        never = read_exr(Path(take.folder, passes.path % frame)).as_float().pixels
        plate = read_exr(brief.plate.path % frame).as_float().pixels  # type: ignore[union-attr]
        comp = over[..., :3] + (1 - over[..., 3:]) * plate
        outside = over[..., 3] == 0
        assert outside.mean() > 0.6 and not over[outside].any() and not never.any()
        assert np.array_equal(comp[outside], plate[outside])
        assert decibels(comp, shot.truth[frame], over[..., 3] >= 1) > 38.0


def test_a_frame_is_the_same_whether_those_before_it_were_made_or_not(shot: Shot) -> None:
    footage = Footage(
        shot.plate.frames, shot.pixels.__getitem__, "ACEScg", open_config(""), Encoded(Coding.SRGB, "ACEScg"),
        matte=shot.matte.__getitem__, settings=SETTINGS,
    )  # fmt: skip
    in_order, alone = CleanPlate().load(footage), CleanPlate().load(footage)
    frames = {frame: in_order.frame(frame) for frame in shot.plate.frames}
    for frame in (1006, 1002, 1003):
        assert np.array_equal(alone.frame(frame), frames[frame])


def test_what_no_frame_saw_is_marked_and_a_cut_is_remarked(shot: Shot) -> None:
    still = np.zeros(SIZE, np.float32)
    still[40:60, 80:110] = 1.0
    other = shoot(SIZE, count=4, radius=(12.0, 20.0), seed=4)
    pixels = dict.fromkeys(range(1, 5), shot.pixels[1001])
    pixels |= {frame: other.pixels[frame + 996][:, ::-1] ** 2 for frame in range(5, 9)}
    footage = Footage(
        FrameRange(1, 8), pixels.__getitem__, "ACEScg", open_config(""), Encoded(Coding.SRGB, "ACEScg"),
        matte=lambda frame: still, settings=SETTINGS,
    )  # fmt: skip
    worker = CleanPlate().load(footage)
    assert worker.frame(2)[50, 95, 4] == 1.0
    assert any("cut before frame 5" in remark for remark in worker.remarks)


def test_without_a_matte_it_is_said_what_is_missing(desk: Desk, brief: Brief, shot: Shot) -> None:
    problems = desk.planner.plan(replace(brief, matte=None)).estimate.problems
    assert [problem.where for problem in problems] == ["matte"]
    footage = Footage(
        shot.plate.frames, shot.pixels.__getitem__, "ACEScg", open_config(""), Encoded(Coding.SRGB, "ACEScg")
    )
    with pytest.raises(NothingSelected):
        CleanPlate().load(footage)


def test_frames_of_the_plate_around_those_asked_for_show_what_is_hidden(
    desk: Desk, brief: Brief, shot: Shot
) -> None:
    few = FrameRange(1004, 1005)
    assert brief.matte is not None and brief.plate is not None
    files = sorted(Path(brief.plate.path).parent.glob("plate.*.exr"))
    _, alone = made(
        desk, replace(brief, frames=few, matte=replace(brief.matte, frames=few, first_in_file=1004))
    )
    _, among = made(desk, replace(brief, frames=few, element="among"))
    for frame in few:
        never = [
            float(read_exr(Path(take.folder, take.layers[1].path % frame)).as_float().pixels.sum())
            for take in (alone, among)
        ]
        assert never[0] > 0 and never[1] == 0, frame
        over = read_exr(Path(among.folder, among.layers[0].path % frame)).as_float().pixels
        plate = read_exr(brief.plate.path % frame).as_float().pixels
        comp = over[..., :3] + (1 - over[..., 3:]) * plate
        assert decibels(comp, shot.truth[frame], over[..., 3] >= 1) > 36.0
    made_of = {layer.path for layer in among.layers}
    assert sorted(path.name for path in Path(among.folder).glob("*.exr")) == sorted(
        path % frame for path in made_of for frame in few
    )
    assert files == sorted(Path(brief.plate.path).parent.glob("plate.*.exr"))


def test_a_frame_around_that_cannot_be_read_is_not_needed(desk: Desk, brief: Brief) -> None:
    few = FrameRange(1004, 1005)
    assert brief.plate is not None
    Path(brief.plate.path % 1007).write_bytes(b"no picture")
    _, take = made(desk, replace(brief, frames=few, matte=replace(brief.matte, frames=brief.frames)))  # type: ignore[type-var]
    assert take.frames == few
