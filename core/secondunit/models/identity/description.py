"""A face as 128 numbers: the network that dlib publishes, from its weights, run by ONNX Runtime.

Source of graph and sizes: dlib 20.0, examples/dnn_face_recognition_ex.cpp (29 convolutions in residual
blocks, D. E. King, 2017, after K. He et al., "Deep residual learning", CVPR 2016) and dlib/dnn/layers.h (a
convolution with a stride has no margin; a sum of unequal sizes fills the smaller one up with zeros; what an
affine layer does is folded into the convolution before it). Nothing of dlib is compiled or installed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.models.runtimes import Network
from secondunit.models.runtimes.onnx import OnnxNetwork
from secondunit.models.runtimes.onnx_file import FileLayer, Tensor, onnx_file
from secondunit.models.weights.table import Weights, weights_table
from secondunit.wire.errors import WrongWeights

from .dlib_file import TensorFile

Array = npt.NDArray[np.float32]

#: The side of what it sees, in pixels, and how many numbers it says.
SIDE, NUMBERS = 150, 128
#: What is taken off R, G and B of 0 to 255, and what the rest is divided by (dlib/dnn/input.h).
MEAN, SCALE = np.array([122.782, 117.001, 104.298], np.float32), 256.0
_INPUT, _OUTPUT = "face", "numbers"
#: How many channels each residual block has, and how many pixels a side of its result; the first of a width
#: but for the first of all halves the picture.
_BLOCKS = ((32, 35), (32, 35), (32, 35), (64, 17), (64, 17), (64, 17), (64, 17), (128, 8), (128, 8), (128, 8),
           (256, 4), (256, 4), (256, 4), (256, 2))  # fmt: skip


def description_weights() -> Weights:
    """The network's weights."""
    return weights_table()["identity_resnet"]


class FaceDescriber:
    """Describes faces that were aligned."""

    def __init__(self, network: Network) -> None:
        self._network = network

    @classmethod
    def of_file(cls, path: Path, threads: int = 1) -> FaceDescriber:
        """The network of dlib's file; raises `WrongWeights`, `WrongNetwork`, `RuntimeAbsent`."""
        return cls(OnnxNetwork(path, threads, content=description_file(path.read_bytes())))

    def describe(self, chip: Array) -> Array:
        """(128,) float32 of an aligned face, (150, 150, 3) codes from 0 to 1; `distance` compares two."""
        face = (np.clip(chip, 0.0, 1.0) * 255.0 - MEAN) / np.float32(SCALE)
        said = self._network.run({_INPUT: np.moveaxis(face, 2, 0)[None]})
        return np.asarray(said[_OUTPUT].reshape(NUMBERS), np.float32)


def distance(one: Array, other: Array) -> float:
    """How far two descriptions are apart, Euclidean; larger is less alike."""
    return float(np.linalg.norm(one.astype(np.float64) - other.astype(np.float64)))


def description_file(content: bytes) -> bytes:
    """An ONNX file of the network; raises `WrongWeights` where the weights are not its."""
    graph = _Graph(TensorFile(content))
    name = graph.convolved(_INPUT, 3, 32, 7, 2)
    name = graph.layer("Relu", (name,))
    name = graph.layer("MaxPool", (name,), kernel_shape=(3, 3), strides=(2, 2))
    before = 32
    for number, (channels, side) in enumerate(_BLOCKS):
        halved = number > 0 and side != _BLOCKS[number - 1][1]
        name = graph.block(name, before, channels, side, halved=halved)
        before = channels
    name = graph.layer("GlobalAveragePool", (name,))
    graph.weights["said"] = graph.matrix(before, NUMBERS)
    graph.layers.append(FileLayer("Conv", (name, "said"), _OUTPUT, {"kernel_shape": (1, 1)}))
    return onnx_file(graph.layers, graph.weights, source=_INPUT, result=_OUTPUT, channels=3, made=NUMBERS)


class _Graph:
    """Layers and weights as they are put together."""

    def __init__(self, file: TensorFile) -> None:
        self._file = file
        self.layers: list[FileLayer] = []
        self.weights: dict[str, Tensor] = {}

    def layer(self, operation: str, inputs: tuple[str, ...], **attributes: tuple[int, ...]) -> str:
        name = f"made{len(self.layers)}"
        self.layers.append(FileLayer(operation, inputs, name, attributes))
        return name

    def convolved(self, name: str, given: int, made: int, side: int, stride: int) -> str:
        """A convolution and the affine layer after it."""
        kernel, bias = self._parts("con_4", made * given * side * side, made)
        gain, offset = self._parts("affine_", made, made)
        number = len(self.layers)
        here = (name, f"kernel{number}", f"bias{number}")
        self.weights[here[1]] = kernel.reshape(made, given, side, side) * gain[:, None, None, None]
        self.weights[here[2]] = bias * gain + offset
        margin = (side // 2,) * 4 if stride == 1 else (0,) * 4
        return self.layer("Conv", here, kernel_shape=(side, side), strides=(stride, stride), pads=margin)

    def block(self, name: str, given: int, made: int, side: int, *, halved: bool) -> str:
        """A residual block: two convolutions, and what came in added to it."""
        inner = self.layer("Relu", (self.convolved(name, given, made, 3, 2 if halved else 1),))
        outer = self.convolved(inner, made, made, 3, 1)
        if halved:
            before = side_before(side)
            name = self.layer("AveragePool", (name,), kernel_shape=(2, 2), strides=(2, 2))
            name = self.filled(name, made - given, 0)
            outer = self.filled(outer, 0, before // 2 - (before - 1) // 2)
        return self.layer("Relu", (self.layer("Add", (outer, name)),))

    def filled(self, name: str, channels: int, pixels: int) -> str:
        """Zeros for channels at the end, and for pixels below and to the right."""
        if not channels and not pixels:
            return name
        ends = f"ends{len(self.layers)}"
        self.weights[ends] = np.array([0, 0, 0, 0, 0, channels, pixels, pixels], np.int64)
        return self.layer("Pad", (name, ends))

    def matrix(self, given: int, made: int) -> Array:
        """The last layer's, as a convolution of one pixel."""
        values = self._file.after("fc_2", 2)
        if len(values) != given * made:
            raise WrongWeights(f"Its last layer has {len(values):,} weights, not {given * made:,}.")
        return np.ascontiguousarray(values.reshape(given, made).T[:, :, None, None])

    def _parts(self, name: str, first: int, second: int) -> tuple[Array, Array]:
        values = self._file.after(name)
        if len(values) != first + second:
            raise WrongWeights(f"A layer {name} has {len(values):,} numbers, not {first + second:,}.")
        return values[:first], values[first:]


def side_before(side: int) -> int:
    """How many pixels a side a halving block was given."""
    sides = [length for _, length in _BLOCKS]
    return sides[sides.index(side) - 1]


__all__ = ["NUMBERS", "SIDE", "FaceDescriber", "description_weights", "distance"]
