"""A take put on one shot of a cut: which of its frames the shot's frames show, and at which speed.

Three things are kept apart: the speed that the cut gives its media, the speed that a retime has in its own
frames, and the frames of the media, of the take and of the record.
"""

from __future__ import annotations

from math import floor
from pathlib import Path

from secondunit.wire import CutShot, FrameRange, Landed, Plate, Take, Task
from secondunit.wire.errors import BadInput
from secondunit.wire.retime import plate_place


def landing_of(shot: CutShot, take: Take, plate: Plate | None, first: int | None = None) -> Landed:
    """The take over its shot: by the media's frame numbers where it carries them, else from its head.

    What was made of the shot's own media, its `plate`, runs at the speed that the cut gives it; a retime has
    the cut's frames, and its own speed is in them. `first` is the take's frame to begin with, at its own
    speed. Raises `BadInput` where the take has none of the frames.
    """
    if first is None and plate is not None and _runs_as(shot, take, plate):
        return _at_its_speed(shot, take, plate)
    if first is None and take.task is Task.RETIME:
        places = ((plate_place(take.retime, take.frames, frame), frame) for frame in take.frames)
        first = next((frame for place, frame in places if place >= shot.source.first), take.frames.first)
    if first is None:
        overlap = take.frames.intersection(shot.source)
        first = shot.source.first if overlap is not None else take.frames.first
    span = FrameRange.starting(first, len(shot.record)).intersection(take.frames)
    if span is None:
        raise BadInput(f"{take.label} holds frames {take.frames}, none from {first} on.", where="first")
    record = FrameRange.starting(shot.record.first + span.first - first, len(span))
    missing = tuple(
        frames for frames in (_before(shot.record, record), _after(shot.record, record)) if frames is not None
    )
    return Landed(take.id, shot.id, shot.track, record, span.first, missing=missing, label=take.label)


def _runs_as(shot: CutShot, take: Take, plate: Plate) -> bool:
    """Whether a take has the frames of a shot's media, which the cut shows at another speed."""
    if shot.speed.exact in (0, 1) or take.task is Task.RETIME:
        return False
    return bool(shot.media) and Path(plate.path).name == Path(shot.media).name


def _at_its_speed(shot: CutShot, take: Take, plate: Plate) -> Landed:
    """The take over its shot at the shot's speed; raises `BadInput` where it has none of its frames."""
    speed = shot.speed.exact
    by = plate.frames.first - plate.file_frame(plate.frames.first)
    own = FrameRange(shot.source.first + by, shot.source.last + by)
    if own.intersection(take.frames) is None:  # the cut counts its media otherwise: from the take's head
        own = take.frames
    begin = own.first if speed > 0 else own.last
    shown = {frame: begin + floor((frame - shot.record.first) * speed) for frame in shot.record}
    held = [frame for frame, own in shown.items() if own in take.frames]
    if not held:
        raise BadInput(
            f"{take.label} holds frames {take.frames}, and the cut shows {shot.source}.", where="take"
        )
    record = FrameRange(held[0], held[-1])
    missing = tuple(
        frames for frames in (_before(shot.record, record), _after(shot.record, record)) if frames is not None
    )
    return Landed(
        take.id, shot.id, shot.track, record, shown[held[0]], shot.speed, missing=missing, label=take.label
    )


def _before(whole: FrameRange, part: FrameRange) -> FrameRange | None:
    return FrameRange(whole.first, part.first - 1) if part.first > whole.first else None


def _after(whole: FrameRange, part: FrameRange) -> FrameRange | None:
    return FrameRange(part.last + 1, whole.last) if part.last < whole.last else None
