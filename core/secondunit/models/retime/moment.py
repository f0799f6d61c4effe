"""Which frames of the plate a frame of a retime is made of, and with what shares: its moments.

The shutter: the plate's own frames were open for a part of one frame of it; what a faster shot lacks is the
rest, and is made of moments around the frame's place. A cut ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from secondunit.wire import FrameRange, Retime
from secondunit.wire.retime import WHOLE_TURN, plate_place, plate_speed

#: Between two moments of an open shutter things go no farther than this, in pixels.
STEP = 2.0
#: The least and the most moments of an open shutter.
FEWEST, MOST = 3, 48


@dataclass(frozen=True)
class Moment:
    """A time between the frame `old` of the plate, at 0, and the next, at 1; 0 is that frame itself."""

    old: int
    time: float

    @property
    def place(self) -> float:
        return self.old + self.time

    @property
    def frames(self) -> tuple[int, ...]:
        """The frames that it is made of."""
        return (self.old,) if self.time == 0.0 else (self.old, self.old + 1)


def moment_at(place: float, plate: FrameRange, cuts: Sequence[int]) -> Moment:
    """The moment of a place: ends of the plate stand still, and across a cut the nearer frame is taken."""
    place = min(max(place, float(plate.first)), float(plate.last))
    old = floor(place)
    time = place - old
    if time and old + 1 in cuts:
        return Moment(old + (time >= 0.5), 0.0)
    return Moment(old, time)


def opening(retime: Retime, frames: FrameRange, frame: int) -> float:
    """For how many frames of the plate the shutter is open beyond the plate's own; 0 where none lacks."""
    speed = abs(plate_speed(retime, frames, frame))
    return max(speed - 1.0, 0.0) * retime.shutter / WHOLE_TURN


def moments_of(
    retime: Retime, frames: FrameRange, frame: int, plate: FrameRange, cuts: Sequence[int], travel: float
) -> tuple[Moment, ...]:
    """The moments of a frame, which count alike; `travel` is how far things go in a frame, in pixels."""
    place = plate_place(retime, frames, frame)
    centre = moment_at(place, plate, cuts)
    open_for = opening(retime, frames, frame)
    if not open_for:
        return (centre,)
    count = min(max(FEWEST, round(open_for * travel / STEP)), MOST)
    offsets = [open_for * ((index + 0.5) / count - 0.5) for index in range(count)]
    side = _side(centre.place, plate, cuts)
    return tuple(moment_at(centre.place + offset, side, cuts) for offset in offsets)


def needed(
    retime: Retime, frames: FrameRange, frame: int, plate: FrameRange, cuts: Sequence[int] = ()
) -> tuple[int, ...]:
    """The frames of the plate that a frame of the retime is made of, in their order."""
    centre = moment_at(plate_place(retime, frames, frame), plate, cuts)
    half = opening(retime, frames, frame) / 2.0
    side = _side(centre.place, plate, cuts)
    ends = [moment_at(centre.place + way, side, cuts).frames for way in (-half, half)]
    return tuple(range(ends[0][0], ends[1][-1] + 1))


def _side(place: float, plate: FrameRange, cuts: Sequence[int]) -> FrameRange:
    """The frames of the plate between the cuts around a place."""
    frame = floor(place)
    first = max((cut for cut in cuts if cut <= frame), default=plate.first)
    last = min((cut - 1 for cut in cuts if cut > frame), default=plate.last)
    return FrameRange(max(first, plate.first), min(last, plate.last))
