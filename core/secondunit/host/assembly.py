"""Put a brief together from the panel's fields, the plate and what the host has open.

Each field says itself what it is in a brief (`Field.path`, `Field.enter`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secondunit.wire import ColorSpace, FrozenMap, Scalar, Task
from secondunit.wire.errors import Problem, raised

from . import brief_fields
from .choosing import takes_cast
from .field import Basis
from .fields import Fields
from .guide_entry import merge_guides

if TYPE_CHECKING:
    from secondunit.wire import Brief, CameraTrack, CastMember, Guide, Matte, Plate, Reference

    from .protocol import Shot

#: The parts of a brief that hold values of fields.
_PARTS = ("delivery", "fitting", "retime", "occluder")


def basis_of(
    fields: Fields,
    shot: Shot | None,
    plate: Plate | None,
    frame: int | None = None,
    camera: CameraTrack | None = None,
) -> Basis:
    """What a brief is made on; `frame` is where the artist stands, `camera` the host's own."""
    return Basis(brief_fields.BRIEF_FIELDS, fields.situation, shot, plate, frame, camera)


def assemble(
    fields: Fields,
    shot: Shot | None,
    plate: Plate | None,
    matte: Matte | None,
    references: tuple[Reference, ...] = (),
    cast: tuple[CastMember, ...] = (),
    frame: int | None = None,
    camera: CameraTrack | None = None,
    guides: tuple[Guide, ...] = (),
    recalled: tuple[Guide, ...] = (),
) -> Brief:
    """The brief that the panel describes: an empty field follows the plate, else the shot that is open.

    The take comes in the host's own working space, so that no colour is converted twice. `frame` is where the
    artist stands; `camera` the host's own, which an element that is made here is seen by; `guides` are those
    that the chosen model takes, `recalled` those of a brief that was filled in. Raises the first problem,
    with the field's name as its place.
    """
    # A brief is made when a service answers: what it consists of is no part of a panel's opening.
    from secondunit.wire import Brief, Delivery, Fitting, Occluder, Retime

    for problem in fields.errors.values():
        raise raised(problem)
    basis = basis_of(fields, shot, plate, frame, camera)
    values: dict[str, dict[str, Any]] = {"": {}, **{part: {} for part in _PARTS}}
    for path in dict.fromkeys(field.path for field in basis.table):
        part, _, name = path.rpartition(".")
        value = basis.at(path)
        if value is not None:
            values[part][name] = value
    # Only an element is made by its kind: a finished comp has no sliders.
    is_element = fields.task is Task.ELEMENT or basis.situation.elsewhere
    controls: dict[str, Scalar] = fields.controls() if is_element else {}
    named = values[""].pop("guides", ())
    return Brief(
        **values[""],
        delivery=Delivery(**values["delivery"]),
        fitting=Fitting(**values["fitting"]),
        retime=Retime(**values["retime"]),
        occluder=Occluder(**values["occluder"]),
        controls=FrozenMap(controls),
        colorspace=shot.colorspace if shot is not None else plate.colorspace if plate else ColorSpace(""),
        plate=plate,
        matte=matte,
        references=references,
        cast=cast if takes_cast(fields.capability) else (),
        drop=shot is not None and shot.drop,
        guides=merge_guides(named, guides, recalled),
    )


def problem_at_field(problem: Problem, fields: Fields) -> str:
    """The name of the field a problem is about; empty where no field is (`plate.frames`)."""
    paths = {name: fields[name].path for name in fields.names()}
    where = problem.where
    named = next((name for name, path in paths.items() if path == where), "")
    for part in _PARTS:
        where = where.removeprefix(f"{part}.")
    if named or where in fields:
        return named or where
    exact = next((name for name, path in paths.items() if path.rpartition(".")[2] == where), "")
    within = (name for name, path in paths.items() if problem.where.startswith(path + "."))
    return exact or next(within, "")
