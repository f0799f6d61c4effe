"""More pixels by a filter: computed, the same for every plate, and nothing in them that the plate has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from secondunit.models.method import Footage, MethodCost, Pixels
from secondunit.models.offer import FRAMES, offered
from secondunit.models.weights.table import Weights
from secondunit.wire import (
    Capability,
    Limit,
    Task,
)

from .coverage import Enlarge, enlarged_covered
from .lanczos import enlarged

#: What each side can be multiplied by, the usual first.
SCALES = (2, 3, 4)
#: What an upscale takes and gives.
INTAKE = replace(FRAMES, scale=1, scales=SCALES, alpha=True)
#: Processor seconds and bytes for a million pixels and for a pixel of the result, with a plate's alpha, and
#: the bytes of the process: as measured from 1080p to 2160p.
SECONDS, MEMORY, PROCESS = 0.5, 56, 250_000_000


@dataclass(frozen=True)
class UpscaleLanczos:
    """Enlarges a plate with a filter that does not ring."""

    #: Raised whenever the same plate gives other pixels.
    version = 1
    marks: Sequence[str] = ()
    needs: Sequence[Weights] = ()

    @property
    def capability(self) -> Capability:
        """Nothing to set but how much larger."""
        return offered(
            "upscale_lanczos", "Upscale by filter, computed", Task.UPSCALE,
            Limit("Detail", "none that the plate has not"),
            intake=INTAKE,
        )  # fmt: skip

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame of twice the size takes."""
        return self.cost_of(width, height, SCALES[0])

    def cost_of(self, width: int, height: int, scale: int) -> MethodCost:
        """What a frame takes, as it was measured."""
        made = width * height * scale**2
        return MethodCost(made / 1e6 * SECONDS, made * MEMORY + PROCESS)

    def load(self, footage: Footage) -> LanczosWorker:
        """Ready at once."""
        return LanczosWorker(footage)


class LanczosWorker:
    """Enlarges the frames of one plate."""

    remarks: Sequence[str] = ()

    def __init__(self, footage: Footage) -> None:
        self._footage = footage

    def frame(self, frame: int) -> Pixels:
        """A frame `scale` times as large, with its alpha where the plate has one."""
        footage = self._footage
        return upscaled(footage, frame, footage.scale, partial(enlarged, scale=footage.scale))


def upscaled(footage: Footage, frame: int, scale: int, enlarge: Enlarge) -> Pixels:
    """A frame made larger by `enlarge`, (height, width, 3) to (scale height, scale width, 3), with its alpha:
    (scale height, scale width, 4) float32, premultiplied.
    """
    picture = footage.picture(frame)
    alpha = None if footage.alpha is None else footage.alpha(frame)
    if alpha is not None and (alpha < 1).any():
        return enlarged_covered(picture, alpha, scale, enlarge)
    large = enlarge(picture)
    return np.concatenate([large, np.ones((*large.shape[:2], 1), np.float32)], axis=2)
