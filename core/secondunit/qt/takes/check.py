"""The comp check of the take that is shown: its light, the worst figure, a button that opens its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.comp_check import check_line, check_lines

from .. import style
from ..binding import QtCore, QtGui, QtWidgets
from ..form.entries import Wrapped, tight

if TYPE_CHECKING:
    from secondunit.host.session import Session


class CheckPane(QtWidgets.QWidget):
    """A line below what a take is: how it sits over its plate."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("check")
        self.line = Wrapped(parent=self)
        self.line.setAccessibleName("Comp check")
        self.ask = QtWidgets.QPushButton("Open check", self)
        self.ask.setAutoDefault(False)
        self.ask.setToolTip("The comp check as a page: edges, grain, difference, curves and waveform")
        self.ask.clicked.connect(self._open)
        row = QtWidgets.QHBoxLayout(self)
        tight(row, style.em(self, 0.4))
        row.addWidget(self.line, 1)
        row.addWidget(self.ask)

    def refresh(self) -> None:
        """Another take is shown."""
        take = self.session.viewer.take_a
        self.setVisible(take is not None and bool(take.layers))
        if take is None:
            return
        if take.check is None:
            self.line.say("Comp check: not measured yet", style.quiet(self))
            self.line.setToolTip("It is measured when its page is opened.")
            return
        text, state = check_line(take.check)
        self.line.say(text, style.state(self, state))
        self.line.setToolTip("\n".join(check_lines(take.check)))

    def _open(self) -> None:
        take = self.session.viewer.take_a
        if take is not None:
            self.session.commands.open_check(take.id, lambda path: show_page(path))


def show_page(path: str) -> None:
    """Open a page in the system's browser."""
    QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(path))
