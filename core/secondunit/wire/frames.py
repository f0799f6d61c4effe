"""Frame ranges: whole frames, both ends included, numbered as in the shot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .errors import EmptyFrames, OutOfRange, ReversedFrames, TooManyFrames, WrongType
from .value import dataclass

#: The most frames one brief may ask for: over an hour at 24 frames a second.
MOST_FRAMES = 100_000
#: Frame numbers outside this are typing errors (and break `%04d` names and 32-bit hosts).
LOWEST, HIGHEST = -1_000_000, 10_000_000

_RANGE = re.compile(r"\s*(-?\d{1,12})\s*(?:(-|\.\.)\s*(-?\d{1,12}))?\s*")


@dataclass(frozen=True)
class FrameRange:
    """The frames `first` to `last`, both included."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ReversedFrames(f"The range {self.first}-{self.last} ends before it begins.")
        for frame in (self.first, self.last):
            if not LOWEST <= frame <= HIGHEST:
                raise OutOfRange(f"Frame {frame} is outside {LOWEST} to {HIGHEST}.")

    @classmethod
    def parse(cls, text: str) -> FrameRange:
        """Read `1001-1048`, `1001..1048` or `1001`; negative frames as `-10--1`."""
        match = _RANGE.fullmatch(text)
        if not text.strip():
            raise EmptyFrames("The frame range is empty.")
        if match is None:
            raise WrongType(f"{text[:60]!r} is not a frame range.", remedy="Write it as 1001-1048.")
        first = int(match[1])
        return cls(first, int(match[3]) if match[2] else first)

    @classmethod
    def starting(cls, first: int, count: int) -> FrameRange:
        """`count` frames from `first` on."""
        if count < 1:
            raise EmptyFrames(f"A range of {count} frames holds no frame.")
        return cls(first, first + count - 1)

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))

    def __contains__(self, frame: object) -> bool:
        return isinstance(frame, int) and self.first <= frame <= self.last

    def with_handles(self, handles: int) -> FrameRange:
        """The range grown by `handles` frames at both ends."""
        return FrameRange(self.first - handles, self.last + handles)

    def moved(self, offset: int) -> FrameRange:
        """The range `offset` frames later."""
        return FrameRange(self.first + offset, self.last + offset)

    def intersection(self, other: FrameRange) -> FrameRange | None:
        """The frames both ranges hold, or None."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return FrameRange(first, last) if first <= last else None

    def chunks(self, size: int) -> Iterator[FrameRange]:
        """The range cut into pieces of at most `size` frames, in order."""
        for first in range(self.first, self.last + 1, size):
            yield FrameRange(first, min(first + size - 1, self.last))

    def require_at_most(self, most: int = MOST_FRAMES) -> None:
        """Raise `TooManyFrames` when the range is longer than `most` frames."""
        if len(self) > most:
            raise TooManyFrames(f"{self} holds {len(self):,} frames; {most:,} is the most at once.")


def parse_frames(text: str) -> tuple[int, ...]:
    """Read any list of frames that a render chunk may name: `1009-1016`, `1,2`, `34-40,50,60-61`."""
    frames: list[int] = []
    for part in text.split(","):
        span = FrameRange.parse(part)
        span.require_at_most()
        frames.extend(span)
    return tuple(dict.fromkeys(frames))


def frames_text(frames: tuple[int, ...] | list[int] | set[int]) -> str:
    """The shortest text for a set of frames, the inverse of `parse_frames`: `1001-1003,1007`."""
    parts: list[str] = []
    run: list[int] = []
    for frame in sorted(set(frames)):
        if run and frame != run[-1] + 1:
            parts.append(str(FrameRange(run[0], run[-1])))
            run = []
        run.append(frame)
    if run:
        parts.append(str(FrameRange(run[0], run[-1])))
    return ",".join(parts)
