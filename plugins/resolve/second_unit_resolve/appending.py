"""A clip onto a track: on one that is free above the cut, read back, and taken off again where it is wrong.

Resolve drops a clip without a word, or counts the frames of a sequence from its number or from zero: an item
counts as placed when it is found on its track, at its frame, showing the frame of the take that it should.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from secondunit.wire import FrameRange
from secondunit.wire.errors import CannotPlace, SecondUnitError

from . import importing
from .bridge import Bridge
from .looking import Looking
from .pool import MediaPool
from .seen import ItemSeen, MediaSeen, TimelineSeen

TRACK_NAME = "Second Unit"
#: Pages on which Resolve takes clips off a timeline.
EDITING = ("edit", "cut")


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
        #: Where a clip was asked for whose place nobody has read back yet: track and first frame.
        self._flying: tuple[int, int] | None = None

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
        raise CannotPlace(
            f"Resolve dropped the clip without a word, on {self._bridge.tracks(self._timeline)} tracks.",
            remedy=f"Import {self._media.path} by hand, and drag it to "
            f"{self._timeline.timecode(visible.first)}.",
        )

    def _candidates(self, visible: FrameRange, wish: int) -> list[int]:
        count = self._bridge.tracks(self._timeline)
        taken = [track for track in range(1, count + 1) if self._looking.over(self._timeline, track, visible)]
        above = range(max(taken, default=0) + 1, count + 1) if taken else range(2, count + 1)
        wished = [wish] if 1 <= wish <= count and wish not in taken else []
        tracks = [*wished, *(track for track in above if track != wish)]
        return [track for track in tracks if self._bridge.usable(self._timeline, track)]

    def _try(self, frames: FrameRange, visible: FrameRange, track: int) -> ItemSeen | None:
        """Append on one track; the item once it is found there as it should be."""
        left = visible.first - frames.first
        for base in self._bases:
            self._flying = (track, visible.first)
            id = self._pool.append(self._media, base + left, len(visible), track, visible.first)
            item = self._landed(id, track, visible)
            self._flying = None
            if item is None:
                continue
            self.item = item
            if (item.track, item.frames, item.left) == (track, visible, left):
                return item
            # Counted otherwise than Resolve counts the frames of this clip.
            if not self.remove(item):
                raise CannotPlace(
                    f"Resolve shows other frames of {item.name} than it was asked for.",
                    remedy="Take the clip off the timeline by hand, then place again.",
                )
            self.item = None
        return None

    def _landed(self, id: str, track: int, visible: FrameRange) -> ItemSeen | None:
        """The clip that an append gave, wherever it lies; an editor's own clip there is never it."""
        if not id:
            return None
        here = self._looking.over(self._timeline, track, visible)
        return next((one for one in here if one.id == id), None) or self._looking.find(
            self._timeline, id, track
        )

    def remove(self, item: ItemSeen) -> bool:
        """Take an item of ours off again, on an editing page: elsewhere Resolve does not; whether it went."""
        page = self._bridge.page()
        if page not in EDITING:
            self._bridge.open_page(EDITING[0])
        self._bridge.delete_items(self._timeline, [item])
        gone = all(one.id != item.id for one in self._looking.over(self._timeline, item.track, item.frames))
        if page not in EDITING:
            self._bridge.open_page(page)
        return gone

    def _drop(self, track: int) -> bool:
        """Take a track of ours away with our clip on it; one that somebody else uses by now stays."""
        ours = self.item.id if self.item is not None else ""
        others = [raw for raw in self._bridge.list(self._timeline, track) if self._bridge.id_of(raw) != ours]
        if others:
            return self.item is None or self.item.track != track or self.remove(self.item)
        return self._bridge.delete_track(self._timeline, track)

    def undo(self, new: bool) -> str:
        """Take back what was done, the media too where it is `new`; what stays, as a sentence, else empty.

        Never raises: Resolve may be closed, or a window of it stand open.
        """
        left = []
        for track in reversed(self.tracks):
            if not _done(partial(self._drop, track)):
                left.append(f"video track {track}")
        at = self._timeline.timecode
        if self._flying is not None and self._flying[0] not in self.tracks:
            left.append(f"perhaps a clip on video track {self._flying[0]} at {at(self._flying[1])}")
        item = self.item
        if item is not None and item.track not in self.tracks and not _done(partial(self.remove, item)):
            left.append(f"the clip on video track {item.track} at {at(item.frames.first)}")
        if new and (left or not _done(partial(self._pool.delete_media, [self._media]))):
            left.append(f"{self._media.name} in the bin {importing.BIN}")
        if not left:
            return ""
        return f"Resolve did not let go of what was begun: delete {', '.join(left)}."


def _done(act: Callable[[], bool]) -> bool:
    try:
        return act()
    except SecondUnitError:
        return False
