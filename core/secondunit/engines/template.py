"""The work of one job as an Open Job Description template: the same for this machine and for a farm.

Three steps: the first is one task (a simulation, whose frames depend on each other, or what a provider
takes made ready), rendering is cut into chunks of frames, delivery is one task.
Source: https://github.com/OpenJobDescription/openjd-specifications, 2023-09.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from secondunit.wire import Step, Work, frames_text
from secondunit.wire.errors import BadInput

from .makers import maker_of

EXTENSIONS = ("TASK_CHUNKING",)
#: Frames in a chunk at first, and the time a chunk should take, in seconds; the size adapts to it.
CHUNK_FRAMES, CHUNK_SECONDS = 16, 60
#: How long a worker may take to end by itself when it is told to, in seconds.
NOTICE_SECONDS = 1
STEP_NAMES = {
    Step.PREPARE: "Prepare",
    Step.SIMULATE: "Simulate",
    Step.RENDER: "Render",
    Step.DELIVER: "Deliver",
}


def job_template(work: Work, memory: int = 0) -> dict[str, Any]:
    """The template of `work`, whose steps need `memory` bytes; give its parameters with `parameters`."""
    brief = work.brief
    first = first_step(work)
    requirements = {
        "hostRequirements": {
            "amounts": [
                {"name": "amount.worker.vcpu", "min": 1},
                {"name": "amount.worker.memory", "min": max(512, memory >> 20)},
            ]
        }
    }
    render_frames = {
        "name": "Frame",
        "type": "CHUNK[INT]",
        "range": "{{Param.Frames}}",
        "chunks": {
            "defaultTaskCount": CHUNK_FRAMES,
            "targetRuntimeSeconds": CHUNK_SECONDS,
            "rangeConstraint": "NONCONTIGUOUS",
        },
    }
    steps: list[dict[str, Any]] = [
        {"name": STEP_NAMES[first], **requirements, "script": _script(first)},
        {
            "name": STEP_NAMES[Step.RENDER],
            "dependencies": [{"dependsOn": STEP_NAMES[first]}],
            **requirements,
            "parameterSpace": {"taskParameterDefinitions": [render_frames]},
            "script": _script(Step.RENDER),
        },
        {
            "name": STEP_NAMES[Step.DELIVER],
            "dependencies": [{"dependsOn": STEP_NAMES[Step.RENDER]}],
            "script": _script(Step.DELIVER),
        },
    ]
    return {
        "specificationVersion": "jobtemplate-2023-09",
        "extensions": list(EXTENSIONS),
        # Curly braces would begin an expression; a name cannot hold them, a prompt is not used here.
        "name": f"{brief.shot} {brief.element} {work.job}"[:128],
        "parameterDefinitions": [
            {
                "name": "Request",
                "type": "PATH",
                "objectType": "FILE",
                "dataFlow": "IN",
                "description": "The work file: brief, settings, and paths below roots that may be mapped.",
            },
            {
                "name": "Frames",
                "type": "STRING",
                "default": frames_text(tuple(brief.frames)),
                "description": "The frames to render, for example 1001-1048 or 1003,1007.",
            },
            {
                "name": "Python",
                "type": "STRING",
                "default": "python3",
                "description": "A Python with Second Unit installed.",
            },
        ],
        "steps": steps,
    }


def farm_template(work: Work, memory: int = 0) -> dict[str, Any]:
    """The template of `work` for a farm, which runs all its steps one after the other.

    Raises `BadInput` for what a provider makes: whether it may leave and what it costs is decided here.
    """
    if maker_of(work).elsewhere:
        model = work.capability
        label = work.brief.provider if model is None else model.label
        raise BadInput(
            f"What {label} makes cannot be given to a farm: each step outside is decided, "
            "paid and watched by the service on this machine.",
            remedy="Generate it here; a farm takes elements that are made on board, and finished comps.",
            where="provider",
        )
    return job_template(work, memory)


def first_step(work: Work) -> Step:
    """What a work begins with, by its maker."""
    return maker_of(work).first_step


def steps_of(work: Work) -> tuple[Step, ...]:
    """The steps of a work, in order."""
    return (first_step(work), Step.RENDER, Step.DELIVER)


def _script(step: Step) -> dict[str, Any]:
    args = ["-m", "secondunit.engines.worker", "--request", "{{Param.Request}}", "--step", step.value]
    args += ["--rules", "{{Session.PathMappingRulesFile}}"]
    if step is Step.RENDER:
        # One word: a negative first frame would pass for an option.
        args.append("--frames={{Task.Param.Frame}}")
    cancelation = {"mode": "NOTIFY_THEN_TERMINATE", "notifyPeriodInSeconds": NOTICE_SECONDS}
    return {"actions": {"onRun": {"command": "{{Param.Python}}", "args": args, "cancelation": cancelation}}}


def write_template(work: Work, path: Path, memory: int = 0) -> None:
    """Write the template as JSON, which `openjd run`, Deadline Cloud and this machine's engine all read."""
    from secondunit.media.whole import whole_file

    with whole_file(path) as temporary:
        temporary.write_text(json.dumps(job_template(work, memory), indent=2, ensure_ascii=False), "utf-8")
