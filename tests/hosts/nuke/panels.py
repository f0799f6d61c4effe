"""`nukescripts` as far as panels go: a widget is named by a string and made by Nuke, when it is shown."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from .application import Application
from .proxy import StrictModule, strict
from .stubs import nukescripts_contract


def nukescripts_modules(app: Application) -> dict[str, ModuleType]:
    """`nukescripts` and `nukescripts.panels`."""

    @strict("PythonPanel", nukescripts_contract())
    class PythonPanel:
        def __init__(self, title: str = "", id: str = "", scrollable: bool = True) -> None:
            self._title, self._id, self._widget = title, id, None
            self._pane: Any = None

        def addToPane(self, pane: Any = None) -> Any:
            self._pane = pane
            if pane is not None:
                pane._panels.append(self)
            app.shown_panels.append(self)
            return self

        def show(self) -> None:
            app.shown_panels.append(self)

        def hide(self) -> None:
            app.shown_panels.remove(self)

        def addKnob(self, knob: Any) -> Any:
            return knob

    def registerWidgetAsPanel(widget: str, name: str, id: str, create: bool = False) -> Any:
        assert isinstance(widget, str) and "." in widget, "the widget's class is given as a string"
        assert app.gui, "there are no panels in a terminal session"
        assert id not in app.panels, f"the panel {id} is registered twice"
        app.panels[id] = (widget, name)

        def make() -> Any:
            module, _, cls = widget.rpartition(".")
            panel = PythonPanel(name, id)
            panel._widget = getattr(importlib.import_module(module), cls)()
            return panel

        app.panels[id] = (widget, name, make)
        item = lambda: make().addToPane()  # noqa: E731
        app.window.menu("Pane").addCommand(name, item)  # type: ignore[attr-defined]
        return make() if create else None

    def restorePanel(id: str) -> Any:
        return app.panels[id][2]().addToPane()

    def registerPanel(id: str, command: Any) -> None:
        app.panels[id] = ("", id, command)

    def unregisterPanel(id: str, command: Any = None) -> None:
        app.panels.pop(id, None)

    top = StrictModule("nukescripts", nukescripts_contract())
    inner = StrictModule("nukescripts.panels", nukescripts_contract())
    for module in (top, inner):
        for function in (registerWidgetAsPanel, restorePanel, registerPanel, unregisterPanel):
            module.add(function.__name__, function)
        module.add("PythonPanel", PythonPanel)
    top.__dict__["panels"] = inner
    top.__dict__["__path__"] = []
    return {"nukescripts": top, "nukescripts.panels": inner}
