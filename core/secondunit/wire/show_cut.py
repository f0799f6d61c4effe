"""The current cut of a show: its shots in the editor's order, each with its sequence."""

from __future__ import annotations

from .frames import FrameRange
from .problem import Problem
from .value import dataclass


@dataclass(frozen=True)
class CutPlace:
    """A shot where the cut shows it first; `record` are frames of the timeline. `sequence` may be empty."""

    shot: str
    sequence: str = ""
    record: FrameRange | None = None


@dataclass(frozen=True)
class ShowCut:
    """The shots of a show's current cut. `path` is empty where the show names none; `problem` says why it
    cannot be read."""

    show: str
    path: str = ""
    name: str = ""
    shots: tuple[CutPlace, ...] = ()
    problem: Problem | None = None

    def position(self, shot: str) -> int:
        """Where a shot stands, counted from 0; behind the last where the cut does not show it."""
        return next((n for n, place in enumerate(self.shots) if place.shot == shot), len(self.shots))

    def sequence(self, shot: str) -> str:
        """The sequence of a shot; empty where nobody says it."""
        return next((place.sequence for place in self.shots if place.shot == shot), "")
