"""Light in the volume: unit white lights from six sides and from the key, and the weights that mix them.

A pass is what the element looks like lit by one of them only. Because light adds up, any lighting made of
them is a weighted sum of the passes:

    beauty RGB = sum over passes of weight(pass) x pass, plus emission

The sky is `ambient x ambient_color x share(side)` of each side, with `share` 0.40 from the top, 0.08 from the
bottom and 0.13 from each other side. The key light is `key x key_color` of `light_key`, whose shadows fall
along its true direction; a kind that has no such pass, and an artist who turns the key after the fact, takes
it from the sides instead, with L the unit vector toward it:

    weight(side) = key x key_color x max(0, L . side)^2

The squares of a unit vector's components add to 1, so turning the key keeps its power (the ambient cube of
McTaggart 2004). Sides are the world's: left and right of frame, up and down, toward the camera (front) and
away from it (back), whatever the camera's pitch.

What reaches a cell unscattered is kept apart from what was scattered before (`shadow`, `spread`): each ray
weighs the first by the phase function for its own angle to the light.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, together
from secondunit.elements.kind import KEY_PASS, PASSES
from secondunit.wire.control import Scalar

from .camera import Camera
from .shadow import Direct, shade, shade_along
from .spread import before, coarseness, spread_light
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
#: How much brighter than its albedo allows thin or dark smoke is shown.
BRIGHTEST = 3.4


@dataclass(frozen=True)
class Lit:
    """Light within a volume: what reaches each cell unscattered, `direct` (see `shadow`), and what is
    scattered more often, `spread` (z, y, x, `CHANNELS`) float32 on cells of `cut` of the volume's, which
    begin `at` of its cells before it, along x, y, z.

    Channels are the six sides and the key light. `toward` (`CHANNELS`, 3) float32 holds unit vectors to the
    lights, zeros where there is none; `once` is how bright light is that is scattered once and evenly;
    `forward` is Henyey and Greenstein's g.
    """

    direct: Direct
    spread: Field
    toward: Field
    cut: int
    at: tuple[int, int, int]
    once: float
    forward: float

    @property
    def start(self) -> npt.NDArray[np.float64]:
        """Where the volume begins on the cells of spread light, along x, y, z."""
        return np.array(self.at, np.float64) / self.cut


def color(settings: Mapping[str, Scalar], name: str) -> tuple[float, float, float]:
    """A colour control as three numbers."""
    red, green, blue = (float(part) for part in str(settings[name]).split())
    return red, green, blue


def key_direction(settings: Mapping[str, Scalar]) -> tuple[float, float, float]:
    """The unit vector toward the key light, along x, y, z."""
    around, up = radians(float(settings["key_side"])), radians(float(settings["key_height"]))
    return sin(around) * cos(up), sin(up), cos(around) * cos(up)


def light_weights(
    settings: Mapping[str, Scalar], plate_luminance: float | None, own_key: bool = False
) -> dict[str, tuple[float, float, float]]:
    """The RGB weight of each pass in the beauty (see the formulas above).

    The key light is a pass of its own where `own_key`, last in order, and taken from the six sides otherwise.
    """
    exposure = 1.0 if plate_luminance is None else plate_luminance / 0.18
    toward = key_direction(settings)
    key, sky = float(settings["key"]) * exposure, float(settings["ambient"]) * exposure
    key_color, sky_color = color(settings, "key_color"), color(settings, "ambient_color")
    weights = {}
    for name, side, share in zip(PASSES, SIDES, SHARES, strict=True):
        facing = 0.0 if own_key else max(0.0, sum(a * b for a, b in zip(toward, side, strict=True))) ** 2
        red, green, blue = (key * facing * key_color[n] + sky * share * sky_color[n] for n in range(3))
        weights[name] = (red, green, blue)
    if own_key:
        red, green, blue = (key * part for part in key_color)
        weights[KEY_PASS] = (red, green, blue)
    return weights


def light_volume(
    volume: Volume, albedo: float, forward: float, camera: Camera, extinction: float,
    key: tuple[float, float, float], room: int | None = None,
    keep_out: Callable[[Volume, Direct], None] | None = None,
) -> Lit:  # fmt: skip
    """Light in a volume from each of the six sides, and from the unit vector `key`.

    `keep_out` takes from the key's light (z, y, x) what something beside the volume keeps from it.

    `albedo` is the largest of the three colours', `forward` is Henyey and Greenstein's g, `extinction` is per
    metre at density 1; `room` is how many cells the volume has at most in a shot (its own where not given).
    """
    direct = np.zeros((*volume.density.shape, CHANNELS), np.uint16)
    thickness = np.float32(extinction * volume.cell)
    toward = np.zeros((CHANNELS, 3), np.float32)
    toward[: len(SIDES)], toward[len(SIDES)] = SIDES, key
    calls: list[tuple[Callable[..., None], tuple[object, ...]]] = [
        (shade_along, (volume.density, volume.low, volume.high, n, thickness, direct))
        for n in range(len(SIDES))
    ]
    together([(shade, (volume, key, extinction, direct[..., len(SIDES)])), *calls])
    if keep_out is not None:
        keep_out(volume, direct[..., len(SIDES)])
    center = np.array(volume.density.shape[::-1]) * 0.5 * volume.cell + (volume.x, volume.y, volume.z)
    view = center - (camera.x, camera.y, camera.z)
    albedo = min(0.97, albedo)
    cut = coarseness(room or volume.density.size)
    spread = spread_light(
        volume, direct, toward, view / np.linalg.norm(view), albedo, forward, extinction, cut
    )  # fmt: skip
    gain = brightness(albedo, forward)
    return Lit(
        direct, spread * np.float32(gain), toward, cut, before(volume, cut), 0.25 * gain, forward
    )  # fmt: skip


def brightness(albedo: float, forward: float) -> float:
    """What light in a volume is multiplied by, so that thick smoke lit from the camera shows its albedo.

    Physics makes it darker than that: see Hapke 1981, "Bidirectional Reflectance Spectroscopy 1. Theory",
    whose reflectance of a deep medium this is. It ends at `BRIGHTEST`.
    """
    if albedo <= 0.0:
        return BRIGHTEST
    even = albedo * (1.0 - forward) / (1.0 - albedo * forward)
    multiplied = 3.0 / (1.0 + 2.0 * (1.0 - even) ** 0.5)
    return float(min(BRIGHTEST, 8.0 * albedo / even / multiplied**2))
