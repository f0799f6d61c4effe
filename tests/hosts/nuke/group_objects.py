"""Group, Root and the other nodes that are more than a node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .application import Application
from .document import ROOT
from .node_objects import Node, node_object
from .proxy import strict


@strict("Group")
class Group(Node):
    def begin(self) -> Any:
        self._data  # noqa: B018
        self._app.groups.append(self._uid)
        return self

    def end(self) -> None:
        assert self._app.groups[-1] == self._uid, "Group.end() of a group that is not the innermost"
        self._app.groups.pop()

    def __enter__(self) -> Any:
        return self.begin()

    def __exit__(self, type: Any, value: Any, traceback: Any) -> None:
        if len(self._app.groups) > 1:
            self._app.groups.pop()

    def nodes(self) -> list[Any]:
        self._data  # noqa: B018
        return [node_object(self._app, node.uid) for node in self._app.document.children(self._uid)]

    def numNodes(self) -> int:
        self._data  # noqa: B018
        return len(self._app.document.children(self._uid))

    def node(self, s: str) -> Any:
        self._data  # noqa: B018
        found = self._app.document.find(s, self._uid)
        return None if found is None else node_object(self._app, found.uid)

    def selectedNodes(self) -> list[Any]:
        return [
            node_object(self._app, each.uid)
            for each in self._app.document.children(self._uid)
            if each.selected
        ]

    def selectedNode(self) -> Any:
        return next(iter(self.selectedNodes()), None)

    def output(self) -> Any:
        for node in self._app.document.children(self._uid):
            if node.cls == "Output":
                return node_object(self._app, node.uid)
        return None

    def subgraphLocked(self) -> bool:
        return self._data.name in self._app.locked


@strict("Root")
class Root(Group):
    def name(self) -> str:
        """The file's name, `Root` for a script that was never saved."""
        return self._app.path or "Root"

    def fullName(self) -> str:
        return "root"

    def firstFrame(self) -> int:
        return int(self._data.state("first_frame").numbers[0])

    def lastFrame(self) -> int:
        return int(self._data.state("last_frame").numbers[0])

    def fps(self) -> int:
        """Rounded, as Nuke's own: `realFps` is exact."""
        return round(self._data.state("fps").numbers[0])

    def realFps(self) -> float:
        return self._data.state("fps").numbers[0]

    def modified(self) -> bool:
        return self._app.modified

    def setModified(self, modified: bool) -> None:
        self._app.modified = bool(modified)

    def proxy(self) -> bool:
        return bool(self._data.state("proxy").numbers[0])

    def setProxy(self, proxy: bool) -> None:
        node = self._data
        node.knobs["proxy"] = node.state("proxy").with_number(0, float(bool(proxy)))

    def setFrame(self, frame: int) -> None:
        self._app.frame = int(frame)

    def setInput(self, i: int, node: Any) -> bool:
        raise AssertionError("the root has no inputs")

    def canSetInput(self, i: int, node: Any) -> bool:
        return False


@strict("Viewer")
class Viewer(Node):
    def isPlayingOrRecording(self) -> bool:
        return False


@strict("BackdropNode")
class BackdropNode(Node):
    def getNodes(self) -> list[Any]:
        mine = self._data
        x, y = self.xpos(), self.ypos()
        width, height = (mine.state(name).numbers[0] for name in ("bdwidth", "bdheight"))
        found = []
        for node in self._app.document.children(ROOT if mine.parent is None else mine.parent):
            at = node.state("xpos").numbers[0], node.state("ypos").numbers[0]
            if node.uid != mine.uid and x <= at[0] <= x + width and y <= at[1] <= y + height:
                found.append(node_object(self._app, node.uid))
        return found


@strict("Gizmo")
class Gizmo(Group):
    pass


@strict("Precomp")
class Precomp(Group):
    def reload(self) -> None:
        self._data  # noqa: B018


@strict("LiveGroup")
class LiveGroup(Precomp):
    def published(self) -> bool:
        return bool(self._data.state("published").numbers[0])


CLASSES: dict[str, type] = {
    "Root": Root,
    "Group": Group,
    "Gizmo": Gizmo,
    "Viewer": Viewer,
    "BackdropNode": BackdropNode,
    "Precomp": Precomp,
    "LiveGroup": LiveGroup,
}


def root_folder(app: Application) -> Path:
    """Where the open script lies."""
    return Path(app.path).parent if app.path else app.folder


__all__ = [
    "CLASSES",
    "BackdropNode",
    "Gizmo",
    "Group",
    "LiveGroup",
    "Precomp",
    "Root",
    "Viewer",
    "root_folder",
]
