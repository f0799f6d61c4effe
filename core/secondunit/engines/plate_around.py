"""Frames of a plate around those that are asked for: what is hidden in these was often seen in those.

They are looked at as far as they are of the same shot, can be read, and, where there is a matte, as far as
it says what goes away in them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from secondunit.media.whole import whole_file
from secondunit.models.cuts.look import FrameLook
from secondunit.models.cuts.search import find_transitions
from secondunit.wire import Brief, FrameRange, Work
from secondunit.wire.errors import SecondUnitError
from secondunit.wire.task import FROM_OTHERS

#: How many frames before and after those asked for are looked at, at the most.
AROUND = 96
#: Below the scratch folder: the frames that are looked at.
FILE = "around.json"

Look = Callable[[int], FrameLook]


def frames_around(brief: Brief) -> FrameRange:
    """The frames that may be looked at for a brief; its own where its task is made of them alone."""
    plate, own = brief.plate, brief.frames
    if plate is None or brief.task not in FROM_OTHERS:
        return own
    first, last = max(plate.frames.first, own.first - AROUND), min(plate.frames.last, own.last + AROUND)
    if brief.matte is not None and len(brief.matte.frames) > 1:
        first, last = max(first, brief.matte.frames.first), min(last, brief.matte.frames.last)
    return FrameRange(min(first, own.first), max(last, own.last))


def frames_of_shot(brief: Brief, look: Look) -> FrameRange:
    """Those of `frames_around` that belong to the shot: up to a cut, a dissolve or what cannot be read."""
    own, around = brief.frames, frames_around(brief)
    before = _reach(range(own.first - 1, around.first - 1, -1), own.first, look)
    after = _reach(range(own.last + 1, around.last + 1), own.last, look)
    return FrameRange(before, after)


def _reach(frames: Iterable[int], start: int, look: Look) -> int:
    """The last of `frames`, which lead away from `start`, that belongs to its shot."""
    looks: dict[int, FrameLook] = {}
    for frame in frames:
        try:
            looks[frame] = look(frame)
        except SecondUnitError:  # it was not asked for: what is there of the plate does without it
            break
    if not looks:
        return start
    looks[start] = look(start)
    reach = FrameRange(min(looks), max(looks))
    found = tuple(find_transitions(reach, looks.__getitem__))
    if not found:
        return reach.first if reach.first < start else reach.last
    return max(one.last for one in found) if reach.first < start else min(one.first for one in found)


@dataclass(frozen=True)
class Around:
    """The frames that a work looks at, kept for every process that makes frames of it."""

    work: Work

    def keep(self, frames: FrameRange) -> None:
        """Put them where the work's other steps find them."""
        with whole_file(self._file) as temporary:
            temporary.write_text(json.dumps(str(frames)), "utf-8")

    def frames(self) -> FrameRange:
        """Those that were kept; the work's own where none were."""
        try:
            return FrameRange.parse(json.loads(self._file.read_text("utf-8")))
        except FileNotFoundError:
            return self.work.brief.frames

    @property
    def _file(self) -> Path:
        return Path(self.work.scratch) / FILE
