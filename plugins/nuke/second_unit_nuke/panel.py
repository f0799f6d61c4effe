"""The widget that Nuke docks: the shared panel on this Nuke's one session, or a sentence on what is wrong.

Nuke makes one for every place where it is opened and when it restores a layout; all show the same session. A
tab that is behind another goes on; one that was closed ends its panel, although Nuke keeps the tab in memory.
"""

from __future__ import annotations

from secondunit.qt.binding import QtCore, QtGui, QtWidgets

from . import core, session


class NukePanel(QtWidgets.QWidget):
    """`Second Unit` in Nuke's pane menu."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("com.secondunit.panel.widget")
        #: What stands in it: the shared panel, a sentence, or nothing while its tab is closed.
        self._shown: QtWidgets.QWidget | None = None
        self._page: QtWidgets.QWidget | None = None
        self._counted = False
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # The module is held: at Nuke's end it may not be importable any more.
        self.destroyed.connect(lambda *_, close=session.panel_closed: close() if self._counted else None)
        self._fill()

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self._watch()
        if self._shown is None:
            self._fill()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if watched is self._page and event.type() == QtCore.QEvent.Type.Close:
            self._empty()
        return bool(super().eventFilter(watched, event))

    def _watch(self) -> None:
        """Follow the page of the pane that this stands on: it is told when its tab is closed, this is not."""
        page: QtWidgets.QWidget = self
        above = page.parentWidget()
        while above is not None and not isinstance(above, QtWidgets.QStackedWidget):
            page, above = above, above.parentWidget()
        if page is self._page:
            return
        if self._page is not None:
            self._page.removeEventFilter(self)
        self._page = page
        page.installEventFilter(self)

    def _fill(self) -> None:
        """Show the session, and pump it from now on."""
        try:
            from secondunit.qt.panel import SecondUnitPanel

            running = session.panel_opened()
            self._counted = True
            self._shown = SecondUnitPanel(running, self)
        except Exception as error:
            self._shown = self._sentence(core.unopened(error))
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._shown)

    def _empty(self) -> None:
        """Let the session go: the tab was closed."""
        widget, self._shown = self._shown, None
        if widget is not None:
            widget.close()
            widget.deleteLater()
        if self._counted:
            self._counted = False
            session.panel_closed()

    def _sentence(self, text: str) -> QtWidgets.QLabel:
        label = QtWidgets.QLabel(text, self)
        label.setWordWrap(True)
        label.setMargin(12)
        label.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def sizeHint(self) -> QtCore.QSize:
        """Room for the brief beside the takes."""
        return QtCore.QSize(720, 640)
