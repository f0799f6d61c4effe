"""A clip onto a track: on one that is free above the cut, read back, and taken off again where it is wrong.

Resolve drops a clip without a word, answers without an id or not at all, counts the frames of a sequence from
its number or from zero and its last one in or out: an item counts as placed when it is found on its track, at
its frame, as long as it should be, showing the frame of the take that it should.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial

from secondunit.wire import FrameRange
from secondunit.wire.errors import CannotPlace, SecondUnitError

from . import importing
from .bridge import Bridge
from .looking import Looking
from .pool import MediaPool, Span, spans
from .seen import ItemSeen, MediaSeen, TimelineSeen

TRACK_NAME = "Second Unit"
#: Pages on which Resolve takes clips off a timeline.
EDITING = ("edit", "cut")
#: What is said of an append after which nothing was there.
DROPPED = "it dropped the clip without a word"


class Appending:
    """One clip's way onto the open timeline; `undo` takes back what was done of it.

    `first` is the number of the first of the media's files.
    """

    def __init__(
        self,
        bridge: Bridge,
        pool: MediaPool,
        looking: Looking,
        timeline: TimelineSeen,
        media: MediaSeen,
        first: int,
    ) -> None:
        self._bridge, self._pool, self._looking = bridge, pool, looking
        self._timeline, self._media = timeline, media
        self._bases = tuple(dict.fromkeys((media.start, first, 0)))
        #: What is there by now: tracks that were added, and the clip as soon as it was found.
        self.tracks: list[int] = []
        self.item: ItemSeen | None = None
        #: Where a clip was asked for whose place nobody has read back yet, and our clips of before.
        self._flying: tuple[int, FrameRange, frozenset[ItemSeen]] | None = None
        #: What Resolve did instead of what it was asked, a part of a sentence each.
        self._odd: list[str] = []

    def append(self, frames: FrameRange, visible: FrameRange, wish: int) -> ItemSeen:
        """Append on the wished track, else on one that is free above the cut, else on a new one.

        `frames` are the take's, `visible` those of them that are shown. Raises `CannotPlace`, `HostError`.
        """
        for track in self._candidates(visible, wish):
            if (item := self._try(frames, visible, track)) is not None:
                return item
        for _ in range(2):
            # A second one, should the first have been filled between the look and the append.
            track = self._bridge.add_track(self._timeline, TRACK_NAME)
            self.tracks.append(track)
            if (item := self._try(frames, visible, track)) is not None:
                return item
            if self._drop(track):
                self.tracks.pop()
        odd = list(dict.fromkeys(self._odd))
        raise CannotPlace(
            f"Resolve dropped the clip without a word, on {self._bridge.tracks(self._timeline)} tracks."
            if odd == [DROPPED]
            else f"Resolve did not place {self._media.name} as it was asked: {', and '.join(odd)}.",
            remedy=f"Import {self._media.path} by hand, and drag it to "
            f"{self._timeline.timecode(visible.first)}.",
        )

    def _candidates(self, visible: FrameRange, wish: int) -> list[int]:
        count = self._bridge.tracks(self._timeline)
        conflicts = [
            track for track in range(1, count + 1) if self._looking.over(self._timeline, track, visible)
        ]
        above = range(max(conflicts, default=0) + 1, count + 1) if conflicts else range(2, count + 1)
        wished = [wish] if 1 <= wish <= count and wish not in conflicts else []
        tracks = [*wished, *(track for track in above if track != wish)]
        return [track for track in tracks if self._bridge.usable(self._timeline, track)]

    def _try(self, frames: FrameRange, visible: FrameRange, track: int) -> ItemSeen | None:
        """Append on one track, asking in one way after another; the item once it is there as it should be."""
        left = visible.first - frames.first
        for base in self._bases:
            asks, repeated = deque(spans(base, left, len(visible), self._media)), False
            while asks:
                span = asks.popleft()
                answered = self._append(span, track, visible)
                item = self.item
                if item is None:
                    self._odd.append(DROPPED)
                    continue
                odd = self._oddity(item, track, visible, left, answered)
                if not odd:
                    return item
                self._odd.append(odd)
                if not self.remove(item):
                    raise CannotPlace(
                        f"Resolve did not place {item.name} as it was asked: {odd}, and it stays there.",
                        remedy="Take the clip off the timeline by hand, then place again.",
                    )
                self.item = None
                if not answered and not repeated:
                    repeated = True
                    asks.appendleft(span)
                elif item.left != left:
                    # Its frames are counted from another number.
                    break
        return None

    def _append(self, span: Span, track: int, visible: FrameRange) -> bool:
        """Ask for the clip, and look where it landed; whether Resolve answered with an item."""
        before = frozenset(self._mine(visible))
        self._flying = (track, visible, before)
        id = self._pool.append(self._media, span, track, visible.first)
        self.item = self._landed(id or "", track, visible, before)
        self._flying = None
        return id is not None

    def _oddity(self, item: ItemSeen, track: int, visible: FrameRange, left: int, answered: bool) -> str:
        """What is not as it was asked for, as a part of a sentence; empty where all is."""
        at = self._timeline.timecode
        if not answered:
            # Such a clip is there until the project is saved, and lost then.
            return "it answered that it had placed nothing"
        if not item.id:
            return "it gave the clip no id to find it by"
        if (item.track, item.frames.first) != (track, visible.first):
            return f"it put the clip on video track {item.track} at {at(item.frames.first)}"
        if item.left != left:
            return "it showed other frames of it"
        if len(item.frames) != len(visible):
            return f"it made it {len(item.frames)} frames instead of {len(visible)}"
        return ""

    def _mine(self, visible: FrameRange) -> tuple[ItemSeen, ...]:
        """The clips of our media over these frames, on any track."""
        tracks = range(1, self._bridge.tracks(self._timeline) + 1)
        return tuple(
            item
            for track in tracks
            for item in self._looking.over(self._timeline, track, visible)
            if self._pool.media_id(item) == self._media.id
        )

    def _landed(
        self, id: str, track: int, visible: FrameRange, before: frozenset[ItemSeen]
    ) -> ItemSeen | None:
        """The clip that an append gave, wherever it lies; an editor's own clip there is never it.

        By its id, else as the clip of our media that was not there before, on its own track first.
        """
        fresh = [item for item in self._mine(visible) if item not in before]
        clip = next((item for item in fresh if id and item.id == id), None)
        if clip is None and id:
            clip = self._looking.find(self._timeline, id, track)
        return clip or next((item for item in fresh if item.track == track), next(iter(fresh), None))

    def remove(self, item: ItemSeen) -> bool:
        """Take an item of ours off again, on an editing page: elsewhere Resolve does not; whether it went."""
        page = self._bridge.page()
        if page not in EDITING:
            self._bridge.open_page(EDITING[0])
        for _ in range(2):
            # A first try was seen to do nothing where the same call did it right after.
            self._bridge.delete_items(self._timeline, [item])
            if absent := item not in self._looking.over(self._timeline, item.track, item.frames):
                break
        if page not in EDITING:
            self._bridge.open_page(page)
        return absent

    def _drop(self, track: int) -> bool:
        """Take a track of ours away with our clip on it; one that somebody else uses by now stays."""
        item = self.item if self.item is not None and self.item.track == track else None
        identity = (item.id, item.frames.first) if item is not None else None
        items = self._bridge.list(self._timeline, track)
        if any((self._bridge.id_of(raw), self._bridge.first_of(raw)) != identity for raw in items):
            return item is None or self.remove(item)
        return self._bridge.delete_track(self._timeline, track)

    def undo(self, new: bool) -> str:
        """Take back what was done, the media too where it is `new`; what stays, as a sentence, else empty.

        Never raises: Resolve may be closed, or a window of it stand open.
        """
        left = []
        at = self._timeline.timecode
        if self._flying is not None and not _done(self._look_again):
            track, visible, _ = self._flying
            left.append(f"perhaps a clip on video track {track} at {at(visible.first)}")
        for track in reversed(self.tracks):
            if not _done(partial(self._drop, track)):
                left.append(f"video track {track}")
        item = self.item
        if item is not None and item.track not in self.tracks and not _done(partial(self.remove, item)):
            left.append(f"the clip on video track {item.track} at {at(item.frames.first)}")
        if new and (left or not _done(partial(self._pool.delete_media, [self._media]))):
            left.append(f"{self._media.name} in the bin {importing.BIN}")
        if not left:
            return ""
        return f"Resolve did not let go of what was begun: delete {', '.join(left)}."

    def _look_again(self) -> bool:
        """Find the clip of an append that broke off, if it is there; true once that is known."""
        if self._flying is not None:
            track, visible, before = self._flying
            self.item = self._landed("", track, visible, before)
            self._flying = None
        return True


def _done(act: Callable[[], bool]) -> bool:
    try:
        return act()
    except SecondUnitError:
        return False
