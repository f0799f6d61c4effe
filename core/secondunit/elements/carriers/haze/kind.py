"""What every kind of haze does alike: nothing is simulated, so a frame's file says when it is and no more."""

from __future__ import annotations

import hashlib
import json
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from secondunit.elements.cache import facts_of, read_stored, write_stored
from secondunit.elements.carriers.mattes import probe_matte
from secondunit.elements.carriers.obstacles import obstacles_of
from secondunit.elements.kind import Cancelled, Cost, ElementKind, Progress, RenderedFrame, Scene
from secondunit.elements.optics.shot import exposed
from secondunit.wire.control import Scalar
from secondunit.wire.errors import Cancelled as WasCancelled
from secondunit.wire.frames import FrameRange
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .plan import HazePlan, rough_cost
from .trail import refuse_too_many


def frame_file(cache: Path, frame: int) -> Path:
    """The cache file of a frame."""
    return cache / f"haze.{frame:07d}.suv"


class HazeKind(ElementKind):
    """A kind of haze; its plan is all that is its own."""

    tiny: Mapping[str, object] = {}
    #: The part of a usual frame that it fills, for estimates.
    share = 1.0

    @abstractmethod
    def plan(self, settings: Mapping[str, Scalar], format: Format, rate: Rate) -> HazePlan:
        """The plan of whole settings."""

    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        whole = self.whole(settings)
        obstacles_of(whole)
        # Sheets are most of the work.
        share = self.share * self.fullness(whole, frames, Format(*size))
        return rough_cost(size, frames, share * (0.25 + 0.0075 * float(whole["sheets"])))

    def fullness(self, whole: Mapping[str, Scalar], frames: int, format: Format) -> float:
        """How much of its part of a frame it fills on average over a take of so many frames, 24 a second."""
        return 1.0

    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        frames.require_at_most()
        plan = self.plan(self.whole(scene.settings), exposed(scene), scene.rate)
        if plan.trail is not None:
            refuse_too_many(plan.trail)
        if scene.matte is not None and (note := probe_matte(scene.matte, frames)):
            progress(0.0, note)
        identity = self._identity(frames)
        for number, frame in enumerate(frames):
            if cancelled():
                raise WasCancelled("The simulation was cancelled.", kept="Finished frames stay.")
            path = frame_file(cache, frame)
            if (facts_of(path) or {}).get("identity") != identity:
                facts = {"identity": identity, "index": frame - frames.first}
                write_stored(path, facts, {}, packed=False)
            progress((number + 1) / len(frames), f"Placing frame {frame} in time")

    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        from .picture import picture_of

        settings = self.whole(scene.settings)
        index = int(read_stored(frame_file(cache, frame)).facts["index"])
        plan = self.plan(settings, exposed(scene), scene.rate)
        return picture_of(scene, settings, plan, frame, seconds_of(settings, scene.rate, index))

    def weights(self, scene: Scene) -> dict[str, tuple[float, float, float]]:
        from secondunit.elements.optics.light import light_weights

        return light_weights(self.whole(scene.settings), scene.plate_luminance)

    def _identity(self, frames: FrameRange) -> str:
        of: dict[str, Any] = {"kind": self.name, "version": self.version, "first": frames.first}
        return hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()


def seconds_of(settings: FrozenMap[Scalar], rate: Rate, index: int) -> float:
    """How many seconds of haze have passed `index` frames after the first; a loop begins again at 0."""
    frames = loop_frames(settings, rate)
    if frames:
        index %= frames
    return index * float(settings["speed"]) * rate.denominator / rate.numerator


def loop_frames(settings: Mapping[str, Scalar], rate: Rate) -> int:
    """After how many frames the pictures repeat; 0 for never."""
    return round(float(settings["loop"]) * rate.numerator / rate.denominator)


def loop_seconds(settings: Mapping[str, Scalar], rate: Rate) -> float:
    """After how many seconds of haze it repeats, in whole frames; 0 for never."""
    return loop_frames(settings, rate) * float(settings["speed"]) * rate.denominator / rate.numerator
