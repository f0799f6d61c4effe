"""The tables (LUTs) that an OCIO config refers to: looked at before OpenColorIO opens them.

It opens them where they are first used, and holds the interpreter while it does (OpenColorIO 2.6): a pipe in
the place of a table would stop the whole process. It knows configs and files; it converts nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import PyOpenColorIO as ocio

from .config import Config
from .foreign import require_regular
from .whole import storage_error

_WAYS = (ocio.COLORSPACE_DIR_TO_REFERENCE, ocio.COLORSPACE_DIR_FROM_REFERENCE)
_VIEW_WAYS = (ocio.VIEWTRANSFORM_DIR_TO_REFERENCE, ocio.VIEWTRANSFORM_DIR_FROM_REFERENCE)


def require_tables(config: Config) -> None:
    """Make sure that no table of a config is a pipe or a device, and that the disk it lies on answers.

    A table that is missing is for OpenColorIO to say. Raises `NotAFile`, `StorageSilent`, `NoRights`.
    """
    for path in _places(config):
        try:
            require_regular(path)
        except NotADirectoryError:
            continue
        except OSError as problem:
            raise storage_error(problem, path) from problem


@functools.lru_cache(maxsize=16)
def _places(config: Config) -> tuple[Path, ...]:
    """Where the tables may lie, each place once: a name is looked for in each folder of the search path."""
    if config.name.startswith("ocio://"):
        return ()
    context = config.ocio.getCurrentContext()
    here = Path(context.getWorkingDir())
    folders = [here / context.resolveStringVar(path) for path in context.getSearchPaths()] or [here]
    names = [context.resolveStringVar(table.getSrc()) for table in _tables(config.ocio)]
    return tuple(dict.fromkeys(folder / name for name in names for folder in folders))


def _tables(config: Any) -> Iterator[Any]:
    """Every transform by a table, whatever it is a part of."""
    tops = [space.getTransform(way) for space in _all_spaces(config) for way in _WAYS]
    tops += [view.getTransform(way) for view in config.getViewTransforms() for way in _VIEW_WAYS]
    for look in config.getLooks():
        tops += [look.getTransform(), look.getInverseTransform()]
    for named in config.getNamedTransforms():
        tops += [named.getTransform(way) for way in (ocio.TRANSFORM_DIR_FORWARD, ocio.TRANSFORM_DIR_INVERSE)]
    while tops:
        top = tops.pop()
        if isinstance(top, ocio.FileTransform):
            yield top
        elif isinstance(top, ocio.GroupTransform):
            tops += list(top)


def _all_spaces(config: Any) -> Iterator[Any]:
    """The spaces that nobody is offered, too: other transforms go by them."""
    return iter(config.getColorSpaces(ocio.SEARCH_REFERENCE_SPACE_ALL, ocio.COLORSPACE_ALL))
