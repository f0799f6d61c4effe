"""What stands in the shot before an element, or in the middle of it: a car that smoke goes behind."""

from __future__ import annotations

from dataclasses import field

from .errors import MissingField, OutOfRange, WrongType
from .frames import FrameRange
from .plate import Matte
from .value import dataclass

#: The farthest that anything stands, the thickest that it is, and the most metres a unit, in metres.
FARTHEST = 10_000.0


@dataclass(frozen=True)
class DepthFiles:
    """How deep each pixel of the shot is, on disk: units of `scale` metres along the camera's axis.

    With `inverse` the files hold one over that, as a ScanlineRender of Nuke writes it. Where they hold 0,
    infinity or no number, nothing is known.
    """

    path: str
    frames: FrameRange
    channel: str = "Z"
    scale: float = field(default=1.0, metadata={"unit": "m"})
    inverse: bool = False
    #: Which part of an EXR of several parts it is in; empty for the first that has colour.
    part: str = ""
    first_in_file: int | None = field(default=None, metadata={"unit": "frames"})

    def __post_init__(self) -> None:
        if not self.path:
            raise WrongType("A depth needs the path of its files.", where="path")
        if not 0.0 < self.scale <= FARTHEST:
            raise OutOfRange(f"A unit of depth is up to {FARTHEST:,.0f} metres.", where="scale")

    @property
    def matte(self) -> Matte:
        """The files with their numbers, as those of a matte are named."""
        return Matte(self.path, self.frames, self.channel, False, self.part, self.first_in_file)


@dataclass(frozen=True)
class Occluder:
    """What stands in the shot: an element is held out where it is behind it, and nowhere else.

    `matte` is what it covers; without one it is all that the depth knows. It stands `distance` metres from
    the camera along its axis, or as `depth` says. Where it is so many metres thick (`thickness`) gas flows
    around it, too.
    """

    matte: Matte | None = None
    distance: float = field(default=0.0, metadata={"unit": "m"})
    depth: DepthFiles | None = None
    thickness: float = field(default=0.0, metadata={"unit": "m"})

    def __post_init__(self) -> None:
        for name in ("distance", "thickness"):
            if not 0.0 <= getattr(self, name) <= FARTHEST:
                raise OutOfRange(f"The {name} of a holdout is 0 to {FARTHEST:,.0f} metres.", where=name)
        if self.matte is not None and self.depth is None and self.distance == 0.0:
            raise MissingField(
                "Nobody says how far what is held out stands from the camera.",
                remedy="Give its distance in metres, or a depth.",
                where="distance",
            )
        if self.thickness > 0.0 and self.stands and self.distance == 0.0:
            raise MissingField(
                "Gas flows around what stands at a distance, and nobody says it.",
                remedy="Give its distance in metres beside the depth.",
                where="distance",
            )

    @property
    def stands(self) -> bool:
        """Whether there is anything."""
        return self.matte is not None or self.depth is not None
