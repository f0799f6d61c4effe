"""The crowd as a method of this machine: the plate and its passes in, the crowd and each pass cut out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from secondunit.models.method import Footage, MethodCost, Pixels, PlatePass
from secondunit.models.offer import FRAMES, offered
from secondunit.models.weights.table import Weights
from secondunit.wire import Capability, Control, Limit, Task
from secondunit.wire.errors import NothingSelected
from secondunit.wire.plate import MOST_PASSES, PASS

from .alignment import align
from .depth import read_order
from .gathering import LOOKS, Gathering
from .passes import CrowdPlate
from .record import Alignment, kept_alignment

#: What marks the background that no pass showed.
NEVER_SEEN = "never_seen"
#: Processor seconds for a million pixels and a pass, and for the rest of a frame, under a camera that moves
#: (one that stands takes two thirds of it); bytes of a pixel: of a look at the background, of a pass, of
#: the rest; and of the process.
SECONDS, OWN_SECONDS, LOOK, OF_PASS, OWN, PROCESS = 1.4, 1.2, 7, 60, 250, 300_000_000
#: So much of the background that nobody saw is remarked.
_MUCH = 1e-3


@dataclass(frozen=True)
class CrowdFromPasses:
    """Makes one crowd of several passes of the same people."""

    #: Raised whenever the same passes give other pixels.
    version = 2
    marks: Sequence[str] = (NEVER_SEEN,)
    needs: Sequence[Weights] = ()

    @property
    def capability(self) -> Capability:
        """Its passes are references; one control says who is in front."""
        capability = offered(
            "crowd_passes", "Crowd from passes, computed", Task.CROWD,
            Limit("Passes", f"the plate and 1 to {MOST_PASSES - 1} more of a camera that stands or repeats"),
            Limit("Who is in front", "who stands lower in the picture, unless an order is set"),
            controls=(
                Control("order", "Order", "text", default="",
                        help="The passes from the front to the back, 2 1 3, where 1 is the plate; empty: who "
                        "stands lower in the picture is in front"),
            ),
            intake=replace(FRAMES, reference_roles=(PASS,)),
        )  # fmt: skip
        return replace(capability, references=MOST_PASSES - 1)

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame of two passes takes."""
        return self.cost_of_passes(width, height, 2)

    def cost_of_passes(self, width: int, height: int, passes: int) -> MethodCost:
        """What a frame takes, as it was measured; the memory does not grow with the shot's length."""
        pixels = width * height
        seconds = pixels / 1e6 * (OWN_SECONDS + passes * SECONDS)
        held = max(LOOKS, 2 * passes) * LOOK + passes * OF_PASS + OWN
        return MethodCost(seconds, pixels * held + PROCESS)

    def channels(self, passes: int) -> tuple[str, ...]:
        """Each pass's R, G, B and A, premultiplied, its shadow, the clean background, and who saw it."""
        numbers = range(1, passes + 1)
        layers = tuple(f"pass_{number}.{channel}" for number in numbers for channel in "RGBA")
        shadows = tuple(f"shadow_{number}.A" for number in numbers)
        return (*layers, *shadows, "clean.R", "clean.G", "clean.B", f"{NEVER_SEEN}.A")

    def load(self, footage: Footage) -> CrowdWorker:
        """Look where every pass lies; raises `NothingSelected` without one, `BadInput` for one that does not
        lie on the plate, `OutOfRange` for an order that does not name every pass.
        """
        plate, order = _given(footage)
        alignment = self._aligned(footage, plate)
        return CrowdWorker(
            footage, Gathering(plate, alignment, order), self._looked(footage, plate, alignment)
        )

    def survey(self, footage: Footage) -> None:
        """Look where every pass lies, once for all who make frames; raises as `load` does."""
        plate, _ = _given(footage)
        self._looked(footage, plate, self._aligned(footage, plate))

    def _aligned(self, footage: Footage, plate: CrowdPlate) -> Alignment:
        return kept_alignment(footage.kept, f"crowd-{self.version}", lambda: align(plate))

    def _looked(self, footage: Footage, plate: CrowdPlate, alignment: Alignment) -> float:
        """How much of the background nobody saw, at the worst of the frames in the middle of shots."""

        def look() -> str:
            gathering = Gathering(plate, alignment)
            middles = [(shot.first + shot.last) // 2 for shot in plate.shots]
            return json.dumps(max(gathering.require_alike(frame) for frame in middles))

        return float(json.loads(footage.kept(f"crowd_unseen-{self.version}", look)))


class CrowdWorker:
    """Gives the frames of one crowd; in order they cost least."""

    def __init__(self, footage: Footage, gathering: Gathering, unseen: float) -> None:
        self._footage, self._gathering, self._unseen = footage, gathering, unseen

    @property
    def remarks(self) -> Sequence[str]:
        """What of the background no pass showed."""
        if self._unseen < _MUCH:
            return ()
        return (
            f"{100 * self._unseen:.1f} % of the background was never seen without somebody before it: it is "
            f"marked ({NEVER_SEEN}). A pass without anybody shows it.",
        )

    def frame(self, frame: int) -> Pixels:
        """The crowd with the plate's own alpha, and what `CrowdFromPasses.channels` names."""
        made = self._gathering.frame(frame)
        alpha = np.ones(made.picture.shape[:2], np.float32)
        if self._footage.alpha is not None:
            alpha = self._footage.alpha(frame)
        layers = [layer.over_black() for layer in made.layers]
        shadows = [(1.0 - layer.shade)[..., None] for layer in made.layers]
        never = made.never_seen.astype(np.float32)[..., None]
        parts = [made.picture, alpha[..., None], *layers, *shadows, made.clean, never]
        return np.concatenate(parts, axis=2, dtype=np.float32)


def _given(footage: Footage) -> tuple[CrowdPlate, tuple[int, ...]]:
    if not footage.passes:
        raise NothingSelected(
            "There is no other pass than the plate.",
            remedy="Add the other passes of this camera (--pass FOOTAGE).",
            where="references",
        )
    passes = (PlatePass("of the plate", footage.picture), *footage.passes)
    order = read_order(str(footage.settings.get("order", "")), len(passes))
    return CrowdPlate(footage.frames, passes, footage.cuts), order
