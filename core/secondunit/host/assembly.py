"""Put a brief together from the panel's fields, the plate and what the host has open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from secondunit.wire import (
    Brief,
    CastMember,
    ColorSpace,
    Delivery,
    Fitting,
    Format,
    FrameRange,
    FrozenMap,
    Matte,
    Plate,
    Rate,
    Reference,
    Retime,
    Scalar,
    Sides,
    Task,
)
from secondunit.wire.errors import NothingSelected, OutOfRange, Problem, SecondUnitError, raised

from .brief_fields import one_frame
from .choosing import is_elsewhere, takes_cast
from .fields import Fields
from .protocol import Shot

T = TypeVar("T")


def assemble(
    fields: Fields,
    shot: Shot | None,
    plate: Plate | None,
    matte: Matte | None,
    references: tuple[Reference, ...] = (),
    cast: tuple[CastMember, ...] = (),
    frame: int | None = None,
) -> Brief:
    """The brief that the panel describes: an empty field follows the plate, else the shot that is open.

    The take comes in the host's own working space, so that no colour is converted twice. `frame` is where the
    artist stands. Raises the first problem, with the field's name as its place.
    """
    for problem in fields.errors.values():
        raise raised(problem)
    ground = plate if plate is not None else shot
    frames = _chosen(fields, "frames", FrameRange.parse, _own_frames(shot, plate))
    rate = _chosen(fields, "rate", Rate.parse, ground.rate if ground else None)
    format_ = _chosen(fields, "format", Format.parse, ground.format if ground else None)
    colorspace = shot.colorspace if shot is not None else plate.colorspace if plate else ColorSpace("")
    # Only an element is made by its kind: a finished comp has neither kind nor sliders.
    made = fields.task is Task.ELEMENT
    chosen = fields.capability
    elsewhere = chosen is not None and is_elsewhere(chosen)
    controls: dict[str, Scalar] = fields.controls() if made or elsewhere else {}
    frames = frames.with_handles(_whole(fields, "handles"))
    if fields.task is Task.UPSCALE and elsewhere:
        factor = _whole(fields, "factor")
        format_ = Format(format_.width * factor, format_.height * factor, format_.pixel_aspect)
    # What a model takes no words for is not told any: they are kept for the next one.
    silent = chosen is not None and elsewhere and not chosen.prompt
    return Brief(
        show=str(fields.value("show")),
        shot=str(fields.value("shot")),
        element=str(fields.value("element")),
        frames=frames,
        rate=rate,
        format=format_,
        task=fields.task,
        kind=fields.chosen_kind if made else "",
        prompt="" if silent else str(fields.value("prompt")),
        seed=_whole(fields, "seed"),
        controls=FrozenMap(controls),
        fitting=_fitting(fields, frames, frame) if plate is not None and elsewhere else Fitting(),
        retime=_retime(fields),
        colorspace=colorspace,
        plate=plate,
        matte=matte,
        references=references,
        cast=cast if takes_cast(chosen) else (),
        provider=str(fields.value("provider")),
        model=str(fields.value("model")),
        drop=shot is not None and shot.drop,
        use=str(fields.value("use")).strip() if "use" in fields else "",
        delivery=Delivery(
            depth=str(fields.value("depth")),
            compression=str(fields.value("compression")),
            overscan=_overscan(fields),
            passes=bool(fields.value("passes")),
            sides=Sides(fields.value("sides")) if fields.grows and "sides" in fields else Sides.ALL,
        ),
    )


def problem_at_field(problem: Problem, fields: Fields) -> str:
    """The name of the field a problem is about; empty where no field is (`plate.frames`)."""
    where = problem.where.removeprefix("delivery.").removeprefix("fitting.").removeprefix("retime.")
    if where == "overscan" and "margin" in fields:
        return "margin"
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


def _overscan(fields: Fields) -> int:
    """What the frame is delivered larger by on each side: all of it new where it is extended."""
    if fields.grows and "margin" in fields:
        return _whole(fields, "margin")
    return _whole(fields, "overscan") if "overscan" in fields else 0


def _fitting(fields: Fields, frames: FrameRange, here: int | None) -> Fitting:
    """How a plate is cut and joined: every frame or which one, and how far an edit fades."""
    every = "every_frame" in fields and bool(fields.value("every_frame"))
    chosen = every or ("every_frame" in fields and fields.is_set("every_frame"))
    return Fitting(
        feather=float(fields.value("feather")) if "feather" in fields and fields.is_set("feather") else None,
        plate_frame=_plate_frame(fields, frames, here)
        if one_frame(fields.capability) and not every
        else None,
        every_frame=every if chosen else None,
    )


def _retime(fields: Fields) -> Retime:
    """How many times slower; what the artist did not choose is the model's usual."""
    chosen = "slower" in fields and fields.is_set("slower")
    return Retime(float(fields.value("slower"))) if chosen else Retime()


def _plate_frame(fields: Fields, frames: FrameRange, here: int | None) -> int:
    """The frame that a model works on: as typed, else where the artist stands, else the first."""
    typed = str(fields.value("plate_frame")).strip()
    if typed:
        if int(typed) not in frames:
            raise OutOfRange(
                f"Frame {typed} is not among {frames}.", remedy="Choose one of them.", where="plate_frame"
            )
        return int(typed)
    return here if here is not None and here in frames else frames.first


def _whole(fields: Fields, name: str) -> int:
    return int(float(fields.value(name)))
