"""Many frames are worked on a few at a time, in order; an error tells its frame and ends the work."""

from __future__ import annotations

import threading

import pytest

from secondunit.media.stream import in_order
from secondunit.wire.errors import FrameFailed


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
