"""The Group that holds an element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire import Format, Placement, Take


def group_name(take: Take, taken: Sequence[str] = ()) -> str:
    """`SecondUnit_smoke_left`, free of what Nuke refuses in a name, and not one of `taken`."""
    raise NotImplementedError


def group_script(
    takes: Sequence[Take],
    placement: Placement,
    *,
    name: str,
    plate_format: Format | None = None,
    xpos: int = 0,
    ypos: int = 0,
) -> str:
    """The Group of one element with every known version; `placement.take` is the one that shows."""
    raise NotImplementedError
