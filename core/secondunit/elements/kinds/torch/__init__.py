"""Torch fire: what it is and what it takes. `work` makes it, `render` shows it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from secondunit.elements.carriers.fluid.cost import rough_cost
from secondunit.elements.kind import Cancelled, Cost, ElementKind, Progress, RenderedFrame, Scene
from secondunit.wire.control import Control, Scalar
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .controls import CONTROLS
from .plan import plan_of
from .words import KIND_WORDS, LEXICON


class Torch(ElementKind):
    """The flame of a torch: tongues that tear off, a white core, a little smoke, or so from the artist's
    matte.
    """

    name = "torch"
    label = "Torch fire"
    version = 1
    lexicon = LEXICON
    words = KIND_WORDS

    def controls(self) -> tuple[Control, ...]:
        return CONTROLS

    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        format = Format(*size)
        return rough_cost(plan_of(self.whole(settings), format, Rate(24), matte=False), frames, format)

    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        from .work import simulate

        identity = {"kind": self.name, "version": self.version}
        simulate(scene, self.whole(scene.settings), identity, cache, frames, progress, cancelled)

    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        from secondunit.elements.carriers.fluid.simulate import frame_file

        from .render import render

        return render(scene, self.whole(scene.settings), frame_file(cache, frame))

    def weights(self, scene: Scene) -> dict[str, tuple[float, float, float]]:
        from secondunit.elements.optics.light import light_weights

        return light_weights(self.whole(scene.settings), scene.plate_luminance)


KIND = Torch()
