"""The retime: how many times slower than its plate a shot is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from .control import Control, Scalar
from .errors import OutOfRange
from .value import dataclass

if TYPE_CHECKING:  # the first loads decimal, and a host's start is short
    from fractions import Fraction

    from .intake import Intake

SLOWER = "slower"
#: The most times that a shot is made slower.
SLOWEST = 1000.0
#: How many times slower a retime is where neither brief nor model says.
USUALLY = 2
CONTROL = Control(SLOWER, "Times slower", "float", "x", minimum=1.0, maximum=SLOWEST)


@dataclass(frozen=True)
class Retime:
    """How a shot is retimed; what is None is left to the model."""

    #: How many frames are made of one of the plate's.
    slower: int | float | None = field(default=None, metadata={"unit": "x"})

    def __post_init__(self) -> None:
        if self.slower is not None and not 1 <= self.slower <= SLOWEST:
            raise OutOfRange(
                f"{self.slower:g} times slower is outside its range.",
                remedy=f"Stay within 1 to {SLOWEST:g}.",
                where=SLOWER,
            )


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
