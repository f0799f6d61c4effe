"""Half float: the 16-bit numbers of EXR files.

Rounding to nearest, ties to even, as IEEE 754 and numpy do; but by OpenColorIO, which uses the instructions
of the processor and is four times as fast; back again by their bits.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import numpy.typing as npt
import PyOpenColorIO as ocio

#: The largest number that half can hold.
HALF_MAX = 65504.0

_BLOCK = 1 << 17
#: The bits of a half without its sign, one to the left, from which on it is infinite or no number.
_NO_NUMBER = 0x7C00 << 1
#: The sign and the lower 28 bits of an int32: what stands between is a half's sign, spread.
_SIGN_AND_VALUE, _SCALE = np.int32(-0x70000001), np.float32(2.0**112)
_DEPTHS = {"e": ocio.BIT_DEPTH_F16, "f": ocio.BIT_DEPTH_F32}


def to_half(
    values: npt.NDArray[np.float32], into: npt.NDArray[np.float16] | None = None
) -> npt.NDArray[np.float16]:
    """The nearest half of each value, in an array of the same shape; values within +-65504 and no NaN.

    `into` is such an array, contiguous, to be filled.
    """
    halves = np.empty(values.shape, np.float16) if into is None else into
    _convert(np.ascontiguousarray(values, np.float32).reshape(-1), halves.reshape(-1))
    return halves


def to_float(halves: npt.NDArray[np.float16]) -> npt.NDArray[np.float32]:
    """The same numbers in float32, in an array of the same shape.

    A half's exponent and fraction, moved to where float32 has them, are its value times 2**-112: a quarter
    of the time of a conversion number by number, which what is infinite or no number still takes.
    """
    flat = np.ascontiguousarray(halves, np.float16).reshape(-1)
    values = np.empty(flat.shape, np.float32)
    for start in range(0, flat.size, _BLOCK):
        block, into = flat[start : start + _BLOCK], values[start : start + _BLOCK]
        if int(np.left_shift(block.view(np.uint16), 1).max()) >= _NO_NUMBER:
            into[:] = block
            continue
        bits = into.view(np.int32)
        bits[:] = block.view(np.int16)
        np.left_shift(bits, 13, out=bits)
        np.bitwise_and(bits, _SIGN_AND_VALUE, out=bits)
        np.multiply(into, _SCALE, out=into)
    return values.reshape(halves.shape)


def _convert(source: npt.NDArray[Any], target: npt.NDArray[Any]) -> None:
    convert = _converter(source.dtype.char, target.dtype.char)
    even = source.size // 4 * 4
    for start in range(0, even, _BLOCK):
        end = min(start + _BLOCK, even)
        convert.apply(_description(source[start:end]), _description(target[start:end]))
    target[even:] = source[even:].astype(target.dtype)


def _description(values: npt.NDArray[Any]) -> ocio.PackedImageDesc:
    pixels, size = values.size // 4, values.itemsize
    return ocio.PackedImageDesc(
        values, pixels, 1, 4, _DEPTHS[values.dtype.char], size, 4 * size, 4 * size * pixels
    )


@functools.cache
def _converter(source: str, target: str) -> Any:
    identity = ocio.Config.CreateRaw().getProcessor(ocio.MatrixTransform())
    return identity.getOptimizedCPUProcessor(_DEPTHS[source], _DEPTHS[target], ocio.OPTIMIZATION_LOSSLESS)
