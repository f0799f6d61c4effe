"""Go through the video tracks of a timeline, item by item, each with where it stands, in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import opentimelineio as otio

from secondunit.wire import Rate

from .times import exact_rate, fraction, seconds, whole


@dataclass(frozen=True)
class Standing:
    """An item of a track; `first` and `end` are frames of the timeline (end is the first after it)."""

    id: str
    track: int
    item: otio.core.Composable
    first: int
    end: int
    #: The transition before it and the one after it.
    before: otio.schema.Transition | None = None
    after: otio.schema.Transition | None = None


def video_tracks(timeline: otio.schema.Timeline) -> list[otio.schema.Track]:
    """The video tracks, lowest first."""
    return [
        track
        for track in timeline.tracks
        if isinstance(track, otio.schema.Track) and track.kind == otio.schema.TrackKind.Video
    ]


def rate_of(timeline: otio.schema.Timeline) -> Rate:
    """The rate of a timeline: of its start, else of the first item that has one; 24 when it is empty."""
    if timeline.global_start_time is not None:
        return exact_rate(timeline.global_start_time.rate)
    for track in video_tracks(timeline):
        for item in track:
            span = getattr(item, "source_range", None)
            if span is not None:
                return exact_rate(span.duration.rate)
            if isinstance(item, otio.core.Item):
                try:
                    return exact_rate(item.duration().rate)
                except Exception:  # neither a range of its own nor one of its media
                    continue
    return Rate(24)


def start_of(timeline: otio.schema.Timeline, rate: Rate) -> int | None:
    """The frame of the first timecode; None where the file does not say."""
    if timeline.global_start_time is None:
        return None
    return whole(seconds(timeline.global_start_time) * fraction(rate))


def walk(timeline: otio.schema.Timeline, rate: Rate) -> Iterator[Standing]:
    """Every item of every video track (gaps too, transitions not), in order."""
    start = start_of(timeline, rate) or 0
    for number, track in enumerate(video_tracks(timeline), 1):
        yield from _walk_track(track, number, start, rate)


def _walk_track(track: otio.schema.Track, number: int, start: int, rate: Rate) -> Iterator[Standing]:
    window = track.source_range
    at = -seconds(window.start_time) if window is not None else Fraction(0)
    # An EDL's track carries its first record timecode as a negative start and the whole as its duration.
    end_of_track = None if window is None or window.start_time.value < 0 else seconds(window.duration)
    children = list(track)
    for index, child in enumerate(children):
        if isinstance(child, otio.schema.Transition):
            continue
        length = _length(child)
        first, end = at, at + length
        at = end
        if end_of_track is not None:
            first, end = max(first, Fraction(0)), min(end, end_of_track)
        if end <= first:
            continue
        before = children[index - 1] if index else None
        after = children[index + 1] if index + 1 < len(children) else None
        yield Standing(
            f"v{number}.{index + 1:04d}", number, child,
            start + whole(first * fraction(rate)), start + whole(end * fraction(rate)),
            before if isinstance(before, otio.schema.Transition) else None,
            after if isinstance(after, otio.schema.Transition) else None,
        )  # fmt: skip


def _length(child: otio.core.Composable) -> Fraction:
    try:
        return seconds(child.duration())
    except Exception:  # an item without any range takes no room, as OpenTimelineIO cannot place it either
        return Fraction(0)
