"""Light within a volume: shadows along any direction, and what is scattered more than once."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy import ndimage

from secondunit.elements.kernels import singles, zeros
from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.eddies import STILL
from secondunit.elements.optics.holdout import UNHIDDEN
from secondunit.elements.optics.light import brightness, light_volume
from secondunit.elements.optics.march import View, march, occupied_blocks
from secondunit.elements.optics.ordinates import BINS, bins, exchange, into_bins
from secondunit.elements.optics.rays import pixel_rays
from secondunit.elements.optics.shadow import PARTS, shade
from secondunit.elements.optics.vectors import fill_motion
from secondunit.elements.optics.volume import Volume
from secondunit.elements.sampling import spans
from secondunit.wire.picture import Format

CELL = 0.05
DIRECTIONS = [
    (-0.74, 0.62, 0.27),
    (0.2, -0.9, 0.39),
    (0.3, 0.35, -0.89),
    (-0.58, -0.58, -0.58),
    (0.0, 1.0, 0.0),
]


def volume_of(density: np.ndarray) -> Volume:
    """A volume around this density, its middle at the origin."""
    dense = np.ascontiguousarray(density, np.float32)
    low, high = spans(dense, 0.0, 1)
    return Volume(dense, low, high, *(-0.5 * CELL * n for n in dense.shape[::-1]), CELL)


def seen_from(z: float, across: float, pixels: int) -> Camera:
    """A camera on the z axis that looks at the origin, with a square format."""
    axes = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)
    return Camera(0.0, 0.0, z, *axes, across, across, Format(pixels, pixels))


def clouds(*shape: int) -> np.ndarray:
    """Some soft clouds that touch no side."""
    noise = ndimage.gaussian_filter(np.random.default_rng(3).normal(size=shape), 2.0)
    cloud = np.clip(noise / noise.std() - 0.2, 0.0, None)
    cloud[:2] = cloud[-2:] = cloud[:, :2] = cloud[:, -2:] = cloud[:, :, :2] = cloud[:, :, -2:] = 0.0
    return np.asarray(cloud)


@pytest.mark.parametrize("toward", DIRECTIONS)
def test_a_shadow_falls_along_the_lights_own_direction(toward: tuple[float, float, float]) -> None:
    volume = volume_of(clouds(22, 30, 26))
    way = np.array(toward) / np.linalg.norm(toward)
    reached = np.zeros(volume.density.shape, np.uint16)
    shade(volume, (float(way[0]), float(way[1]), float(way[2])), 6.0, reached)
    places = np.stack(np.nonzero(volume.density > 0.0)).astype(np.float64)
    column = np.zeros(places.shape[1])
    for n in range(200):
        along = (0.25 * n + 0.125) * way[::-1]
        column += 0.25 * ndimage.map_coordinates(volume.density, places + along[:, None], order=1)
    marched = np.exp(-6.0 * CELL * column)
    error = reached[volume.density > 0.0] / PARTS - marched
    # Clouds of a few cells, seen through two linear interpolations.
    assert np.abs(error).mean() < 0.02
    assert np.abs(error).max() < 0.2
    assert abs(error.mean()) < 0.01


def test_a_shadow_is_as_sharp_far_from_what_casts_it_as_near_it() -> None:
    """A shadow whose edge is blurred at each plane grows soft by the root of its length."""
    dense = np.zeros((12, 80, 60))
    dense[:, 76:78, 10:40] = 1.0
    dense[:, 2:76, 2:58] = 1e-6
    volume = volume_of(dense)
    slant = (0.3 / sqrt(1.09), 1.0 / sqrt(1.09), 0.0)
    reached = np.zeros(dense.shape, np.uint16)
    shade(volume, slant, 200.0, reached)
    for row in (70, 10):
        edge = reached[6, row, 2:58] / PARTS
        assert ((edge > 0.05) & (edge < 0.95)).sum() <= 6, row


@pytest.mark.parametrize("g", [-0.4, 0.0, 0.3, 0.7])
def test_bins_of_directions_keep_energy_and_its_mean_direction(g: float) -> None:
    assert exchange(g).sum(axis=0) == pytest.approx(1.0, abs=1e-5)
    way = np.array([0.48, 0.6, 0.64])
    into = into_bins(way, g) / BINS
    mean = np.einsum("nsx,s->nx", bins().ways, bins().shares)
    assert into.sum() == pytest.approx(1.0, abs=0.02)
    assert float(into @ mean @ way) == pytest.approx(g, abs=0.07)


@pytest.mark.parametrize("albedo", [0.85, 0.96])
def test_thick_smoke_lit_from_the_camera_is_about_as_bright_as_its_albedo(albedo: float) -> None:
    across = np.hypot(*np.mgrid[-12:13, -12:13])
    ball = np.sqrt(across[None] ** 2 + np.arange(-12, 13)[:, None, None] ** 2) < 11.0
    volume = volume_of(ball)
    camera = seen_from(8.0, 1.0, 16)
    extinction = 14.0
    lit = light_volume(volume, albedo, 0.0, camera, extinction, (0.0, 0.0, 1.0))
    depth = extinction * CELL * (np.arange(22, 2, -1) - 22 + 0.0)
    share = np.exp(depth) * (1.0 - np.exp(-extinction * CELL))
    direct = lit.direct[22:2:-1, 12, 12, 6] / PARTS
    coarse = lit.spread[..., 6]
    start = lit.start - 0.5
    places = [
        (np.arange(22, 2, -1) + 0.5) / lit.cut + start[2],
        *(np.full(20, 12.5 / lit.cut + start[axis]) for axis in (1, 0)),
    ]
    spread = ndimage.map_coordinates(coarse, places, order=1, mode="nearest")
    shown = float((share * (lit.once * direct + spread)).sum())
    assert 0.65 < shown < 1.35
    assert lit.once == pytest.approx(0.25 * brightness(albedo, 0.0))


def test_light_of_several_orders_reaches_what_lies_in_the_shadow() -> None:
    dense = np.zeros((16, 24, 16))
    dense[4:12, 4:20, 4:12] = 1.0
    camera = seen_from(8.0, 1.0, 16)
    white, dark = (
        light_volume(volume_of(dense), albedo, 0.3, camera, 12.0, (0.0, 1.0, 0.0)) for albedo in (0.95, 0.2)
    )
    deep = (slice(2, 6), slice(3, 5), slice(2, 6), 6)
    assert white.direct[8, 6, 8, 6] / PARTS < 0.01
    assert white.spread.min() >= 0.0
    assert white.spread[deep].mean() / white.once > 0.005
    assert white.spread[deep].mean() / white.once > 20.0 * dark.spread[deep].mean() / dark.once


def test_vectors_are_those_of_what_is_seen_and_not_of_the_air_between() -> None:
    """A veil that stands, a bank behind it that drifts to the right, and a gale in the clear air between."""
    dense = np.zeros((24, 12, 12))
    dense[18:20, 2:10, 2:10] = 0.5
    dense[3:6, 2:10, 2:10] = 0.5
    dense += 0.02 * clouds(24, 12, 12)
    velocity = np.zeros((12, 6, 6, 3), np.float32)
    velocity[:4, ..., 0] = 1.0
    velocity[4:8, ..., 0] = 40.0
    volume = volume_of(dense)
    camera = seen_from(4.0, 0.1, 8)
    extinction = 8.0
    lit = light_volume(volume, 0.5, 0.0, camera, extinction, (0.0, 1.0, 0.0))
    view = singles(View, extinction * CELL, lit.cut, lit.start, 2.0, 0.0, lit.once, lit.forward, 8, 8)
    flow, depth, motion = zeros(8, 8, 1, 3), zeros(8, 8, 1), zeros(8, 8, 2)
    eye = pixel_rays(camera, (volume.x, volume.y, volume.z), CELL)
    march(
        0, 8, volume.density, lit.direct, lit.spread, lit.toward, occupied_blocks(volume), velocity, eye,
        view, 0, 0, UNHIDDEN, np.ones(3, np.float32), np.ones((7, 3), np.float32), STILL, zeros(8, 8, 4),
        zeros(8, 8, 7), depth, zeros(8, 8, 1), flow,
    )  # fmt: skip
    assert flow[2:6, 2:6, 0, 0].min() >= 0.0
    assert 0.1 < np.median(flow[2:6, 2:6, 0, 0]) < 1.5
    fill_motion(camera, Format(8, 8).window, flow, (0.0, 0.0, 0.0), 0.0, 1.0 / 24.0, depth, motion)
    pixels = flow[4, 4, 0, 0] / 24.0 / depth[4, 4, 0] / 0.1 * 8.0
    assert motion[4, 4, 0] == pytest.approx(pixels, rel=1e-3)


def test_light_does_not_change_where_a_volume_is_cut_closer_to_the_same_smoke() -> None:
    """A frame's volume is cut to where there is smoke: as that grows, light must not pop."""
    dense = np.pad(clouds(14, 18, 14), 7)
    whole = volume_of(dense)
    camera = seen_from(8.0, 1.0, 16)
    near = np.ascontiguousarray(whole.density[5:, 3:, 6:])
    low, high = spans(near, 0.0, 1)
    cut_off = Volume(near, low, high, whole.x + 6 * CELL, whole.y + 3 * CELL, whole.z + 5 * CELL, CELL)
    wide, tight = (
        light_volume(volume, 0.9, 0.3, camera, 10.0, (0.6, 0.8, 0.0), room=10**6)
        for volume in (whole, cut_off)
    )
    assert wide.cut == tight.cut == 3
    aside, up, away = (
        (dropped + there - here) // 3
        for dropped, there, here in zip((6, 3, 5), wide.at, tight.at, strict=True)
    )
    nz, ny, nx = tight.spread.shape[:3]
    same = wide.spread[away : away + nz, up : up + ny, aside : aside + nx]
    both = (same[..., 6] > 1e-3) & (tight.spread[..., 6] > 1e-3)
    assert both.sum() > 20
    assert np.abs(same - tight.spread)[both].max() < 0.01 * same.max()
