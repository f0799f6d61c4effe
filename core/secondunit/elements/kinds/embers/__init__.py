"""Embers: what they are and what they take. `carriers.particles` flies them, `render` shows them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from secondunit.elements.carriers.particles.plan import rough_cost
from secondunit.elements.kind import Cancelled, Cost, ElementKind, Progress, RenderedFrame, Scene
from secondunit.wire.control import Control, Scalar
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .controls import CONTROLS
from .plan import plan_of
from .words import KIND_WORDS, LEXICON


class Embers(ElementKind):
    """Glowing embers on the draught of a fire and the wind: streaks that twinkle, redden and go out."""

    name = "embers"
    label = "Embers"
    version = 1
    lexicon = LEXICON
    words = KIND_WORDS
    tiny: Mapping[str, object] = {"preroll": 0.5}

    def controls(self) -> tuple[Control, ...]:
        return CONTROLS

    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        plan, _ = plan_of(self.whole(settings), Format(*size), Rate(24))
        return rough_cost(plan, frames, Format(*size))

    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        from secondunit.elements.carriers.particles.swarm import simulate_swarm

        plan, camera = plan_of(self.whole(scene.settings), scene.format, scene.rate)
        identity = {"kind": self.name, "version": self.version}
        simulate_swarm(scene, plan, camera, identity, cache, frames, progress, cancelled)

    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        from secondunit.elements.carriers.particles.swarm import frame_file

        from .render import render

        return render(scene, self.whole(scene.settings), frame_file(cache, frame))


KIND = Embers()
