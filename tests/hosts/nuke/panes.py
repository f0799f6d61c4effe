"""The window's panes: tabs over pages, as real widgets; what an artist does to them, and a saved layout.

A page of ours is a dialog in a stack (shotgunsoftware/tk-nuke, python/tk_nuke_qt/panels.py at 55e2fa7: the
tab's parent is a QStackedWidget, its object name the panel's id, and it is there, empty, before the panel's
widget is made). When the artist closes a tab the page is told to close, taken out of the stack, and stays in
memory, hidden (the same file; pyblish-nuke, lib.py: "existing docks are kept in-memory when closed via UI").
"""

from __future__ import annotations

from typing import Any

from .application import Application
from .proxy import strict
from .qt import qt

#: The panes of Nuke's own layout, by their pages (define_window_layout_xml of scripts that Nuke 12.2 saved).
AT_START = (
    ("Toolbar.1",),
    ("Viewer.1",),
    ("DAG.1", "Curve Editor.1", "DopeSheet.1"),
    ("Properties.1", "uk.co.thefoundry.backgroundrenderview.1"),
)
#: Pages that are Nuke's own; every other id of a layout is asked of `nukescripts.restorePanel`.
OWN = frozenset(page for pane in AT_START for page in pane) | {"uk.co.thefoundry.scripteditor.1"}


@strict("Dock")
class Dock:
    """A pane: the ids of its pages in order, and the stack that shows one of them."""

    def __init__(self, app: Application, pages: tuple[str, ...] = ()) -> None:
        self._app, self._ids = app, list(pages)
        self._panels: dict[str, Any] = {}
        self._holder: Any = None

    def add(self, panel: Any) -> None:
        """Put a panel's page here, in front; a page that stands elsewhere moves."""
        QtWidgets = qt("QtWidgets")

        for dock in self._app.docks:
            dock._take(panel._page)
        page = panel._page
        self._ids.append(page.objectName())
        self._panels[page.objectName()] = panel
        if self._app.tab_widgets:
            self._stack().addTab(page, page.windowTitle())
        else:
            self._stack().addWidget(page)
        self._stack().setCurrentWidget(page)
        assert isinstance(page.parentWidget(), QtWidgets.QStackedWidget)

    def _stack(self) -> Any:
        """The widgets, made with the first page: a pane of Nuke's own pages needs none."""
        QtWidgets = qt("QtWidgets")

        if self._holder is None:
            kind = QtWidgets.QTabWidget if self._app.tab_widgets else QtWidgets.QStackedWidget
            self._holder = kind()
            for name in self._ids:
                page = QtWidgets.QWidget()
                page.setObjectName(name)
                (self._holder.addTab(page, name) if self._app.tab_widgets else self._holder.addWidget(page))
            self._holder.resize(900, 700)
            self._holder.show()
        return self._holder

    def _take(self, page: Any) -> None:
        if self._holder is None or self._holder.indexOf(page) < 0:
            return
        self._ids.remove(page.objectName())
        self._panels.pop(page.objectName(), None)
        if self._app.tab_widgets:
            self._holder.removeTab(self._holder.indexOf(page))
        else:
            self._holder.removeWidget(page)

    def _end(self) -> None:
        if self._holder is not None:
            self._holder.close()
            self._holder.deleteLater()
            self._holder = None


class Panes:
    """What a test does with the panes of one application, as the artist would."""

    def __init__(self, app: Application) -> None:
        self._app = app
        app.docks = [Dock(app, pages) for pages in AT_START]

    def pane_of(self, id: str) -> Any:
        """The first pane that holds this page, or None."""
        return next((dock for dock in self._app.docks if id in dock._ids), None)

    def count(self, id: str) -> int:
        """How many tabs of this id there are."""
        return sum(dock._ids.count(id) for dock in self._app.docks)

    def page(self, id: str) -> Any:
        """The page of a panel of ours."""
        return self.pane_of(id)._panels[id]._page

    def in_front(self, id: str) -> bool:
        """Whether the page is the one that its pane shows."""
        return bool(self.pane_of(id)._stack().currentWidget() is self.page(id))

    def look_at(self, id: str) -> None:
        """Bring a page of Nuke's own to the front: what stood before it is hidden."""
        stack = self.pane_of(id)._stack()
        stack.setCurrentWidget(
            next(w for w in map(stack.widget, range(stack.count())) if w.objectName() == id)
        )

    def close(self, id: str) -> Any:
        """Close a tab; the page that is left in memory."""
        page = self.page(id)
        page.close()
        self.pane_of(id)._take(page)
        page.setParent(None)
        self._app.closed_pages.append(page)
        return page

    def lay_out(self, *panes: tuple[str, ...]) -> None:
        """Another workspace: every pane goes, those of the layout are made, and panels by their registration.

        `restorePanel` is called for each page that is not Nuke's own, with the pane as `thisPane` (reference
        of nuke.thisPane, Nuke 16.0: "only valid during a pane menu callback or window layout restoration").
        """
        for dock in list(self._app.docks):
            for id in list(dock._panels):
                self.close(id)
            dock._end()
        self._app.docks = [Dock(self._app, tuple(page for page in pages if page in OWN)) for pages in panes]
        for dock, pages in zip(self._app.docks, panes, strict=True):
            for page in pages:
                if page not in OWN:
                    self._with_pane(dock, lambda page=page: self._app.restore_panel(page))  # type: ignore[misc]

    def choose(self, entry: str, pane: Any) -> None:
        """Choose an entry of a pane's own menu."""
        item = self._app.window.menu("Pane").findItem(entry)
        self._with_pane(pane, item.invoke)

    def _with_pane(self, pane: Any, act: Any) -> None:
        self._app.this_pane = pane
        try:
            act()
        finally:
            self._app.this_pane = None

    def end(self) -> None:
        """Nuke closes, and every widget goes with it."""
        QtCore, QtWidgets = qt("QtCore"), qt("QtWidgets")

        for dock in self._app.docks:
            dock._end()
        for page in self._app.closed_pages:
            page.deleteLater()
        self._app.closed_pages.clear()
        if QtWidgets.QApplication.instance() is not None:
            QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
