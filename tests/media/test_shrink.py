"""Pictures made small fast are those that are made small with care."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.media.picture import Picture
from secondunit.media.preview import fitted
from secondunit.media.shrink import shrunk
from secondunit.wire import Format


def element(size: tuple[int, int], depth: type, at: tuple[int, int] = (0, 0), aspect: float = 1.0) -> Picture:
    height, width = size
    pixels = np.zeros((height, width, 4), depth)
    there = np.random.default_rng(3).random((height // 3, width // 4, 4))
    pixels[height // 4 : height // 4 + height // 3, width // 2 : width // 2 + width // 4] = there
    return Picture.of(pixels, format=Format(width, height, aspect), at=at)


@pytest.mark.parametrize("depth", [np.float32, np.float16])
@pytest.mark.parametrize(
    ("size", "width"), [((108, 192), 96), ((108, 192), 48), ((108, 192), 70), ((37, 61), 20), ((20, 30), 90)]
)
def test_it_gives_what_careful_scaling_gives(size: tuple[int, int], width: int, depth: type) -> None:
    for aspect in (1.0, 2.0):
        picture = element(size, depth, aspect=aspect)
        right = fitted(picture.as_float(), width, 4 * width)
        made = shrunk(picture, width)
        assert made.pixels.dtype == np.float32 and made.pixels.shape == right.pixels.shape
        np.testing.assert_allclose(made.pixels, right.pixels, atol=1e-5)


def test_overscan_is_cut_and_a_small_window_is_placed() -> None:
    wide = element((80, 120), np.float16, at=(-10, -10))
    wide = Picture.of(wide.pixels, format=Format(100, 60), at=(-10, -10))
    right = fitted(wide.shown().as_float(), 50, 200)
    np.testing.assert_allclose(shrunk(wide, 50).pixels, right.pixels, atol=1e-5)
    small = Picture.of(np.ones((4, 4, 4), np.float16), format=Format(16, 16), at=(8, 8))
    assert np.flatnonzero(shrunk(small, 8).pixels[:, 4, 3]).tolist() == [4, 5]


def test_what_is_no_number_counts_as_nothing_and_an_empty_frame_is_empty() -> None:
    pixels = np.ones((8, 8, 4), np.float16)
    pixels[0, 0] = np.nan
    made = shrunk(Picture.of(pixels), 4).pixels
    assert np.isfinite(made).all() and made[0, 0, 0] == pytest.approx(0.75) and made[3, 3, 3] == 1.0
    assert not shrunk(Picture.of(np.zeros((8, 8, 4), np.float16)), 4).pixels.any()
