"""Drifting dust: what it is and what it takes. `carriers.haze` makes it."""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.elements.carriers.haze.kind import HazeKind, loop_seconds
from secondunit.elements.carriers.haze.plan import HazePlan
from secondunit.elements.carriers.obstacles import with_obstacles
from secondunit.wire.control import Control, Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .controls import CONTROLS
from .cues import CUES
from .looks import LOOKS
from .plan import fullness_of, plan_of
from .words import LEXICON


class DustDrift(HazeKind):
    """Dust raised along a line by hooves, wheels or feet: puffs that grow, drift and settle."""

    name = "dust_drift"
    label = "Drifting dust"
    version = 4
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS
    share = 0.5

    def controls(self) -> tuple[Control, ...]:
        return with_obstacles(CONTROLS)

    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate) -> HazePlan:
        return plan_of(settings, format, loop_seconds(settings, rate))

    def fullness(self, whole: Mapping[str, Scalar], frames: int, format: Format) -> float:
        return fullness_of(whole, frames, format)


KIND = DustDrift()
