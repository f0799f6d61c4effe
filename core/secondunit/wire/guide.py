"""Guides: what a host's scene knows of a shot's frames, for a model that keeps to it.

A guide is a sequence of data, no picture: depth, normals, edges, a pose, motion or the mask of an object. The
shot's camera is the brief's own `camera`, and key frames are references with a frame.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING

from .camera import DECIMALS, PARTS
from .errors import OutOfRange, WrongType
from .frames import FrameRange
from .guide_kind import GuideKind
from .occluder import FARTHEST
from .picture import Format
from .rate import Rate
from .value import dataclass

if TYPE_CHECKING:
    from .camera import CameraTrack

#: The most guides of one brief.
MOST_GUIDES = 16


@dataclass(frozen=True)
class Guide:
    """One guide on disk: a sequence of files with the shot's frame numbers.

    `channels` are those of the files that hold it, by default those of its kind. A depth is in units of
    `scale` metres, or one over that where it is `inverse`; `near` and `far` are what of it is shown white and
    black, in metres, 0 for the nearest and the farthest of the shot. `object` is what a mask is of. `camera`
    is the digest of the camera that saw it (`camera_digest`), empty where that is not known.
    """

    kind: GuideKind
    path: str
    frames: FrameRange
    rate: Rate
    format: Format
    channels: tuple[str, ...] = ()
    #: Which part of an EXR of several parts it is in; empty for the first that has colour.
    part: str = ""
    first_in_file: int | None = field(default=None, metadata={"unit": "frames"})
    scale: float = field(default=1.0, metadata={"unit": "m"})
    near: float = field(default=0.0, metadata={"unit": "m"})
    far: float = field(default=0.0, metadata={"unit": "m"})
    object: str = ""
    camera: str = ""
    #: Its files hold one over the depth, 0 where nothing is, as Nuke's ScanlineRender gives it.
    inverse: bool = False

    def __post_init__(self) -> None:
        if not self.path:
            raise WrongType("A guide needs the path of its files.", where="path")
        if self.channels and len(self.channels) != len(self.kind.channels):
            raise OutOfRange(
                f"A guide of {self.kind.value} has {len(self.kind.channels)} channels.", where="channels"
            )
        if not 0.0 < self.scale <= FARTHEST:
            raise OutOfRange(f"A unit of depth is up to {FARTHEST:,.0f} metres.", where="scale")
        if self.inverse and self.kind is not GuideKind.DEPTH:
            raise OutOfRange("Only a depth is one over its value.", where="inverse")
        if min(self.near, self.far) < 0.0 or (self.far and self.far <= self.near):
            raise OutOfRange("What is far lies behind what is near, in metres.", where="far")

    @property
    def name(self) -> str:
        """What it is called in a sentence: `depth`, or `mask of Car`."""
        return f"{self.kind.value} of {self.object}" if self.object else self.kind.value

    def file_frame(self, frame: int) -> int:
        """The number that the shot's `frame` has in the files."""
        start = self.frames.first if self.first_in_file is None else self.first_in_file
        return frame - self.frames.first + start


def require_apart(guides: Iterable[Guide]) -> None:
    """Raise `OutOfRange` where there are too many guides, or two of the same."""
    seen: set[tuple[GuideKind, str]] = set()
    for number, guide in enumerate(guides):
        if number >= MOST_GUIDES:
            raise OutOfRange(f"There are at most {MOST_GUIDES} guides.", where="guides")
        if (guide.kind, guide.object) in seen:
            raise OutOfRange(
                f"There are two guides of {guide.name}.",
                remedy="Take one away; masks are told apart by their object.", where=f"guides[{number}]",
            )  # fmt: skip
        seen.add((guide.kind, guide.object))


def camera_digest(track: CameraTrack, frames: FrameRange) -> str:
    """The SHA-256 (hex) of a camera over these frames: where it stands, how it is turned, its lens."""
    from hashlib import sha256  # a host's start is short

    digest = sha256()
    for frame in frames:
        sample = track.sample(frame)
        values = (round(getattr(sample, name), DECIMALS) + 0.0 for name in PARTS)
        digest.update(" ".join(f"{value:.{DECIMALS}f}" for value in values).encode() + b"\n")
    return digest.hexdigest()
