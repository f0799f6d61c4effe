"""The comp check: what is wrong in the files of a take is red, what is right or cannot be told is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.engines.check import checked
from secondunit.engines.check.flicker import jumps
from secondunit.engines.check.numbers import NumberCount
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.wire import (
    Brief,
    CheckFigure,
    CheckLight,
    CheckSubject,
    ColorSpace,
    CompCheck,
    Format,
    FrameRange,
    FrozenMap,
    Matte,
    Plate,
    Rate,
    Task,
    dumps,
    loads,
)

Pixels = npt.NDArray[np.float32]
FRAMES = FrameRange(1001, 1008)
SIZE = Format(192, 128)
HOLE = (slice(12, 116), slice(40, 150))
GRAIN = 0.004


class Take:
    """Files of a take, of its plate and of its matte, and the brief that they are of."""

    def __init__(self, folder: Path, task: Task, frames: FrameRange = FRAMES) -> None:
        self.folder, self.frames = folder, frames
        plate = Plate(str(folder / "plate.%04d.exr"), frames, Rate(24), SIZE, ColorSpace("ACEScg"))
        self.brief = Brief(
            "S",
            "sh010",
            "edit",
            frames,
            Rate(24),
            SIZE,
            task=task,
            plate=plate,
            colorspace=ColorSpace("ACEScg"),
        )

    def write(self, name: str, picture: Callable[[int], Pixels]) -> None:
        for frame in self.frames:
            pixels = np.ascontiguousarray(picture(frame), np.float32)
            write_exr(self.file(name, frame), Picture.of(pixels), depth="float")

    def file(self, layer: str, frame: int) -> Path:
        return self.folder / f"{layer}.{frame:04d}.exr"

    def check(self, passes: bool = False) -> CompCheck:
        found = checked(self.brief, FrozenMap({"feather": 3}), self.file, open_config(""), passes=passes)
        assert loads(CompCheck, dumps(found)) == found
        return found

    def figure(self, subject: CheckSubject, passes: bool = False) -> CheckFigure:
        found = self.check(passes).figure(subject)
        assert found is not None
        return found


def noise(frame: int, strength: float, seed: int = 0) -> Pixels:
    chance = np.random.default_rng((frame, seed))
    return chance.normal(0.0, strength, (SIZE.height, SIZE.width, 3)).astype(np.float32)


def scene() -> Pixels:
    """A ramp with soft spots: something that stands still while grain moves."""
    chance = np.random.default_rng(3)
    rows, columns = np.mgrid[: SIZE.height, : SIZE.width].astype(np.float32)
    light = 0.1 + 0.2 * columns / SIZE.width
    for row, column in chance.uniform((0, 0), (SIZE.height, SIZE.width), (14, 2)):
        light += 0.15 * np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / 60.0)
    return np.dstack([light, 0.9 * light, 0.8 * light]).astype(np.float32)


SCENE = scene()


def plate(frame: int) -> Pixels:
    return SCENE + noise(frame, GRAIN)


def filled(frame: int, grain: float = GRAIN, gain: float = 1.0) -> Pixels:
    """A hole filled with what lies behind it: the plate without its grain, and grain of its own."""
    pixels = np.zeros((SIZE.height, SIZE.width, 4), np.float32)
    clean = SCENE + noise(frame, grain, seed=1)
    pixels[HOLE] = np.dstack([gain * clean, np.ones(clean.shape[:2], np.float32)])[HOLE]
    return pixels


@pytest.fixture
def edit(tmp_path: Path) -> Take:
    """A hole in a grainy plate, filled as it should be."""
    take = Take(tmp_path, Task.INPAINT)
    matte = np.zeros((SIZE.height, SIZE.width), np.float32)
    matte[HOLE] = 1.0
    take.write("plate", plate)
    take.write("beauty", filled)
    take.write("matte", lambda frame: matte)
    shape = Matte(str(tmp_path / "matte.%04d.exr"), FRAMES, "Y")
    take.brief = replace(take.brief, matte=shape)
    return take


def disc(softness: float) -> Pixels:
    rows, columns = np.mgrid[: SIZE.height, : SIZE.width]
    away = np.hypot(rows - 64.0, columns - 96.0)
    return np.clip((40.0 - away) / softness + 0.5, 0.0, 1.0).astype(np.float32)


def cut_out(folder: Path, color: Callable[[Pixels], Pixels], softness: float = 3.0) -> Take:
    """A grey disc whose colour follows from its alpha."""
    take, alpha = Take(folder, Task.MATTE, FrameRange(1001, 1001)), disc(softness)
    take.write("plate", plate)
    take.write("beauty", lambda frame: np.dstack([color(alpha)] * 3 + [alpha]))
    return take


def test_an_edit_as_it_should_be_is_green_throughout(edit: Take) -> None:
    found = edit.check()
    assert {figure.subject for figure in found.figures} == set(CheckSubject) - {
        CheckSubject.EDGE,
        CheckSubject.LAYOUT,
    }
    assert found.light is CheckLight.GREEN and not found.red, found.figures
    assert all(figure.light is CheckLight.GREEN for figure in found.figures), found.figures
    assert found.frames == tuple(FRAMES) and len(set(found.alpha)) == 1


def test_one_pixel_of_one_frame_that_differs_outside_the_matte_is_red(edit: Take) -> None:
    touched = filled(1005)
    touched[3, 5, :3] = 1e-4
    write_exr(edit.file("beauty", 1005), Picture.of(touched), depth="float")
    figure = edit.figure(CheckSubject.OUTSIDE)
    assert (figure.light, figure.value, figure.unit, figure.frame) == (CheckLight.RED, 1.0, "px", 1005)
    assert edit.check().light is CheckLight.RED


def test_an_opaque_take_that_holds_the_plates_own_pixels_is_not_other_than_it(edit: Take) -> None:
    def whole(frame: int) -> Pixels:
        own = filled(frame)
        there = own[..., 3:]
        return np.dstack([own[..., :3] + (1.0 - there) * plate(frame), np.ones_like(there)])

    edit.write("beauty", whole)
    assert edit.figure(CheckSubject.OUTSIDE).light is CheckLight.GREEN


def test_what_is_within_the_feather_of_the_matte_may_change(edit: Take) -> None:
    def feathered(frame: int) -> Pixels:
        pixels = filled(frame)
        pixels[60, HOLE[1].stop + 2] = 0.1
        return pixels

    edit.write("beauty", feathered)
    assert edit.figure(CheckSubject.OUTSIDE).light is CheckLight.GREEN


@pytest.mark.parametrize(
    ("grain", "light"),
    [(0.0, CheckLight.AMBER), (GRAIN * 1.6, CheckLight.AMBER), (GRAIN * 3, CheckLight.RED)],
)
def test_grain_that_is_not_the_plates_is_said(edit: Take, grain: float, light: CheckLight) -> None:
    edit.write("beauty", lambda frame: filled(frame, grain))
    figure = edit.figure(CheckSubject.GRAIN)
    assert figure.light is light and abs(figure.value - 100 * grain / GRAIN) < 0.15 * figure.value + 1


def test_an_edit_brighter_than_the_plate_ever_is_is_amber(edit: Take) -> None:
    edit.write("beauty", lambda frame: filled(frame, gain=3.0))
    figure = edit.figure(CheckSubject.LEVELS)
    assert figure.light is CheckLight.AMBER and 0.8 < figure.value < 1.8 and figure.unit == "stops"


def test_a_frame_that_jumps_is_found_but_not_where_the_plate_jumps_with_it(edit: Take) -> None:
    def gained(frame: int) -> float:
        return 1.6 if frame == 1004 else 1.0

    edit.write("beauty", lambda frame: filled(frame, gain=gained(frame)))
    figure = edit.figure(CheckSubject.FLICKER)
    assert (figure.light, figure.frame) == (CheckLight.AMBER, 1004) and 50 < figure.value < 70
    edit.write("plate", lambda frame: gained(frame) * plate(frame))
    figure = edit.figure(CheckSubject.FLICKER)
    assert figure.light is CheckLight.GREEN and "as the plate does" in figure.sentence


def test_a_flash_a_blast_and_a_flame_are_no_faults_and_a_lost_frame_is_one() -> None:
    frames = range(1001, 1013)
    flame = [1.0 + 0.3 * (-1) ** frame for frame in frames]
    flash = [9.0 if frame == 1006 else 0.2 for frame in frames]
    shots = [9.0 if frame % 3 == 0 else 0.0 for frame in frames]
    blast = [0.0] * 5 + [4.0, 9.0, 8.0, 7.0, 6.5, 6.0, 5.5]
    for curve in (flame, flash, shots, blast):
        assert not jumps(curve, frames, up=False)
    lost = [0.0 if frame == 1006 else 1.0 + 0.01 * (frame - 1001) for frame in frames]
    assert [frame for _, frame in jumps(lost, frames, up=False)] == [1006]


@pytest.mark.parametrize(
    ("color", "light", "sign"),
    [
        (lambda alpha: 0.3 * alpha, CheckLight.GREEN, 0),
        (lambda alpha: 0.3 * alpha * alpha, CheckLight.RED, -1),
        (lambda alpha: 0.3 * (alpha > 0), CheckLight.RED, 1),
        (lambda alpha: 0.3 * alpha + 0.9 * (1 - alpha) * (alpha > 0), CheckLight.RED, 1),
    ],
    ids=["premultiplied", "multiplied twice", "never multiplied", "white left in it"],
)
def test_a_fringe_is_told_by_what_the_edge_holds(
    tmp_path: Path, color: Callable[[Pixels], Pixels], light: CheckLight, sign: int
) -> None:
    figure = cut_out(tmp_path, color).figure(CheckSubject.EDGE)
    assert figure.light is light and (sign == 0 or figure.value * sign > 25), figure


def test_what_is_soft_has_no_edge_that_is_judged(tmp_path: Path) -> None:
    take = cut_out(tmp_path, lambda alpha: 0.3 * alpha * alpha, softness=40.0)
    assert take.figure(CheckSubject.EDGE).light is CheckLight.NONE


def test_what_an_element_shines_by_itself_is_no_bright_line_and_unknown_light_is_not_judged(
    tmp_path: Path,
) -> None:
    take, alpha = cut_out(tmp_path, lambda alpha: 0.3 * alpha + 2.0 * (alpha > 0)), disc(3.0)
    take.brief = replace(take.brief, task=Task.ELEMENT, kind="fire")
    assert take.figure(CheckSubject.EDGE).light is CheckLight.NONE
    names = ("emission.R", "emission.G", "emission.B")
    shine = np.dstack([2.0 * (alpha > 0)] * 3).astype(np.float32)
    write_exr(take.file("passes", 1001), Picture.of(shine, names), depth="float")
    assert take.figure(CheckSubject.EDGE, passes=True).light is CheckLight.GREEN
    assert take.figure(CheckSubject.LEVELS, passes=True).light is CheckLight.NONE


def test_an_alpha_above_one_and_what_is_no_number_are_red(tmp_path: Path) -> None:
    take = cut_out(tmp_path, lambda alpha: 0.3 * alpha)
    pixels = np.dstack([disc(3.0)] * 4)
    pixels[64, 96, 3] = 1.5
    write_exr(take.file("beauty", 1001), Picture.of(pixels, RGBA), depth="float")
    figure = take.figure(CheckSubject.NUMBERS)
    assert (figure.light, figure.value, figure.frame) == (CheckLight.RED, 1.0, 1001)
    count = NumberCount()
    pixels[2, 2] = (np.nan, np.inf, 60_000.0, 1.0)
    count.add(7, pixels)
    figure = count.figure()
    assert (figure.light, figure.value, figure.frame) == (CheckLight.RED, 3.0, 7)


def test_a_plate_of_one_frame_and_an_empty_take_are_checked(edit: Take, tmp_path: Path) -> None:
    one = FrameRange(1001, 1001)
    edit.brief = replace(edit.brief, frames=one)
    assert edit.check().light is CheckLight.GREEN
    edit.write("beauty", lambda frame: np.zeros((SIZE.height, SIZE.width, 4), np.float32))
    found = edit.check()
    assert found.light is CheckLight.GREEN and found.alpha == (0.0,)
