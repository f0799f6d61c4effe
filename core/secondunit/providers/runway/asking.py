"""What is asked of Runway: a request as the fields of one creating call, with its files or still without.

It knows the table of models and how files get there; it makes no job and asks for none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from secondunit.providers.door import Call, Part
from secondunit.providers.guides import require_guide_inputs
from secondunit.providers.protocol import Input, Request
from secondunit.providers.sdk import MOVIES, STILLS, Line, require_type
from secondunit.wire import Need, Rate, Scalar, Size, Task, read_controls
from secondunit.wire.errors import BadInput, ProviderBroken
from secondunit.wire.intake import Form, retimed
from secondunit.wire.plate import KEY_FRAME

from .facts import LONGEST_URI
from .models import LARGEST_FILE, LONGEST_PROMPT, MODELS, Model, frame_rate_of

#: A tag by which the prompt names a picture: `@hero`.
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,15}")
#: Sides are whole pixels: a shape is that of a picture within so much.
_SAME_SHAPE = 0.01
_AT = {"": 0.0, "first_frame": 0.0, "last_frame": 1.0}


@dataclass(frozen=True)
class Asked:
    """A request that the model takes: the fields without files, the length in seconds, and what is set."""

    model: Model
    fields: Mapping[str, Any]
    seconds: int
    settings: Mapping[str, Scalar]


def asked(request: Request) -> Asked:
    """Check a request as far as it is there; raises `BadInput` for what the model does not take."""
    model = next(
        (
            candidate
            for candidate in MODELS
            if (candidate.name, candidate.task) == (request.model, request.task)
        ),
        None,
    )
    if model is None:
        raise BadInput(f"Runway has no model {request.model[:40]!r} for {request.task.value}.", where="model")
    fields: dict[str, Any] = {"model": model.name, **dict(model.always)}
    if model.intake.shapes:
        fields["target_aspect_ratio"] = _aspect(request, model)
    elif any(request.margins):
        raise BadInput(f"{model.label} extends no picture here.", where="margins")
    _prompt(request, model, fields)
    if model.intake.sizes:
        _size(request, model, fields)
    _pictures(request, model)
    seconds = _seconds(request, model)
    if model.seconds:
        fields["duration"] = seconds
    if model.seeded:
        fields["seed"] = request.seed
    usual = {control.name: control.default for control in model.controls}
    settings = {**usual, **read_controls(model.controls, request.parameters)}
    if model.formats:
        fields["output_format"] = str(settings["output_format"])
    fields |= {control.name: settings[control.name] for control in model.own}
    if model.task is Task.RETIME:
        fields["target_framerate"] = _target(request, model)
    return Asked(model, fields, seconds, settings)


def require_files(request: Request, model: Model) -> None:
    """Raise `BadInput` where a file that the model must have is not there."""
    if model.intake.plate is Need.REQUIRED and not request.of("plate"):
        medium = "a movie" if model.intake.plate_form is Form.MOVIE else "a first frame"
        raise BadInput(f"{model.label} needs {medium}.", where="plate")
    if len(request.of("reference")) < model.least:
        raise BadInput(f"{model.label} needs a reference.", where="references")
    for asset in request.inputs:
        if not asset.path.is_file():
            raise BadInput(f"{asset.path.name} is not there.", where=str(asset.path))
        if asset.path.stat().st_size > LARGEST_FILE:
            raise BadInput(
                f"{asset.path.name} is larger than the 200 MB Runway takes.", where=str(asset.path)
            )


def with_files(request: Request, asked: Asked, uri: Callable[[Input], str]) -> dict[str, Any]:
    """The fields with each file under the address that `uri` gives it."""
    fields, model = dict(asked.fields), asked.model
    plates, references = request.of("plate"), request.of("reference")
    if model.call == "character_performance":
        fields["reference"] = {"type": "video", "uri": uri(plates[0])}
        fields["character"] = {"type": "image", "uri": uri(references[0])}
        return fields
    if plates:
        fields["video_uri" if model.intake.plate_form is Form.MOVIE else "prompt_image"] = uri(plates[0])
    if references and model.call == "video_to_video":
        fields["keyframes"] = [
            {**_moment(request, reference), "uri": uri(reference)} for reference in references
        ]
    elif references:
        fields["reference_images"] = [
            {"uri": uri(reference), "tag": tag}
            for reference, tag in zip(references, _tags(references), strict=True)
        ]
    return fields


def uri_of(asset: Input, line: Line, client: Any, errand: str, header: str) -> str:
    """Where the service finds a file: in the request itself, or in its ephemeral storage for a day.

    The SDK's own upload opens a socket of its own; so the slot is asked for through the SDK and the file goes
    through the door, to the storage that the service names.
    """
    text = f"data:{asset.media_type};base64,"
    if len(text) + (asset.path.stat().st_size + 2) // 3 * 4 <= LONGEST_URI.value:
        return text + line.data(asset)

    def upload() -> str:
        slot = line.ask(
            lambda: client.post(
                "/v1/uploads",
                cast_to=object,
                body={"filename": asset.path.name, "type": "ephemeral"},
                options={"headers": {header: errand}},
            )
        )
        answer = slot if isinstance(slot, dict) else {}
        url, name, form = answer.get("uploadUrl"), answer.get("runwayUri"), answer.get("fields")
        if not (isinstance(url, str) and isinstance(name, str) and isinstance(form, dict)):
            raise ProviderBroken("Runway does not say where a file is to go.")
        part = Part("file", asset.path.name, asset.path, asset.media_type, asset.sha256)
        told_form = tuple((str(key), str(value)) for key, value in form.items())
        line.send(Call("POST", url, errand, form=told_form, parts=(part,), timeout=line.timeout))
        return name

    return line.uploaded(asset, upload)


def _prompt(request: Request, model: Model, fields: dict[str, Any]) -> None:
    length = len(request.prompt.encode("utf-16-le")) // 2
    if model.prompt is Need.NONE and length:
        raise BadInput(f"{model.label} takes no prompt.", where="prompt")
    if length > LONGEST_PROMPT or (model.prompt is Need.REQUIRED and not length):
        raise BadInput(f"{model.label} takes a prompt of 1 to {LONGEST_PROMPT:,} characters.", where="prompt")
    if length:
        fields["prompt_text"] = request.prompt


def _size(request: Request, model: Model, fields: dict[str, Any]) -> None:
    sizes = model.intake.sizes
    if request.width < 1 or request.height < 1 or Size(request.width, request.height) not in sizes:
        raise BadInput(
            f"{model.label} makes no {request.width}x{request.height}.",
            remedy="It makes " + ", ".join(map(str, sizes)) + ".",
            where="format",
        )
    fields["ratio"] = f"{request.width}:{request.height}"


def _aspect(request: Request, model: Model) -> str:
    """The shape of the whole result, in whose middle the movie is set; raises `BadInput`."""
    left, right, up, down = request.margins
    shape = min(model.intake.shapes, key=lambda option: _apart(option, request.width, request.height))
    even = left == right >= 0 and up == down >= 0 and (left > 0) != (up > 0)
    most = max(left, up)
    if not even or most > model.intake.margin or _apart(shape, request.width, request.height) > _SAME_SHAPE:
        raise BadInput(
            f"{model.label} extends a movie left and right or top and bottom, by as much, to one of its "
            f"shapes; {request.width}x{request.height} with {', '.join(map(str, request.margins))} is none.",
            where="margins",
        )
    return f"{shape.width}:{shape.height}"


def _apart(shape: Size, width: int, height: int) -> float:
    """How far a shape is from that of a picture, as a share."""
    return abs(shape.width * height / (shape.height * max(width, 1)) - 1.0)


def _pictures(request: Request, model: Model) -> None:
    """Hold what is given, if anything, against what the model takes."""
    plates, references = request.of("plate"), request.of("reference")
    movie = model.intake.plate_form is Form.MOVIE
    if request.of("matte"):
        raise BadInput(f"{model.label} takes no matte.", where="matte")
    require_guide_inputs(request, model.intake, model.label)
    if len(plates) > (0 if model.intake.plate is Need.NONE else 1):
        takes = "no plate" if model.intake.plate is Need.NONE else "one movie" if movie else "one first frame"
        raise BadInput(f"{model.label} takes {takes}.", where="plate")
    if len(references) > model.references:
        raise BadInput(f"{model.label} takes {model.references} references.", where="references")
    for asset in plates:
        require_type(asset, MOVIES if movie else STILLS, model.label)
    for asset in references:
        require_type(asset, STILLS, model.label)
    roles = model.intake.reference_roles
    if roles and any(reference.about not in ("", *roles) for reference in references):
        raise BadInput(f"To {model.label} a reference is {' or '.join(roles)}.", where="references")
    ends = [_AT[reference.about] for reference in references if reference.about in _AT] if roles else []
    if len(set(ends)) < len(ends):
        raise BadInput(f"{model.label} takes one picture for each end.", where="references")
    if len({bool(reference.window) for reference in references if roles}) > 1:
        raise BadInput(
            f"{model.label} takes a window with each key frame, or with none.",
            remedy="Give each a window, or take away first_frame and last_frame.",
            where="references",
        )
    for asset in references:
        if asset.about == KEY_FRAME and roles and (asset.at is None or not 0 <= asset.at < request.frames):
            raise BadInput("A key frame stands outside the clip.", where="references")


def _seconds(request: Request, model: Model) -> int:
    """Whole seconds that hold the frames asked for: a length that the model makes, or that of its plate."""
    if model.intake.result is Form.STILL:
        return 0
    most = model.intake.most_frames
    if not model.seconds:
        if request.frames > most:
            raise BadInput(f"{model.label} takes clips of up to {most} frames.", where="frames")
        needed = request.rate.seconds(_sent(request, model)) if request.rate else 1.0
        least, longest = model.intake.least_seconds, model.intake.most_seconds
        if longest and not least <= needed <= longest:
            raise BadInput(
                f"{model.label} takes {least:g} to {longest:g} s of a movie, not {needed:.2f}.",
                where="frames",
            )
        return max(1, ceil(needed))
    needed = request.rate.seconds(request.frames) if request.rate else 0.0
    if needed > model.seconds[-1]:
        raise BadInput(f"{model.label} makes clips of up to {model.seconds[-1]} s.", where="frames")
    return next(duration for duration in model.seconds if duration >= needed)


def _sent(request: Request, model: Model) -> int:
    """How many frames of a plate are sent: of a retime, those that its frames lie between."""
    if model.task is not Task.RETIME:
        return request.frames
    return retimed(request.frames, Fraction(str(_slower(request, model))))


def _slower(request: Request, model: Model) -> float:
    return model.intake.slower[0] if request.slower is None else request.slower


def _target(request: Request, model: Model) -> str:
    """The frame rate to ask for; raises `BadInput` with what there is at the shot's own rate."""
    slower = _slower(request, model)
    rate = request.rate or Rate(24)
    target = frame_rate_of(rate, slower)
    if target is None:
        able = [f"{choice:g}" for choice in model.intake.slower if frame_rate_of(rate, choice)]
        raise BadInput(
            f"{model.label} makes {rate} frames a second not {slower:g} times slower.",
            remedy=f"Choose {' or '.join(able)}." if able else "It has no rate for this shot.",
            where="slower",
        )
    return target


def _moment(request: Request, reference: Input) -> dict[str, Any]:
    """Where a picture stands in the movie, and the whole seconds that its edit applies to."""
    if reference.about != KEY_FRAME:
        return {"at": _AT[reference.about]}
    rate = request.rate or Rate(24)
    moment: dict[str, Any] = {"seconds": round(rate.seconds(reference.at or 0), 4)}
    if reference.window:
        first, last = reference.window
        whole = ceil(rate.seconds(request.frames))
        moment["range"] = {
            "start_seconds": int(rate.seconds(first)),
            "end_seconds": min(whole, ceil(rate.seconds(last + 1))),
        }
    return moment


def _tags(references: tuple[Input, ...]) -> list[str]:
    """How the prompt names each: a character's own name where it can be one, else `ref1`, `ref2`, ..."""
    tags: list[str] = []
    for number, reference in enumerate(references, 1):
        name = re.sub(r"\W+", "_", reference.about).strip("_")[:16]
        names = {tag.lower() for tag in tags}
        tags.append(name if _TAG.fullmatch(name) and name.lower() not in names else f"ref{number}")
    return tags
