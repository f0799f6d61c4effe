"""Takes on a timeline: as alternative media of their shots or as clips of their own track, and read back.

Our own data lies under `metadata["second_unit"]`, where every program that passes OpenTimelineIO on leaves
it; nothing else of the timeline is changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import opentimelineio as otio

from secondunit.wire import (
    Cut,
    CutShot,
    CutTake,
    FrameRange,
    Landed,
    Rate,
    Retime,
    SecondUnitError,
    ShotKind,
    Speed,
    Take,
    Task,
    loads,
)  # fmt: skip

from .cuts import cut_of, media_path
from .metadata import entry
from .times import fraction, span, time, whole
from .walk import head_of, rate_of, start_of, walk

#: The key of our metadata, and the beginning of the name of an alternative reference.
KEY = "second_unit"
#: The file in a take's folder that says what it is.
TAKE_FILE = "take.json"
TRACK = "Second Unit"


def add_references(
    timeline: otio.schema.Timeline, landed: Sequence[Landed], takes: Mapping[str, Take]
) -> otio.schema.Timeline:
    """A copy in which each shot carries its takes as alternative media references, with a marker for each.

    The active reference of every shot stays what it was. `takes` holds the takes of `landed` by id.
    """
    copy = timeline.deepcopy()
    rate = rate_of(copy)
    shots = _Shots(cut_of(copy)).by_id
    clips = {standing.id: standing for standing in walk(copy, rate)}
    for place in landed:
        standing, shot, take = clips.get(place.shot), shots.get(place.shot), takes[place.take]
        if standing is None or shot is None or not isinstance(standing.item, otio.schema.Clip):
            continue
        clip = standing.item
        media = reference(take)
        media.metadata[KEY].update(
            first=place.first,
            count=len(place.record),
            source_first=shot.source_frame(place.record.first),
            speed=str(place.speed.exact),
        )
        references = dict(clip.media_references())
        references[f"{KEY}:{take.id}"] = media
        clip.set_media_references(references, clip.active_media_reference_key)
        begin = clip.trimmed_range().start_time
        after = time(place.record.first - standing.first, rate).rescaled_to(begin.rate)
        clip.markers.append(_marker(place, take, begin + after, rate))
    return copy


def add_track(
    timeline: otio.schema.Timeline, landed: Sequence[Landed], takes: Mapping[str, Take]
) -> otio.schema.Timeline:
    """A copy with the takes as clips on new video tracks above all others: as many as it takes to hold them.

    Each clip stands on exactly its frames, at its speed, with a marker that names the take.
    """
    copy = timeline.deepcopy()
    rate = rate_of(copy)
    start = start_of(copy, rate)
    origin = (start or 0) - whole(head_of(copy) * fraction(rate))
    rows: list[list[Landed]] = []
    for place in sorted(landed, key=lambda clip: clip.record.first):
        row = next((row for row in rows if row[-1].record.last < place.record.first), None)
        if row is None:
            rows.append([place])
        else:
            row.append(place)
    for number, row in enumerate(rows, 1):
        track = otio.schema.Track(f"{TRACK} {number}" if len(rows) > 1 else TRACK, kind="Video")
        at = origin
        for place in row:
            if place.record.first > at:
                gap = FrameRange.starting(0, place.record.first - at)
                track.append(otio.schema.Gap(source_range=span(gap, rate)))
            track.append(_clip(place, takes[place.take], rate))
            at = place.record.last + 1
        copy.tracks.append(track)
    return copy


def takes_on(timeline: otio.schema.Timeline, cut: Cut) -> tuple[tuple[CutTake, ...], dict[str, Take]]:
    """The takes that sit on a timeline, and the takes themselves by id.

    Found by our metadata on clips and alternative references, or by the `take.json` beside a clip's media, so
    that a timeline that another program wrote anew is understood too.
    """
    rate = rate_of(timeline)
    takes: dict[str, Take] = {}
    cut_takes: list[CutTake] = []
    cache: dict[str, Take | None] = {}
    items = list(walk(timeline, rate))
    ids = {
        position.id
        for position in items
        if isinstance(position.item, otio.schema.Clip)
        and _take_of(position.item.media_reference, cache) is not None
    }
    shots = _Shots(cut, ids)
    for standing in items:
        clip = standing.item
        if not isinstance(clip, otio.schema.Clip):
            continue
        record = FrameRange(standing.first, standing.end - 1)
        for key, media in clip.media_references().items():
            active = key == clip.active_media_reference_key
            if active and standing.id not in ids:
                continue
            take = _take_of(media, cache)
            if take is None:
                continue
            takes[take.id] = take
            if active:
                below = shots.below(standing.track, record)
                clip_shot = shots.by_id.get(standing.id)
                if below is not None and clip_shot is not None:
                    begin = clip_shot.source_frame(record.first)
                    cut_takes.append(_cut_take(take, below, record, begin, clip_shot.speed))
            elif (shot := shots.by_id.get(standing.id)) is not None:
                cut_takes.append(_alternative(take, shot, media.metadata[KEY]))
    return tuple(cut_takes), takes


def retimes(takes: Iterable[Take]) -> dict[str, Retime]:
    """The retimes of the takes that are one, by their ids: these pass the media at a speed of their own."""
    return {take.id: take.retime for take in takes if take.task is Task.RETIME}


def reference(take: Take, layer: str = "beauty") -> otio.schema.ImageSequenceReference:
    """A take's files as a media reference, by their own frame numbers."""
    sequence = take.layer(layer) or take.layers[0]
    head, _, tail = sequence.path.partition("%")
    padding, _, suffix = tail.partition("d")
    return otio.schema.ImageSequenceReference(
        target_url_base=Path(take.folder).as_uri() + "/" if Path(take.folder).is_absolute() else take.folder,
        name_prefix=head,
        name_suffix=suffix,
        start_frame=take.frames.first,
        frame_step=1,
        rate=float(take.rate),
        frame_zero_padding=int(padding.lstrip("0") or 0),
        available_range=span(take.frames, take.rate),
        metadata={KEY: described(take)},
    )


