"""A shot in the clips that a model can make: lengths, overlaps, the weights that join them, and the seam.

It knows frame numbers and differences of pixels; it does not know files.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..wire.errors import MissingFrames, OutOfRange
from ..wire.frames import FrameRange
from ..wire.intake import Intake
from . import curves
from .picture import Pixels

#: How many frames two clips share where nothing else is said; fewer where clips are short.
OVERLAP = 8


@dataclass(frozen=True)
class Clip:
    """`frames` of the shot, the first `overlap` of them also in the clip before; `count` are asked for.

    Where `count` is more than `frames` holds, the rest is there because the model makes no shorter clip.
    """

    frames: FrameRange
    count: int
    overlap: int = 0


@dataclass(frozen=True)
class Seam:
    """How far two clips are apart in the `frames` they share, as RMS of sRGB codes from 0 to 1.

    `change` is how much one frame differs from the next in either clip there: what the shot does by itself.
    """

    frames: FrameRange
    apart: float
    change: float

    @property
    def remark(self) -> str:
        """One sentence for the take."""
        share = f"; the picture itself changes by {self.change:.1%} a frame there" if self.change else ""
        many = f"s {self.frames.first}-{self.frames.last}" if len(self.frames) > 1 else f" {self.frames}"
        return f"Two clips were joined over frame{many}: they differ by {self.apart:.1%} (RMS){share}."


def lengths(intake: Intake) -> tuple[int, ...]:
    """The clip lengths a model makes, in frames, shortest first."""
    if intake.clips:
        return tuple(sorted(set(intake.clips)))
    return tuple(range(intake.least_frames, intake.most_frames + 1, intake.frame_step))


def split(frames: FrameRange, intake: Intake, overlap: int | None = None) -> tuple[Clip, ...]:
    """The clips that make `frames`: as few as can be, of even length, each sharing frames with the next.

    `overlap` is the least that two clips share: `OVERLAP`, or a quarter of the longest clip, when None; never
    more than lets each frame be in at most two clips. What the allowed lengths give beyond the shot goes into
    longer overlaps, up to twice that, then into frames after the shot's last that nobody needs. Raises
    `OutOfRange` where a model makes no clip.
    """
    allowed = lengths(intake)
    if not allowed or allowed[0] < 1:
        raise OutOfRange("The model makes no clip of any length.", where="intake")
    longest, total = allowed[-1], len(frames)
    if total <= longest:
        return (Clip(frames, _at_least(total, allowed)),)
    # Two overlaps never touch in a clip, so that no frame is in three.
    most = max(0, (longest - 1) // 2)
    shared = min(max(0, OVERLAP if overlap is None else overlap), most)
    if overlap is None:
        shared = min(shared, longest // 4)
    number = math.ceil((total - shared) / (longest - shared))
    counts: list[int] = []
    left = total + (number - 1) * shared
    for after in range(number, 0, -1):
        # A clip between two others holds both its overlaps.
        counts.append(_at_least(max(math.ceil(left / after), 2 * shared + 1), allowed))
        left -= counts[-1]
    return tuple(_placed(frames, counts, shared))


def weights(clips: Sequence[Clip], frame: int) -> tuple[tuple[int, float], ...]:
    """Which clips show `frame`, by index, and with what weight; the weights sum to 1.

    Where two clips overlap the later one comes in evenly. Raises `MissingFrames` where none has the frame.
    """
    indices = [index for index, clip in enumerate(clips) if frame in clip.frames]
    if not indices:
        raise MissingFrames(f"No clip has frame {frame}.", where=str(frame))
    shares: list[tuple[int, float]] = []
    rest = 1.0
    for index in reversed(indices[1:]):
        clip = clips[index]
        into = frame - clip.frames.first
        share = rest * min(1.0, (into + 1) / (clip.overlap + 1))
        shares.append((index, share))
        rest -= share
    shares.append((indices[0], rest))
    return tuple((index, share) for index, share in reversed(shares) if share > 0)


def blended(pictures: Sequence[Pixels], shares: Sequence[float]) -> Pixels:
    """Pictures of one frame, scene-linear, joined by weights; one picture alone comes back bit for bit."""
    if len(pictures) == 1:
        return pictures[0]
    total = np.zeros(pictures[0].shape, np.float32)
    for picture, share in zip(pictures, shares, strict=True):
        total += picture * np.float32(share)
    return total


def seam(frames: FrameRange, before: Sequence[Pixels], after: Sequence[Pixels]) -> Seam:
    """How well two clips meet: the same `frames` of the earlier and of the later one.

    Pixels are (height, width, 3 or more), scene-linear; they are compared as sRGB codes of their first three
    channels up to white, as one sees them.
    """
    first, second = [_shown(picture) for picture in before], [_shown(picture) for picture in after]
    apart = [_rms(picture, other) for picture, other in zip(first, second, strict=True)]
    steps = [_rms(picture, following) for side in (first, second) for picture, following in pairwise(side)]
    return Seam(frames, float(np.mean(apart)) if apart else 0.0, float(np.mean(steps)) if steps else 0.0)


def _at_least(frames: int, allowed: tuple[int, ...]) -> int:
    return next((length for length in allowed if length >= frames), allowed[-1])


def _placed(frames: FrameRange, counts: list[int], shared: int) -> list[Clip]:
    """Clips of these lengths, whose overlaps take what is over as far as they may."""
    over = sum(counts) - (len(frames) + (len(counts) - 1) * shared)
    clips = [Clip(FrameRange.starting(frames.first, min(counts[0], len(frames))), counts[0])]
    for number, count in enumerate(counts[1:], 1):
        last = clips[-1]
        joints = len(counts) - number
        # Neither clip's other overlap may be reached.
        room = min(len(last.frames) - last.overlap, count - 1 - (2 * shared if joints > 1 else 0)) - shared
        more = max(0, min(over // joints + (over % joints > 0), shared, room))
        over -= more
        first = last.frames.last + 1 - shared - more
        final = min(first + count - 1, frames.last)
        clips.append(Clip(FrameRange(first, final), count, shared + more))
    return clips


def _shown(pixels: Pixels) -> npt.NDArray[np.float32]:
    light = np.nan_to_num(pixels[..., :3].astype(np.float32), nan=0.0, posinf=1.0, neginf=0.0)
    return np.asarray(curves.srgb(light, 1.0, 1.0), np.float32)


def _rms(picture: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    return float(np.sqrt(np.mean((picture - other).astype(np.float64) ** 2)))
