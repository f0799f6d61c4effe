"""Walks a parsed script: finds the inputs, evaluates the knobs, and calls what each class does.

It knows no node's arithmetic: that stands beside each class in the other modules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from secondunit.media.picture import Picture
from secondunit.wire.picture import Format

from ..script import ParsedNode, words
from .expressions import NotExecuted, calculate
from .image import Image, black, to_picture
from .tcl import substituted

#: Knobs of every node that touch no pixel.
HARMLESS = frozenset({
    "name", "label", "xpos", "ypos", "selected", "tile_color", "gl_color", "note_font",
    "note_font_size", "note_font_color", "hide_input", "cached", "dope_sheet", "bookmark",
    "postage_stamp", "postage_stamp_frame", "icon", "help", "inputs", "lifetimeStart", "lifetimeEnd",
    "indicators", "panel", "autolabel", "rootNodeUpdated",
})  # fmt: skip
#: Knobs of every node that would change what it does: only these values are executed.
HARMLESS_AT = {"useLifetime": "false", "onCreate": "", "knobChanged": "", "updateUI": "", "onDestroy": ""}
TRUE, FALSE = ("true", "on", "yes", "1"), ("false", "off", "no", "0")


class PixelError(Exception):
    """What Nuke would show as an error on a node: a file that is missing, a bad value."""


@dataclass(frozen=True)
class Class:
    """How a class is executed: the knobs it honours with their defaults, and those that touch no pixel."""

    run: Callable[[Call], Image]
    honours: Mapping[str, str]
    harmless: frozenset[str]
    passes: int | None


CLASSES: dict[str, Class] = {}


def node(
    *names: str, honours: Mapping[str, str] | None = None, harmless: str = "", passes: int | None = 0
) -> Callable[[Callable[[Call], Image]], Callable[[Call], Image]]:
    """Register what executes a class; `passes` is the input that a disabled node hands on."""

    def register(run: Callable[[Call], Image]) -> Callable[[Call], Image]:
        for name in names:
            CLASSES[name] = Class(run, honours or {}, frozenset(harmless.split()), passes)
        return run

    return register


def inspected(one: ParsedNode) -> ParsedNode:
    """The node itself, once every class and knob in it, also where nothing passes, is known here."""
    for each in one.walk():
        if each.cls not in CLASSES:
            raise NotExecuted(f"the class {each.cls} ({each.name})")
        Call(Engine(), each, 0.0, CLASSES[each.cls]).check()
    return one


def render(node: ParsedNode, frame: float, root: Sequence[ParsedNode] | ParsedNode = ()) -> Picture:
    """The pixels of `node` at `frame`; `root` is the parsed script (or its Root), which gives the format.

    Raises `NotExecuted` for what the evaluator does not do, `PixelError` for what Nuke would refuse.
    """
    return to_picture(Engine(root).image(node, float(frame)))


@dataclass
class Engine:
    """One walk over a script; what a node gave at a frame is kept."""

    nodes: Sequence[ParsedNode] | ParsedNode = ()
    kept: dict[tuple[int, float], Image] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes = [self.nodes] if isinstance(self.nodes, ParsedNode) else list(self.nodes)
        self.root = next((one for one in self.nodes if one.cls == "Root"), ParsedNode("Root"))

    @property
    def format(self) -> Format:
        """The script's format; Nuke's own default is 2048 x 1556."""
        return read_format(self.root.knobs.get("format", "2048 1556 0 0 2048 1556 1 2K_Super_35(full-ap)"))

    def image(self, one: ParsedNode | None, frame: float) -> Image:
        """What a node gives at a frame; nothing connected is black in the script's format."""
        if one is None:
            return black(self.format)
        key = (id(one), frame)
        if key not in self.kept:
            self.kept[key] = self._run(one, frame)
        return self.kept[key]

    def _run(self, one: ParsedNode, frame: float) -> Image:
        how = CLASSES.get(one.cls)
        if how is None:
            raise NotExecuted(f"the class {one.cls} ({one.name})")
        call = Call(self, one, frame, how)
        call.check()
        if call.flag("disable"):
            if how.passes is None:
                raise NotExecuted(f"{one.cls} {one.name} disabled")
            return call.input(how.passes)
        return how.run(call)


