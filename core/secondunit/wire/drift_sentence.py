"""A character's drift in one line: the words first, the figures after them, then what else to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .drift_scale import DriftScale, DriftWord
from .name import version_text

if TYPE_CHECKING:
    from .drift import CharacterDrift, FrameDrift


def drift_sentence(drift: CharacterDrift) -> str:
    """What may be said of a take's character; how many networks said it, and by whose thresholds."""
    who = f"{drift.character} {version_text(drift.version)}"
    figures = drift.summary
    worst, middle = figures.worst, figures.middle
    if worst is None or middle is None:
        return f"{who}: {DriftWord.WITHHELD.value} ({drift.reasons or 'no frames'})."
    own = _figures(drift.scale, middle, worst, middle.distance, worst.distance)
    parts = [f"{who}: {drift.word.value}, by one network, {own}"]
    other, farthest = figures.second_middle, figures.second_worst
    if drift.second is not None and other is not None and farthest is not None:
        second = _figures(drift.second.scale, other, farthest, other.second, farthest.second)
        name, (first_word, second_word) = drift.second.network, drift.words
        if first_word is second_word:
            parts = [f"{who}: {drift.word.value}, by two networks, {own}", f"{name}: {second}"]
        else:
            parts = [
                f"{who}: {drift.word.value}: two networks disagree",
                f"dlib's: {first_word.value}, {own}",
                f"{name}: {second_word.value}, {second}",
            ]
    if drift.reasons:
        parts.append(f"withheld: {drift.reasons}")
    if drift.pasted:
        parts.append(f"frame {drift.copied_frame} is {drift.copied_from} itself, pasted ({drift.copied:.2f})")
    if drift.torn:
        parts.append(f"its references disagree ({drift.apart:.2f} apart)")
    if drift.scale.source:
        parts.append(f"thresholds {drift.scale.close:.2f} and {drift.scale.far:.2f} are {drift.scale.source}")
    return "; ".join(parts) + "."


def _figures(
    scale: DriftScale, middle: FrameDrift, worst: FrameDrift, median: float | None, most: float | None
) -> str:
    """Median and worst with their frames, and what is said of the worst where that is something else."""
    text = f"median {median:.2f} (frame {middle.frame}), worst {most:.2f} in frame {worst.frame}"
    word = scale.word(most)
    return text if word is scale.word(median) else f"{text}: {word.value}"
