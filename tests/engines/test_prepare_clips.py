"""Plates that leave as movies: as well as the model's own limit lets them, and no better than it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.provider_files import read_prepared
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.interchange import read_clip
from secondunit.wire import Form, Format, Intake, Need, Plate, Problem, Step, Task, Work, loads

Make = Callable[..., Work]
CLIP = Intake(plate=Need.REQUIRED, plate_form=Form.MOVIE, result=Form.MOVIE, most_frames=100)
SIZE = (256, 144)


def test_a_clip_is_as_good_as_the_models_limit_lets_it_be(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    plate = make_footage(size=SIZE)

    def sent(most: int) -> tuple[int, float, bool]:
        work = provided(replace(CLIP, most_bytes=most), task=Task.RESTYLE, plate=plate, format=Format(*SIZE))
        steps_done(work, Step.PREPARE)
        prepared = read_prepared(Path(work.scratch))
        (file,) = prepared.pieces[0].files
        assert (Path(work.scratch) / file.path).stat().st_size == file.bytes
        assert read_clip(Path(work.scratch) / file.path)[0].frames == 3
        assert prepared.round_trip is not None
        said = any("lower quality" in remark for remark in prepared.remarks)
        return file.bytes, prepared.round_trip.delta_e, said

    best, apart, said = sent(0)
    assert not said
    assert sent(best) == (best, apart, False), "what just fits is sent"
    good, further, said = sent(best - 1)
    assert good < best and further > apart and not said
    small, worst, said = sent(good - 1)
    assert small < good and worst > further and said
    assert sent(small) == (small, worst, True)


def test_a_clip_that_nothing_makes_small_enough_is_refused_before_it_leaves(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    work = provided(
        replace(CLIP, most_bytes=900), task=Task.RESTYLE, plate=make_footage(size=SIZE), format=Format(*SIZE)
    )
    request = make_folders(work)
    assert run(request, Step.PREPARE) == PROBLEM
    problem = loads(Problem, (request.parent / PROBLEM_FILE).read_text("utf-8"))
    assert "900 bytes" in problem.message and not list((request.parent / "outgoing").rglob("*.mp4"))
