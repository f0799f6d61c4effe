"""What a workflow takes and gives, in numbers: from its marked nodes and a server's own node info.

It knows graphs and a catalogue of nodes; it knows no server. Where neither says a number, the sides are
multiples of 8, as the latents of every common model are an eighth of a picture.
"""

from __future__ import annotations

import re
from math import lcm
from typing import Any

from secondunit.wire import Form, Intake, Need, Task

from .workflow import Catalogue, Place, Workflow, described, is_movie

#: The most frames of one movie that is sent, where the studio's settings say nothing else.
MOST_FRAMES = 240
_STEP, _MOST_FRAMES = 8, 10_000
_TIMES = re.compile(r"(?:^|[_\- ])(?:x(\d)|(\d)x)(?=$|[_\- ])", re.IGNORECASE)
_SAVES_MOVIES = re.compile(r"video|webm|animated", re.IGNORECASE)


def intake_of(workflow: Workflow, catalogue: Catalogue, most_frames: int = MOST_FRAMES) -> Intake:
    """The intake of a workflow file; `catalogue` may be empty while no server answers."""
    plates, mattes = (workflow.places.get(role, ()) for role in ("plate", "matte"))
    form = _form(workflow, plates)
    sides = [place for name in ("width", "height") for place in workflow.places.get(name, ())]
    steps, lows, highs = (_numbers(workflow, catalogue, sides, each) for each in ("step", "min", "max"))
    least, most, step = _frames(workflow, catalogue, form, len(plates), most_frames)
    return Intake(
        plate=Need.REQUIRED if plates else Need.NONE,
        plate_form=form,
        matte=Need.REQUIRED if mattes else Need.NONE,
        least_side=max(1, *lows, _STEP),
        most_side=min(highs, default=0),
        multiple=lcm(_STEP, *(each for each in steps if each > 0)),
        least_frames=least,
        most_frames=most,
        frame_step=step,
        result=_result(workflow, form),
        scale=_scale(workflow) if workflow.task is Task.UPSCALE else 1,
    )


def _form(workflow: Workflow, plates: tuple[Place, ...]) -> Form:
    """A movie on a node that reads one; else a picture a frame, but one picture for what makes its own."""
    if any(is_movie(workflow.graph, place) for place in plates):
        return Form.MOVIE
    makes = workflow.task in (Task.IMAGE, Task.VIDEO) or "frames" in workflow.places or not plates
    return Form.STILL if makes else Form.FRAMES


def _frames(
    workflow: Workflow, catalogue: Catalogue, form: Form, plates: int, most_frames: int
) -> tuple[int, int, int]:
    """The shortest and longest clip and the step between: `[frames]` says it, else the plate's form."""
    if places := workflow.places.get("frames", ()):
        low = max([1, *_numbers(workflow, catalogue, places, "min")])
        high = min(_numbers(workflow, catalogue, places, "max"), default=_MOST_FRAMES)
        step = lcm(*(each for each in _numbers(workflow, catalogue, places, "step") if each > 0))
        return low, max(low, min(high, _MOST_FRAMES)), max(step, 1)
    if form is Form.MOVIE:
        return 1, max(most_frames, 1), 1
    if form is Form.FRAMES:
        return plates, plates, 1
    return 1, 1, 1


def _result(workflow: Workflow, form: Form) -> Form:
    saving = workflow.outputs or tuple(
        node for node, body in workflow.graph.items() if "filename_prefix" in body["inputs"]
    )
    if any(_SAVES_MOVIES.search(workflow.graph[node]["class_type"]) for node in saving):
        return Form.MOVIE
    return Form.FRAMES if form is not Form.STILL or "frames" in workflow.places else Form.STILL


def _scale(workflow: Workflow) -> int:
    """The number in a file's name: `upscale_4x_span`, `upscale_x4`; 2 where there is none."""
    found = _TIMES.search(workflow.name)
    return max(1, int(found[1] or found[2])) if found else 2


def _numbers(
    workflow: Workflow, catalogue: Catalogue, places: tuple[Place, ...] | list[Place], name: str
) -> list[int]:
    """What the server's catalogue says as `name` (`min`, `max`, `step`) of each of these inputs."""
    found: list[int] = []
    for place in places:
        spec: list[Any] = described(catalogue, workflow.graph[place.node]["class_type"], place.input)
        told = spec[1] if len(spec) > 1 and isinstance(spec[1], dict) else {}
        value = told.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found.append(int(value))
    return found
