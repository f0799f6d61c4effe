"""Marks in the host's document on what is placed and has a newer version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire.errors import SecondUnitError

if TYPE_CHECKING:
    from .panel import Panel
    from .protocol import Host


class NewerMarks:
    """Has the host mark what is placed, and take a mark away, as newer versions come and go."""

    def __init__(self, panel: Panel, host: Host) -> None:
        self._panel, self._host = panel, host
        self._marked: dict[str, int] = {}

    def forget(self) -> None:
        """The document may have lost its marks: all are made anew."""
        self._marked.clear()

    def mark(self) -> None:
        """Have the host show on what is placed whether a newer version is there."""
        for placed in self._panel.placed:
            if self._panel.takes.get(placed.placement.take) is None:
                continue
            newer = self._panel.newer(placed)
            if self._marked.get(placed.id) != newer:
                self._marked[placed.id] = newer
                try:
                    self._host.mark(placed.id, newer)
                except SecondUnitError as error:
                    self._panel.say(error.problem)
