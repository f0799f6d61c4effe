"""A plate that is cut: somebody is asked before a model is shown both sides of it in one clip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from secondunit.engines import plate_cuts
from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.provider_files import read_prepared
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Form, Format, FrameRange, Intake, Need, Plate, Problem, Step, Task, Work, loads

Make = Callable[..., Work]
CLIP = Intake(plate=Need.REQUIRED, plate_form=Form.MOVIE, result=Form.MOVIE, most_frames=100)
PICTURE = Intake(plate=Need.REQUIRED, plate_form=Form.STILL, result=Form.STILL)
FRAMES, SIZE = FrameRange(1001, 1008), (256, 144)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known of any plate."""
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "home"))


@pytest.fixture
def plate(make_footage: Callable[..., Plate]) -> Plate:
    """Four frames of one shot, and four of another."""
    made = make_footage(frames=FRAMES, size=SIZE)
    for frame in range(1005, 1009):
        path = Path(made.path % frame)
        pixels = read_exr(path).as_float().pixels[::-1, ::-1]
        write_exr(path, Picture.of(3.0 - pixels.clip(0.0, 3.0)), depth="float")
    return made


def test_a_clip_across_a_cut_is_asked_about_before_anything_is_made_of_it(
    provided: Make, plate: Plate, steps_done: Callable[..., None]
) -> None:
    asked = {"task": Task.RESTYLE, "frames": FRAMES, "format": Format(*SIZE)}
    request = make_folders(provided(CLIP, plate=plate, **asked))
    assert run(request, Step.PREPARE) == PROBLEM
    problem = loads(Problem, (request.parent / PROBLEM_FILE).read_text("utf-8"))
    assert problem.code == "model.cut" and "cut between 1004 and 1005" in problem.message
    assert not list((request.parent / "outgoing").rglob("*.mp4"))
    known = plate_cuts.known_cuts(plate, FRAMES)
    assert known is not None and [one.last for one in known] == [1005]
    work = provided(CLIP, plate=replace(plate, accept_cuts=True), **asked)
    steps_done(work, Step.PREPARE)
    assert len(read_prepared(Path(work.scratch)).pieces) == 1


def test_one_side_of_a_cut_and_single_pictures_are_not_asked_about(
    provided: Make, plate: Plate, steps_done: Callable[..., None]
) -> None:
    asked = {"task": Task.RESTYLE, "format": Format(*SIZE), "plate": plate}
    before, after = FrameRange(1001, 1004), FrameRange(1005, 1008)
    for intake, frames in ((CLIP, before), (CLIP, after), (PICTURE, FRAMES)):
        work = provided(intake, frames=frames, **asked)
        steps_done(work, Step.PREPARE)
        assert read_prepared(Path(work.scratch)).pieces
