"""A retime as a method of this machine: a plate and a speed in, the frames of another speed out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from secondunit.media.coding import FLOAT, encode
from secondunit.models.method import Footage, MethodCost, Pixels
from secondunit.models.offer import offered
from secondunit.models.weights.store import WeightsStore
from secondunit.models.weights.table import Weights, weights_table
from secondunit.wire import (
    Capability,
    FrameRange,
    Limit,
    Task,
)
from secondunit.wire.errors import BadPicture
from secondunit.wire.retime import plate_place

from .between import Between, ComputedBetween
from .moment import Moment, moment_at, moments_of, needed
from .trained import LARGEST, TrainedBetween, open_rife

#: Processor seconds for a million pixels between two frames, and bytes for a pixel, as measured at 1080p; of
#: the process, and of the process with the network.
SECONDS, MEMORY, PROCESS = 2.0, 400, 300_000_000
#: The network's seconds for a million pixels that it is shown, its bytes for one of them, and what it takes.
NETWORK_SECONDS, NETWORK_MEMORY, NETWORK_PROCESS = 3.2, 700, 400_000_000
_SPEED = Limit("Speed", "slower, faster, backward, by a curve; a shutter where it is faster")
#: Makes what lies between two frames.
Pairing = Callable[[Pixels, Pixels], Between]


@dataclass(frozen=True)
class RetimePlate:
    """Makes a plate slower or faster by the motion that is computed between its frames."""

    #: Raised whenever the same plate gives other pixels.
    version = 1
    marks: Sequence[str] = ()
    needs: Sequence[Weights] = ()

    @property
    def capability(self) -> Capability:
        """No control: the speed is the brief's retime."""
        return offered("retime_plate", "Retime, computed", Task.RETIME, _SPEED)

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame between two others takes, as it was measured."""
        return MethodCost(width * height / 1e6 * SECONDS, width * height * MEMORY + PROCESS)

    def load(self, footage: Footage) -> RetimeWorker:
        return RetimeWorker(footage, ComputedBetween)


@dataclass(frozen=True)
class RetimeTrained:
    """Makes a plate slower or faster by the motion that a trained network sees between its frames."""

    #: Raised whenever the same plate gives other pixels.
    version = 1
    marks: Sequence[str] = ()

    @cached_property
    def _weights(self) -> Weights:
        return weights_table()["rife"]

    @property
    def needs(self) -> Sequence[Weights]:
        """The network."""
        return (self._weights,)

    @property
    def capability(self) -> Capability:
        """No control: the speed is the brief's retime."""
        weights = self._weights.licences
        return offered("retime_rife", "Retime, RIFE", Task.RETIME, _SPEED, weights=weights)

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame between two others takes, as it was measured."""
        shown = min(width * height, LARGEST)
        seconds = (shown * NETWORK_SECONDS + width * height * SECONDS / 2) / 1e6
        return MethodCost(seconds, shown * NETWORK_MEMORY + width * height * MEMORY + NETWORK_PROCESS)

    def load(self, footage: Footage) -> RetimeWorker:
        """The network opened; its file is held to its hash."""
        network = open_rife(WeightsStore.of_user().obtain(self._weights), footage.threads)

        def coded(picture: Pixels) -> Pixels:
            codes = encode(picture, footage.space, footage.config, footage.encoded, FLOAT)
            return np.asarray(codes, np.float32)

        return RetimeWorker(footage, lambda old, new: TrainedBetween(network, coded, old, new))


class RetimeWorker:
    """Gives the frames of one retime; in order they cost least."""

    def __init__(self, footage: Footage, pairing: Pairing) -> None:
        self._footage, self._pairing = footage, pairing
        self._plate: FrameRange = footage.plate or footage.frames
        self._read = lru_cache(maxsize=2)(self._picture)
        self._between = lru_cache(maxsize=1)(self._pair)
        self._size: tuple[int, ...] | None = None

    @property
    def remarks(self) -> Sequence[str]:
        """Where it is cut, and where the plate ends before the retime does."""
        return (*cut_remarks(self._footage.cuts), *end_remarks(self._footage, self._plate))

    def sources(self, frame: int) -> tuple[int, ...]:
        """The frames of the plate that a frame is made of."""
        footage = self._footage
        return needed(footage.retime, footage.frames, frame, self._plate, footage.cuts)

    def frame(self, frame: int) -> Pixels:
        """R, G, B and a whole alpha; the plate's own bits where it shows a frame of the plate."""
        footage = self._footage
        moments = moments_of(
            footage.retime, footage.frames, frame, self._plate, footage.cuts, self._travel(frame)
        )
        if len(moments) == 1:
            light = self._at(moments[0])
        else:
            total = np.zeros((*self._read(moments[0].old).shape[:2], 3), np.float64)
            for moment in moments:
                total += self._at(moment)
            light = (total / len(moments)).astype(np.float32)
        alpha = np.ones((*light.shape[:2], 1), np.float32)
        return np.concatenate([light, alpha], axis=2)

    def _at(self, moment: Moment) -> Pixels:
        return self._between(moment.old).at(moment.time) if moment.time else self._read(moment.old)

    def _travel(self, frame: int) -> float:
        """How far things go around a frame, where a shutter is open there: else nobody has to know."""
        footage = self._footage
        if len(needed(footage.retime, footage.frames, frame, self._plate, footage.cuts)) < 2:
            return 0.0
        if not footage.retime.shutter:
            return 0.0
        place = plate_place(footage.retime, footage.frames, frame)
        old = min(moment_at(place, self._plate, footage.cuts).old, self._plate.last - 1)
        return 0.0 if old + 1 in footage.cuts else self._between(old).travel

    def _pair(self, old: int) -> Between:
        return self._pairing(self._read(old), self._read(old + 1))

    def _picture(self, frame: int) -> Pixels:
        picture = self._footage.picture(frame)
        if self._size is not None and picture.shape != self._size:
            raise BadPicture(
                f"Frame {frame} of the plate is {picture.shape[1]}x{picture.shape[0]}, those before it are "
                f"{self._size[1]}x{self._size[0]}.",
                remedy="Bring every frame to one size.",
                where=str(frame),
            )
        self._size = picture.shape
        return picture


def cut_remarks(cuts: Sequence[int]) -> tuple[str, ...]:
    """Where the plate is cut, a sentence each."""
    return tuple(
        f"The plate is cut between {cut - 1} and {cut}: nothing is blended across it." for cut in cuts
    )


def end_remarks(footage: Footage, plate: FrameRange) -> tuple[str, ...]:
    """That the retime goes beyond the plate, where it does."""
    places = [plate_place(footage.retime, footage.frames, frame) for frame in footage.frames]
    if min(places) >= plate.first and max(places) <= plate.last:
        return ()
    return (
        f"The retime goes from {min(places):g} to {max(places):g}, and the plate has frames {plate}: beyond "
        "them its ends stand still.",
    )
