"""Carry takes from an older cut to a newer one: by the frames of the media they were made for.

A take belongs to frames of the media, not to a place on the timeline. Its frame f was made for the record
frame r = record.first + f - first of the old shot, which showed the media's frame
s = source + (r - record) x speed. Wherever the new cut shows s, the take's frame f belongs there. A retime
passes the media at a speed of its own, unless it is the cut's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    Retime,
    ShotKind,
    Speed,
)
from secondunit.wire.retime import USUALLY

from .sameness import Uses, answers, in_its_folder, is_still


def conform(
    old: Cut, new: Cut, takes: Sequence[CutTake], retimes: Mapping[str, Retime] | None = None
) -> Conformed:
    """Where each take of the old cut lands on the new one; what has no place there is listed with the reason.

    `retimes` are those of the takes that are one, by the takes' ids.
    Both cuts are at one rate: a take rendered at another rate has other frames. Never raises for a cut.
    """
    old_uses, new_uses = Uses(old), Uses(new)
    old_shots = {shot.id: shot for shot in old.shots}
    cache: dict[tuple[str, str, str], tuple[bool, set[str]]] = {}
    landed: list[Landed] = []
    losses: list[Lost] = []
    for take in takes:
        reason = ""
        before = old_shots.get(take.shot)
        if old.rate != new.rate:
            reason = f"The new cut runs at {new.rate} frames a second, the old one at {old.rate}."
        elif before is None:
            reason = "Its shot is not in the old cut."
        elif before.kind is not ShotKind.CLIP:
            reason = "It sits on a compound or generated clip, whose frames cannot be followed."
        elif take.speed.exact == 0:
            reason = "It stands still, on a frame of its own."
        else:
            retime = (retimes or {}).get(take.take)
            places, reason = _land(take, before, old_uses, new_uses, cache, retime)
            landed += places
        if reason:
            losses.append(Lost(take.take, reason, take.label))
    landed.sort(key=lambda place: (place.record.first, place.track, place.take))
    return Conformed(tuple(landed), tuple(losses))


def _files(before: CutShot, old: Uses, new: Uses) -> tuple[bool, set[str]]:
    """Whether the new cut has media of this name at all, and which of its files are the same."""
    uses = new.of(before)
    return bool(uses), {shot.media for shot in in_its_folder(before, uses, old.paths)}


def _land(
    take: CutTake,
    before: CutShot,
    old: Uses,
    new: Uses,
    cache: dict[tuple[str, str, str], tuple[bool, set[str]]],
    retime: Retime | None,
) -> tuple[list[Landed], str]:
    key = before.media, before.reel, before.name
    if key not in cache:
        cache[key] = _files(before, old, new)
    there, files = cache[key]
    if not files:
        name = before.name or before.media or "Its shot"
        if there:
            return [], f"The new cut has another file called {name}, not this one."
        return [], f"{name} is not in the new cut."
    reach = int(len(take.frames) * abs(before.speed.exact)) + len(before.source)
    candidates = [] if is_still(before) else new.showing(before, before.source.with_handles(reach))
    candidates = [shot for shot in candidates or new.of(before) if shot.media in files]
    pairs, bent = [], False
    passes = _passes(before, retime)
    for shot in candidates:
        moved, remark = _renumbered(before, shot)
        if passes is None and not _begins_alike(before, moved):
            bent = True
            continue
        place = _on(take, before, moved, passes)
        if place is not None:
            note = f"{remark} {_doubt(before, shot)}".strip()
            pairs.append((moved, replace(place, remark=note)))
    if not pairs and bent:
        return [], (
            "It follows a speed curve of its own, and its shot begins elsewhere or runs at another speed: "
            "place it by hand."
        )
    if not pairs:
        return [], "The new cut does not use its frames."
    matches = [(shot, landing) for shot, landing in pairs if answers(before, shot, old, new)]
    if not matches:
        return [], "Its use of the media is not in the new cut; another shot with the same frames is."
    places = [(shot, landing) for shot, landing in matches if shot.enabled]
    if not places:
        off = "The shot is switched off in the new cut."
        places = [
            (shot, replace(landing, remark=f"{landing.remark} {off}".strip())) for shot, landing in matches
        ]
    if len(places) > 1:
        return [
            replace(landing, fates=(*landing.fates, _several(shot, places))) for shot, landing in places
        ], ""
    return [landing for _, landing in places], ""


def _passes(before: CutShot, retime: Retime | None) -> Fraction | None:
    """How many frames of the media pass with one of the take's; None where that is another for each.

    A retime at the cut's own speed took its place; any other was made of what the cut shows.
    """
    was = before.speed.exact
    if retime is None:
        return was
    if retime.keys:
        return None
    slower = Fraction(str(USUALLY if retime.slower is None else retime.slower))
    return was if was * slower == 1 else was / slower


def _begins_alike(before: CutShot, after: CutShot) -> bool:
    """Whether a shot begins on the same frame of its media as before, at the same speed."""
    return (before.source.first, before.speed) == (after.source.first, after.speed)


def _doubt(before: CutShot, after: CutShot) -> str:
    """What to say of a shot that was not read exactly: nothing where it is the same as it was."""
    match = (before.source, len(before.record), before.speed) == (
        after.source,
        len(after.record),
        after.speed,
    )
    if match or not (before.remarks or after.remarks):
        return ""
    return "The speed of its shot could not be followed exactly: check its frames."


def _several(shot: CutShot, places: Sequence[tuple[CutShot, Landed]]) -> Fate:
    """Whether one of several places shows frames that another shows too, or a part of its own."""
    siblings = (other for other, _ in places if other.id != shot.id)
    again = any(other.source.intersection(shot.source) is not None for other in siblings)
    return Fate.REPEATED if again else Fate.SPLIT


def _renumbered(before: CutShot, after: CutShot) -> tuple[CutShot, str]:
    """The new shot by the old one's frame numbers, where the same media starts at another number."""
    was, now = before.available, after.available
    if was is None or now is None or len(was) != len(now) or was.first == now.first:
        return after, ""
    by = was.first - now.first
    source = FrameRange(after.source.first + by, after.source.last + by)
    return replace(after, source=source, available=was), (
        f"The media starts at {now.first} in the new cut and at {was.first} in the old one: counted from it."
    )


