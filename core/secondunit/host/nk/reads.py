"""The Read of a take's files, and the nodes that bring it to its frames.

A Read reads scene-linear files in the space they are named in. `premultiplied` stays off: from one linear
space to another a conversion is linear, and dividing by an alpha of 0 would lose light that covers nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .syntax import Node, Value

if TYPE_CHECKING:
    from secondunit.wire import Take


def read(
    name: str, take: Take, file: str, first: Value, last: Value, at: tuple[int, int], *, raw: bool = False
) -> Node:
    """A Read of one layer: black before and after its frames, an error where a frame is missing.

    `raw` is for what is no colour (motion vectors), as Nuke's manual asks for with VectorBlur.
    """
    knobs: list[tuple[str, Value]] = [
        ("file_type", "exr"),
        ("file", file),
        ("first", first),
        ("last", last),
        ("before", "black"),
        ("after", "black"),
        ("origfirst", first),
        ("origlast", last),
        ("origset", True),
        ("on_error", "error"),
        ("auto_alpha", False),
        ("premultiplied", False),
        ("raw", raw),
    ]
    if take.colorspace.name and not raw:
        knobs.append(("colorspace", take.colorspace.name))
    return Node("Read", name, tuple(knobs), at=at)


def time_offset(name: str, source: str, offset: Value, at: tuple[int, int]) -> Node:
    """The frames of `source`, `offset` frames later."""
    return Node("TimeOffset", name, (("time_offset", offset),), (source,), at=at)
