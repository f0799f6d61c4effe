"""An upscale on this machine, from a brief to a take: its formats, its alpha, what it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.service.api import Desk
from secondunit.service.capabilities import capability_list
from secondunit.wire import Brief, ColorSpace, Format, FrameRange, FrozenMap, Plate, Rate, Task

from .test_methods_here import made, studio  # noqa: F401

PLATE = Format(64, 36, 2.0)


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk]) -> Desk:
    """A service of this machine."""
    return working_desk({})


@pytest.fixture
def brief(make_brief: Callable[..., Brief], tmp_path: Path) -> Brief:
    """A brief for one frame, three times as large: a cut-out with pixels of 2 to 1, a light in it."""
    y, x = np.mgrid[:36, :64].astype(np.float32)
    alpha = np.clip(10.5 - np.hypot(x - 30, y - 18), 0, 1)
    pixels = np.stack([alpha * 0.25, alpha * 0.5, alpha * 0.75, alpha], axis=2)
    pixels[18, 30, :3] = 40.0
    file = tmp_path / "plate.1001.exr"
    write_exr(file, Picture.of(pixels.astype(np.float32), RGBA, format=PLATE))
    frames = FrameRange(1001, 1001)
    plate = Plate(str(tmp_path / "plate.%04d.exr"), frames, Rate(24), PLATE, ColorSpace("ACEScg"))
    return make_brief(
        provider="methods", model="upscale_lanczos", task=Task.UPSCALE, plate=plate, frames=frames, kind="",
        prompt="", format=Format(192, 108, 2.0), controls=FrozenMap(),
    )  # fmt: skip


def test_an_upscale_goes_from_a_brief_to_a_take_with_alpha_and_pixel_aspect(desk: Desk, brief: Brief) -> None:
    _, take = made(desk, brief)
    assert (take.model, take.made_by, take.format) == ("upscale_lanczos", "computed", Format(192, 108, 2.0))
    path = Path(take.folder, take.layers[0].path % 1001)
    result, source = read_exr(path).as_float(), read_exr(brief.plate.path % 1001).as_float()  # type: ignore[union-attr]
    assert result.format == Format(192, 108, 2.0)
    assert np.array_equal(result.pixels[55, 91], source.pixels[18, 30])
    assert np.allclose(result.pixels[1::3, 1::3], source.pixels, rtol=1e-3, atol=1e-4)
    alpha = result.pixels[..., 3:]
    assert 0 < alpha.mean() < 1 and alpha.min() == 0 and alpha.max() == 1
    over = result.pixels[..., :3] + (1 - alpha) * np.float32([0.25, 0.5, 0.75])
    even = over[(np.abs(over - [0.25, 0.5, 0.75]) > 2e-3).any(axis=2)]
    assert len(even) <= 7 * 7, "but for the light nothing is seen over a wall of its colour"


def test_a_format_that_is_no_multiple_is_refused_before_it_starts(desk: Desk, brief: Brief) -> None:
    problems = desk.planner.plan(replace(brief, format=Format(100, 36, 2.0))).estimate.problems
    assert any("it comes as 128x72" in problem.message and "256x144" in problem.message
               for problem in problems), problems  # fmt: skip
    square = desk.planner.plan(replace(brief, format=Format(128, 72))).estimate.problems
    assert [problem.where for problem in square] == ["format"]


def test_time_and_memory_grow_with_what_is_asked_for(desk: Desk, brief: Brief) -> None:
    plans = [
        desk.planner.plan(replace(brief, format=Format(64 * scale, 36 * scale, 2.0))).estimate
        for scale in (2, 3, 4)
    ]
    assert not any(plan.problems for plan in plans)
    assert plans[0].memory < plans[1].memory < plans[2].memory


def test_what_it_can_multiply_by_is_offered(desk: Desk) -> None:
    offered = capability_list(desk.planner).capabilities
    (own,) = [one for one in offered if one.model == "upscale_lanczos"]
    assert own.intake is not None and own.intake.scales == (2, 3, 4) and own.intake.alpha
