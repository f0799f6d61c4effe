"""The markers of our takes on a timeline: read, changed, and set again where Resolve let one go.

A marker is changed by taking it away and setting another. What Resolve does not take in between, because it
was closed or a window of it stands open, is kept and set as soon as it answers.
"""

from __future__ import annotations

from secondunit.wire import FrameRange
from secondunit.wire.errors import SecondUnitError

from . import stamps
from .bridge import Bridge
from .seen import MarkerSeen, TimelineSeen

#: So many frames behind its own are tried for a marker whose frame another one has.
ROOM = 100


class Marking:
    """The markers of our takes on the open timeline."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        #: What the marker of an item has to be, by timeline and item, until it was read back.
        self._owed: dict[tuple[str, str], MarkerSeen] = {}

    def read(self, timeline: TimelineSeen) -> tuple[tuple[MarkerSeen, stamps.Stamp], ...]:
        """Every marker of ours with what it says. Raises `HostError`."""
        self._settle(timeline)
        owed = {id: marker for (on, id), marker in self._owed.items() if on == timeline.id}
        pairs = [(marker, stamps.read(marker)) for marker in self._bridge.markers(timeline)]
        pairs = [(marker, stamp) for marker, stamp in pairs if stamp is None or stamp.item not in owed]
        pairs += [(marker, stamps.read(marker)) for marker in owed.values()]
        return tuple((marker, stamp) for marker, stamp in pairs if stamp is not None)

    def add(self, timeline: TimelineSeen, stamp: stamps.Stamp, frames: FrameRange) -> bool:
        """Set a marker on the first of these frames that has none. Raises `HostError`."""
        positions = {marker.frame for marker in self._bridge.markers(timeline)}
        return any(
            frame not in positions and self._bridge.add_marker(timeline, stamp.marker(frame))
            for frame in frames
        )

    def change(self, timeline: TimelineSeen, stamp: stamps.Stamp, frame: int) -> bool:
        """Let an item's marker say this from now on; false where Resolve does not take it yet."""
        self._owed[timeline.id, stamp.item] = stamp.marker(frame)
        self._settle(timeline)
        return (timeline.id, stamp.item) not in self._owed

    def _settle(self, timeline: TimelineSeen) -> None:
        for (on, id), marker in tuple(self._owed.items()):
            try:
                if on == timeline.id and self._replace(timeline, id, marker):
                    del self._owed[on, id]
            except SecondUnitError:
                return

    def _replace(self, timeline: TimelineSeen, id: str, marker: MarkerSeen) -> bool:
        """Whether the item has this marker and no other one of ours."""
        stamp = stamps.read(marker)
        assert stamp is not None
        there = False
        for candidate in self._bridge.markers(timeline):
            claim = stamps.read(candidate)
            if claim is None or claim.item != id:
                continue
            if (candidate.custom, candidate.color, candidate.name) == (
                marker.custom,
                marker.color,
                marker.name,
            ):
                there = True
            elif not self._bridge.delete_marker(timeline, candidate.frame):
                return False
        return there or self.add(timeline, stamp, FrameRange.starting(marker.frame, ROOM))
