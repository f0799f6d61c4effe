"""Pictures made small fast are those that are made small with care."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.media.half import to_float
from secondunit.media.picture import Picture
from secondunit.media.preview import fitted
from secondunit.media.shrink import shrunk, squared
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


@pytest.mark.parametrize("depth", [np.float32, np.float16])
@pytest.mark.parametrize(("size", "width", "side"), [((50, 97), 24, 4), ((45, 64), 21, 3), ((9, 20), 16, 1)])
def test_whole_squares_are_averaged_value_by_value(
    size: tuple[int, int], width: int, side: int, depth: type
) -> None:
    pixels = (np.random.default_rng(5).random((*size, 3)) - 0.2).astype(depth)
    made = squared(Picture.of(pixels), width).pixels
    high, wide = size[0] // side, size[1] // side
    cut = pixels[: high * side, : wide * side].astype(np.float64)
    right = cut.reshape(high, side, wide, side, 3).mean((1, 3))
    assert made.dtype == np.float32
    np.testing.assert_allclose(made, right, atol=1e-6)


@pytest.mark.parametrize("depth", [np.float32, np.float16])
def test_a_square_with_a_pixel_that_is_no_number_keeps_the_others_and_the_other_channels(depth: type) -> None:
    pixels = np.ones((8, 8, 3), depth)
    pixels[0, 0, 0], pixels[0, 4, 1] = np.nan, np.inf
    made = squared(Picture.of(pixels), 2).pixels
    assert made[0, 0].tolist() == pytest.approx([15 / 16, 1.0, 1.0])
    assert made[0, 1].tolist() == pytest.approx([1.0, (15 + 65504) / 16, 1.0])
    assert made[1].ravel().tolist() == [1.0] * 6


def test_every_half_becomes_the_same_number_in_float32() -> None:
    halves = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    numbers = halves[np.isfinite(halves)]
    for values in (halves, numbers, numbers[:7].reshape(7, 1), numbers[::3]):
        np.testing.assert_array_equal(to_float(values), values.astype(np.float32))
    assert np.signbit(to_float(np.array([-0.0], np.float16)))[0]