@dataclass(frozen=True)
class Call:
    """One node at one frame: its knobs and inputs, as an executing function wants them."""

    engine: Engine
    node: ParsedNode
    frame: float
    how: Class

    def check(self) -> None:
        """Refuse a knob that is neither honoured nor known to be harmless."""
        mine = {one.name for one in self.node.user_knobs}
        for name, text in self.node.knobs.items():
            known = name in HARMLESS or name in self.how.honours or name in self.how.harmless or name in mine
            if not (known or name == "disable" or HARMLESS_AT.get(name) == text):
                raise NotExecuted(f"the knob {name} ({text[:40]!r}) of {self.node.cls} {self.node.name}")

    def input(self, number: int) -> Image:
        """What comes in at an input at this frame."""
        return self.engine.image(self.connected(number), self.frame)

    def connected(self, number: int) -> ParsedNode | None:
        """The node at an input, or None."""
        return self.node.inputs[number] if number < len(self.node.inputs) else None

    def mask(self, number: int) -> ParsedNode | None:
        """The node at the mask input: `inputs N+1` writes it last, else it is input `number`."""
        if self.node.masks:
            return self.node.inputs[-1]
        return self.connected(number)

    def text(self, name: str) -> str:
        """A knob's text with its TCL evaluated."""
        return self.engine_tcl(self.raw(name))

    def raw(self, name: str) -> str:
        """A knob's text as the script has it, or the default."""
        if name in self.node.knobs:
            return self.node.knobs[name]
        return self.how.honours.get(name, "")

    def choice(self, name: str, *allowed: str) -> str:
        """A pull-down's word; only the allowed ones are executed."""
        value = self.text(name)
        if value not in allowed:
            raise NotExecuted(f"{name} {value!r} of {self.node.cls} {self.node.name}")
        return value

    def flag(self, name: str) -> bool:
        """A check box."""
        text = self.raw(name).strip() or "false"
        if text.lower() in TRUE + FALSE:
            return text.lower() in TRUE
        return bool(self.numbers(name)[0])

    def number(self, name: str) -> float:
        """A knob of one number."""
        found = self.numbers(name)
        if len(found) != 1:
            raise NotExecuted(f"{name} with {len(found)} values of {self.node.cls} {self.node.name}")
        return found[0]

    def numbers(self, name: str) -> tuple[float, ...]:
        """A knob's numbers; an expression in braces is evaluated at this frame."""
        return evaluated(Scope(self.engine, self.node, self.frame), self.raw(name))

    def quad(self, name: str) -> tuple[float, ...]:
        """A colour: four numbers, one stands for all."""
        found = self.numbers(name)
        if len(found) not in (1, 4):
            raise NotExecuted(f"{name} with {len(found)} values of {self.node.cls} {self.node.name}")
        return found * 4 if len(found) == 1 else found

    def only(self, name: str, *values: str) -> None:
        """Refuse a knob that stands elsewhere than at values that change nothing."""
        if self.raw(name) not in values:
            raise NotExecuted(f"{name} {self.raw(name)!r} of {self.node.cls} {self.node.name}")

    def engine_tcl(self, text: str) -> str:
        return substituted(Scope(self.engine, self.node, self.frame), text)


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: a node at a frame."""

    engine: Engine
    node: ParsedNode
    frame: float

    def find(self, path: str) -> tuple[ParsedNode, list[str]]:
        """The node that a dotted name begins with, and the rest of the name."""
        here, parts = self.node, path.split(".")
        moved = False
        while len(parts) > 1:
            head = parts[0]
            if head == "this":
                pass
            elif head == "root":
                here = self.engine.root
            elif head == "parent":
                here = here.parent or self.engine.root
            elif head == "input" and here.inputs and here.inputs[0] is not None:
                here = here.inputs[0]
            elif not moved and (beside := self._beside(here, head)) is not None:
                here = beside
            elif moved and (inside := next((c for c in here.children if c.name == head), None)) is not None:
                here = inside
            else:
                break
            moved, parts = True, parts[1:]
        return here, parts

    def _beside(self, one: ParsedNode, name: str) -> ParsedNode | None:
        if name in one.knobs or any(knob.name == name for knob in one.user_knobs):
            return None
        family = one.parent.children if one.parent else list(self.engine.nodes)  # type: ignore[arg-type]
        return next((each for each in [*family, *one.children] if each.name == name), None)

    def number(self, path: str) -> Any:
        """The value of a name in an expression."""
        if path == "frame":
            return self.frame
        one, rest = self.find(path)
        knob, sub = rest[0], rest[1:]
        scope = Scope(self.engine, one, self.frame)
        link = next((k for k in one.user_knobs if k.name == knob and k.type == 41), None)
        if link:
            return scope.number(".".join([link.text, *sub]))
        text = scope.knob(knob)
        if text is None:
            return scope.shape(rest, path)
        menu = next((k.menu for k in one.user_knobs if k.name == knob and k.type == 4), None)
        if menu is not None and text in menu:
            return float(menu.index(text))
        found = evaluated(scope, text)
        if not sub:
            return found[0]
        place = _component(sub[0])
        if len(sub) > 1 or place is None or (place >= len(found) and len(found) != 1):
            raise NotExecuted(f"the name {path}")
        return found[place] if place < len(found) else found[0]

    def knob(self, name: str) -> str | None:
        """A knob's text: what the script has, else the default of its class; None where there is none."""
        if name in self.node.knobs:
            return self.node.knobs[name]
        how = CLASSES.get(self.node.cls)
        if how and name in how.honours:
            return how.honours[name]
        mine = next((one for one in self.node.user_knobs if one.name == name), None)
        if mine is None or mine.type in (20, 26, 22):
            return None
        return mine.menu[0] if mine.type == 4 and mine.menu else "0" if mine.type not in (1, 2) else ""

    def shape(self, rest: list[str], path: str) -> float:
        """`width`, `height`, `pixel_aspect` (with or without `format.`) of a node."""
        name = rest[-1]
        if rest[:-1] in ([], ["format"]) and name in ("width", "height", "pixel_aspect", "w", "h"):
            one = self.node
            format = self.engine.format if one.cls == "Root" else self._picture(one).format
            key = {"w": "width", "h": "height"}.get(name, name)
            return float(getattr(format, key))
        raise NotExecuted(f"the name {path} on {self.node.cls} {self.node.name}")

    def _picture(self, one: ParsedNode) -> Image:
        # A node's own width is its input's while its knobs are evaluated.
        source = one if one.cls in ("Input", "Group", "Read") else (one.inputs[0] if one.inputs else None)
        return self.engine.image(source, self.frame)


