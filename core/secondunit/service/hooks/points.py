"""A hook by its name: an entry point of the group `secondunit.takes`, found as providers are.

Two packages that give the same name give none. Only the process that runs a hook loads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.metadata import EntryPoint, entry_points

from secondunit.wire.errors import BadSettings, NotFound

from .handover import Handover

GROUP = "secondunit.takes"
Hook = Callable[[Handover], object]


def load(name: str, points: Iterable[EntryPoint] | None = None) -> Hook:
    """The hook of that name, loaded; raises `NotFound`, `BadSettings`, and what its package raises."""
    installed = list(entry_points(group=GROUP) if points is None else points)
    candidates = [point for point in installed if point.name == name]
    if not candidates:
        names = ", ".join(sorted({point.name for point in installed})) or "none"
        raise NotFound(f"There is no hook {name[:60]!r}.", remedy=f"There are: {names}.", where="hooks")
    if len(candidates) > 1:
        raise BadSettings(
            f"Two packages give a hook named {name}.", remedy="Remove one of them.", where="hooks"
        )
    hook = candidates[0].load()
    if not callable(hook):
        raise BadSettings(
            f"{candidates[0].value} is nothing that can be called.",
            remedy="Let the entry point name a function.",
            where="hooks",
        )
    checked: Hook = hook
    return checked
