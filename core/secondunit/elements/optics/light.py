"""Light in the volume: six unit white lights, each from one side, and the weights that mix them.

A pass is what the element looks like lit from one side only. Because light adds up, any lighting made of
the six is a weighted sum of the passes:

    beauty RGB = sum over sides of weight(side) x light_side, plus emission
    weight(side) = key x key_color x max(0, L . side)^2 + ambient x ambient_color x share(side)

with L the unit vector toward the key light and `share` 0.40 from the top, 0.08 from the bottom and 0.13
from each other side. The squares of a unit vector's components add to 1, so turning the key keeps its
power (the ambient cube of McTaggart 2004). Sides are the world's: left and right of frame, up and down,
toward the camera (front) and away from it (back), whatever the camera's pitch.

What reaches a cell unscattered is kept apart from what was scattered before (`shadow`, `spread`): each ray
weighs the first by the phase function for its own angle to the light. A thick white cloud lit by a unit light
from the camera's side comes out near 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from secondunit.elements.kernels import Field, together
from secondunit.elements.kind import PASSES
from secondunit.wire.control import Scalar

from .camera import Camera
from .shadow import Direct, shade_along
from .spread import spread_light
from .volume import Volume

#: Toward each light, in the order of the passes.
SIDES: tuple[tuple[int, int, int], ...] = (
    (-1, 0, 0),
    (1, 0, 0),
    (0, 1, 0),
    (0, -1, 0),
    (0, 0, 1),
    (0, 0, -1),
)
SHARES = (0.13, 0.13, 0.40, 0.08, 0.13, 0.13)
#: Channels of a lit volume: one more than lights so that a cell's are as long as a processor's register.
CHANNELS = 8
#: How bright light is that is scattered once.
ONCE = 0.85


@dataclass(frozen=True)
class Lit:
    """Light within a volume: what reaches each cell unscattered, `direct` (see `shadow`), and what is
    scattered more often, `spread` (z, y, x, `CHANNELS`) float32 on cells of `CUT` of the volume's.

    `toward` (`CHANNELS`, 3) float32 holds unit vectors to the lights, zeros where there is none; `forward` is
    Henyey and Greenstein's g.
    """

    direct: Direct
    spread: Field
    toward: Field
    forward: float


def color(settings: Mapping[str, Scalar], name: str) -> tuple[float, float, float]:
    """A colour control as three numbers."""
    red, green, blue = (float(part) for part in str(settings[name]).split())
    return red, green, blue


def light_weights(
    settings: Mapping[str, Scalar], plate_luminance: float | None
) -> dict[str, tuple[float, float, float]]:
    """The RGB weight of each pass in the beauty (see the formula above)."""
    exposure = 1.0 if plate_luminance is None else plate_luminance / 0.18
    around, up = radians(float(settings["key_side"])), radians(float(settings["key_height"]))
    toward = (sin(around) * cos(up), sin(up), cos(around) * cos(up))
    key, sky = float(settings["key"]) * exposure, float(settings["ambient"]) * exposure
    key_color, sky_color = color(settings, "key_color"), color(settings, "ambient_color")
    weights = {}
    for name, side, share in zip(PASSES, SIDES, SHARES, strict=True):
        facing = max(0.0, sum(a * b for a, b in zip(toward, side, strict=True))) ** 2
        red, green, blue = (key * facing * key_color[n] + sky * share * sky_color[n] for n in range(3))
        weights[name] = (red, green, blue)
    return weights


def light_volume(volume: Volume, albedo: float, forward: float, camera: Camera, extinction: float) -> Lit:
    """Light in a volume from each of the six sides.

    `albedo` is the largest of the three colours', `forward` is Henyey and Greenstein's g, `extinction` is per
    metre at density 1.
    """
    direct = np.zeros((*volume.density.shape, CHANNELS), np.uint16)
    thickness = np.float32(extinction * volume.cell)
    toward = np.zeros((CHANNELS, 3), np.float32)
    toward[: len(SIDES)] = SIDES
    together(
        [
            (shade_along, (volume.density, volume.low, volume.high, n, thickness, direct))
            for n in range(len(SIDES))
        ]
    )
    center = np.array(volume.density.shape[::-1]) * 0.5 * volume.cell + (volume.x, volume.y, volume.z)
    view = center - (camera.x, camera.y, camera.z)
    cosines = toward @ (view / np.linalg.norm(view))
    spread = spread_light(volume, min(0.97, albedo), forward, cosines, extinction)
    return Lit(direct, spread, toward, forward)
