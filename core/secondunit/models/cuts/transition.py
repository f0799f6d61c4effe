"""How and where a plate goes over from one shot to the next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class TransitionKind(Enum):
    """How a shot goes over to the next."""

    CUT = "cut"
    DISSOLVE = "dissolve"


@dataclass(frozen=True)
class Transition:
    """`first` is the last frame of the shot before, `last` the first of the shot after."""

    kind: TransitionKind
    first: int
    last: int

    @property
    def words(self) -> str:
        """`a cut between 1024 and 1025`."""
        if self.kind is TransitionKind.CUT:
            return f"a cut between {self.first} and {self.last}"
        return f"a dissolve from {self.first} to {self.last}"
