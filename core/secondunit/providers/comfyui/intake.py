"""What a workflow takes and gives, in numbers: from its marked nodes and a server's own node info.

It knows graphs and a catalogue of nodes; it knows no server. Where neither says a number, the sides are
multiples of 8, as the latents of every common model are an eighth of a picture.
"""

from __future__ import annotations

import re
from dataclasses import replace
from math import lcm

from secondunit.wire import Form, GuideNeed, Intake, Need, Size, Task
from secondunit.wire.errors import BadInput

from .catalogue import Catalogue, described, number
from .saving import answering, saves_pictures
from .sizes import Extent, extent
from .transport import ALIGNED, Transport, sent_as
from .workflow import GUIDES, POINTS, Place, Workflow, is_movie

#: The most frames of one movie that is sent, where the studio's settings say nothing else.
MOST_FRAMES = 240
_STEP, _MOST_FRAMES = 8, 10_000
_TIMES = re.compile(r"(?:^|[_\- ])(?:x(\d)|(\d)x)(?=$|[_\- ])", re.IGNORECASE)
_SAVES_MOVIES = re.compile(r"video|webm|animated", re.IGNORECASE)


def intake_of(
    workflow: Workflow,
    catalogue: Catalogue,
    most_frames: int = MOST_FRAMES,
    transport: Transport = Transport.EXR,
    most_bytes: int = 0,
) -> Intake:
    """The intake of a workflow file; `catalogue` may be empty while no server answers.

    `transport` is the best that is wished for, `most_bytes` the largest file that a server takes (0: any).
    """
    plates, mattes = (workflow.places.get(role, ()) for role in ("plate", "matte"))
    form = _form(workflow, plates)
    sides = [place for name in ("width", "height") for place in workflow.places.get(name, ())]
    steps, lows, highs = (_numbers(workflow, catalogue, sides, key) for key in ("step", "min", "max"))
    least, most, step = _frames(workflow, catalogue, form, len(plates), most_frames)
    best_transport = sent_as(workflow, catalogue, transport)
    intake = Intake(
        plate=Need.REQUIRED if plates else Need.NONE,
        plate_form=form,
        matte=Need.REQUIRED if mattes else Need.NONE,
        guides=(guides := _guides(workflow)),
        points=Need.REQUIRED if POINTS in workflow.places else Need.NONE,
        # Core reads a grey picture of 8 bits as code / 256: white would be 0.996.
        matte_channels=3,
        depth=_depth(best_transport, form),
        lossless=Form.MOVIE in (form, *(guide.form for guide in guides)),
        least_side=max(1, *lows, _STEP),
        most_side=min(highs, default=0),
        multiple=lcm(
            _STEP,
            workflow.side_step,
            *(stride for stride in steps if stride > 0),
            ALIGNED if best_transport is not Transport.PNG8 else 1,
        ),
        most_bytes=most_bytes,
        least_frames=least,
        most_frames=most,
        frame_step=step,
        result=_result(workflow, form),
        exr_codes=saves_pictures(workflow),
        scale=_scale(workflow) if workflow.task is Task.UPSCALE else 1,
    )
    answer_extent = _extent(workflow)
    return (
        replace(intake, sizes=(Size(*answer_extent.fixed),))
        if answer_extent is not None and answer_extent.fixed
        else intake
    )


def check_extent(workflow: Workflow) -> None:
    """Raise `BadInput` where the workflow's own nodes make an answer of another size than the plate's."""
    answer_extent = _extent(workflow)
    if workflow.task is Task.UPSCALE or answer_extent is None or answer_extent.times in (None, 1.0):
        return
    raise BadInput(
        f"{workflow.name} makes the plate {answer_extent.times:g} times as large; a {workflow.task.value} "
        "gives it back in its own size.",
        remedy="Let it scale to [width] and [height], or let its file's name begin with upscale.",
        where="model",
    )


