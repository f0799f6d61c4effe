"""Fog: what it is and what it takes. `carriers.haze` makes it."""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.elements.carriers.haze.kind import HazeKind, loop_seconds
from secondunit.elements.carriers.haze.plan import HazePlan
from secondunit.elements.carriers.obstacles import OBSTACLES_AROUND, with_obstacles
from secondunit.wire.control import Control, Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .controls import CONTROLS
from .cues import CUES
from .looks import LOOKS
from .plan import plan_of
from .words import LEXICON


class Fog(HazeKind):
    """Fog from near to far, even or in banks with holes, over the whole frame."""

    name = "fog"
    label = "Fog"
    version = 4
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS

    def controls(self) -> tuple[Control, ...]:
        return with_obstacles(CONTROLS, OBSTACLES_AROUND)

    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate) -> HazePlan:
        return plan_of(settings, format, loop_seconds(settings, rate))


KIND = Fog()
