"""Retimes: more frames of fewer, the plate's own where they fall on it, under the shot's numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.names import Staging
from secondunit.engines.pieces import clips_of, plate_frames
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.result_step import answer_remarks
from secondunit.media.exr import read_exr
from secondunit.media.interchange import read_clip, write_clip
from secondunit.service.outbound.quote import Quote
from secondunit.wire import (
    ColorSpace,
    Form,
    Format,
    FrameRange,
    Intake,
    Need,
    Plate,
    Rate,
    Retime,
    Step,
    Task,
    Work,
)
from secondunit.wire.errors import MissingFrames, OutOfRange

Make = Callable[..., Work]
MOVIE = Intake(plate=Need.REQUIRED, plate_form=Form.MOVIE, result=Form.MOVIE, most_frames=48, multiple=8)
PLATE = FrameRange(1001, 1006)


def work_of(provided: Make, plate: Plate, last: int = 1009, slower: float = 2) -> Work:
    frames = FrameRange(1001, last)
    return provided(MOVIE, task=Task.RETIME, plate=plate, frames=frames, retime=Retime(slower))


def test_a_retime_sends_the_frames_between_which_its_own_lie_and_takes_what_comes_one_for_one(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    work = work_of(provided, make_footage(PLATE))
    steps_done(work, Step.PREPARE)
    [piece] = read_prepared(Path(work.scratch)).pieces
    assert piece.frames == FrameRange(1001, 1009) and piece.count == 9
    [movie] = piece.files
    facts, shown = read_clip(Path(work.scratch) / movie.path)
    assert facts.frames == 5, "frames 1001 to 1005: four steps of two"
    sent = [np.rint(np.clip(each, 0, 1) * 255).astype(np.uint8) for each in shown]
    # Twice as many frames a second: each of the plate's, and one between it and the next.
    made = [frame for one, two in zip(sent, [*sent[1:], sent[-1]], strict=True)
            for frame in (one, (one.astype(int) + two).astype(int) // 2)]  # fmt: skip
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    write_clip(folder / "slow.mp4", (each.astype(np.uint8) for each in made), Rate(48000, 1001))
    steps_done(work, Step.RENDER)
    for frame, own in ((1001, 1001), (1003, 1002), (1009, 1005)):
        taken = read_exr(Staging(Path(work.staging)).frame("beauty", frame)).pixels[20:, 20:, :3]
        plate = read_exr(work.brief.plate.path % own).pixels[20:, 20:, :3]  # type: ignore[union-attr]
        assert np.abs(taken - plate).mean() < 0.02, (frame, own)
    assert not [each for each in answer_remarks(work) if "frames a second" in each]


@pytest.mark.parametrize(("slower", "many"), [(2, 25), (2.5, 20), (4, 13), (5, 11)])
def test_so_many_frames_of_the_plate_are_needed(slower: float, many: int, provided: Make) -> None:
    brief = work_of(
        provided, Plate("p.%04d.exr", PLATE, Rate(24), Format(128, 72), ColorSpace("ACEScg")), 1048, slower
    ).brief
    [clip] = clips_of(brief, MOVIE)
    assert len(plate_frames(brief, MOVIE, clip, 0)) == many


def test_a_plate_that_is_too_short_and_a_shot_that_is_too_long_are_told_before_the_price(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    plate = make_footage(PLATE)
    short = work_of(provided, plate, 1012)
    with pytest.raises(MissingFrames, match="frame 1007 would be sent"):
        Quote(short.brief, short.capability).check()  # type: ignore[arg-type]
    long = work_of(provided, plate, 1200)
    with pytest.raises(OutOfRange, match="more than the 48"):
        Quote(long.brief, long.capability).check()  # type: ignore[arg-type]
    fits = work_of(provided, plate)
    quote = Quote(fits.brief, fits.capability)  # type: ignore[arg-type]
    quote.check()
    assert "1001-1009 are made of the plate's frames 1001-1005, 2 times slower." in list(quote.warnings())
    [request] = quote.requests(Path(fits.scratch))
    assert request.frames == 9 and request.rate == Rate(24000, 1001)
