"""Drift: how far a character's face in a take is from the pictures that were pinned for it.

It compares pictures and names nobody: no value here says that two are one person, and none is a per cent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .drift_scale import PASTED, DriftScale, DriftWord, SecondOpinion
from .drift_sentence import drift_sentence
from .value import dataclass


@dataclass(frozen=True)
class MeasuringConsent:
    """Whether the likenesses in a take may be measured, as its show says when the take is delivered.

    `lacking` are those without whose consent nothing of it is measured; `why` has a sentence for each.
    """

    lacking: tuple[str, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why nothing is measured, as a drift has it; empty where it may be."""
        if not self.lacking:
            return ""
        *others, last = self.lacking
        names = f"{', '.join(others)} and {last}" if others else last
        return f"no consent to measure {names}'s likeness"


@dataclass(frozen=True)
class FrameDrift:
    """A frame: how far its face is from the nearest reference, or why nothing is said of it.

    `box` is left, top, width and height of the face, parts (0 to 1) of the picture; empty without a face.
    `second` is how far a second network has it. `wording` is what may be said of it where that is not what
    the usual thresholds say of `distance`.
    """

    frame: int
    distance: float | None = None
    withheld: str = ""
    box: tuple[float, ...] = ()
    second: float | None = None
    wording: DriftWord | None = None

    @property
    def word(self) -> DriftWord:
        """What may be said of it."""
        return self.wording or DriftScale().word(self.distance)


@dataclass(frozen=True)
class WithheldFrames:
    """A reason why nothing is said of a face: in how many frames, and the first of them."""

    reason: str
    count: int
    first: int


@dataclass(frozen=True)
class DriftFigures:
    """What the frames of a drift come to: how many there are, the farthest, the one at the median, why others
    were withheld, and the nearest. `worst`, `middle` and `nearest` are None where none was measured; by a
    second network they are other frames."""

    frames: int = 0
    worst: FrameDrift | None = None
    middle: FrameDrift | None = None
    withheld: tuple[WithheldFrames, ...] = ()
    second_worst: FrameDrift | None = None
    second_middle: FrameDrift | None = None
    nearest: FrameDrift | None = None


@dataclass(frozen=True)
class CharacterDrift:
    """The drift of one character in a take, frame by frame, from `references` pictures of its version.

    `copied` is how alike the nearest frame, `copied_frame`, and a reference's very picture are, -1 to 1; that
    reference is the file named `copied_from`. `remarks` say what its references lack and that nothing was
    kept of a face. Words go by `scale`, and by that of a `second` network where one was there. `apart` is how
    far the references are from one another at most. A list of takes has `figures` and no `frames`.
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
    scale: DriftScale = DriftScale()
    second: SecondOpinion | None = None
    apart: float = 0.0

    @property
    def in_list(self) -> CharacterDrift:
        """As a list of takes has it: what its frames come to, and none of them."""
        if self.figures is not None and not self.frames:
            return self
        return replace(self, frames=(), figures=self.figures or self._figures())

    def _figures(self) -> DriftFigures:
        reasons: dict[str, list[int]] = {}
        for frame in self.frames:
            if frame.withheld:
                reasons.setdefault(frame.withheld, []).append(frame.frame)
        worst, middle = _figures_by(self.frames, lambda frame: frame.distance)
        second_worst, second_middle = _figures_by(self.frames, lambda frame: frame.second)
        withheld = (WithheldFrames(reason, len(frames), frames[0]) for reason, frames in reasons.items())
        nearest = min(self.measured, key=lambda frame: frame.distance or 0.0, default=None)
        return DriftFigures(
            len(self.frames), worst, middle, tuple(withheld), second_worst, second_middle, nearest
        )

    @property
    def measured(self) -> tuple[FrameDrift, ...]:
        """The frames that have a distance."""
        return tuple(frame for frame in self.frames if frame.distance is not None)

    @property
    def summary(self) -> DriftFigures:
        """What its frames come to."""
        return self.figures or self._figures()

    @property
    def worst(self) -> FrameDrift | None:
        """The frame that is farthest away; None where none was measured."""
        return self.summary.worst

    @property
    def faces(self) -> tuple[FrameDrift, ...]:
        """The frames whose faces stand for it: the nearest and the farthest, once where they are one."""
        figures = self.summary
        ends = (figures.nearest, figures.worst)
        return tuple(dict.fromkeys(frame for frame in ends if frame is not None and len(frame.box) == 4))

    @property
    def middle(self) -> FrameDrift | None:
        """The frame at the median distance; None where none was measured."""
        return self.summary.middle

    @property
    def median(self) -> float | None:
        """The median of its distances, of two in the middle the nearer; None where none was measured."""
        middle = self.middle
        return middle.distance if middle is not None else None

    @property
    def words(self) -> tuple[DriftWord, ...]:
        """What each network says of its own median: one word or two."""
        own, other = self.scale.word(self.median), self.summary.second_middle
        if self.second is None or other is None:
            return (own,)
        return own, self.second.scale.word(other.second)

    @property
    def word(self) -> DriftWord:
        """What may be said of its median: nobody can tell where two networks disagree."""
        return self.words[0] if len(set(self.words)) == 1 else DriftWord.UNCLEAR

    @property
    def pasted(self) -> bool:
        """Whether a reference's own picture is in it."""
        return self.copied >= PASTED

    @property
    def torn(self) -> bool:
        """Whether its references are farther from one another than pictures of one person are."""
        return self.apart > self.scale.far

    @property
    def amber(self) -> bool:
        """Whether to look at it: it is not close, a network has a frame far, its references disagree, or one
        of them is pasted."""
        worst, second = self.summary.worst, self.summary.second_worst
        far = worst is not None and self.scale.word(worst.distance) is DriftWord.FAR
        if second is not None and self.second is not None:
            far = far or self.second.scale.word(second.second) is DriftWord.FAR
        unclear = self.word in (DriftWord.UNCLEAR, DriftWord.FAR)
        return far or unclear or self.pasted or (self.torn and worst is not None)

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        return drift_sentence(self)

    @property
    def reasons(self) -> str:
        """Why frames were withheld, each reason with how many and the first of them."""
        figures = self.summary
        return ", ".join(
            f"{one.reason} in {one.count} of {figures.frames} frames from {one.first}"
            for one in figures.withheld
        )


def _figures_by(
    frames: tuple[FrameDrift, ...], distance: Callable[[FrameDrift], float | None]
) -> tuple[FrameDrift | None, FrameDrift | None]:
    """The farthest frame and the one at the median by a distance; of two in the middle the nearer one."""
    ordered = sorted(
        (away, number) for number, frame in enumerate(frames) if (away := distance(frame)) is not None
    )
    if not ordered:
        return None, None
    farthest = max(ordered, key=lambda one: (one[0], -one[1]))
    return frames[farthest[1]], frames[ordered[(len(ordered) - 1) // 2][1]]
