"""How the brief's own fields are read, what an empty one comes to, and their way into a brief and out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from secondunit.wire import Coding, Format, FrameRange, Rate, Scalar, Sides, Task, check_name
from secondunit.wire.errors import BadPrompt, OutOfRange, SecondUnitError, WrongType, raised
from secondunit.wire.retime import slower_text
from secondunit.wire.task import LONGEST_PROMPT

from .field import as_set, as_written
from .field_rules import BY_WORDS, USUAL_CODING

if TYPE_CHECKING:
    from secondunit.wire import Brief

    from .field import Basis, Field

# What a text stands for ------------------------------------------------------------------------------------


def name_of_a(noun: str) -> Callable[[str], object]:
    """Reads what can be a folder's name; raises `BadName`."""

    def parse(text: str) -> str:
        check_name(noun, text)
        return text

    return parse


def prompt_of(text: str) -> str:
    """A prompt that is not too long; raises `BadPrompt`."""
    if len(text) > LONGEST_PROMPT:
        raise BadPrompt(
            f"The prompt has {len(text):,} characters; {LONGEST_PROMPT:,} is the most.",
            remedy="Say it in fewer words.",
        )
    return text


def frame_of(text: str) -> int:
    """The number of a frame; raises `WrongType`."""
    try:
        return int(text)
    except ValueError:
        raise WrongType(f"{text[:20]!r} is no frame's number.", remedy="For example 1001.") from None


def camera_back(text: str) -> tuple[float, float]:
    """The camera's apertures in millimetres; raises `WrongType`."""
    # Most panels never read a camera from a file: what reads one is loaded with the first.
    from secondunit.wire.chan import back_of

    return back_of(text)


# What an empty one comes to --------------------------------------------------------------------------------


def footage_frames(basis: Basis) -> FrameRange | None:
    """The plate's frames within the shot that is open; all of them where the two do not meet."""
    shot, plate = basis.shot, basis.plate
    if plate is None:
        return shot.frames if shot is not None else None
    return (plate.frames.intersection(shot.frames) if shot is not None else None) or plate.frames


def footage_format(basis: Basis) -> Format | None:
    """The plate's format, else the shot's."""
    footage = basis.plate or basis.shot
    return footage.format if footage is not None else None


def footage_rate(basis: Basis) -> Rate | None:
    """The plate's rate, else the shot's."""
    footage = basis.plate or basis.shot
    return footage.rate if footage is not None else None


def frame_stood_on(basis: Basis) -> int | None:
    """The frame on which the artist stands, else the first of those to make."""
    try:
        frames = basis.frames
    except SecondUnitError:
        return None
    return basis.frame if basis.frame is not None and basis.frame in frames else frames.first


# Into a brief ----------------------------------------------------------------------------------------------


def enter_task(_field: Field, basis: Basis, _before: object) -> object:
    """What is asked for, also where there is nothing to choose."""
    return basis.situation.task


def enter_kind(field: Field, basis: Basis, before: object) -> object:
    """The chosen kind: only an element is made by its kind."""
    choice = basis.value(field)
    return before if choice == BY_WORDS or basis.situation.task is not Task.ELEMENT else choice


def enter_prompt(field: Field, basis: Basis, before: object) -> object:
    """The prompt; what a model takes no words for is not told any: they are kept for the next one."""
    situation = basis.situation
    silent = situation.elsewhere and situation.capability is not None and not situation.capability.prompt
    return before if silent else as_set(field, basis, before)


def enter_every_frame(field: Field, basis: Basis, before: object) -> object:
    """Whether every frame is made by itself, where the artist says so or the model begins with it."""
    every = bool(basis.value(field))
    return every if basis.cut and (every or field.name in basis.situation.hand) else before


def enter_plate_frame(field: Field, basis: Basis, before: object) -> object:
    """The frame that a model works on: as typed, else where the artist stands, else the first."""
    if not basis.cut:
        return before
    typed = str(basis.value(field)).strip()
    if not typed:
        return frame_stood_on(basis)
    try:
        frame = frame_of(typed)
    except SecondUnitError as error:
        raise error.at(field.name) from None
    if frame not in basis.frames:
        raise OutOfRange(
            f"Frame {frame} is not among {basis.frames}.", remedy="Choose one of them.", where=field.name
        )
    return frame


def enter_handles(field: Field, basis: Basis, before: object) -> object:
    """The frames with those before and after them."""
    return cast(FrameRange, before).with_handles(int(basis.value(field)))


