"""The question who is seen in a plate: asked before any of it leaves, answered by name and on record."""

from __future__ import annotations

from collections.abc import Iterable

from secondunit.engines.plate_faces import faces_in
from secondunit.rights.inputs import InputRights
from secondunit.rights.rules import NameFaces
from secondunit.wire import Brief
from secondunit.wire.errors import Refused

from .inputs import Original


def require_names(
    brief: Brief, originals: Iterable[Original], inputs: InputRights, asks: NameFaces
) -> tuple[str, ...]:
    """Have every original of a plate with faces name who is seen, or say that nobody's consent is needed.

    Gives what to know of it: that nobody could look. Raises `Refused` with the frames and with what to do;
    where frames could not be looked at too, if the show asks `always`.
    """
    plate = brief.plate
    if plate is None:
        return ()
    rights = {original: inputs.find(original.sha256) for original in originals if original.role == "plate"}
    if all(right is not None and right.names_faces for right in rights.values()):
        return ()
    seen = faces_in(plate, brief.colorspace.config)
    if not seen.sentence:
        return ()
    if seen.unseen and asks is not NameFaces.ALWAYS:
        return (seen.sentence,)
    named = (
        f"secondunit rights input {plate.path} --show {brief.show} --kind KIND --ground GROUND --owner NAME"
    )
    remedy = (
        f"Put on record who is seen: {named} --person NAME (each needs a consent that covers this), or that "
        "nobody's consent is needed: --nobody background, crowd, dummy or none. Who says so is on record."
    )
    if any(right is not None for right in rights.values()):
        remedy += f" Take back first what is: secondunit rights withdraw {plate.path} --show {brief.show}."
    raise Refused(f"{seen.sentence} Who are they?", remedy=remedy, kept="Nothing was sent.", where="plate")
