"""Every rate of a cut, frame-exact: what is read of a clip, and where a take lands."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import OpenImageIO as oiio

from secondunit.wire import FrameRange, Placement, PlacementKind

EXACT = {
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97 DF": Fraction(30000, 1001),
    "59.94 DF": Fraction(60000, 1001),
    "30": Fraction(30),
    "50": Fraction(50),
    "59.94": Fraction(60000, 1001),
}


def brightness(path: str) -> float:
    file = oiio.ImageInput.open(path)
    assert file is not None, path
    pixels: np.ndarray = file.read_image("float")
    file.close()
    return float(pixels.max())


def test_a_shot_and_its_plate_are_exact_at_every_rate(
    rate: str, start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(start_resolve(), rate)
    edit, host = plugin.edit, plugin.host()
    edit.timeline.playhead = edit.at(1.5)
    edit.timeline.tracks["video"][2].items.clear()
    shot = host.shot()
    assert Fraction(shot.rate.numerator, shot.rate.denominator) == EXACT[rate]
    plate_item = edit.item("plate")
    assert shot.frames == FrameRange.starting(plate_item.start, plate_item.duration)
    source = host.sources()[0]
    host.memory.answer("footage space", "ACEScg")
    plate = host.plate(source.id)
    # 12 frames of handle at each end; frame n of the media has the brightness n / 1024.
    assert plate.frames == FrameRange(shot.frames.first - 12, shot.frames.last + 12)
    for record in (plate.frames.first, shot.frames.first, shot.frames.last, plate.frames.last):
        number = record - shot.frames.first + 12
        assert plate.file_frame(record) == 1001 + number
        assert brightness(plate.path % plate.file_frame(record)) == np.float16((number + 1) / 1024)


def test_a_take_lands_on_its_frame_with_handles_at_every_rate(
    rate: str, start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(start_resolve(), rate)
    edit, host = plugin.edit, plugin.host()
    gap = FrameRange(edit.at(2), edit.at(3) - 1)
    take = plugin.take(first=gap.first - 8, count=len(gap) + 16)
    edit.timeline.marks = (gap.first - edit.timeline.start, gap.last - edit.timeline.start)
    host.keep({"jobs": ["j1"]})
    placed = host.place(Placement(take.id, PlacementKind.STRIP), take)
    ((track, item),) = plugin.ours()
    assert (item.start, item.duration, item.source) == (gap.first, len(gap), 8)
    assert placed.placement.offset == 0
    assert placed.placement.channel == track
    (marker,) = edit.timeline.markers
    assert edit.timeline.start + marker == gap.first
    assert host.placed() == (placed,)


def test_timecodes_and_frames_turn_into_each_other_at_every_rate(
    rate: str, start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(start_resolve(), rate)
    clock, codes = plugin.edit.timeline.clock, plugin.module("timecodes")
    exact, drop = codes.rate_of(rate)
    for frame in (0, 1, 17981, 17982, 17983, clock.nominal * 3600, 107892, 1_000_003):
        text = clock.text(frame)
        assert codes.frame_of(text, exact, drop) == frame
        assert codes.timecode_of(frame, exact, drop) == text
