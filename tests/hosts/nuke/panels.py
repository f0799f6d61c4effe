"""`nukescripts.panels`: a widget is named by a text, which Nuke evaluates when a panel is made.

After Foundry's own nukescripts/panels.py, of which public code holds a copy as Nuke 13 and later ship it
(Python 3, PySide2) and, in plasmax/PythonEditor's nukedock.py, the function as Nuke 8 to 12 had it: the same
lines. `restorePanel` calls what was registered, without a pane, and swallows whatever it raises; `addToPane`
without a pane adds only where `nuke.thisPane()` is one; the expression is
`__import__('nukescripts').panels.WidgetKnob(` + the text + `)` in a PyCustom_Knob, which Nuke evaluates in
`__main__` (JanKanta/JKplayer, register.py, says so of its Nuke), and whose errors it prints.
"""

from __future__ import annotations

import traceback
from types import ModuleType
from typing import Any

from .application import Application
from .knob_kinds import KINDS
from .proxy import StrictModule, strict
from .qt import qt
from .stubs import nukescripts_contract


class PanelNode:
    """The knobs of a panel, and the widget that Nuke makes of them."""

    def __init__(self, app: Application) -> None:
        self._app, self._knobs = app, []  # type: ignore[var-annotated]

    def add(self, knob: Any) -> None:
        self._knobs.append(knob)

    def create_widget(self, parent: Any) -> Any:
        """A widget with one for each custom knob; what making one raises is printed."""
        QtWidgets = qt("QtWidgets")

        made = QtWidgets.QWidget(parent)
        rows = QtWidgets.QVBoxLayout(made)
        for knob in self._knobs:
            if not isinstance(knob, KINDS["PyCustom_Knob"]):
                continue
            try:
                rows.addWidget(knob.getObject().makeUI())
            except Exception:
                self._app.printed.append(traceback.format_exc())
        return made


class WidgetKnob:
    """What the expression of a panel's knob makes."""

    def __init__(self, widget: Any) -> None:
        self.widgetClass = widget

    def makeUI(self) -> Any:
        """The widget, made now."""
        self.widget = self.widgetClass()
        return self.widget


def nukescripts_modules(app: Application) -> dict[str, ModuleType]:
    """`nukescripts` and `nukescripts.panels`."""
    panels: dict[str, Any] = {}
    app.panels = panels

    @strict("PythonPanel", nukescripts_contract())
    class PythonPanel:
        def __init__(self, title: str = "", id: str = "", scrollable: bool = True) -> None:
            self._title, self._id, self._scrollable = title, id, scrollable
            self._node, self._page, self._widget = PanelNode(app), None, None

        def addKnob(self, knob: Any) -> None:
            self._node.add(knob)

        def create(self) -> None:
            if self._widget is None:
                QtWidgets = qt("QtWidgets")

                # The page is there before the widget in it: tk-nuke finds it by its name from there.
                self._page = page = QtWidgets.QDialog()
                page.setObjectName(self._id)
                page.setWindowTitle(self._title)
                rows = QtWidgets.QVBoxLayout(page)
                self._widget = self._node.create_widget(page)
                if self._scrollable:
                    area = QtWidgets.QScrollArea(page)
                    area.setWidgetResizable(True)
                    area.setWidget(self._widget)
                    rows.addWidget(area)
                else:
                    rows.addWidget(self._widget)

        def addToPane(self, pane: Any = None) -> Any:
            self.create()
            if pane is not None:
                pane.add(self)
            elif app.this_pane is not None:
                app.this_pane.add(self)
            return self

        def show(self) -> None:
            raise AssertionError("a panel that floats is no part of the artist's layout: add it to a pane")

    def registerPanel(id: str, command: Any) -> None:
        panels[id] = command

    def unregisterPanel(id: str, command: Any) -> None:
        del panels[id]

    def restorePanel(id: str) -> Any:
        try:
            return panels[id]()
        except Exception:
            app.printed.append(f"Can't restore panel ' {id} ' because it hasn't been registered.")
            return None

    def registerWidgetAsPanel(widget: str, name: str, id: str, create: bool = False) -> Any:
        assert isinstance(widget, str), "the widget is given as a text, which Nuke evaluates"
        assert app.gui, "there are no panels in a terminal session"

        def make() -> Any:
            panel = PythonPanel(name, id)
            expression = "__import__('nukescripts').panels.WidgetKnob(" + widget + ")"
            panel._custom = KINDS["PyCustom_Knob"](name, "", expression)
            panel.addKnob(panel._custom)
            return panel

        def add_panel() -> Any:
            return make().addToPane()

        app.window.menu("Pane").addCommand(name, add_panel)
        registerPanel(id, add_panel)
        return make() if create else None

    app.restore_panel = restorePanel
    top = StrictModule("nukescripts", nukescripts_contract())
    inner = StrictModule("nukescripts.panels", nukescripts_contract())
    for module in (top, inner):
        for function in (registerWidgetAsPanel, restorePanel, registerPanel, unregisterPanel):
            module.add(function.__name__, function)
        module.add("PythonPanel", PythonPanel)
        module.__dict__["WidgetKnob"] = WidgetKnob
    top.__dict__["panels"] = inner
    top.__dict__["__path__"] = []
    return {"nukescripts": top, "nukescripts.panels": inner}
