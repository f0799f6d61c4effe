"""A matte drawn by hand: its shapes over time, what is asked to be written of it, and what was written.

Places are in pixels of the plate's format, 0, 0 the top left corner of its first pixel: the middle of that
pixel is 0.5, 0.5. Lengths (a brush's radius, feather) are in the height of a pixel: where pixels are oblong
a brush is round on the screen.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field, replace
from enum import Enum
from math import isfinite

from .errors import BadPicture, OutOfRange, WrongType
from .frames import FrameRange
from .frozen import FrozenMap
from .name import check_name
from .picture import LARGEST_SIDE, Format, Window
from .plate import Matte, Plate
from .value import dataclass

#: The most shapes of a drawing, points of a shape and keys of a shape.
MOST_SHAPES, MOST_POINTS, MOST_KEYS = 500, 4000, 10_000
#: The most points of a drawing over all keys of all its shapes: in writing some 50 MB at most.
MOST_PLACES = 1_000_000
#: The widest feather and brush, in pixels.
MOST_FEATHER, MOST_RADIUS = 1000.0, 2000.0
#: How far beyond the picture a point may lie, in pixels.
FARTHEST = 4.0 * LARGEST_SIDE


class ShapeKind(str, Enum):
    """How the points of a shape are meant: as the corners of an area, or as the way of a round brush."""

    POLYGON = "polygon"
    STROKE = "stroke"


@dataclass(frozen=True)
class ShapeKey:
    """Where the points of a shape are at a frame: x and y in turn, in pixels."""

    frame: int
    points: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.points) % 2 or not self.points or len(self.points) > 2 * MOST_POINTS:
            raise WrongType(f"A shape has 1 to {MOST_POINTS:,} points, x and y in turn.", where="points")
        if not all(isfinite(value) and abs(value) <= FARTHEST for value in self.points):
            raise OutOfRange("A point lies too far outside of the picture.", where="points")

    @property
    def pairs(self) -> tuple[tuple[float, float], ...]:
        """The points as x, y."""
        return tuple(zip(self.points[::2], self.points[1::2]))  # noqa: B905 - Python 3.10 hosts; even by check


@dataclass(frozen=True)
class MatteShape:
    """One area or stroke: between two keys its points move in straight lines, before and after they stand.

    `feather` is how far it fades, as a straight ramp over the distance: outside of its edge, and inside of
    it where it is negative. `radius` is the brush's, of a stroke alone. What `subtracts` takes away from what
    was drawn before it. Raises `WrongType`, `OutOfRange`.
    """

    kind: ShapeKind
    keys: tuple[ShapeKey, ...]
    feather: float = field(default=0.0, metadata={"unit": "px"})
    radius: float = field(default=0.0, metadata={"unit": "px"})
    subtracts: bool = False

    def __post_init__(self) -> None:
        if not self.keys or len(self.keys) > MOST_KEYS:
            raise WrongType(f"A shape has 1 to {MOST_KEYS:,} keys.", where="keys")
        if any(a.frame >= b.frame for a, b in zip(self.keys, self.keys[1:])):  # noqa: B905 - one shorter
            raise WrongType("The keys of a shape stand in order, one a frame.", where="keys")
        if len({len(key.points) for key in self.keys}) > 1:
            raise WrongType("Every key of a shape has as many points.", where="keys")
        if self.kind is ShapeKind.POLYGON and len(self.keys[0].points) < 6:
            raise WrongType("A polygon has at least three points.", where="keys")
        if not abs(self.feather) <= MOST_FEATHER:
            raise OutOfRange(f"Feather is at most {MOST_FEATHER:g} pixels.", where="feather")
        lowest = 0.0 if self.kind is ShapeKind.POLYGON else 0.1
        if not lowest <= self.radius <= MOST_RADIUS:
            raise OutOfRange(f"A brush has a radius of 0.1 to {MOST_RADIUS:g} pixels.", where="radius")

    def points_at(self, frame: int) -> tuple[float, ...]:
        """x and y in turn at a frame: linear between two keys."""
        frames = [key.frame for key in self.keys]
        after = bisect_right(frames, frame)
        if after == 0 or after == len(self.keys):
            return self.keys[min(after, len(self.keys) - 1)].points
        a, b = self.keys[after - 1], self.keys[after]
        share = (frame - a.frame) / (b.frame - a.frame)
        return tuple(p + (q - p) * share for p, q in zip(a.points, b.points))  # noqa: B905 - as many, by check

    def has_key(self, frame: int) -> bool:
        """Whether a key stands at a frame."""
        return any(key.frame == frame for key in self.keys)

    def with_key(self, frame: int, points: tuple[float, ...]) -> MatteShape:
        """The shape with its points there at a frame, by a key of that frame."""
        others = tuple(key for key in self.keys if key.frame != frame)
        return replace(
            self, keys=tuple(sorted((*others, ShapeKey(frame, points)), key=lambda key: key.frame))
        )

    def without_key(self, frame: int) -> MatteShape:
        """The shape without its key at a frame; its last key stays."""
        others = tuple(key for key in self.keys if key.frame != frame)
        return replace(self, keys=others) if others else self


@dataclass(frozen=True)
class DrawnMatte:
    """A drawing: shapes over the frames and the format of its plate, each laid over those before it."""

    frames: FrameRange
    format: Format
    shapes: tuple[MatteShape, ...] = ()

    def __post_init__(self) -> None:
        self.frames.require_at_most()
        if len(self.shapes) > MOST_SHAPES:
            raise OutOfRange(f"A drawing holds at most {MOST_SHAPES} shapes.", where="shapes")
        if sum(len(shape.keys) * len(shape.keys[0].points) for shape in self.shapes) > 2 * MOST_PLACES:
            raise OutOfRange(
                f"A drawing holds at most {MOST_PLACES:,} points over all its keys.",
                remedy="Draw with fewer keys or points, or draw two mattes.",
                where="shapes",
            )


@dataclass(frozen=True)
class MatteLook:
    """What is asked when a drawing is looked at: a frame of it, about `width` pixels across, or a part."""

    drawing: DrawnMatte
    frame: int
    width: int = field(default=960, metadata={"unit": "px"})
    crop: Window | None = None

    def __post_init__(self) -> None:
        if not 16 <= self.width <= 8192:
            raise OutOfRange(f"A picture is 16 to 8192 pixels across, not {self.width}.", where="width")


@dataclass(frozen=True)
class MatteWish:
    """What is asked to be written: a drawing for a plate of a shot, under a name of letters and digits."""

    show: str
    shot: str
    name: str
    drawing: DrawnMatte
    plate: Plate

    def __post_init__(self) -> None:
        for where in ("show", "shot", "name"):
            check_name(where, getattr(self, where))
        if self.drawing.format != self.plate.format:
            raise BadPicture(
                f"The drawing is for a plate of {self.drawing.format}; this one is {self.plate.format}.",
                where="drawing.format",
            )


@dataclass(frozen=True)
class MatteRecord:
    """What lies beside a drawn matte's files: the drawing, its plate, and the SHA-256 of every file."""

    drawing: DrawnMatte
    show: str
    shot: str
    name: str
    version: int
    #: The plate that it was drawn over.
    plate: str = ""
    user: str = ""
    created: str = ""
    files: FrozenMap[str] = FrozenMap()


@dataclass(frozen=True)
class WrittenMatte:
    """A drawn matte on disk: its name and version, and the matte that a brief names."""

    name: str
    version: int
    matte: Matte
    created: str = ""


@dataclass(frozen=True)
class WrittenMatteList:
    """The drawn mattes of a shot, the newest version of each first."""

    mattes: tuple[WrittenMatte, ...] = ()


@dataclass(frozen=True)
class MatteFiles:
    """What is asked when a drawn matte is opened again: the pattern of its files.

    `unread` is true where its shapes alone are wanted: whether somebody changed its files is not looked at.
    """

    path: str
    show: str = ""
    unread: bool = False


@dataclass(frozen=True)
class OpenedMatte:
    """A drawn matte as it was drawn, and whose files are no longer what was written: changed, or missing."""

    record: MatteRecord
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
