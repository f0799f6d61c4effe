"""The training term: what a model was trained on, on which grounds, and who says so."""

from __future__ import annotations

from enum import Enum

from .value import dataclass


class TrainedOn(str, Enum):
    """On what ground a model's maker used what it was trained on."""

    LICENSED = "licensed"
    OWNED = "owned"
    PUBLIC_DOMAIN = "public_domain"
    #: It is published what it was, though not on what ground it was used.
    DISCLOSED = "disclosed"
    UNKNOWN = "unknown"

    @property
    def said(self) -> str:
        """The word as a sentence has it."""
        return self.value.replace("_", " ")


def grounds_within(grounds: tuple[TrainedOn, ...], wanted: tuple[TrainedOn, ...]) -> bool:
    """Whether grounds are among those that are asked for; what is published on a ground is disclosed, too."""
    if TrainedOn.DISCLOSED in wanted and TrainedOn.UNKNOWN not in grounds:
        return True
    return set(grounds) <= set(wanted)


@dataclass(frozen=True)
class TrainingTerm:
    """What a model was trained on: on which grounds, in what words, where those stand and since when.

    `day` is when they were read, in ISO 8601. Without a statement it is unknown.
    """

    grounds: tuple[TrainedOn, ...] = (TrainedOn.UNKNOWN,)
    says: str = ""
    source: str = ""
    day: str = ""

    @property
    def sentence(self) -> str:
        """`Trained on licensed and owned material: "..." (legal/letter.pdf, 2026-09-14).`"""
        if TrainedOn.UNKNOWN in self.grounds:
            said = "What it was trained on is unknown"
        elif self.grounds == (TrainedOn.DISCLOSED,):
            said = "What it was trained on is published"
        else:
            said = f"Trained on {' and '.join(ground.said for ground in self.grounds)} material"
        read = ", ".join(part for part in (self.source, self.day) if part)
        return f"{said}{f': {self.says}' if self.says else ''}{f' ({read})' if read else ''}."
