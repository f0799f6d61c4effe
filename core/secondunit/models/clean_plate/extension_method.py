"""The larger frame as a method of this machine: a plate in, the plate with what lies around it out."""

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
    Window,
)
from secondunit.wire.errors import NothingSelected
from secondunit.wire.task import LARGEST_OVERSCAN

from .cleaning import CleanFrame, CleaningSettings, clean, foreseen, second_depth
from .extension import Border, bordered, larger
from .method import NEVER_SEEN, PROCESS
from .plate import MattedPlate
from .record import kept_survey
from .survey import Survey, survey

#: What marks the pixels that are not the plate's own.
COMPUTED = "computed"
#: Processor seconds for a million pixels of the larger frame.
SECONDS = 3.2


@dataclass(frozen=True)
class ExtendPlate:
    """Fills what lies around a plate from the frames that saw it, then from patches."""

    #: Raised whenever the same plate gives other pixels.
    version = 3
    marks: Sequence[str] = (NEVER_SEEN, COMPUTED)
    needs: Sequence[Weights] = ()

    @property
    def capability(self) -> Capability:
        """A margin and its sides; a matte says what moves by itself and is not gone on with."""
        return offered(
            "extend_plate", "Extend frame, computed", Task.EXTEND,
            Limit("What it can fill", "what another frame of the plate shows; the rest is marked"),
            Limit("Margin", "a side grows by at most the frame's own width or height"),
            controls=(
                Control("whole", "Plate within", "bool", default=True,
                        help="On, the frames hold the plate too; off, only what lies around it"),
                Control("grain", "Grain", "bool", default=True,
                        help="What is filled has grain like the plate's own"),
            ),
            intake=replace(FRAMES, matte=Need.OPTIONAL, margin=LARGEST_OVERSCAN),
        )  # fmt: skip

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame of the larger size takes; the memory does not grow with the plate's length."""
        return MethodCost(width * height / 1e6 * SECONDS, foreseen((height, width)) + PROCESS)

    def load(self, footage: Footage) -> ExtendWorker:
        """Look where every frame stands; raises `OutOfRange` for a side that grows too far,
        `NothingSelected` for none.
        """
        plate, border = _given(footage)
        settings = bordered(bool(footage.settings["grain"]))
        return ExtendWorker(
            plate, self._surveyed(footage, plate, border), settings, border, bool(footage.settings["whole"])
        )

    def survey(self, footage: Footage) -> None:
        """Look where every frame stands, once for all who make frames; raises as `load` does."""
        self._surveyed(footage, *_given(footage))

    def _surveyed(self, footage: Footage, plate: MattedPlate, border: Border) -> Survey:
        sides = f"{border.left}-{border.top}-{border.right}-{border.bottom}"
        name = f"extend_plate-{self.version}-{sides}-{footage.shot}"
        return kept_survey(footage.kept, name, lambda: survey(plate, 0))


class ExtendWorker:
    """Gives the frames of one larger plate; in order they cost least."""

    def __init__(
        self, plate: MattedPlate, seen: Survey, settings: CleaningSettings, border: Border, whole: bool
    ) -> None:
        self._plate, self._seen, self._settings = plate, seen, settings
        self._border, self._whole = border, whole
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
            sentences.append("What is seen is at two depths: look at the edge where they meet.")
        return sentences

    def frame(self, frame: int) -> Pixels:
        """The larger frame, and two marks: what no frame saw, and what is not the plate's own."""
        if frame != self._next:
            self._coming = clean(self._plate, self._seen, self._settings, first=frame)
        filled = next(self._coming)
        self._next = frame + 1
        height, width = filled.pixels.shape[:2]
        around = np.ones((height, width), np.float32)
        within = (
            slice(self._border.top, height - self._border.bottom),
            slice(self._border.left, width - self._border.right),
        )
        around[within] = 0.0
        pixels, alpha = filled.pixels, around
        if self._whole:
            # What the matte covers was taken from nowhere, and stays in the plate.
            pixels, alpha = pixels.copy(), np.ones_like(around)
            pixels[within] = self._plate.picture(frame)[within]
        else:
            pixels = np.where(around[..., None] > 0, pixels, np.float32(0.0))
        marks = np.stack([alpha, filled.never_seen * around, around], axis=2)
        return np.concatenate([pixels, marks], axis=2)


def _given(footage: Footage) -> tuple[MattedPlate, Border]:
    first = footage.picture(footage.frames.first)
    extent = footage.extent or Window(0, 0, first.shape[1], first.shape[0])
    window = footage.window or extent
    border = Border(
        max(extent.x - window.x, 0), max(extent.y - window.y, 0),
        max(window.right - extent.right, 0), max(window.bottom - extent.bottom, 0),
    )  # fmt: skip
    if border == Border():
        raise NothingSelected(
            "There is nothing to extend by: the plate's own files have all of it.",
            remedy="Say by how many pixels: the overscan of the delivery.",
            where="delivery.overscan",
        )
    empty = np.zeros((extent.height, extent.width), np.float32)
    matte = footage.matte or (lambda frame: empty)
    plate = MattedPlate(footage.shot, footage.picture, matte, footage.frames)
    return larger(plate, border), border
