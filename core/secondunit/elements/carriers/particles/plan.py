"""What decides how a swarm flies, and what it takes, before it does. Light: an estimate loads no kernel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from secondunit.elements.cores import threads
from secondunit.elements.kind import Cost
from secondunit.wire.errors import OutOfRange
from secondunit.wire.picture import Format

#: Measured on one core of a 2020s server: seconds per particle step, per particle drawn, per pixel.
STEP, DRAW, PIXEL = 2.5e-7, 6e-6, 6e-8
#: Bytes per particle and per pixel.
PARTICLE_BYTES, PIXEL_BYTES = 240, 90
#: How many particles live at once at most.
MOST = 400_000


@dataclass(frozen=True)
class SwarmPlan:
    """Everything that decides how a swarm flies, in metres, seconds and m/s.

    `rate` particles are born a second, from a `shape` of `width`, upward with `rise` and to all sides with
    `spread`; each lives about `life` and falls through still air with about `fall`. `draught` rises over the
    source; wind, gusts 0 to 1, `eddies` and their size. `floor` is None where there is none. `step` is one
    step of `steps` in a frame; `preroll` frames come before the first.
    """

    rate: float
    shape: str
    width: float
    rise: float
    spread: float
    life: float
    fall: float
    draught: float
    wind_x: float
    wind_z: float
    gusts: float
    eddies: float
    eddy: float
    floor: float | None
    step: float
    steps: int
    preroll: int

    @property
    def alive(self) -> float:
        """How many live at once."""
        return self.rate * self.life * 1.5


class Flown(Protocol):
    """What a cost asks of a plan: how many there are at once, steps, frames before the first."""

    @property
    def alive(self) -> float: ...
    @property
    def steps(self) -> int: ...
    @property
    def preroll(self) -> int: ...


def rough_cost(plan: Flown, frames: int, format: Format) -> Cost:
    """The cost of `frames` frames of a format; their share of the plan's pre-roll included."""
    cores = min(4.0, threads() * 0.85)
    pixels = format.width * format.height
    flown = plan.steps * (1.0 + plan.preroll / max(1, frames))
    return Cost(
        seconds_simulate_per_frame=(0.004 + plan.alive * STEP * flown) / cores,
        seconds_render_per_frame=(0.01 + plan.alive * DRAW + pixels * PIXEL) / cores,
        memory_bytes=200_000_000 + round(plan.alive * PARTICLE_BYTES) + pixels * PIXEL_BYTES,
        disk_bytes=round(frames * plan.alive * 32),
        simulate_cores=cores,
        render_cores=cores,
    )


def refuse_too_many(plan: Flown) -> None:
    """Raise `OutOfRange` where more live at once than a machine keeps in hand."""
    if plan.alive > MOST:
        raise OutOfRange(
            f"{plan.alive:,.0f} particles would live at once; {MOST:,} is the most.",
            remedy="Ask for a smaller amount or a shorter life.",
            kept="Nothing was started.",
        )
