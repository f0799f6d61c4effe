"""Points and boxes of a brief in what its model is shown: scaled, cut, squared, by frame, or refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.provider_files import read_prepared
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.exr import read_exr, write_exr
from secondunit.service.outbound.requests import kind_of, request_of, without_words
from secondunit.wire import (
    BoxPrompt,
    Fitting,
    Form,
    FrameRange,
    Intake,
    Need,
    Plate,
    PointPrompt,
    Prepared,
    Problem,
    Size,
    Step,
    Task,
    Work,
    loads,
)

Make = Callable[..., Work]
ROTO = Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=10,
              points=Need.OPTIONAL, boxes=Need.OPTIONAL)  # fmt: skip
STILL = Intake(plate=Need.REQUIRED, points=Need.OPTIONAL, boxes=Need.OPTIONAL)


def prepared_by(work: Work) -> Prepared:
    request = make_folders(work)
    assert run(request, Step.PREPARE) == 0, (request.parent / PROBLEM_FILE).read_text("utf-8")
    return read_prepared(Path(work.scratch))


def problem_of(work: Work) -> Problem:
    assert run(make_folders(work), Step.PREPARE) == PROBLEM
    return loads(Problem, (Path(work.scratch) / PROBLEM_FILE).read_bytes())


def marked(plate: Plate, x: int, y: int) -> None:
    """Put a lamp on one pixel of every frame's file."""
    for frame in plate.frames:
        picture = read_exr(plate.path % frame)
        pixels = np.array(picture.pixels, np.float32)
        pixels[...] = 0.02
        pixels[y, x] = 40.0
        write_exr(Path(plate.path % frame), replace(picture, pixels=pixels), depth="float")


@pytest.mark.parametrize("aspect", [1.0, 2.0, 0.5])
def test_a_point_lies_on_the_pixel_that_the_model_is_shown(
    provided: Make, make_footage: Callable[..., Plate], aspect: float
) -> None:
    """Whatever the scaling, and where the plate's pixels are oblong and the model's square."""
    plate = make_footage(size=(192, 108), aspect=aspect)
    marked(plate, 120, 30)
    intake = replace(STILL, sizes=(Size(96, 96),))
    work = provided(intake, task=Task.MATTE, plate=plate, format=plate.format, frames=FrameRange(1001, 1001),
                    points=(PointPrompt(120.5, 30.5, 1001),))  # fmt: skip
    prepared = prepared_by(work)
    (piece,) = prepared.pieces
    (point,) = piece.points
    sent = np.asarray(Image.open(Path(work.scratch) / piece.files[0].path).convert("L"), float)
    assert sent.shape == (96, 96)
    rows, columns = np.nonzero(sent > 0.5 * (sent.max() + np.median(sent)))
    # Above and below a plate that is wide the canvas goes on mirrored: one of the lamps is the plate's.
    apart = np.hypot(columns + 0.5 - point.x, rows + 0.5 - point.y)
    assert apart.min() <= 1.0 and (apart <= 2.0).sum() <= 4
    assert not point.negative and point.at == 0


def test_points_count_frames_from_their_pieces_first_and_long_shots_have_them_in_each(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    frames = FrameRange(1001, 1016)
    plate = make_footage(frames=frames)
    points = PointPrompt(10.0, 10.0, 1001), PointPrompt(20.0, 10.0, 1012, True)
    boxes = (BoxPrompt(64.0, 36.0, 32.0, 18.0, 1003),)
    work = provided(ROTO, task=Task.MATTE, plate=plate, frames=frames, points=points, boxes=boxes)
    pieces = prepared_by(work).pieces
    assert len(pieces) == 2
    assert [(p.at, p.negative) for p in pieces[0].points] == [(0, False)]
    assert [p.at for p in pieces[1].points] == [1012 - pieces[1].frames.first]
    (box,) = pieces[0].boxes
    assert (box.x, box.y, box.width, box.height, box.at) == (64.0, 36.0, 32.0, 18.0, 2)


def test_the_request_of_a_provider_holds_them_and_a_price_says_nothing_of_where(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    work = provided(STILL, task=Task.MATTE, plate=make_footage(), frames=FrameRange(1001, 1001),
                    points=(PointPrompt(32.0, 18.0, 1001), PointPrompt(96.0, 54.0, 1001, True)),
                    boxes=(BoxPrompt(8.0, 9.0, 100.0, 40.0, 1001),))  # fmt: skip
    (piece,) = prepared_by(work).pieces
    assert work.capability is not None
    request = request_of(work.brief, work.capability, piece, Path(work.scratch))
    assert [(p.x, p.y, p.negative) for p in request.points] == [(32.0, 18.0, False), (96.0, 54.0, True)]
    assert [(b.x, b.y, b.width, b.height) for b in request.boxes] == [(8.0, 9.0, 100.0, 40.0)]
    moved = replace(request, points=(replace(request.points[0], x=33.0), request.points[1]))
    assert len({request.digest, moved.digest, replace(request, boxes=()).digest}) == 3
    assert kind_of(moved) == kind_of(request) != kind_of(replace(request, points=()))
    asked = without_words(request)
    assert len(asked.points) == 2 and {(p.x, p.y, p.negative) for p in asked.points} == {(0.0, 0.0, False)}
    assert sha256(b"").hexdigest() != request.digest


@pytest.mark.parametrize(
    ("intake", "changes", "where", "words"),
    [
        (
            Intake(plate=Need.REQUIRED),
            {"points": (PointPrompt(1.0, 1.0, 1001),)},
            "points",
            "takes no points",
        ),
        (STILL, {"points": (PointPrompt(200.0, 1.0, 1001),)}, "points", "outside of the plate"),
        (STILL, {"boxes": (BoxPrompt(100.0, 1.0, 60.0, 9.0, 1001),)}, "boxes", "outside of the plate"),
        (STILL, {"points": (PointPrompt(1.0, 1.0, 1002),)}, "points", "shown frame 1001"),
        (replace(STILL, points=Need.REQUIRED), {}, "points", "needs points"),
        (
            replace(ROTO, most_frames=2, boxes=Need.REQUIRED),
            {"boxes": (BoxPrompt(1.0, 1.0, 9.0, 9.0, 1001),), "frames": FrameRange(1001, 1003)},
            "boxes",
            "needs boxes",
        ),
    ],
)
def test_what_a_model_or_a_plate_does_not_bear_is_said_before_anything_is_made(
    provided: Make, make_footage: Callable[..., Plate], intake: Intake, changes: dict[str, object],
    where: str, words: str,
) -> None:  # fmt: skip
    held = Fitting(plate_frame=1001) if intake.result is Form.STILL else Fitting()
    fields = {"frames": FrameRange(1001, 1001), "fitting": held, **changes}
    work = provided(intake, task=Task.MATTE, plate=make_footage(), **fields)
    problem = problem_of(work)
    assert problem.where == where and words in problem.message and problem.remedy
