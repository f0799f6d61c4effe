"""What a knob is and holds, as plain data: its kind, its value, keys and expressions, and its `.nk` text.

Nothing here is handed to a plugin; `knobs` wraps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .script import words

#: Kinds that hold numbers: how many, and what their channels are called.
ARRAYS: Mapping[str, int] = {
    "Array_Knob": 1,
    "Boolean_Knob": 1,
    "Disable_Knob": 1,
    "Int_Knob": 1,
    "Unsigned_Knob": 1,
    "ColorChip_Knob": 1,
    "Double_Knob": 1,
    "Range_Knob": 2,
    "XY_Knob": 2,
    "UV_Knob": 2,
    "WH_Knob": 2,
    "Scale_Knob": 2,
    "XYZ_Knob": 3,
    "Color_Knob": 3,
    "AColor_Knob": 4,
    "Box3_Knob": 6,
    "BBox_Knob": 4,
    "IArray_Knob": 9,
    "Keyer_Knob": 4,
}
ENUMERATIONS = frozenset(
    {
        "Enumeration_Knob",
        "EditableEnumeration_Knob",
        "CascadingEnumeration_Knob",
        "Pulldown_Knob",
        "Radio_Knob",
        "OneView_Knob",
    }
)
STRINGS = frozenset(
    {
        "String_Knob",
        "EvalString_Knob",
        "Multiline_Eval_String_Knob",
        "File_Knob",
        "PyScript_Knob",
        "PythonKnob",
        "PythonCustomKnob",
        "PyCustom_Knob",
        "Script_Knob",
        "Text_Knob",
        "Link_Knob",
        "Channel_Knob",
        "ChannelMask_Knob",
        "Font_Knob",
        "Password_Knob",
    }
)
#: Knobs whose text Nuke evaluates as TCL when it is asked for `evaluate()`.
EVALUATED = frozenset({"EvalString_Knob", "Multiline_Eval_String_Knob", "File_Knob"})
#: Kinds that keep whatever text a script gives them: curves, layers, matrices and the like.
OPAQUE = frozenset(
    {
        "Format_Knob",
        "LookupCurves_Knob",
        "Transform2d_Knob",
        "Obsolete_Knob",
        "MultiView_Knob",
        "FreeType_Knob",
        "SceneView_Knob",
        "Help_Knob",
        "RotoKnob",
        "Mapping_Knob",
    }
)
VALUELESS = frozenset({"Tab_Knob", "BeginTabGroup_Knob", "EndTabGroup_Knob"})

Curve = Mapping[float, float]


@dataclass(frozen=True)
class Spec:
    """A knob as its class (or the user) defines it; `values` are those of a pull-down."""

    name: str
    kind: str
    default: str = ""
    values: tuple[str, ...] = ()
    size: int = 0
    label: str = ""
    tooltip: str = ""
    user: bool = False
    flags: int = 0
    #: A pull-down whose values depend on the installation (colour spaces, codecs): any value is taken.
    open: bool = False
    range: tuple[float, float] | None = None

    @property
    def width(self) -> int:
        """How many numbers it holds."""
        return self.size or ARRAYS.get(self.kind, 0)


@dataclass(frozen=True)
class State:
    """What a knob holds: numbers, or text; never changed, always replaced."""

    numbers: tuple[float, ...] = ()
    text: str = ""
    curves: Mapping[int, Curve] = field(default_factory=dict)
    expressions: Mapping[int, str] = field(default_factory=dict)
    menu: tuple[str, ...] | None = None
    set_flags: int = 0
    cleared_flags: int = 0
    label: str | None = None
    tooltip: str | None = None
    visible: bool = True
    enabled: bool = True

    def at(self, channel: int, frame: float) -> float:
        """The number of a channel at a frame; keys are joined by straight lines, held outside."""
        curve = self.curves.get(channel)
        if not curve:
            return self.numbers[channel]
        times = sorted(curve)
        if frame <= times[0]:
            return curve[times[0]]
        for left, right in pairwise(times):
            if left <= frame <= right:
                share = (frame - left) / (right - left)
                return curve[left] + share * (curve[right] - curve[left])
        return curve[times[-1]]

    def with_number(self, channel: int, value: float) -> State:
        numbers = tuple(value if n == channel else old for n, old in enumerate(self.numbers))
        return replace(self, numbers=numbers)


class BadValue(ValueError):
    """A text that this kind of knob cannot hold."""


def initial(spec: Spec) -> State:
    """The state that a knob's default text describes."""
    if not spec.default and spec.width:
        return State(numbers=(0.0,) * spec.width)
    if spec.kind in ENUMERATIONS and not spec.default:
        return State(text=spec.values[0] if spec.values else "")
    return parsed(spec, spec.default, State())


