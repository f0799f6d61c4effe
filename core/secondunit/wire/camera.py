"""The shot's camera: where it stands, how it is turned and what its lens takes in, frame by frame.

The world is in metres, right-handed, y up, its ground at y = 0; a camera that is not turned looks along -z,
with x to the right of frame. Knows no host and no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from math import isfinite

from .errors import EmptyFrames, OutOfRange, TooManyFrames
from .frames import HIGHEST, LOWEST, FrameRange
from .value import dataclass

#: The most frames of a track: its brief stays below what the service takes in one request.
LONGEST_TRACK = 10_000
#: A place farther out than this, in metres, is a mistake in the units.
FARTHEST = 1e7
#: To so many decimals of a metre, a degree or a millimetre tracks are kept: far below a pixel.
DECIMALS = 6

#: One value that holds for every frame, or one a frame.
Curve = tuple[float, ...]


@dataclass(frozen=True)
class CameraSample:
    """A camera at one frame.

    `x`, `y`, `z` in metres; `rx`, `ry`, `rz` in degrees, turned about z first, then x, then y. `focal` is the
    focal length and `back` the width of the film back that the format exposes, in millimetres; of an
    anamorphic lens it is the back's width times the squeeze. `tall` is the height that the format exposes, 0
    where the format's own shape says it. `shift_x` and `shift_y` are how far the middle of the frame lies to
    the right of and above the lens's axis, as shares of the frame's width and height. Raises `OutOfRange`.
    """

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    rx: float = 0.0
    ry: float = 0.0
    rz: float = 0.0
    focal: float = 35.0
    back: float = 36.0
    tall: float = 0.0
    shift_x: float = 0.0
    shift_y: float = 0.0

    def __post_init__(self) -> None:
        for part in fields(self):
            check_value(part.name, getattr(self, part.name))


#: What a sample has, each a curve of a track by the same name.
PARTS = tuple(part.name for part in fields(CameraSample))
_RANGES = {
    **dict.fromkeys(("x", "y", "z"), (-FARTHEST, FARTHEST, "m", "place")),
    **dict.fromkeys(("rx", "ry", "rz"), (-360_000.0, 360_000.0, "degrees", "rotation")),
    "focal": (0.1, 100_000.0, "mm", "focal length"),
    "back": (0.1, 10_000.0, "mm", "film back"),
    "tall": (0.0, 10_000.0, "mm", "film back's height"),
    **dict.fromkeys(("shift_x", "shift_y"), (-10.0, 10.0, "of the frame", "shift")),
}
#: The frame is at most this many times as wide as the focal length is long.
WIDEST = 100.0


def check_value(name: str, value: float) -> None:
    """Raise `OutOfRange` unless a part of a sample can be of a camera."""
    low, high, unit, label = _RANGES[name]
    if not isfinite(value) or not low <= value <= high:
        raise OutOfRange(
            f"A camera's {label} of {value:g} {unit} is not one a camera has.",
            remedy=f"It is within {low:g} to {high:g} {unit}: see the units, and the scale of the scene.",
            where=name,
        )


@dataclass(frozen=True)
class CameraTrack:
    """A camera over the frames of a shot: a curve for each part of a `CameraSample`.

    A curve has one value, which holds, or one a frame from `first` on; before the first and after the last
    the nearest holds. `label` is what it was called where it came from. Raises `OutOfRange`, `EmptyFrames`,
    `TooManyFrames`.
    """

    first: int
    x: Curve
    y: Curve
    z: Curve
    rx: Curve
    ry: Curve
    rz: Curve
    focal: Curve
    back: Curve
    tall: Curve = (0.0,)
    shift_x: Curve = (0.0,)
    shift_y: Curve = (0.0,)
    label: str = ""

    def __post_init__(self) -> None:
        if not LOWEST <= self.first <= HIGHEST:
            raise OutOfRange(
                f"Frame {self.first} is no frame of a shot.",
                remedy=f"Frames are numbered from {LOWEST} to {HIGHEST}.",
                where="first",
            )
        if len(self.label) > 200:
            raise OutOfRange(
                "A camera's name is too long.", remedy="Use up to 200 characters.", where="label"
            )
        for name in PARTS:
            # One text for one value: a whole number and minus nothing are written like the others.
            object.__setattr__(self, name, tuple(float(number) + 0.0 for number in getattr(self, name)))
        long = len(self)
        for name in PARTS:
            curve: Curve = getattr(self, name)
            if not curve:
                raise EmptyFrames("A camera's curve holds no value.", where=name)
            if len(curve) > LONGEST_TRACK:
                raise TooManyFrames(
                    f"A camera of {len(curve):,} frames is too long; {LONGEST_TRACK:,} is the most.",
                    remedy="Take the shot's own frames of it.",
                    where=name,
                )
            if len(curve) not in (1, long):
                raise OutOfRange(
                    f"A camera's curve has {len(curve)} values where the others have {long}.",
                    remedy="Each curve has one value, or one a frame.",
                    where=name,
                )
            for number in curve:
                check_value(name, number)
        for n in range(long):
            self._check_angle(self.first + n)

    def __len__(self) -> int:
        return max(len(getattr(self, name)) for name in PARTS)

    @property
    def still(self) -> bool:
        """Whether nothing of it changes from frame to frame."""
        return len(self) == 1

    @property
    def frames(self) -> FrameRange:
        """The frames that it is known for."""
        return FrameRange.starting(self.first, len(self))

    def sample(self, frame: int) -> CameraSample:
        """The camera at a frame."""
        return CameraSample(**{name: self._value(name, frame) for name in PARTS})

    def scaled(self, metres: float) -> CameraTrack:
        """The track of a scene whose unit is so many metres."""
        if metres == 1.0:
            return self
        x, y, z = (tuple(metres * place for place in curve) for curve in (self.x, self.y, self.z))
        return replace(self, x=x, y=y, z=z)

    @classmethod
    def of(cls, first: int, samples: Sequence[CameraSample], label: str = "") -> CameraTrack:
        """The track of one sample a frame from `first` on; what does not change becomes one value."""
        if not samples:
            raise EmptyFrames("A camera holds no frame.")
        curves: dict[str, Curve] = {}
        for name in PARTS:
            curve = tuple(round(getattr(sample, name), DECIMALS) + 0.0 for sample in samples)
            curves[name] = curve[:1] if len(set(curve)) == 1 else curve
        return cls(first, **curves, label=label[:200])

    def _value(self, name: str, frame: int) -> float:
        curve: Curve = getattr(self, name)
        return curve[min(max(frame - self.first, 0), len(curve) - 1)] if len(curve) > 1 else curve[0]

    def _check_angle(self, frame: int) -> None:
        if max(self._value("back", frame), self._value("tall", frame)) > WIDEST * self._value("focal", frame):
            raise OutOfRange(
                f"At frame {frame} the film back is more than {WIDEST:g} times the focal length.",
                remedy="See the units of both: they are in millimetres.",
                where="focal",
            )
