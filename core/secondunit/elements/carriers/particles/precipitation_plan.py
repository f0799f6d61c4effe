"""What decides how drops and flakes fill the air, before they do. Light: an estimate loads no kernel.

They are not born and do not die: each stands in a box that repeats without end, and falls through it. Boxes
are nested by distance, each twice as far as the one within, so that near ones are all there and far ones
stand for others beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, log2, radians, sin
from typing import TypedDict

from secondunit.elements.cores import threads
from secondunit.elements.kind import Cost
from secondunit.elements.optics.camera import Camera, camera_for
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

#: How much more than the frame a box holds, on all sides together: overscan is drawn of it.
ALLOWANCE = 1.35
#: How many octaves of distance overlap between two boxes.
OVERLAP = 0.5

#: How high a camera is above the ground at least, in metres.
LOWEST = 0.02

#: Measured on one core of a 2020s server, by whole jobs of 480 to 1920 pixels: seconds for one that is drawn,
#: and for a pixel with its files; bytes of both.
DRAW, PIXEL = 2.7e-7, 1e-6
STROKE_BYTES, PIXEL_BYTES = 170, 130

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Spectrum:
    """Sizes and what falls of each: diameters in metres at the middle of a class, how many a cubic metre, how
    fast they fall in m/s.
    """

    sizes: tuple[float, ...]
    counts: tuple[float, ...]
    falls: tuple[float, ...]

    @property
    def density(self) -> float:
        """How many there are in a cubic metre."""
        return sum(self.counts)


@dataclass(frozen=True)
class Shell:
    """A box of air between two distances: its period along x, y, z in metres, how many are in it and how many
    are drawn.
    """

    inner: float
    outer: float
    period: Vector
    count: float
    drawn: int

    @property
    def whole(self) -> bool:
        """Whether all that are in it are drawn."""
        return self.drawn >= self.count - 1.0


@dataclass(frozen=True)
class PrecipitationPlan:
    """Everything that decides how the air is filled, in metres, seconds and m/s.

    `near` and `far` bound what is drawn; at most `most` are. Wind, its gusts 0 to 1; `eddies` and their size;
    each circles within `flutter` metres `beat` times a second. `opacity` multiplies what they cover;
    `flicker` (0 to 1) is how much they glint on their way. Sharp is what stands at `focus`, the lens's pupil
    is `aperture` wide. One that is seen for itself is a `clump` of so many tufts, or one drop (1). Far ones
    stand for `most_for` at most (what is more is haze, another element's), softened by `veil` pixels times
    the root of their number. `floor` is None where there is none; `splashes` is how many of those that strike
    it are seen to. A `second` passes in a frame.
    """

    spectrum: Spectrum
    near: float
    far: float
    most: int
    wind_x: float
    wind_z: float
    gusts: float
    eddies: float
    eddy: float
    flutter: float
    beat: float
    opacity: float
    focus: float
    aperture: float
    flicker: float
    clump: int
    most_for: float
    veil: float
    floor: float | None
    splashes: float
    second: float

    @property
    def margin(self) -> float:
        """How far past the frame one may be and still come into it while the shutter is open, in metres."""
        fast = max(self.spectrum.falls) + abs(self.wind_x) + abs(self.wind_z)
        return 0.6 * fast * self.second + 0.5 * self.eddy * min(1.0, self.eddies) + self.flutter


def precipitation_cost(plan: PrecipitationPlan, camera: Camera, frames: int, format: Format) -> Cost:
    """The cost of `frames` frames of a format: all of it is drawing."""
    drawn = sum(shell.drawn for shell in shells_of(plan, camera))
    cores = min(4.0, threads() * 0.85)
    pixels = format.width * format.height
    return Cost(
        seconds_simulate_per_frame=0.001,
        seconds_render_per_frame=(0.02 + drawn * DRAW + pixels * PIXEL) / cores,
        memory_bytes=200_000_000 + drawn * STROKE_BYTES + pixels * PIXEL_BYTES,
        disk_bytes=180 * frames,
        render_cores=cores,
    )


def shells_of(plan: PrecipitationPlan, camera: Camera, allowance: float = ALLOWANCE) -> tuple[Shell, ...]:
    """The boxes that a camera sees, the farthest first.

    Their periods are the same in all frames: what repeats within one is the same drop wherever one looks.
    """
    octaves = max(1, round(log2(plan.far / plan.near)))
    shells, left = [], float(plan.most)
    # From the nearest: what is seen for itself is all there, and what is not needed there goes to the next.
    for octave in reversed(range(octaves)):
        outer = plan.far / 2.0**octave
        inner = outer / 2.0 if octave < octaves - 1 else plan.near
        period = period_of(camera, inner / 2.0**OVERLAP, outer, allowance, 2.0 * plan.margin)
        count = plan.spectrum.density * period[0] * period[1] * period[2]
        drawn = min(count, left / (octave + 2.0) if octave else left)
        shells.append(Shell(inner, outer, period, count, int(drawn)))
        left -= drawn
    return tuple(reversed(shells))


def extent(camera: Camera, inner: float, outer: float, allowance: float) -> tuple[Vector, Vector]:
    """The low and high corner, from the camera in metres, of what it sees between two depths."""
    half = 0.5 * allowance
    rays = [camera.ray(0.5 + x, 0.5 + y) for x in (-half, half) for y in (-half, half)]
    corners = [tuple(part * depth for part in ray) for ray in rays for depth in (inner, outer)]
    along = list(zip(*corners, strict=True))
    low, high = (min(along[0]), min(along[1]), min(along[2])), (max(along[0]), max(along[1]), max(along[2]))
    return low, high


def period_of(camera: Camera, inner: float, outer: float, allowance: float, margin: float) -> Vector:
    """The period of a box that holds what is seen between two depths, with a margin.

    It is the same for every frame of a shot, so that the air stays where it is while the camera turns.
    """
    views = (
        (camera,) if camera.shot is None else camera.shot.cameras[:: max(1, len(camera.shot.cameras) // 48)]
    )
    sizes = []
    for view in views:
        low, high = extent(view, inner, outer, allowance)
        sizes.append([b - a + margin for a, b in zip(low, high, strict=True)])
    x, y, z = (max(along) for along in zip(*sizes, strict=True))
    return x, y, z


def eye_of(settings: Mapping[str, Scalar], format: Format) -> tuple[Camera, float | None]:
    """The camera in air that has no source, and the ground below it; None where there is none."""
    camera = camera_for({**settings, "x": 0.5, "y": 0.5, "distance": 1.0}, format, 1.0)
    return camera, foot_of(settings, camera)[1] if settings["ground"] else None


def foot_of(settings: Mapping[str, Scalar], camera: Camera) -> Vector:
    """The ground under the camera of the first frame: obstacles are said about it.

    A shot's own camera stands over the ground of its world, unless that would be in its way.
    """
    shot = camera.shot
    if shot is None:
        return camera.x, camera.y - float(settings["camera_height"]), camera.z
    lowest = min(one.y for one in shot.cameras) - LOWEST
    return camera.x, min(shot.ground, lowest), camera.z


class Atmosphere(TypedDict):
    """What the plans of all that falls say alike."""

    near: float
    far: float
    most: int
    wind_x: float
    wind_z: float
    gusts: float
    eddies: float
    eddy: float
    opacity: float
    focus: float
    aperture: float
    second: float


def air_of(settings: Mapping[str, Scalar], rate: Rate) -> Atmosphere:
    """The part of a plan that is the same for all that falls, by the controls of the same names."""

    def number(name: str) -> float:
        return float(settings[name])

    angle, wind, near = radians(number("wind_direction")), number("wind"), number("near")
    return {
        "near": near, "far": max(number("far"), 2.0 * near), "most": int(settings["most"]),
        "wind_x": wind * cos(angle), "wind_z": -wind * sin(angle), "gusts": number("gusts"),
        "eddies": number("turbulence"), "eddy": number("eddy"), "opacity": number("opacity"),
        "focus": number("focus"), "aperture": 0.001 * number("aperture"),
        "second": number("speed") * rate.denominator / rate.numerator,
    }  # fmt: skip
