"""Sparks: what they are and what they take. `carriers.particles` throws them, `render` shows them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from secondunit.elements.carriers.particles.particle_kind import ThrownKind
from secondunit.elements.carriers.particles.thrown_plan import ThrownPlan
from secondunit.elements.kind import RenderedFrame, Scene
from secondunit.elements.optics.camera import Camera
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .controls import CONTROLS
from .cues import CUES
from .looks import LOOKS
from .plan import plan_of
from .words import LEXICON


class Sparks(ThrownKind):
    """Sparks of a grinder, a welder, a short circuit, a hit: they arc, bounce, burst, redden and go out."""

    name = "sparks"
    label = "Sparks"
    version = 3
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS
    table = CONTROLS
    draw = 9.5e-9

    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate) -> tuple[ThrownPlan, Camera]:
        return plan_of(settings, format, rate)

    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        from secondunit.elements.carriers.particles.frames import frame_file

        from .render import render

        return render(scene, self.whole(scene.settings), frame_file(cache, frame), frame)


KIND = Sparks()
