"""A plate made larger: what other frames saw beyond its edge, and what none did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from secondunit.models.clean_plate.extension import Border, extend
from secondunit.models.clean_plate.extension_method import ExtendPlate
from secondunit.models.clean_plate.mosaic import MosaicCut, nearer
from secondunit.wire import Window
from secondunit.wire.errors import NothingSelected, OutOfRange

from .footage import footage_of
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


def test_what_a_matte_covers_is_not_gone_on_with_and_stays_in_the_plate() -> None:
    shot = shoot((72, 128), 3, grain=0.0, thing=lambda index: (118.0, 40.0), radius=(12.0, 16.0))
    settings = {"whole": True, "grain": False}
    window = Window(0, 0, 144, 72)
    footage = footage_of(shot.pixels, settings=settings, matte=shot.matte.__getitem__, window=window)
    worker = ExtendPlate().load(footage)
    result = worker.frame(1002)
    assert result.shape == (72, 144, 6)
    assert np.array_equal(result[:, :128, :3], shot.pixels[1002]) and (result[..., 3] == 1.0).all()
    assert not result[:, :128, 4:].any() and (result[:, 128:, 5] == 1.0).all()
    stripes = shot.pixels[1002][36:44, 112:124].reshape(-1, 3)
    beyond = result[36:44, 129:140, :3].reshape(-1, 3)
    assert np.abs(beyond.mean(axis=0) - stripes.mean(axis=0)).max() > 0.1, "the thing is not gone on with"
    again = ExtendPlate().load(footage)
    assert np.array_equal(again.frame(1003)[..., :3], worker.frame(1003)[..., :3])


def test_a_frame_alone_is_extended_and_all_of_it_is_marked() -> None:
    picture = wall(5)(np.eye(3), (64, 96))
    picture[10, 10], picture[11, 11] = 60_000.0, -2.0
    footage = footage_of(
        {7: picture}, settings={"whole": True, "grain": True}, window=Window(-8, -8, 112, 80)
    )
    result = ExtendPlate().load(footage).frame(7)
    assert np.isfinite(result).all() and np.array_equal(result[8:-8, 8:-8, :3], picture)
    assert np.array_equal(result[..., 4], result[..., 5]) and result[:8, :, 4].all()
    around = replace(
        footage, settings=footage_of({7: picture}, settings={"whole": False, "grain": True}).settings
    )
    alone = ExtendPlate().load(around).frame(7)
    assert not alone[8:-8, 8:-8].any() and (alone[:8, :, 3] == 1.0).all()
    assert np.array_equal(alone[:8], result[:8]), "around the plate it is the same"


def test_a_window_that_is_no_larger_is_refused() -> None:
    footage = footage_of({1: wall(5)(np.eye(3), (32, 48))}, settings={"whole": True, "grain": True})
    with pytest.raises(NothingSelected, match="nothing to extend by"):
        ExtendPlate().load(footage)


def test_beyond_the_edge_a_depth_goes_on_as_it_reaches_it() -> None:
    def cut(level: float, depth: np.ndarray, spread: np.ndarray) -> MosaicCut:
        knees = np.full((40, 60, 3), level, np.float32)
        return MosaicCut(knees, depth.astype(np.float32), spread.astype(np.float32))

    seen, there = np.zeros((40, 60)), np.full((40, 60), 6.0)
    seen[:, :40] = 6.0
    good, bad = np.full((40, 60), 0.01), np.full((40, 60), 0.1)
    first, second = good.copy(), bad.copy()
    first[20:], second[20:] = bad[20:], good[20:]
    planes = cut(0.2, seen, first), cut(0.7, there, second)
    beyond = nearer(*planes, beyond=True)
    assert (beyond.depth[2:14, 45:] == 0.0).all(), "above, the first plane reaches the edge: nothing is known"
    assert (beyond.depth[26:38, 45:] == 6.0).all() and np.allclose(beyond.knees[26:38, 45:], 0.7)
    assert (nearer(*planes).depth[2:14, 45:] == 6.0).all(), "in a hole what one plane alone knows is taken"