def parsed(spec: Spec, text: str, before: State) -> State:
    """The state after a script said `text`; raises `BadValue`."""
    if spec.kind in ENUMERATIONS:
        values = before.menu if before.menu is not None else spec.values
        bare = text[2:-2] if text.startswith("{{") else text
        if text.startswith("{") and text.endswith("}"):
            return replace(before, expressions={0: bare.strip("{}")})
        if text not in values and not spec.open:
            if text.isdigit() and int(text) < len(values):
                return replace(before, text=values[int(text)], expressions={})
            raise BadValue(f"{spec.name} has no value {text!r} (it has {', '.join(values) or 'none'})")
        return replace(before, text=text, expressions={})
    if not spec.width:
        return replace(before, text=text, expressions={})
    return _numbers(spec, text, before)


def _numbers(spec: Spec, text: str, before: State) -> State:
    numbers = list(before.numbers or (0.0,) * spec.width)
    curves: dict[int, Curve] = {}
    expressions: dict[int, str] = {}
    parts = words(text)
    if len(parts) > spec.width:
        raise BadValue(f"{spec.name} holds {spec.width} numbers, not {len(parts)}")
    for channel, part in enumerate(parts):
        if part.kind != "bare":
            if part.text.split()[:1] == ["curve"]:
                curves[channel] = _curve(spec, part.text)
                numbers[channel] = curves[channel][min(curves[channel])]
            else:
                expressions[channel] = part.text
            continue
        numbers[channel] = _number(spec, part.text)
    if len(parts) == 1 and spec.width > 1:
        numbers = [numbers[0]] * spec.width
        curves = dict.fromkeys(range(spec.width), curves[0]) if curves else {}
        expressions = dict.fromkeys(range(spec.width), expressions[0]) if expressions else {}
    return replace(before, numbers=tuple(numbers), curves=curves, expressions=expressions)


def _number(spec: Spec, text: str) -> float:
    if text in ("true", "false"):
        return float(text == "true")
    try:
        number = float(int(text, 16)) if text[:2] in ("0x", "0X") else float(text)
    except ValueError:
        raise BadValue(f"{spec.name} takes numbers, not {text!r}") from None
    if spec.kind in ("Int_Knob", "Unsigned_Knob") and number != int(number):
        raise BadValue(f"{spec.name} takes whole numbers, not {text!r}")
    if spec.kind in ("Boolean_Knob", "Disable_Knob") and number not in (0.0, 1.0):
        raise BadValue(f"{spec.name} is on or off, not {text!r}")
    return number


def _curve(spec: Spec, text: str) -> Curve:
    found: dict[float, float] = {}
    frame: float | None = None
    for part in text.split()[1:]:
        if part[:1] == "x":
            frame = float(part[1:])
        elif part[0] in "+-.0123456789":
            # A value without its frame lies one frame after the last.
            frame = 0.0 if frame is None and not found else frame if frame is not None else max(found) + 1
            found[frame] = float(part)
            frame = None
    if not found:
        raise BadValue(f"{spec.name} has a curve without keys")
    return found


def shown(spec: Spec, state: State) -> str:
    """The `.nk` text of a state, without the outermost quotes or braces."""
    if spec.kind in ENUMERATIONS and state.expressions:
        return "{" + state.expressions[0] + "}"
    if not spec.width:
        return state.text
    parts = []
    for channel, number in enumerate(state.numbers):
        if channel in state.expressions:
            parts.append("{" + state.expressions[channel] + "}")
        elif channel in state.curves:
            keys = " ".join(f"x{figure(at)} {figure(v)}" for at, v in sorted(state.curves[channel].items()))
            parts.append("{curve " + keys + "}")
        elif spec.kind in ("Boolean_Knob", "Disable_Knob"):
            parts.append("true" if number else "false")
        else:
            parts.append(figure(number))
    plain = not state.curves and not state.expressions
    return parts[0] if plain and len(set(parts)) == 1 else " ".join(parts)


def figure(number: float) -> str:
    """A number as Nuke writes it."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(float(number))
