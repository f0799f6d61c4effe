"""What stands in the shot, as the panel's fields say it: their way into a brief and out of it again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from secondunit.wire import FrameRange, Scalar

from .field import as_set
from .field_rules import for_simulations

if TYPE_CHECKING:
    from secondunit.wire import Brief

    from .field import Basis, Field, Situation

#: The farthest that anything stands, in metres, as `wire.occluder` has it, which a start does not load.
FARTHEST = 10_000.0
#: The mark of a sequence in the name of its files, as the service reads it.
_NUMBERED = re.compile(r"%0?\d*d|#|@|\$F\d*")


def behind_a_matte(situation: Situation) -> bool:
    """Where a matte says what stands in the shot."""
    return for_simulations(situation) and _said(situation, "holdout_matte")


def behind_a_depth(situation: Situation) -> bool:
    """Where files say how deep the shot is."""
    return for_simulations(situation) and _said(situation, "holdout_depth")


def behind_something(situation: Situation) -> bool:
    """Where anything says what stands in the shot."""
    return behind_a_matte(situation) or behind_a_depth(situation)


def enter_files(field: Field, basis: Basis, _before: object) -> object:
    """The matte or the depth (the last part of the field's path) of the files that are named, if any."""
    path = str(basis.value(field)).strip()
    if not path:
        return None
    from secondunit.wire import DepthFiles, Matte

    frames, name = basis.frames, path.replace("\\", "/").rpartition("/")[2]
    # One picture stands for all of the shot.
    known = frames if _NUMBERED.search(name) else FrameRange(frames.first, frames.first)
    return DepthFiles(path, known) if field.path.endswith("depth") else Matte(path, known)


def enter_of(part: str) -> Callable[[Field, Basis, object], object]:
    """Sets a part of the files that an earlier field named: their channel, their unit."""

    def enter(field: Field, basis: Basis, before: object) -> object:
        if before is None:
            return None
        changes: dict[str, Any] = {part: as_set(field, basis, before) or field.default}
        return replace(cast(Any, before), **changes)

    return enter


def enter_holdout_metres(field: Field, basis: Basis, before: object) -> object:
    """A length, where it is said at all."""
    return as_set(field, basis, before) if basis.situation.value(field.name) is not None else before


def leave_of(files: str, part: str) -> Callable[[Field, Brief], Scalar | None]:
    """Reads a part of the `matte` or the `depth` of what stands in a brief's shot, unless it is the usual."""

    def leave(field: Field, brief: Brief) -> Scalar | None:
        there = getattr(brief.occluder, files)
        value: Scalar = field.default if there is None else getattr(there, part)
        return None if value == field.default else value

    return leave


def leave_holdout_metres(field: Field, brief: Brief) -> Scalar | None:
    """A length, where there is one."""
    value: float = getattr(brief.occluder, field.path.rpartition(".")[2])
    return value or None


def _said(situation: Situation, name: str) -> bool:
    return bool(str(situation.value(name) or "").strip())