def described(take: Take) -> dict[str, object]:
    """What a timeline carries of a take: enough to find it again; the rest stands in its `take.json`."""
    return {"take": take.id, "label": take.label, "folder": take.folder, "made_by": take.made_by}


def _clip(place: Landed, take: Take, rate: Rate) -> otio.schema.Clip:
    # A reversed clip holds the frames it ends on first.
    last = place.first + whole((len(place.record) - 1) * min(place.speed.exact, Fraction(0)))
    frames = FrameRange.starting(min(place.first, last), len(place.record))
    clip = otio.schema.Clip(
        name=take.label,
        media_reference=reference(take),
        source_range=span(frames, rate),
        metadata={KEY: {"take": take.id, "over": place.shot}},
    )
    if place.speed.exact != 1:
        clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(place.speed.exact)))
    clip.markers.append(_marker(place, take, time(place.first, rate), rate))
    return clip


def _marker(place: Landed, take: Take, at: otio.opentime.RationalTime, rate: Rate) -> otio.schema.Marker:
    data = {
        "take": take.id, "label": take.label, "first": place.first,
        "fates": [fate.value for fate in place.fates], "missing": [str(frames) for frames in place.missing],
    }  # fmt: skip
    length = otio.opentime.RationalTime(len(place.record), float(rate)).rescaled_to(at.rate)
    color = otio.schema.MarkerColor.RED if place.missing else otio.schema.MarkerColor.GREEN
    marked = otio.opentime.TimeRange(at, length)
    return otio.schema.Marker(name=take.label, marked_range=marked, color=color, metadata={KEY: data})


def _cut_take(take: Take, shot: str, record: FrameRange, first: int, speed: Speed) -> CutTake:
    return CutTake(take.id, shot, record, first, take.frames, take.label, take.folder, speed)


def _alternative(take: Take, shot: CutShot, data: Mapping[str, Any]) -> CutTake:
    """A take as an alternative reference carries it: anchored to the frame of the media it begins at."""
    first = int(data.get("first", take.frames.first))
    source = int(data.get("source_first", shot.source.first))
    speed = shot.speed.exact
    begin = shot.source.last if speed < 0 else shot.source.first
    after = whole((source - begin) / speed) if speed else 0
    count = int(data.get("count", take.frames.last - first + 1))
    plays = Speed.of(Fraction(str(data.get("speed", "1"))))
    return _cut_take(take, shot.id, FrameRange.starting(shot.record.first + after, count), first, plays)


class _Shots:
    """The shots of a cut by id, and by where they stand."""

    def __init__(self, cut: Cut, takes: Container[str] = ()) -> None:
        self.by_id = {shot.id: shot for shot in cut.shots}
        self._tracks: dict[int, list[CutShot]] = {}
        for shot in (candidate for candidate in cut.shots if candidate.id not in takes):
            self._tracks.setdefault(shot.track, []).append(shot)
        self._firsts = {track: [s.record.first for s in shots] for track, shots in self._tracks.items()}

    def below(self, track: int, record: FrameRange) -> str | None:
        """The shot that a clip of a higher track lies over: of those below, the one it shares most with.

        A take is no such shot; a clip goes before a compound, title or adjustment, and of equals the highest.
        """
        best: tuple[bool, int, int] | None = None
        shot_id = None
        for lower, shots in self._tracks.items():
            if lower >= track:
                continue
            start = max(0, bisect_right(self._firsts[lower], record.first) - 1)
            for shot in islice(shots, start, None):
                if shot.record.first > record.last:
                    break
                common = shot.record.intersection(record)
                if common is None:
                    continue
                rank = (shot.kind is ShotKind.CLIP and shot.enabled, len(common), lower)
                if best is None or rank > best:
                    best, shot_id = rank, shot.id
        return shot_id


def _take_of(media: otio.core.MediaReference, cache: dict[str, Take | None]) -> Take | None:
    """The take a reference shows: by our metadata's folder, or by where its files lie."""
    metadata = media.metadata
    folder = ""
    data = entry(metadata, KEY)
    if data is not None:
        folder = str(data.get("folder", "")) if hasattr(data, "get") else ""
    folder = folder or media_path(media).rpartition("/")[0]
    if not folder:
        return None
    if folder not in cache:
        cache[folder] = _read(Path(folder) / TAKE_FILE)
    return cache[folder]


def _read(path: Path) -> Take | None:
    from dataclasses import replace

    try:
        return replace(loads(Take, path.read_bytes()), folder=str(path.parent))
    except (OSError, SecondUnitError):
        return None
