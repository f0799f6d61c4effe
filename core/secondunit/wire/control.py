"""Controls: what an artist can set on a kind of element, as data that any panel can draw."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from math import isfinite

from .errors import OutOfRange, UnknownField, WrongType, WrongUnit
from .frozen import FrozenMap
from .value import dataclass

Scalar = bool | int | float | str

_NUMBER_WITH_UNIT = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(\S.*)?")
LONGEST_TEXT = 10_000


@dataclass(frozen=True)
class Control:
    """One thing that can be set: what it is called, its unit, its range, and what it does.

    `kind` is `float`, `int`, `bool`, `choice`, `text` or `color` (text of three scene-linear numbers,
    `0.5 0.5 0.5`). `minimum` and `maximum` are hard limits; sliders span them.
    """

    name: str
    label: str
    kind: str = "float"
    unit: str = ""
    default: Scalar = 0.0
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    choices: tuple[str, ...] = ()
    help: str = ""
    group: str = ""
    #: The number that leaves it to the simulator, where one does.
    automatic: float | None = None
    #: More of it holds what is made closer to the pictures of a character.
    likeness: bool = False

    def read(self, value: object) -> Scalar:
        """The value as this control stores it; refuses a wrong type, unit or range with the reason."""
        if self.kind == "bool":
            return self._bool(value)
        if self.kind in ("float", "int"):
            return self._number(value)
        if not isinstance(value, str):
            raise WrongType(f"{self.label} takes text, not {_kind_of(value)}.", where=self.name)
        if self.kind == "choice" and value not in self.choices:
            raise OutOfRange(
                f"{self.label} has no choice {value[:40]!r}.",
                remedy="Choose one of: " + ", ".join(self.choices) + ".",
                where=self.name,
            )
        if self.kind == "color":
            return self._color(value)
        if len(value) > LONGEST_TEXT:
            raise OutOfRange(f"{self.label} takes at most {LONGEST_TEXT:,} characters.", where=self.name)
        return value

    def _bool(self, value: object) -> bool:
        words = {"true": True, "on": True, "yes": True, "1": True,
                 "false": False, "off": False, "no": False, "0": False}  # fmt: skip
        if isinstance(value, str) and value.lower() in words:
            return words[value.lower()]
        if not isinstance(value, bool):
            raise WrongType(f"{self.label} is on or off, not {_kind_of(value)}.", where=self.name)
        return value

    def _number(self, value: object) -> float | int:
        if isinstance(value, str):
            value = self._with_unit(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise WrongType(f"{self.label} takes a number, not {_kind_of(value)}.", where=self.name)
        if not isfinite(value):
            raise OutOfRange(f"{self.label} takes a finite number.", where=self.name)
        if self.kind == "int" and value != int(value):
            raise WrongType(f"{self.label} takes a whole number, not {value:g}.", where=self.name)
        low, high = self.minimum, self.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            unit = f" {self.unit}" if self.unit else ""
            raise OutOfRange(
                f"{self.label} is {value:g}{unit}, outside its range.",
                remedy=f"Stay within {_end(low)} to {_end(high)}{unit}.",
                where=self.name,
            )
        return int(value) if self.kind == "int" else float(value)

    def _with_unit(self, text: str) -> float:
        match = _NUMBER_WITH_UNIT.fullmatch(text)
        if match is None:
            raise WrongType(f"{self.label} takes a number, not {text[:40]!r}.", where=self.name)
        unit = (match[2] or "").strip()
        if unit and unit != self.unit:
            is_in = f"is in {self.unit}" if self.unit else "has no unit"
            raise WrongUnit(f"{self.label} {is_in}, not in {unit[:20]}.", where=self.name)
        return float(match[1])

    def _color(self, text: str) -> str:
        parts = text.replace(",", " ").split()
        try:
            numbers = [float(part) for part in parts]
        except ValueError:
            numbers = []
        if len(numbers) != 3 or not all(isfinite(n) and 0 <= n <= 1e4 for n in numbers):
            raise WrongType(
                f"{self.label} is a colour of three numbers.",
                remedy="Write it as 0.5 0.5 0.5.",
                where=self.name,
            )
        return " ".join(f"{n:g}" for n in numbers)


@dataclass(frozen=True)
class Look:
    """A named setting of a kind: the values that its controls take where an artist chooses it."""

    name: str
    label: str
    settings: FrozenMap[Scalar] = FrozenMap()
    help: str = ""


@dataclass(frozen=True)
class Filling:
    """How many metres a control says fill the frame above a source whose distance is left open.

    `factor` times the control's value to the `power`, at most `most` (0: no bound). It says nothing where the
    control is 0, or the control `unless` is above it.
    """

    control: str
    factor: float = 1.0
    power: float = 1.0
    most: float = field(default=0.0, metadata={"unit": "m"})
    unless: str = ""

    def metres(self, values: Mapping[str, Scalar]) -> float:
        """What it comes to with these settings; 0 where it says nothing."""
        if self.unless and float(values.get(self.unless, 0.0)) > 0.0:
            return 0.0
        metres = self.factor * float(max(0.0, float(values.get(self.control, 0.0))) ** self.power)
        return min(metres, self.most) if self.most > 0.0 else metres


@dataclass(frozen=True)
class Kind:
    """A kind of element that can be made, with its controls and its looks."""

    name: str
    label: str
    version: int = 1
    controls: tuple[Control, ...] = ()
    help: str = ""
    #: `simulated`, or `AI model`: how a take of this kind must be labelled.
    made_by: str = "simulated"
    looks: tuple[Look, ...] = ()
    #: Whether it can be a volume in a 3D scene.
    bodied: bool = False
    #: What says how far a source stands where its distance is left open: the largest of them fills the frame.
    fillings: tuple[Filling, ...] = (Filling("height"),)

    def filling(self, values: Mapping[str, Scalar]) -> float:
        """How many metres fill the frame above the source with these settings, where no distance is said."""
        return max((filling.metres(values) for filling in self.fillings), default=0.0) or 1.0


def read_controls(controls: tuple[Control, ...], values: Mapping[str, object]) -> FrozenMap[Scalar]:
    """Every given value read by its control; a name that no control has is refused."""
    by_name = {control.name: control for control in controls}
    for name in values:
        if name not in by_name:
            near = ", ".join(sorted(by_name)) or "none"
            raise UnknownField(
                f"There is no control {name[:60]!r}.", remedy=f"The controls are: {near}.", where=name[:60]
            )
    return FrozenMap({name: by_name[name].read(value) for name, value in values.items()})


def _kind_of(value: object) -> str:
    return {bool: "on or off", int: "a whole number", float: "a number", str: "text"}.get(
        type(value), f"a {type(value).__name__}"
    )


def _end(limit: float | None) -> str:
    return "any" if limit is None else f"{limit:g}"


__all__ = ["Control", "Kind", "Look", "Scalar", "read_controls"]
