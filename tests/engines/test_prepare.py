"""What leaves for a provider: plate, matte and references as its model takes them, and nothing more."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.names import Staging
from secondunit.engines.outgoing import GROWN
from secondunit.engines.pieces import clips_of, sends_plate
from secondunit.engines.provider_files import PREPARED, read_prepared
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.interchange import read_clip
from secondunit.media.movie import inspect_movie
from secondunit.media.picture import Picture
from secondunit.media.review import write_movie
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
    Prepared,
    Problem,
    Rate,
    Size,
    Step,
    Task,
    Work,
    loads,
)

Make = Callable[..., Work]
EDIT = Intake(plate=Need.REQUIRED, matte=Need.REQUIRED)
STILL = Intake(plate=Need.OPTIONAL)


def prepared_by(work: Work) -> Prepared:
    request = make_folders(work)
    assert run(request, Step.PREPARE) == 0, (request.parent / PROBLEM_FILE).read_text("utf-8")
    return read_prepared(Path(work.scratch))


def problem_of(work: Work) -> Problem:
    assert run(make_folders(work), Step.PREPARE) == PROBLEM
    return loads(Problem, (Path(work.scratch) / PROBLEM_FILE).read_bytes())


def opened(work: Work, role: str, piece: int = 0) -> np.ndarray:
    files = [file for file in read_prepared(Path(work.scratch)).pieces[piece].files if file.role == role]
    return np.asarray(Image.open(Path(work.scratch) / files[0].path))


def sha256(path: Path | str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_a_plate_becomes_a_picture_that_says_nothing_but_what_it_shows(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    work = provided(STILL, task=Task.RESTYLE, plate=make_footage(), frames=FrameRange(1001, 1001))
    prepared = prepared_by(work)
    (file,) = prepared.pieces[0].files
    path = Path(work.scratch) / file.path
    assert (file.role, file.frame, file.media_type) == ("plate", 1001, "image/png")
    assert file.sha256 == sha256(path) and file.bytes == path.stat().st_size
    picture = Image.open(path)
    assert picture.size == (128, 72) and picture.mode == "RGB" and not picture.info
    assert b"tEXt" not in path.read_bytes() and b"footage" not in path.read_bytes()
    assert file.sources == (sha256(work.brief.plate.path % 1001),)  # type: ignore[union-attr]


def test_the_way_there_and_back_is_measured_on_the_plate_and_stored(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    work = provided(STILL, task=Task.RESTYLE, plate=make_footage(), frames=FrameRange(1001, 1001))
    prepared = prepared_by(work)
    assert prepared.round_trip is not None and prepared.encoded is not None
    assert 0 < prepared.round_trip.delta_e < 1.0 and prepared.round_trip.clipped < 0.01
    assert prepared.encoded.white > 1, "the lamp is above white"


@pytest.mark.parametrize("coding", [Coding.SRGB, Coding.LOG])
def test_a_dark_plate_is_shown_brighter_and_the_exposure_is_kept(
    provided: Make, make_footage: Callable[..., Plate], coding: Coding
) -> None:
    work = provided(
        Intake(plate=Need.OPTIONAL, coding=coding), task=Task.RESTYLE,
        plate=make_footage(gain=0.01, lamp=0.5), frames=FrameRange(1001, 1001),
    )  # fmt: skip
    prepared = prepared_by(work)
    assert prepared.encoded is not None and prepared.encoded.coding is coding
    assert prepared.encoded.exposure > 1 and opened(work, "plate").mean() > 10


def test_light_travels_as_exr_where_a_model_takes_it(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    plate = make_footage(frames=FrameRange(1001, 1001))
    work = provided(
        Intake(plate=Need.OPTIONAL, coding=Coding.LINEAR), task=Task.RESTYLE, plate=plate,
        frames=FrameRange(1001, 1001),
    )  # fmt: skip
    prepared = prepared_by(work)
    (file,) = prepared.pieces[0].files
    sent = read_exr(Path(work.scratch) / file.path)
    assert file.media_type == "image/x-exr" and not sent.attributes
    np.testing.assert_allclose(sent.pixels, read_exr(plate.path % 1001).pixels, rtol=1e-3, atol=1e-6)
    assert prepared.round_trip is not None and prepared.round_trip.half_steps <= 1


@pytest.mark.parametrize("changes", list(Changes))
def test_what_is_to_change_is_marked_as_the_model_reads_it(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., object], changes: Changes
) -> None:
    work = provided(
        Intake(plate=Need.REQUIRED, matte=Need.REQUIRED, changes=changes), task=Task.INPAINT,
        plate=make_footage(), matte=make_matte(), frames=FrameRange(1001, 1001),
    )  # fmt: skip
    files = prepared_by(work).pieces[0].files
    matte_hash = sha256(work.brief.matte.path % 1001)  # type: ignore[union-attr]
    inside, outside = (slice(22, 50), slice(42, 78)), (slice(0, 72), slice(90, 128))
    if changes is Changes.ALPHA:
        assert [file.role for file in files] == ["plate"]
        alpha = opened(work, "plate")[..., 3]
        assert (alpha[inside] == 0).all() and (alpha[outside] == 255).all()
    else:
        assert [file.role for file in files] == ["plate", "matte"]
        matte = opened(work, "matte")
        matte = matte if matte.ndim == 2 else matte[..., 0]
        wanted = 255 if changes is Changes.WHITE else 0
        assert (matte[inside] == wanted).all() and (matte[outside] == 255 - wanted).all()
    assert matte_hash in files[-1].sources


def test_a_small_matte_in_a_large_plate_is_shown_closely_with_its_surroundings(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., object]
) -> None:
    size = (640, 360)
    intake = Intake(plate=Need.REQUIRED, matte=Need.REQUIRED, sizes=(Size(256, 256), Size(320, 180)))
    one = FrameRange(1001, 1001)
    work = provided(
        intake, task=Task.INPAINT, plate=make_footage(one, size), frames=one, format=Format(*size),
        matte=make_matte((500, 40, 540, 90), size, one),
    )  # fmt: skip
    fit = prepared_by(work).fit
    assert fit is not None
    region = fit.region
    assert region.x < 490 and region.right > 550 and region.y < 30 and region.bottom > 100
    assert region.width < 400, "not the whole plate"
    assert fit.inner.height / region.height >= 0.99, "in the plate's own size"
    assert opened(work, "matte").mean() > 5


def test_the_noise_of_a_key_does_not_open_the_whole_plate(
    provided: Make, make_footage: Callable[..., Plate], tmp_path: Path
) -> None:
    field = np.random.default_rng(5).random((72, 128, 1), np.float32) * 1e-3
    field[20:52, 40:80] = 1
    write_exr(tmp_path / "key.1001.exr", Picture.of(field, ("A",)))
    one = FrameRange(1001, 1001)
    work = provided(
        EDIT,
        task=Task.INPAINT,
        plate=make_footage(),
        frames=one,
        matte=Matte(str(tmp_path / "key.%04d.exr"), one),
    )
    prepared_by(work)
    matte = opened(work, "matte")
    assert (matte > 0).sum() == (32 + 2 * GROWN) * (40 + 2 * GROWN)


def test_a_matte_that_is_empty_everywhere_is_refused(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., object]
) -> None:
    work = provided(EDIT, task=Task.INPAINT, plate=make_footage(), matte=make_matte((0, 0, 0, 0)))
    assert "nothing would change" in problem_of(work).message


def test_a_squeezed_plate_is_shown_as_people_see_it(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    one = FrameRange(1001, 1001)
    work = provided(
        STILL, task=Task.RESTYLE, plate=make_footage(one, (64, 54), aspect=2.0), frames=one,
        format=Format(64, 54, 2.0),
    )  # fmt: skip
    fit = prepared_by(work).fit
    assert fit is not None
    assert abs(fit.inner.width / fit.inner.height - 128 / 54) < 0.03
    assert (fit.region.width, fit.region.height) == (64, 54)


def test_a_movie_plate_is_cut_to_the_shot_and_sent_as_a_movie(provided: Make, tmp_path: Path) -> None:
    shown = np.zeros((10, 64, 96, 3), np.uint8)
    shown[:, :, :48] = 200
    for frame in range(10):
        shown[frame, 8:40, 48:] = 20 * frame + 20
    path = tmp_path / "plate.mov"
    write_movie(path, ((n, picture) for n, picture in enumerate(shown)), Rate(24), title="x")
    movie = inspect_movie(path)
    frames = FrameRange(1003, 1006)
    plate = Plate(str(path), FrameRange(1001, 1010), movie.rate, movie.format, ColorSpace(""))
    clip = Intake(
        plate=Need.REQUIRED, plate_form=Form.MOVIE, result=Form.MOVIE, least_frames=2, most_frames=16
    )
    work = provided(clip, task=Task.RESTYLE, plate=plate, frames=frames, rate=movie.rate, format=movie.format)
    (piece,) = prepared_by(work).pieces
    (file,) = piece.files
    assert file.media_type == "video/mp4" and file.frame is None and piece.rate == movie.rate
    assert file.sources == (sha256(path),)
    sent, pictures = read_clip(Path(work.scratch) / file.path)
    assert sent.frames == piece.count and sent.rate == movie.rate
    levels = [float(picture[20, 60].mean() * 255) for picture in pictures][:4]
    assert np.allclose(levels, [60, 80, 100, 120], atol=6), levels


def test_a_long_shot_is_sent_in_clips_that_overlap(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    frames = FrameRange(1001, 1020)
    intake = Intake(
        plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, least_frames=4, most_frames=8
    )
    work = provided(intake, task=Task.RESTYLE, plate=make_footage(frames, (32, 18)), frames=frames,
                    format=Format(32, 18))  # fmt: skip
    prepared = prepared_by(work)
    assert len(prepared.pieces) == len(clips_of(work.brief, intake)) >= 3
    assert {frame for piece in prepared.pieces for frame in piece.frames} == set(frames)
    for piece in prepared.pieces:
        assert [file.frame for file in piece.files][: len(piece.frames)] == list(piece.frames)
        assert len(piece.files) == piece.count <= 8
    for before, after in zip(prepared.pieces, prepared.pieces[1:], strict=False):
        assert after.overlap == before.frames.last - after.frames.first + 1 >= 1
    assert any("clips that overlap" in remark for remark in prepared.remarks)


def test_a_model_that_takes_one_picture_sees_the_frame_that_was_chosen(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    work = provided(STILL, task=Task.RESTYLE, plate=make_footage(), fitting=Fitting(plate_frame=1002))
    prepared = prepared_by(work)
    assert [file.frame for file in prepared.pieces[0].files] == [1002]
    assert any("frame 1002" in remark and "stands still" in remark for remark in prepared.remarks)
    wrong = provided(STILL, task=Task.RESTYLE, plate=make_footage(), fitting=Fitting(plate_frame=7))
    assert "Frame 7 is not one" in problem_of(wrong).message


def test_nothing_of_a_plate_leaves_to_a_model_that_takes_none(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    work = provided(Intake(), task=Task.IMAGE, plate=make_footage())
    prepared = prepared_by(work)
    assert not sends_plate(work.brief, Intake()) and prepared.pieces[0].files == ()
    assert prepared.fit is None and prepared.encoded is None and prepared.round_trip is None


def test_a_larger_canvas_is_sent_with_its_border_to_be_made(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    work = provided(
        EDIT, task=Task.EXTEND, plate=make_footage(), frames=FrameRange(1001, 1001),
        delivery=Delivery(passes=False, overscan=16),
    )  # fmt: skip
    prepared = prepared_by(work)
    matte = opened(work, "matte")
    matte = matte if matte.ndim == 2 else matte[..., 0]
    assert prepared.pieces[0].size == Size(160, 104) and matte.shape == (104, 160)
    assert (matte[:16] == 255).all() and (matte[:, -16:] == 255).all()
    assert (matte[30:70, 40:120] == 0).all()
    assert prepared.pieces[0].margins == (0, 0, 0, 0)


def test_a_model_that_extends_by_itself_is_sent_the_plate_and_margins(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    intake = Intake(plate=Need.REQUIRED, margin=200)
    work = provided(
        intake, task=Task.EXTEND, plate=make_footage(), frames=FrameRange(1001, 1001),
        delivery=Delivery(passes=False, overscan=20),
    )  # fmt: skip
    (piece,) = prepared_by(work).pieces
    assert piece.margins == (20, 20, 20, 20) and piece.size == Size(168, 112)
    assert opened(work, "plate").shape == (72, 128, 3) and [file.role for file in piece.files] == ["plate"]
    far = provided(
        Intake(plate=Need.REQUIRED, margin=8), task=Task.EXTEND, plate=make_footage(),
        delivery=Delivery(passes=False, overscan=20),
    )  # fmt: skip
    assert "at most 8 pixels a side" in problem_of(far).message


@pytest.mark.parametrize(
    ("intake", "changes", "said"),
    [
        (EDIT, {"task": Task.INPAINT}, "no plate"),
        (Intake(), {"task": Task.UPSCALE}, "no plate"),
        (Intake(plate=Need.REQUIRED), {"task": Task.VIDEO}, "needs a plate"),
    ],
)
def test_what_a_task_cannot_do_without_is_asked_for(
    provided: Make, intake: Intake, changes: dict[str, object], said: str
) -> None:
    assert said in problem_of(provided(intake, **changes)).message


def test_a_frame_of_the_plate_that_is_missing_or_damaged_is_named(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    plate = make_footage()
    intake = Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100)
    work = provided(intake, task=Task.RESTYLE, plate=plate)
    path = Path(plate.path % 1002)
    whole = path.read_bytes()
    path.write_bytes(whole[:-200])
    problem = problem_of(work)
    assert problem.where == "1002" and "Frame 1002 of the plate" in problem.message
    path.unlink()
    assert problem_of(work).where == "1002"
    assert not (Path(work.scratch) / PREPARED).exists()
    path.write_bytes(whole)
    assert len(prepared_by(work).pieces[0].files) == 3


def test_preparing_twice_is_preparing_once_until_something_changes(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    intake = Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100)
    work = provided(intake, task=Task.RESTYLE, plate=make_footage())
    first = prepared_by(work)
    scratch = Path(work.scratch)
    times = {file.path: (scratch / file.path).stat().st_mtime_ns for file in first.pieces[0].files}
    assert prepared_by(work) == first
    assert times == {path: (scratch / path).stat().st_mtime_ns for path in times}
    damaged = scratch / first.pieces[0].files[1].path
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    assert prepared_by(work) == first and sha256(damaged) == first.pieces[0].files[1].sha256
    staged = Staging(Path(work.staging)).frame("beauty", 1001)
    staged.write_bytes(b"of another plate")
    write_exr(work.brief.plate.path % 1002, Picture.of(np.full((72, 128, 3), 0.3, np.float32)))  # type: ignore[union-attr]
    again = prepared_by(work)
    assert again != first and not staged.exists()
    assert again.pieces[0].files[1].sources != first.pieces[0].files[1].sources


def test_a_worker_that_is_killed_while_preparing_leaves_nothing_that_passes_for_prepared(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    frames = FrameRange(1001, 1012)
    intake = Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100)
    size = (480, 270)
    work = provided(
        intake, task=Task.RESTYLE, plate=make_footage(frames, size), frames=frames, format=Format(*size)
    )
    request = make_folders(work)
    outgoing = Path(work.scratch) / "outgoing" / "0"
    command = [
        sys.executable,
        "-m",
        "secondunit.engines.worker",
        "--request",
        str(request),
        "--step",
        "prepare",
    ]
    worker = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 30
    while time.monotonic() < end and worker.poll() is None:
        if outgoing.is_dir() and len(list(outgoing.glob("*.png"))) >= 3:
            break
        time.sleep(0.005)
    assert worker.poll() is None, "it was too quick to be killed"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert not (Path(work.scratch) / PREPARED).exists()
    killed = prepared_by(work)
    assert len(killed.pieces[0].files) == 12
    left = {path.name for path in outgoing.iterdir()}
    assert left == {Path(file.path).name for file in killed.pieces[0].files}
    for file in killed.pieces[0].files:
        assert sha256(Path(work.scratch) / file.path) == file.sha256


def test_a_plate_that_is_too_large_a_file_is_sent_as_jpeg_and_that_is_said(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    work = provided(
        Intake(plate=Need.REQUIRED, most_bytes=12_000), task=Task.RESTYLE, plate=make_footage(),
        frames=FrameRange(1001, 1001),
    )  # fmt: skip
    prepared = prepared_by(work)
    (file,) = prepared.pieces[0].files
    assert file.media_type == "image/jpeg" and file.bytes <= 12_000
    data = (Path(work.scratch) / file.path).read_bytes()
    assert not Image.open(io.BytesIO(data)).getexif()
    assert any("JPEG" in remark for remark in prepared.remarks)
    tiny = provided(Intake(plate=Need.REQUIRED, most_bytes=500), task=Task.RESTYLE, plate=make_footage())
    assert "500 bytes" in problem_of(tiny).message
