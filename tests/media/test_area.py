"""How much of a pixel an area covers, and what fades with the distance from its edge: against formulas."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.media.area import area_coverage, bounds
from secondunit.media.distance import edge_ramp, near_lines
from secondunit.wire import Window

HERE = Window(0, 0, 120, 100)


def area(points: np.ndarray) -> float:
    """A polygon's area by the shoelace formula."""
    x, y = points.T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def star(corners: int, seed: int) -> np.ndarray:
    """A polygon whose edges do not cross, (corners, 2)."""
    chance = np.random.default_rng(seed)
    turn = np.sort(chance.uniform(0, 2 * np.pi, corners))
    far = chance.uniform(5, 40, corners)
    return np.stack([60 + far * np.cos(turn), 50 + far * np.sin(turn)], 1)


@pytest.mark.parametrize("corners", [3, 4, 7, 40, 400])
@pytest.mark.parametrize("seed", range(4))
def test_the_coverage_of_a_polygon_sums_up_to_its_area(corners: int, seed: int) -> None:
    points = star(corners, seed)
    for way in (points, points[::-1]):
        cover = area_coverage(way, HERE)
        assert cover.dtype == np.float32 and cover.min() >= 0 and cover.max() <= 1
        assert cover.sum(dtype=float) == pytest.approx(area(points), abs=0.02)


def test_each_pixel_of_a_box_is_covered_by_its_share() -> None:
    box = np.array([[10.25, 10.5], [20.5, 10.5], [20.5, 15.75], [10.25, 15.75]])
    cover = area_coverage(box, HERE)
    across = np.zeros(120)
    across[11:20], across[10], across[20] = 1.0, 0.75, 0.5
    down = np.zeros(100)
    down[11:15], down[10], down[15] = 1.0, 0.5, 0.75
    assert np.abs(cover - down[:, None] * across).max() < 2e-5
    assert set(np.unique(cover[11:15, 11:20])) == {1.0} and cover[:10].max() == 0.0, "full and empty exactly"


def test_a_slanted_edge_covers_what_a_fine_grid_of_samples_finds() -> None:
    points = star(9, 11)
    fine = np.zeros((100 * 16, 120 * 16), bool)
    y, x = (np.mgrid[0 : 100 * 16, 0 : 120 * 16] + 0.5) / 16
    for (x0, y0), (x1, y1) in zip(points, np.roll(points, -1, 0), strict=True):
        fine ^= ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    sampled = fine.reshape(100, 16, 120, 16).mean((1, 3))
    assert np.abs(area_coverage(points, HERE) - sampled).max() < 0.03


def test_what_reaches_beyond_the_picture_covers_it_as_far_as_it_goes() -> None:
    over = np.array([[-50.0, -20], [200, -20], [200, 300], [-50, 300]])
    assert np.array_equal(area_coverage(over, HERE), np.ones((100, 120)))
    beside = np.array([[-90.0, 0], [-10, 0], [-10, 50]])
    assert area_coverage(beside, HERE).max() == 0.0
    whole = area_coverage(star(12, 3), HERE)
    part = Window(31, 22, 40, 30)
    assert np.allclose(area_coverage(star(12, 3), part), whole[22:52, 31:71], atol=1e-5)


def line_distance(lines: np.ndarray, window: Window, reach: float, pixel_aspect: float = 1.0) -> np.ndarray:
    """How far each pixel is from the nearest line, `reach` where none is as near."""
    near, away = near_lines(lines, window, reach, pixel_aspect)
    whole = np.full(window.width * window.height, reach)
    whole[near] = away
    return whole.reshape(window.height, window.width)


def test_a_line_through_pixels_is_as_far_as_the_formula_says() -> None:
    lines = np.array([[20.0, 30, 90, 60], [50, 50, 50, 50]])
    away = line_distance(lines, HERE, 25.0)
    y, x = np.mgrid[0:100, 0:120] + 0.5
    share = np.clip(((x - 20) * 70 + (y - 30) * 30) / (70**2 + 30**2), 0, 1)
    first = np.hypot(x - 20 - share * 70, y - 30 - share * 30)
    wanted = np.minimum(np.minimum(first, np.hypot(x - 50, y - 50)), 25.0)
    assert np.abs(away - wanted).max() < 1e-4


def test_where_pixels_are_oblong_distance_is_as_on_the_screen() -> None:
    away = line_distance(np.array([[60.0, 50, 60, 50]]), HERE, 40.0, pixel_aspect=2.0)
    assert away[50, 70] == pytest.approx(np.hypot(21.0, 0.5), abs=1e-4)
    assert away[70, 60] == pytest.approx(np.hypot(1.0, 20.5), abs=1e-4)


@pytest.mark.parametrize(("feather", "start", "end"), [(8.0, 0.0, 8.0), (-8.0, -8.0, 0.0)])
def test_feather_is_a_straight_ramp_over_the_distance(feather: float, start: float, end: float) -> None:
    at = np.linspace(-15, 15, 601, dtype=np.float32)
    through = edge_ramp(at.copy(), feather)
    straight = np.clip((end - at) / 8.0, 0, 1)
    inner = (np.abs(at - start) > 0.5) & (np.abs(at - end) > 0.5)
    assert np.abs(through - straight)[inner].max() < 1e-5
    assert np.abs(through - straight).max() < 1 / 32, "the two corners are averaged over a pixel"


def test_an_edge_without_feather_passes_over_one_pixel() -> None:
    at = np.array([-0.6, -0.5, -0.25, 0.0, 0.25, 0.5, 0.6], np.float32)
    assert np.allclose(edge_ramp(at, 0.0), [1, 1, 0.75, 0.5, 0.25, 0, 0])


def test_bounds_hold_the_margin_and_stay_in_the_window() -> None:
    points = np.array([[10.2, 20.7], [30.0, 25.0]])
    assert bounds(points, (2.0, 5.0), HERE) == Window(8, 15, 24, 15)
    assert bounds(points + 500, (2.0, 5.0), HERE) is None
