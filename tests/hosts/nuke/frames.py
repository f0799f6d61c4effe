"""FrameRange and FrameRanges, as Nuke counts: both ends belong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .proxy import strict


@strict("FrameRange")
class FrameRange:
    def __init__(self, first: Any, last: int | None = None, increment: int = 1) -> None:
        if isinstance(first, str):
            head, _, tail = first.partition("-")
            tail, _, step = tail.partition("x")
            self._values = (int(head), int(tail or head), int(step or 1))
        else:
            assert last is not None, "FrameRange takes first, last and increment"
            self._values = (int(first), int(last), int(increment))

    def first(self) -> int:
        return self._values[0]

    def last(self) -> int:
        return self._values[1]

    def increment(self) -> int:
        return self._values[2]

    def frames(self) -> int:
        return len(range(self._values[0], self._values[1] + 1, self._values[2]))

    def minFrame(self) -> int:
        return min(self._values[:2])

    def maxFrame(self) -> int:
        return max(self._values[:2])

    def isInRange(self, n: int) -> bool:
        return n in range(self._values[0], self._values[1] + 1, self._values[2])

    def __iter__(self) -> Iterator[int]:
        return iter(range(self._values[0], self._values[1] + 1, self._values[2]))

    def __str__(self) -> str:
        first, last, step = self._values
        return f"{first}-{last}" + (f"x{step}" if step != 1 else "")


@strict("FrameRanges")
class FrameRanges:
    def __init__(self, ranges: Any = ()) -> None:
        given = ranges if isinstance(ranges, (list, tuple)) else [ranges]
        self._ranges = [each if isinstance(each, FrameRange) else FrameRange(each) for each in given]

    def add(self, r: Any) -> None:
        self._ranges.append(r)

    def size(self) -> int:
        return len(self._ranges)

    def toFrameList(self) -> list[int]:
        return [frame for each in self._ranges for frame in each]

    def minFrame(self) -> int:
        return min(self.toFrameList())

    def maxFrame(self) -> int:
        return max(self.toFrameList())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._ranges)