def enter_factor(field: Field, basis: Basis, before: object) -> object:
    """The format that many times as large."""
    factor, size = int(basis.value(field)), cast(Format, before)
    return Format(size.width * factor, size.height * factor, size.pixel_aspect)


def enter_sides(field: Field, basis: Basis, _before: object) -> object:
    """The sides that become larger."""
    return Sides(basis.value(field))


def enter_feather(field: Field, basis: Basis, before: object) -> object:
    """How far an edit fades; left to the model where the artist does not say it."""
    return as_set(field, basis, before) if basis.cut and field.name in basis.situation.hand else before


def enter_coding(field: Field, basis: Basis, _before: object) -> object:
    """How light is written; None where it is left to the model."""
    value = str(basis.value(field))
    return None if value == USUAL_CODING else Coding(value)


def leave_coding(_field: Field, brief: Brief) -> Scalar | None:
    """How light is written, as a choice of the field."""
    return None if brief.fitting.coding is None else brief.fitting.coding.value


def enter_slower(field: Field, basis: Basis, before: object) -> object:
    """How many times slower; left to the model where the artist does not say it."""
    return float(basis.value(field)) if field.name in basis.situation.hand else before


def enter_camera_file(field: Field, basis: Basis, _before: object) -> object:
    """The camera of the file, else the host's own; raises at the field what is wrong with the file."""
    path = str(basis.value(field)).strip()
    if not path:
        return basis.camera
    from secondunit.wire.chan import ChanScene

    from .camera_file import camera_of_file

    back, tall = camera_back(str(basis.situation.value("camera_back") or ""))
    try:
        return camera_of_file(path, ChanScene(back=back, tall=tall), basis.format, basis.frames)
    except SecondUnitError as error:
        raise raised(replace(error.problem, where=field.name)) from None


def enter_said_before(_field: Field, _basis: Basis, before: object) -> object:
    """What an earlier field of the same place made of this one."""
    return before


def enter_camera_scale(field: Field, basis: Basis, before: object) -> object:
    """The camera in metres."""
    from secondunit.wire import CameraTrack

    return before.scaled(float(basis.value(field))) if isinstance(before, CameraTrack) else before


def enter_stripped(field: Field, basis: Basis, _before: object) -> object:
    """A text without the blanks around it."""
    return str(basis.value(field)).strip()


# Out of a brief --------------------------------------------------------------------------------------------


def leave_said(field: Field, brief: Brief) -> Scalar | None:
    """A text, where there is one."""
    return as_written(field, brief) or None


def leave_every_frame(field: Field, brief: Brief) -> Scalar | None:
    """As it was said; a brief that names a frame of the plate holds its picture, also where a form would
    begin otherwise."""
    if brief.fitting.every_frame is None and brief.fitting.plate_frame is not None:
        return False
    return as_written(field, brief)


def leave_as_text(field: Field, brief: Brief) -> Scalar | None:
    """A number as it is typed."""
    value = as_written(field, brief)
    return None if value is None else str(value)


def leave_factor(_field: Field, brief: Brief) -> Scalar | None:
    """How many times the plate's width the brief is wide."""
    if brief.task is not Task.UPSCALE or brief.plate is None:
        return None
    return str(max(1, brief.format.width // brief.plate.format.width))


def leave_slower(_field: Field, brief: Brief) -> Scalar | None:
    """How many times slower, as a choice of the field."""
    return None if brief.retime.slower is None else slower_text(brief.retime.slower)


def leave_format(field: Field, brief: Brief) -> Scalar | None:
    """The format, unless it is the plate's own or made of it: then it goes on following it."""
    plate = brief.plate
    if plate is not None and (brief.task is Task.UPSCALE or brief.format == plate.format):
        return None
    return as_written(field, brief)


def leave_rate(field: Field, brief: Brief) -> Scalar | None:
    """The rate, unless it is the plate's own: then it goes on following it."""
    own_rate = brief.plate is not None and brief.rate == brief.plate.rate
    return None if own_rate else as_written(field, brief)


def leave_of_extension(field: Field, brief: Brief) -> Scalar | None:
    """What an extension adds, and where."""
    return as_written(field, brief) if brief.task is Task.EXTEND else None


def leave_of_others(field: Field, brief: Brief) -> Scalar | None:
    """The overscan of what is no extension."""
    return as_written(field, brief) if brief.task is not Task.EXTEND else None


def leave_of_elements(field: Field, brief: Brief) -> Scalar | None:
    """What only an element has."""
    return as_written(field, brief) if brief.task is Task.ELEMENT else None
