"""Motion vectors as a method of this machine: a plate in, the plate out and beside it where its pixels go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from secondunit.models.method import Footage, MethodCost, Pixels
from secondunit.models.offer import offered
from secondunit.models.weights.table import Weights
from secondunit.wire import (
    Capability,
    Control,
    Limit,
    Task,
)

from .dense import Flow, flows

#: Vectors by the names under which Nuke has them from the start, as an element's passes do; then mattes.
VECTORS = ("forward.u", "forward.v", "backward.u", "backward.v")
OCCLUDED = ("occluded_forward", "occluded_backward")
#: What the picture is: the plate as it is, or its vectors as colours.
PLATE, COLOURS = "plate", "colours"
#: A motion of this part of the width shines fully in the picture of colours.
_FULL = 1 / 32
#: Processor seconds for a million pixels where the search stops before the finest level, and where it goes
#: there; below this many pixels it does. Bytes of a pixel, and of the process.
COARSE, FINE, FINEST = 1.8, 4.2, 1_000_000
BYTES, PROCESS = 220, 300_000_000


@dataclass(frozen=True)
class MotionVectors:
    """Says of each pixel where it goes to in the next frame and where it was in the one before."""

    #: Raised whenever the same plate gives other pixels.
    version = 2
    marks: Sequence[str] = (*VECTORS, *OCCLUDED)
    needs: Sequence[Weights] = ()

    @property
    def capability(self) -> Capability:
        """One control says what the picture beside the vectors is."""
        return offered(
            "motion_vectors", "Motion vectors, computed", Task.FLOW,
            Limit("Vectors", "pixels, x to the right, y up, to the next frame and to the one before"),
            controls=(
                Control("picture", "Picture", "choice", default=PLATE, choices=(PLATE, COLOURS),
                        help="What the vectors lie beside: the plate as it is, or the motion to the next "
                             "frame as colours, for a look"),
            ),
        )  # fmt: skip

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame takes, as it was measured; the memory does not grow with the plate's length."""
        pixels = width * height
        rate = FINE if pixels < FINEST else COARSE
        return MethodCost(pixels / 1e6 * rate, pixels * BYTES + PROCESS)

    def load(self, footage: Footage) -> VectorWorker:
        """Nothing is to be made ready."""
        return VectorWorker(footage)


class VectorWorker:
    """Gives the vectors of one plate; in order each pair of frames is searched once."""

    def __init__(self, footage: Footage) -> None:
        self._footage = footage
        self._pair: tuple[int, Flow, Flow] | None = None

    @property
    def remarks(self) -> Sequence[str]:
        """Where it is cut, and that it is one frame alone."""
        if len(self._footage.frames) == 1:
            return ["One frame moves nowhere: every vector is 0, and marked as occluded."]
        return [
            f"The plate is cut before frame {frame}: no vector goes across." for frame in self._footage.cuts
        ]

    def frame(self, frame: int) -> Pixels:
        """The picture, opaque; vectors in pixels, y up; mattes, 1 where the neighbour does not show it.

        Where there is no neighbour, vectors are 0 and the matte is 1.
        """
        pixels = self._footage.picture(frame)
        ways = self._way(frame - 1, frame), self._way(frame, frame + 1)
        back = ways[0][1] if ways[0] is not None else _nowhere(pixels)
        there = ways[1][0] if ways[1] is not None else _nowhere(pixels)
        up = np.array([1.0, -1.0], np.float32)
        if self._footage.settings["picture"] == COLOURS:
            pixels = colours(there.vectors * up)
        alpha = np.ones((*pixels.shape[:2], 1), np.float32)
        mattes = np.stack([there.hidden, back.hidden], axis=2)
        # A zero has no sign: where nothing moves down, nothing moves up.
        vectors = np.concatenate([there.vectors * up, back.vectors * up], axis=2) + np.float32(0.0)
        return np.concatenate([pixels, alpha, vectors, mattes], axis=2)

    def _way(self, old: int, new: int) -> tuple[Flow, Flow] | None:
        """From one frame to the next and back; None where one is not there, or of another shot."""
        frames = self._footage.frames
        if old not in frames or new not in frames or new in self._footage.cuts:
            return None
        if self._pair is None or self._pair[0] != old:
            self._pair = (old, *flows(self._footage.picture(old), self._footage.picture(new)))
        return self._pair[1], self._pair[2]


def colours(vectors: Pixels) -> Pixels:
    """Vectors (height, width, 2), y up, as light: the hue says where to, the brightness how fast."""
    full = vectors.shape[1] * _FULL
    angle = np.degrees(np.arctan2(vectors[..., 1], vectors[..., 0])) % 360.0
    speed = np.clip(np.hypot(vectors[..., 0], vectors[..., 1]) / full, 0.0, 1.0)
    hsv = np.stack([angle, np.ones_like(angle), speed], axis=2).astype(np.float32)
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.float32)


def _nowhere(pixels: Pixels) -> Flow:
    shape = pixels.shape[:2]
    return Flow(np.zeros((*shape, 2), np.float32), np.ones(shape, np.float32))
