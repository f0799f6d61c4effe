"""The node objects a plugin holds: a number and the application, looked up anew at every call.

Two objects of one node are equal, not the same; an object whose node was deleted or came back by undo raises
ValueError "A PythonObject is not attached to a node" for ever.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .application import Application
from .document import ROOT, NodeData
from .knob_kinds import knob_object
from .knobs import Knob, KnobCore
from .loading import group_inputs
from .picture import Info, channels_of, format_of, has_error, metadata_of, range_of
from .proxy import strict
from .values import shown

#: What `writeKnobs` is asked for (Nuke Python API reference, Node.writeKnobs); the numbers are ours.
WRITING = {"TO_SCRIPT": 1, "TO_VALUE": 2, "WRITE_NON_DEFAULT_ONLY": 4, "WRITE_USER_KNOB_DEFS": 8}


@strict("Node")
class Node:
    def __init__(self, app: Application, uid: int) -> None:
        app.data(uid)
        app.touch(uid)
        self._app, self._uid = app, uid

    @property
    def _data(self) -> NodeData:
        return self._app.data(self._uid)

    def _node(self, uid: int | None) -> Any:
        return None if uid is None else node_object(self._app, uid)

    def _text(self, knob: str, text: str) -> None:
        node = self._data
        with self._app.edit(knob):
            node.knobs[knob] = replace(node.state(knob), text=text)
            self._app.document.changed()

    def Class(self) -> str:
        return self._data.cls

    def name(self) -> str:
        return self._data.name

    def fullName(self) -> str:
        self._data  # noqa: B018
        return self._app.document.full_name(self._uid)

    def setName(self, name: str, uncollide: bool = True, updateExpressions: bool = False) -> None:
        rename(self._app, self._uid, name, uncollide)

    def parent(self) -> Any:
        return self._node(self._data.parent)

    def rootNode(self) -> Any:
        return self._node(ROOT)

    # Knobs

    def knob(self, p: str | int, follow_link: bool = True) -> Any:
        spec = self._data.spec(p) if isinstance(p, str) else None
        if spec is None:
            self._app.knobs_missed[self._data.cls, str(p)] += 1
            return None
        return knob_object(self._app, self._uid, spec)

    def knobs(self) -> dict[str, Any]:
        return {name: knob_object(self._app, self._uid, spec) for name, spec in self._data.specs().items()}

    def allKnobs(self) -> list[Any]:
        return list(self.knobs().values())

    def addKnob(self, knob: Knob) -> None:
        assert isinstance(knob, KnobCore), f"addKnob takes a knob, not {knob!r}"
        assert knob._uid is None, f"{knob._spec.name} sits on a node already"
        node = self._data
        name = knob._spec.name
        assert node.spec(name) is None or knob._kind in ("Tab_Knob", "Text_Knob"), (
            f"{node.name} has a knob {name} already: Nuke would show both"
        )
        with self._app.edit(f"addKnob {name}"):
            node.user[name or f"_{len(node.user)}"] = knob._spec
            node.knobs[name] = knob._loose
            self._app.document.changed()
        knob._uid, knob._app = self._uid, self._app

    def removeKnob(self, knob: Knob) -> None:
        node = self._data
        name = knob._spec.name
        if name not in node.user:
            raise ValueError(f"{name} is not a user knob of {node.name}")
        with self._app.edit(f"removeKnob {name}"):
            del node.user[name]
            node.knobs.pop(name, None)
            self._app.document.changed()

    def numKnobs(self) -> int:
        return len(self._data.specs())

    def writeKnobs(self, flags: int = 0) -> str:
        """Names alone, or names and values in turn as Tcl; only what differs from the class is simulated."""
        node = self._data
        if not flags & (WRITING["TO_SCRIPT"] | WRITING["TO_VALUE"]):
            return " ".join(node.knobs)
        return "\n".join(f"{name} {shown(node.spec(name), state)}" for name, state in node.knobs.items())  # type: ignore[arg-type]

    def resetKnobsToDefault(self) -> None:
        node = self._data
        with self._app.edit("reset"):
            node.knobs = {name: node.knobs[name] for name in node.knobs if name in ("name", "xpos", "ypos")}
            self._app.document.changed()

    # Inputs

    def _limit(self) -> int:
        node = self._data
        return group_inputs(self._app, self._uid) if node.cls in ("Group", "Gizmo") else node.kind.most

    def inputs(self) -> int:
        inputs = self._data.inputs
        return max((n + 1 for n, uid in enumerate(inputs) if uid is not None), default=0)

    def maxInputs(self) -> int:
        return self._limit()

    def maximumInputs(self) -> int:
        return self._limit()

    def minInputs(self) -> int:
        return self._data.kind.least

    def minimumInputs(self) -> int:
        return self._data.kind.least

    def optionalInput(self) -> int:
        mask = self._data.kind.mask
        return -1 if mask is None else mask

    def input(self, index: int) -> Any:
        inputs = self._data.inputs
        return self._node(inputs[index]) if 0 <= index < len(inputs) else None

    def canSetInput(self, i: int, node: Any) -> bool:
        if not 0 <= i < self._limit() or (node is not None and node._data.parent != self._data.parent):
            return False
        return node is None or self._uid not in _upstream(self._app, node._uid)

    def setInput(self, i: int, node: Any) -> bool:
        assert node is None or isinstance(node, Node), f"setInput takes a node, not {node!r}"
        data = self._data
        if not 0 <= i < self._limit():
            raise AssertionError(f"{data.cls} {data.name} has no input {i}: it has {self._limit()}")
        if not self.canSetInput(i, node):
            # A loop, or a node of another group: Nuke says no and does nothing.
            return False
        with self._app.edit("setInput"):
            data.inputs += [None] * (i + 1 - len(data.inputs))
            data.inputs[i] = None if node is None else node._uid
            self._app.document.changed()
        return True

    def connectInput(self, i: int, node: Any) -> bool:
        free = next((n for n in range(i, self._limit()) if self.input(n) is None), i)
        return self.setInput(free, node)

    def dependencies(self, what: int = 7) -> list[Any]:
        return [self._node(uid) for uid in dict.fromkeys(self._data.inputs) if uid is not None]

    def dependent(self, what: int = 7, forceEvaluate: bool = True) -> list[Any]:
        self._data  # noqa: B018
        return [
            self._node(node.uid) for node in self._app.document.nodes.values() if self._uid in node.inputs
        ]

    # Picture

    def format(self) -> Any:
        return format_of(self._app, self._data)

    def width(self) -> int:
        return round(self.format().width() * self._proxy_scale())

    def height(self) -> int:
        return round(self.format().height() * self._proxy_scale())

    def _proxy_scale(self) -> float:
        root = self._app.data(ROOT)
        return 0.5 if root.state("proxy").numbers[0] else 1.0

    def pixelAspect(self) -> float:
        return float(self.format().pixelAspect())

    def bbox(self) -> Info:
        return Info(0, 0, self.width(), self.height())

    def channels(self) -> list[str]:
        return channels_of(self._app, self._data)

    def firstFrame(self) -> int:
        return range_of(self._app, self._data)[0]

    def lastFrame(self) -> int:
        return range_of(self._app, self._data)[1]

    def frameRange(self) -> Any:
        from .frames import FrameRange

        return FrameRange(*range_of(self._app, self._data), 1)

    def metadata(self, key: str | None = None, time: float | None = None, view: str = "") -> Any:
        found = metadata_of(self._app, self._data)
        return found if key is None else found.get(key)

    def hasError(self) -> bool:
        return has_error(self._app, self._data)

    def error(self) -> bool:
        return has_error(self._app, self._data)

    def treeHasError(self) -> bool:
        document = self._app.document
        return any(
            has_error(self._app, document.nodes[uid]) for uid in [*_upstream(self._app, self._uid), self._uid]
        )

    def proxy(self) -> bool:
        return bool(self._app.data(ROOT).state("proxy").numbers[0])

    # The graph

    def xpos(self) -> int:
        return int(self._data.state("xpos").numbers[0])

    def ypos(self) -> int:
        return int(self._data.state("ypos").numbers[0])

    def setXpos(self, x: int) -> None:
        self._move(x, self._data.state("ypos").numbers[0])

    def setYpos(self, y: int) -> None:
        self._move(self._data.state("xpos").numbers[0], y)

    def setXYpos(self, x: int, y: int) -> None:
        self._move(x, y)

    def _move(self, x: float, y: float) -> None:
        node = self._data
        with self._app.edit("move"):
            for name, number in (("xpos", x), ("ypos", y)):
                assert isinstance(number, (int, float)), "a position is a number"
                node.knobs[name] = replace(node.state(name), numbers=(float(int(number)),))
            self._app.document.changed()

    def screenWidth(self) -> int:
        if not self._app.gui:
            return 0
        return {"Dot": 12, "BackdropNode": int(self._backdrop("bdwidth"))}.get(self._data.cls, 80)

    def screenHeight(self) -> int:
        if not self._app.gui:
            return 0
        heights = {"Dot": 12, "Read": 86, "BackdropNode": int(self._backdrop("bdheight"))}
        return heights.get(self._data.cls, 18)

    def _backdrop(self, knob: str) -> float:
        return self._data.state(knob).numbers[0] if self._data.cls == "BackdropNode" else 0.0

    def autoplace(self) -> None:
        self._move(self._app.cursor[0], self._app.cursor[1])

    def isSelected(self) -> bool:
        return self._data.selected

    def setSelected(self, selected: bool) -> None:
        self._data.selected = bool(selected)

    def selectOnly(self) -> None:
        mine = self._data
        for node in self._app.document.children(ROOT if mine.parent is None else mine.parent):
            node.selected = node.uid == mine.uid

    def showControlPanel(self, forceFloat: bool = False) -> None:
        self._data.panel = True

    def hideControlPanel(self) -> None:
        self._data.panel = False

    def shown(self) -> bool:
        return self._data.panel

    def redraw(self) -> None:
        self._data  # noqa: B018

    def setTab(self, tabIndex: int) -> None:
        self._data  # noqa: B018

    def forceValidate(self) -> None:
        self._data  # noqa: B018

    def __getitem__(self, name: str) -> Any:
        if self._data.spec(name) is None:
            raise NameError(f"knob {name} does not exist")
        return self.knob(name)

    def __repr__(self) -> str:
        node = self._app.document.nodes.get(self._uid)
        return f"<{node.cls} {node.name} at 0x{id(self):x}>" if node else "<detached node>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and other._uid == self._uid

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._uid)

    def __len__(self) -> int:
        return len(self._data.specs())


def rename(app: Application, uid: int, name: str, uncollide: bool) -> None:
    """Give a node a name; one that is taken gets the next number, or raises where that is not wanted."""
    node = app.data(uid)
    parent = ROOT if node.parent is None else node.parent
    if not name.replace("_", "a").isalnum() or name[0].isdigit():
        raise ValueError(f"'{name}' is not a valid name for a node")
    if name != node.name:
        free = app.document.free_name(parent, name)
        if free != name and not uncollide:
            raise ValueError(f"the name '{name}' is taken")
        with app.edit(f"rename {node.name}"):
            node.knobs["name"] = replace(node.state("name"), text=free)
            app.document.changed()


def _upstream(app: Application, uid: int) -> set[int]:
    found: set[int] = set()
    todo = [uid]
    while todo:
        at = todo.pop()
        if at not in found:
            found.add(at)
            todo += [each for each in app.document.nodes[at].inputs if each is not None]
    return found


def node_object(app: Application, uid: int) -> Any:
    """A new Python object of a node: the class that Nuke gives it."""
    from .group_objects import CLASSES

    return CLASSES.get(app.data(uid).cls, Node)(app, uid)
