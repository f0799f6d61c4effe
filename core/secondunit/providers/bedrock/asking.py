"""Asking: a request as the fields that a model of Bedrock takes, or the reason why it takes no such thing.

It reads the files that were prepared and sends nothing. White in a matte is what changes, there as here.
"""

from __future__ import annotations

import base64
from math import ceil
from typing import Any

from secondunit.media.whole import storage_error
from secondunit.wire import Need, Scalar, Size, Task, read_controls
from secondunit.wire.errors import BadInput

from ..guides import require_guide_inputs
from ..protocol import Input, Request
from .models import (
    GUIDE_SIZES,
    LARGEST_SEED,
    LONGEST_PROMPT,
    LONGEST_RAY_PROMPT,
    MODELS,
    MOST_ASPECT,
    MOST_BODY,
    RAY_CLIPS,
    RAY_RATE,
    RAY_SIZES,
    Model,
)

#: What may be sent: the types that every one of these models reads.
_TYPES = ("image/png", "image/jpeg")


def asked(request: Request) -> tuple[Model, dict[str, Scalar]]:
    """The model and its controls as they are set, without a look at the files.

    Raises `BadInput` for what the model does not take.
    """
    model = MODELS.get(request.model)
    if model is None or request.task is not model.task:
        raise BadInput(
            f"Bedrock has no model {request.model[:60]!r} for {request.task.value}.", where="model"
        )
    _words(model, request.prompt)
    _margins(model, request.margins)
    _shape(model, request)
    _clip(model, request)
    _references(model, list(request.of("reference")))
    set_by_hand = {control.name: control.default for control in model.controls}
    set_by_hand.update(read_controls(model.controls, request.parameters))
    for name in model.must:
        if not str(set_by_hand[name]).strip():
            label = next(control.label for control in model.controls if control.name == name)
            raise BadInput(f"{model.label} needs to be told: {label.lower()}.", where=name)
    return model, set_by_hand


def fields(request: Request) -> tuple[Model, dict[str, Any]]:
    """The model and everything it is sent, with the files inside; raises `BadInput`, `NotFound`."""
    model, set_by_hand = asked(request)
    plates, mattes, references = _pictures(model, request)
    if model.asynchronous:
        return model, _movie(request, set_by_hand, plates, references)
    body: dict[str, Any] = {}
    if request.prompt:
        body["prompt"] = request.prompt
    for name, value in set_by_hand.items():
        if value not in ("", "none"):
            body[name] = value
    if model.seeded:
        body["seed"] = min(request.seed, LARGEST_SEED)
    if model.intake.margin:
        body |= dict(zip(("left", "right", "up", "down"), request.margins, strict=True))
    if model.task is Task.IMAGE:
        body["aspect_ratio"] = _aspect(request, GUIDE_SIZES)
    for name, inputs in ((model.image, plates), ("mask", mattes), (model.style, references)):
        if name and inputs:
            body[name] = _encoded(inputs[0])
    _bounded(body)
    return model, body


def clip_of(request: Request) -> str:
    """The clip of Ray2 that holds the frames asked for: `5s` or `9s`."""
    fitting = [name for name, frames in RAY_CLIPS.items() if request.frames <= frames]
    if not fitting:
        raise BadInput("Ray2 makes clips of 5 or 9 s, and no longer ones.", where="frames")
    return fitting[0]


def _movie(
    request: Request, set_by_hand: dict[str, Scalar], plates: list[Input], references: list[Input]
) -> dict[str, Any]:
    frames: dict[str, Any] = {}
    named = {"first_frame": "frame0", "last_frame": "frame1", "plate": "frame0"}
    for picture in (*plates, *references):
        place = named[picture.about if picture.role == "reference" else "plate"]
        if place in frames:
            raise BadInput(
                f"There are two pictures for the {'first' if place == 'frame0' else 'last'} frame.",
                remedy="Give the plate or a reference for it, not both.",
                where="references",
            )
        source = {"type": "base64", "media_type": picture.media_type, "data": _encoded(picture)}
        frames[place] = {"type": "image", "source": source}
    body: dict[str, Any] = {
        "prompt": request.prompt,
        "aspect_ratio": _aspect(request, RAY_SIZES),
        "duration": clip_of(request),
    }
    body |= set_by_hand
    if frames:
        body["keyframes"] = frames
    _bounded(body)
    return body


# ---- what is looked at ----


def _words(model: Model, prompt: str) -> None:
    most = LONGEST_RAY_PROMPT if model.asynchronous else LONGEST_PROMPT
    if model.prompt is Need.NONE and prompt:
        raise BadInput(f"{model.label} takes no prompt.", where="prompt")
    if model.prompt is Need.REQUIRED and not prompt.strip():
        raise BadInput(f"{model.label} needs a prompt.", where="prompt")
    if len(prompt) > most:
        raise BadInput(f"{model.label} takes a prompt of up to {most:,} characters.", where="prompt")


