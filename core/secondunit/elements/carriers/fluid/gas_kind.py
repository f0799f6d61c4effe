"""What every kind on the gas grid does alike: estimate a plan, simulate a gas into a cache, draw a frame.

Knows no kind and no control. A kind says how its settings become a plan and a gas, and how a frame is drawn.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from secondunit.elements.cache import Stored, digest_of, read_stored
from secondunit.elements.carriers.obstacles import OBSTACLES, obstacles_of, with_obstacles
from secondunit.elements.kind import Body, Cancelled, Cost, ElementKind, Progress, RenderedFrame, Scene
from secondunit.elements.optics.shot import exposed
from secondunit.wire.control import Control, Scalar
from secondunit.wire.frames import FrameRange
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .clearance import cleared, slab_in
from .coarse import coarse_settings, sharp_settings
from .cost import rough_cost
from .plan import Fill, GasPlan

if TYPE_CHECKING:
    from .draft import Draft
    from .gas import Gas
    from .picture import GasPicture

P = TypeVar("P", bound="GasPicture")


class GasKind(ElementKind):
    """A kind that a gas on a grid carries; nothing of the solver is loaded before it works."""

    #: Everything that can be set by hand.
    rows: tuple[Control, ...]
    #: Whether its frames have a layer of light of their own.
    glows: bool = False
    #: The control of a kind that glows that says how hot its heat 1 is, in kelvin.
    core: str = "temperature"
    #: How much of its box it takes, as `python -m benchmarks estimate` measures it.
    fill = Fill(1.0, 1.0)
    #: Whether a final is drawn toward its own quick look.
    led: bool = False
    #: Whether a sharp quick look has cells of its own, of half the size.
    halves: bool = False
    bodied = True

    @abstractmethod
    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate, matte: bool) -> GasPlan:
        """The plan of its gas with whole settings, seen in a format."""

    @abstractmethod
    def gas(self, scene: Scene, settings: FrozenMap[Scalar], plan: GasPlan) -> Gas:
        """What makes its gas."""

    @abstractmethod
    def draw(self, picture: GasPicture, settings: FrozenMap[Scalar]) -> None:
        """Fill in the layers of a frame."""

    def controls(self) -> tuple[Control, ...]:
        return with_obstacles(self.rows)

    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        format = Format(*size)
        whole = self.whole(settings)
        plan = cleared(self.plan(whole, format, Rate(24), matte=False), obstacles_of(whole))
        leader = None
        if self.led:
            leader = self.plan(self._coarse(whole, format, Rate(24), False), format, Rate(24), matte=False)
        return rough_cost(plan, self.fill, frames, format, bool(whole[OBSTACLES.name]), leader)

    def _settings(self, scene: Scene) -> FrozenMap[Scalar]:
        """The whole settings that a scene is simulated and drawn with."""
        settings = self.whole(scene.settings)
        if not scene.quick:
            return settings
        coarse = self._coarse(settings, exposed(scene), scene.rate, scene.matte is not None)
        return sharp_settings(settings, coarse) if scene.sharp and self.halves else coarse

    def _coarse(self, whole: FrozenMap[Scalar], format: Format, rate: Rate, matte: bool) -> FrozenMap[Scalar]:
        return coarse_settings(whole, lambda those: self.plan(those, format, rate, matte))

    def _cleared(self, scene: Scene, settings: Mapping[str, Scalar]) -> GasPlan:
        """The plan of a scene with whole settings, with room around what is in the way."""
        plan = self.plan(settings, exposed(scene), scene.rate, scene.matte is not None)
        obstacles = obstacles_of(settings)
        if scene.occluder is not None and scene.occluder_thickness > 0.0:
            obstacles = (*obstacles, slab_in(plan, scene.occluder_distance, scene.occluder_thickness))
        return cleared(plan, obstacles)

    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        from .gas import simulate_gas

        if self._is_finer(scene):
            self._simulate_at_rest(scene, cache, frames, progress, cancelled)
            return
        settings = self._settings(scene)
        plan = self._cleared(scene, settings)
        identity = {"kind": self.name, "version": self.version}
        gas, obstacles = self.gas(scene, settings, plan), obstacles_of(settings)
        leader = None
        if self.led and not scene.quick:
            quick = replace(scene, overscan=0, quick=True)
            coarse = self._settings(quick)
            leader = self.gas(quick, coarse, self._cleared(quick, coarse))
        simulate_gas(scene, gas, identity, cache, frames, progress, cancelled, obstacles, leader)

    def _simulate_at_rest(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        """The quick look of a sharp scene, and its last frame on finer cells."""
        from .sharp import simulate_sharp

        quick = replace(scene, sharp=False)
        self.simulate(quick, cache, frames, progress, cancelled)
        fine, coarse = self._settings(scene), self._settings(quick)
        # What burns is a final's; that it lasts longer belongs to few cells.
        gas = self.gas(replace(scene, quick=False), fine, self._cleared(scene, fine))
        leader = self.gas(quick, coarse, self._cleared(quick, coarse))
        identity = {"kind": self.name, "version": self.version}
        simulate_sharp(scene, gas, leader, identity, cache, frames, cancelled, obstacles_of(fine))

    def _is_finer(self, scene: Scene) -> bool:
        """Whether a scene is looked at on cells of its own once nothing moves."""
        if not (scene.quick and scene.sharp and self.halves):
            return False
        return self._settings(scene) != self._settings(replace(scene, sharp=False))

    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        from .draft import Glimpse
        from .picture import GasPicture

        draft = self._draft(scene, cache, frame)
        picture = self._blank(GasPicture, scene, draft.stored, frame)
        draft.draw_into(picture)
        if not scene.passes:
            return picture.frame()
        here: GasPicture = picture
        if picture.hidden.size:
            # Vectors are those of the gas, and not of the edge of what stands before it.
            here = self._blank(Glimpse, scene, draft.stored, frame)
            draft.draw_into(here)
        del draft  # Two at a time would be more than a render needs.
        after = self._draft(scene, cache, frame + 1)
        glimpse = self._blank(Glimpse, scene, after.stored, frame + 1)
        after.draw_into(glimpse)
        picture.follow(here, glimpse)
        after.shelve()
        return picture.frame()

    def body(self, scene: Scene, cache: Path, frame: int) -> Body:
        from .mould import Mould
        from .simulate import frame_file

        mould = self._blank(Mould, scene, read_stored(frame_file(cache, frame)), frame)
        self.draw(mould, self.whole(scene.settings))
        return mould.body()

    def weights(self, scene: Scene) -> dict[str, tuple[float, float, float]]:
        from secondunit.elements.optics.light import light_weights

        return light_weights(self.whole(scene.settings), scene.plate_luminance, own_key=True)

    def _draft(self, scene: Scene, cache: Path, frame: int) -> Draft:
        """What is drawn of a frame; raises `DamagedPicture` where its cache file is missing or damaged."""
        from .draft import Draft, shelved
        from .sharp import sharp_folder
        from .simulate import frame_file

        path = frame_file(sharp_folder(cache) if self._is_finer(scene) else cache, frame)
        draft = shelved(scene, digest_of(path))
        if draft is None:
            draft = self._blank(Draft, scene, read_stored(path), frame)
            self.draw(draft, self.whole(scene.settings))
        return draft

    def _blank(self, paper: type[P], scene: Scene, stored: Stored, frame: int) -> P:
        """An empty picture of a frame."""
        settings = self._settings(scene)
        plan = self._cleared(scene, settings)
        picture = paper.of(scene, settings, plan, stored, self.glows, frame)
        picture.kelvin = float(settings[self.core]) if self.glows else 0.0
        return picture
