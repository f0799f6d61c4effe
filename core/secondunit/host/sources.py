"""What a host's sources are read as: plate, matte and camera, and why one cannot be read now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from secondunit.wire.errors import Problem, SecondUnitError, Unexpected

if TYPE_CHECKING:
    from secondunit.wire import Matte, Plate

    from .protocol import Source

T = TypeVar("T")
F = TypeVar("F", "Plate", "Matte")


def source_of(role: str, id: str, ask: Callable[[str], T], problems: dict[str, Problem]) -> T | None:
    """What the host says of a source; where it cannot, None, and why stands in `problems` under `role`."""
    if not id:
        return None
    try:
        return ask(id)
    except SecondUnitError as error:
        problems[role] = error.problem
    except Exception as error:
        problems[role] = Unexpected(f"{role}: {type(error).__name__}: {error}"[:300]).problem
    return None


def holding(path: str, sources: tuple[Source, ...], read: Callable[[str], F]) -> tuple[str, F] | None:
    """The source whose files are those of a path, and what the host says of it."""
    for source in sources:
        try:
            footage = None if source.needs_render else read(source.id)
        except Exception:
            continue  # it cannot be read now: not the one that is looked for
        if footage is not None and footage.path == path:
            return source.id, footage
    return None
