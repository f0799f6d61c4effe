"""Menus and toolbars of the window, and what asks for its panes: absent in a terminal session."""

from __future__ import annotations

from typing import Any

from .application import Application
from .knobs import current
from .node_objects import node_object
from .panes import Panes
from .proxy import strict

NAMES = ("Nuke", "Pane", "Nodes", "Properties", "Animation", "Viewer", "Node Graph", "Axis")


@strict("MenuItem")
class MenuItem:
    def __init__(self, name: str, command: Any = "", shortcut: str = "", icon: str = "") -> None:
        self._name, self._command, self._shortcut, self._icon = name, command, shortcut, icon
        self._enabled = True

    def name(self) -> str:
        return self._name

    def script(self) -> str:
        return str(self._command)

    def shortcut(self) -> str:
        return self._shortcut

    def setEnabled(self, enabled: bool, recursive: bool = False) -> None:
        self._enabled = bool(enabled)

    def invoke(self) -> None:
        if callable(self._command):
            self._command()
        else:
            current().interpreter.execute(self._command)


@strict("Menu")
class Menu(MenuItem):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._items: list[Any] = []

    def addMenu(self, name: str, icon: str = "", tooltip: str = "", index: int = -1) -> Any:
        found = self.menu(name)
        if found is None:
            found = Menu(name)
            self._items.append(found)
        return found

    def addCommand(
        self, name: str, command: Any = "", shortcut: str = "", icon: str = "", tooltip: str = "",
        index: int = -1, readonly: bool = False, shortcutContext: int = 0, tags: str = "",
    ) -> Any:  # fmt: skip
        *path, last = name.split("/")
        menu: Any = self
        for part in path:
            menu = menu.addMenu(part)
        made = MenuItem(last, command, shortcut, icon)
        menu._items = [each for each in menu._items if each._name != last] + [made]
        return made

    def addSeparator(self, **kwargs: Any) -> Any:
        made = MenuItem("")
        self._items.append(made)
        return made

    def items(self) -> list[Any]:
        return list(self._items)

    def menu(self, name: str) -> Any:
        return next((each for each in self._items if each._name == name and isinstance(each, Menu)), None)

    def findItem(self, name: str) -> Any:
        head, _, rest = name.partition("/")
        found = next((each for each in self._items if each._name == head), None)
        return found.findItem(rest) if rest and isinstance(found, Menu) else None if rest else found

    def removeItem(self, name: str) -> None:
        self._items = [each for each in self._items if each._name != name]


@strict("ToolBar")
class ToolBar(Menu):
    pass


@strict("ViewerWindow")
class ViewerWindow:
    """The window of a Viewer node; `activeInput` is None while it shows nothing."""

    def __init__(self, app: Application, uid: int) -> None:
        self._app, self._uid = app, uid

    def node(self) -> Any:
        return node_object(self._app, self._uid)

    def activeInput(self, secondary: bool = False) -> int | None:
        inputs = self._app.data(self._uid).inputs
        return None if secondary else next((n for n, uid in enumerate(inputs) if uid is not None), None)


class WindowCalls:
    """Bound to one application with a window."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._menus = {name: Menu(name) for name in NAMES}
        self._bars = {"Nodes": ToolBar("Nodes")}
        self._panes = app.panes = Panes(app)

    def menu(self, name: str) -> Any:
        """None for a menu that does not exist; raises RuntimeError in a terminal session.

        So the Python API reference of Nuke 16.0 has it, nuke.menu.
        """
        if not self._app.gui:
            raise RuntimeError("nuke.menu: Nuke is not in GUI mode")
        return self._menus.get(name)

    def toolbar(self, name: str, create: bool = True) -> Any:
        if not self._app.gui:
            return None
        if name not in self._bars and create:
            self._bars[name] = ToolBar(name)
        return self._bars.get(name)

    def getPaneFor(self, panelName: str) -> Any:
        """The first pane that holds this panel, a registered one too, or None: in an artist's own layout
        `Properties.1` may be gone."""
        return self._panes.pane_of(panelName) if self._app.gui else None

    def activeViewer(self) -> Any:
        """The window of the first Viewer; None without one, and in a terminal session."""
        for node in self._app.document.nodes.values():
            if node.cls == "Viewer" and self._app.gui:
                return ViewerWindow(self._app, node.uid)
        return None

    def thisPane(self) -> Any:
        """The pane whose menu is open or that a layout fills; None at any other time."""
        return self._app.this_pane
