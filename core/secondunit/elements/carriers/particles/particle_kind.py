"""What every kind made of particles has: controls, a plan, a cost, frames in a cache and a picture of them.

A kind brings its table of controls, `plan` and `render`; nothing heavy is loaded before it works.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path

from secondunit.elements.carriers.obstacles import OBSTACLES_AROUND, obstacles_of, with_obstacles
from secondunit.elements.kind import Cancelled, Cost, ElementKind, Progress, RenderedFrame, Scene
from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.shot import exposed
from secondunit.wire.control import Control, Scalar
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .plan import SwarmPlan, rough_cost
from .precipitation_plan import PrecipitationPlan, precipitation_cost
from .thrown_plan import ThrownPlan, thrown_cost


class PrecipitationKind(ElementKind):
    """Drops or flakes that fill the air before the camera, for any length: see `precipitation`."""

    #: Everything that can be set by hand.
    table: tuple[Control, ...]
    tiny: Mapping[str, object] = {"most": 2000}

    def controls(self) -> tuple[Control, ...]:
        return with_obstacles(self.table, OBSTACLES_AROUND)

    @abstractmethod
    def plan(
        self, settings: Mapping[str, Scalar], format: Format, rate: Rate
    ) -> tuple[PrecipitationPlan, Camera]:
        """The plan of what falls with these settings, and the camera that sees it."""

    def weights(self, scene: Scene) -> dict[str, tuple[float, float, float]]:
        from secondunit.elements.optics.light import light_weights

        return light_weights(self.whole(scene.settings), scene.plate_luminance)

    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        whole = self.whole(settings)
        obstacles_of(whole)
        plan, camera = self.plan(whole, Format(*size), Rate(24))
        return precipitation_cost(plan, camera, frames, Format(*size))

    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        from .precipitation_frames import mark_frames

        plan, camera = self.plan(self.whole(scene.settings), exposed(scene), scene.rate)
        identity = {"kind": self.name, "version": self.version}
        mark_frames(scene, plan, camera, identity, cache, frames, progress, cancelled)

    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        from .precipitation_frames import render_frame

        settings = self.whole(scene.settings)
        plan, camera = self.plan(settings, exposed(scene), scene.rate)
        return render_frame(scene, settings, plan, camera, self.weights(scene), cache, frame)


class ThrownKind(ElementKind):
    """Pieces that are thrown, bounce and break: see `thrown`."""

    #: Everything that can be set by hand.
    table: tuple[Control, ...]
    tiny: Mapping[str, object] = {"amount": 40.0}
    #: Seconds to draw a piece for each pixel of the format's width.
    draw: float

    def controls(self) -> tuple[Control, ...]:
        return with_obstacles(self.table)

    @abstractmethod
    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate) -> tuple[ThrownPlan, Camera]:
        """The plan of what is thrown with these settings, and the camera that sees it."""

    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        whole = self.whole(settings)
        obstacles_of(whole)
        plan, _ = self.plan(whole, Format(*size), Rate(24))
        return thrown_cost(plan, frames, Format(*size), self.draw)

    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        from .thrown import simulate_thrown

        settings = self.whole(scene.settings)
        plan, camera = self.plan(settings, exposed(scene), scene.rate)
        obstacles = obstacles_of(settings)
        identity = {"kind": self.name, "version": self.version}
        simulate_thrown(scene, plan, camera, identity, cache, frames, progress, cancelled, obstacles)


class SwarmKind(ElementKind):
    """Particles that are born one after another and fly on the air: see `swarm`."""

    #: Everything that can be set by hand.
    table: tuple[Control, ...]
    tiny: Mapping[str, object] = {"preroll": 0.5}

    def controls(self) -> tuple[Control, ...]:
        return with_obstacles(self.table)

    @abstractmethod
    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate) -> tuple[SwarmPlan, Camera]:
        """The plan of a swarm with these settings, and the camera that sees it."""

    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        whole = self.whole(settings)
        obstacles_of(whole)
        plan, _ = self.plan(whole, Format(*size), Rate(24))
        return rough_cost(plan, frames, Format(*size))

    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        from .swarm import simulate_swarm

        settings = self.whole(scene.settings)
        plan, camera = self.plan(settings, exposed(scene), scene.rate)
        obstacles = obstacles_of(settings)
        identity = {"kind": self.name, "version": self.version}
        simulate_swarm(scene, plan, camera, identity, cache, frames, progress, cancelled, obstacles)
