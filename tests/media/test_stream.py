"""Many frames are worked on a few at a time, in order; an error tells its frame and ends the work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.color import convert
from secondunit.media.config import Config
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.media.sequence import Sequence
from secondunit.media.stream import convert_sequence, in_order
from secondunit.wire.errors import DamagedPicture, FrameFailed, MissingFrames
from secondunit.wire.rate import Rate


def test_results_come_in_order_and_few_items_are_held() -> None:
    held, most, lock = 0, 0, threading.Lock()

    def items() -> object:
        nonlocal held, most
        for frame in range(50):
            with lock:
                held += 1
                most = max(most, held)
            yield frame, frame * 2

    seen = []
    for frame, result in in_order(items(), lambda frame, item: frame + item, workers=3):  # type: ignore[arg-type]
        with lock:
            held -= 1
        seen.append((frame, result))
    assert seen == [(frame, frame * 3) for frame in range(50)]
    assert most <= 3


def test_an_error_tells_its_frame_and_no_later_frame_is_begun() -> None:
    begun = []

    def work(frame: int, item: int) -> int:
        begun.append(frame)
        if frame == 1005:
            raise ValueError("no such thing")
        return frame

    done = []
    with pytest.raises(FrameFailed, match="Frame 1005 could not be made: no such thing"):
        done.extend(in_order(((f, f) for f in range(1001, 1100)), work, workers=2))
    assert [frame for frame, _ in done] == [1001, 1002, 1003, 1004]
    assert max(begun) <= 1007


@pytest.fixture
def plate(tmp_path: Path, noisy: Callable[..., Picture]) -> Sequence:
    sequence = Sequence.parse(tmp_path / "in/plate.%04d.exr", range(1001, 1006))
    for frame, path in sequence:
        write_exr(path, noisy(seed=frame), rate=Rate(24000, 1001))
    return sequence


def test_a_sequence_is_converted_frame_for_frame(plate: Sequence, tmp_path: Path, config: Config) -> None:
    target = Sequence.parse(tmp_path / "out ü/a.####.exr", plate.frames)
    done = list(convert_sequence(plate, target, "ACEScg", "lin_rec709", config))
    assert [frame for frame, _ in done] == [1001, 1002, 1003, 1004, 1005]
    for frame in plate.frames:
        expected = convert(read_exr(plate.path(frame), half=True).pixels, "ACEScg", "lin_rec709", config)
        assert np.array_equal(read_exr(target.path(frame), half=True).pixels, expected)
        assert inspect_exr(target.path(frame)).rate == Rate(24000, 1001)


def test_a_gap_stops_before_anything_is_written(plate: Sequence, tmp_path: Path, config: Config) -> None:
    plate.path(1003).unlink()
    target = Sequence.parse(tmp_path / "out/a.####.exr")
    with pytest.raises(MissingFrames, match="1003"):
        list(convert_sequence(Sequence.find(plate.pattern), target, "ACEScg", "lin_rec709", config))
    assert not (tmp_path / "out").exists()


def test_a_damaged_frame_stops_with_its_number(plate: Sequence, tmp_path: Path, config: Config) -> None:
    path = plate.path(1004)
    path.write_bytes(path.read_bytes()[:900])
    target = Sequence.parse(tmp_path / "out/a.####.exr")
    with pytest.raises(DamagedPicture, match=r"frame 1004.*plate\.1004\.exr"):
        list(convert_sequence(plate, target, "ACEScg", "lin_rec709", config))
    assert not target.path(1004).exists()
