"""A take on a shot that the cut plays at another speed: its own frames, at the speed it needs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor

import opentimelineio as otio
import pytest

from secondunit.timeline import add_track, cut_of, landing_of, timeline_text
from secondunit.wire import (
    ColorSpace,
    CutShot,
    Format,
    FrameRange,
    Plate,
    Rate,
    Retime,
    Speed,
    Take,
    TakeLayer,
    Task,
)
from secondunit.wire.errors import BadInput

R24 = Rate(24)
PLATE = Plate("/m/plate.%04d.exr", FrameRange(1001, 1048), R24, Format(64, 36), ColorSpace("lin"))


def shot(speed: Speed, length: int, first: int = 1001, media: str = "/m/plate.%04d.exr") -> CutShot:
    """A shot of the plate from `first` on, at the start of the timeline."""
    last = first + floor(abs(speed.exact) * (length - 1))
    return CutShot(
        "a", "sh010", 1, FrameRange(0, length - 1), FrameRange(first, last), R24, media=media, speed=speed
    )


def take(frames: FrameRange, task: Task = Task.INPAINT, retime: Retime | None = None) -> Take:
    layer = TakeLayer("beauty", "t.%04d.exr", ("R", "G", "B", "A"))
    return Take(
        "t1", "j", "S", "sh010", "clean", 1, "/takes", frames, R24, Format(64, 36), ColorSpace("lin"), "d",
        (layer,), task=task, retime=retime or Retime(),
    )  # fmt: skip


def test_what_was_made_of_the_media_runs_at_the_speed_that_the_cut_gives_it() -> None:
    landed = landing_of(shot(Speed(1, 2), 96), take(PLATE.frames), PLATE)
    assert (landed.record, landed.first, landed.speed) == (FrameRange(0, 95), 1001, Speed(1, 2))
    part = landing_of(shot(Speed(2), 20), take(FrameRange(1011, 1030)), PLATE)
    assert (part.record, part.first, part.speed) == (FrameRange(5, 14), 1011, Speed(2))
    assert part.missing == (FrameRange(0, 4), FrameRange(15, 19))
    backward = landing_of(shot(Speed(-1), 48), take(PLATE.frames), PLATE)
    assert (backward.first, backward.speed) == (1048, Speed(-1))


def test_files_with_numbers_of_their_own_are_counted_by_the_plate() -> None:
    plate = replace(PLATE, first_in_file=1)
    landed = landing_of(shot(Speed(1, 2), 96, first=1), take(PLATE.frames), plate)
    assert (landed.first, len(landed.record)) == (1001, 96)


def test_a_retime_has_the_cut_s_frames_and_no_speed_but_its_own() -> None:
    slow = take(FrameRange(1001, 1095), Task.RETIME, Retime(2))
    landed = landing_of(shot(Speed(1, 2), 95), slow, PLATE)
    assert (landed.record, landed.first, landed.speed) == (FrameRange(0, 94), 1001, Speed())
    later = landing_of(shot(Speed(1, 2), 70, first=1011), slow, PLATE)
    assert (later.first, later.speed) == (1021, Speed()), "the frame that shows where the shot begins"


def test_what_was_made_of_a_render_of_the_cut_stays_at_its_own_speed() -> None:
    render = replace(PLATE, path="/renders/sh010.%04d.exr")
    landed = landing_of(shot(Speed(1, 2), 96), take(FrameRange(1001, 1096)), render)
    assert (landed.record, landed.speed) == (FrameRange(0, 95), Speed())
    assert landing_of(shot(Speed(1, 2), 96), take(FrameRange(1001, 1096)), None).speed == Speed()


def test_a_take_without_the_frames_that_the_cut_shows_is_refused() -> None:
    with pytest.raises(BadInput, match="1040-1048"):
        landing_of(shot(Speed(2), 3, first=1001), take(FrameRange(1040, 1048)), PLATE, first=2000)


@pytest.mark.parametrize("speed", [Speed(1, 2), Speed(2), Speed(-1)])
def test_the_file_that_is_written_shows_the_take_s_frames_where_the_media_s_are(speed: Speed) -> None:
    length = 20
    timeline = otio.schema.Timeline("reel")
    track = otio.schema.Track("V1", kind="Video")
    span = otio.opentime.TimeRange(
        otio.opentime.RationalTime(1001, 24), otio.opentime.RationalTime(length, 24)
    )
    whole = otio.opentime.TimeRange(otio.opentime.RationalTime(1001, 24), otio.opentime.RationalTime(48, 24))
    clip = otio.schema.Clip("sh010", otio.schema.ExternalReference("/m/plate.mov", whole), span)
    clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(speed.exact)))
    track.append(clip)
    timeline.tracks.append(track)
    [own] = cut_of(timeline).shots
    own = replace(own, media="/m/plate.%04d.exr")
    made = take(PLATE.frames)
    landed = landing_of(own, made, PLATE)
    again = cut_of(read_text(timeline_text(add_track(timeline, [landed], {"t1": made}), "a.otio")))
    placed = next(found for found in again.shots if found.track == 2)
    assert (placed.record, placed.speed) == (own.record, own.speed)
    for frame in own.record:
        assert placed.source_frame(frame) == own.source_frame(frame)
    assert placed.speed.exact == Fraction(speed.numerator, speed.denominator)


def read_text(text: str) -> otio.schema.Timeline:
    return otio.adapters.read_from_string(text, "otio_json")
