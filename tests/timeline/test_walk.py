"""Where items stand, against OpenTimelineIO's own answers."""

from __future__ import annotations

from itertools import pairwise

import opentimelineio as otio
from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit.timeline.walk import walk
from secondunit.wire import Rate

RATES = st.sampled_from([24.0, 25.0, 24000 / 1001, 30000 / 1001, 60000 / 1001])
ITEM = st.tuples(st.booleans(), RATES, st.integers(0, 500), st.integers(0, 60))
WINDOW = st.none() | st.tuples(st.integers(0, 30), st.integers(1, 120))


def _span(first: int, count: int, rate: float) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(first, rate), otio.opentime.RationalTime(count, rate)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(ITEM, min_size=1, max_size=6), WINDOW)
def test_items_stand_where_opentimelineio_says_without_holes_or_overlaps(items: list, window) -> None:
    track = otio.schema.Track("V1", kind="Video")
    for gap, rate, first, count in items:
        kind = otio.schema.Gap if gap else otio.schema.Clip
        track.append(kind(source_range=_span(first, count, rate)))
    if window is not None:
        track.source_range = _span(*window, 24.0)
    timeline = otio.schema.Timeline("x", global_start_time=otio.opentime.RationalTime(86400, 24))
    timeline.tracks.append(track)
    found = list(walk(timeline, Rate(24)))
    assert all(one.end == two.first for one, two in pairwise(found))
    standing = {one.id: one for one in found}
    for number, child in enumerate(track, 1):
        whole = track.range_of_child(child)
        begin, end = whole.start_time.to_seconds(), whole.end_time_exclusive().to_seconds()
        if window is not None:
            head, length = window[0] / 24, window[1] / 24
            begin, end = max(begin - head, 0.0), min(end - head, length)
        one = standing.get(f"v1.{number:04d}")
        assert (one is not None) == (end - begin > 1e-6)
        if one is not None:
            assert abs(one.first - 86400 - begin * 24) < 0.51
            assert abs(one.end - 86400 - end * 24) < 0.51
