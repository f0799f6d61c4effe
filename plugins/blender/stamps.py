"""The stamp on what was placed: custom properties, so that it is saved, undone and copied with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from secondunit.host import Placed
from secondunit.host.placement import STAMP_KEY, read_stamp, stamp
from secondunit.wire import Placement, Take, version_text

#: The custom property that says which newer version is there.
NEWER_KEY = "second_unit_newer"


def write_stamp(thing: Any, placement: Placement, take: Take) -> None:
    """Stamp a node tree, an object or a strip."""
    thing[STAMP_KEY] = stamp(placement, take)


def write_mark(thing: Any, newest: int) -> None:
    """Say on a thing that version `newest` is there; 0 takes that away. Written only where it differs."""
    text = f"{version_text(newest)} is there" if newest else None
    if thing.get(NEWER_KEY) == text:
        return
    if text is None:
        del thing[NEWER_KEY]
    else:
        thing[NEWER_KEY] = text


def stamped(thing: Any, id: str) -> Placed | None:
    """What a thing's stamp says, or None where it has none of ours."""
    content = thing.get(STAMP_KEY) if thing is not None else None
    if content is None:
        return None
    values = content.to_dict() if hasattr(content, "to_dict") else content
    return read_stamp(id, values) if isinstance(values, Mapping) else None
