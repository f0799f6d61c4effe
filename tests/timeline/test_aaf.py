"""AAF, as an Avid hands a sequence over: the same shots, frames and media."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio
import pytest

from secondunit.timeline import cut_of, read_timeline
from secondunit.timeline.times import exact_rate
from secondunit.wire import FrameRange


@pytest.mark.parametrize("rate", [24000 / 1001, 24.0, 25.0, 30.0])
def test_an_aaf_gives_its_shots_with_start_source_media_and_handles(tmp_path: Path, rate: float) -> None:
    path = tmp_path / "cut.aaf"
    otio.adapters.write_to_file(_cut(rate), str(path), adapter_name="AAF", use_empty_mob_ids=True)
    cut = cut_of(read_timeline(path))
    start = 3600 * round(rate)
    assert (cut.rate, cut.start) == (exact_rate(rate), start)
    first, second = cut.shots
    assert (first.name, first.media) == ("sh010", "/media/sh010.mov")
    assert (first.record, first.source) == (FrameRange(start, start + 47), FrameRange(1010, 1057))
    assert first.handles == (10, 10)
    assert (second.record, second.source.first) == (FrameRange(start + 58, start + 81), 2000)
    assert [len(gap.record) for gap in cut.gaps] == [10]


def _cut(rate: float) -> otio.schema.Timeline:
    start = otio.opentime.RationalTime(3600 * round(rate), rate)
    timeline = otio.schema.Timeline("cut", global_start_time=start)
    track = otio.schema.Track("V1", kind="Video")
    for number, (name, first, count) in enumerate((("sh010", 1010, 48), ("sh020", 2000, 24)), 1):
        mob = f"urn:smpte:umid:060a2b34.01010105.01010f20.13000000.00000000.00000000.00000000.0000000{number}"
        media = otio.schema.ExternalReference(
            f"file:///media/{name}.mov", _span(first - 10, count + 20, rate)
        )
        media.name, media.metadata["AAF"] = name, {"MobID": mob}
        clip = otio.schema.Clip(name, media, _span(first, count, rate))
        clip.metadata["AAF"] = {"SourceID": mob}
        track.append(clip)
        if number == 1:
            track.append(otio.schema.Gap(source_range=_span(0, 10, rate)))
    timeline.tracks.append(track)
    return timeline


def _span(first: int, count: int, rate: float) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(first, rate), otio.opentime.RationalTime(count, rate)
    )
