"""Key frames: pictures that stand at a frame of the shot, each with the clips that hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.pieces import timed
from secondunit.engines.provider_files import read_prepared
from secondunit.engines.worker import PROBLEM, run
from secondunit.service.outbound.quote import Quote
from secondunit.wire import (
    Form,
    FrameRange,
    Intake,
    Need,
    Plate,
    Problem,
    Rate,
    Reference,
    Size,
    Step,
    Task,
    Work,
    loads,
)
from secondunit.wire.errors import BadInput, WrongType
from secondunit.wire.plate import KEY_FRAME, read_moment

Make = Callable[..., Work]
TWENTY = FrameRange(1001, 1020)
MOVIE = Intake(
    plate=Need.REQUIRED, plate_form=Form.MOVIE, result=Form.MOVIE, most_frames=12, multiple=8,
    reference_roles=("first_frame", "last_frame", KEY_FRAME), windows=True,
)  # fmt: skip


@pytest.fixture
def keyed(tmp_path: Path, provided: Make, make_footage: Callable[..., Plate]) -> Make:
    """A work on twenty frames with these references, one picture for all of them."""

    def make(*references: Reference, intake: Intake = MOVIE) -> Work:
        picture = tmp_path / "lit.png"
        Image.fromarray(np.full((30, 60, 3), 99, np.uint8)).save(picture)
        given = tuple(replace(each, path=str(picture)) for each in references)
        work = provided(intake, task=Task.RESTYLE, plate=make_footage(TWENTY), frames=TWENTY)
        return replace(work, brief=replace(work.brief, references=given))

    return make


def key(frame: int | None, window: FrameRange | None = None) -> Reference:
    return Reference("", KEY_FRAME, frame=frame, window=window)


def test_a_key_frame_goes_with_each_clip_that_holds_its_frame_and_is_as_large_as_the_clip(
    keyed: Make, steps_done: Callable[..., None]
) -> None:
    work = keyed(Reference("", "last_frame"), key(1003), key(1010), key(1020))
    steps_done(work, Step.PREPARE)
    first, second = read_prepared(Path(work.scratch)).pieces
    assert first.frames == FrameRange(1001, 1012) and second.frames == FrameRange(1010, 1020)
    found = [
        [(file.about, file.at) for file in piece.files if file.role == "reference"]
        for piece in (first, second)
    ]
    assert found == [
        [(KEY_FRAME, 2), (KEY_FRAME, 9)],
        [("last_frame", None), (KEY_FRAME, 0), (KEY_FRAME, 10)],
    ]
    for file in first.files:
        if file.role == "reference":
            with Image.open(Path(work.scratch) / file.path) as picture:
                assert Size(*picture.size) == first.size
    quote = Quote(work.brief, work.capability)  # type: ignore[arg-type]
    quote.check()
    planned = [
        [(each.about, each.at) for each in request.of("reference")]
        for request in quote.requests(Path(work.scratch))
    ]
    assert planned == found, "the price is asked for what will be sent"


def test_a_window_is_told_in_the_frames_of_its_clip(keyed: Make, steps_done: Callable[..., None]) -> None:
    work = keyed(key(1003, FrameRange(1002, 1010)), key(1018, FrameRange(1012, 1020)))
    steps_done(work, Step.PREPARE)
    pieces = read_prepared(Path(work.scratch)).pieces
    windows = [
        [(file.at, file.window) for file in piece.files if file.role == "reference"] for piece in pieces
    ]
    assert windows == [[(2, (1, 9))], [(8, (2, 10))]]


@pytest.mark.parametrize(
    ("references", "why"),
    [
        ((key(None),), "stands at no frame; the brief has 1001-1020"),
        ((key(1000),), "stands at frame 1000"),
        ((key(1005), key(1005)), "Two key frames stand at frame 1005"),
        ((key(1005, FrameRange(1006, 1010)),), "does not hold frame 1005"),
        ((key(1005, FrameRange(1001, 1021)),), "goes beyond 1001-1020"),
        ((key(1005, FrameRange(1001, 1010)), key(1012)), "One key frame has a window"),
    ],
)
def test_a_key_frame_that_cannot_be_meant_is_refused_before_the_price_and_before_the_files(
    references: tuple[Reference, ...], why: str, keyed: Make
) -> None:
    work = keyed(*references)
    with pytest.raises(BadInput, match=why):
        Quote(work.brief, work.capability).check()  # type: ignore[arg-type]
    assert run(make_folders(work), Step.PREPARE) == PROBLEM
    assert why in loads(Problem, (Path(work.scratch) / PROBLEM_FILE).read_bytes()).message


def test_a_model_without_windows_says_so(keyed: Make) -> None:
    work = keyed(key(1005, FrameRange(1001, 1010)), intake=replace(MOVIE, windows=False))
    with pytest.raises(BadInput, match="takes no window"):
        Quote(work.brief, work.capability).check()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rate", "frames"),
    [
        (Rate(24000, 1001), (48, 719)),
        (Rate(24), (48, 720)),
        (Rate(25), (50, 750)),
        (Rate(30), (60, 900)),
    ],
)
def test_a_model_that_counts_seconds_takes_as_many_frames_as_those_have(
    rate: Rate, frames: tuple[int, int]
) -> None:
    intake = Intake(result=Form.MOVIE, most_frames=900, least_seconds=2, most_seconds=30)
    given = timed(intake, rate)
    assert (given.least_frames, given.most_frames) == frames
    assert timed(replace(intake, least_seconds=0.0, most_seconds=0.0), rate).most_frames == 900


def test_the_moment_of_a_key_frame_is_read_as_it_is_written() -> None:
    for text, frame, window in (("1024", 1024, None), ("-4:-9--1", -4, FrameRange(-9, -1))):
        assert read_moment(text) == (frame, window)
        assert Reference("a.png", KEY_FRAME, frame=frame, window=window).moment == text
    for text in ("", "1024-1030", "a", "1024:", "1024:x"):
        with pytest.raises(WrongType, match="no frame that a picture stands at"):
            read_moment(text)
