"""How many calls of Python a piece of work makes: what it costs, whatever else the machine does meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Calls:
    """A count of calls, of functions in Python and of what is compiled."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        """Hear of a call, as `sys.setprofile` tells it."""
        if event in {"call", "c_call"}:
            self.count += 1


@contextmanager
def calls() -> Iterator[Calls]:
    """The calls of this thread within the block; other threads' are not counted."""
    counted = Calls()
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        yield counted
    finally:
        sys.setprofile(before)
