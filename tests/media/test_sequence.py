"""Sequences are found by their pattern, with the frames they have and the gaps between."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit.media.sequence import Sequence, missing_text
from secondunit.wire.errors import BadName, EmptyFrames, MissingFrames, NotFound, OutOfRange, WrongType
from secondunit.wire.frames import FrameRange
from secondunit.wire.rate import Rate
from secondunit.wire.timecode import Timecode


@pytest.mark.parametrize("pattern", ["plate.%04d.exr", "plate.####.exr", "plate.@@@@.exr", "plate.$F4.exr"])
def test_each_way_to_write_padding_means_the_same(tmp_path: Path, pattern: str) -> None:
    for frame in (1001, 1002, 1004):
        (tmp_path / f"plate.{frame}.exr").touch()
    sequence = Sequence.find(tmp_path / pattern)
    assert sequence.frames == (1001, 1002, 1004)
    assert sequence.gaps() == (1003,)
    assert sequence.path(7).name == "plate.0007.exr"
    assert sequence.printf() == str(tmp_path / "plate.%04d.exr")


@pytest.mark.parametrize(
    "name",
    ["a b.%04d.exr", "煙 дым.####.exr", "🎬_%04d.exr", "100%.%04d.exr", "x [1] {2}.%04d.exr", "v#2.%04d.exr"],
)
def test_names_may_hold_anything(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "shots 50% #1 ü"
    folder.mkdir()
    wanted = Sequence.parse(folder / name, (-12, 0, 999, 10000))
    for _, path in wanted:
        path.touch()
    found = Sequence.find(folder / name)
    assert found.frames == (-12, 0, 999, 10000)
    assert [path for _, path in found] == [path for _, path in wanted]


@settings(deadline=None)
@given(st.sets(st.integers(-2000, 200_000), min_size=1, max_size=30), st.integers(1, 7))
def test_what_is_written_is_found(
    tmp_path_factory: pytest.TempPathFactory, frames: set[int], width: int
) -> None:
    folder = tmp_path_factory.mktemp("sequence")
    sequence = Sequence.parse(folder / f"p_%0{width}d.exr", sorted(frames))
    for _, path in sequence:
        path.touch()
    assert Sequence.find(sequence.pattern) == sequence


def test_files_of_another_padding_are_another_sequence(tmp_path: Path) -> None:
    for name in (
        "p.0001.exr",
        "p.00002.exr",
        "p.3.exr",
        "p.0004.exr.bak",
        "p.0005.png",
        "q.0006.exr",
        "p.x.exr",
    ):
        (tmp_path / name).touch()
    assert Sequence.find(tmp_path / "p.%04d.exr").frames == (1,)


def test_one_file_stands_for_every_frame(tmp_path: Path) -> None:
    for name in ("still.exr", "still.1001.exr", "odd #3.exr"):
        (tmp_path / name).touch()
        still = Sequence.find(tmp_path / name)
        assert still.still and still.path(5) == tmp_path / name
        assert still.gaps(FrameRange(1, 9)) == ()
        assert still.require(FrameRange(1, 9)).path(9) == tmp_path / name
    assert Sequence.find(tmp_path / "still.1001.exr").frames == (1001,)


def test_a_gap_is_an_error_that_names_the_frames() -> None:
    sequence = Sequence.parse("sh010/plate.%04d.exr", [1001, 1002, 1004, 1005, 1006, 1010])
    with pytest.raises(MissingFrames, match=r"plate\.%04d\.exr has no frames 1003, 1007-1009\."):
        sequence.require()
    with pytest.raises(MissingFrames, match=r"no frame 1003\."):
        sequence.require(FrameRange(1002, 1005))
    assert sequence.require([1004, 1005]).frames == (1004, 1005)
    with pytest.raises(EmptyFrames):
        sequence.require([])


def test_many_gaps_are_counted_not_listed() -> None:
    text = missing_text(range(0, 10_000, 2))
    assert len(text) < 300 and "4980 more" in text


def test_nothing_there_is_not_found(tmp_path: Path) -> None:
    for name in ("none.%04d.exr", "none.exr", "no/where.%04d.exr"):
        with pytest.raises(NotFound):
            Sequence.find(tmp_path / name)
    for bad in ("", "a\0b.%04d.exr"):
        with pytest.raises(BadName):
            Sequence.parse(bad)


@settings(deadline=None)
@given(st.integers(0, 24 * 3600 * 24 - 1))
def test_a_timecode_names_one_frame(frame: int) -> None:
    for rate, drop in (
        (Rate(24), False),
        (Rate(24000, 1001), False),
        (Rate(30000, 1001), True),
        (Rate(25), False),
        (Rate(50), False),
        (Rate(60000, 1001), True),
        (Rate(60), False),
    ):
        label = Timecode.of_frame(frame, rate, drop=drop)
        assert label.frame(rate) == frame
        assert Timecode.parse(str(label)) == label
        # As OpenEXR packs it (TV60): binary-coded decimals, drop-frame in bit 6, the field mark in bit 15.
        frames, mark = label.in_pairs(rate) or (99, 0)
        digits = ((label.hours, 24), (label.minutes, 16), (label.seconds, 8), (frames, 0))
        word = sum((value // 10 << 4 | value % 10) << shift for value, shift in digits)
        assert frames < 30 and Timecode.unpacked(word | label.drop << 6 | mark << 15, rate) == label


def test_drop_frame_leaves_out_the_first_labels_of_a_minute() -> None:
    rate = Rate(30000, 1001)
    assert str(Timecode.of_frame(1799, rate, drop=True)) == "00:00:59;29"
    assert str(Timecode.of_frame(1800, rate, drop=True)) == "00:01:00;02"
    assert str(Timecode.of_frame(17982, rate, drop=True)) == "00:10:00;00"
    with pytest.raises(OutOfRange):
        Timecode.of_frame(1, Rate(24), drop=True)
    with pytest.raises(OutOfRange):
        Timecode(24, 0, 0, 0)
    with pytest.raises(WrongType):
        Timecode.parse("one o'clock")
