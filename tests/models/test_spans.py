"""Spans of frames: every frame comes once, in order, with its bits, and memory does not grow."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.models.spans import Spanning, spanned
from secondunit.models.tiles import Pixels
from secondunit.wire import FrameRange
from secondunit.wire.errors import OutOfRange, WrongNetwork


def frame_picture(frame: int) -> Pixels:
    return np.random.default_rng(frame + 100).normal(0, 5, (4, 6, 3)).astype(np.float32)


@pytest.mark.parametrize("count", [1, 2, 4, 5, 6, 7, 13, 40])
@pytest.mark.parametrize("spanning", [Spanning(), Spanning(5, 2), Spanning(4), Spanning(6, 3)])
def test_frames_that_come_back_as_they_went_keep_number_order_and_bits(
    count: int, spanning: Spanning
) -> None:
    frames = FrameRange.starting(-3, count)
    results = list(spanned(frames, frame_picture, list, spanning))
    assert [frame for frame, _ in results] == list(frames)
    assert all(result.tobytes() == frame_picture(frame).tobytes() for frame, result in results)


def test_two_spans_meet_in_a_ramp() -> None:
    counted = iter(range(10))

    def apply(pictures: object) -> list[Pixels]:
        level = next(counted)
        return [np.full((1, 1, 1), level, np.float32) for _ in pictures]  # type: ignore[attr-defined]

    results = spanned(FrameRange(1, 8), frame_picture, apply, Spanning(5, 2))
    levels = [float(result[0, 0, 0]) for _, result in results]
    assert levels[:3] == [0.0] * 3 and levels[5:] == [1.0] * 3
    assert levels[3:5] == pytest.approx([1 / 3, 2 / 3])


def test_no_more_frames_are_held_than_a_span_and_its_overlap() -> None:
    asked: list[int] = []

    def picture(frame: int) -> Pixels:
        asked.append(frame)
        return frame_picture(frame)

    results = spanned(FrameRange(1, 1000), picture, list, Spanning(6, 2))
    for frame, _ in results:
        assert max(asked) - frame < 6
        if frame == 50:
            break


def test_a_span_of_another_length_is_refused() -> None:
    with pytest.raises(WrongNetwork, match="It gave 3 frames for 4"):
        list(spanned(FrameRange(1, 9), frame_picture, lambda given: given[1:], Spanning(4)))


@pytest.mark.parametrize("bad", [(0, 0), (4, 3), (4, -1)])
def test_spans_that_cannot_be_are_refused(bad: tuple[int, int]) -> None:
    with pytest.raises(OutOfRange):
        Spanning(*bad)
