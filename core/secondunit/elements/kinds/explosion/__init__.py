"""An explosion: a flash, a fireball that swells, rises and cools, and the smoke that it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.elements.carriers.fluid.gas_kind import GasKind
from secondunit.elements.carriers.fluid.plan import Fill, GasPlan
from secondunit.elements.events import KindsEvent
from secondunit.elements.kind import Cancelled, Cost, Progress, RenderedFrame, Scene
from secondunit.elements.optics.shot import exposed
from secondunit.wire.control import Scalar
from secondunit.wire.frames import FrameRange
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .controls import CONTROLS
from .cues import CUES
from .looks import LOOKS
from .parts import parts_of
from .plan import FILLINGS, Fireball, plan_of
from .words import LEXICON

if TYPE_CHECKING:
    from secondunit.elements.carriers.fluid.gas import Gas
    from secondunit.elements.carriers.fluid.picture import GasPicture


class Explosion(GasKind):
    """Fuel that is let go and burns all at once, in the air or over the ground, with one clock for its
    flash, its fireball and its smoke.
    """

    name = "explosion"
    label = "Explosion"
    version = 8
    fill = Fill(0.06, 0.07)
    fillings = FILLINGS
    lexicon = LEXICON
    cues = CUES
    looks = LOOKS
    rows = CONTROLS
    glows = True
    tiny: Mapping[str, object] = {"resolution": 24, "start": 0.0, "sparks": 0.0, "debris": 0.0}

    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate, matte: bool) -> GasPlan:
        return plan_of(settings, format, matte)

    def gas(self, scene: Scene, settings: FrozenMap[Scalar], plan: GasPlan) -> Gas:
        from .work import gas_of

        return gas_of(scene, settings, plan)

    def draw(self, picture: GasPicture, settings: FrozenMap[Scalar]) -> None:
        from .render import draw

        draw(picture, settings)

    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        super().simulate(scene, cache, frames, lambda done, text: progress(0.8 * done, text), cancelled)
        self.event(scene).simulate(
            cache, frames, lambda done, text: progress(0.8 + 0.2 * done, text), cancelled
        )

    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        return self.event(scene).render(super().render(scene, cache, frame), cache, frame)

    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        own = super().estimate(settings, frames, size)
        scene = Scene(self.name, self.whole(settings), 0, Format(*size), Rate(24))
        costs = [own, *(kind.estimate(part.settings, frames, size) for kind, part in self.event(scene).parts)]
        simulating = sum(cost.seconds_simulate_per_frame for cost in costs)
        drawing = sum(cost.seconds_render_per_frame for cost in costs)
        return Cost(
            simulating,
            drawing,
            max(cost.memory_bytes for cost in costs),
            sum(cost.disk_bytes for cost in costs),
            sum(cost.processor_simulate_per_frame for cost in costs) / simulating,
            sum(cost.processor_render_per_frame for cost in costs) / drawing,
        )

    def event(self, scene: Scene) -> KindsEvent:
        """What takes part beside the gas."""
        from secondunit.elements.kinds import registry

        settings = self.whole(scene.settings)
        plan = self.plan(settings, exposed(scene), scene.rate, scene.matte is not None)
        distance = plan.camera.see(0.0, 0.0, 0.0)[2]
        return KindsEvent.of(scene, settings, distance, parts_of(settings), registry())

    def whole(self, settings: Mapping[str, Scalar]) -> FrozenMap[Scalar]:
        whole = super().whole(settings)
        return whole.updated({"width": Fireball.of(whole).width})


KIND = Explosion()