def _margins(model: Model, margins: tuple[int, ...]) -> None:
    most = model.intake.margin
    if len(margins) != 4 or any(not 0 <= margin <= most for margin in margins):
        can = f"extends by up to {most} px on a side" if most else "extends no picture"
        raise BadInput(f"{model.label} {can}.", where="margins")
    if most and not any(margins):
        raise BadInput(f"{model.label} needs a side to extend.", where="margins")


def _shape(model: Model, request: Request) -> None:
    left, right, up, down = request.margins
    # What is sent is smaller than the whole by what the model adds.
    width, height = request.width - left - right, request.height - up - down
    intake = model.intake
    if intake.sizes:
        if width < 1 or height < 1 or Size(width, height) not in intake.sizes:
            near = ", ".join(str(size) for size in intake.sizes)
            raise BadInput(
                f"{model.label} makes nothing of {width}x{height}.", remedy=f"Its sizes are {near}.",
                where="width",
            )  # fmt: skip
        return
    sides = (width, height)
    if min(sides) < intake.least_side or (intake.most_side and max(sides) > intake.most_side):
        raise BadInput(f"{model.label} takes no picture of {width}x{height}.", where="width")
    if width * height > intake.most_pixels:
        raise BadInput(
            f"{width}x{height} is more than the {intake.most_pixels:,} pixels that {model.label} takes.",
            where="width",
        )
    if max(sides) > MOST_ASPECT * min(sides):
        raise BadInput(
            f"{model.label} takes no picture with one side more than {MOST_ASPECT} times the other.",
            where="width",
        )


def _clip(model: Model, request: Request) -> None:
    if not model.asynchronous:
        if request.frames != 1:
            raise BadInput(f"{model.label} makes one picture at a time.", where="frames")
        return
    if request.rate is not None and request.rate != RAY_RATE:
        raise BadInput(f"Ray2 makes {RAY_RATE} frames a second, not {request.rate}.", where="rate")
    clip_of(request)


def _pictures(model: Model, request: Request) -> tuple[list[Input], list[Input], list[Input]]:
    plates, mattes = list(request.of("plate")), list(request.of("matte"))
    references = list(request.of("reference"))
    require_guide_inputs(request, model.intake, model.label)
    for role, inputs, need in (
        ("plate", plates, model.intake.plate),
        ("matte", mattes, model.intake.matte),
    ):
        if need is Need.REQUIRED and not inputs:
            raise BadInput(f"{model.label} needs a {role}.", where=role)
        if len(inputs) > (need is not Need.NONE):
            raise BadInput(
                f"{model.label} takes {'one' if need is not Need.NONE else 'no'} {role}.", where=role
            )
    _references(model, references)
    if model.style and not references:
        raise BadInput(f"{model.label} needs a reference for the style.", where="references")
    return plates, mattes, references


def _references(model: Model, references: list[Input]) -> None:
    roles = model.intake.reference_roles
    if len(references) > model.references:
        raise BadInput(f"{model.label} takes {model.references} references.", where="references")
    for reference in references:
        # A single part needs no naming.
        if reference.about not in roles and not (len(roles) == 1 and not reference.about):
            raise BadInput(
                f"{model.label} has no part for the reference {reference.about[:40]!r}.",
                remedy="A reference may be: " + ", ".join(roles) + ".",
                where="references",
            )


def _aspect(request: Request, sizes: dict[str, Size]) -> str:
    return next(name for name, size in sizes.items() if size == Size(request.width, request.height))


def _encoded(picture: Input) -> str:
    if picture.media_type not in _TYPES:
        raise BadInput(f"Bedrock reads no {picture.media_type} here.", where=str(picture.path))
    try:
        if ceil(picture.path.stat().st_size / 3) * 4 > MOST_BODY:
            raise BadInput("The picture is larger than one request may be.", where=str(picture.path))
        return base64.b64encode(picture.path.read_bytes()).decode()
    except OSError as problem:
        raise storage_error(problem, picture.path) from problem


def _bounded(body: dict[str, Any]) -> None:
    """Refuse what is over the limit of one request, with room for the names of the fields."""
    length = sum(len(value) for value in body.values() if isinstance(value, str))
    frames = body.get("keyframes", {}).values()
    length += sum(len(frame["source"]["data"]) for frame in frames)
    if length + 4096 > MOST_BODY:
        raise BadInput(
            "The pictures together are larger than the 25 MB that one request may be.",
            remedy="Send a smaller size, or a reference as JPEG.",
            where="plate",
        )
