"""The passes of a plate's camera that a brief names: footage found by its path, frame under frame.

A pass is in the plate's colour space, layer and part, as one camera and one conversion gave both; a pass in
another kind of file may say its own colour space. Frames of equal number lie on each other; where the numbers
have nothing in common, or the pass is a movie, its first frame lies on the plate's first. A still lies under
every frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from secondunit.media.config import Config
from secondunit.media.footage import inspect_plate
from secondunit.wire import Brief, FrameRange, Plate, Reference
from secondunit.wire.errors import BadFrames, BadInput, BadPicture, MissingFrames, NothingSelected, OutOfRange
from secondunit.wire.footage import is_movie
from secondunit.wire.plate import MOST_PASSES, PASS


@dataclass(frozen=True)
class PassFootage:
    """A pass as a plate whose frames are those of the shot; a `still` serves all of them."""

    name: str
    plate: Plate
    still: bool


def passes_of(brief: Brief, config: Config) -> tuple[PassFootage, ...]:
    """The passes of a brief in their order; raises what looking at footage raises, with its place."""
    if brief.plate is None:
        return ()
    return tuple(
        _footage(brief.plate, reference, config) for reference in brief.references if reference.role == PASS
    )


def pass_faults(brief: Brief, passes: tuple[PassFootage, ...]) -> Iterator[BadInput | NothingSelected]:
    """What keeps passes from being put together: none or too many, another size or rate, other references."""
    plate = brief.plate
    assert plate is not None
    for number, reference in enumerate(brief.references):
        if reference.role != PASS:
            yield BadInput(
                f"A crowd takes no reference as {reference.role[:40]!r}.",
                remedy=f"It takes: {PASS}.",
                where=f"references[{number}].role",
            )
    if not passes:
        yield NothingSelected(
            "There is no other pass than the plate.",
            remedy="Add the other passes of this camera (--pass FOOTAGE).",
            where="references",
        )
    if len(passes) >= MOST_PASSES:
        yield OutOfRange(
            f"There are {len(passes) + 1} passes with the plate; {MOST_PASSES} is the most.",
            remedy="Make a crowd of some of them, and one of its take and the others.",
            where="references",
        )
    for number, one in enumerate(passes):
        where = f"references[{number}]"
        if one.plate.format != plate.format:
            yield BadPicture(
                f"The pass {one.name} is {one.plate.format}, the plate {plate.format}.",
                remedy="Bring every pass to the plate's size.",
                where=where,
            )
        if not one.still and one.plate.rate != plate.rate:
            yield BadFrames(
                f"The pass {one.name} runs at {one.plate.rate} frames a second, the plate at {plate.rate}.",
                remedy="Conform every pass to the plate's rate.",
                where=where,
            )


def shared_frames(brief: Brief, passes: tuple[PassFootage, ...]) -> tuple[FrameRange, tuple[str, ...]]:
    """The frames of a brief that every pass has, and what ends it sooner; raises `MissingFrames`."""
    frames, remarks = brief.frames, []
    for number, one in enumerate(passes):
        if one.still:
            continue
        shared = frames.intersection(one.plate.frames)
        if shared is None:
            raise MissingFrames(
                f"The pass {one.name} has frames {one.plate.frames}, none of {frames}.",
                remedy="Say at which frame of the shot it begins: --pass FOOTAGE@1001.",
                where=f"references[{number}]",
            )
        if shared != frames:
            remarks.append(f"The pass {one.name} has only frames {one.plate.frames}: the crowd has {shared}.")
        frames = shared
    return frames, tuple(remarks)


def _footage(plate: Plate, reference: Reference, config: Config) -> PassFootage:
    found = inspect_plate(
        reference.path, config, part=plate.part, accept_damage=plate.accept_damage, usual=plate.rate
    )
    movie = is_movie(found.path)
    still = len(found.frames) == 1 and not movie
    space = plate.colorspace
    if Path(found.path).suffix.lower() != Path(plate.path).suffix.lower() and found.colorspace.name:
        space = found.colorspace
    at = plate.frames.first
    first = plate.file_frame(plate.frames.first)
    alike = FrameRange.starting(first, len(plate.frames)).intersection(found.frames)
    if reference.frame is not None:
        at = reference.frame
    elif not movie and not is_movie(plate.path) and alike is not None:
        at = plate.frames.first + found.frames.first - first
    return PassFootage(
        Path(found.path).name,
        replace(
            found,
            frames=FrameRange.starting(at, len(found.frames)),
            first_in_file=None if movie else found.frames.first,
            colorspace=space,
            layer=plate.layer,
            accept_cuts=plate.accept_cuts,
        ),
        still,
    )
