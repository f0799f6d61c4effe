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
from .workflow import BOXES, GUIDES, POINTS, SCALE, SLOWER, InputPlace, Workflow, is_movie

#: The most frames of one movie that is sent, where the studio's settings say nothing else.
MOST_FRAMES = 240
#: What an upscale is offered to multiply each side by, and a retime the time, as far as a server lets.
FACTORS = range(2, 5)
SPEEDS = range(2, 17)
_STEP, _MOST_FRAMES = 8, 10_000
_TIMES = re.compile(r"(?:^|[_\- ])(?:x(\d)|(\d)x)(?=$|[_\- ])", re.IGNORECASE)
#: Nodes that make a clip: its shortest length, and by how many frames lengths differ (comfy_extras:
#: nodes_wan.py, and `_valid_void_length` of nodes_void.py, where a clip's latents come in pairs).
_CLIPS = (
    (re.compile(r"Wan\w*ToVideo"), 1, 4),
    (re.compile("VOIDInpaintConditioning"), 5, 8),
    (re.compile("EmptyLTXVLatentVideo"), 9, 8),
)
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
        points=_pointing(workflow, POINTS),
        boxes=_pointing(workflow, BOXES),
        # Core reads a grey picture of 8 bits as code / 256: white would be 0.996.
        matte_channels=3,
        depth=_depth(best_transport, form),
        lossless=Form.MOVIE in (form, *(guide.form for guide in guides)),
        least_side=max(1, *lows, _STEP),
        most_side=min(highs, default=0),
        multiple=lcm(
            _STEP,
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
        scales=_offered(workflow, catalogue, SCALE, FACTORS),
        slower=tuple(map(float, _offered(workflow, catalogue, SLOWER, SPEEDS))),
    )
    intake = _bounded(intake, workflow)
    answer_extent = _extent(workflow)
    return (
        replace(intake, sizes=(Size(*answer_extent.fixed),))
        if answer_extent is not None and answer_extent.fixed
        else intake
    )


def _pointing(workflow: Workflow, name: str) -> Need:
    """Whether points, or boxes, may be given: needed where nothing else says what is meant."""
    if name not in workflow.places:
        return Need.NONE
    return Need.OPTIONAL if workflow.pointed is not None or name == BOXES else Need.REQUIRED


def _bounded(intake: Intake, workflow: Workflow) -> Intake:
    """The intake within what the workflow's own nodes would scale a plate to."""
    bounds = workflow.bounds
    sides = [side for side in (intake.most_side, bounds.most_side) if side]
    pixels = 0 if workflow.task is Task.UPSCALE else bounds.most_pixels
    return replace(
        intake,
        most_side=min(sides, default=0),
        most_pixels=pixels,
        sizes=bounds.sizes,
        multiple=lcm(intake.multiple, bounds.multiple),
    )


def _offered(workflow: Workflow, catalogue: Catalogue, name: str, factors: range) -> tuple[int, ...]:
    """The factors that a place takes, its own first; none where the workflow has no such place."""
    places = workflow.places.get(name, ()) if workflow.is_meant(name) else ()
    if not places:
        return ()
    low = max([factors.start, *_numbers(workflow, catalogue, places, "min")])
    high = min([factors.stop - 1, *_numbers(workflow, catalogue, places, "max")])
    usual = [workflow.graph[place.node]["inputs"].get(place.input) for place in places]
    own = [int(number) for number in usual if isinstance(number, (int, float)) and low <= number <= high]
    return tuple(dict.fromkeys((*own, *range(low, high + 1))))


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


def _form(workflow: Workflow, plates: tuple[InputPlace, ...]) -> Form:
    """A movie on a node that reads one; else a picture a frame, but one picture for what makes its own."""
    if any(is_movie(workflow.graph, place) for place in plates):
        return Form.MOVIE
    makes = workflow.task in (Task.IMAGE, Task.VIDEO) or _has_length(workflow) or not plates
    return Form.STILL if makes else Form.FRAMES


def _frames(
    workflow: Workflow, catalogue: Catalogue, form: Form, plates: int, most_frames: int
) -> tuple[int, int, int]:
    """The shortest and longest clip and the step between: `[frames]` says it, else the plate's form."""
    making, least, stride = _clips(workflow)
    if places := workflow.places.get("frames", ()):
        low = max([1, *_numbers(workflow, catalogue, places, "min")])
        high = min(_numbers(workflow, catalogue, places, "max"), default=_MOST_FRAMES)
        high = min(high, workflow.bounds.most_frames or _MOST_FRAMES)
        clips = [*places, *making]
        step = lcm(*(stride for stride in _numbers(workflow, catalogue, clips, "step") if stride > 0))
        return max(low, least), max(low, least, min(high, _MOST_FRAMES)), lcm(step, stride)
    if form is Form.MOVIE or "seconds" in workflow.places or making:
        return least, max(most_frames, least), stride
    if form is Form.FRAMES:
        return plates, plates, 1
    return 1, 1, 1


def _clips(workflow: Workflow) -> tuple[list[InputPlace], int, int]:
    """The lengths of the nodes that make clips, the shortest clip, and the step between two."""
    places, least, step = [], 1, 1
    for node, body in workflow.graph.items():
        for pattern, shortest, stride in _CLIPS:
            if pattern.fullmatch(body["class_type"]) and "length" in body["inputs"]:
                places.append(InputPlace(node, "length"))
                least, step = max(least, shortest), lcm(step, stride)
    return places, least, step


def _result(workflow: Workflow, form: Form) -> Form:
    saving = answering(workflow)
    if not saves_pictures(workflow) and any(
        _SAVES_MOVIES.search(workflow.graph[node]["class_type"]) for node in saving
    ):
        return Form.MOVIE
    moves = any(_SAVES_MOVIES.search(workflow.graph[node]["class_type"]) for node in saving)
    moves = moves or bool(_clips(workflow)[0])
    return Form.FRAMES if form is not Form.STILL or _has_length(workflow) or moves else Form.STILL


def _has_length(workflow: Workflow) -> bool:
    """Whether it is told how long its clip is."""
    return "frames" in workflow.places or "seconds" in workflow.places


def _scale(workflow: Workflow) -> int:
    """How many times a workflow enlarges: as it is told, or its nodes do, else by its name, else 2."""
    for place in workflow.places.get(SCALE, ()):
        usual = workflow.graph[place.node]["inputs"].get(place.input)
        return max(1, round(usual)) if isinstance(usual, (int, float)) else 2
    answer_extent = _extent(workflow)
    if answer_extent is not None and answer_extent.times is not None and answer_extent.times >= 1:
        return max(1, round(answer_extent.times))
    match = _TIMES.search(workflow.name)
    return max(1, int(match[1] or match[2])) if match else 2


def _numbers(
    workflow: Workflow, catalogue: Catalogue, places: tuple[InputPlace, ...] | list[InputPlace], name: str
) -> list[int]:
    """What the server's catalogue says as `name` (`min`, `max`, `step`) of each of these inputs."""
    numbers = []
    for place in places:
        body = workflow.graph[place.node]
        value = number(described(catalogue, body["class_type"], place.input, body["inputs"]), name)
        if value is not None:
            numbers.append(int(value))
    return numbers
