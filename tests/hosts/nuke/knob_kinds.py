"""Every kind of knob by Nuke's names: what `value()` gives, what `setValue()` takes or silently refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .application import Application
from .knobs import Array_Knob, Knob
from .proxy import strict
from .tcl import evaluate
from .values import Spec

KINDS: dict[str, type] = {"Knob": Knob, "Array_Knob": Array_Knob}


def knob_object(app: Application, uid: int, spec: Spec) -> Any:
    """The knob object of a definition on a node."""
    return KINDS[spec.kind]._of(app, uid, spec)  # type: ignore[attr-defined]


def _kind(name: str, base: type, **methods: Any) -> type:
    """A class of the stubs that only narrows its base."""
    made = type(name, (base,), {"_kind": name, "__module__": __name__, **methods})
    KINDS[name] = strict(name)(made)
    return KINDS[name]


@strict("Boolean_Knob")
class Boolean_Knob(Array_Knob):
    _kind = "Boolean_Knob"

    def value(self) -> bool:
        return bool(self._one(0))

    def setValue(self, b: Any) -> bool:
        if not isinstance(b, (bool, int, float)):
            return False
        self._put(self._state().with_number(0, float(bool(b))))
        return True


@strict("Int_Knob")
class Int_Knob(Array_Knob):
    _kind = "Int_Knob"

    def value(self) -> int:
        return int(self._one(0))


@strict("Unsigned_Knob")
class Unsigned_Knob(Array_Knob):
    _kind = "Unsigned_Knob"

    def value(self) -> int:
        return int(self._one(0))


@strict("Enumeration_Knob")
class Enumeration_Knob(Unsigned_Knob):
    _kind = "Enumeration_Knob"

    def _menu(self) -> tuple[str, ...]:
        state = self._state()
        if state.menu is not None:
            return state.menu
        if self._spec.open and self._uid is not None and "colorspace" in self._spec.name:
            from .colour import offered

            return tuple(offered(self._app))
        return self._spec.values

    def values(self) -> list[str]:
        return list(self._menu())

    def numValues(self) -> int:
        return len(self._menu())

    def enumName(self, n: int) -> str:
        return self._menu()[n]

    def value(self) -> str:
        return self._state().text

    def getValue(self, *args: Any) -> float:
        text, menu = self._state().text, self._menu()
        return float(menu.index(text)) if text in menu else 0.0

    def setValues(self, values: Any) -> None:
        menu = tuple(str(value) for value in values)
        state = replace(self._state(), menu=menu)
        # Nuke keeps the index, not the name.
        at = int(self.getValue())
        self._put(replace(state, text=menu[at] if at < len(menu) else (menu[0] if menu else "")))

    def setValue(self, value: Any) -> bool:
        menu = self._menu()
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            return False
        if isinstance(value, str):
            if value not in menu:
                raise AssertionError(f"{self._spec.name} has no value {value!r}: it has {', '.join(menu)}")
            self._put(replace(self._state(), text=value, expressions={}))
            return True
        if not 0 <= int(value) < len(menu):
            return False
        self._put(replace(self._state(), text=menu[int(value)], expressions={}))
        return True


@strict("String_Knob")
class String_Knob(Knob):
    _kind = "String_Knob"

    def value(self, oc: Any = None) -> str:
        return self._state().text

    def getText(self, oc: Any = None) -> str:
        return self._state().text

    def getValue(self) -> str:
        return self._state().text

    def setValue(self, val: Any, view: str = "default") -> bool:
        if not isinstance(val, str):
            # Nuke raises a TypeError for a string knob, unlike for numbers.
            raise TypeError(f"{self._spec.name}: setValue() takes a string")
        if self._uid is not None and self._spec.name == "name":
            self._rename(val)
            return True
        self._put(replace(self._state(), text=val))
        return True

    def setText(self, val: str) -> bool:
        return self.setValue(val)

    def _rename(self, name: str) -> None:
        from .node_objects import rename

        assert self._uid is not None
        rename(self._app, self._uid, name, uncollide=True)


@strict("EvalString_Knob")
class EvalString_Knob(String_Knob):
    _kind = "EvalString_Knob"

    def evaluate(self, *args: Any) -> str | None:
        frame = float(args[0]) if args else float(self._app.frame)
        return evaluate(self._app, self._uid, self._state().text, frame)


@strict("File_Knob")
class File_Knob(EvalString_Knob):
    _kind = "File_Knob"

    def getValue(self) -> str:
        return self._state().text

    def value(self, *args: Any) -> str:
        return self._state().text

    def getEvaluatedValue(self, *args: Any) -> str | None:
        return self.evaluate(*args)

    def setValue(self, val: Any, view: str = "default") -> bool:
        assert "\\" not in str(val), "a path in Nuke has forward slashes: a backslash is an escape"
        return super().setValue(val)

    def fromUserText(self, text: str) -> None:
        """`path 1001-1048`: what an artist types; sets the range as Nuke does."""
        path, _, frames = text.rpartition(" ")
        first, dash, last = frames.partition("-")
        if not (path and dash and first.isdigit() and last.isdigit()):
            self.setValue(text)
            return
        self.setValue(path)
        from .node_objects import node_object

        assert self._uid is not None
        node = node_object(self._app, self._uid)
        for name, number in (("first", first), ("last", last), ("origfirst", first), ("origlast", last)):
            if node.knob(name) is not None:
                node[name].setValue(int(number))


@strict("Script_Knob")
class Script_Knob(String_Knob):
    _kind = "Script_Knob"

    def command(self) -> str:
        return self._state().text

    def setCommand(self, cmd: str) -> None:
        self.setValue(cmd)

    def execute(self) -> None:
        """Press it: its text runs in `__main__`, with `thisNode` and `thisKnob` set."""
        assert self._uid is not None, "a button that sits on no node cannot be pressed"
        app = self._app
        app.this_node.append(self._uid)
        app.this_knob.append(self._spec.name)
        try:
            app.interpreter.execute(self._state().text)
        finally:
            app.this_node.pop()
            app.this_knob.pop()


@strict("PyCustom_Knob")
class PyCustom_Knob(Script_Knob):
    """A knob whose widget is made by what its text evaluates to, in `__main__`."""

    _kind = "PyCustom_Knob"

    def getObject(self) -> Any:
        """What the text evaluated to, once; raises what the text raises."""
        if "_object" not in self.__dict__:
            self._object = self._app.interpreter.evaluate(self._state().text)
        return self._object


@strict("Format_Knob")
class Format_Knob(Knob):
    _kind = "Format_Knob"

    def value(self) -> Any:
        from .formats import format_of_text

        text = self._state().text
        if not text:
            from .document import ROOT

            text = self._app.data(ROOT).state("format").text
        return format_of_text(self._app, text)

    def actualValue(self) -> Any:
        return self.value()

    def name(self) -> str:
        # Nuke's own oddity: name() of a format knob is the name of the format.
        return self.value().name()

    def setValue(self, value: Any) -> bool:
        from .formats import Format, formats

        if isinstance(value, Format):
            self._put(replace(self._state(), text=value._text()))
            return True
        if isinstance(value, str):
            for known in formats(self._app):
                if known._values[1] == value:
                    self._put(replace(self._state(), text=known._text()))
                    return True
            raise AssertionError(f"there is no format named {value!r}: addFormat first")
        return False


@strict("Link_Knob")
class Link_Knob(Knob):
    _kind = "Link_Knob"

    def getLink(self) -> str:
        return self._state().text

    def setLink(self, s: str) -> None:
        self._put(replace(self._state(), text=s))

    def makeLink(self, s: str, t: str) -> None:
        self._put(replace(self._state(), text=f"{s}.{t}"))


for _made in (
    Boolean_Knob, Int_Knob, Unsigned_Knob, Enumeration_Knob, String_Knob, EvalString_Knob, File_Knob,
    Script_Knob, PyCustom_Knob, Format_Knob, Link_Knob,
):  # fmt: skip
    KINDS[_made._kind] = _made  # type: ignore[attr-defined]

for _name, _base in {
    "Disable_Knob": Boolean_Knob,
    "Double_Knob": Array_Knob,
    "Range_Knob": Array_Knob,
    "Keyer_Knob": Array_Knob,
    "XY_Knob": Array_Knob,
    "UV_Knob": Array_Knob,
    "WH_Knob": Array_Knob,
    "Scale_Knob": Array_Knob,
    "XYZ_Knob": Array_Knob,
    "Color_Knob": Array_Knob,
    "BBox_Knob": Array_Knob,
    "Box3_Knob": Array_Knob,
    "IArray_Knob": Array_Knob,
    "ColorChip_Knob": Unsigned_Knob,
    "EditableEnumeration_Knob": Enumeration_Knob,
    "CascadingEnumeration_Knob": Enumeration_Knob,
    "Pulldown_Knob": Enumeration_Knob,
    "Radio_Knob": Enumeration_Knob,
    "OneView_Knob": Enumeration_Knob,
    "Multiline_Eval_String_Knob": EvalString_Knob,
    "PyScript_Knob": Script_Knob,
    "PythonCustomKnob": Script_Knob,
    "PythonKnob": String_Knob,
    "Password_Knob": Knob,
    "Text_Knob": Knob,
    "Tab_Knob": Knob,
    "BeginTabGroup_Knob": Knob,
    "EndTabGroup_Knob": Knob,
    "Channel_Knob": Knob,
    "Font_Knob": Knob,
    "FreeType_Knob": Knob,
    "Help_Knob": Knob,
    "LookupCurves_Knob": Knob,
    "MultiView_Knob": Knob,
    "Obsolete_Knob": Knob,
    "Transform2d_Knob": Knob,
}.items():
    _kind(_name, _base)
_kind("AColor_Knob", KINDS["Color_Knob"])
_kind("ChannelMask_Knob", KINDS["Channel_Knob"])
