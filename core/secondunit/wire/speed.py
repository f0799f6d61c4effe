"""The speed curve: which place of a plate each frame of a retime shows.

Places are frames of the plate by their own numbers, with parts of a frame between them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot, isfinite

from .errors import OutOfRange, WrongType
from .value import dataclass

#: The most keys that a curve has, and how far from zero its numbers are.
MOST_KEYS, FARTHEST = 1000, 10_000_000.0


@dataclass(frozen=True)
class SpeedKey:
    """A frame of the retime and the place of the plate that it shows, `1012.5` between two frames."""

    frame: int
    plate: int | float

    def __post_init__(self) -> None:
        if not (isfinite(self.plate) and abs(self.plate) <= FARTHEST and abs(self.frame) <= FARTHEST):
            raise OutOfRange(
                f"The key at frame {self.frame} is out of range.",
                remedy=f"Stay within {FARTHEST:,.0f} frames.",
                where="plate",
            )

    def __str__(self) -> str:
        return f"{self.frame}={self.plate:g}"

    @classmethod
    def parse(cls, text: str) -> SpeedKey:
        """The key that `1025=1013.5` says; raises `WrongType`, `OutOfRange`."""
        frame, equals, plate = text.partition("=")
        try:
            if not equals:
                raise ValueError
            return cls(int(frame), float(plate))
        except ValueError:
            raise WrongType(
                f"{text.strip()[:40]!r} is no key of a speed curve.",
                remedy="Say a frame of the take and a place of the plate: 1025=1013.5.",
            ) from None


def read_keys(text: str) -> tuple[SpeedKey, ...]:
    """The keys that `1001=1001, 1049=1013` says; raises `WrongType`, `OutOfRange`."""
    return tuple(SpeedKey.parse(part) for part in text.split(",") if part.strip())


def require_order(keys: Iterable[SpeedKey]) -> None:
    """Raise `OutOfRange` where there are too many keys, or one does not come after the one before it."""
    frames = [key.frame for key in keys]
    if len(frames) > MOST_KEYS:
        raise OutOfRange(f"A speed curve has {len(frames):,} keys; {MOST_KEYS:,} is the most.")
    for before, after in pairwise(frames):
        if after <= before:
            raise OutOfRange(
                f"The key at frame {after} does not come after the one at {before}.",
                remedy="Give the keys in the order of their frames, each frame once.",
            )


def place_at(keys: Sequence[SpeedKey], frame: float, *, smooth: bool = False) -> float:
    """The place of the plate that a curve of one key or more has at `frame`.

    Between keys it is straight, or with `smooth` bent so that speed changes without a jolt and no place lies
    beyond the two keys around it (F. N. Fritsch and R. E. Carlson, "Monotone piecewise cubic interpolation",
    SIAM J. Numer. Anal. 17, 1980). Before the first key and after the last one the plate stands still.
    """
    after = bisect_right([key.frame for key in keys], frame)
    if after == 0:
        return float(keys[0].plate)
    if after == len(keys):
        return float(keys[-1].plate)
    left, right = keys[after - 1], keys[after]
    span, rise = right.frame - left.frame, right.plate - left.plate
    share = (frame - left.frame) / span
    if not smooth:
        return float(left.plate + rise * share)
    begin, end = _slopes(keys, after - 1, span, rise)
    bent = (
        share * share * (3.0 - 2.0 * share) * rise
        + share * (1.0 - share) ** 2 * span * begin
        - share * share * (1.0 - share) * span * end
    )
    return float(left.plate + bent)


def _slopes(keys: Sequence[SpeedKey], index: int, span: int, rise: float) -> tuple[float, float]:
    """The speeds at both ends of the part after key `index`, as low as monotony wants them."""
    own = rise / span
    if own == 0.0:
        return 0.0, 0.0
    begin, end = _slope(keys, index), _slope(keys, index + 1)
    long = hypot(begin / own, end / own)
    if long > 3.0:
        begin, end = 3.0 * begin / long, 3.0 * end / long
    return begin, end


def _slope(keys: Sequence[SpeedKey], index: int) -> float:
    """The speed at a key: between those beside it, none where the plate turns back, all of it at an end."""
    parts = [(right.plate - left.plate) / (right.frame - left.frame) for left, right in pairwise(keys)]
    before, after = parts[max(index - 1, 0)], parts[min(index, len(parts) - 1)]
    return 0.0 if before * after <= 0.0 else (before + after) / 2.0
