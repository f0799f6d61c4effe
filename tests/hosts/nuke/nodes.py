"""The table of node classes: knobs (kind, values, default) and inputs (fewest, most, which is the mask).

The lines are in `table.py`. A class, knob, value or input that is not there is an error, so that a guess
cannot pass for Nuke's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from .values import Spec

#: The letters of a table line.
KINDS = {
    "b": "Boolean_Knob",
    "i": "Int_Knob",
    "d": "Double_Knob",
    "n": "Array_Knob",
    "xy": "XY_Knob",
    "wh": "WH_Knob",
    "uv": "UV_Knob",
    "sc": "Scale_Knob",
    "xyz": "XYZ_Knob",
    "rgb": "Color_Knob",
    "rgba": "AColor_Knob",
    "box": "BBox_Knob",
    "range": "Keyer_Knob",
    "mat": "IArray_Knob",
    "e": "Enumeration_Knob",
    "E": "Enumeration_Knob",
    "s": "String_Knob",
    "v": "EvalString_Knob",
    "t": "Multiline_Eval_String_Knob",
    "f": "File_Knob",
    "h": "Channel_Knob",
    "l": "ChannelMask_Knob",
    "F": "Format_Knob",
    "u": "ColorChip_Knob",
    "y": "PyScript_Knob",
    "x": "Text_Knob",
    "o": "Obsolete_Knob",
    "m": "Transform2d_Knob",
    "c": "LookupCurves_Knob",
    "dis": "Disable_Knob",
    "mat4": "IArray_Knob",
    "tab": "Tab_Knob",
}


@dataclass(frozen=True)
class NodeClass:
    """One class; `mask` is the index of the mask input as `setInput` counts, None where there is none."""

    name: str
    least: int = 1
    most: int = 1
    mask: int | None = None
    knobs: Mapping[str, Spec] = field(default_factory=dict)
    #: The knobs panel's stem of automatic names: `Merge2` makes `Merge1`.
    stem: str = ""


class UnknownClass(KeyError):
    """The table has no such class."""


def line(text: str) -> Spec:
    """One table line: `kind name = default : value | value`."""
    head, _, menu = text.partition(" : ")
    kind, _, rest = head.strip().partition(" ")
    name, _, default = rest.partition("=")
    return Spec(
        name.strip(),
        KINDS[kind],
        default.strip(),
        tuple(value.strip() for value in menu.split("|")) if menu else (),
        open=kind == "E",
        size=16 if kind == "mat4" else 0,
    )


def table(text: str) -> dict[str, Spec]:
    """Table lines, one a row."""
    specs = [line(row) for row in text.strip().splitlines() if row.strip()]
    return {spec.name: spec for spec in specs}


@cache
def classes() -> Mapping[str, NodeClass]:
    """Every class of the table."""
    from .table import CLASSES

    found: dict[str, NodeClass] = {}
    for made in CLASSES:
        assert made.name not in found, f"{made.name} is in the table twice"
        found[made.name] = made
    return found


def node_class(name: str) -> NodeClass:
    """A class of the table. Raises `UnknownClass`."""
    try:
        return classes()[name]
    except KeyError:
        raise UnknownClass(f"the table of node classes has no {name}: no such node, or add it") from None


def defined(
    name: str, knobs: str = "", inputs: tuple[int, int] = (1, 1), mask: int | None = None, stem: str = ""
) -> NodeClass:
    """A class as the table files write it."""
    return NodeClass(name, inputs[0], inputs[1], mask, table(knobs), stem or name.rstrip("0123456789"))


@cache
def common_knobs(cls: str) -> Mapping[str, Spec]:
    """What every node has beside its own: name, place, look, callbacks."""
    from .table import COMMON, COMMON_ROOT

    return table(COMMON_ROOT if cls == "Root" else COMMON)
