"""What the editor is at: the clip or the gap under the playhead, the range that is meant, and room on tracks.

Knows the bridge's values and nothing of takes but which items are ours. A long track is searched, not read:
its items stand in the order of their starts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from time import monotonic
from typing import Any

from secondunit.wire import FrameRange
from secondunit.wire.errors import HostError

from .bridge import Bridge
from .seen import ItemSeen, TimelineSeen

#: A look that finds the same clip under the same playhead is good for this long (s).
FRESH = 5.0
#: Within one look of the panel nothing is asked twice (s).
AT_ONCE = 0.2


class Scope(str, Enum):
    """What the next element is for."""

    AUTOMATIC = "automatic"
    MARKS = "marks"
    CLIP = "clip"
    GAP = "gap"
    EXTEND = "extend"


@dataclass(frozen=True)
class TimelineLook:
    """The open timeline as it was looked at: `clips` lie under the playhead, the one that is seen first."""

    timeline: TimelineSeen
    playhead: int
    marks: FrameRange | None
    clips: tuple[ItemSeen, ...]
    gap: FrameRange | None


class Looking:
    """Looks at the open timeline; `ours` gives the ids of the items that are takes of ours."""

    def __init__(
        self,
        bridge: Bridge,
        ids: Callable[[TimelineSeen], frozenset[str]],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._bridge, self._ours, self._clock = bridge, ids, clock
        self._look: TimelineLook | None = None
        self._on_top: tuple[str, int] | None = None
        self._at = self._since = float("-inf")
        #: The items of each track as they were listed, and when; of one timeline of one running Resolve.
        self._lists: dict[int, tuple[float, Sequence[Any]]] = {}
        self._listed: tuple[str, int] = ("", 0)
        #: Whether a list may still be read anew in this look: one a look, so that none takes long.
        self._turn = True

    def forget(self) -> None:
        """Something was changed: the next look is a new one."""
        self._look = None
        self._lists.clear()
        self._bridge.forget()

    def list(self, timeline: TimelineSeen, track: int, anew: bool = False) -> Sequence[Any]:
        """The items of a track as they were listed lately, for looks alone; `anew` reads them now."""
        if self._listed != (timeline.id, self._bridge.session):
            self._lists.clear()
            self._listed = timeline.id, self._bridge.session
        entry, now = self._lists.get(track), self._clock()
        if entry is None or anew or (self._turn and now - entry[0] >= FRESH):
            self._turn = self._turn and entry is None
            entry = self._lists[track] = (now, self._bridge.list(timeline, track))
        return entry[1]

    @property
    def _stale(self) -> bool:
        return any(self._clock() - when >= FRESH for when, _ in self._lists.values())

    def look(self) -> TimelineLook:
        """The timeline as it is now. Raises `NothingSelected`, `HostError`."""
        now = self._clock()
        if self._look is not None and now - self._at < AT_ONCE:
            return self._look
        self._turn = True
        timeline = self._bridge.timeline()
        playhead, marks = self._bridge.playhead(timeline), self._bridge.marks(timeline)
        before, top = self._look, self._top(timeline)
        self._at = now
        if top != self._on_top and before is not None and before.playhead == playhead:
            # The cut was changed under a playhead that rests.
            self._lists.clear()
        if (
            before is not None
            and now - self._since < FRESH
            and (before.timeline, before.playhead, before.marks) == (timeline, playhead, marks)
            and top == self._on_top
        ):
            return before
        ids = self._ours(timeline)
        try:
            clips = self._under(timeline, playhead, top)
        except HostError:
            # A clip that was listed is gone.
            self._lists.clear()
            clips = self._under(timeline, playhead, top)
        clips = [item for item in clips if item.id not in ids]
        gap = None if clips else self.gap(timeline, playhead)
        self._on_top = top
        look = TimelineLook(timeline, playhead, marks, tuple(clips), gap)
        # What was listed long ago is listed anew in the next looks, a track each.
        stale = self._stale or not self._turn
        self._since = float("-inf") if stale else now
        if not (stale and look == before):
            self._look = look
        return self._look or look

    def _under(self, timeline: TimelineSeen, frame: int, top: tuple[str, int] | None) -> Sequence[ItemSeen]:
        """The items of all tracks that cover a frame: `top`, what is seen there, then the topmost first.

        Above what is seen lies what is switched off, or an adjustment clip.
        """
        tracks = range(self._bridge.tracks(timeline), 0, -1)
        for _ in range(2):
            candidates = [self.at(timeline, track, frame, self.list(timeline, track)) for track in tracks]
            items = sorted(
                (item for item in candidates if item is not None),
                key=lambda item: top is None or item.id != top[0],
            )
            if top is None or any(item.id == top[0] for item in items):
                return items
            self._lists.clear()
        return items

    def _top(self, timeline: TimelineSeen) -> tuple[str, int] | None:
        """What is under the playhead, by two calls: another clip, or the same elsewhere, is a new look."""
        raw = self._bridge.under_playhead(timeline)
        return None if raw is None else (self._bridge.id_of(raw), self._bridge.first_of(raw))

    def at(
        self, timeline: TimelineSeen, track: int, frame: int, items: Sequence[Any] | None = None
    ) -> ItemSeen | None:
        """The item of a track that covers a frame; `items` are the track's, where they were read already."""
        items = self._bridge.list(timeline, track) if items is None else items
        _, clip = self._clip_before(items, frame, track)
        return clip if clip is not None and frame in clip.frames else None

    def gap(self, timeline: TimelineSeen, frame: int) -> FrameRange | None:
        """The frames around one that no video track covers; None behind the last clip."""
        first, after = timeline.start, None
        for track in range(1, self._bridge.tracks(timeline) + 1):
            items = self.list(timeline, track)
            _, before = self._clip_before(items, frame, track)
            if before is not None:
                first = max(first, before.frames.last + 1)
            number = self._before(items, frame) + 1
            if number < len(items):
                following = self._bridge.first_of(items[number])
                after = following if after is None else min(after, following)
        if after is None or not first <= frame < after:
            return None
        return FrameRange(first, after - 1)

    def over(self, timeline: TimelineSeen, track: int, frames: FrameRange) -> tuple[ItemSeen, ...]:
        """Every clip of a track that shares a frame with a range."""
        items = self._bridge.list(timeline, track)
        clips = []
        for number in range(max(0, self._clip_before(items, frames.first, track)[0]), len(items)):
            item = self._bridge.item(items[number], track)
            if item.frames.first > frames.last:
                break
            if item.frames.intersection(frames) and not self._transition(items, number, item):
                clips.append(item)
        return tuple(clips)

    def find(self, timeline: TimelineSeen, id: str, track: int = 0) -> ItemSeen | None:
        """The item with an id; the track it was last on is read first."""
        count = self._bridge.tracks(timeline)
        for number in dict.fromkeys((track, *range(count, 0, -1))):
            if not 1 <= number <= count:
                continue
            for raw in self._bridge.list(timeline, number):
                if self._bridge.id_of(raw) == id:
                    return self._bridge.item(raw, number)
        return None

    def _clip_before(self, items: Sequence[Any], frame: int, track: int) -> tuple[int, ItemSeen | None]:
        """The last clip that begins at or before a frame, and its number; -1 and None for none."""
        for number in range(self._before(items, frame), -1, -1):
            item = self._bridge.item(items[number], track)
            if not self._transition(items, number, item):
                return number, item
        return -1, None

    def _transition(self, items: Sequence[Any], number: int, item: ItemSeen) -> bool:
        """Whether an item lies over the end of a clip beside it; a generator, as bare as it, never does.

        Between a clip and the transition at its tail the track lists at most the one at its head.
        """
        if not self._bridge.bare(item.raw):
            return False
        beside = (number + step for step in (-2, -1, 1, 2) if 0 <= number + step < len(items))
        ranges = (self._bridge.item(items[other], item.track).frames for other in beside)
        return any(
            (frames.intersection(item.frames) and item.frames.intersection(frames) != frames)
            or frames == item.frames
            for frames in ranges
        )

    def _before(self, items: Sequence[Any], frame: int) -> int:
        """The number of the last item that begins at or before a frame; -1 for none."""
        low, high = 0, len(items)
        while low < high:
            middle = (low + high) // 2
            if self._bridge.first_of(items[middle]) <= frame:
                low = middle + 1
            else:
                high = middle
        return low - 1


def meant(look: TimelineLook, scope: Scope, extend: int) -> FrameRange:
    """The frames of the timeline that the next element is for.

    `extend` is how many frames a cut is lengthened by. Where what was asked for is not there: the in and out
    points, the clip, the gap, the whole timeline, in this order.
    """
    clip = look.clips[0].frames if look.clips else None
    if scope is Scope.EXTEND and clip is not None:
        return FrameRange.starting(clip.last + 1, max(1, extend))
    asked = {Scope.MARKS: look.marks, Scope.CLIP: clip, Scope.GAP: look.gap}.get(scope)
    frames = asked or look.marks or clip or look.gap
    if frames is not None:
        return frames
    return FrameRange(look.timeline.start, max(look.timeline.start, look.timeline.end - 1))
