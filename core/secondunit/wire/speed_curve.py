"""The speed curve as it is typed: places of the plate by frame, or speeds from one frame to the next.

`1001=1001, 1049=1013` says places, straight between them; `1001=100%, 1025=25%` says speeds, each from its
frame on. Whichever is said, a `Retime` holds places.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from .errors import OutOfRange, WrongType
from .frames import FrameRange
from .retime import SLOWEST
from .speed import SpeedKey, read_keys, require_order
from .value import dataclass

if TYPE_CHECKING:  # it loads decimal, and a host's start is short
    from fractions import Fraction

PERCENT = "%"


@dataclass(frozen=True)
class SpeedChange:
    """A frame of the retime from which on it runs at `percent` of its plate's speed; below 0 backward."""

    frame: int
    percent: int | float

    def __post_init__(self) -> None:
        if not (isfinite(self.percent) and abs(self.percent) <= 100 * SLOWEST):
            raise OutOfRange(
                f"The speed at frame {self.frame} is out of range.",
                remedy=f"Stay within {100 * SLOWEST:,.0f} percent.",
                where="percent",
            )

    @classmethod
    def parse(cls, text: str) -> SpeedChange:
        """The change that `1025=25%` says; raises `WrongType`, `OutOfRange`."""
        frame, _, speed = text.partition("=")
        try:
            return cls(int(frame), float(speed.strip().removesuffix(PERCENT)))
        except ValueError:
            raise WrongType(
                f"{text.strip()[:40]!r} is no speed of a curve.",
                remedy="Say a frame of the take and a share of the plate's speed: 1025=25%.",
            ) from None


Curve: TypeAlias = tuple[SpeedKey, ...] | tuple[SpeedChange, ...]


def read_curve(text: str) -> Curve:
    """The keys of a curve as they were typed, by place or by speed; raises `WrongType`, `OutOfRange`."""
    parts = [part for part in text.split(",") if part.strip()]
    by_speed = [part.strip().endswith(PERCENT) for part in parts]
    if not any(by_speed):
        keys = read_keys(text)
        require_order(keys)
        return keys
    if not all(by_speed):
        raise WrongType(
            "A curve says places of the plate or speeds, not both.",
            remedy="Say 1001=1001, 1049=1013 or 1001=100%, 1025=25%.",
        )
    changes = tuple(map(SpeedChange.parse, parts))
    require_order(SpeedKey(change.frame, 0) for change in changes)
    return changes


def keys_of(curve: Curve, frames: FrameRange) -> tuple[SpeedKey, ...]:
    """A curve as places of the plate, for a take of `frames`.

    By speed the take's first frame, or a change before it, is the plate's of that number, and until the first
    change it runs as the plate does; a change beyond the take's frames is left out.
    """
    changes = [key for key in curve if isinstance(key, SpeedChange) and key.frame <= frames.last]
    if not changes:
        places = tuple(key for key in curve if isinstance(key, SpeedKey))
        return places or (_ends(frames) if curve else ())
    from fractions import Fraction

    first = min(frames.first, changes[0].frame)
    place, frame, speed = Fraction(first), first, Fraction(1)
    keys: dict[int, Fraction] = {first: place}
    for change in changes:
        place += (change.frame - frame) * speed
        keys[change.frame] = place
        frame, speed = change.frame, Fraction(str(change.percent)) / 100
    keys[frames.last] = place + (frames.last - frame) * speed
    return tuple(SpeedKey(at, _number(place)) for at, place in keys.items())


def _ends(frames: FrameRange) -> tuple[SpeedKey, ...]:
    """The plate as it was shot: every change comes after the take's frames."""
    return tuple(SpeedKey(frame, frame) for frame in dict.fromkeys((frames.first, frames.last)))


def _number(place: Fraction) -> int | float:
    return int(place) if place.denominator == 1 else float(place)
