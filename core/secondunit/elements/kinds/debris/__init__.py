"""Debris: what it is and what it takes. `carriers.particles` throws it, `render` shows it."""

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


class Debris(ThrownKind):
    """Chunks, splinters and shards that burst out, tumble, bounce and come to lie."""

    name = "debris"
    label = "Debris"
    version = 3
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS
    table = CONTROLS
    draw = 6e-8

    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate) -> tuple[ThrownPlan, Camera]:
        return plan_of(settings, format, rate)

    def weights(self, scene: Scene) -> dict[str, tuple[float, float, float]]:
        from secondunit.elements.optics.light import light_weights

        return light_weights(self.whole(scene.settings), scene.plate_luminance)

    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        from secondunit.elements.carriers.particles.frames import frame_file

        from .render import render

        return render(scene, self.whole(scene.settings), frame_file(cache, frame), frame, self.weights(scene))


KIND = Debris()
