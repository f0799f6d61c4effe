"""A finished comp as the next version of an element: from its files to the brief that brings it back.

Knows values only; looking at the files is the service's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.wire import (
    Brief,
    ColorSpace,
    FrameRange,
    Plate,
    Rate,
    SecondUnitError,
    Task,
    Timecode,
    frames_text,
)
from secondunit.wire.brief import COMP
from secondunit.wire.errors import BadColor, BadInput, MissingFrames, NothingSelected
from secondunit.wire.footage import is_movie

from .sequences import split_number

if TYPE_CHECKING:
    from .client import Client


def one_footage(paths: Sequence[str]) -> tuple[str, FrameRange | None]:
    """What several chosen files are: one path to look at, and which of its own numbers were chosen.

    One path stands for all it holds. Raises `NothingSelected`, `BadInput` for files of several sequences,
    `MissingFrames` for a choice with gaps.
    """
    if not any(path.strip() for path in paths):
        raise NothingSelected("No comp was chosen.", remedy="Choose its frames, its folder or a movie.")
    if len(paths) == 1:
        return paths[0], None
    parts = [split_number(path) for path in paths]
    patterns = {part[0] if part is not None else path for part, path in zip(parts, paths, strict=True)}
    numbers = sorted({part[1] for part in parts if part is not None})
    if len(patterns) > 1 or not numbers:
        names = sorted(
            pattern.replace("\\", "/").rpartition("/")[2].replace("%%", "%") for pattern in patterns
        )
        raise BadInput(
            f"These files are several comps: {', '.join(names[:5])}.", remedy="Choose the frames of one."
        )
    gaps = sorted(set(range(numbers[0], numbers[-1] + 1)) - set(numbers))
    if gaps:
        missing = f"Frame {gaps[0]} is" if len(gaps) == 1 else f"Frames {frames_text(gaps)[:200]} are"
        raise MissingFrames(f"{missing} not among the files chosen.")
    return patterns.pop(), FrameRange(numbers[0], numbers[-1])


def comp_brief(
    plate: Plate,
    *,
    show: str,
    shot: str,
    element: str,
    chosen: FrameRange | None = None,
    start: int | None = None,
    rate: Rate | None = None,
    space: ColorSpace | None = None,
    target: ColorSpace | None = None,
    drop: bool = False,
    note: str = "",
) -> Brief:
    """The brief that takes `plate` in as the next version of an element.

    `chosen` are numbers of its files; `start` is the shot's number of the first of them, where the files are
    numbered otherwise. `rate` is the shot's, `space` the files' where they do not say it, `target` the space
    of the take (theirs, when it is None and they are scene-linear). Raises `BadColor`, `MissingFrames`.
    """
    frames = plate.frames if chosen is None else chosen
    if plate.frames.intersection(frames) != frames:
        raise MissingFrames(f"The comp has frames {plate.frames}; {frames} are not all among them.")
    colorspace = plate.colorspace if plate.colorspace.name else space or ColorSpace("")
    if not colorspace.name:
        raise BadColor(
            "The comp's colour space is not known: its files do not say it.",
            remedy="Say which it was written in; it is never guessed.",
            where="plate.colorspace",
        )
    rate = rate or plate.rate
    if start is not None and start != frames.first:
        move = start - frames.first
        plate = replace(plate, frames=plate.frames.moved(move), first_in_file=_first(plate))
        frames = frames.moved(move)
    return Brief(
        show=show,
        shot=shot,
        element=element,
        frames=frames,
        rate=rate,
        format=plate.format,
        task=Task.VIDEO,
        prompt=note,
        colorspace=target or ColorSpace(""),
        plate=replace(plate, rate=rate, colorspace=colorspace),
        provider=COMP,
        drop=drop,
    )


def adopted(
    client: Client, paths: Sequence[str], *, show: str, shot: str, element: str,
    start: int | None = None, rate: Rate | None = None, usual: Rate | None = None,
    space: ColorSpace | None = None, target: ColorSpace | None = None, drop: bool = False, note: str = "",
    accept_damage: bool = False,
) -> Brief:  # fmt: skip
    """Have the service look at the chosen files and give the brief. For worker threads.

    The element's newest take says what is to be the same in the next: its rate, unless `rate` is given, how
    it counts timecode, and the timecode and the view of its plate, which a comp's program may have left out:
    all versions are judged through one view. `usual` is the rate of an element's first take.
    """
    path, selection = one_footage(paths)
    plate = client.inspect(path, show, accept_damage=accept_damage, comp=True)
    newest = client.takes(show=show, shot=shot, element=element, limit=1).takes
    before = client.take_brief(newest[0].id) if newest else None
    if before is not None:
        rate = rate or before.rate
        drop = drop or before.drop
        first = _first_frame(plate, selection, start)
        view = plate.view or (before.plate.view if before.plate is not None else "")
        plate = replace(plate, timecode=plate.timecode or _timecode(before.plate, rate, first), view=view)
    return comp_brief(
        plate, show=show, shot=shot, element=element, chosen=selection, start=start, rate=rate or usual,
        space=space, target=target, drop=drop, note=note,
    )  # fmt: skip


def _first_frame(plate: Plate, selection: FrameRange | None, start: int | None) -> int:
    """The shot's number of a comp's first frame."""
    move = 0 if start is None else start - (plate.frames if selection is None else selection).first
    return plate.frames.first + move


def _timecode(before: Plate | None, rate: Rate, frame: int) -> str:
    """What an earlier version's plate is labelled at a frame of the shot; empty where it has no label."""
    if before is None or not before.timecode or before.rate != rate:
        return ""
    try:
        start = Timecode.parse(before.timecode)
        at = start.frame(rate) + frame - before.frames.first
        return str(Timecode.of_frame(at, rate, drop=start.drop)) if at >= 0 else ""
    except SecondUnitError:
        return ""


def _first(plate: Plate) -> int:
    """The number in the files of a plate's first frame."""
    if plate.first_in_file is not None:
        return plate.first_in_file
    return 0 if is_movie(plate.path) else plate.frames.first
