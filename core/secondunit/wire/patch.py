"""The patch: a part of a finished take made anew, while the rest of it keeps its bits."""

from __future__ import annotations

from dataclasses import field

from .errors import OutOfRange, WrongType
from .plate import Matte
from .value import dataclass

#: The widest seam of a patch, in pixels.
LARGEST_SEAM = 4096.0


@dataclass(frozen=True)
class Patch:
    """What a new version of `take` shows inside `matte` is made by the brief; outside it is that take.

    From the matte's edge inward the two fade into each other over `seam`; where the matte is 0 nothing of the
    take changes. `folder` (absolute) holds the take's files: a plan fills it in, and what a brief brings
    along there is not believed. Raises `WrongType` without a take's id, `OutOfRange`.
    """

    take: str
    matte: Matte
    seam: float = field(default=8.0, metadata={"unit": "px"})
    folder: str = ""

    def __post_init__(self) -> None:
        if not self.take:
            raise WrongType("A patch needs the id of the take that it is laid on.", where="take")
        if not 0 <= self.seam <= LARGEST_SEAM:
            raise OutOfRange(f"A seam is 0 to {LARGEST_SEAM:g} pixels wide.", where="seam")
