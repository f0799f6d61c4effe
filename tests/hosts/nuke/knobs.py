"""The knob objects a plugin holds: strict to the stubs, and as forgiving or silent as Nuke's own.

A knob is a name on a node, looked up anew at every call; one made by `nuke.Int_Knob(...)` and not yet
added to a node lives on a definition of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import tcl, values
from .application import Application, Detached
from .proxy import strict
from .space import world
from .values import ENUMERATIONS, Spec, State, figure, initial, parsed, shown

_application: list[Application] = []


def use(application: Application | None) -> None:
    """The application that knobs made from now on belong to."""
    _application[:] = [application] if application else []


def current() -> Application:
    assert _application, "no simulated Nuke is running"
    return _application[0]


class KnobCore:
    """What every kind shares; the strict classes below name it as the stubs do."""

    _kind = "Knob"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._app = current()
        self._uid: int | None = None
        name = str(args[0]) if args else ""
        label = args[1] if len(args) > 1 and isinstance(args[1], str) else None
        rest = args[2] if len(args) > 2 else None
        menu = tuple(str(value) for value in rest) if self._kind in ENUMERATIONS and rest is not None else ()
        text = str(rest) if self._kind in values.STRINGS and rest is not None else ""
        size = rest if isinstance(rest, int) and self._kind == "Array_Knob" else 0
        self._spec = Spec(name, self._kind, text, menu, size=size, label=label or "", user=True)
        self._loose: State = initial(self._spec)

    @classmethod
    def _of(cls, app: Application, uid: int, spec: Spec) -> Any:
        made = cls.__new__(cls)
        made._app, made._uid, made._spec = app, uid, spec
        app.knobs_used[app.data(uid).cls, spec.name] += 1
        return made

    # The state behind it

    def _state(self) -> State:
        if self._uid is None:
            return self._loose
        node = self._app.data(self._uid)
        if node.spec(self._spec.name) is None:
            raise Detached
        return node.state(self._spec.name)

    def _put(self, state: State, fire: bool = True) -> None:
        if self._uid is None:
            self._loose = state
            return
        node = self._app.data(self._uid)
        name = self._spec.name
        if node.state(name) == state:
            return
        silent = (self._flags(state)) & FLAGS["NO_UNDO"]
        self._app.history.disabled += bool(silent)
        try:
            with self._app.edit(f"{node.name}.{name}"):
                node.knobs[name] = state
                if name == "selected":
                    node.selected = bool(state.numbers[0])
                self._app.document.changed()
        finally:
            self._app.history.disabled -= bool(silent)
        if fire and name != "selected":
            self._app.fire("knobChanged", self._uid, name)

    def _flags(self, state: State) -> int:
        return (self._spec.flags | state.set_flags) & ~state.cleared_flags

    def _change(self, change: Callable[[State], State]) -> None:
        self._put(change(self._state()))


FLAGS = {
    "DISABLED": 0x0000000000000080,
    "NO_ANIMATION": 0x0000000000000100,
    "DO_NOT_WRITE": 0x0000000000000200,
    "INVISIBLE": 0x0000000000000400,
    "STARTLINE": 0x0000000000001000,
    "ENDLINE": 0x0000000000002000,
    "NO_UNDO": 0x0000000000080000,
    "ALWAYS_SAVE": 0x0000000000100000,
    "NO_MULTIVIEW": 0x0000000040000000,
    "READ_ONLY": 0x0000000010000000,
    "EXPAND_TO_WIDTH": 0x0000000000000400 << 20,
}


@strict("Knob")
class Knob(KnobCore):
    def Class(self) -> str:
        return self._kind

    def name(self) -> str:
        return self._spec.name

    def setName(self, name: str) -> None:
        assert self._uid is None, "renaming a knob that sits on a node breaks every expression on it"
        self._spec = replace(self._spec, name=name)

    def fullyQualifiedName(self, channel: int = -1) -> str:
        assert self._uid is not None, "a knob without a node has no full name"
        path = self._app.document.full_name(self._uid)
        return f"{path}.{self._spec.name}" + (f".{channel}" if channel >= 0 else "")

    def node(self) -> Any:
        from .node_objects import node_object

        return None if self._uid is None else node_object(self._app, self._uid)

    def label(self) -> str:
        label = self._state().label
        return self._spec.label if label is None else label

    def setLabel(self, label: str) -> None:
        self._change(lambda state: replace(state, label=str(label)))

    def tooltip(self) -> str:
        return self._state().tooltip or self._spec.tooltip

    def setTooltip(self, tooltip: str) -> None:
        self._change(lambda state: replace(state, tooltip=str(tooltip)))

    def visible(self) -> bool:
        return self._state().visible and not self._flags(self._state()) & FLAGS["INVISIBLE"]

    def setVisible(self, visible: bool) -> None:
        self._change(lambda state: replace(state, visible=bool(visible)))

    def enabled(self) -> bool:
        return self._state().enabled

    def setEnabled(self, enabled: bool) -> None:
        self._change(lambda state: replace(state, enabled=bool(enabled)))

    def setFlag(self, flag: int) -> None:
        assert isinstance(flag, int), "setFlag takes a flag such as nuke.INVISIBLE"
        self._change(
            lambda state: replace(
                state, set_flags=state.set_flags | flag, cleared_flags=state.cleared_flags & ~flag
            )
        )

    def clearFlag(self, flag: int) -> None:
        self._change(
            lambda state: replace(
                state, set_flags=state.set_flags & ~flag, cleared_flags=state.cleared_flags | flag
            )
        )

    def getFlag(self, flag: int) -> bool:
        return bool(self._flags(self._state()) & flag)

    def toScript(self, quote: bool = True, context: Any = None) -> str:
        text = shown(self._spec, self._state())
        return "{" + text + "}" if quote and (" " in text or not text) else text

    def fromScript(self, script: str) -> bool:
        # The braces of one curve are its own: a file has another pair around them.
        quoted = script.startswith("{") and script.endswith("}") and not script.startswith("{curve ")
        text = script[1:-1] if quoted else script
        try:
            self._put(parsed(self._spec, text, self._state()))
        except values.BadValue as error:
            raise AssertionError(f"{self._spec.name}.fromScript: {error}") from None
        return True

    def value(self) -> Any:
        return shown(self._spec, self._state())

    def getValue(self) -> Any:
        return shown(self._spec, self._state())

    def setValue(self, val: Any, chan: int = 0) -> bool:
        if not isinstance(val, str):
            return False
        self._put(replace(self._state(), text=val))
        return True

    def hasExpression(self, index: int = -1) -> bool:
        expressions = self._state().expressions
        return index in expressions if index >= 0 else bool(expressions)

    def isAnimated(self, channel: int = -1) -> bool:
        curves = self._state().curves
        return channel in curves if channel >= 0 else bool(curves)

    def setExpression(self, expression: str, index: int = -1, view: str | None = None) -> bool:
        assert "[python" not in expression, "a [python] expression does not work at a seat without the plugin"
        channels = range(max(1, self._spec.width)) if index < 0 else [index]
        more = dict.fromkeys(channels, expression)
        self._change(lambda state: replace(state, expressions={**state.expressions, **more}))
        return True

    def __repr__(self) -> str:
        return f"<{self._kind} {self._spec.name}>"

    def __hash__(self) -> int:
        return hash((self._uid, self._spec.name))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KnobCore) and (self._uid, self._spec.name) == (other._uid, other._spec.name)


@strict("Array_Knob")
class Array_Knob(Knob):
    _kind = "Array_Knob"

    def _here(self) -> float:
        return float(self._app.frame)

    def _one(self, channel: int) -> float:
        state = self._state()
        if not 0 <= channel < len(state.numbers):
            raise IndexError(f"{self._spec.name} has {len(state.numbers)} channels")
        if channel in state.expressions:
            return tcl.number(self._app, self._uid, state.expressions[channel])
        return self._then(channel, self._here())

    def _then(self, channel: int, frame: float) -> float:
        if self._spec.name == "world_matrix" and self._uid is not None:
            return world(self._app.data(self._uid), frame)[channel // 4][channel % 4]
        return self._state().at(channel, frame)

    def getValue(self, channel: int = -1) -> Any:
        if channel >= 0 or self._spec.width == 1:
            return self._one(max(0, channel))
        return [self._one(n) for n in range(self._spec.width)]

    def value(self, channel: int = -1) -> Any:
        return self.getValue(channel)

    def getValueAt(self, frame: float, index: int = -1, view: str | None = None) -> Any:
        if index >= 0 or self._spec.width == 1:
            return self._then(max(0, index), frame)
        return [self._then(n, frame) for n in range(self._spec.width)]

    def valueAt(self, frame: float, index: int = -1) -> Any:
        return self.getValueAt(frame, index)

    def array(self) -> tuple[float, ...]:
        return tuple(self._one(n) for n in range(self._spec.width))

    def arraySize(self) -> int:
        return self._spec.width

    def defaultValue(self, channel: int = 0) -> float:
        return initial(self._spec).numbers[channel]

    def setDefaultValue(self, numbers: Any) -> None:
        assert self._uid is None, "set a default before the knob is added"
        self._spec = replace(self._spec, default=" ".join(figure(float(n)) for n in numbers))

    def notDefault(self) -> bool:
        return self._state().numbers != initial(self._spec).numbers or bool(self._state().expressions)

    def setRange(self, low: float, high: float) -> None:
        self._spec = replace(self._spec, range=(float(low), float(high)))

    def min(self) -> float:
        return self._spec.range[0] if self._spec.range else 0.0

    def max(self) -> float:
        return self._spec.range[1] if self._spec.range else 1.0

    def setValue(self, val: Any, channel: int = -1, time: float | None = None, view: str = "") -> bool:
        many = isinstance(val, (list, tuple))
        numbers = list(val) if many else [val]
        if not all(isinstance(n, (int, float)) for n in numbers) or len(numbers) > self._spec.width:
            # A wrong type is not an error in Nuke: nothing happens and False comes back.
            return False
        if channel >= self._spec.width:
            return False
        state = self._state()
        channels = range(len(numbers)) if many else [channel] if channel >= 0 else range(self._spec.width)
        for n, at in enumerate(channels):
            number = float(numbers[n] if many else numbers[0])
            if self._kind in ("Int_Knob", "Unsigned_Knob"):
                number = float(int(number))
            if at in state.curves:
                curve = {**state.curves[at], self._here() if time is None else float(time): number}
                state = replace(state, curves={**state.curves, at: curve})
            else:
                state = state.with_number(at, number)
        self._put(state)
        return True

    def setSingleValue(self, single: bool = True) -> None:
        return None

    def setAnimated(self, channel: int = -1) -> bool:
        channels = [channel] if channel >= 0 else range(self._spec.width)
        state = self._state()
        new = {n: state.curves.get(n) or {self._here(): state.numbers[n]} for n in channels}
        self._put(replace(state, curves={**state.curves, **new}))
        return True

    def clearAnimated(self, channel: int = -1) -> bool:
        state = self._state()
        keep = {n: curve for n, curve in state.curves.items() if channel >= 0 and n != channel}
        rest = {n: text for n, text in state.expressions.items() if channel >= 0 and n != channel}
        self._put(replace(state, curves=keep, expressions=rest))
        return True

    def setValueAt(self, val: float, time: float, channel: int = 0, view: str = "") -> bool:
        state = self._state()
        curve = {**state.curves.get(channel, {}), float(time): float(val)}
        self._put(replace(state, curves={**state.curves, channel: curve}))
        return True

    def getNumKeys(self, channel: int = 0) -> int:
        return len(self._state().curves.get(channel, {}))

    def getKeyList(self) -> list[int]:
        return sorted({int(at) for curve in self._state().curves.values() for at in curve})
