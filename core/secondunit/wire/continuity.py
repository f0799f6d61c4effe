"""Continuity: the characters of a sequence shot by shot, in cut order, and what of each shot to look at."""

from __future__ import annotations

from .drift import CharacterDrift
from .take import Take
from .value import dataclass

#: How many points a shot's curve has at most.
MOST_POINTS = 96


@dataclass(frozen=True)
class ContinuityShot:
    """A shot: its newest measured take and the drift there, both as lists have them, and what to look at.

    `curve` are the distances of its measured frames in their order, at most `MOST_POINTS`: of several frames
    the farthest, None where nothing is said of any of them.
    """

    take: Take
    drift: CharacterDrift
    curve: tuple[float | None, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def amber(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.warnings) or self.drift.amber


@dataclass(frozen=True)
class Continuity:
    """A character over a sequence: `shots` have a measured take, `missing` have none, both in cut order.

    `version` is its newest version among them.
    """

    character: str
    version: int
    shots: tuple[ContinuityShot, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Everything to look at, each with its take."""
        return tuple(f"{shot.take.label}: {text}" for shot in self.shots for text in shot.warnings)


@dataclass(frozen=True)
class SequenceContinuity:
    """Every measured character of a sequence, by name; `shots` are all of it, in cut order.

    `remarks` say what could not be read.
    """

    show: str
    sequence: str
    shots: tuple[str, ...] = ()
    characters: tuple[Continuity, ...] = ()
    remarks: tuple[str, ...] = ()
