"""A shot worked on in spans of frames that overlap: a network that sees several frames at once.

Results come frame by frame, and memory does not grow with the shot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from secondunit.wire import FrameRange
from secondunit.wire.errors import OutOfRange, WrongNetwork

from .mixing import mixed, ramp

Pixels = npt.NDArray[np.float32]
#: Takes the frames of a span in their order and gives as many results.
ApplySpan = Callable[[Sequence[Pixels]], Sequence[Pixels]]


@dataclass(frozen=True)
class Spanning:
    """How a shot is cut: spans of `length` frames, the next of which begins `overlap` before one ends.

    A shot that is shorter than a span is filled up with its last frame.
    """

    length: int = field(default=1, metadata={"unit": "frames"})
    overlap: int = field(default=0, metadata={"unit": "frames"})

    def __post_init__(self) -> None:
        if self.length < 1 or not 0 <= 2 * self.overlap <= self.length:
            raise OutOfRange("A span has a frame, and overlaps by at most half of it.", where="length")

    def spans(self, frames: FrameRange) -> tuple[FrameRange, ...]:
        """The spans of a shot; the last one ends where the shot ends."""
        if len(frames) <= self.length:
            return (frames,)
        step = self.length - self.overlap
        starts = [*range(frames.first, frames.last - self.length + 1, step), frames.last - self.length + 1]
        return tuple(FrameRange.starting(start, self.length) for start in dict.fromkeys(starts))


def spanned(
    frames: FrameRange, picture: Callable[[int], Pixels], apply: ApplySpan, spanning: Spanning
) -> Iterator[tuple[int, Pixels]]:
    """Each frame with what `apply` makes of it, mixed where two spans meet.

    Raises `WrongNetwork` where a span comes back with another number of frames.
    """
    spans = spanning.spans(frames)
    held: dict[int, Pixels] = {}
    for place, span in enumerate(spans):
        given = [picture(frame) for frame in span]
        given += [given[-1]] * (spanning.length - len(given))
        results = list(apply(given))
        if len(results) != len(given):
            raise WrongNetwork(f"It gave {len(results)} frames for {len(given)}.")
        shared = [frame for frame in span if frame in held]
        shares = ramp(len(shared))
        for share, frame in zip(shares, shared, strict=True):
            results[frame - span.first] = mixed(held.pop(frame), results[frame - span.first], float(share))
        following = spans[place + 1].first if place + 1 < len(spans) else span.last + 1
        for frame, result in zip(span, results, strict=False):
            if frame < following:
                yield frame, result
            else:
                held[frame] = result
