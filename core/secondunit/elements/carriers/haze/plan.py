"""What decides how haze looks, in metres, seconds and m/s, and what it takes. Light: no kernel is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin

from secondunit.elements.cores import threads
from secondunit.elements.kind import Cost
from secondunit.elements.optics.camera import Camera, pitched_camera
from secondunit.elements.optics.shot import ShotFormat
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format

from .air import Air
from .trail import Trail

#: Contrast that is left at the limit of visibility, 2 %: exp(-3.912).
KOSCHMIEDER = 3.912
#: Measured on one core of a 2020s server: seconds a pixel, and bytes a pixel.
PIXEL, PIXEL_BYTES = 6.0e-6, 150


@dataclass(frozen=True)
class Layer:
    """A layer of haze over the ground.

    `height` is its scale height, or its top where `edge` says how soft that is (in parts of the height); it
    begins `lift` above the ground. Its top rises and sinks by `swell` parts. It begins `front`
    metres from the camera, 0 for everywhere, and comes nearer with `advance` m/s.
    """

    height: float
    edge: float | None = None
    lift: float = 0.0
    swell: float = 0.0
    front: float = 0.0
    advance: float = 0.0


@dataclass(frozen=True)
class HazePlan:
    """Everything that decides how haze looks. It is a `layer` or a `trail`.

    `extinction` is per metre where it is whole. `unevenness` is the deviation of its logarithm, `holes` the
    part that is empty, `tear` how soft the edges of holes are. `detail` 1 goes down to the pixel; `ratio` is
    how much farther each sheet lies than the one before.
    """

    camera: Camera
    air: Air
    extinction: float
    unevenness: float
    holes: float
    tear: float
    forward: float
    detail: float
    ratio: float
    layer: Layer | None = None
    trail: Trail | None = None


def extinction_of(visibility: float) -> float:
    """The extinction per metre in which a black thing at `visibility` metres keeps 2 % of its contrast.

    Koschmieder 1924, "Theorie der horizontalen Sichtweite".
    """
    return KOSCHMIEDER / visibility


def standing_camera(settings: Mapping[str, Scalar], format: Format) -> Camera:
    """The plate's camera over a ground at height 0, above the origin: the whole frame is the element's.

    A shot's own camera stands there at the first frame.
    """
    if isinstance(format, ShotFormat):
        return format.standing(0.02).first
    return pitched_camera(settings, format, max(0.02, float(settings["camera_height"])))


def wind_of(settings: Mapping[str, Scalar]) -> tuple[float, float]:
    """The wind along x and z, in m/s."""
    angle, speed = radians(float(settings["wind_direction"])), float(settings["wind"])
    return speed * cos(angle), -speed * sin(angle)


def rough_cost(size: tuple[int, int], frames: int, share: float) -> Cost:
    """The cost of frames of which haze fills about `share`; nothing is simulated, whatever the length."""
    pixels = size[0] * size[1]
    cores = min(4.0, threads() * 0.9)
    return Cost(
        seconds_simulate_per_frame=0.0005,
        seconds_render_per_frame=(0.05 + pixels * PIXEL * share) / cores,
        memory_bytes=250_000_000 + pixels * PIXEL_BYTES,
        disk_bytes=400 * frames,
        render_cores=cores,
    )


def ratio_of(sheets: float, usual: float) -> float:
    """How much farther each sheet lies than the one before; `usual` of it for 100 sheets."""
    return 1.0 + usual * 100.0 / sheets
