"""Conform: a cut of 2,000 clips read, its takes carried to a new cut, and that one written.

    python -m benchmarks.conform [--clips 2000]

Every clip has a take. The new cut trims, moves, splits, retimes and drops shots. Counted is everything from
the two files on disk to the text of the third. Goal: 2 s. Beside it: OpenTimelineIO reading both files and
writing one, which nothing can be faster than.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

import opentimelineio as otio

from secondunit.timeline import add_track, conform, cut_of, read_timeline, takes_on, timeline_text
from secondunit.wire import ColorSpace, Format, FrameRange, Landed, Rate, Take, TakeLayer, dumps

GOAL = 2.0
RATE = 24.0


def main() -> None:
    """Measure, and print a line."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--clips", type=int, default=2000)
    given = read.parse_args()
    with tempfile.TemporaryDirectory(prefix="secondunit-conform-") as folder:
        old, new = make(Path(folder), given.clips)
        began = time.perf_counter()
        before, after = read_timeline(old), read_timeline(new)
        cut = cut_of(before)
        takes, by_id = takes_on(before, cut)
        done = conform(cut, cut_of(after), takes)
        text = timeline_text(add_track(after, done.landed, by_id), Path(folder, "out.otio"))
        took = time.perf_counter() - began
        began = time.perf_counter()
        for path in (old, new):
            otio.adapters.read_from_file(str(path))
        otio.adapters.write_to_string(otio.adapters.read_from_string(text, "otio_json"), "otio_json")
        bare = time.perf_counter() - began
    print(f"conform: {given.clips} clips, {len(takes)} takes: {took:.2f} s ({len(done.landed)} landed, "
          f"{len(done.lost)} lost); goal {GOAL:g} s, ratio {GOAL / took:.1f}; OpenTimelineIO alone "
          f"{bare:.2f} s")  # fmt: skip


def make(folder: Path, clips: int) -> tuple[Path, Path]:
    """An old cut with a take over every clip, and a new cut of the same media."""
    draw = random.Random(4)
    old, new = otio.schema.Track("V1", kind="Video"), otio.schema.Track("V1", kind="Video")
    shots = [(f"A{n:04d}C001", draw.randrange(100, 9000), draw.randrange(12, 120)) for n in range(clips)]
    for name, first, count in shots:
        old.append(_clip(name, first, count))
    order = [shot for n, shot in enumerate(shots) if n % 20]
    draw.shuffle(order)
    for n, (name, first, count) in enumerate(order):
        if n % 7 == 0:
            old_half = count // 2
            new.append(_clip(name, first, old_half))
            new.append(_clip(name, first + old_half, count - old_half))
        else:
            clip = _clip(name, first + n % 5, count)
            if n % 11 == 0:
                clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=1.5))
            new.append(clip)
    timelines = []
    for track in (old, new):
        timeline = otio.schema.Timeline("cut", global_start_time=otio.opentime.RationalTime(86400, RATE))
        timeline.tracks.append(track)
        timelines.append(timeline)
    cut = cut_of(timelines[0])
    takes = {}
    landed = []
    for shot in cut.shots:
        take = _take(folder, shot.name, FrameRange.starting(1001, len(shot.record)).with_handles(8))
        takes[take.id] = take
        landed.append(Landed(take.id, shot.id, 1, shot.record, 1001))
    paths = folder / "old.otio", folder / "new.otio"
    paths[0].write_text(timeline_text(add_track(timelines[0], landed, takes), paths[0]))
    paths[1].write_text(timeline_text(timelines[1], paths[1]))
    return paths


def _take(folder: Path, name: str, frames: FrameRange) -> Take:
    place = folder / name / "smoke_v001"
    place.mkdir(parents=True)
    take = Take(
        id=f"t-{name}", job="j", show="show", shot=name, element="smoke", version=1, folder="", frames=frames,
        rate=Rate(24), format=Format(1920, 1080), colorspace=ColorSpace("ACEScg"), brief_digest="0" * 64,
        layers=(TakeLayer("beauty", "smoke_v001.%04d.exr", ("R", "G", "B", "A")),),
    )  # fmt: skip
    (place / "take.json").write_text(dumps(take))
    body = json.loads(dumps(take))
    assert body["id"] == take.id
    from dataclasses import replace

    return replace(take, folder=str(place))


def _clip(name: str, first: int, count: int) -> otio.schema.Clip:
    media = otio.schema.ExternalReference(f"/media/{name}.mov", _span(0, 10_000))
    return otio.schema.Clip(name, media, _span(first, count))


def _span(first: int, count: int) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(first, RATE), otio.opentime.RationalTime(count, RATE)
    )


if __name__ == "__main__":
    main()
