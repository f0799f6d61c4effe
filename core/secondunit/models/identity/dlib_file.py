"""The numbers of files as dlib writes them.

Source: dlib 20.0, dlib/serialize.h (an integer is a byte that says how many follow and its sign, then those,
the lowest first; a float is two integers, mantissa and exponent of 2) and dlib/cuda/tensor_tools.cpp (a
tensor is version, four sides, and its floats as they are).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.wire.errors import WrongWeights

Array = npt.NDArray[np.float32]

#: The bits of an integer's first byte: how many bytes follow, and whether it is negative.
_LENGTH, _NEGATIVE = 0x0F, 0x80


class IntegerStream:
    """The integers of a file that is nothing else, read on from where the last reading ended."""

    def __init__(self, content: bytes) -> None:
        places, place, end = [], 0, len(content)
        while place < end:
            places.append(place)
            place += 1 + (content[place] & _LENGTH)
        if place != end:
            raise WrongWeights("It ends within a number.")
        codes = np.frombuffer(content + bytes(8), np.uint8)
        starts = np.array(places, np.int64)
        lengths = (codes[starts] & _LENGTH).astype(np.int64)
        if lengths.max(initial=0) > 8:
            raise WrongWeights("A number of it has more than eight bytes.")
        values = np.zeros(len(starts), np.int64)
        for byte in range(8):
            there = lengths > byte
            values[there] |= codes[starts[there] + 1 + byte].astype(np.int64) << (8 * byte)
        self._values = np.where(codes[starts] & _NEGATIVE, -values, values)
        self._place = 0

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self._place == len(self._values)

    def integers(self, count: int) -> npt.NDArray[np.int64]:
        """The next ones; raises `WrongWeights` where there are fewer."""
        if not 0 <= count <= len(self._values) - self._place:
            raise WrongWeights("It is shorter than it says.")
        self._place += count
        return self._values[self._place - count : self._place]

    def integer(self) -> int:
        """The next one."""
        return int(self.integers(1)[0])

    def floats(self, count: int) -> Array:
        """The next floats; raises `WrongWeights` where there are fewer."""
        return joined(self.integers(2 * count).reshape(count, 2))


def joined(pairs: npt.NDArray[np.int64]) -> Array:
    """The floats of (..., 2) mantissas and exponents."""
    return np.ldexp(pairs[..., 0].astype(np.float64), pairs[..., 1].astype(np.int32)).astype(np.float32)


class TensorFile:
    """The tensors of a network's file, each after the name of its layer's form."""

    def __init__(self, content: bytes) -> None:
        self._content, self._place = content, 0

    def after(self, name: str, sizes: int = 0) -> Array:
        """The floats of the next layer of that name, (n,); `sizes` are integers that stand before them.

        Raises `WrongWeights` where there is none.
        """
        at = self._content.find(name.encode(), self._place)
        if at < 0:
            raise WrongWeights(f"It has no layer {name} after byte {self._place:,}.")
        self._place = at + len(name)
        version, *sides = [self._integer() for _ in range(sizes + 5)][sizes:]
        count = int(np.prod(sides))
        begin, self._place = self._place, self._place + 4 * count
        if version != 2 or count < 1 or self._place > len(self._content):
            raise WrongWeights(f"The layer {name} at byte {at:,} holds no tensor.")
        return np.frombuffer(self._content, "<f4", count, begin).astype(np.float32)

    def _integer(self) -> int:
        begin = self._place + 1
        self._place = begin + (self._content[self._place] & _LENGTH)
        return int.from_bytes(self._content[begin : self._place], "little")
