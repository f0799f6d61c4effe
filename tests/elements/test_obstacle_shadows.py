"""Obstacles throw shadows into gas: the key light ends at them, along its own direction."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.carriers.fluid.shade import throw_shadows
from secondunit.elements.carriers.obstacles import Obstacle
from secondunit.elements.carriers.surfaces import table_of
from secondunit.elements.kind import KEY_PASS
from secondunit.elements.optics.shadow import PARTS
from secondunit.elements.optics.volume import Volume
from secondunit.elements.sampling import spans
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

CELL = 0.05
TOWARD = (0.6, 0.64, 0.48)


def seen_by(obstacle: Obstacle, toward: tuple[float, float, float]) -> np.ndarray:
    """The share of light in cells from -1 to 1 m around the origin, (z, y, x)."""
    dense = np.ones((40, 40, 40), np.float32)
    low, high = spans(dense, 0.0, 0)
    reached = np.full(dense.shape, int(PARTS), np.uint16)
    throw_shadows(Volume(dense, low, high, -1.0, -1.0, -1.0, CELL), table_of((obstacle,)), toward, reached)
    return reached / PARTS


def meets(obstacle: Obstacle, place: np.ndarray, toward: tuple[float, float, float]) -> np.ndarray:
    """Whether a way to the light from each place goes through an obstacle, by points along it."""
    way = np.linspace(0.0, 4.0, 1601)
    along = place[..., None, :] + way[:, None] * np.array(toward)
    x, y, z = np.moveaxis(along - (obstacle.x, obstacle.y + 0.5 * obstacle.height, obstacle.z), -1, 0)
    if obstacle.form == "ball":
        within = x * x + y * y + z * z <= 0.25 * obstacle.width**2
    elif obstacle.form == "post":
        within = (x * x + z * z <= 0.25 * obstacle.width**2) & (abs(y) <= 0.5 * obstacle.height)
    else:
        c, s = np.cos(np.radians(obstacle.turn)), np.sin(np.radians(obstacle.turn))
        within = (
            (abs(c * x - s * z) <= 0.5 * obstacle.width)
            & (abs(y) <= 0.5 * obstacle.height)
            & (abs(s * x + c * z) <= 0.5 * obstacle.depth)
        )
    return within.any(axis=-1)


@pytest.mark.parametrize("toward", [TOWARD, (0.0, 1.0, 0.0), (-0.8, 0.0, 0.6)])
@pytest.mark.parametrize(
    "obstacle",
    [
        Obstacle("box", 0.1, -0.2, 0.05, 0.5, 0.3, 0.4, 31.0),
        Obstacle("ball", -0.1, -0.3, 0.1, 0.6, 0.6, 0.6),
        Obstacle("post", 0.05, -0.6, -0.1, 0.3, 1.0, 0.3),
    ],
)
def test_cells_whose_way_to_the_light_goes_through_an_obstacle_are_dark_and_no_others(
    obstacle: Obstacle, toward: tuple[float, float, float]
) -> None:
    share = seen_by(obstacle, toward)
    rng = np.random.default_rng(4)
    cells = rng.integers(0, 40, (400, 3))
    places = (cells[:, ::-1] + 0.5) * CELL - 1.0
    dark = meets(obstacle, places, toward)
    found = share[tuple(cells.T)]
    assert dark.any()
    # A cell at the shadow's edge is neither.
    whole = (found == 0.0) | (found == 1.0)
    assert whole.mean() > 0.75
    assert np.array_equal(found[whole] == 0.0, dark[whole])


def test_smoke_behind_a_wall_is_lit_less_by_the_key_alone(tmp_path: Path) -> None:
    smoke, frames = kind("smoke"), FrameRange(1, 1)
    layers = {}
    for name, side in (("beside", -90.0), ("behind", 90.0)):
        settings = smoke.settings(
            "", {"resolution": 40, "preroll": 1.0, "obstacles": "box 1.1 0 0 0.1 4 4", "key_side": side,
                 "key_height": 20.0}
        )  # fmt: skip
        scene = Scene("smoke", settings, 7, Format(96, 72), Rate(24))
        smoke.simulate(scene, tmp_path, frames, lambda done, text: None, lambda: False)
        layers[name] = smoke.render(scene, tmp_path, 1).layers
    assert np.array_equal(layers["beside"]["beauty"][..., 3], layers["behind"]["beauty"][..., 3])
    assert np.array_equal(layers["beside"]["light_top"], layers["behind"]["light_top"])
    assert layers["behind"][KEY_PASS].sum() < 0.35 * layers["beside"][KEY_PASS].sum()
