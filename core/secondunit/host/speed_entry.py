"""A retime in the form: one speed, or a curve by places of the plate or by speeds, and its shutter.

Providers retime at one speed; the methods of this machine take any of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.wire import Scalar, Task
from secondunit.wire.errors import OutOfRange, SecondUnitError, raised
from secondunit.wire.retime import slower_text
from secondunit.wire.speed_curve import keys_of, read_curve

from .field import as_written
from .field_rules import offer

if TYPE_CHECKING:
    from secondunit.wire import Brief

    from .field import Basis, Field, Situation

#: The choices of how fast a take runs.
CONSTANT, CURVE = "constant", "curve"
#: How many times slower a method of this machine makes a plate; below 1 it is faster.
FREE_SPEEDS = ("2", "4", "8", "0.5", "0.25")
_WORDS = {
    CONSTANT: ("One speed", "So many times slower or faster than the plate"),
    CURVE: ("By a curve", "Slower and faster in one shot"),
}


def where_speed_is_free(situation: Situation) -> bool:
    """Where a method of this machine retimes."""
    capability = situation.capability
    if situation.task is not Task.RETIME or capability is None:
        return False
    # What a brief consists of is no part of a panel's opening.
    from secondunit.wire.brief import METHODS

    return capability.provider == METHODS


def by_a_curve(situation: Situation) -> bool:
    """Where a curve says how fast a take runs."""
    return where_speed_is_free(situation) and situation.value("speed") == CURVE


def at_one_speed(situation: Situation) -> bool:
    """Where a plate is made so many times slower or faster."""
    return situation.task is Task.RETIME and situation.elsewhere and not by_a_curve(situation)


def speeds_offered(field: Field, situation: Situation) -> Field:
    """How many times slower the model makes a plate, where it says so; a method of this machine any times."""
    intake = situation.intake
    known = tuple(map(slower_text, intake.slower)) if intake is not None else ()
    return offer(field, known or (FREE_SPEEDS if where_speed_is_free(situation) else ()))


def speed_words(_situation: Situation, choice: str) -> tuple[str, str]:
    """How fast a take runs, and what that means."""
    return _WORDS.get(choice, ("", ""))


def slower_words(_situation: Situation, choice: str) -> tuple[str, str]:
    """`4`; of what is faster, how much: `0.5 (2 times faster)`."""
    slower = float(choice)
    return (f"{choice} ({1 / slower:g} times faster)" if 0 < slower < 1 else choice), ""


def enter_curve(field: Field, basis: Basis, _before: object) -> object:
    """The curve as places of the plate; raises `WrongType`, `OutOfRange` at the field."""
    try:
        keys = keys_of(read_curve(str(basis.value(field))), basis.frames)
        if not keys:
            raise OutOfRange(
                "The curve has no keys yet.",
                remedy="Write some: 1001=1001, 1049=1013 or 1001=100%, 1025=25%.",
            )
    except SecondUnitError as error:
        raise raised(replace(error.problem, where=field.name)) from None
    return keys


def leave_speed(_field: Field, brief: Brief) -> Scalar | None:
    """By a curve, where the brief has one."""
    return CURVE if brief.retime.keys else None


def leave_curve(_field: Field, brief: Brief) -> Scalar | None:
    """The keys as they are typed: `1001=1001, 1049=1013`."""
    return ", ".join(map(str, brief.retime.keys)) or None


def leave_of_retimes(field: Field, brief: Brief) -> Scalar | None:
    """What only a retime has."""
    return as_written(field, brief) if brief.task is Task.RETIME else None
