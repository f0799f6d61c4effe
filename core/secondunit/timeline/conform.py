"""Carry takes from an older cut to a newer one: by the frames of the media they were made for.

A take belongs to frames of the media, not to a place on the timeline. Its frame f was made for the record
frame r = record.first + f - first of the old shot, which showed the media's frame
s = source + (r - record) x speed. Wherever the new cut shows s, the take's frame f belongs there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from secondunit.wire import (
    Conformed,
    Cut,
    CutShot,
    CutTake,
    Fate,
    FrameRange,
    Landed,
    Lost,
    ShotKind,
    Speed,
)


def conform(old: Cut, new: Cut, takes: Sequence[CutTake]) -> Conformed:
    """Where each take of the old cut lands on the new one; what has no place there is listed with the reason.

    Both cuts are at one rate: a take rendered at another rate has other frames. Never raises for a cut.
    """
    by_media: dict[str, list[CutShot]] = defaultdict(list)
    for shot in new.shots:
        if shot.kind is ShotKind.CLIP:
            by_media[media_key(shot)].append(shot)
    old_shots = {shot.id: shot for shot in old.shots}
    landed: list[Landed] = []
    lost: list[Lost] = []
    for take in takes:
        reason = ""
        before = old_shots.get(take.shot)
        if old.rate != new.rate:
            reason = f"The new cut runs at {new.rate} frames a second, the old one at {old.rate}."
        elif before is None:
            reason = "Its shot is not in the old cut."
        elif before.kind is not ShotKind.CLIP:
            reason = "It sits on a compound or generated clip, whose frames cannot be followed."
        else:
            found, reason = _land(take, before, by_media.get(media_key(before), ()))
            landed += found
        if reason:
            lost.append(Lost(take.take, reason, take.label))
    landed.sort(key=lambda one: (one.record.first, one.track, one.take))
    return Conformed(tuple(landed), tuple(lost))


def media_key(shot: CutShot) -> str:
    """What two cuts know the same media by: the file's name without its suffix, else reel, else name."""
    name = shot.media.rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] if "." in name else name
    return (stem or shot.reel or shot.name).lower()


def _land(take: CutTake, before: CutShot, candidates: Sequence[CutShot]) -> tuple[list[Landed], str]:
    if not candidates:
        return [], f"{before.name or before.media or 'Its shot'} is not in the new cut."
    found = [one for shot in candidates if (one := _on(take, before, shot)) is not None]
    if not found:
        return [], "The new cut does not use its frames."
    if len(found) > 1:
        found = [replace(one, fates=(*one.fates, Fate.SPLIT)) for one in found]
    return found, ""


def _on(take: CutTake, before: CutShot, after: CutShot) -> Landed | None:
    """The take on one shot of the new cut, or None where the shot shows none of its frames."""
    was, now = before.speed.exact, after.speed.exact
    if was == 0 or now == 0:
        same = was == now and before.source.first == after.source.first
        return _still(take, before, after) if same else None
    relative = now / was
    # The take's frame at record frame r of the new shot is base + (r - after.record.first) x relative.
    start_before = before.source.first if was > 0 else before.source.last
    start_after = after.source.first if now > 0 else after.source.last
    base = take.first + before.record.first - take.record.first + (start_after - start_before) / was
    usable = _usable(take, before)
    span = _record_frames(after.record, base, relative, usable)
    if span is None:
        return None
    first = floor(base + (span.first - after.record.first) * relative)
    return Landed(
        take.take, after.id, after.track, span, first, Speed.of(relative),
        _fates(take, span, first, relative), _missing(take, before, after.record, span), take.label,
    )  # fmt: skip


def _usable(take: CutTake, before: CutShot) -> FrameRange:
    """The frames of the take that may be shown: its handles only where it filled the shot to that end."""
    shown = FrameRange(take.first, take.first + len(take.record) - 1)
    first = take.frames.first if take.record.first <= before.record.first else shown.first
    last = take.frames.last if take.record.last >= before.record.last else shown.last
    return FrameRange(min(first, shown.first), max(last, shown.last))


def _record_frames(
    record: FrameRange, base: Fraction, relative: Fraction, usable: FrameRange
) -> FrameRange | None:
    """The frames r of `record` for which floor(base + (r - record.first) x relative) is usable."""
    low, high = Fraction(usable.first) - base, Fraction(usable.last + 1) - base
    if relative > 0:
        first, last = ceil(low / relative), ceil(high / relative) - 1
    else:
        first, last = floor(high / relative) + 1, floor(low / relative)
    first, last = max(record.first, record.first + first), min(record.last, record.first + last)
    return FrameRange(first, last) if first <= last else None


def _still(take: CutTake, before: CutShot, after: CutShot) -> Landed:
    """A take on a freeze frame: it plays on from the shot's head, as long as it lasts."""
    last = min(after.record.last, after.record.first + take.frames.last - take.first)
    span = FrameRange(after.record.first, last)
    fates = _fates(take, span, take.first, Fraction(1))
    missing = _missing(take, before, after.record, span)
    return Landed(take.take, after.id, after.track, span, take.first, Speed(), fates, missing, take.label)


def _fates(take: CutTake, span: FrameRange, first: int, relative: Fraction) -> tuple[Fate, ...]:
    fates = []
    if relative != 1:
        fates.append(Fate.RETIMED)
    elif span.first - first != take.record.first - take.first:
        fates.append(Fate.MOVED)
    if (first, len(span)) != (take.first, len(take.record)) and relative == 1:
        fates.append(Fate.TRIMMED)
    return tuple(fates) or (Fate.UNCHANGED,)


def _missing(take: CutTake, before: CutShot, record: FrameRange, span: FrameRange) -> tuple[FrameRange, ...]:
    """Frames of the new shot that the take would have to cover, as it covered the old one to that end."""
    missing = []
    if take.record.first <= before.record.first and record.first < span.first:
        missing.append(FrameRange(record.first, span.first - 1))
    if take.record.last >= before.record.last and span.last < record.last:
        missing.append(FrameRange(span.last + 1, record.last))
    return tuple(missing)
