"""A shot in the clips that a model can make: lengths, overlaps, the weights that join them, and the seam.

It knows frame numbers and differences of pixels; it does not know files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..wire.frames import FrameRange
from ..wire.intake import Intake
from .picture import Pixels


@dataclass(frozen=True)
class Clip:
    """`frames` of the shot, the first `overlap` of them also in the clip before; `count` is what is asked for.

    Where `count` is more than `frames` holds, the rest is only there because the model makes no shorter clip.
    """

    frames: FrameRange
    count: int
    overlap: int = 0


@dataclass(frozen=True)
class Seam:
    """How far two clips are apart where they overlap: RMS of sRGB-coded light, 0 to 1.

    `change` is the shot's own change from one frame to the next there.
    """

    frames: FrameRange
    apart: float
    change: float

    @property
    def remark(self) -> str:
        """One sentence for the take."""
        raise NotImplementedError


def lengths(intake: Intake) -> tuple[int, ...]:
    """The clip lengths a model makes, in frames, shortest first."""
    raise NotImplementedError


def split(frames: FrameRange, intake: Intake, overlap: int | None = None) -> tuple[Clip, ...]:
    """The clips that make `frames`: as few as can be, of even length, joined over about `overlap` frames."""
    raise NotImplementedError


def weights(clips: Sequence[Clip], frame: int) -> tuple[tuple[int, float], ...]:
    """Which clips show `frame`, by index, and with what weight; the weights sum to 1."""
    raise NotImplementedError


def blended(pictures: Sequence[Pixels], shares: Sequence[float]) -> Pixels:
    """Pictures of one frame, scene-linear, joined by weights; one picture alone comes back bit for bit."""
    raise NotImplementedError


def seam(frames: FrameRange, before: Sequence[Pixels], after: Sequence[Pixels]) -> Seam:
    """How well two clips meet: the same `frames`, (height, width, 3 or more) linear Rec.709-like, from each."""
    raise NotImplementedError
