"""The widget that Nuke docks: the shared panel on this Nuke's one session, or a sentence that says what is
wrong.

Nuke makes one for every place where it is opened and when it restores a layout; all show the same session.
"""

from __future__ import annotations

from . import core

fault = core.fault()
if fault:
    # Without the core there is no shim either: Nuke's own Qt is asked directly, for one label.
    try:
        from PySide6 import QtCore, QtWidgets
    except ImportError:
        from PySide2 import QtCore, QtWidgets  # type: ignore[no-redef]
else:
    from secondunit.qt.binding import QtCore, QtWidgets


class NukePanel(QtWidgets.QWidget):
    """`Second Unit` in Nuke's pane menu."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("com.secondunit.panel.widget")
        self._shown: QtWidgets.QWidget | None = None
        self._attached = False
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if fault:
            self._say(fault)
            return
        try:
            self._attach()
        except Exception as error:
            self._say(f"The panel could not be opened: {type(error).__name__}: {error}"[:400])

    def _attach(self) -> None:
        from secondunit.qt.panel import SecondUnitPanel

        from . import session

        # Until it is destroyed: Nuke hides a docked panel whenever another tab is in front.
        running = session.panel_opened()
        self._attached = True
        # The module is held: at Nuke's end it may not be importable any more.
        self.destroyed.connect(lambda *_: session.panel_closed())
        self._shown = SecondUnitPanel(running, self)
        self._add(self._shown)

    def _say(self, sentence: str) -> None:
        label = QtWidgets.QLabel(sentence, self)
        label.setWordWrap(True)
        label.setMargin(12)
        label.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        self._shown = label
        self._add(label)

    def _add(self, widget: QtWidgets.QWidget) -> None:
        layout = self.layout()
        if layout is not None:
            layout.addWidget(widget)

    def sizeHint(self) -> QtCore.QSize:
        """Room for the brief beside the takes."""
        return QtCore.QSize(720, 640)
