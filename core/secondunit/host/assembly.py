"""Put a brief together from the panel's fields, the plate and what the host has open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from secondunit.wire import (
    Brief,
    ColorSpace,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Matte,
    Plate,
    Rate,
    Reference,
    Task,
)
from secondunit.wire.errors import NothingSelected, Problem, SecondUnitError, raised

from .fields import Fields
from .protocol import Shot

T = TypeVar("T")


def assemble(
    fields: Fields,
    shot: Shot | None,
    plate: Plate | None,
    matte: Matte | None,
    references: tuple[Reference, ...] = (),
) -> Brief:
    """The brief that the panel describes: an empty field follows the plate, else the shot that is open.

    The take comes in the host's own working space, so that no colour is converted twice. Raises the first
    problem, with the field's name as its place.
    """
    for problem in fields.errors.values():
        raise raised(problem)
    ground = plate if plate is not None else shot
    frames = _chosen(fields, "frames", FrameRange.parse, _own_frames(shot, plate))
    rate = _chosen(fields, "rate", Rate.parse, ground.rate if ground else None)
    format_ = _chosen(fields, "format", Format.parse, ground.format if ground else None)
    colorspace = shot.colorspace if shot is not None else plate.colorspace if plate else ColorSpace("")
    kind = fields.kind
    named = kind.name if kind is not None else str(fields.value("kind"))
    # Only an element is made by its kind: a finished comp has neither kind nor sliders.
    made = fields.task is Task.ELEMENT
    return Brief(
        show=str(fields.value("show")),
        shot=str(fields.value("shot")),
        element=str(fields.value("element")),
        frames=frames.with_handles(_whole(fields, "handles")),
        rate=rate,
        format=format_,
        task=fields.task,
        kind=named if made else "",
        prompt=str(fields.value("prompt")),
        seed=_whole(fields, "seed"),
        controls=FrozenMap(fields.controls() if made else {}),
        colorspace=colorspace,
        plate=plate,
        matte=matte,
        references=references,
        provider=str(fields.value("provider")),
        model=str(fields.value("model")),
        drop=shot is not None and shot.drop,
        delivery=Delivery(
            depth=str(fields.value("depth")),
            compression=str(fields.value("compression")),
            overscan=_whole(fields, "overscan"),
            passes=bool(fields.value("passes")),
        ),
    )


def problem_at_field(problem: Problem, fields: Fields) -> str:
    """The name of the field a problem is about; empty where no field is (`plate.frames`)."""
    where = problem.where.removeprefix("delivery.")
    if where in fields:
        return where
    return "controls." + where if "controls." + where in fields else ""


def _own_frames(shot: Shot | None, plate: Plate | None) -> FrameRange | None:
    """The plate's frames within the shot that is open; all of them where the two do not meet."""
    if plate is None:
        return shot.frames if shot is not None else None
    return (plate.frames.intersection(shot.frames) if shot is not None else None) or plate.frames


def _chosen(fields: Fields, name: str, parse: Callable[[str], T], ground: T | None) -> T:
    text = str(fields.value(name)).strip()
    if text:
        try:
            return parse(text)
        except SecondUnitError as error:
            raise error.at(name) from None
    if ground is None:
        raise NothingSelected(
            f"There is no plate to take the {name} from.",
            remedy=f"Choose a plate, or fill in {name}.",
            where=name,
        )
    return ground


def _whole(fields: Fields, name: str) -> int:
    return int(float(fields.value(name)))