def evaluated(scope: Scope, text: str) -> tuple[float, ...]:
    """The numbers of a knob's text: plain ones, check boxes and `{expressions}`."""
    found = []
    for word in words(text):
        if word.kind == "braced":
            inner = words(word.text)
            body = inner[0].text if len(inner) == 1 and inner[0].kind == "quoted" else word.text
            if body.split()[:1] == ["curve"]:
                found.append(_animated(scope, body))
                continue
            found.append(float(calculate(body, scope.number, lambda tcl: substituted(scope, tcl))))
        elif word.text.lower() in ("true", "false"):
            found.append(float(word.text.lower() == "true"))
        else:
            found.append(_plain(scope, word.text))
    if not found:
        raise NotExecuted(f"an empty number of {scope.node.cls} {scope.node.name}")
    return tuple(found)


def _animated(scope: Scope, body: str) -> float:
    """An animation at this frame: keys that all say `L x frame value`; it stands still beyond its ends."""
    parts = body.split()[1:]
    keys = [(parts[n + 1], parts[n + 2]) for n in range(0, len(parts) - 2, 3)]
    if not keys or len(parts) % 3 or any(flag != "L" for flag in parts[::3]):
        raise NotExecuted(f"the animation {body[:40]!r} of {scope.node.name}")
    frames = [float(at.removeprefix("x")) for at, _ in keys]
    if sorted(frames) != frames or not all(at.startswith("x") for at, _ in keys):
        raise NotExecuted(f"the frames of {body[:40]!r} of {scope.node.name}")
    return float(np.interp(scope.frame, frames, [float(value) for _, value in keys]))


def _plain(scope: Scope, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise NotExecuted(f"{text!r} for a number of {scope.node.cls} {scope.node.name}") from None


def _component(name: str) -> int | None:
    if name.isdigit():
        return int(name)
    groups = ("rgba", "xyzw", "uv", "xyrt")
    return next((each.index(name) for each in groups if len(name) == 1 and name in each), None)


def read_format(text: str) -> Format:
    """`2048 1556 0 0 2048 1556 1 name`, or without the box: width, height, pixel aspect."""
    numbers = []
    for part in text.split():
        try:
            numbers.append(float(part))
        except ValueError:
            break
    if len(numbers) < 2:
        raise NotExecuted(f"the format {text!r}")
    aspect = numbers[6] if len(numbers) > 6 else numbers[2] if len(numbers) == 3 else 1.0
    return Format(int(numbers[0]), int(numbers[1]), aspect)
