"""Motion vectors of this machine, from a brief to a take: the plate, and beside it where its pixels go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.models.flow.method import OCCLUDED, VECTORS
from secondunit.service.api import Desk
from secondunit.wire import Brief, ColorSpace, Delivery, Format, FrameRange, FrozenMap, Plate, Rate, Task

from ..models.walls import wall
from .test_methods_here import made

SIZE = 72, 128


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk]) -> Desk:
    """A service whose workers run here."""
    return working_desk({})


@pytest.fixture
def brief(make_brief: Callable[..., Brief], tmp_path: Path) -> Brief:
    """A brief for the vectors of a wall that moves to the right and up by 5 and 3 pixels a frame."""
    scene, frames = wall(5), FrameRange(-1, 2)
    for index, frame in enumerate(frames):
        place = np.array([[1.0, 0.0, -5.0 * index], [0.0, 1.0, 3.0 * index], [0.0, 0.0, 1.0]])
        write_exr(tmp_path / f"plate.{frame:04d}.exr", Picture.of(scene(place, SIZE)))
    format = Format(SIZE[1], SIZE[0])
    plate = Plate(str(tmp_path / "plate.%04d.exr"), frames, Rate(24), format, ColorSpace("ACEScg"))
    return make_brief(
        provider="methods", model="", task=Task.FLOW, plate=plate, frames=frames, kind="", prompt="",
        format=format, controls=FrozenMap(), delivery=Delivery(compression="dwaa", overscan=8),
    )  # fmt: skip


def test_the_take_is_the_plate_with_its_vectors_where_passes_lie(desk: Desk, brief: Brief) -> None:
    estimate = desk.planner.plan(brief).estimate
    assert not estimate.problems and estimate.memory > 0
    _, take = made(desk, brief)
    assert (take.model, take.made_by, take.maker) == (
        "motion_vectors", "computed", "Motion vectors, computed 2",
    )  # fmt: skip
    beauty, passes = take.layers
    names = (*VECTORS, *(f"{mark}.A" for mark in OCCLUDED))
    assert set(passes.channels) == set(names)
    for frame, forward, backward in ((-1, True, False), (0, True, True), (2, False, True)):
        plate = read_exr(brief.plate.path % frame)  # type: ignore[union-attr]
        result = read_exr(Path(take.folder, beauty.path % frame))
        assert np.array_equal(result.pixels[..., :3], plate.pixels) and (result.pixels[..., 3] == 1).all()
        path = Path(take.folder, passes.path % frame)
        header = inspect_exr(path)
        assert header.depth == "float" and "forward: pixels to the next frame" in header.provenance["vectors"]
        values = read_exr(path).select(names).pixels[10:-10, 10:-10]
        for there, at, occluded, sign in ((forward, 0, 4, 1.0), (backward, 2, 5, -1.0)):
            if there:
                assert np.abs(values[..., at : at + 2] - np.array([5.0, 3.0]) * sign).mean() < 0.3
                assert values[..., occluded].mean() < 0.1
            else:
                assert not values[..., at : at + 2].any() and (values[..., occluded] == 1).all()
