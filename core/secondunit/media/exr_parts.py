"""Which part of an EXR of several parts is read: the one that is named, else the first that has colour.

Programs put depth, vectors or the right eye first as it comes. It knows open files of OpenImageIO.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..wire.errors import NotFound
from .picture import RGB

_MOST_NAMED = 12


def part_names(file: Any) -> tuple[str, ...]:
    """The names of an open file's parts in their order; none where it has only one."""
    count = int(file.spec().get_int_attribute("oiio:subimages", 1))
    if count < 2:
        return ()
    names = []
    for index in range(count):
        file.seek_subimage(index, 0)
        names.append(str(file.spec().get_string_attribute("oiio:subimagename") or index))
    return tuple(names)


def chosen_part(file: Any, names: tuple[str, ...], part: str, path: Path) -> int:
    """The place of the part that is to be read; raises `NotFound` with the names that there are."""
    if not names:
        if part and part != file.spec().get_string_attribute("oiio:subimagename"):
            raise NotFound(
                f"{path.name} has no part {part[:60]!r}: it is all in one.",
                remedy="Leave the part empty.",
                where=str(path),
            )
        return 0
    if part:
        if part in names:
            return names.index(part)
        listed = ", ".join(names[:_MOST_NAMED]) + (", ..." if len(names) > _MOST_NAMED else "")
        raise NotFound(
            f"{path.name} has no part {part[:60]!r}.", remedy=f"Its parts are: {listed}.", where=str(path)
        )
    for wanted in (_has_color, _has_light):
        for index in range(len(names)):
            file.seek_subimage(index, 0)
            if not file.spec().deep and wanted(file.spec().channelnames):
                return index
    return 0


def _has_color(channels: tuple[str, ...]) -> bool:
    layers = {name.rpartition(".")[0] for name in channels}
    return any({f"{layer}.{c}".lstrip(".") for c in RGB} <= set(channels) for layer in layers)


def _has_light(channels: tuple[str, ...]) -> bool:
    return any(name.rpartition(".")[2] == "Y" for name in channels)
