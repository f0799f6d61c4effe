"""A plate made larger: what other frames saw beyond its edge, and what none did."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.models.clean_plate import Border, extend
from secondunit.wire.errors import OutOfRange

from .walls import Matrix, Shot, decibels, shoot, wall


def panned() -> tuple[Shot, Shot]:
    """A plate that pans to the right, and the same 24 pixels wider to the right and 8 to the bottom."""
    scene = wall(5)

    def at(index: int) -> Matrix:
        return np.array([[1.0, 0.0, 5.0 * index], [0.0, 1.0, 0.7 * np.sin(index)], [0.0, 0.0, 1.0]])

    away = (-200.0, -200.0)
    plate = shoot(size=(120, 200), count=9, camera=at, scene=scene, thing=lambda index: away)
    truth = shoot(size=(128, 224), count=9, camera=at, scene=scene, thing=lambda index: away)
    return plate, truth


def test_what_other_frames_saw_beyond_the_edge_is_theirs_and_the_rest_is_marked() -> None:
    plate, truth = panned()
    frames = list(extend(plate.plate, Border(right=24, bottom=8), grain=False))
    assert [frame.frame for frame in frames] == list(plate.plate.frames)
    for index, frame in enumerate(frames):
        assert frame.pixels.shape == (128, 224, 3)
        assert np.array_equal(frame.pixels[:120, :200], plate.pixels[frame.frame])
        assert not frame.never_seen[:120, :200].any()
        assert np.isfinite(frame.pixels).all()
        assert (frame.never_seen[122:] == 1.0).all()
        beyond = np.zeros((128, 224), np.bool_)
        beyond[8:112, 200:] = True
        if index < 4:
            assert frame.never_seen[beyond].mean() < 0.2
            seen = beyond & (frame.never_seen == 0.0)
            assert decibels(frame.pixels, truth.truth[frame.frame], seen) > 38.0
    assert frames[-1].never_seen[8:112, 204:].mean() > 0.9


def test_a_side_that_shrinks_or_more_than_doubles_is_refused() -> None:
    plate, _ = panned()
    for border in (Border(left=-1), Border(top=121)):
        with pytest.raises(OutOfRange, match="cannot grow"):
            next(extend(plate.plate, border))
