"""Rain: what it is and what it takes. `carriers.particles` fills the air with it."""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.elements.carriers.particles.particle_kind import PrecipitationKind
from secondunit.elements.carriers.particles.precipitation_plan import PrecipitationPlan
from secondunit.elements.optics.camera import Camera
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .controls import CONTROLS
from .cues import CUES
from .looks import LOOKS
from .plan import plan_of
from .words import LEXICON


class Rain(PrecipitationKind):
    """Rain by its rate, from drizzle to cloudburst: it slants with the wind and splashes on the ground."""

    name = "rain"
    label = "Rain"
    version = 3
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS
    table = CONTROLS

    def plan(
        self, settings: Mapping[str, Scalar], format: Format, rate: Rate
    ) -> tuple[PrecipitationPlan, Camera]:
        return plan_of(settings, format, rate)


KIND = Rain()
