"""The retime: how many times slower than its plate a shot is made, or by which curve, and its shutter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from .control import Control, Scalar
from .errors import OutOfRange, SecondUnitError
from .frames import FrameRange
from .speed import SpeedKey, place_at, require_order
from .value import dataclass

if TYPE_CHECKING:  # the first loads decimal, and a host's start is short
    from fractions import Fraction

    from .intake import Intake

SLOWER = "slower"
#: The most times that a shot is made slower, or faster.
SLOWEST = 1000.0
#: A shutter that is open all the time.
WHOLE_TURN = 360.0
#: A place so near to a frame of the plate is that frame.
NEAR = 1e-6
#: How many times slower a retime is where neither brief nor model says.
USUALLY = 2
CONTROL = Control(SLOWER, "Times slower", "float", "x", minimum=1.0 / SLOWEST, maximum=SLOWEST)


@dataclass(frozen=True)
class Retime:
    """How a shot is retimed; what is None is left to the model.

    Keys of a speed curve say it instead of `slower`. Half a time slower is twice as fast.
    """

    #: How many frames are made of one of the plate's.
    slower: int | float | None = field(default=None, metadata={"unit": "x"})
    keys: tuple[SpeedKey, ...] = ()
    #: Speed changes without a jolt at the keys.
    smooth: bool = False
    #: How long the shutter is open where the shot runs faster than its plate; 0 leaves every frame as sharp
    #: as the plate's.
    shutter: int | float = field(default=0, metadata={"unit": "deg"})

    def __post_init__(self) -> None:
        if self.slower is not None and not 1.0 / SLOWEST <= self.slower <= SLOWEST:
            raise OutOfRange(
                f"{self.slower:g} times slower is outside its range.",
                remedy=f"Stay within {1.0 / SLOWEST:g} to {SLOWEST:g}.",
                where=SLOWER,
            )
        try:
            require_order(self.keys)
        except SecondUnitError as error:
            raise error.at("keys") from None
        if self.keys and self.slower is not None:
            raise OutOfRange(
                "A speed curve and a number of times slower say the same.",
                remedy="Leave one out.",
                where="keys",
            )
        if not 0 <= self.shutter <= WHOLE_TURN:
            raise OutOfRange(
                f"A shutter of {self.shutter:g} degrees is outside its range.",
                remedy=f"Stay within 0 to {WHOLE_TURN:g} degrees.",
                where="shutter",
            )

    @property
    def is_newer(self) -> bool:
        """Whether it says what no schema before the fifth can."""
        faster = self.slower is not None and self.slower < 1
        return bool(self.keys) or self.smooth or self.shutter != 0 or faster


def plate_place(retime: Retime, frames: FrameRange, frame: float) -> float:
    """The place of the plate that `frame` of a take of `frames` shows, whole where it is one of its frames.

    Without keys the first frame is the plate's own, and the others follow `USUALLY` times slower where
    nothing else is said.
    """
    if retime.keys:
        place = place_at(retime.keys, frame, smooth=retime.smooth)
    else:
        place = frames.first + (frame - frames.first) / (USUALLY if retime.slower is None else retime.slower)
    nearest = round(place)
    return float(nearest) if abs(place - nearest) < NEAR else place


def plate_speed(retime: Retime, frames: FrameRange, frame: float) -> float:
    """How many frames of the plate pass with `frame` of a take; below 0 where it runs backward."""
    first, last = max(frame - 0.5, frames.first), min(frame + 0.5, frames.last)
    if first >= last:
        return 1.0
    return (plate_place(retime, frames, last) - plate_place(retime, frames, first)) / (last - first)


def slower_of(retime: Retime, intake: Intake) -> Fraction:
    """How many times slower a retime is, as the brief or else the model says."""
    from fractions import Fraction

    usual = intake.slower[0] if intake.slower else USUALLY
    return Fraction(str(usual if retime.slower is None else retime.slower))


def slower_text(slower: int | float) -> str:
    """`2` or `2.5`: how schema 2 had it among the model's controls, as a choice."""
    return str(int(slower)) if slower == int(slower) else repr(slower)


def read_slower(controls: Mapping[str, object]) -> int | float | None:
    """How many times slower the controls of a retime of schema 1 or 2 say it is; None where they do not."""
    value = controls.get(SLOWER)
    try:
        number = float(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if not isinstance(number, (int, float)) or isinstance(number, bool) or not 1 <= number <= SLOWEST:
        return None
    return number if number is value or slower_text(number) == value else None


def schema_2_controls(controls: Mapping[str, Scalar], slower: int | float | None) -> dict[str, Scalar] | None:
    """The controls of a retime as schema 2 had them; None for what it could not say.

    It could not say a control of the model's own by the name of ours, but for one number that was both.
    """
    if SLOWER not in controls:
        return {**controls} if slower is None else {**controls, SLOWER: slower_text(slower)}
    own = controls[SLOWER]
    return {**controls} if slower is not None and not isinstance(own, str) and own == slower else None
