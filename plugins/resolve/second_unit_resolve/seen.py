"""What the bridge sees of Resolve, as frozen values: timeline, items, media, markers.

`raw` is one of Resolve's own objects: only the bridge looks into it. Frames are the timeline's own, counted
as its timecode says: frame 0 at 00:00:00:00.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from secondunit.wire import Format, FrameRange, Rate

from . import timecodes


@dataclass(frozen=True)
class TimelineSeen:
    """The open timeline: `start` is its first frame, `end` the one after its last, by its timecode."""

    id: str
    name: str
    rate: Rate
    drop: bool
    start: int
    end: int
    format: Format
    raw: Any = field(repr=False, compare=False, hash=False)

    def timecode(self, frame: int) -> str:
        """A frame's timecode."""
        return timecodes.timecode_of(frame, self.rate, self.drop)


@dataclass(frozen=True)
class ItemSeen:
    """A clip of a video track: `frames` of the timeline; `left` frames of its media lie before it.

    `id` is empty where Resolve does not say it.
    """

    id: str
    name: str
    track: int
    frames: FrameRange
    left: int
    raw: Any = field(repr=False, compare=False, hash=False)


@dataclass(frozen=True)
class MediaSeen:
    """A clip of the media pool; `path` is as Resolve writes it (`plate.[1001-1048].exr`)."""

    id: str
    name: str
    path: str
    count: int
    start: int
    fps: str
    resolution: str
    aspect: str
    colorspace: str
    timecode: str
    status: str
    raw: Any = field(repr=False, compare=False, hash=False)


@dataclass(frozen=True)
class MarkerSeen:
    """A marker of the timeline at `frame` (of the timeline's own numbers)."""

    frame: int
    color: str
    name: str
    note: str
    custom: str
