"""The same as native nodes without a Group."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire import Placement, Take


def nodes_script(take: Take, placement: Placement, *, name: str, xpos: int = 0, ypos: int = 0) -> str:
    """One take as plain nodes."""
    raise NotImplementedError
