"""The clean plate as a method of this machine: a plate and a matte in, what goes over the plate out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from secondunit.models.method import Footage, MethodCost, Pixels
from secondunit.models.offer import FRAMES, offered
from secondunit.models.weights.table import Weights
from secondunit.wire import (
    Capability,
    Control,
    Limit,
    Need,
    Task,
)
from secondunit.wire.errors import NothingSelected

from .cleaning import CleanFrame, CleaningSettings, clean, foreseen, second_depth
from .plate import MattedPlate
from .record import kept_survey
from .survey import Survey, survey

#: What marks the pixels that no frame saw.
NEVER_SEEN = "never_seen"
#: Processor seconds for a million pixels, with a hole of three to twelve parts in a hundred, and the bytes of
#: the process.
SECONDS, PROCESS = 0.8, 300_000_000


@dataclass(frozen=True)
class CleanPlate:
    """Fills what a matte hides from the frames that saw it."""

    #: Raised whenever the same plate gives other pixels.
    version = 3
    marks: Sequence[str] = (NEVER_SEEN,)
    needs: Sequence[Weights] = ()

    @property
    def capability(self) -> Capability:
        """A matte says what goes; three controls say how its edge and grain are treated."""
        return offered(
            "clean_plate", "Clean plate, computed", Task.INPAINT,
            Limit("What it can fill", "what another frame of the plate shows; the rest is marked"),
            controls=(
                Control("grow", "Matte grown", unit="px", default=2, kind="int", minimum=0, maximum=64,
                        help="By so much more than the matte goes away: its edge holds light of the thing"),
                Control("feather", "Edge", unit="px", default=4, kind="int", minimum=0, maximum=128,
                        help="How wide the plate and what is filled go over into each other"),
                Control("grain", "Grain", "bool", default=True,
                        help="What is filled has grain like the plate's own"),
            ),
            intake=replace(FRAMES, matte=Need.REQUIRED),
        )  # fmt: skip

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame takes, as it was measured; the memory does not grow with the plate's length."""
        return MethodCost(width * height / 1e6 * SECONDS, foreseen((height, width)) + PROCESS)

    def load(self, footage: Footage) -> CleanPlateWorker:
        """Look where every frame stands; raises `NothingSelected` without a matte, `BadInput` where it hides
        all there is.
        """
        plate, settings = _given(footage)
        return CleanPlateWorker(plate, self._surveyed(footage, plate, settings), settings)

    def survey(self, footage: Footage) -> None:
        """Look where every frame stands, once for all who make frames; raises as `load` does."""
        plate, settings = _given(footage)
        self._surveyed(footage, plate, settings)

    def _surveyed(self, footage: Footage, plate: MattedPlate, settings: CleaningSettings) -> Survey:
        name = f"clean_plate-{self.version}-{settings.grow}-{footage.shot}"
        return kept_survey(footage.kept, name, lambda: survey(plate, settings.grow))


class CleanPlateWorker:
    """Gives the frames of one clean plate; in order they cost least."""

    def __init__(self, plate: MattedPlate, seen: Survey, settings: CleaningSettings) -> None:
        self._plate, self._seen, self._settings = plate, seen, settings
        self._coming: Iterator[CleanFrame] = iter(())
        self._next: int | None = None

    @property
    def remarks(self) -> Sequence[str]:
        """Where it is cut, and that it shows two depths."""
        sentences = [
            f"The plate is cut before frame {frame}: each side of it is filled from its own frames."
            for frame in self._seen.cuts
        ]
        if second_depth(self._seen):
            sentences.append("What stands behind it is at two depths: look at the edge where they meet.")
        return sentences

    def frame(self, frame: int) -> Pixels:
        """What goes over the plate, premultiplied with the grown and feathered matte, and the mark.

        The mark is 1 where no frame saw what is there.
        """
        if frame != self._next:
            self._coming = clean(self._plate, self._seen, self._settings, first=frame)
        filled = next(self._coming)
        self._next = frame + 1
        alpha = filled.alpha[..., None]
        # Where the plate stays it is given by nothing at all, so that it keeps its bits.
        under = (np.float32(1.0) - alpha) * self._plate.picture(frame)
        over = np.where(alpha > 0, filled.pixels - under, np.float32(0.0))
        return np.concatenate([over, alpha, filled.never_seen[..., None]], axis=2)


def _given(footage: Footage) -> tuple[MattedPlate, CleaningSettings]:
    if footage.matte is None:
        raise NothingSelected(
            "There is no matte that says what goes away.", remedy="Draw or choose one.", where="matte"
        )
    settings = CleaningSettings(
        int(footage.settings["grow"]), int(footage.settings["feather"]), bool(footage.settings["grain"])
    )
    return MattedPlate(footage.shot, footage.picture, footage.matte, footage.frames), settings
