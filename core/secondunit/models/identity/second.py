"""A face described a second time, by a network that a studio brought and somebody there allowed.

Two networks that were trained apart err apart: where they say the same it is worth more, and where they do
not, somebody looks.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.models.runtimes import Network, open_network
from secondunit.models.studio.allowed_file import allowed_path
from secondunit.models.studio.embedding import FaceAlignment, Metric, StudioEmbedding
from secondunit.models.studio.signature import Order
from secondunit.wire import DriftScale, SecondOpinion, licence_text
from secondunit.wire.errors import WrongNetwork

from .alignment import AlignedFace, similarity, warped
from .description import SIDE

Array = npt.NDArray[np.float32]

#: Where the eyes, the tip of the nose and the corners of the mouth lie in 112 x 112 pixels, left first
#: (`arcface_src` of InsightFace, python-package/insightface/utils/face_align.py).
TEMPLATE = np.array([
    (38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041),
], np.float64)  # fmt: skip
TEMPLATE_SIDE = 112


class SecondDescriber:
    """Describes aligned faces by a studio's network; `scale` is whose thresholds its words go by."""

    def __init__(self, network: Network, entry: StudioEmbedding, scale: DriftScale | None = None) -> None:
        self._network, self.entry = network, entry
        self.scale = scale or entry.scale
        self._numbers = 0

    @classmethod
    def of_folder(
        cls, entry: StudioEmbedding, folder: Path, scale: DriftScale | None = None
    ) -> SecondDescriber:
        """The network of an entry, its file held to hash and shape, and run once.

        Raises `WeightsAbsent`, `WrongWeights`, `WrongNetwork`, `RuntimeAbsent`.
        """
        path = allowed_path(entry, folder)
        network = open_network(path)
        _check(network, entry, str(path))
        describer = cls(network, entry, scale)
        ramp = np.linspace(0.1, 0.9, entry.side, dtype=np.float32)
        describer._described(np.repeat(np.add.outer(ramp, ramp)[..., None] / 2, 3, axis=2))
        return describer

    @property
    def opinion(self) -> SecondOpinion | None:
        """What is on record of it; None where it has no thresholds, so that no word is its."""
        if self.scale is None:
            return None
        licences = licence_text(self.entry.licences)
        return SecondOpinion(self.entry.name, licences, self.entry.allowed, self.scale)

    def describe(self, codes: Array, face: AlignedFace) -> Array:
        """(numbers,) float32 of a face of a picture (height, width, 3), codes from 0 to 1.

        Raises `WrongNetwork` where what comes out is no description.
        """
        return self._described(np.clip(self._chip(codes, face), 0.0, 1.0))

    def _described(self, chip: Array) -> Array:
        if self.entry.order is Order.BGR:
            chip = chip[..., ::-1]
        mean, std = (np.array(value, np.float32) for value in (self.entry.mean, self.entry.std))
        given = (chip - mean) / std * self.entry.range
        result = self._network.run({self.entry.input: np.moveaxis(given, 2, 0)[None].astype(np.float32)})
        numbers = np.asarray(result[self.entry.output], np.float32).reshape(-1)
        self._numbers = self._numbers or numbers.size
        if numbers.size < 2 or numbers.size != self._numbers or not np.isfinite(numbers).all():
            raise WrongNetwork(f"{self.entry.name} gave no description of a face.", where=self.entry.file)
        return numbers

    def distance(self, one: Array, other: Array) -> float:
        """How far two descriptions are apart by the entry's metric; larger is less alike."""
        first, second = one.astype(np.float64), other.astype(np.float64)
        if self.entry.metric is Metric.EUCLIDEAN:
            return float(np.linalg.norm(first - second))
        lengths = max(float(np.linalg.norm(first) * np.linalg.norm(second)), 1e-12)
        return max(0.0, 1.0 - float(first @ second) / lengths)

    def _chip(self, codes: Array, face: AlignedFace) -> Array:
        """A face as the network is shown it, (side, side, 3)."""
        side = self.entry.side
        if self.entry.align is FaceAlignment.DLIB:
            by = cv2.INTER_AREA if side < SIDE else cv2.INTER_LINEAR
            return np.asarray(cv2.resize(face.chip, (side, side), interpolation=by), np.float32)
        return warped(codes, template_matrix(face, side), side)


def template_matrix(face: AlignedFace, side: int) -> npt.NDArray[np.float64]:
    """(3, 3): from a picture's pixels to a square where a face lies as `TEMPLATE` has it, by least squares.

    No corners of the mouth are looked for here: its middle stands for both.
    """
    eyes = face.points[2:4].mean(axis=0), face.points[0:2].mean(axis=0)
    seen = np.array([*eyes, face.marks[2], face.marks[3], face.marks[3]], np.float64)
    mouth = TEMPLATE[3:].mean(axis=0)
    wanted = np.array([*TEMPLATE[:3], mouth, mouth]) * (side / TEMPLATE_SIDE)
    return similarity(seen, wanted)


def _check(network: Network, entry: StudioEmbedding, where: str) -> None:
    """Raise `WrongNetwork` where a network takes no face of that side or gives no row of numbers."""
    wanted = (1, 3, entry.side, entry.side)
    if [port.name for port in network.inputs] != [entry.input] or not network.inputs[0].takes(wanted):
        raise WrongNetwork(
            f"It takes {', '.join(map(str, network.inputs))}, not {entry.input} of "
            f"{' x '.join(map(str, wanted))}.",
            remedy="Say input and side as the file has them; export it with the channels before height and "
            "width, one face at a time.",
            where=where,
        )
    output = next((port for port in network.outputs if port.name == entry.output), None)
    if output is None or len(output.shape) > 4:
        raise WrongNetwork(
            f"It has no output {entry.output!r} that is a row of numbers.",
            remedy=f"Its outputs are {', '.join(map(str, network.outputs))}: say which as output.",
            where=where,
        )
