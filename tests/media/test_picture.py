"""Pictures keep their windows, and compositing of premultiplied pictures shows no fringe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit.media.over import masked, over, plus
from secondunit.media.picture import Picture
from secondunit.wire.errors import WrongChannels
from secondunit.wire.picture import Format, Window

windows = st.builds(
    Window, st.integers(-20, 20), st.integers(-20, 20), st.integers(1, 20), st.integers(1, 20)
)


@settings(deadline=None)
@given(windows, windows)
def test_a_picture_in_another_window_keeps_each_pixel_in_its_place(data: Window, other: Window) -> None:
    pixels = np.arange(1, data.width * data.height + 1, dtype=np.float32).reshape(data.height, data.width, 1)
    moved = Picture(("Y",), pixels, data, data).within(other)
    for y in range(other.y, other.bottom):
        for x in range(other.x, other.right):
            inside = data.x <= x < data.right and data.y <= y < data.bottom
            expected = pixels[y - data.y, x - data.x, 0] if inside else 0
            assert moved.pixels[y - other.y, x - other.x, 0] == expected


def test_what_does_not_fit_together_is_refused() -> None:
    pixels = np.zeros((3, 4, 3), np.float32)
    for bad in (pixels[..., :2], pixels[:2], pixels.astype(np.float64), pixels.astype(np.uint8)):
        with pytest.raises(WrongChannels):
            Picture(("R", "G", "B"), bad, Window(0, 0, 4, 3), Window(0, 0, 4, 3))
    with pytest.raises(WrongChannels, match="twice"):
        Picture(("R", "R", "B"), pixels, Window(0, 0, 4, 3), Window(0, 0, 4, 3))


def test_a_layer_is_taken_off_with_its_name(noisy: Callable[..., Picture]) -> None:
    beauty, light = noisy(9, 7), noisy(9, 7, channels=3, seed=2)
    names = (*beauty.channels, *(f"light_left.{channel}" for channel in light.channels))
    both = replace(beauty, channels=names, pixels=np.concatenate([beauty.pixels, light.pixels], axis=-1))
    assert both.layers == ("", "light_left")
    assert both.layer("light_left").channels == light.channels
    assert np.array_equal(both.layer("light_left").pixels, light.pixels)
    assert np.array_equal(both.layer("").pixels, beauty.pixels)
    with pytest.raises(WrongChannels, match="light_right"):
        both.layer("light_right")


def soft_disc(color: tuple[float, float, float]) -> Picture:
    """A disc with a soft edge, of one colour, premultiplied."""
    y, x = np.mgrid[-32:32, -32:32].astype(np.float32)
    alpha = np.clip((28 - np.hypot(x, y)) / 12, 0, 1)
    return Picture.of(np.stack([*(alpha * c for c in color), alpha], axis=-1).astype(np.float32))


def constant(like: Picture, rgba: tuple[float, float, float, float]) -> Picture:
    """One colour over the data window of another picture."""
    return replace(like, pixels=np.broadcast_to(np.array(rgba, np.float32), like.pixels.shape).copy())


@pytest.mark.parametrize("ground", [0.0, 0.18, 1.0])
def test_over_shows_no_fringe_on_black_grey_and_white(ground: float) -> None:
    color = (0.7, 0.5, 0.3)
    disc = soft_disc(color)
    comp = over(disc, constant(disc, (ground, ground, ground, 1.0))).pixels
    low, high = np.minimum(ground, color), np.maximum(ground, color)
    # A fringe is a pixel outside the range between ground and colour; and the edge never turns back.
    assert (comp[..., :3] >= low - 1e-6).all() and (comp[..., :3] <= high + 1e-6).all()
    edge = comp[32, 32:, 0]
    steps = np.diff(edge) * (1 if ground > color[0] else -1)
    assert (steps >= -1e-6).all()
    assert np.allclose(comp[..., 3], 1)


def test_an_element_on_its_own_colour_disappears() -> None:
    disc = soft_disc((0.18, 0.18, 0.18))
    assert np.allclose(over(disc, constant(disc, (0.18, 0.18, 0.18, 1))).pixels[..., :3], 0.18, atol=1e-6)


def test_outside_the_element_the_plate_stays_bit_for_bit(noisy: Callable[..., Picture]) -> None:
    plate = replace(noisy(80, 60, channels=3), display_window=Window(0, 0, 80, 60))
    element = noisy(10, 12, seed=2, at=(30, -5))
    comp = over(element, plate)
    assert comp.data_window == Window(0, -5, 80, 65)
    shown = comp.shown().pixels
    covered = np.zeros((60, 80), bool)
    covered[0:7, 30:40] = True
    assert np.array_equal(shown[~covered][:, :3], plate.pixels[~covered])
    assert not np.array_equal(shown[covered][:, :3], plate.pixels[covered])


def test_light_is_added_and_covers_nothing(noisy: Callable[..., Picture]) -> None:
    plate = noisy(8, 8, channels=3)
    fire = Picture.of(
        np.concatenate([np.full((8, 8, 3), 5.0), np.zeros((8, 8, 1))], axis=-1).astype(np.float32)
    )
    for comp in (plus(fire, plate), over(fire, plate)):
        assert np.allclose(comp.pixels[..., :3], plate.pixels + 5)
        assert (comp.pixels[..., 3] == 1).all()


def test_a_matte_multiplies_every_channel(noisy: Callable[..., Picture]) -> None:
    element = noisy(6, 5)
    matte = Picture.of(np.full((5, 3), 0.25, np.float32), ("A",))
    result = masked(element, matte).pixels
    assert np.allclose(result[:, :3], element.pixels[:, :3] * 0.25)
    assert (result[:, 3:] == 0).all()


def test_a_format_gives_the_display_window_and_the_pixel_aspect() -> None:
    picture = Picture.of(np.zeros((10, 10, 4), np.float16), format=Format(8, 6, 2.0), at=(-1, -2))
    assert picture.data_window == Window(-1, -2, 10, 10)
    assert picture.format == Format(8, 6, 2.0)
    assert picture.shown().pixels.shape == (6, 8, 4)


def test_grey_and_alpha_alone_become_rgba() -> None:
    grey = np.full((1, 1), 0.5, np.float16)
    assert Picture.of(grey).rgba().tolist() == [[[0.5, 0.5, 0.5, 1]]]
    assert Picture.of(grey, ("A",)).rgba().tolist() == [[[0, 0, 0, 0.5]]]
    with pytest.raises(WrongChannels):
        Picture.of(grey, ("Z",)).rgba()