def _on(take: CutTake, before: CutShot, after: CutShot, passes: Fraction | None) -> Landed | None:
    """The take on one shot of the new cut, or None where the shot shows none of its frames.

    `passes` are frames of the media a frame of the take; None where both shots begin alike.
    """
    was, now, plays = before.speed.exact, after.speed.exact, take.speed.exact
    lead = Fraction(before.record.first - take.record.first)
    if is_still(before) or is_still(after):
        turn = Fraction(1)
    elif was == 0 or now == 0:
        if was != now or before.source.first != after.source.first:
            return None
        turn = Fraction(1)
    else:
        turn = now / was
        start_before = before.source.first if was > 0 else before.source.last
        start_after = after.source.first if now > 0 else after.source.last
        lead += (start_after - start_before) / (passes or was)
    # The take's frame at record frame r of the new shot is base + (r - after.record.first) x relative.
    base, relative = take.first + lead * plays, turn * plays
    span = _record_frames(after.record, base, relative, _usable(take, before))
    if span is None:
        return None
    first = floor(base + (span.first - after.record.first) * relative)
    return Landed(
        take.take, after.id, after.track, span, first, Speed.of(relative),
        _fates(take, span, first, relative), _missing(take, before, after.record, span, turn < 0), take.label,
    )  # fmt: skip


def _usable(take: CutTake, before: CutShot) -> FrameRange:
    """The frames of the take that may be shown: its handles only where it filled the shot to that end."""
    end = take.first + floor((len(take.record) - 1) * take.speed.exact)
    span = FrameRange(min(take.first, end), max(take.first, end))
    at_head, at_tail = take.record.first <= before.record.first, take.record.last >= before.record.last
    if take.speed.exact < 0:
        at_head, at_tail = at_tail, at_head
    first = take.frames.first if at_head else span.first
    last = take.frames.last if at_tail else span.last
    return FrameRange(min(first, span.first), max(last, span.last))


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


def _fates(take: CutTake, span: FrameRange, first: int, relative: Fraction) -> tuple[Fate, ...]:
    if relative != take.speed.exact:
        return (Fate.RETIMED,)
    fates = []
    # Where the take's old first frame would be on the timeline now, to less than a frame.
    if abs((span.first - take.record.first) * relative - (first - take.first)) >= max(
        Fraction(1), abs(relative)
    ):
        fates.append(Fate.MOVED)
    if (first, len(span)) != (take.first, len(take.record)):
        fates.append(Fate.TRIMMED)
    return tuple(fates) or (Fate.UNCHANGED,)


def _missing(
    take: CutTake, before: CutShot, record: FrameRange, span: FrameRange, turned: bool
) -> tuple[FrameRange, ...]:
    """Frames of the new shot that the take would have to cover, as it covered the old one to that end."""
    at_head, at_tail = take.record.first <= before.record.first, take.record.last >= before.record.last
    if turned:
        at_head, at_tail = at_tail, at_head
    missing = []
    if at_head and record.first < span.first:
        missing.append(FrameRange(record.first, span.first - 1))
    if at_tail and span.last < record.last:
        missing.append(FrameRange(span.last + 1, record.last))
    return tuple(missing)
