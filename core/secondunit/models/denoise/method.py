"""The plate without its grain as a method of this machine, with the grain as a layer of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

from .degraining import Degraining, GrainyPlate
from .parting import parted

#: The layer that gives the plate back when it is added.
GRAIN = "grain"
#: Processor seconds for a million pixels and a neighbour, and for the rest of a frame; bytes of a pixel and
#: of the process.
SECONDS, OWN_SECONDS, BYTES, PROCESS = 0.3, 0.6, 420, 300_000_000


@dataclass(frozen=True)
class DenoisePlate:
    """Takes a plate's grain away, and keeps it."""

    #: Raised whenever the same plate gives other pixels.
    version = 2
    marks: Sequence[str] = ()
    layers: Sequence[str] = (GRAIN,)
    needs: Sequence[Weights] = ()

    @property
    def capability(self) -> Capability:
        """It asks for nothing but the plate."""
        return offered(
            "denoise_plate", "Degrain, computed", Task.DENOISE,
            Limit("Grain", "is kept as a layer: added to the picture it gives the plate back"),
            controls=(
                Control("strength", "Strength", default=1.0, kind="float", minimum=0.0, maximum=2.0,
                        help="What the measured grain is multiplied by; more takes away texture, too"),
                Control("neighbours", "Neighbours", unit="frames", default=2, kind="int", minimum=0,
                        maximum=4, help="Frames looked at before and after; 0: each frame by itself"),
                Control("keep", "Grain kept", default=0.0, kind="float", minimum=0.0, maximum=1.0,
                        help="The share of the grain that stays in the picture"),
            ),
        )  # fmt: skip

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame takes with two neighbours a side, as it was measured."""
        pixels = width * height
        return MethodCost(pixels / 1e6 * (OWN_SECONDS + 4 * SECONDS), pixels * BYTES + PROCESS)

    def load(self, footage: Footage) -> DenoisedPlate:
        """Measure the plate's grain; raises what reading the plate raises."""
        return DenoisedPlate(footage)


class DenoisedPlate:
    """Gives the frames of one plate without its grain; in order they cost least."""

    def __init__(self, footage: Footage) -> None:
        settings = footage.settings
        self._footage = footage
        self._degraining = Degraining(int(settings["neighbours"]), float(settings["strength"]))
        self._plate = GrainyPlate(footage.frames, footage.picture, 2 * self._degraining.reach + 1)
        self._keep = np.float32(settings["keep"])

    @property
    def remarks(self) -> Sequence[str]:
        """Why its grain should not be relied on, and that one frame has no neighbours."""
        sentences = list(self._plate.doubts)
        if len(self._footage.frames) == 1 or self._degraining.reach == 0:
            sentences.append(
                "Each frame is denoised by itself: no neighbour helps, and fine texture softens."
            )
        return sentences

    def frame(self, frame: int) -> Pixels:
        """R, G, B, the plate's own alpha, and the grain's R, G, B: added to the picture the plate."""
        plate = self._footage.picture(frame)
        picture = self._plate.degrained(frame, self._degraining)
        if self._keep > 0.0:
            picture = picture + self._keep * (plate - picture)
        held, grain = parted(plate, picture, self._footage.depth)
        alpha = np.ones(plate.shape[:2], np.float32)
        if self._footage.alpha is not None:
            alpha = self._footage.alpha(frame)
        return np.concatenate([held, alpha[..., None], grain], axis=2)
