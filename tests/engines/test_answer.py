"""What comes back from a provider: pictures in the plate's light and place, and nothing else touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.folders import make_folders
from secondunit.engines.names import Staging
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.result_step import answer_remarks
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.color import convert
from secondunit.media.config import open_config
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.interchange import write_clip, write_png
from secondunit.media.over import over
from secondunit.media.picture import RGBA, Picture
from secondunit.wire import (
    Changes,
    Coding,
    ColorSpace,
    Delivery,
    Fitting,
    Form,
    Format,
    FrameRange,
    Intake,
    Matte,
    Need,
    Plate,
    Rate,
    Size,
    Step,
    Task,
    Window,
    Work,
)

Make = Callable[..., Work]
ONE = FrameRange(1001, 1001)
FRAMES_EDIT = Intake(
    plate=Need.REQUIRED, matte=Need.OPTIONAL, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100
)


def beauty(work: Work, frame: int = 1001) -> Picture:
    return read_exr(Staging(Path(work.staging)).frame("beauty", frame))


def header(work: Work, frame: int = 1001) -> object:
    return inspect_exr(Staging(Path(work.staging)).frame("beauty", frame))


def red(codes: np.ndarray, frame: int) -> np.ndarray:
    out = codes.copy()
    out[..., :3] = (230, 20, 20)
    return out[..., :3]


@pytest.mark.parametrize("changes", list(Changes))
@pytest.mark.parametrize("compression", ["zip", "dwaa"])
def test_outside_the_matte_the_plate_stays_bit_for_bit(
    provided: Make,
    make_footage: Callable[..., Plate],
    make_matte: Callable[..., object],
    model: Callable[..., None],
    steps_done: Callable[..., None],
    changes: Changes,
    compression: str,
) -> None:
    work = provided(
        replace(FRAMES_EDIT, changes=changes, matte=Need.REQUIRED), task=Task.INPAINT, plate=make_footage(),
        matte=make_matte(), delivery=Delivery(passes=False, compression=compression),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    model(work, red)
    steps_done(work, Step.RENDER)
    for frame in work.brief.frames:
        taken = beauty(work, frame)
        plate = read_exr(work.brief.plate.path % frame)  # type: ignore[union-attr]
        outside = np.ones((72, 128), bool)
        outside[20:52, 40:80] = False
        assert (taken.pixels[outside] == 0).all()
        laid = over(taken, plate).pixels[..., :3]
        assert np.array_equal(laid[outside].view(np.uint32), plate.pixels[outside].view(np.uint32))
        assert (laid[outside] > 1).any(), "the lamp is still above white"
        middle = taken.pixels[36, 60]
        assert middle[3] == 1 and middle[0] > 3 * middle[1] > 0
        assert (taken.pixels[20:52, 40:80, 3] == 1).all(), "a hard matte stays hard"
    assert header(work).compression == "zip"  # type: ignore[attr-defined]
    assert any("not DWAA" in remark for remark in answer_remarks(work)) is (compression == "dwaa")


def test_a_close_cut_comes_back_to_its_very_place(
    provided: Make,
    make_footage: Callable[..., Plate],
    make_matte: Callable[..., object],
    model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:
    size = (640, 360)
    intake = Intake(plate=Need.REQUIRED, matte=Need.REQUIRED, sizes=(Size(256, 256),))
    work = provided(
        intake, task=Task.INPAINT, plate=make_footage(ONE, size), frames=ONE, format=Format(*size),
        matte=make_matte((500, 40, 540, 90), size, ONE),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    model(work)
    steps_done(work, Step.RENDER)
    taken, plate = beauty(work), read_exr(work.brief.plate.path % 1001)  # type: ignore[union-attr]
    assert taken.data_window == Window(0, 0, *size)
    inside = taken.pixels[45:85, 505:535]
    assert (inside[..., 3] == 1).all()
    # The model gave back what it saw: in its place it is the plate again, to the fineness of its codes.
    assert np.abs(inside[..., :3] - plate.pixels[45:85, 505:535]).max() < 0.02
    outside = np.ones((360, 640), bool)
    outside[40:90, 500:540] = False
    assert (taken.pixels[outside] == 0).all()
    laid = over(taken, plate).pixels[..., :3]
    assert np.array_equal(laid[outside], plate.pixels[outside])


def test_a_soft_matte_lets_through_no_more_than_it_says(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None], tmp_path: Path,
) -> None:  # fmt: skip
    ramp = np.broadcast_to(np.clip((np.arange(128) - 40) / 40, 0, 1), (72, 128)).astype(np.float32)
    write_exr(tmp_path / "soft.1001.exr", Picture.of(ramp[..., None], ("A",)), depth="float")
    work = provided(
        Intake(plate=Need.REQUIRED), task=Task.RESTYLE, plate=make_footage(), frames=ONE,
        matte=Matte(str(tmp_path / "soft.%04d.exr"), ONE),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    model(work, red)
    steps_done(work, Step.RENDER)
    alpha = beauty(work).pixels[..., 3]
    assert (alpha[:, :41] == 0).all() and (alpha <= ramp + 1e-3).all() and (alpha[30:40, 100:120] == 1).all()


@pytest.mark.parametrize("form", [Form.FRAMES, Form.MOVIE])
def test_a_restyle_comes_back_in_the_plates_light_with_its_numbers_and_timecode(
    provided: Make,
    make_footage: Callable[..., Plate],
    model: Callable[..., None],
    steps_done: Callable[..., None],
    form: Form,
) -> None:
    intake = replace(FRAMES_EDIT, plate_form=form, result=form)
    float_depth = Delivery(depth="float", passes=False)
    work = provided(intake, task=Task.RESTYLE, plate=make_footage(), delivery=float_depth)
    steps_done(work, Step.PREPARE)
    model(work)
    steps_done(work, Step.RENDER)
    for frame in work.brief.frames:
        taken = beauty(work, frame)
        plate = read_exr(work.brief.plate.path % frame).pixels  # type: ignore[union-attr]
        assert taken.channels == RGBA and (taken.pixels[..., 3] == 1).all()
        away = np.abs(taken.pixels[..., :3] - plate)
        assert np.percentile(away, 95) < (0.01 if form is Form.FRAMES else 0.04)
        lamp = float(taken.pixels[6, 8, 0])
        assert abs(lamp - 6) < 0.4 if form is Form.FRAMES else lamp > 1.2, "the lamp survives"
    told = header(work, 1003)
    assert str(told.timecode) == "01:00:00:02" and told.rate == Rate(24000, 1001)  # type: ignore[attr-defined]
    story = told.provenance  # type: ignore[attr-defined]
    assert story["made by"] == "AI model" and story["provider"] == "echo" and story["model"] == "echo-1"
    assert story["kind"] == "Echo one" and story["frame"] == "1003" and story["prompt"] == "a red door"
    assert len(story["answer sha256"]) == 64 and "footage" not in story["answer"]


def test_a_log_plate_comes_back_scene_linear(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None], tmp_path: Path,
) -> None:  # fmt: skip
    linear = make_footage(ONE, lamp=0.5)
    light = read_exr(linear.path % 1001)
    config = open_config("")
    coded = convert(light.pixels.copy(), "ACEScg", "ACEScct", config)
    write_exr(tmp_path / "log.1001.exr", Picture.of(np.ascontiguousarray(coded)), depth="float")
    plate = replace(linear, path=str(tmp_path / "log.%04d.exr"), colorspace=ColorSpace("ACEScct"))
    work = provided(Intake(plate=Need.REQUIRED), task=Task.RESTYLE, plate=plate, frames=ONE)
    steps_done(work, Step.PREPARE)
    model(work)
    steps_done(work, Step.RENDER)
    assert np.abs(beauty(work).pixels[..., :3] - light.pixels).max() < 0.02


def test_a_movie_plate_comes_back_frame_by_frame(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None], tmp_path: Path
) -> None:
    levels = (60, 100, 140, 180, 220)
    path = tmp_path / "plate.mp4"
    write_clip(path, [np.full((72, 128, 3), level, np.uint8) for level in levels], Rate(25))
    plate = Plate(str(path), FrameRange(1001, 1005), Rate(25), Format(128, 72), ColorSpace(""))
    work = provided(
        FRAMES_EDIT, task=Task.RESTYLE, plate=plate, frames=FrameRange(1002, 1004), rate=Rate(25),
        colorspace=ColorSpace("Linear Rec.709 (sRGB)"),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    sent = read_prepared(Path(work.scratch)).pieces[0].files
    for file, level in zip(sent, levels[1:4], strict=True):
        shown = np.asarray(Image.open(Path(work.scratch) / file.path)).astype(int)
        assert abs(int(np.median(shown)) - level) <= 2, "a plate from video goes out code for code"
    model(work)
    steps_done(work, Step.RENDER)
    for frame, level in zip(work.brief.frames, levels[1:4], strict=True):
        light = ((level / 255 + 0.055) / 1.055) ** 2.4
        assert abs(float(beauty(work, frame).pixels[36, 60, 1]) - light) < 0.02


def test_an_extended_plate_covers_only_what_was_not_there(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    intake = Intake(plate=Need.REQUIRED, matte=Need.REQUIRED)
    work = provided(
        intake, task=Task.EXTEND, plate=make_footage(), frames=ONE,
        delivery=Delivery(passes=False, overscan=16),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    model(work, red)
    steps_done(work, Step.RENDER)
    taken, plate = beauty(work), read_exr(work.brief.plate.path % 1001)  # type: ignore[union-attr]
    assert taken.data_window == Window(-16, -16, 160, 104) and taken.display_window == Window(0, 0, 128, 72)
    alpha = taken.pixels[..., 3]
    assert (alpha[:16] == 1).all() and (alpha[:, :16] == 1).all() and (alpha[-16:] == 1).all()
    assert (taken.pixels[16 + 4 : -16 - 4, 16 + 4 : -16 - 4] == 0).all()
    laid = over(taken, plate).shown().pixels[4:-4, 4:-4, :3]
    assert np.array_equal(laid, plate.pixels[4:-4, 4:-4])


def test_margins_that_a_model_made_by_itself_lie_around_the_plate(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    work = provided(
        Intake(plate=Need.REQUIRED, margin=100), task=Task.EXTEND, plate=make_footage(), frames=ONE,
        delivery=Delivery(passes=False, overscan=16), fitting=Fitting(feather=1),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    (piece,) = read_prepared(Path(work.scratch)).pieces
    left, right, up, down = piece.margins
    shown = np.asarray(Image.open(Path(work.scratch) / piece.files[0].path))
    whole = np.pad(shown, ((up, down), (left, right), (0, 0)), constant_values=255)
    assert whole.shape[:2] == (piece.size.height, piece.size.width)
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    write_png(folder / "wide.png", whole)
    steps_done(work, Step.RENDER)
    pixels = beauty(work).pixels
    assert pixels.shape == (104, 160, 4)
    assert (pixels[17:-17, 17:-17] == 0).all(), "the plate's own place is left free"
    assert (pixels[:15, :, 3] == 1).all() and (pixels[:15, :, :3] > 0.9).all()


def test_an_upscale_has_the_larger_format(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    plate = make_footage(lamp=0.5)
    intake = Intake(plate=Need.REQUIRED, scale=4)
    work = provided(intake, task=Task.UPSCALE, plate=plate, frames=ONE, format=Format(256, 144))
    steps_done(work, Step.PREPARE)
    model(work, lambda codes, frame: np.asarray(Image.fromarray(codes).resize((512, 288), 0)))
    steps_done(work, Step.RENDER)
    taken = beauty(work).pixels
    assert taken.shape == (144, 256, 4) and (taken[..., 3] == 1).all()
    small = taken[..., :3].reshape(72, 2, 128, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - read_exr(plate.path % 1001).pixels).mean() < 0.01
    odd = provided(intake, task=Task.UPSCALE, plate=plate, frames=ONE, format=Format(200, 144))
    assert run(make_folders(odd), Step.PREPARE) == PROBLEM


def test_a_squeezed_plate_gets_squeezed_frames_back(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    format = Format(64, 54, 2.0)
    plate = make_footage(ONE, (64, 54), aspect=2.0, lamp=0.3)
    work = provided(Intake(plate=Need.REQUIRED), task=Task.RESTYLE, plate=plate, frames=ONE, format=format)
    steps_done(work, Step.PREPARE)
    model(work)
    steps_done(work, Step.RENDER)
    taken = beauty(work)
    assert taken.format == format and taken.data_window == Window(0, 0, 64, 54)
    assert np.abs(taken.pixels[..., :3] - read_exr(plate.path % 1001).pixels).mean() < 0.01


def test_overscan_of_the_plate_goes_there_and_comes_back(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    plate = make_footage(ONE, overscan=8, lamp=0.3)
    work = provided(
        Intake(plate=Need.REQUIRED), task=Task.RESTYLE, plate=plate, frames=ONE,
        delivery=Delivery(passes=False, overscan=12),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    model(work)
    steps_done(work, Step.RENDER)
    taken = beauty(work)
    assert taken.data_window == Window(-12, -12, 152, 96)
    known = taken.within(Window(-8, -8, 144, 88))
    assert (known.pixels[..., 3] == 1).all()
    assert np.abs(known.pixels[..., :3] - read_exr(plate.path % 1001).pixels).max() < 0.03
    assert (taken.pixels[:4] == 0).all() and (taken.pixels[:, :4] == 0).all(), "where no plate is, nothing is"


def test_a_picture_that_stands_still_is_let_through_by_the_matte_of_the_frame_that_was_seen(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None], tmp_path: Path,
) -> None:  # fmt: skip
    for cover, frame in ((0.25, 1001), (0.5, 1002), (1.0, 1003)):
        field = np.zeros((72, 128, 1), np.float32)
        field[20:50, 80:110] = cover  # it grows denser, and stays where it is
        write_exr(tmp_path / f"moving.{frame}.exr", Picture.of(field, ("A",)))
    work = provided(
        Intake(plate=Need.REQUIRED, matte=Need.REQUIRED), task=Task.INPAINT, plate=make_footage(),
        matte=Matte(str(tmp_path / "moving.%04d.exr"), FrameRange(1001, 1003)),
        fitting=Fitting(plate_frame=1003),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    model(work, red)
    steps_done(work, Step.RENDER)
    for frame in work.brief.frames:
        alpha = beauty(work, frame).pixels[..., 3]
        assert alpha[35, 95] == 1 and (alpha[:, :80] == 0).all()


def test_an_edit_with_overscan_changes_nothing_beyond_the_matte_either(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., object],
    model: Callable[..., None], steps_done: Callable[..., None],
) -> None:  # fmt: skip
    plate = make_footage(ONE, overscan=8)
    work = provided(
        Intake(plate=Need.REQUIRED, matte=Need.REQUIRED), task=Task.INPAINT, plate=plate, frames=ONE,
        matte=make_matte((100, 40, 128, 72), frames=ONE), delivery=Delivery(passes=False, overscan=8),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    model(work, red)
    steps_done(work, Step.RENDER)
    taken, behind = beauty(work), read_exr(plate.path % 1001)
    assert taken.data_window == behind.data_window
    laid = over(taken, behind).pixels[..., :3]
    outside = np.ones((88, 144), bool)
    outside[48:80, 108:136] = False
    assert np.array_equal(laid[outside].view(np.uint32), behind.pixels[outside].view(np.uint32))
    assert taken.pixels[70, 120, 3] == 1


def test_a_plate_that_was_made_smaller_is_extended_in_register(
    provided: Make, steps_done: Callable[..., None], tmp_path: Path
) -> None:
    size, overscan = (400, 200), 37
    columns = np.arange(400, dtype=np.float32) + 0.5
    grey = 0.2 + 0.001 * columns
    write_exr(
        tmp_path / "ramp.1001.exr", Picture.of(np.broadcast_to(grey[None, :, None], (200, 400, 3)).copy()),
        depth="float",
    )  # fmt: skip
    plate = Plate(str(tmp_path / "ramp.%04d.exr"), ONE, Rate(24), Format(*size), ColorSpace("ACEScg"))
    intake = Intake(
        plate=Need.REQUIRED, margin=500, most_side=300, result_coding=Coding.LINEAR, result_space="ACEScg"
    )
    work = provided(
        intake, task=Task.EXTEND, plate=plate, frames=ONE, format=Format(*size),
        delivery=Delivery(depth="float", passes=False, overscan=overscan),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    (piece,) = read_prepared(Path(work.scratch)).pieces
    sent = Image.open(Path(work.scratch) / piece.files[0].path)
    assert sent.width == 300
    # A perfect model: the ramp goes on, where the margins were asked for.
    there = (np.arange(piece.size.width) + 0.5 - piece.margins[0]) * 400 / 300
    light = np.broadcast_to((0.2 + 0.001 * there)[None, :, None], (piece.size.height, piece.size.width, 3))
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    write_exr(folder / "wide.exr", Picture.of(light.astype(np.float32).copy()), depth="float")
    steps_done(work, Step.RENDER)
    taken = beauty(work)
    assert taken.data_window == Window(-37, -37, 474, 274)
    wanted = 0.2 + 0.001 * (np.arange(-37, 437) + 0.5)
    row = taken.pixels[3, 2:-2, 0]
    assert np.abs(row - wanted[2:-2]).max() < 0.001 * 0.2, "a fifth of a pixel"
