"""Smoke, the first kind: what it is and what it takes. `smoke_work` makes it, and is loaded at first use."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from secondunit.wire.control import Control, Scalar, read_controls
from secondunit.wire.frames import FrameRange
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .cost import rough_cost
from .kind import Cancelled, Cost, Progress, RenderedFrame, Scene, Understanding
from .prompt import understand
from .smoke_controls import CONTROLS


class Smoke:
    """Billowing smoke from a vent, a fire gone out, a chimney, or the artist's own matte."""

    name = "smoke"
    label = "Smoke"
    version = 2

    def controls(self) -> tuple[Control, ...]:
        return CONTROLS

    def understand(self, prompt: str) -> Understanding:
        return understand(prompt, CONTROLS)

    def settings(self, prompt: str, by_hand: Mapping[str, object]) -> FrozenMap[Scalar]:
        hand = read_controls(CONTROLS, by_hand)
        defaults: dict[str, Scalar] = {control.name: control.default for control in CONTROLS}
        return FrozenMap({**defaults, **self.understand(prompt).settings, **hand})

    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        return rough_cost(_whole(settings), frames, Format(*size))

    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        from .smoke_work import simulate

        identity = {"kind": self.name, "version": self.version}
        simulate(scene, _whole(scene.settings), identity, cache, frames, progress, cancelled)

    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        from .smoke_work import render

        return render(scene, _whole(scene.settings), cache, frame)

    def weights(self, scene: Scene) -> dict[str, tuple[float, float, float]]:
        from .smoke_work import weights

        return weights(scene, _whole(scene.settings))

    def warm(self, progress: Progress) -> None:
        from tempfile import TemporaryDirectory

        tiny = self.settings("", {"resolution": 24, "preroll": 0.0})
        scene = Scene("smoke", tiny, 1, Format(32, 32), Rate(24))
        with TemporaryDirectory(prefix="secondunit-warm-") as folder:
            progress(0.0, "Compiling the simulation")
            self.simulate(scene, Path(folder), FrameRange(1, 2), lambda done, text: None, lambda: False)
            progress(0.6, "Compiling the renderer")
            self.render(scene, Path(folder), 2)
            progress(1.0, "Ready")


def _whole(settings: Mapping[str, Scalar]) -> FrozenMap[Scalar]:
    """Settings with every control in it, each one read again: a scene may come from anywhere."""
    defaults: dict[str, Scalar] = {control.name: control.default for control in CONTROLS}
    return FrozenMap({**defaults, **read_controls(CONTROLS, settings)})
