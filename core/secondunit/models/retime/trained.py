"""The picture between two frames by RIFE, of which flow and mask alone are taken.

Z. Huang, T. Zhang, W. Heng, B. Shi, S. Zhou, "Real-time intermediate flow estimation for video frame
interpolation", ECCV 2022. The network sees the coded plate; what it says is how the scene-linear frames
themselves are warped and mixed. Its graph is package data, written once by `installers/export_rife.py`; its
weights are read out of the file that was published.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from secondunit.models.clean_plate.plate import Pixels, floats
from secondunit.models.runtimes.onnx import OnnxNetwork
from secondunit.models.sizes import resized

from .between import mixed_light, travel_of
from .motion import grid, pair_exposure
from .source import MotionSource

#: The coarsest block of the network sees 1 of 8 pixels and halves them three times more.
MULTIPLE = 64
#: A larger picture is shown to it smaller: above, motion is found no better for four times the time.
LARGEST = 1_300_000
GRAPH = "rife.onnx"
#: Codes of scene-linear pixels, (height, width, 3) float32.
Encode = Callable[[Pixels], Pixels]


def open_rife(weights: Path, threads: int) -> OnnxNetwork:
    """The network with its published weights; raises `RuntimeAbsent`, `WrongNetwork`."""
    with as_file(files(__package__).joinpath(GRAPH)) as graph:
        return OnnxNetwork(graph, threads, beside=weights.parent)


def shown_size(height: int, width: int) -> tuple[int, int]:
    """The size at which a picture is shown to the network: its own up to `LARGEST` pixels."""
    part = min(1.0, (LARGEST / (height * width)) ** 0.5)
    return max(2, round(height * part)), max(2, round(width * part))


class TrainedBetween:
    """By the network, asked anew for each time."""

    def __init__(self, network: OnnxNetwork, encode: Encode, old: Pixels, new: Pixels) -> None:
        self._network = network
        self._size = old.shape[0], old.shape[1]
        self._small = shown_size(*self._size)
        self._codes = [self._shown(encode(picture)) for picture in (old, new)]
        self._exposure = pair_exposure(old, new)
        self._old, self._new = MotionSource(old, self._exposure), MotionSource(new, self._exposure)

    @property
    def travel(self) -> float:
        flow, _ = self._asked(0.5)
        return travel_of(flow[..., 2:] - flow[..., :2])

    def at(self, time: float) -> Pixels:
        flow, mask = self._asked(time)
        x, y = grid(*self._size)
        old = self._old.at(floats(x + flow[..., 0]), floats(y + flow[..., 1]))
        new = self._new.at(floats(x + flow[..., 2]), floats(y + flow[..., 3]))
        return mixed_light(old, new, mask, self._exposure)

    def _asked(self, time: float) -> tuple[Pixels, Pixels]:
        """(height, width, 4) pixels to go from a place at `time`, and the first frame's share there."""
        when = np.full((1, 1, 1, 1), time, np.float32)
        answer = self._network.run({"old": self._codes[0], "new": self._codes[1], "time": when})
        height, width = self._small
        flow = np.moveaxis(answer["flow"][0, :, :height, :width], 0, 2)
        mask = answer["mask"][0, 0, :height, :width]
        if self._small == self._size:
            return floats(flow), floats(mask)
        larger = floats([self._size[1] / width, self._size[0] / height] * 2)
        return resized(floats(flow), *self._size) * larger, resized(floats(mask), *self._size)

    def _shown(self, codes: Pixels) -> Pixels:
        """(1, 3, height, width) from 0 to 1, its edge carried on to the sides that the network takes."""
        small = codes if self._small == self._size else resized(codes, *self._small)
        height, width = (-side % MULTIPLE for side in self._small)
        padded = np.pad(np.clip(small, 0.0, 1.0), ((0, height), (0, width), (0, 0)), mode="edge")
        return np.ascontiguousarray(np.moveaxis(padded, 2, 0)[None])
