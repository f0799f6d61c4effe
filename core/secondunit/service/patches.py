"""The take that a brief makes a part of anew: found on disk by its id, and held against the brief."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from secondunit.engines.delivery import read_take
from secondunit.media.sequence import Sequence
from secondunit.wire import Brief, ShowSettings, Take
from secondunit.wire.errors import BadFrames, BadInput, BadPicture, NotFound

from .inside import require_inside
from .shows import place


def with_take(brief: Brief, show: ShowSettings) -> Brief:
    """The brief with the folder of the take that it patches, and delivered in that take's layers.

    Raises `NotFound` where its element has no such take, `BadFrames`, `BadPicture` or `BadInput` where the
    brief is of other frames, another size or another colour space, and what looking at the matte raises.
    """
    patch = brief.patch
    if patch is None:
        return brief
    take = _take(brief, show)
    if take.frames != brief.frames:
        raise BadFrames(
            f"{take.label} has the frames {take.frames}; the brief asks for {brief.frames}.",
            remedy="Ask for the frames of the take.",
            where="frames",
        )
    if (take.format.width, take.format.height) != (brief.format.width, brief.format.height):
        raise BadPicture(
            f"{take.label} is {take.format}, the brief {brief.format}.",
            remedy="Ask for the take's format.",
            where="format",
        )
    if brief.colorspace.name and brief.colorspace != take.colorspace:
        raise BadInput(
            f"{take.label} is in {take.colorspace.name}, the brief in {brief.colorspace.name}.",
            remedy="Ask for the take's colour space.",
            where="colorspace",
        )
    files = Sequence.find(patch.matte.path)
    if not files.still:
        files.require(sorted({patch.matte.file_frame(frame) for frame in patch.matte.frames}))
    delivery = replace(brief.delivery, passes=take.layer("passes") is not None)
    return replace(
        brief, patch=replace(patch, folder=take.folder), delivery=delivery, colorspace=take.colorspace
    )


def _take(brief: Brief, show: ShowSettings) -> Take:
    """The take of the brief's own element that has the patch's id."""
    assert brief.patch is not None
    folder, _, _ = place(show, brief.shot, brief.element)
    with contextlib.suppress(FileNotFoundError):
        for entry in sorted(folder.iterdir(), reverse=True):
            if entry.name.startswith("."):
                continue
            take = read_take(require_inside(entry, Path(show.root)))
            if take is not None and take.id == brief.patch.take and take.element == brief.element:
                return take
    raise NotFound(
        f"{brief.shot}/{brief.element} has no take {brief.patch.take[:40]!r}.",
        remedy=f"See what it has: secondunit takes {brief.show}/{brief.shot}/{brief.element}",
        where="patch.take",
    )
