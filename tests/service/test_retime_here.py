"""A retime of this machine, from a brief to a take: the brief's frames, and where they came from."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.service.api import Desk
from secondunit.service.api.job_routes import plan_job
from secondunit.service.store import jobs
from secondunit.wire import (
    Brief,
    ColorSpace,
    Format,
    FrameRange,
    FrozenMap,
    Job,
    JobState,
    Plate,
    Rate,
    Retime,
    SpeedKey,
    Task,
)
from secondunit.wire.errors import codes
from secondunit.wire.job import ENDED

from ..models.speeds import SIZE, moment, other_shot
from .test_methods_here import made

PLATE = FrameRange(1001, 1006)


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk], tmp_path: Path) -> Desk:
    """A service whose workers run here, with a state folder of its own."""
    return working_desk({})


@pytest.fixture
def brief(make_brief: Callable[..., Brief], tmp_path: Path) -> Brief:
    """A brief for six frames of a plate made twice as slow: half-float files with the shot's own numbers."""
    for frame in PLATE:
        write_exr(tmp_path / f"plate.{frame}.exr", Picture.of(moment(float(frame - 1001))))
    format = Format(SIZE[1], SIZE[0])
    files = Plate(str(tmp_path / "plate.%04d.exr"), PLATE, Rate(24), format, ColorSpace("ACEScg"))
    return make_brief(
        provider="methods", model="retime_plate", task=Task.RETIME, plate=files, kind="", prompt="",
        frames=FrameRange(1001, 1011), format=format, controls=FrozenMap(), retime=Retime(2),
    )  # fmt: skip


def test_a_take_has_the_brief_s_frames_and_says_which_of_the_plate_s_they_came_from(
    desk: Desk, brief: Brief
) -> None:
    estimate = desk.planner.plan(brief).estimate
    assert not estimate.problems and estimate.seconds > 0
    _, take = made(desk, brief)
    assert take.frames == FrameRange(1001, 1011) and take.retime == Retime(2)
    assert (take.model, take.made_by, take.maker) == ("retime_plate", "computed", "Retime, computed 1")
    [beauty] = take.layers
    assert brief.plate is not None
    for frame in (1001, 1003, 1011):
        own = read_exr(brief.plate.path % (1001 + (frame - 1001) // 2)).as_float().pixels
        shown = read_exr(Path(take.folder, beauty.path % frame)).as_float().pixels
        assert np.array_equal(shown[..., :3], own), "a frame of the plate keeps its bits"
    header = inspect_exr(Path(take.folder, beauty.path % 1004))
    said = header.provenance
    assert (said["plate frames"], said["plate place"]) == ("1002-1003", "1002.500000")
    assert len(said["plate sha256"].split()) == 2
    middle = read_exr(Path(take.folder, beauty.path % 1004)).as_float().pixels[..., :3]
    truth, blend = moment(1.5), (moment(1.0) + moment(2.0)) / 2
    inner = np.s_[:, 14:-14]
    assert np.square(middle[inner] - truth[inner]).mean() * 4 < np.square(blend[inner] - truth[inner]).mean()


def test_a_curve_is_said_by_the_take_and_its_files_name_the_work(desk: Desk, brief: Brief) -> None:
    ramp = Retime(keys=(SpeedKey(1001, 1001), SpeedKey(1003, 1006)), shutter=180)
    asked = replace(brief, frames=FrameRange(1001, 1003), retime=ramp)
    _, take = made(desk, asked)
    assert take.retime == ramp
    same = desk.planner.plan(asked).estimate.brief_digest
    assert brief.plate is not None
    write_exr(Path(brief.plate.path % 1004), Picture.of(moment(9.0)))
    assert desk.planner.plan(asked).estimate.brief_digest != same


def ended(desk: Desk, brief: Brief) -> Job:
    """The job of a brief when it has ended, whichever way."""
    job, _ = plan_job(desk, desk.planner.plan(brief), "", "Zoë")
    done = threading.Event()

    def heard(_events: object) -> None:
        if desk.store.read(lambda connection: jobs.find(connection, job.id)).state in ENDED:
            done.set()

    desk.store.listen(heard)
    heard(None)
    assert done.wait(120)
    return desk.store.read(lambda connection: jobs.find(connection, job.id))


def test_a_cut_stops_a_job_before_work_and_the_next_plan_until_it_is_accepted(
    desk: Desk, brief: Brief
) -> None:
    plate = brief.plate
    assert plate is not None
    for frame in range(1004, 1007):
        write_exr(Path(plate.path % frame), Picture.of(other_shot(frame - 1004.0)))
    assert not desk.planner.plan(brief).estimate.problems, "nobody has looked for cuts yet"
    job = ended(desk, brief)
    assert job.state is JobState.FAILED and job.problem is not None
    assert job.problem.code == "model.cut" and "cut between 1003 and 1004" in job.problem.message
    assert "1001-1003 or 1004-1006" in job.problem.remedy and "model.cut" in codes()
    [problem] = desk.planner.plan(brief).estimate.problems
    assert problem.code == "model.cut", "what the job found is known to the plan"
    before = replace(brief, frames=FrameRange(1001, 1005))
    assert not desk.planner.plan(before).estimate.problems, "up to the cut it goes"
    accepted = replace(brief, plate=replace(plate, accept_cuts=True))
    _, take = made(desk, accepted)
    [beauty] = take.layers
    third, fourth = (read_exr(plate.path % frame).as_float().pixels for frame in (1003, 1004))
    shown = read_exr(Path(take.folder, beauty.path % 1006)).as_float().pixels[..., :3]
    assert np.array_equal(shown, fourth) and not np.array_equal(shown, third)
    assert any("cut between 1003 and 1004" in remark for remark in take.remarks)


def test_a_plate_of_another_method_is_looked_at_for_cuts_too_and_a_matte_s_is_not() -> None:
    from secondunit.engines.plate_cuts import OVER_TIME

    assert Task.INPAINT in OVER_TIME and Task.MATTE not in OVER_TIME and Task.UPSCALE not in OVER_TIME
