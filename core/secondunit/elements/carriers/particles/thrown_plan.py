"""What decides how things that are thrown fly, before they do. Light: an estimate loads no kernel."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

from secondunit.elements.cores import threads
from secondunit.elements.kind import Cost
from secondunit.wire.picture import Format

#: Measured on one core of a 2020s server: seconds for a step of a piece, and for a pixel; bytes of a pixel,
#: and of a number in the cache.
STEP, PIXEL = 9e-7, 3e-8
PIXEL_BYTES, PACKED = 130, 3.2


@dataclass(frozen=True)
class ThrownPlan:
    """Everything that decides how pieces are thrown, in metres, seconds, m/s and kg/m^3.

    `timing`: `steady`, `amount` pieces a second; `bursts`, `amount` in each, about `pause` apart; `once`, all
    of `amount` at `delay` after the first frame. What leaves together does so within `duration`, most at its
    beginning. They leave a `shape` of `width`, as fast as `speed` with its `variety` (0 to 1), within `cone`
    degrees of the direction (`toward_x`, `toward_y`, `toward_z`). Diameters lie between `least` and `most`;
    the number of those larger than d falls with d to the power of `-power`. `flat` are the lengths of a
    piece's second and third axis beside the first. Each lasts about `life`; `splits` of them break on the
    floor, `forks` in the air. `floor` is None where there is none. `step` is one step of `steps` in a frame;
    `preroll` frames come before the first.
    """

    amount: float
    timing: str
    pause: float
    duration: float
    delay: float
    shape: str
    width: float
    toward: tuple[float, float, float]
    cone: float
    speed: float
    variety: float
    least: float
    most: float
    power: float
    density: float
    bluffness: float
    flat: tuple[float, float]
    tumbles: bool
    life: float
    splits: float
    forks: float
    wind_x: float
    wind_z: float
    restitution: float
    friction: float
    floor: float | None
    step: float
    steps: int
    preroll: int

    @property
    def alive(self) -> float:
        """How many are there at once; parts of what broke are there for a shorter time."""
        broken = 1.0 + 0.9 * min(1.0, self.splits + self.forks)
        if self.timing == "once":
            return self.amount * broken
        rate = self.amount if self.timing == "steady" else self.amount / self.pause
        return broken * max(rate * self.life * 0.87, self.amount if self.timing == "bursts" else 0.0)


def thrown_cost(plan: ThrownPlan, frames: int, format: Format, draw: float) -> Cost:
    """The cost of `frames` frames of a format, their share of the pre-roll included.

    `draw` is what it takes to draw a piece, in seconds for each pixel of the format's width.
    """
    cores = min(4.0, threads() * 0.85)
    pixels = format.width * format.height
    flown = plan.steps * (1.0 + plan.preroll / max(1, frames))
    floats = 3 * (plan.steps + 1) + 14
    return Cost(
        seconds_simulate_per_frame=(0.015 + plan.alive * STEP * flown) / cores,
        seconds_render_per_frame=(0.01 + plan.alive * draw * format.width + pixels * PIXEL) / cores,
        memory_bytes=200_000_000 + round(plan.alive * floats * 16) + pixels * PIXEL_BYTES,
        disk_bytes=round(frames * plan.alive * floats * PACKED),
        simulate_cores=cores,
        render_cores=cores,
    )


def direction(toward: float, tilt: float) -> tuple[float, float, float]:
    """The unit vector of a heading (degrees: 0 right of frame, 90 away) tilted up from the level."""
    around, up = radians(toward), radians(tilt)
    return cos(up) * cos(around), sin(up), -cos(up) * sin(around)
