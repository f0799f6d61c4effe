"""The controls of drifting dust as a plan for its haze. An estimate needs no more of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot

from secondunit.elements.carriers.haze.air import Air
from secondunit.elements.carriers.haze.plan import (
    HazePlan,
    extinction_of,
    ratio_of,
    standing_camera,
    wind_of,
)
from secondunit.elements.carriers.haze.trail import Trail
from secondunit.elements.optics.camera import Camera
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format

#: What dust that has just been raised takes to be drawn, as a share of what it takes when it is old.
FRESH = 0.15
#: As far away as the ground is taken to reach, in metres.
HORIZON = 300.0


def plan_of(settings: Mapping[str, Scalar], format: Format, loop: float) -> HazePlan:
    """The plan of dust with these settings; `loop` in seconds."""

    def number(name: str) -> float:
        return float(settings[name])

    camera = standing_camera(settings, format)
    start = on_ground(camera, number("x"), number("y"))
    end = on_ground(camera, number("end_x"), number("end_y"))
    trail = Trail(
        start, end, number("pace"), number("lead"), number("rate"), number("size"), number("width"),
        number("rise"), number("spread"), number("mixing"), number("fall"), number("life"),
    )  # fmt: skip
    away = hypot(camera.y, min(hypot(*start), hypot(*end)))
    # Sheets as far apart as half a fresh puff.
    usual = min(max(0.4 * number("size") / away, 0.01), 0.08)
    return HazePlan(
        camera, Air(number("eddy"), number("turbulence"), *wind_of(settings), loop),
        extinction_of(number("visibility")), number("unevenness"), number("holes"), number("softness"),
        number("forward"), number("detail"), ratio_of(number("sheets"), usual), trail=trail,
    )  # fmt: skip


def fullness_of(settings: Mapping[str, Scalar], frames: int, format: Format) -> float:
    """How much of what old dust fills is filled on average over a take of so many frames, 24 a second: dust
    that has just been raised is small, and what is over fills nothing.
    """
    trail = plan_of(settings, format, 0.0).trail
    if trail is None or trail.pace <= 0.0 or float(settings["loop"]) > 0.0:
        return 1.0
    clocks = [trail.lead + float(settings["speed"]) * n / 24.0 for n in range(frames)]
    parts = [
        FRESH + (1.0 - FRESH) * min(1.0, clock / trail.life)
        for clock in clocks
        if clock < trail.passing + trail.life
    ]
    return sum(parts) / len(clocks)


def on_ground(camera: Camera, x: float, y: float) -> tuple[float, float]:
    """Where on the ground, x and z in metres, a place in frame is (0 to 1, from the bottom left)."""
    dx, dy, dz = camera.ray(x, y)
    deep = HORIZON / hypot(dx, dz)
    if dy < 0.0:
        deep = min(deep, -camera.y / dy)
    return camera.x + dx * deep, camera.z + dz * deep
