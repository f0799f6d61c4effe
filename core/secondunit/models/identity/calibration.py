"""Thresholds measured on a cast: pairs of one person and of two, errors with intervals, and a proposal.

It is pure: faces come in described, distances go out. Nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor, sqrt

import numpy as np
import numpy.typing as npt

from secondunit.wire.drift_scale import PASTED, DriftScale

from .copying import copied

Array = npt.NDArray[np.float32]

#: The fewest pairs of either kind, and the fewest characters, that thresholds are proposed from: no error in
#: 35 pairs is 0 to 10 % of them, with 95 % confidence.
FEWEST_PAIRS, FEWEST_CHARACTERS = 35, 3
#: How much of the way to the nearest pair of two people a face may still be called close, and the share of
#: pairs of one person that should be.
NEAREST, COVERED = 0.9, 0.95
#: What the program's own network is never loosened beyond: at 0.6 its author calls two faces one person's
#: (dlib, python_examples/face_recognition.py), and 0.70 apart were the nearest photographs of two people
#: that were measured here (benchmarks/README.md).
LOOSEST = DriftScale(0.60, 0.70)
#: The normal deviate of a two-sided interval of 95 %.
_DEVIATE = 1.96


@dataclass(frozen=True)
class CastFace:
    """A face of a reference: of which character, its picture's name, who is seen in it, and its chip.

    `persons` is empty where the cast names nobody; then each character is taken for a person of its own.
    """

    character: str
    picture: str
    persons: tuple[str, ...]
    chip: Array
    description: Array
    second: Array | None = None

    @property
    def label(self) -> str:
        """Its character and picture."""
        return f"{self.character}/{self.picture}"


@dataclass(frozen=True)
class FacePair:
    """Two pictures, by character and name, and how far they are apart."""

    one: str
    other: str
    distance: float


@dataclass(frozen=True)
class ErrorRate:
    """How many of so many pairs are on the wrong side of a threshold."""

    errors: int
    pairs: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of their share: E. B. Wilson, "Probable inference", JASA 1927."""
        if not self.pairs:
            return 0.0, 1.0
        share, square = self.errors / self.pairs, _DEVIATE**2
        middle = (share + square / (2 * self.pairs)) / (1 + square / self.pairs)
        half = _DEVIATE * sqrt(share * (1 - share) / self.pairs + square / (4 * self.pairs**2))
        half /= 1 + square / self.pairs
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def text(self) -> str:
        """As a sentence has it."""
        low, high = self.interval
        return f"{self.errors} of {self.pairs} pairs ({100 * low:.1f} to {100 * high:.1f} %)"


@dataclass(frozen=True)
class CastPairs:
    """The pairs of a cast, nearest first, of how many characters they are, and what was left out.

    `copies` are pairs that are one picture twice, `shared` pairs of two characters with a person in common.
    """

    same: tuple[FacePair, ...]
    other: tuple[FacePair, ...]
    characters: int
    copies: int = 0
    shared: int = 0

    def above(self, limit: float) -> ErrorRate:
        """Pairs of one person that are farther apart than `limit`."""
        return ErrorRate(sum(pair.distance > limit for pair in self.same), len(self.same))

    def within(self, limit: float) -> ErrorRate:
        """Pairs of two people that are no farther apart than `limit`."""
        return ErrorRate(sum(pair.distance <= limit for pair in self.other), len(self.other))


def cast_pairs(faces: Iterable[CastFace], distance: Callable[[CastFace, CastFace], float]) -> CastPairs:
    """All pairs of a cast's faces by a distance; a picture that is another once more makes no pair."""
    faces = tuple(faces)
    same: list[FacePair] = []
    other: list[FacePair] = []
    copies = shared = 0
    for one, two in combinations(faces, 2):
        alike = one.character == two.character
        if (alike and one.persons != two.persons) or (not alike and set(one.persons) & set(two.persons)):
            shared += 1
        elif alike and copied(one.chip, two.chip) >= PASTED:
            copies += 1
        else:
            pair = FacePair(one.label, two.label, distance(one, two))
            (same if alike else other).append(pair)
    same.sort(key=lambda pair: pair.distance)
    other.sort(key=lambda pair: pair.distance)
    return CastPairs(tuple(same), tuple(other), len({face.character for face in faces}), copies, shared)


@dataclass(frozen=True)
class Proposal:
    """Thresholds for a cast, None where there can be none; `reasons` say why, and what is not as usual."""

    scale: DriftScale | None
    reasons: tuple[str, ...] = ()


def proposal(pairs: CastPairs, usual: DriftScale | None, loosest: DriftScale | None) -> Proposal:
    """Thresholds that a cast's pairs speak for; those of `usual` where it needs no others.

    Close is never nearer than a tenth to the nearest pair of two people, far never nearer than the farthest
    pair of one; neither is above `loosest`.
    """
    lacking = _lacking(pairs)
    if lacking:
        return Proposal(None, lacking)
    distances = [pair.distance for pair in pairs.same]
    farthest, nearest = pairs.same[-1], pairs.other[0]
    needed = float(np.quantile(distances, COVERED, method="higher"))
    wanted = needed if usual is None else max(needed, usual.close)
    close = _down(min(wanted, NEAREST * nearest.distance, loosest.close if loosest else np.inf))
    if close <= 0.0:
        return Proposal(
            None, (f"{nearest.one} and {nearest.other} are two people and cannot be told apart.",)
        )
    far = max(_up(farthest.distance), close, usual.far if usual is not None else 0.0)
    if loosest is not None and far > loosest.far:
        return Proposal(None, (
            f"{farthest.one} and {farthest.other} are of one character and {farthest.distance:.2f} apart: "
            f"look at them. Thresholds above {loosest.far:.2f} are not proposed.",
        ))  # fmt: skip
    reasons = []
    if usual is not None:
        for word, value, before in (("close", close, usual.close), ("far", far, usual.far)):
            if value > before:
                reasons.append(f"{word} is looser than the usual {before:.2f}.")
            elif value < before:
                reasons.append(f"{word} is stricter than the usual {before:.2f}.")
        if not reasons:
            reasons.append("The usual thresholds hold for this cast.")
    if close < needed:
        reasons.append(
            f"{nearest.one} and {nearest.other} are two people and {nearest.distance:.2f} apart: pairs of "
            f"one person above {close:.2f} cannot be told from them."
        )
    return Proposal(DriftScale(close, far), tuple(reasons))


def _lacking(pairs: CastPairs) -> tuple[str, ...]:
    """What a cast lacks to be measured by, in sentences."""
    reasons = []
    if pairs.characters < FEWEST_CHARACTERS:
        reasons.append(f"Characters with faces: {pairs.characters}, and {FEWEST_CHARACTERS} are needed.")
    for label, measured in (("one person", pairs.same), ("two people", pairs.other)):
        if len(measured) < FEWEST_PAIRS:
            reasons.append(
                f"Pairs of {label}: {len(measured)}, and {FEWEST_PAIRS} are needed: fewer without an error "
                "still allow that more than 10 % are wrong."
            )
    return tuple(reasons)


def _down(value: float) -> float:
    return floor(100 * value + 1e-9) / 100


def _up(value: float) -> float:
    return ceil(100 * value - 1e-9) / 100
