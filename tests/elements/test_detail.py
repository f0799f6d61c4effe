"""Detail below the cells: it is there down to the pixel, rides on the gas and fades where nothing stirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from secondunit.elements import Scene, kind
from secondunit.elements.carriers.fluid.detail import GUIDES, Texture, lay_eddies
from secondunit.elements.kernels import Field, singles, zeros
from secondunit.elements.noise import bump_tile
from secondunit.elements.optics.eddies import HIGHEST, OCTAVES, Eddies, octaves_of, pushed
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

SMOKE = kind("smoke")


def luminance(plume: tuple[Scene, Path], width: int, height: int, **by_hand: float) -> Field:
    scene, cache = plume
    scene = replace(scene, format=Format(width, height), overscan=0, settings=scene.settings.updated(by_hand))
    rgb = SMOKE.render(scene, cache, 1006).layers["beauty"][..., :3]
    return np.asarray(rgb.mean(axis=-1), np.float32)


def spectrum(picture: Field) -> tuple[Field, Field]:
    """The power of a square picture by frequency in waves a pixel, its edges faded out."""
    size = len(picture)
    window = np.hanning(size)
    window = window[:, None] * window
    faded = (picture - (picture * window).sum() / window.sum()) * window
    power = np.abs(np.fft.fft2(faded)) ** 2
    axis = np.fft.fftfreq(size)
    ring = np.round(np.hypot(axis[:, None], axis) * size).astype(int).ravel()
    mean = np.bincount(ring, power.ravel()) / np.bincount(ring)
    return np.arange(1, size // 2) / size, mean[1 : size // 2]


def slope(picture: Field, longest: float, shortest: float) -> float:
    frequency, power = spectrum(picture)
    band = (frequency >= 1.0 / longest) & (frequency <= 1.0 / shortest)
    return float(np.polyfit(np.log(frequency[band]), np.log(power[band]), 1)[0])


def around_the_puff(picture: Field, size: int = 256) -> Field:
    """A square of the picture about the middle of its light."""
    rows, columns = picture.sum(1), picture.sum(0)
    y = int((rows * np.arange(len(rows))).sum() / rows.sum()) - size // 2
    x = int((columns * np.arange(len(columns))).sum() / columns.sum()) - size // 2
    return picture[y : y + size, x : x + size]


@pytest.fixture(scope="module")
def large(plume: tuple[Scene, Path]) -> Field:
    return luminance(plume, 768, 576)


def test_the_spectrum_keeps_its_slope_down_to_two_and_a_half_pixels(large: Field) -> None:
    puff = around_the_puff(large)
    assert -4.6 < slope(puff, 16.0, 6.0) < -3.2
    assert -4.6 < slope(puff, 6.0, 2.5) < -3.2


def test_without_detail_the_picture_is_as_soft_as_its_cells(plume: tuple[Scene, Path]) -> None:
    assert slope(around_the_puff(luminance(plume, 768, 576, detail=0.0)), 16.0, 6.0) < -5.0


def test_a_picture_of_twice_the_size_shows_more_than_one_that_is_enlarged(
    plume: tuple[Scene, Path], large: Field
) -> None:
    enlarged = ndimage.zoom(luminance(plume, 384, 288), 2, order=3)
    frequency, power = spectrum(around_the_puff(large))
    _, less = spectrum(around_the_puff(enlarged))
    fine = frequency > 0.25
    assert power[fine].sum() > 2.0 * less[fine].sum()


def eddies_over(shift: float, share: float = 1.0) -> Eddies:
    """Eddies of 8 fine cells of gas that has come `shift` fine cells to the right."""
    axis = np.arange(8) * 4.0 + 2.0
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    guides = zeros(8, 8, 8, 8)
    guides[..., :3] = np.stack([x - shift, y, z], axis=-1)
    guides[..., 3] = share
    return singles(Eddies, guides, bump_tile(3), 4.0, 8.0, 1.0)


def push_along(eddies: Eddies, start: float) -> Field:
    octaves = np.zeros(OCTAVES, np.float32)
    count = octaves_of(eddies, 0.5, octaves)
    assert count == 3
    return np.array([pushed(eddies, octaves, count, start + 0.25 * n, 13.0, 17.0) for n in range(40)])


def test_eddies_are_carried_with_the_gas() -> None:
    here, later = push_along(eddies_over(0.0), 8.0), push_along(eddies_over(3.0), 11.0)
    assert here.std() > 0.3
    assert np.abs(here - later).max() < 1e-3
    assert np.abs(here - push_along(eddies_over(0.0), 11.0)).max() > 0.5


def test_eddies_below_a_pixel_and_above_the_cells_are_left_out() -> None:
    octaves = np.zeros(OCTAVES, np.float32)
    eddies = eddies_over(0.0)
    assert octaves_of(eddies, 8.0, octaves) == 0
    assert octaves_of(eddies._replace(size=np.float32(40.0)), 0.5, octaves) > 2
    assert octaves[0] == 0.0 and octaves[2] > octaves[3] > 0.0


def test_nothing_is_pushed_farther_than_the_highest_bump() -> None:
    assert float(np.abs(bump_tile(3)).max()) > HIGHEST * 0.5
    assert float(bump_tile(3).max()) * 2.0**0.5 <= HIGHEST


@pytest.mark.parametrize(("shear", "share"), [(0.0, 0.0), (0.6, 0.7), (8.0, 0.0)])
def test_eddies_push_where_the_gas_is_stirred_and_not_where_they_are_drawn_out(
    shear: float, share: float
) -> None:
    axis = np.arange(6) * 2.0
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    guides = zeros(6, 6, 6, GUIDES)
    guides[..., :3] = guides[..., 3:6] = np.stack([x + shear * y, y, z], axis=-1)
    texture = singles(Texture, 2.0, 1.0, 0.6, 0.4, 0.3, 0.7, 0.7, 0.0, 0.0, np.zeros(3), np.zeros(3))
    shares = zeros(6, 6, 6, 8)
    lay_eddies(0, 6, guides, texture, shares)
    assert shares[3, 3, 3, 3] == pytest.approx(share, abs=0.02)
    assert np.array_equal(shares[..., 4:7], guides[..., 3:6])
    # The large noise fades where it is drawn out, stirred or not.
    assert guides[3, 3, 3, 13] == pytest.approx(0.0 if shear > 3.0 else 0.7, abs=0.02)


@pytest.mark.parametrize("name", ["smoke", "dust_hit", "explosion", "torch", "muzzle_flash"])
def test_cells_follow_the_picture_where_nobody_says_how_many(name: str) -> None:
    made = kind(name)
    settings = made.settings("", {})
    assert settings["resolution"] == 0
    plans = [made.plan(settings, Format(16 * n, 9 * n), Rate(24), False) for n in (5, 60, 120, 480)]
    assert [plan.box.cells for plan in plans] == sorted(plan.box.cells for plan in plans)
    assert plans[0].box.cells < 1_000_000 and plans[0].fineness == 1
    assert plans[3].box.cells < 5_000_000
    middle = plans[2]
    pixel = middle.camera.across * middle.camera.see(0.0, 0.0, 0.0)[2] / 1920
    assert 5.0 < middle.box.cell / pixel < 9.0
    assert middle.box.cell / middle.fineness / pixel < 3.2


def test_a_thin_source_is_given_cells_that_it_is_wider_than() -> None:
    settings = SMOKE.settings("", {"width": 0.06})
    plan = SMOKE.plan(settings, Format(640, 360), Rate(24), False)
    assert plan.width / plan.box.cell > 2.9


def test_cells_are_as_many_as_an_artist_says() -> None:
    plan = SMOKE.plan(SMOKE.settings("", {"resolution": 96}), Format(1920, 1080), Rate(24), False)
    assert 4.0 / plan.box.cell == pytest.approx(96.0, rel=0.01)
