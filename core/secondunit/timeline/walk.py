"""Go through the video tracks of a timeline, item by item, each with where it stands, in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import opentimelineio as otio

from secondunit.wire import Rate

from .times import exact_rate, fraction, seconds, whole


@dataclass(frozen=True)
class TrackItem:
    """An item of a track; `first` and `end` are frames of the timeline (end is the first after it)."""

    id: str
    track: int
    item: otio.core.Composable
    first: int
    end: int
    #: The transition before it and the one after it.
    before: otio.schema.Transition | None = None
    after: otio.schema.Transition | None = None
    #: Seconds of it that the range of its track, or of the timeline, leaves out before and after.
    head: Fraction = Fraction(0)
    tail: Fraction = Fraction(0)


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


def walk(timeline: otio.schema.Timeline, rate: Rate) -> Iterator[TrackItem]:
    """Every item of every video track (gaps too, transitions not), in order."""
    start = start_of(timeline, rate) or 0
    edl_shaped = timeline.global_start_time is None
    for number, track in enumerate(video_tracks(timeline), 1):
        yield from _walk_track(track, number, start, rate, timeline.tracks.source_range, edl_shaped)


def head_of(timeline: otio.schema.Timeline) -> Fraction:
    """How many seconds of the tracks lie before the timeline's first frame."""
    window = timeline.tracks.source_range
    return seconds(window.start_time) if window is not None else Fraction(0)


def _walk_track(
    track: otio.schema.Track,
    number: int,
    start: int,
    rate: Rate,
    whole_range: otio.opentime.TimeRange | None,
    edl_shaped: bool,
) -> Iterator[TrackItem]:
    at, low, high = Fraction(0), None, None
    window = track.source_range
    if window is not None:
        at, length = -seconds(window.start_time), seconds(window.duration)
        # The EDL adapter leaves the first record timecode as a track's negative start, on no timeline start.
        if at <= 0 or not edl_shaped:
            low, high = Fraction(0), length
    if whole_range is not None:
        head = seconds(whole_range.start_time)
        at -= head
        low = max(Fraction(0), low - head) if low is not None else Fraction(0)
        end = seconds(whole_range.duration)
        high = min(high - head, end) if high is not None else end
    children = list(track)
    for index, child in enumerate(children):
        if isinstance(child, otio.schema.Transition):
            continue
        length = _length(child)
        begin, end = at, at + length
        first, stop = begin, end
        at = end
        if low is not None and high is not None:
            first, stop = max(begin, low), min(end, high)
        if stop <= first:
            continue
        before = children[index - 1] if index else None
        after = children[index + 1] if index + 1 < len(children) else None
        yield TrackItem(
            f"v{number}.{index + 1:04d}", number, child,
            start + _frames(first, rate), start + _frames(stop, rate),
            before if isinstance(before, otio.schema.Transition) and first == begin else None,
            after if isinstance(after, otio.schema.Transition) and stop == end else None,
            first - begin, end - stop,
        )  # fmt: skip


def _frames(span: Fraction, rate: Rate) -> int:
    """The whole frames of some seconds, halves upward."""
    above, below = span.numerator * rate.numerator, span.denominator * rate.denominator
    return (2 * above + below) // (2 * below)


def _length(child: otio.core.Composable) -> Fraction:
    try:
        return seconds(child.duration())
    except Exception:  # an item without any range takes no room, as OpenTimelineIO cannot place it either
        return Fraction(0)
