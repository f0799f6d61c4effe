"""What may be said of a distance between faces, and by whose thresholds.

See docs/decisions/126 and 132 for where they come from.
"""

from __future__ import annotations

from enum import Enum

from .errors import OutOfRange
from .value import dataclass

#: Distances (Euclidean, of 128 numbers) up to which a face is close to its references, and up to which nobody
#: can tell. Above the second no pair of one person was measured. See docs/decisions/126.
CLOSE, FARTHEST = 0.45, 0.65
#: The largest number that a network's distance may be.
MOST_DISTANCE = 1000.0
#: A correlation from which a face is taken for a reference's own picture, pasted.
PASTED = 0.93


class DriftWord(str, Enum):
    """What may be said of a distance."""

    CLOSE = "close to the references"
    UNCLEAR = "cannot tell, please look"
    FAR = "farther than any same-person pair measured"
    WITHHELD = "not measured"


@dataclass(frozen=True)
class DriftScale:
    """The distances up to which a face is close to its references, and up to which nobody can tell.

    `source` says whose thresholds they are, in words; empty for those that come with the program.
    """

    close: float = CLOSE
    far: float = FARTHEST
    source: str = ""

    def __post_init__(self) -> None:
        if not 0.0 < self.close <= self.far <= MOST_DISTANCE:
            raise OutOfRange(
                f"Thresholds rise from 0 to {MOST_DISTANCE:g}: these are {self.close:g} and {self.far:g}.",
                where="close",
            )

    def word(self, distance: float | None) -> DriftWord:
        """What may be said of a distance; None where none was measured."""
        if distance is None:
            return DriftWord.WITHHELD
        if distance <= self.close:
            return DriftWord.CLOSE
        return DriftWord.UNCLEAR if distance <= self.far else DriftWord.FAR


@dataclass(frozen=True)
class SecondOpinion:
    """A studio's own network that described the faces too: its name, its terms, who allowed it, its scale."""

    network: str
    licence: str
    allowed: str
    scale: DriftScale = DriftScale()


def agreed(one: DriftWord, other: DriftWord) -> DriftWord:
    """What may be said where two networks speak: nobody can tell where they do not say the same."""
    return one if one is other else DriftWord.UNCLEAR
