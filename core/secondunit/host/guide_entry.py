"""Files of a scene's guides, as the panel's fields name them: their way into a brief and out of it again.

A host that makes guides itself has them apart; a field is for files from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from secondunit.wire import Scalar
from secondunit.wire.errors import MissingFrames
from secondunit.wire.guide_kind import GuideKind

from .field import Field, FieldEditor

if TYPE_CHECKING:
    from secondunit.wire import Brief, Guide

    from .field import Basis, Situation

#: The mark of a sequence in the name of its files, as the service reads it.
_NUMBERED = re.compile(r"%0?\d*d|#|@|\$F\d*")
#: What a field of a guide is called; behind it stands the kind.
PREFIX = "guide_"


def for_guide(kind: GuideKind) -> Callable[[Situation], bool]:
    """Where the model takes a guide of that kind."""

    def shown(situation: Situation) -> bool:
        return situation.intake is not None and any(need.kind is kind for need in situation.intake.guides)

    return shown


def enter_guide(field: Field, basis: Basis, before: object) -> object:
    """The guides of earlier fields and this one's, of the shot's frames, rate and format.

    Raises `MissingFrames` at the field for files that carry no frame numbers.
    """
    path, guides = str(basis.value(field)).strip(), before if isinstance(before, tuple) else ()
    if not path:
        return guides
    if not _NUMBERED.search(path.replace("\\", "/").rpartition("/")[2]):
        raise MissingFrames(
            "A guide is a sequence whose files carry the shot's frame numbers.",
            remedy="Write the pattern of its files, for example depth.####.exr.", where=field.name,
        )  # fmt: skip
    from secondunit.wire import Guide

    kind = GuideKind(field.name.removeprefix(PREFIX))
    return (*guides, Guide(kind, path, basis.frames, basis.rate, basis.format))


def leave_guide(field: Field, brief: Brief) -> Scalar | None:
    """The path of a brief's guide of this kind."""
    kind = field.name.removeprefix(PREFIX)
    return next((guide.path for guide in brief.guides if guide.kind.value == kind), None)


def merge_guides(
    named: tuple[Guide, ...], made: tuple[Guide, ...], recalled: tuple[Guide, ...] = ()
) -> tuple[Guide, ...]:
    """The guides that fields name and those that the host made: a named one goes before, unless it is one.

    `recalled` are those of a brief that was filled in: a field that names their files means just them, with
    their channels, their numbers and what their depth is.
    """
    known = {(guide.kind, guide.path): guide for guide in made}
    before = {(guide.kind, guide.path): guide for guide in recalled}
    first = []
    for guide in named:
        key = guide.kind, guide.path
        first.append(known.get(key) or (_over(before[key], guide) if key in before else guide))
    kinds = {guide.kind for guide in first}
    return (*first, *(guide for guide in made if guide.kind not in kinds))


def _over(guide: Guide, named: Guide) -> Guide:
    """A guide over the frames, rate and format that a brief asks for now: itself, where it has them."""
    from dataclasses import replace

    if (guide.rate, guide.format) == (named.rate, named.format) and (
        guide.frames.intersection(named.frames) == named.frames
    ):
        return guide
    first = None if guide.first_in_file is None else guide.file_frame(named.frames.first)
    return replace(
        guide, frames=named.frames, rate=named.rate, format=named.format, first_in_file=first, camera=""
    )


#: What each kind of guide is, for whoever names files of one.
_SAID = {
    GuideKind.DEPTH: "depth.####.exr: along the camera's axis, in any unit",
    GuideKind.NORMALS: "normals.####.exr: in the camera's space, x right, y up, z towards it",
    GuideKind.EDGES: "edges.####.exr: lines are white",
    GuideKind.POSE: "pose.####.exr: a skeleton in its colours",
    GuideKind.MASK: "car.####.exr: white where the object is",
    GuideKind.MOTION: "motion.####.exr: pixels to the next frame, x right and y up",
}
#: A field for each kind, shown where the model takes it.
GUIDE_FIELDS = tuple(
    Field(
        PREFIX + kind.value, f"{kind.value.capitalize()} files", "text", default="", group="Guides",
        help=f"What the model keeps to, for example {said}. Its numbers are the shot's; empty for what the "
        "host has made of its scene",
        path="guides", shown=for_guide(kind), enter=enter_guide, leave=leave_guide, opens=True,
        editor=FieldEditor.FILE, files="Pictures (*.exr *.png *.tif *.tiff *.dpx)",
    )
    for kind, said in _SAID.items()
)  # fmt: skip
