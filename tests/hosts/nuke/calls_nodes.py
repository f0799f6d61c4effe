"""The functions of `nuke` that find, make, copy and delete nodes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from .application import Application
from .document import ROOT, NodeData
from .loading import load
from .node_objects import Node, node_object
from .nodes import classes, node_class
from .saving import nodes_text
from .script import words
from .values import BadValue, parsed

CLIPBOARD = "%clipboard%"


class NodeCalls:
    """Bound to one application; each public method is a function of the module."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def _objects(self, nodes: list[NodeData]) -> list[Any]:
        return [node_object(self._app, node.uid) for node in nodes]

    def _selection(self) -> list[NodeData]:
        return [node for node in self._app.document.children(self._app.group) if node.selected]

    def root(self) -> Any:
        return node_object(self._app, ROOT)

    def toNode(self, s: str) -> Any:
        assert isinstance(s, str), f"toNode takes a name, not {s!r}"
        found = self._app.document.find(s, self._app.group)
        return None if found is None else node_object(self._app, found.uid)

    def exists(self, s: str) -> bool:
        document = self._app.document
        if document.find(s, self._app.group):
            return True
        path, _, knob = s.rpartition(".")
        found = document.find(path, self._app.group) if path else None
        return found is not None and found.spec(knob) is not None

    def allNodes(
        self, filter: str | None = None, group: Any = None, recurseGroups: bool = False
    ) -> list[Any]:
        document = self._app.document
        top = self._app.group if group is None else group._uid
        found = [
            node
            for child in document.children(top)
            for node in (document.inside(child.uid) if recurseGroups else [child])
        ]
        assert filter is None or filter in classes(), f"allNodes: no class {filter}"
        return self._objects([node for node in found if filter is None or node.cls == filter])

    def selectedNodes(self, filter: str | None = None) -> list[Any]:
        return self._objects([node for node in self._selection() if filter is None or node.cls == filter])

    def selectedNode(self) -> Any:
        chosen = self._selection()
        if not chosen:
            raise ValueError("no node selected")
        return node_object(self._app, chosen[-1].uid)

    def nodesSelected(self) -> bool:
        return bool(self._selection())

    def selectAll(self) -> None:
        for node in self._app.document.children(self._app.group):
            node.selected = True

    def invertSelection(self) -> None:
        for node in self._app.document.children(self._app.group):
            node.selected = not node.selected

    def createNode(self, node: str, knobs: str = "", inpanel: bool = True) -> Any:
        """Connects to the selection, selects the new node alone and opens its panel, as the Tab key."""
        app, document = self._app, self._app.document
        kind = self._class(node)
        chosen = self._selection()
        with app.edit(f"Create {node}"):
            data = self._make(node, app.group)
            if kind.most:
                for index, source in enumerate(chosen[: kind.least or 1]):
                    data.inputs.append(source.uid)
                    if index == 0:
                        for other in document.children(app.group):
                            if other.uid != data.uid and source.uid in other.inputs:
                                other.inputs = [data.uid if n == source.uid else n for n in other.inputs]
            self._text_knobs(data, knobs)
            self._place(data, chosen[-1] if chosen else None)
            for other in document.children(app.group):
                other.selected = other.uid == data.uid
            data.panel = inpanel and app.gui
            document.changed()
            app.fire("onUserCreate", data.uid)
            app.fire("onCreate", data.uid)
        return node_object(app, data.uid)

    def _class(self, name: str) -> Any:
        try:
            return node_class(name)
        except KeyError as error:
            raise AssertionError(error.args[0]) from None

    def _make(self, cls: str, parent: int) -> NodeData:
        app = self._app
        data = NodeData(app.document.new_uid(), cls, parent)
        name = app.document.free_name(parent, f"{data.kind.stem}1")
        data.knobs["name"] = replace(data.state("name"), text=name)
        app.document.nodes[data.uid] = data
        return data

    def _place(self, data: NodeData, under: NodeData | None) -> None:
        x, y = self._app.cursor
        if under is not None:
            x, y = (int(under.state(name).numbers[0]) for name in ("xpos", "ypos"))
            y += 80
        for name, number in (("xpos", x), ("ypos", y)):
            if name not in data.knobs:
                data.knobs[name] = replace(data.state(name), numbers=(float(number),))

    def _text_knobs(self, data: NodeData, text: str) -> None:
        parts = words(text)
        assert len(parts) % 2 == 0, f"createNode: knobs come in pairs: {text!r}"
        for name, value in zip(parts[::2], parts[1::2], strict=True):
            spec = data.spec(name.text)
            assert spec is not None, f"createNode: {data.cls} has no knob {name.text}"
            try:
                data.knobs[name.text] = parsed(spec, value.text, data.state(name.text))
            except BadValue as error:
                raise AssertionError(f"createNode: {error}") from None

    def construct(self, cls: str, given: dict[str, Any]) -> Any:
        """`nuke.nodes.Blur(inputs=[x], size=3)`: not connected to the selection, no panel."""
        app = self._app
        self._class(cls)
        with app.edit(f"Create {cls}"):
            data = self._make(cls, app.group)
            self._place(data, None)
            app.document.changed()
            made = node_object(app, data.uid)
            for index, source in enumerate(given.pop("inputs", ())):
                made.setInput(index, source)
            for name, value in given.items():
                if name == "name":
                    made.setName(value)
                else:
                    assert made.knob(name) is not None, f"nuke.nodes.{cls}: no knob {name}"
                    made[name].setValue(value)
            app.fire("onCreate", data.uid)
        return made

    def delete(self, n: Any) -> None:
        if n is None:
            return
        assert isinstance(n, Node), f"nuke.delete takes a node, not {n!r}"
        self._delete([n._data])

    def nodeDelete(self, popupOnError: bool = True) -> bool:
        chosen = self._selection()
        self._delete(chosen)
        return bool(chosen)

    def _delete(self, nodes: list[NodeData]) -> None:
        app, document = self._app, self._app.document
        with app.edit("Delete"):
            for node in nodes:
                app.fire("onDestroy", node.uid)
                for other in document.nodes.values():
                    # Nuke joins what was above with what was below through input 0.
                    above = node.inputs[0] if node.inputs else None
                    other.inputs = [above if uid == node.uid else uid for uid in other.inputs]
                for inner in list(document.inside(node.uid)):
                    document.nodes.pop(inner.uid, None)
            if nodes:
                document.changed()

    def nodeCopy(self, s: str) -> bool:
        chosen = self._selection()
        if not chosen:
            return False
        text = nodes_text(self._app, chosen)
        if s == CLIPBOARD:
            self._app.clipboard = text
        else:
            Path(s).write_text(text, encoding="utf-8")
        return True

    def nodePaste(self, s: str) -> Any:
        """Adds the nodes of a file or the clipboard at the cursor, connected to the selection where they take
        an input from the stack, renamed on a clash. One undo step.

        Afterwards those are selected whose text says `selected true`, and no others: the Python API reference
        of Nuke 16.0 takes the text for one of nodeCopy, which writes that in each node of its top level.
        """
        app, document = self._app, self._app.document
        if s == CLIPBOARD:
            text = app.clipboard
        else:
            if not Path(s).is_file():
                raise RuntimeError(f"{s}: No such file or directory")
            text = Path(s).read_text(encoding="utf-8")
        chosen = [node.uid for node in self._selection()]
        with app.edit("Paste"):
            made = load(app, text, app.group, tuple(chosen))
            for node in document.children(app.group):
                node.selected = node.selected and node.uid in made
            self._at_cursor([document.nodes[uid] for uid in made])
            for uid in made:
                for inner in list(document.inside(uid)):
                    app.fire("onCreate", inner.uid)
        return node_object(app, made[-1]) if made and app.paste_returns_last else None

    def _at_cursor(self, nodes: list[NodeData]) -> None:
        """Where a script says they lie does not matter: Nuke keeps only how they lie to each other."""
        if not nodes:
            return
        for axis, name in enumerate(("xpos", "ypos")):
            least = min(node.state(name).numbers[0] for node in nodes)
            for node in nodes:
                at = node.state(name).numbers[0] - least + self._app.cursor[axis]
                node.knobs[name] = replace(node.state(name), numbers=(at,))

    def thisNode(self) -> Any:
        app = self._app
        return node_object(app, app.this_node[-1] if app.this_node else app.group)

    def lastHitGroup(self) -> Any:
        hit = self._app.hit_group
        return node_object(self._app, hit if hit in self._app.document.nodes else ROOT)

    def thisGroup(self) -> Any:
        return node_object(self._app, self._app.group)

    def thisKnob(self) -> Any:
        app = self._app
        return node_object(app, app.this_node[-1]).knob(app.this_knob[-1]) if app.this_node else None

    def thisClass(self) -> str:
        return str(self.thisNode().Class())

    def thisParent(self) -> Any:
        return self.thisNode().parent()

    def thisRoot(self) -> Any:
        return self.root()

    def endGroup(self) -> None:
        if len(self._app.groups) > 1:
            self._app.groups.pop()

    def show(self, n: Any, forceFloat: bool = False) -> None:
        n.showControlPanel(forceFloat)

    def channels(self, node: Any = None) -> list[str]:
        return (node or self.root()).channels()  # type: ignore[no-any-return]

    def layers(self, node: Any = None) -> list[str]:
        return list(dict.fromkeys(name.split(".")[0] for name in self.channels(node)))

    def filename(self, node: Any, i: int = 0) -> str | None:
        assert i == 0, "nuke.filename: only the file as it stands is simulated"
        knob = node.knob("file")
        return None if knob is None else (knob.value() or None)

    def dependentNodes(self, what: int = 7, nodes: Any = (), evaluateAll: bool = True) -> list[Any]:
        return [
            each
            for node in (nodes if isinstance(nodes, (list, tuple)) else [nodes])
            for each in node.dependent()
        ]
