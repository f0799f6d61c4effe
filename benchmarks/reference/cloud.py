"""A plume that never changes: density, camera and lights of the path-traced reference."""

from __future__ import annotations

from math import cos, radians, sin
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.elements.noise import billow_tile

#: Metres along a cell, the low corner of the cells, and their numbers along x, y, z.
CELL, LOW, SHAPE = 1.0 / 24.0, (-1.25, 0.0, -1.25), (60, 96, 60)
#: Pixels, the camera's place, and the width of the frame over the distance.
SIZE, EYE, ACROSS = (36, 60), (0.0, 2.0, 9.0), 2.6 / 9.0
#: Extinction per metre at density 1, g, albedo, and from where the key shines: side and height in degrees.
EXTINCTIONS = {"thin": 3.0, "thick": 24.0}
FORWARD, ALBEDOS = (0.3, 0.7), (0.62, 0.9)
KEYS = {"side": (-70.0, 38.0), "top": (0.0, 90.0), "back": (180.0, 15.0)}
#: (albedo, extinction, g, key, height, width) float16: radiance under an irradiance of pi.
RECORD = Path(__file__).with_name("volpath.npz")


def toward(key: str) -> tuple[float, float, float]:
    """The unit vector toward a key light."""
    side, height = (radians(angle) for angle in KEYS[key])
    return sin(side) * cos(height), sin(height), cos(side) * cos(height)


def cloud() -> npt.NDArray[np.float32]:
    """Density 0 to 1, (z, y, x): a leaning column of heads with a soft top and bottom."""
    nx, ny, nz = SHAPE
    k, j, i = np.mgrid[:nz, :ny, :nx]
    x, y, z = ((n + 0.5) * CELL + low for n, low in zip((i, j, k), LOW, strict=True))
    rise = y / 4.0
    away = np.hypot(x - 0.12 * np.sin(5.0 * rise), z - 0.1 * np.cos(4.0 * rise)) / (0.16 + 0.85 * rise**0.8)
    heads = billow_tile(3)
    noise = 0.6 * heads[k % 64, j % 64, i % 64] + 0.4 * heads[2 * j % 64 - 55, 2 * i % 64, 2 * k % 64]
    density = np.clip(4.0 * (1.0 - away - 0.75 * (1.0 - noise)), 0.0, 1.0) * (1.0 - 0.45 * rise)
    density *= np.clip((3.75 - y) / 0.4, 0.0, 1.0) * np.clip((y - 0.1) / 0.1, 0.0, 1.0)
    return np.ascontiguousarray(density, np.float32)
