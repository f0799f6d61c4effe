"""An ONNX file written from weights: for published weights that come without a file that ONNX Runtime reads.

Only what a chain of layers needs is written. Source of the format: onnx.proto of the ONNX project and the
encoding of Protocol Buffers, version 3.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
#: A weight, or the integers that an operation takes in their place.
Tensor = Array | npt.NDArray[np.int64]

#: The version of the file's form and of the operations that are named.
IR_VERSION, OPSET = 9, 17
_FLOAT, _INTEGER = 1, 7
_KIND_FLOAT, _KIND_INT, _KIND_INTS = 1, 2, 7


@dataclass(frozen=True)
class FileLayer:
    """An operation by its ONNX name, with what goes in (by name), what comes out, and its attributes."""

    operation: str
    inputs: tuple[str, ...]
    output: str
    attributes: Mapping[str, float | int | Sequence[int]] = field(default_factory=dict)


def onnx_file(
    layers: Sequence[FileLayer],
    weights: Mapping[str, Tensor],
    *,
    source: str,
    result: str,
    channels: int,
    made: int = 0,
) -> bytes:
    """The file of a network from `source` to `result`, both (1, channels, any height, any width) float32.

    `made` is how many channels the result has where it has others.
    """
    graph = b"".join([
        *(_part(1, _layer(layer)) for layer in layers),
        _text(2, "network"),
        *(_part(5, _tensor(name, array)) for name, array in weights.items()),
        _part(11, _picture(source, channels)),
        _part(12, _picture(result, made or channels)),
    ])  # fmt: skip
    opset = _part(8, _number(2, OPSET))
    return _number(1, IR_VERSION) + _text(2, "Second Unit") + _part(7, graph) + opset


def _layer(layer: FileLayer) -> bytes:
    names = b"".join(_text(1, name) for name in layer.inputs) + _text(2, layer.output)
    attributes = b"".join(_part(5, _attribute(name, value)) for name, value in layer.attributes.items())
    return names + _text(4, layer.operation) + attributes


def _attribute(name: str, value: float | int | Sequence[int]) -> bytes:
    if isinstance(value, float):
        return _text(1, name) + _key(2, 5) + struct.pack("<f", value) + _number(20, _KIND_FLOAT)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _KIND_INT)
    return _text(1, name) + b"".join(_number(8, one) for one in value) + _number(20, _KIND_INTS)


def _tensor(name: str, array: Tensor) -> bytes:
    sides = b"".join(_number(1, side) for side in array.shape)
    kind, form = (_INTEGER, "<i8") if array.dtype == np.int64 else (_FLOAT, "<f4")
    return sides + _number(2, kind) + _text(8, name) + _part(9, array.astype(form).tobytes())


def _picture(name: str, channels: int) -> bytes:
    sides: Iterable[bytes] = (_number(1, 1), _number(1, channels), _text(2, "height"), _text(2, "width"))
    shape = b"".join(_part(1, side) for side in sides)
    kind = _part(1, _number(1, _FLOAT) + _part(2, shape))
    return _text(1, name) + _part(2, kind)


def _number(place: int, value: int) -> bytes:
    return _key(place, 0) + _varint(value)


def _text(place: int, value: str) -> bytes:
    return _part(place, value.encode())


def _part(place: int, content: bytes) -> bytes:
    return _key(place, 2) + _varint(len(content)) + content


def _key(place: int, kind: int) -> bytes:
    return _varint(place << 3 | kind)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
