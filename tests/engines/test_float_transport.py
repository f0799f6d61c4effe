"""Plates that travel as floats or without loss: every value comes back within a step of half float."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.delivery import found_take
from secondunit.engines.names import Staging
from secondunit.engines.provider_files import read_prepared
from secondunit.media.exr import read_exr
from secondunit.media.interchange import read_clip
from secondunit.wire import Form, Format, FrameRange, Intake, Matte, Need, Plate, Step, Task, Work
from secondunit.wire.prepared import PreparedFile

Make = Callable[..., Work]
ONE = FrameRange(1001, 1001)
FLOAT = Intake(
    plate=Need.REQUIRED, matte=Need.OPTIONAL, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100,
    depth=32, exr_codes=True, matte_channels=3, multiple=32,
)  # fmt: skip
CLIP = replace(FLOAT, plate_form=Form.MOVIE, lossless=True)


def half_steps(first: np.ndarray, second: np.ndarray) -> int:
    """How many half floats lie between two lights at most."""
    bits = [np.asarray(each, np.float16).view(np.int16).astype(np.int32) for each in (first, second)]
    places = [np.where(each < 0, -(each & 0x7FFF), each) for each in bits]
    return int(np.abs(places[0] - places[1]).max())


def files(work: Work, role: str) -> list[PreparedFile]:
    prepared = read_prepared(Path(work.scratch))
    return [file for piece in prepared.pieces for file in piece.files if file.role == role]


@pytest.mark.parametrize("intake", [FLOAT, CLIP])
def test_a_plate_that_nothing_was_done_to_comes_back_within_a_step_of_half_highlights_and_all(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., Matte],
    model: Callable[..., None], steps_done: Callable[..., None], intake: Intake,
) -> None:  # fmt: skip
    plate = make_footage(lamp=300.0)
    work = provided(intake, task=Task.INPAINT, plate=plate, matte=make_matte((0, 0, 128, 72)))
    steps_done(work, Step.PREPARE)
    kinds = {file.media_type for file in files(work, "plate")}
    assert kinds == ({"video/quicktime"} if intake is CLIP else {"image/x-exr"})
    model(work)
    steps_done(work, Step.RENDER, Step.DELIVER)
    for frame in work.brief.frames:
        # The same size: 128x72 on a canvas of 128x96, so that nothing is resampled.
        taken = read_exr(found_path(work, frame)).pixels
        assert half_steps(taken[..., :3], read_exr(plate.path % frame).pixels) <= 1
    take = found_take(work)
    assert take is not None and take.round_trip is not None
    assert (take.round_trip.depth, take.round_trip.clipped) == (32, 0) and take.round_trip.half_steps <= 1
    assert not any("beyond what the model is shown" in each for each in take.remarks)


@pytest.mark.parametrize("aspect", [1.0, 2.0, 1.25])
def test_what_a_take_says_of_the_way_there_and_back_holds_where_pixels_are_made_square_for_it(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None], aspect: float,
) -> None:  # fmt: skip
    plate = make_footage(ONE, (101, 61), aspect, lamp=3.0)
    work = provided(FLOAT, task=Task.RESTYLE, plate=plate, format=plate.format, frames=ONE)
    steps_done(work, Step.PREPARE)
    model(work)
    steps_done(work, Step.RENDER, Step.DELIVER)
    taken = read_exr(found_path(work, 1001)).pixels[..., :3]
    apart = half_steps(taken, read_exr(plate.path % 1001).pixels)
    take = found_take(work)
    assert take is not None and take.round_trip is not None
    assert apart <= take.round_trip.half_steps + 1, (apart, take.round_trip)
    assert (apart > 1) is (aspect != 1.0) is any("scaled" in each for each in take.remarks)


def found_path(work: Work, frame: int) -> Path:
    take = found_take(work)
    assert take is not None
    return Path(take.folder) / (take.layers[0].path % frame)


def test_what_a_model_makes_brighter_than_white_is_brighter_than_white(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., Matte],
    model: Callable[..., None], steps_done: Callable[..., None],
) -> None:  # fmt: skip
    work = provided(
        FLOAT, task=Task.INPAINT, plate=make_footage(ONE, lamp=0.5), matte=make_matte(frames=ONE), frames=ONE
    )
    steps_done(work, Step.PREPARE)
    model(work, lambda codes, frame: np.full_like(codes, 2.0))
    steps_done(work, Step.RENDER)
    taken = read_exr(Staging(Path(work.staging)).frame("beauty", 1001)).pixels
    assert (taken[36, 60, :3] > 4).all() and taken[36, 60, 3] == 1


def test_codes_with_straight_alpha_come_back_premultiplied(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:  # fmt: skip
    work = provided(Intake(result=Form.FRAMES, most_frames=9, exr_codes=True), task=Task.VIDEO, frames=ONE)
    steps_done(work, Step.PREPARE)
    model(work, lambda codes, frame: np.full((*codes.shape[:2], 4), 0.5, np.float32))
    steps_done(work, Step.RENDER)
    taken = read_exr(Staging(Path(work.staging)).frame("beauty", 1001)).pixels
    assert taken[5, 5, 3] == 0.5 and taken[5, 5, 1] == pytest.approx(0.5 * 0.2140, abs=1e-3)


@pytest.mark.parametrize("intake", [FLOAT, CLIP])
def test_a_matte_is_sent_without_loss_in_three_equal_channels(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., Matte],
    steps_done: Callable[..., None], intake: Intake,
) -> None:  # fmt: skip
    work = provided(intake, task=Task.INPAINT, plate=make_footage(), matte=make_matte())
    steps_done(work, Step.PREPARE)
    for file in files(work, "matte"):
        path = Path(work.scratch) / file.path
        if intake is CLIP:
            shown = [np.rint(each * 255) for each in read_clip(path)[1]]
        else:
            with Image.open(path) as image:
                assert image.mode == "RGB"
                shown = [np.array(image)]
        for codes in shown:
            assert set(np.unique(codes)) == {0, 255} and (codes == codes[..., :1]).all()


def test_a_movie_that_is_too_large_as_floats_is_sent_in_eight_bits_then_with_loss_and_says_so(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., Matte],
    model: Callable[..., None], steps_done: Callable[..., None],
) -> None:  # fmt: skip
    plate, matte = make_footage(), make_matte()
    seen = []
    for most in (0, 150_000, 40_000):
        work = provided(replace(CLIP, most_bytes=most), task=Task.INPAINT, plate=plate, matte=matte)
        steps_done(work, Step.PREPARE)
        (file,) = files(work, "plate")
        assert not most or file.bytes <= most
        movie, _ = read_clip(Path(work.scratch) / file.path)
        prepared = read_prepared(Path(work.scratch))
        assert prepared.round_trip is not None
        seen.append((movie.codec, file.media_type))
        assert (prepared.round_trip.half_steps > 1) is (most > 0)
        assert any("8 bits" in each or "with loss" in each for each in prepared.remarks) is (most > 0)
        (mask,) = files(work, "matte")
        assert mask.media_type == "video/quicktime", "a matte is never sent with loss"
    assert seen == [("exr", "video/quicktime"), ("png", "video/quicktime"), ("h264", "video/mp4")]


def test_a_picture_that_is_too_large_as_floats_is_sent_in_eight_bits_and_says_so(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    plate = make_footage(ONE, (256, 128), lamp=0.5)
    work = provided(
        replace(FLOAT, most_bytes=150_000), task=Task.RESTYLE, plate=plate, frames=ONE,
        format=Format(256, 128),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    (file,) = files(work, "plate")
    prepared = read_prepared(Path(work.scratch))
    assert file.media_type == "image/png" and any("8 bits" in each for each in prepared.remarks)
    assert prepared.round_trip is not None and 0 < prepared.round_trip.delta_e < 1
    model(work)
    steps_done(work, Step.RENDER)
    taken = read_exr(Staging(Path(work.staging)).frame("beauty", 1001)).pixels
    assert np.abs(taken[..., :3] - read_exr(plate.path % 1001).pixels).mean() < 0.004
