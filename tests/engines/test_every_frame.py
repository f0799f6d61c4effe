"""One picture for a shot, or every frame by itself: models that make a single picture from a single one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.names import Staging
from secondunit.engines.pieces import clips_of, every_frame, held
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.result_step import answer_remarks
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.interchange import read_codes, write_png
from secondunit.media.picture import Picture
from secondunit.wire import Fitting, Form, Format, FrameRange, Intake, Matte, Need, Plate, Step, Task, Work
from secondunit.wire.errors import BadInput

Make = Callable[..., Work]
STILL = Intake(plate=Need.REQUIRED, matte=Need.OPTIONAL)
#: What a workflow of single pictures says: it is given a frame, and gives one.
SINGLE = replace(STILL, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=1)
SHOT = FrameRange(1001, 1003)
MOVIE = Intake(plate=Need.REQUIRED, plate_form=Form.MOVIE, result=Form.MOVIE, most_frames=2)


@pytest.mark.parametrize("intake", [STILL, SINGLE])
@pytest.mark.parametrize(
    ("task", "alone"),
    [(Task.UPSCALE, True), (Task.MATTE, True), (Task.RESTYLE, True),
     (Task.IMAGE, False), (Task.INPAINT, False), (Task.EXTEND, False)],
)  # fmt: skip
def test_what_follows_the_plate_is_made_frame_by_frame_until_the_artist_says_otherwise(
    provided: Make, make_footage: Callable[..., Plate], intake: Intake, task: Task, alone: bool
) -> None:
    def said(**parts: Any) -> tuple[bool, bool, int]:
        brief = provided(intake, task=task, plate=make_footage(), fitting=Fitting(**parts)).brief
        return every_frame(brief, intake), held(brief, intake), len(clips_of(brief, intake))

    every, one = (True, False, 3), (False, True, 1)
    assert said() == (every if alone else one)
    assert said(every_frame=True) == said(every_frame=True, plate_frame=1002) == every
    assert said(every_frame=False) == said(plate_frame=1002) == one


def test_a_single_frame_clips_and_what_sees_no_plate_know_no_such_choice(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    asked = Fitting(every_frame=True)
    for intake, changes, held_too in (
        (STILL, {"frames": FrameRange(1002, 1002), "plate": make_footage()}, False),
        (Intake(), {"task": Task.IMAGE}, True),
        (MOVIE, {"plate": make_footage()}, False),
    ):
        brief = provided(intake, **({"task": Task.RESTYLE, "fitting": asked} | changes)).brief
        assert not every_frame(brief, intake) and held(brief, intake) is held_too


@pytest.mark.parametrize("intake", [STILL, SINGLE])
def test_every_frame_by_itself_is_asked_for_taken_and_said(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None], intake: Intake,
) -> None:  # fmt: skip
    work = provided(intake, task=Task.RESTYLE, plate=make_footage(lamp=0.5))
    steps_done(work, Step.PREPARE)
    prepared = read_prepared(Path(work.scratch))
    assert [tuple(piece.frames) for piece in prepared.pieces] == [(1001,), (1002,), (1003,)]
    assert [[file.frame for file in piece.files] for piece in prepared.pieces] == [[1001], [1002], [1003]]
    assert all((piece.count, piece.overlap) == (1, 0) for piece in prepared.pieces)
    model(work)
    steps_done(work, Step.RENDER)
    for frame in work.brief.frames:
        taken = read_exr(Staging(Path(work.staging)).frame("beauty", frame)).pixels
        plates = [read_exr(work.brief.plate.path % each).pixels for each in work.brief.frames]  # type: ignore[union-attr]
        away = [float(np.abs(taken[..., :3] - plate).mean()) for plate in plates]
        assert int(np.argmin(away)) == frame - 1001 and min(away) < 0.004, "its own frame came back"
    remarks = answer_remarks(work)
    assert "Each of the 3 frames was made by itself: watch for flicker." in remarks
    assert not any("overlap" in each or "stands still" in each or "clip" in each for each in remarks)


def test_a_workflow_of_single_pictures_may_hold_one_over_the_shot(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., object],
    model: Callable[..., None], steps_done: Callable[..., None],
) -> None:  # fmt: skip
    work = provided(
        SINGLE, task=Task.INPAINT, plate=make_footage(), matte=make_matte(),
        fitting=Fitting(plate_frame=1002),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    (piece,) = read_prepared(Path(work.scratch)).pieces
    assert [(file.role, file.frame) for file in piece.files] == [("plate", 1002), ("matte", 1002)]
    assert tuple(piece.frames) == (1001, 1002, 1003) and piece.count == 1
    model(work)
    steps_done(work, Step.RENDER)
    staging = Staging(Path(work.staging))
    first, *others = [read_exr(staging.frame("beauty", frame)).pixels for frame in work.brief.frames]
    assert all(np.array_equal(first, each) for each in others) and first[36, 60, 3] == 1
    assert any("frame 1002" in each and "stands still" in each for each in answer_remarks(work))


def test_what_all_frames_have_in_common_is_said_once(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    work = provided(STILL, task=Task.RESTYLE, plate=make_footage(size=(320, 200)), format=Format(320, 200))
    steps_done(work, Step.PREPARE)
    model(work, lambda codes, frame: np.pad(codes, ((0, 1), (0, 0), (0, 0))))
    assert [each for each in answer_remarks(work) if "came back" in each] == [
        "Asked for 320x200, every frame came back as 320x201."
    ]
    odd = answer_folder(Path(work.scratch), 1) / "result.png"
    write_png(odd, read_codes(odd)[0][:200])
    said = [each for each in answer_remarks(work) if "came back" in each]
    assert said == ["Asked for 320x200, frame 1001 and 1 more came back as 320x201."]


@pytest.mark.parametrize("task", [Task.INPAINT, Task.RESTYLE])
def test_nobody_is_asked_for_a_frame_in_which_nothing_is_to_change(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., object],
    model: Callable[..., None], steps_done: Callable[..., None], task: Task,
) -> None:  # fmt: skip
    plate, matte = make_footage(), make_matte()
    write_exr(Path(matte.path % 1002), Picture.of(np.zeros((72, 128, 1), np.float32), ("A",)))  # type: ignore[attr-defined]
    work = provided(STILL, task=task, plate=plate, matte=matte, fitting=Fitting(every_frame=True))
    steps_done(work, Step.PREPARE)
    prepared = read_prepared(Path(work.scratch))
    assert [(piece.number, tuple(piece.frames)) for piece in prepared.pieces] == [(0, (1001,)), (1, (1003,))]
    model(work)
    steps_done(work, Step.RENDER, Step.RENDER)
    staging = Staging(Path(work.staging))
    sums = [float(read_exr(staging.frame("beauty", frame)).pixels[..., 3].sum()) for frame in SHOT]
    assert sums == [32 * 40, 0, 32 * 40]
    remarks = answer_remarks(work)
    assert "The matte is empty in 1 of 3 frames: for those nothing was made." in remarks
    assert "Each of the 2 frames was made by itself: watch for flicker." in remarks
    make_matte((0, 0, 0, 0))
    request = make_folders(work)
    assert run(request, Step.PREPARE) == PROBLEM
    assert "nothing would change" in (request.parent / PROBLEM_FILE).read_text("utf-8")


def moving(matte: Matte, step: int = 6) -> Matte:
    """The matte with its box `step` pixels further right on each frame."""
    for frame in matte.frames:
        field = np.zeros((72, 128, 1), np.float32)
        left = 40 + step * (frame - matte.frames.first)
        field[20:52, left : left + 40] = 1.0
        write_exr(Path(matte.path % frame), Picture.of(field, ("A",)))
    return matte


@pytest.mark.parametrize("intake", [STILL, SINGLE])
def test_a_matte_of_several_frames_has_every_frame_made_by_itself(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., Matte],
    model: Callable[..., None], steps_done: Callable[..., None], intake: Intake,
) -> None:  # fmt: skip
    plate, matte = make_footage(), moving(make_matte())
    work = provided(intake, task=Task.INPAINT, plate=plate, matte=matte)
    assert every_frame(work.brief, intake)
    steps_done(work, Step.PREPARE)
    model(work, lambda codes, frame: np.full_like(codes[..., :3], 200))
    steps_done(work, Step.RENDER)
    for frame in SHOT:
        taken = read_exr(Staging(Path(work.staging)).frame("beauty", frame)).pixels
        inside = read_exr(matte.path % frame).pixels[..., 0] > 0
        assert (taken[~inside] == 0).all() and (taken[inside][:, 3] == 1).all()
    still = replace(matte, path=matte.path % 1001, frames=FrameRange(1001, 1001))
    assert held(replace(work.brief, matte=still), intake), "one matte for all frames holds one picture"


@pytest.mark.parametrize("fitting", [Fitting(every_frame=False), Fitting(plate_frame=1002)])
def test_one_picture_is_not_held_under_a_matte_that_moves(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., Matte],
    fitting: Fitting,
) -> None:  # fmt: skip
    work = provided(
        STILL, task=Task.INPAINT, plate=make_footage(), matte=moving(make_matte()),
        fitting=fitting,
    )  # fmt: skip
    request = make_folders(work)
    assert run(request, Step.PREPARE) == PROBLEM
    said = json.loads((request.parent / PROBLEM_FILE).read_text("utf-8"))
    assert said["code"] == BadInput.code and "moves" in said["message"] and "frame 100" in said["message"]
    assert "every frame by itself" in said["remedy"]
