"""The takes of a shot as widgets: gallery, viewer, notes and placing. Reads the session, asks commands.

`TakesView` is imported when it is first asked for: a panel opens without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .view import TakesView


def __getattr__(name: str) -> Any:
    if name != "TakesView":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .view import TakesView

    return TakesView


__all__ = ["TakesView"]
