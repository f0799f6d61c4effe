"""What stands over the ground darkens and lights it as geometry says: where, how much, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from math import cos, exp, pi, radians, sin

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.ground import ground_layers
from secondunit.elements.optics.ground_maps import GroundMap, Stuff, light_map, shadow_map, sky_map
from secondunit.elements.optics.holdout import UNHIDDEN
from secondunit.wire import Format

Field = npt.NDArray[np.float32]
CELL, RADIUS, HEIGHT, THICK = 0.1, 1.0, 3.0, 0.8
FORMAT = Format(160, 90)


def ball(shine: float = 0.0) -> Stuff:
    """A ball of one metre's radius three metres over the ground, that stops 0.8 a metre."""
    axis = (np.arange(24) + 0.5) * CELL - 1.2
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    inside = (x * x + y * y + z * z <= RADIUS * RADIUS).astype(np.float32)
    light = np.repeat(inside[..., None] * np.float32(shine), 3, axis=3) if shine else None
    return Stuff(inside * np.float32(THICK), (-1.2, HEIGHT - 1.2, -1.2), CELL, light)


def value(plane: GroundMap, x: float, z: float) -> float:
    row, column = round((z - plane.z) / plane.cell), round((x - plane.x) / plane.cell)
    inside = 0 <= row < plane.values.shape[0] and 0 <= column < plane.values.shape[1]
    return float(plane.values[row, column, 0]) if inside else 0.0


def above(height: float = 20.0) -> Camera:
    """A camera straight above the origin, which sees 16 by 9 metres of the ground."""
    return Camera(
        0.0, height, 0.0, (1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, -1.0, 0.0), 16.0 / height, 9.0 / height,
        FORMAT,
    )  # fmt: skip


@pytest.mark.parametrize("side", [-60.0, 0.0, 130.0])
def test_a_shadow_falls_as_far_away_as_the_light_is_low(side: float) -> None:
    up, around = radians(45.0), radians(side)
    key = (sin(around) * cos(up), sin(up), cos(around) * cos(up))
    plane = shadow_map(ball(), 0.0, key)
    total = plane.values[..., 0].sum()
    rows, columns = np.indices(plane.values.shape[:2])
    middle = [
        start + plane.cell * float((places * plane.values[..., 0]).sum() / total)
        for start, places in ((plane.x, columns), (plane.z, rows))
    ]
    assert middle == pytest.approx([-HEIGHT * sin(around), -HEIGHT * cos(around)], abs=0.02)
    assert value(plane, *middle) == pytest.approx(1.0 - exp(-2.0 * RADIUS * THICK), abs=0.02)
    # A ball's shadow is its section, longer by the slant of the light; what it stops is that of its chords.
    stopped = 2.0 * pi * _chords() / sin(up)
    assert total * plane.cell**2 == pytest.approx(stopped, rel=0.02)


def _chords() -> float:
    radii = (np.arange(2000) + 0.5) / 2000 * RADIUS
    chord = 2.0 * np.sqrt(RADIUS * RADIUS - radii * radii)
    return float(((1.0 - np.exp(-THICK * chord)) * radii).sum() * RADIUS / 2000)


def test_a_key_light_at_the_horizon_throws_no_shadow_and_empty_air_none_either() -> None:
    assert not shadow_map(ball(), 0.0, (1.0, 0.0, 0.0)).values.any()
    empty = replace(ball(), density=np.zeros((24, 24, 24), np.float32))
    layers = ground_layers(above(), FORMAT.window, 0.0, empty, (0.0, 1.0, 0.0), UNHIDDEN)
    assert {name: layer.shape[2] for name, layer in layers.items()} == {
        "ground_shadow": 1, "ground_occlusion": 1, "ground_light": 3,
    }  # fmt: skip
    assert not any(layer.any() for layer in layers.values())


def test_the_sky_is_stopped_most_right_below_and_by_as_much_as_the_ball_covers_of_it() -> None:
    dense = replace(ball(), density=ball().density * 100.0)
    plane = sky_map(dense, 0.0)
    # A ball of angular radius a straight above covers the part sin^2 a of a sky weighted by the cosine.
    assert value(plane, 0.0, 0.0) == pytest.approx((RADIUS / HEIGHT) ** 2, abs=0.04)
    assert value(plane, 0.0, 0.0) >= plane.values.max() - 0.035
    lower = replace(dense, corner=(-1.2, -0.2, -1.2))
    assert value(sky_map(lower, 0.0), 0.0, 0.0) > 0.9


def test_light_falls_off_with_the_square_of_the_distance_and_the_cosine_at_the_ground() -> None:
    speck = Stuff(
        np.full((1, 1, 1), 1e-6, np.float32), (-0.05, HEIGHT - 0.05, -0.05), CELL,
        np.full((1, 1, 1, 3), (8.0, 4.0, 1.0), np.float32),
    )  # fmt: skip
    camera = above(50.0)
    layers = ground_layers(camera, FORMAT.window, 0.0, speck, (0.0, 1.0, 0.0), UNHIDDEN)
    light = layers["ground_light"]
    for column in (80, 96, 120, 150):
        x, z = (column + 0.5 - 80.0) * 0.1, 0.05
        distance = (x * x + z * z + HEIGHT * HEIGHT) ** 0.5
        expected = 8.0 * CELL**3 * (HEIGHT / distance) / distance**2 / pi
        assert light[45, column, 0] == pytest.approx(expected, rel=0.02)
        assert light[45, column] == pytest.approx(
            light[45, column, 0] * np.array([1.0, 0.5, 0.125]), rel=1e-3
        )


def test_thick_matter_hides_its_own_light_but_for_its_skin() -> None:
    thin, thick = ball(1.0), replace(ball(1.0), density=ball().density * 50.0)
    (bright, _), (dim, _) = light_map(thin, 0.0), light_map(thick, 0.0)
    assert 0.02 < dim[0, 0, 0] / bright[0, 0, 0] < 0.5


def test_a_thing_before_the_ground_hides_what_falls_on_it_and_one_below_does_not() -> None:
    key = (0.0, 1.0, 0.0)
    open_ = ground_layers(above(), FORMAT.window, 0.0, ball(1.0), key, UNHIDDEN)
    held = np.zeros((90, 160, 2), np.float32)
    held[:, :80], held[:, 80:] = (19.0, 0.25), (21.0, 0.0)
    part = ground_layers(above(), FORMAT.window, 0.0, ball(1.0), key, held)
    for name, layer in open_.items():
        assert layer[45, 80].max() > 0.0
        np.testing.assert_allclose(part[name][:, :80], 0.25 * layer[:, :80], rtol=1e-5)
        assert (part[name][:, 80:] == layer[:, 80:]).all()


def test_nothing_falls_on_the_sky_and_a_brighter_plate_gains_less() -> None:
    level = Camera(0.0, 1.6, 12.0, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0), 1.0, 0.5625, FORMAT)
    one, two = (
        ground_layers(level, FORMAT.window, 0.0, ball(1.0), (0.6, 0.8, 0.0), UNHIDDEN, exposure)
        for exposure in (1.0, 2.0)
    )
    for layer in one.values():
        assert layer.max() > 0.0 and not layer[:45].any()
    np.testing.assert_allclose(one["ground_light"], 2.0 * two["ground_light"], rtol=1e-5)
    assert (one["ground_shadow"] == two["ground_shadow"]).all()
