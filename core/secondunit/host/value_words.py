"""A field's value in words, with its unit: `on`, `0.3 m`, `automatic`. Knows values only."""

from __future__ import annotations

from secondunit.wire import Control, Scalar

#: What stands for the value that leaves it to the simulator.
AUTOMATIC = "automatic"


def is_automatic(control: Control, value: object) -> bool:
    """Whether a value leaves it to the simulator."""
    automatic = control.automatic
    return automatic is not None and isinstance(value, (int, float)) and float(value) == automatic


def value_words(control: Control, value: Scalar) -> str:
    """A value as a panel shows it."""
    if is_automatic(control, value):
        return AUTOMATIC
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, (int, float)):
        return f"{value:.5g} {control.unit}".strip()
    if control.kind == "choice":
        return value.replace("_", " ")
    return value or "none"
