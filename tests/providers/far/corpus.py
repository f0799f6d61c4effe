"""Requests that try everything a capability offers once: sizes, controls, pictures of every role, margins.

Knows values only; whether a provider takes each is its own affair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from secondunit.providers import Input, Request
from secondunit.wire import Capability, Control, Form, FrozenMap, Need, Rate, Scalar, Size, Task
from secondunit.wire.plate import KEY_FRAME

_MARGINS = (64, 64, 36, 36)


def requests(offered: Capability) -> Iterator[Request]:
    """Each request differs from the plainest in one thing, or has as many pictures as are taken."""
    intake = offered.intake
    assert intake is not None
    task = offered.tasks[0]
    size = intake.sizes[-1] if intake.sizes and task is not Task.EXTEND else Size(1920, 1080)
    rate = intake.rates[0] if intake.rates else Rate(24)
    least = max(intake.least_frames, round(intake.least_seconds * float(rate)))
    frames = intake.clips[0] if intake.clips else least
    movie = intake.plate_form is Form.MOVIE
    plate = Input("plate", Path("plate.mp4" if movie else "plate.png"), "0" * 64,
                  "video/mp4" if movie else "image/png")  # fmt: skip
    reference = Input("reference", Path("reference.png"), "1" * 64)
    needed = (reference,) if _least(offered) else ()
    given = needed if intake.plate is Need.NONE else (plate, *needed)
    plain = Request(
        task, offered.model, "a lamp" if offered.prompt else "", 7, size.width, size.height, frames, rate,
        given, margins=_MARGINS if task is Task.EXTEND else (0, 0, 0, 0),
    )  # fmt: skip
    if intake.shapes:
        wide = [round(1080 * shape.width / shape.height) for shape in intake.shapes]
        around = [replace(plain, width=width, height=1080, margins=(64, 64, 0, 0)) for width in wide]
        yield from around
        plain = around[0]
    yield plain
    if intake.plate is Need.OPTIONAL:
        yield replace(plain, inputs=needed)
    for other in intake.sizes if task is not Task.EXTEND else ():
        yield replace(plain, width=other.width, height=other.height)
    for control in offered.controls:
        for value in _values(control):
            yield replace(plain, parameters=FrozenMap({control.name: value}))
    if not offered.references:
        return
    roles = intake.reference_roles or ("",)
    for role in roles:
        yield replace(plain, inputs=(*given, _picture(role, 2, intake.windows, frames)))
    most = offered.references - (intake.plate is not Need.NONE and intake.result is Form.MOVIE and not movie)
    if KEY_FRAME in roles:
        several = tuple(_picture(KEY_FRAME, at + 1, intake.windows, frames) for at in range(min(most, 40)))
    else:
        several = (replace(reference, about="ada"), *(reference for _ in range(most - 1)))
    yield replace(plain, inputs=(*(each for each in given if each.role == "plate"), *several[:most]))


def _least(offered: Capability) -> bool:
    return any(limit.label == "References" and limit.text[0] != "0" for limit in offered.limits)


def _picture(role: str, at: int, windows: bool, frames: int) -> Input:
    made = Input("reference", Path("reference.png"), "1" * 64, about=role)
    if role != KEY_FRAME:
        return made
    return replace(made, at=at, window=(0, frames - 1) if windows else ())


def _values(control: Control) -> tuple[Scalar, ...]:
    if control.choices:
        return control.choices
    if control.kind == "bool":
        return (True, False)
    return tuple(each for each in (control.minimum, control.maximum) if each is not None)
