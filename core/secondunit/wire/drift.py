"""Drift: how far a character's face in a take is from the pictures that were pinned for it.

It compares pictures and names nobody: no value here says that two are one person, and none is a per cent.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from .value import dataclass

#: Distances (Euclidean, of 128 numbers) up to which a face is close to its references, and up to which nobody
#: can tell. Above the second no pair of one person was measured. See docs/decisions/126.
CLOSE, FARTHEST = 0.45, 0.65
#: A correlation from which a face is taken for a reference's own picture, pasted.
PASTED = 0.93


class DriftWord(str, Enum):
    """What may be said of a distance."""

    CLOSE = "close to the references"
    UNCLEAR = "cannot tell, please look"
    FAR = "farther than any same-person pair measured"
    WITHHELD = "not measured"


def drift_word(distance: float | None) -> DriftWord:
    """What may be said of a distance; None where none was measured."""
    if distance is None:
        return DriftWord.WITHHELD
    if distance <= CLOSE:
        return DriftWord.CLOSE
    return DriftWord.UNCLEAR if distance <= FARTHEST else DriftWord.FAR


@dataclass(frozen=True)
class FrameDrift:
    """A frame: how far its face is from the nearest reference, or why nothing is said of it.

    `box` is left, top, width and height of the face, parts (0 to 1) of the picture; empty without a face.
    """

    frame: int
    distance: float | None = None
    withheld: str = ""
    box: tuple[float, ...] = ()

    @property
    def word(self) -> DriftWord:
        """What may be said of its distance."""
        return drift_word(self.distance)


@dataclass(frozen=True)
class WithheldFrames:
    """A reason why nothing is said of a face: in how many frames, and the first of them."""

    reason: str
    count: int
    first: int


@dataclass(frozen=True)
class DriftFigures:
    """What the frames of a drift come to: how many there are, the farthest, the one at the median, and why
    others were withheld. `worst` and `middle` are None where none was measured."""

    frames: int = 0
    worst: FrameDrift | None = None
    middle: FrameDrift | None = None
    withheld: tuple[WithheldFrames, ...] = ()


@dataclass(frozen=True)
class CharacterDrift:
    """The drift of one character in a take, frame by frame, from `references` pictures of its version.

    `copied` is how alike the nearest frame, `copied_frame`, and a reference's very picture are, -1 to 1; that
    reference is the file named `copied_from`. `remarks` say what its references lack and that nothing was
    kept of a face. A list of takes has `figures` and no `frames`.
    """

    character: str
    version: int
    references: int
    frames: tuple[FrameDrift, ...] = ()
    copied: float = 0.0
    copied_from: str = ""
    copied_frame: int | None = None
    remarks: tuple[str, ...] = ()
    figures: DriftFigures | None = None

    @property
    def in_list(self) -> CharacterDrift:
        """As a list of takes has it: what its frames come to, and none of them."""
        return replace(self, frames=(), figures=self.figures or self._figures())

    def _figures(self) -> DriftFigures:
        # Of two in the middle the nearer one.
        ordered = sorted(self.measured, key=lambda frame: frame.distance or 0.0)
        reasons: dict[str, list[int]] = {}
        for frame in self.frames:
            if frame.withheld:
                reasons.setdefault(frame.withheld, []).append(frame.frame)
        return DriftFigures(
            len(self.frames),
            max(self.measured, key=lambda frame: frame.distance or 0.0, default=None),
            ordered[(len(ordered) - 1) // 2] if ordered else None,
            tuple(WithheldFrames(reason, len(frames), frames[0]) for reason, frames in reasons.items()),
        )

    @property
    def measured(self) -> tuple[FrameDrift, ...]:
        """The frames that have a distance."""
        return tuple(frame for frame in self.frames if frame.distance is not None)

    @property
    def worst(self) -> FrameDrift | None:
        """The frame that is farthest away; None where none was measured."""
        return (self.figures or self._figures()).worst

    @property
    def middle(self) -> FrameDrift | None:
        """The frame at the median distance; None where none was measured."""
        return (self.figures or self._figures()).middle

    @property
    def median(self) -> float | None:
        """The median of its distances, of two in the middle the nearer; None where none was measured."""
        middle = self.middle
        return middle.distance if middle is not None else None

    @property
    def word(self) -> DriftWord:
        """What may be said of its median."""
        return drift_word(self.median)

    @property
    def pasted(self) -> bool:
        """Whether a reference's own picture is in it."""
        return self.copied >= PASTED

    @property
    def amber(self) -> bool:
        """Whether to look at it: the median is not close, one frame is far, or a reference is pasted."""
        worst = self.worst
        far = worst is not None and worst.word is DriftWord.FAR
        return far or self.pasted or self.word in (DriftWord.UNCLEAR, DriftWord.FAR)

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        who = f"{self.character} v{self.version:03d}"
        worst, middle = self.worst, self.middle
        if worst is None or middle is None or self.median is None or worst.distance is None:
            return f"{who}: {DriftWord.WITHHELD.value} ({self.reasons or 'no frames'})."
        said = (
            f"{who}: {self.word.value}, median {self.median:.2f} (frame {middle.frame}), "
            f"worst {worst.distance:.2f} in frame {worst.frame}"
        )
        if worst.word is not self.word:
            said += f": {worst.word.value}"
        if self.reasons:
            said += f"; withheld: {self.reasons}"
        if self.pasted:
            said += f"; frame {self.copied_frame} is {self.copied_from} itself, pasted ({self.copied:.2f})"
        return said + "."

    @property
    def reasons(self) -> str:
        """Why frames were withheld, each reason with how many and the first of them."""
        figures = self.figures or self._figures()
        return ", ".join(
            f"{one.reason} in {one.count} of {figures.frames} frames from {one.first}"
            for one in figures.withheld
        )