def _extent(workflow: Workflow) -> Extent | None:
    """What size the answer has; None where it is not known or its nodes disagree."""
    extents = {extent(workflow, node) for node in answering(workflow)}
    return extents.pop() if len(extents) == 1 else None


def _depth(transport: Transport, form: Form) -> int:
    # A movie holds floats or 8 bits.
    return 8 if form is Form.MOVIE and transport is Transport.PNG16 else transport.value


def _guides(workflow: Workflow) -> tuple[GuideNeed, ...]:
    """The guides that it takes: a movie on a node that reads one, else one picture."""
    needs = []
    for name, kind in GUIDES.items():
        for place in workflow.places.get(name, ())[:1]:
            need = Need.OPTIONAL if place.node in workflow.optional else Need.REQUIRED
            form = Form.MOVIE if is_movie(workflow.graph, place) else Form.STILL
            needs.append(GuideNeed(kind, need, form))
    return tuple(needs)


def _form(workflow: Workflow, plates: tuple[Place, ...]) -> Form:
    """A movie on a node that reads one; else a picture a frame, but one picture for what makes its own."""
    if any(is_movie(workflow.graph, place) for place in plates):
        return Form.MOVIE
    makes = workflow.task in (Task.IMAGE, Task.VIDEO) or _has_length(workflow) or not plates
    return Form.STILL if makes else Form.FRAMES


def _frames(
    workflow: Workflow, catalogue: Catalogue, form: Form, plates: int, most_frames: int
) -> tuple[int, int, int]:
    """The shortest and longest clip and the step between: `[frames]` says it, else the plate's form."""
    if places := workflow.places.get("frames", ()):
        low = max([1, *_numbers(workflow, catalogue, places, "min")])
        high = min(_numbers(workflow, catalogue, places, "max"), default=_MOST_FRAMES)
        step = lcm(*(stride for stride in _numbers(workflow, catalogue, places, "step") if stride > 0))
        step = lcm(max(step, 1), workflow.clip_step)
        low = max(low, workflow.clip_step + 1) if workflow.clip_step > 1 else low
        return low, max(low, min(high, most_frames if workflow.clip_step > 1 else _MOST_FRAMES)), step
    if workflow.clip_step > 1:
        return workflow.clip_step + 1, max(most_frames, workflow.clip_step + 1), workflow.clip_step
    if form is Form.MOVIE or "seconds" in workflow.places:
        return 1, max(most_frames, 1), 1
    if form is Form.FRAMES:
        return plates, plates, 1
    return 1, 1, 1


def _result(workflow: Workflow, form: Form) -> Form:
    saving = answering(workflow)
    if not saves_pictures(workflow) and any(
        _SAVES_MOVIES.search(workflow.graph[node]["class_type"]) for node in saving
    ):
        return Form.MOVIE
    moves = any(_SAVES_MOVIES.search(workflow.graph[node]["class_type"]) for node in saving)
    moves = moves or workflow.clip_step > 1
    return Form.FRAMES if form is not Form.STILL or _has_length(workflow) or moves else Form.STILL


def _has_length(workflow: Workflow) -> bool:
    """Whether it is told how long its clip is."""
    return "frames" in workflow.places or "seconds" in workflow.places


def _scale(workflow: Workflow) -> int:
    """How many times a workflow enlarges: as its nodes do, else the number in its name, else 2."""
    answer_extent = _extent(workflow)
    if answer_extent is not None and answer_extent.times is not None and answer_extent.times >= 1:
        return max(1, round(answer_extent.times))
    match = _TIMES.search(workflow.name)
    return max(1, int(match[1] or match[2])) if match else 2


def _numbers(
    workflow: Workflow, catalogue: Catalogue, places: tuple[Place, ...] | list[Place], name: str
) -> list[int]:
    """What the server's catalogue says as `name` (`min`, `max`, `step`) of each of these inputs."""
    numbers = []
    for place in places:
        body = workflow.graph[place.node]
        value = number(described(catalogue, body["class_type"], place.input, body["inputs"]), name)
        if value is not None:
            numbers.append(int(value))
    return numbers
