"""How far a take keeps to its guide: an echo that lies on it above one that is shifted, frame by frame."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.engines.check import checked
from secondunit.engines.check.layout import agreement, guide_lines, overlay, picture_edges
from secondunit.engines.guide_codes import code_values
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.wire import (
    Brief,
    CheckLight,
    CheckSubject,
    ColorSpace,
    CompCheck,
    Format,
    FrameRange,
    FrozenMap,
    Guide,
    GuideKind,
    Rate,
    Task,
    dumps,
    loads,
)

Pixels = npt.NDArray[np.float32]
FRAMES, SIZE = FrameRange(1001, 1006), Format(320, 180)


def depth(frame: int) -> Pixels:
    """A floor that goes away, a ball and a box that move before it; nothing above the horizon."""
    y, x = np.mgrid[0:180, 0:320].astype(np.float32)
    z = np.where(y > 60, 240.0 / np.maximum(y - 60, 1.0), 0.0)
    ball = np.hypot(x - 90 - 3 * (frame - 1001), y - 100) < 32
    box = (np.abs(x - 220) < 26) & (np.abs(y - 110 + 2 * (frame - 1001)) < 40)
    return np.where(box, 2.0, np.where(ball, 2.6, z)).astype(np.float32)[..., None]


def painted(frame: int, by: int = 0, grain: float = 0.02) -> Pixels:
    """A picture of that layout as a model might paint it, shifted by some pixels: light, texture, grain."""
    z = depth(frame)[..., 0]
    shape = code_values(GuideKind.DEPTH, z, (2.0, 60.0))
    shape[(z == np.float32(2.0)) | (z == np.float32(2.6))] += 0.25  # things are lighter than the floor
    y, x = np.mgrid[0:180, 0:320].astype(np.float32)
    random = np.random.default_rng(frame)
    texture = 0.03 * np.sin(x / 5) * np.sin(y / 7) + random.normal(0, grain, shape.shape)
    picture = np.roll(0.15 + 0.6 * shape**0.7 + texture, by, axis=1)
    return np.stack([picture, 0.9 * picture, 0.7 * picture], -1).astype(np.float32)


@dataclass
class Take:
    """A take's files and its brief."""

    folder: Path
    brief: Brief

    def write(self, shifts: dict[int, int]) -> Take:
        for frame in FRAMES:
            guide = Picture(("Z",), depth(frame), SIZE.window, SIZE.window)
            write_exr(self.folder / f"depth.{frame}.exr", guide, depth="float")
            pixels = painted(frame, shifts.get(frame, 0))
            rgba = np.concatenate([pixels, np.ones_like(pixels[..., :1])], -1)
            write_exr(self.folder / f"beauty.{frame}.exr", Picture.of(rgba, RGBA))
        return self

    def check(self) -> CompCheck:
        files = lambda layer, frame: self.folder / f"{layer}.{frame}.exr"  # noqa: E731
        return checked(self.brief, FrozenMap({}), files, open_config(""))


@pytest.fixture
def take(tmp_path: Path) -> Take:
    guide = Guide(GuideKind.DEPTH, str(tmp_path / "depth.%04d.exr"), FRAMES, Rate(24), SIZE)
    brief = Brief(
        "S", "sh010", "street", FRAMES, Rate(24), SIZE, Task.VIDEO, colorspace=ColorSpace("ACEScg"),
        guides=(guide,), provider="comfyui", model="depth_to_video",
    )  # fmt: skip
    return Take(tmp_path, brief)


@pytest.mark.parametrize("frame", list(FRAMES))
def test_an_echo_on_the_layout_ranks_above_one_that_is_shifted_by_eight_pixels(frame: int) -> None:
    lines = guide_lines(GuideKind.DEPTH, depth(frame)[..., 0])
    found = [agreement(lines, picture_edges(painted(frame, by))) for by in (0, 2, 8, -8)]
    assert all(value is not None for value in found)
    aligned, near, right, left = (float(value or 0.0) for value in found)
    assert aligned > 0.75 and aligned > near > max(right, left)
    assert max(right, left) < 0.6 * aligned


def test_a_picture_of_something_else_keeps_to_the_layout_by_no_more_than_chance() -> None:
    lines = guide_lines(GuideKind.DEPTH, depth(1001)[..., 0])
    noise = np.random.default_rng(3).uniform(0, 1, (180, 320, 3)).astype(np.float32)
    assert (agreement(lines, picture_edges(noise)) or 0.0) < 0.1
    assert agreement(lines, picture_edges(np.full((180, 320, 3), 0.2, np.float32))) == 0.0
    assert agreement(np.zeros((180, 320), bool), lines) is None


def test_a_slope_is_no_line_of_a_depth_and_a_step_is_one_on_its_near_side() -> None:
    lines = guide_lines(GuideKind.DEPTH, depth(1001)[..., 0])
    assert not lines[130:175, 5:50].any(), "the floor"
    assert lines[72:140, 193:197].any(axis=1).all() and not lines[75:140, 200:240].any()
    mask = np.zeros((40, 40), np.float32)
    mask[10:30, 10:30] = 1.0
    rim = guide_lines(GuideKind.MASK, mask)
    assert rim[10, 10:30].all() and not rim[12:28, 12:28].any() and not rim[:9].any()


def test_the_check_of_a_take_says_how_far_it_keeps_to_its_guide_frame_by_frame(take: Take) -> None:
    check = take.write({}).check()
    figure = check.figure(CheckSubject.LAYOUT)
    assert figure is not None and figure.light is CheckLight.NONE and figure.value > 0.75
    assert check.frames == tuple(FRAMES) and len(check.layout) == 6 and min(check.layout) > 0.75
    assert loads(CompCheck, dumps(check)) == check


def test_a_take_that_drifts_from_the_layout_is_amber_where_it_does(take: Take) -> None:
    check = take.write({1005: 8, 1006: 9}).check()
    figure = check.figure(CheckSubject.LAYOUT)
    assert figure is not None and figure.light is CheckLight.AMBER and figure.frame in (1005, 1006)
    assert "drifts from the layout in 2 frames" in figure.sentence
    assert max(check.layout[4:]) < 0.6 * min(check.layout[:4])


def test_lines_over_the_take_are_green_where_they_are_kept_and_red_where_not() -> None:
    lines = guide_lines(GuideKind.DEPTH, depth(1001)[..., 0])
    for by, more, less in ((0, 1, 0), (8, 0, 1)):
        drawn = overlay(lines, painted(1001, by))[lines].astype(int).mean(axis=0)
        assert drawn[more] > drawn[less] + 40, by
