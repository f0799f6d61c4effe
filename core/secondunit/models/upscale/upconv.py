"""The network that doubles a photograph: seven layers of 3 x 3 and one that lays 4 x 4 pixels for each.

It sees seven pixels around each; its weights are half floats in the layout of ncnn, one layer after the
other: a mark, the weights (output, input, row, column), and the biases as floats.
Source: nagadomi, waifu2x, models/upconv_7/photo (2016); the layout is that of ncnn's ModelBinFromDataReader.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.models.runtimes import Network
from secondunit.models.runtimes.onnx import OnnxNetwork
from secondunit.models.runtimes.onnx_file import FileLayer, onnx_file
from secondunit.wire.errors import WrongWeights

#: What it multiplies each side by, and how many pixels it wants around what it is asked for.
SCALE, CONTEXT = 2, 7
INPUT, OUTPUT = "picture", "larger"
#: How many channels go from layer to layer.
_CHANNELS = (3, 16, 32, 64, 128, 128, 256, 3)
#: How ncnn marks weights that are half floats.
_HALF_FLOATS = 0x01306B47
#: How much of what is below 0 a layer lets through.
_LEAK = 0.1

Array = npt.NDArray[np.float32]


def open_upconv(path: Path, *, threads: int = 1) -> Network:
    """The network of a file of its weights, which was held to its hash.

    It takes `picture`, (1, 3, height, width) of codes from 0 to 1, and gives `larger`, twice what is left of
    it without `CONTEXT` on each side. Raises `WrongWeights`, `WrongNetwork`, `RuntimeAbsent`.
    """
    return OnnxNetwork(path, threads, content=upconv_file(path.read_bytes()))


def upconv_file(content: bytes) -> bytes:
    """An ONNX file of the network; raises `WrongWeights` where the weights are not its."""
    layers: list[FileLayer] = []
    weights: dict[str, Array] = {}
    place, name = 0, INPUT
    last = len(_CHANNELS) - 2
    for number, (given, made) in enumerate(pairwise(_CHANNELS)):
        side = 4 if number == last else 3
        kernel, place = _half_floats(content, place, made * given * side * side)
        biases, place = _floats(content, place, made)
        kernel = kernel.reshape(made, given, side, side)
        here = (name, f"kernel{number}", f"biases{number}")
        weights[here[2]] = biases
        if number == last:
            weights[here[1]] = np.ascontiguousarray(kernel.swapaxes(0, 1))
            shape = {"kernel_shape": (side, side), "strides": (2, 2), "pads": (3, 3, 3, 3)}
            layers.append(FileLayer("ConvTranspose", here, OUTPUT, shape))
        else:
            weights[here[1]] = kernel
            name = f"held{number}"
            layers.append(FileLayer("Conv", here, f"made{number}", {"kernel_shape": (side, side)}))
            layers.append(FileLayer("LeakyRelu", (f"made{number}",), name, {"alpha": _LEAK}))
    if place != len(content):
        raise WrongWeights(f"There are {len(content) - place} bytes more than the network has weights.")
    return onnx_file(layers, weights, source=INPUT, result=OUTPUT, channels=3)


def _half_floats(content: bytes, place: int, count: int) -> tuple[Array, int]:
    begin, end = place + 4, place + 4 + (2 * count + 3) // 4 * 4
    if len(content) < end or int.from_bytes(content[place:begin], "little") != _HALF_FLOATS:
        raise WrongWeights(f"At byte {place} there are no {count} weights as half floats.")
    return np.frombuffer(content, "<f2", count, begin).astype(np.float32), end


def _floats(content: bytes, place: int, count: int) -> tuple[Array, int]:
    end = place + 4 * count
    if len(content) < end:
        raise WrongWeights(f"At byte {place} there are no {count} floats.")
    return np.frombuffer(content, "<f4", count, place).astype(np.float32), end
