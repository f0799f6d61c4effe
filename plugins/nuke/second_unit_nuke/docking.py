"""Where the panel stands in Nuke's window: what Nuke docks, opened beside the properties, raised where it is.

Nuke makes the widget from a text, in its own `__main__`, when a pane or a saved layout asks for it, and
swallows what goes wrong: so whatever goes wrong becomes the widget. Nothing of Qt is loaded before that.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nukescripts

import nuke

from . import core

#: The pages of Nuke's own whose pane the panel joins, the likeliest first.
NEIGHBOURS = (
    "Properties.1", "DAG.1", "Viewer.1", "DopeSheet.1", "Curve Editor.1", "uk.co.thefoundry.scripteditor.1",
    "uk.co.thefoundry.backgroundrenderview.1", "Toolbar.1",
)  # fmt: skip
NOWHERE = (
    "There is no pane to put the panel in. Choose a workspace in Nuke's Workspace menu, then open the panel "
    "again."
)
UNMADE = (
    "Nuke did not make the panel; its terminal says why. Your script is as it was. Second Unit > Check "
    "Installation says what is missing."
)

#: Every widget that Nuke has been given and that still exists, the newest last.
_widgets: list[Any] = []


def widget() -> Any:
    """The widget that Nuke docks: the panel, or a sentence that says why it could not be made."""
    with _without_collections():
        try:
            fault = core.fault()
            view: Any = _sentence(fault) if fault else _panel()
        except Exception as error:
            view = _sentence(core.unopened(error))
    _widgets.append(view)
    view.destroyed.connect(lambda *_: _forget(view))
    return view


@contextmanager
def _without_collections() -> Iterator[None]:
    """Python collects nothing meanwhile: modules stay, and looking through them was an eighth of the wait."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _panel() -> Any:
    from .panel import NukePanel

    return NukePanel()


def show() -> str:
    """Bring the panel to the front where it is open, dock it where it is not; what stood in the way."""
    if _raise():
        return ""
    pane = next((pane for pane in map(nuke.getPaneFor, NEIGHBOURS) if pane is not None), None)
    if pane is None:
        return NOWHERE
    # Outside a pane's own menu this makes the panel and puts it nowhere; it swallows what goes wrong.
    panel = nukescripts.panels.restorePanel(core.PANEL_ID)
    if panel is not None:
        panel.addToPane(pane)
    return "" if _raise() else UNMADE


def _raise() -> bool:
    """Bring the newest panel that stands in a pane to the front; false where none does."""
    return any(_bring_forward(view) for view in reversed(_widgets))


def _bring_forward(view: Any) -> bool:
    """Turn every stack above a widget to its page; false where it is on none, as after its tab was closed."""
    from secondunit.qt.binding import QtWidgets

    docked, page = False, view
    while page is not None:
        holder = page.parentWidget()
        if isinstance(holder, QtWidgets.QStackedWidget):
            holder.setCurrentWidget(page)
            tabs = holder.parentWidget()
            if isinstance(tabs, QtWidgets.QTabWidget):
                tabs.setCurrentWidget(page)
            docked = True
        page = holder
    if docked:
        window = view.window()
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()
    return docked


def _sentence(text: str) -> Any:
    """A label, from the Qt that Nuke has loaded: there may be no core to ask for one."""
    name = "PySide2" if "PySide2.QtWidgets" in sys.modules else "PySide6"
    widgets: Any = importlib.import_module(f"{name}.QtWidgets")
    label = widgets.QLabel(text)
    label.setWordWrap(True)
    label.setMargin(12)
    return label


def _forget(view: Any) -> None:
    if view in _widgets:
        _widgets.remove(view)
