"""Cuts to conform, and takes on disk as the service leaves them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import opentimelineio as otio
import pytest

from secondunit.wire import ColorSpace, Format, FrameRange, Rate, Take, TakeLayer, dumps


@pytest.fixture
def make_take(tmp_path: Path) -> Callable[..., Take]:
    """A take's folder with its `take.json`."""

    def make(id: str, frames: FrameRange, rate: Rate | None = None, version: int = 1) -> Take:
        folder = tmp_path / "show" / "sh010" / f"{id}_v{version:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        take = Take(
            id=id, job="j-" + id, show="show", shot="sh010", element=id, version=version, folder="",
            frames=frames, rate=rate or Rate(24), format=Format(1920, 1080), colorspace=ColorSpace("ACEScg"),
            brief_digest="0" * 64,
            layers=(TakeLayer("beauty", f"{id}_v{version:03d}.%04d.exr", ("R", "G", "B", "A")),),
        )  # fmt: skip
        (folder / "take.json").write_text(dumps(take))
        return replace(take, folder=str(folder))

    return make


@pytest.fixture
def make_cut() -> Callable[..., otio.schema.Timeline]:
    """A timeline of clips (name, source first, frames and, if not 1, speed), and of gaps (frames)."""

    def make(
        *items: int | tuple[str, int, int] | tuple[str, int, int, float],
        rate: float = 24.0,
        start: int = 86400,
    ) -> otio.schema.Timeline:
        timeline = otio.schema.Timeline("cut", global_start_time=otio.opentime.RationalTime(start, rate))
        track = otio.schema.Track("V1", kind="Video")
        for item in items:
            if isinstance(item, int):
                track.append(otio.schema.Gap(source_range=_span(0, item, rate)))
                continue
            name, first, count = item[:3]
            media = otio.schema.ExternalReference(f"/media/{name}.mov", _span(first - 12, count + 24, rate))
            clip = otio.schema.Clip(name, media, _span(first, count, rate))
            if len(item) == 4:
                clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=item[3]))
            track.append(clip)
        timeline.tracks.append(track)
        return timeline

    return make


def _span(first: int, count: int, rate: float) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(first, rate), otio.opentime.RationalTime(count, rate)
    )
