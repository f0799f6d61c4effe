"""The job's template: valid Open Job Description, the same for this machine and for a farm."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from openjd.model import (
    StepParameterSpaceIterator,
    create_job,
    decode_job_template,
    preprocess_job_parameters,
)

from secondunit.engines.folders import TEMPLATE_FILE, make_folders
from secondunit.engines.template import EXTENSIONS, farm_template, job_template, write_template
from secondunit.wire import FrameRange, Intake, Work, parse_frames
from secondunit.wire.errors import BadInput


def job_of(work: Work, **values: str) -> Any:
    request = make_folders(work)
    write_template(work, request.parent / TEMPLATE_FILE, memory=3_000_000_000)
    template = json.loads((request.parent / TEMPLATE_FILE).read_text("utf-8"))
    model = decode_job_template(template=template, supported_extensions=list(EXTENSIONS))
    read = preprocess_job_parameters(
        job_template=model, job_parameter_values={"Request": str(request), **values},
        job_template_dir=request.parent, current_working_dir=Path.cwd(),
    )  # fmt: skip
    return create_job(job_template=model, job_parameter_values=read)


def test_the_written_template_is_valid_and_its_steps_follow_one_another(
    make_work: Callable[..., Work],
) -> None:
    job = job_of(make_work(shot="épisode 1", element="дым"))
    assert [step.name for step in job.steps] == ["Simulate", "Render", "Deliver"]
    assert [one.dependsOn for one in job.steps[1].dependencies] == ["Simulate"]
    assert [one.dependsOn for one in job.steps[2].dependencies] == ["Render"]


def test_only_extensions_that_farm_workers_know_are_used() -> None:
    assert set(EXTENSIONS) <= {"TASK_CHUNKING", "REDACTED_ENV_VARS", "FEATURE_BUNDLE_1"}


def test_rendering_is_cut_into_chunks_that_cover_every_frame_once(make_work: Callable[..., Work]) -> None:
    work = make_work(frames=FrameRange(-3, 96))
    tasks = StepParameterSpaceIterator(space=job_of(work).steps[1].parameterSpace)
    chunks = [parse_frames(str(task["Frame"].value)) for task in islice(tasks, 100)]
    assert [frame for chunk in chunks for frame in chunk] == list(work.brief.frames)
    assert len(chunks) > 1


def test_single_frames_can_be_asked_for_again(make_work: Callable[..., Work]) -> None:
    job = job_of(make_work(), Frames="1001,1003")
    tasks = list(islice(StepParameterSpaceIterator(space=job.steps[1].parameterSpace), 9))
    assert [parse_frames(str(task["Frame"].value)) for task in tasks] == [(1001, 1003)]


def test_the_steps_say_what_a_machine_must_have(make_work: Callable[..., Work]) -> None:
    needs = {one.name: one.min for one in job_of(make_work()).steps[0].hostRequirements.amounts}
    assert needs["amount.worker.memory"] == 2861 and needs["amount.worker.vcpu"] == 1


def test_a_farm_is_given_what_is_made_on_board_and_nothing_that_a_provider_makes(
    make_work: Callable[..., Work], provided: Callable[..., Work]
) -> None:
    work = make_work()
    assert farm_template(work, 3_000_000_000) == job_template(work, 3_000_000_000)
    with pytest.raises(BadInput, match="What Echo makes cannot be given to a farm") as caught:
        farm_template(provided(Intake()))
    assert caught.value.problem.where == "provider" and "Generate it here" in caught.value.problem.remedy
