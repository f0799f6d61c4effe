"""How a plate lies in a model's canvas, and that it comes back to the very pixel it came from."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit.media.fitting import MOST_ENLARGED, around, feathered, fit, fitted, squared, unfitted
from secondunit.media.resample import Axis, resampled
from secondunit.wire.errors import BadPicture, OutOfRange
from secondunit.wire.intake import Form, Intake, Size
from secondunit.wire.picture import Window
from secondunit.wire.prepared import Fit

Image = npt.NDArray[np.float32]
HD = Window(0, 0, 1920, 1080)


def ramp(window: Window) -> Image:
    """Each pixel holds the place of its own middle: x and y of the plate."""
    y, x = np.mgrid[window.y : window.bottom, window.x : window.right] + 0.5
    return np.stack([x, y], axis=-1).astype(np.float32)


def dots(window: Window, places: list[tuple[int, int]], light: float = 100.0) -> Image:
    made = np.zeros((window.height, window.width), np.float32)
    for x, y in places:
        made[y, x] = light
    return made


def centre(picture: Image) -> tuple[float, float]:
    """Where the light of a picture lies, x and y, in its own pixels."""
    total = picture.sum(dtype=np.float64)
    columns, rows = np.arange(picture.shape[1]) + 0.5, np.arange(picture.shape[0]) + 0.5
    return float((picture.sum(0) * columns).sum() / total), float((picture.sum(1) * rows).sum() / total)


def test_a_plate_within_free_limits_is_sent_pixel_for_pixel_with_padding_to_the_multiple() -> None:
    made = fit(Intake(multiple=16, most_side=2048), HD)
    assert made.size == Size(1920, 1088)
    assert made.inner == Window(0, 4, 1920, 1080)
    plate = np.random.default_rng(1).random((1080, 1920, 3), np.float32)
    canvas = fitted(plate, made)
    assert canvas.shape == (1088, 1920, 3)
    assert np.array_equal(canvas[4:1084], plate)
    assert np.array_equal(canvas[:4], plate[3::-1])
    assert np.array_equal(unfitted(canvas, made), plate)


@pytest.mark.parametrize(
    ("plate", "sizes", "chosen"),
    [
        (HD, ((1280, 720), (720, 1280), (1024, 1024)), (1280, 720)),
        (Window(0, 0, 1080, 1920), ((1280, 720), (720, 1280), (1024, 1024)), (720, 1280)),
        (Window(0, 0, 1100, 1000), ((1280, 720), (720, 1280), (1024, 1024)), (1024, 1024)),
        (Window(0, 0, 640, 272), ((1280, 720), (1920, 1080)), (1280, 720)),
    ],
)
def test_of_named_sizes_the_one_that_keeps_the_plate_sharpest_and_fullest_is_taken(
    plate: Window, sizes: tuple[tuple[int, int], ...], chosen: tuple[int, int]
) -> None:
    made = fit(Intake(sizes=tuple(Size(*each) for each in sizes)), plate)
    assert made.size == Size(*chosen)
    assert made.inner.width == made.size.width or made.inner.height == made.size.height


def test_a_plate_larger_than_the_limits_is_scaled_in_its_own_shape() -> None:
    made = fit(Intake(multiple=8, most_side=1536, most_pixels=1_000_000), Window(0, 0, 4096, 2160))
    assert made.size.width * made.size.height <= 1_000_000
    assert made.inner.width / made.inner.height == pytest.approx(4096 / 2160, rel=2e-3)


def test_a_plate_smaller_than_the_least_side_is_enlarged_to_it() -> None:
    made = fit(Intake(least_side=512, multiple=8), Window(0, 0, 320, 240))
    assert min(made.size.width, made.size.height) == 512
    assert made.inner.height == 512


def test_a_movie_has_even_sides() -> None:
    made = fit(Intake(plate_form=Form.MOVIE), Window(0, 0, 641, 361))
    assert (made.size.width % 2, made.size.height % 2) == (0, 0)
    assert (made.inner.width, made.inner.height) == (641, 361)


def test_limits_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(OutOfRange, match="no size"):
        fit(Intake(least_side=1024, most_side=512), HD)
    with pytest.raises(OutOfRange, match="no size"):
        fit(Intake(least_side=1024, most_pixels=1000), HD)


@settings(max_examples=150, deadline=None)
@given(
    plate=st.tuples(st.integers(1, 5000), st.integers(1, 5000)),
    multiple=st.sampled_from([1, 2, 8, 16, 64]),
    least=st.integers(1, 512),
    most=st.integers(1024, 4096),
    pixels=st.sampled_from([0, 600_000, 1_048_576, 4_000_000]),
    scale=st.sampled_from([0.5, 1.0, 2.0]),
    aspect=st.sampled_from([1.0, 2.0, 0.9]),
)
def test_every_canvas_keeps_every_limit(
    plate: tuple[int, int], multiple: int, least: int, most: int, pixels: int, scale: float, aspect: float
) -> None:
    intake = Intake(least_side=least, most_side=most, most_pixels=pixels, multiple=multiple)
    window = Window(0, 0, *plate)
    made = fit(intake, window, scale=scale, pixel_aspect=aspect)
    for side in (made.size.width, made.size.height):
        assert least <= side <= most
        assert side % multiple == 0
    assert not pixels or made.size.width * made.size.height <= pixels
    inner, canvas = made.inner, Window(0, 0, made.size.width, made.size.height)
    assert inner.intersection(canvas) == inner
    assert made.region == window


@settings(max_examples=60, deadline=None)
@given(
    plate=st.tuples(st.integers(40, 700), st.integers(40, 700)),
    size=st.tuples(st.integers(64, 900), st.integers(64, 900)),
    aspect=st.sampled_from([1.0, 2.0]),
)
def test_a_ramp_lies_in_the_canvas_where_the_fit_says_and_comes_back_where_it_was(
    plate: tuple[int, int], size: tuple[int, int], aspect: float
) -> None:
    window = Window(0, 0, *plate)
    made = fit(Intake(sizes=(Size(*size),)), window, pixel_aspect=aspect)
    canvas = fitted(ramp(window), made, "edge")
    inner = made.inner
    # Pixels well inside: at the edge a mean over an area sees the filling.
    for axis, (at, length, old) in enumerate(
        ((inner.x, inner.width, plate[0]), (inner.y, inner.height, plate[1]))
    ):
        line = canvas[canvas.shape[0] // 2, :, 0] if axis == 0 else canvas[:, canvas.shape[1] // 2, 1]
        expected = (np.arange(length) + 0.5) * old / length
        margin = math.ceil(3 * max(1, length / old))
        found = line[at : at + length][margin:-margin]
        assert found == pytest.approx(expected[margin:-margin], abs=2e-3)
    back = unfitted(canvas, made)
    assert back.shape == (plate[1], plate[0], 2)
    edge = [
        math.ceil(3 * max(1, old / new)) for old, new in ((plate[0], inner.width), (plate[1], inner.height))
    ]
    centre_of = back[edge[1] : -edge[1], edge[0] : -edge[0]]
    assert np.abs(centre_of - ramp(window)[edge[1] : -edge[1], edge[0] : -edge[0]]).max(initial=0) < 5e-3


@pytest.mark.parametrize("size", [(512, 288), (700, 394), (1280, 720), (1024, 1024), (333, 777)])
def test_dots_come_back_where_they_were_and_nothing_is_shifted(size: tuple[int, int]) -> None:
    window = Window(0, 0, 640, 360)
    made = fit(Intake(sizes=(Size(*size),)), window)
    places = [(20 + 41 * column, 20 + 37 * row) for row in range(9) for column in range(15)]
    back = unfitted(fitted(dots(window, places), made), made)
    assert back.min() >= 0
    shifts = []
    for x, y in places:
        around_it = back[y - 14 : y + 15, x - 14 : x + 15]
        found = centre(around_it)
        shifts.append((found[0] - 14.5, found[1] - 14.5))
    # A pixel of a smaller canvas does not say where in it a dot was; on the average it does.
    assert np.abs(shifts).max() < 0.5 * max(1, window.width / made.inner.width)
    assert np.abs(np.mean(shifts, axis=0)).max() < 0.02


@pytest.mark.parametrize("step", [1.37, 1.5, 2.0, 3.7, 8.0])
def test_light_is_kept_downward_to_the_last_dot(step: float) -> None:
    old = np.zeros((300, 300), np.float32)
    old[101:200:7, 99:201:11] = (
        np.random.default_rng(3).uniform(1, 500, (15, 10)).astype(np.float32)[:15, :10]
    )
    axis = Axis(0.0, step, math.ceil(300 / step))
    new = resampled(old, axis, axis)
    assert new.sum(dtype=np.float64) * step**2 == pytest.approx(old.sum(dtype=np.float64), rel=1e-5)


def test_an_edge_neither_rings_nor_goes_below_zero_upward() -> None:
    step = np.zeros((40, 40), np.float32)
    step[:, 20:] = 1000.0
    made = resampled(step, Axis(0, 0.25, 160), Axis(0, 0.25, 160))
    assert made.min() == 0.0
    assert made.max() == 1000.0
    assert (np.diff(made, axis=1) >= 0).all()


def test_what_is_no_number_does_not_spread_to_its_neighbours() -> None:
    plate = np.ones((40, 40), np.float32)
    plate[20, 20], plate[5, 5] = np.nan, np.inf
    for step in (0.5, 1.5):
        axis = Axis(0, step, int(40 / step))
        made = resampled(plate, axis, axis)
        assert np.isfinite(made).all()
        near = slice(int(18 / step), int(23 / step) + 1)
        assert made[near, near].max() <= 1
        assert 0 <= made[near, near].min() < 0.7
    kept = resampled(plate, Axis(0, 1, 40), Axis(0, 1, 40))
    assert np.isnan(kept[20, 20])
    assert not np.shares_memory(kept, plate)


def test_a_finest_checker_averages_to_grey_downward_and_shows_no_moire() -> None:
    rows, columns = np.mgrid[:256, :256]
    checker = ((rows + columns) % 2).astype(np.float32)
    made = resampled(checker, Axis(0, 2.6, 98), Axis(0, 2.6, 98))
    assert np.abs(made - 0.5).max() < 0.03


def test_an_anamorphic_plate_is_sent_with_square_pixels_and_comes_back_squeezed() -> None:
    assert squared(2.0) == (2.0, 1.0)
    assert squared(0.5) == (1.0, 2.0)
    window = Window(0, 0, 1024, 858)
    made = fit(Intake(multiple=2, most_side=4096), window, pixel_aspect=2.0)
    assert (made.inner.width, made.inner.height) == (2048, 858)
    y, x = np.mgrid[:858, :1024]
    # An ellipse as it is on the film: half as wide as it is high.
    disc = (((x + 0.5 - 512) * 2) ** 2 + (y + 0.5 - 429) ** 2 < 300**2).astype(np.float32)
    canvas = fitted(disc, made)
    wide = np.flatnonzero(canvas[made.inner.y + 429] > 0.5)
    high = np.flatnonzero(canvas[:, made.inner.x + 1024] > 0.5)
    assert abs((wide[-1] - wide[0]) - (high[-1] - high[0])) <= 2
    back = unfitted(canvas, made)
    assert back.shape == disc.shape
    assert np.mean(np.abs(back - disc)) < 1e-3


def test_a_region_takes_more_of_the_plate_where_the_canvas_has_room() -> None:
    part = Window(800, 500, 200, 100)
    made = fit(Intake(sizes=(Size(512, 512),)), HD, part)
    assert made.inner == Window(0, 0, 512, 512)
    assert (made.region.width, made.region.height) == (200, 200)
    assert made.region.intersection(part) == part
    y, x = np.mgrid[:1080, :1920].astype(np.float32)
    plate = 1 + np.sin(x / 3) * np.cos(y / 4)
    canvas = fitted(plate, made)
    back = unfitted(canvas, made, HD)
    assert back.shape == plate.shape
    at = made.region
    inside = back[at.y : at.bottom, at.x : at.right]
    assert np.abs(inside - plate[at.y : at.bottom, at.x : at.right]).max() < 0.06
    back[at.y : at.bottom, at.x : at.right] = 0
    assert not back.any()


def test_a_tiny_region_is_not_enlarged_without_end() -> None:
    made = fit(Intake(sizes=(Size(1024, 1024),)), HD, Window(1000, 500, 20, 20))
    assert made.inner.width / made.region.width <= MOST_ENLARGED
    assert made.region.width == 256


def test_beside_a_region_the_canvas_shows_the_plate_itself() -> None:
    plate = ramp(Window(0, 0, 300, 200))
    made = Fit(Size(64, 64), Window(100, 80, 32, 32), Window(16, 16, 32, 32))
    canvas = fitted(plate, made)
    assert np.array_equal(canvas, plate[64:128, 84:148])


def test_an_extended_plate_is_mirrored_or_black_beyond_its_edge() -> None:
    plate = np.full((80, 100), 0.5, np.float32)
    made = fit(Intake(multiple=2), Window(-20, -10, 140, 100))
    assert made.size == Size(140, 100)
    black = fitted(plate, made, "black")
    assert np.array_equal(black[10:90, 20:120], plate)
    assert not black[:10].any()
    assert not black[:, 120:].any()
    assert (fitted(plate, made) == 0.5).all()
    back = unfitted(black, made, Window(0, 0, 100, 80))
    assert np.array_equal(back, plate)


def test_black_beyond_the_edge_stays_black_when_it_is_enlarged() -> None:
    made = Fit(Size(280, 200), Window(-20, -10, 140, 100), Window(0, 0, 280, 200))
    black = fitted(np.full((80, 100), 0.5, np.float32), made, "black")
    assert not black[:17].any()
    assert not black[:, 244:].any()
    # Two pixels inside the edge it is flat to the last bit.
    assert (black[24:176, 44:236] == 0.5).all()
    assert black.max() == 0.5


def test_an_answer_twice_as_large_comes_back_at_the_plate_or_at_twice_the_plate() -> None:
    window = Window(0, 0, 200, 120)
    made = fit(Intake(multiple=16), window)
    places = ramp(Window(0, 0, 2 * made.size.width, 2 * made.size.height)) / 2
    places -= np.array([made.inner.x, made.inner.y], np.float32)
    once = unfitted(places, made)
    assert np.abs(once - ramp(window))[2:-2, 2:-2].max() < 2e-3
    twice = unfitted(places, made, scale=2)
    assert twice.shape == (240, 400, 2)
    assert np.array_equal(twice, ramp(Window(0, 0, 400, 240)) / 2)


def test_an_answer_of_another_shape_is_refused_with_both_sizes() -> None:
    made = fit(Intake(sizes=(Size(1280, 720),)), HD)
    with pytest.raises(BadPicture, match="1024x1024 came back; 1280x720 was sent"):
        unfitted(np.zeros((1024, 1024, 3), np.float32), made)


def test_the_surroundings_of_a_matte_stay_in_the_window() -> None:
    matte = np.zeros((1080, 1920), np.float32)
    assert around(matte, HD) is None
    matte[1000:1040, 1850:1900] = 0.2
    part = around(matte, HD)
    assert part == Window(1786, 936, 134, 144)
    matte[100:1000, 100:1800] = 1
    assert around(matte, HD) == HD


def test_a_feather_goes_inward_only_and_ends_at_its_radius() -> None:
    y, x = np.mgrid[:120, :160]
    matte = (np.hypot(x - 80, y - 60) < 40).astype(np.float32)
    soft = feathered(matte, 10)
    assert not soft[matte == 0].any()
    assert (soft <= matte).all()
    assert (soft[np.hypot(x - 80, y - 60) < 28] == 1).all()
    rim = soft[(matte > 0) & (np.hypot(x - 80, y - 60) > 39)]
    assert 0 < rim.min() < rim.max() < 0.1
    steps = np.diff(soft[60, 80:])
    assert (steps <= 0).all()
    assert steps.min() > -0.2


def test_a_soft_matte_keeps_its_own_edge_under_a_feather() -> None:
    matte = np.clip((np.arange(100, dtype=np.float32) - 20) / 30, 0, 1)[None].repeat(50, 0)
    soft = feathered(matte, 4)
    assert (soft <= matte).all()
    assert np.array_equal(soft[:, 60:], matte[:, 60:])
    assert np.array_equal(feathered(matte, 0), matte)


def test_a_matte_that_leaves_the_picture_is_not_softened_there() -> None:
    matte = np.zeros((60, 60), np.float32)
    matte[:, :30] = 1
    soft = feathered(matte, 5)
    assert (soft[:, 0] == 1).all()
    assert (soft[0] == soft[30]).all()
    assert (feathered(np.ones((20, 20), np.float32), 5) == 1).all()
