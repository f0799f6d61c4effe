"""What decides how things that are thrown fly, before they do. Light: an estimate loads no kernel."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin


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
        """How many are there at once."""
        broken = 1.0 + 3.0 * min(1.0, self.splits + self.forks)
        if self.timing == "once":
            return self.amount * broken
        rate = self.amount if self.timing == "steady" else self.amount / self.pause
        return broken * max(rate * self.life * 1.5, self.amount if self.timing == "bursts" else 0.0)


def direction(toward: float, tilt: float) -> tuple[float, float, float]:
    """The unit vector of a heading (degrees: 0 right of frame, 90 away) tilted up from the level."""
    around, up = radians(toward), radians(tilt)
    return cos(up) * cos(around), sin(up), -cos(up) * sin(around)
