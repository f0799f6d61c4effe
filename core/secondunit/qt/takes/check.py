"""The comp check of the take that is shown: its light, the worst figure, a button that opens its page.

Of a take that a guide led, how far it keeps to its layout stands below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.comp_check import check_line, check_lines, layout_line

from .. import style
from ..binding import QtCore, QtGui, QtWidgets
from ..form.entries import Wrapped

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
        self.kept = Wrapped(parent=self)
        self.kept.setAccessibleName("Layout")
        self.kept.setToolTip(
            "How far edges of the take lie on lines of its guide: 1 on every line, 0 as by chance. "
            "The page lays the lines over the frame"
        )
        grid = QtWidgets.QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(style.em(self, 0.4))
        grid.setVerticalSpacing(style.em(self, 0.1))
        grid.addWidget(self.line, 0, 0)
        grid.addWidget(self.ask, 0, 1)
        grid.addWidget(self.kept, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def refresh(self) -> None:
        """Another take is shown."""
        take = self.session.viewer.take_a
        self.setVisible(take is not None and bool(take.layers))
        self.refresh_frame()
        if take is None:
            return
        if take.check is None:
            self.line.say("Comp check: not measured yet", style.quiet(self))
            self.line.setToolTip("It is measured when its page is opened.")
            return
        text, state = check_line(take.check)
        self.line.say(text, style.state(self, state))
        self.line.setToolTip("\n".join(check_lines(take.check)))

    def refresh_frame(self) -> None:
        """Another frame is shown; while it plays only what holds of all of them is said."""
        viewer = self.session.viewer
        take, frame = viewer.take_a, None if viewer.playing else viewer.frame
        check = take.check if take is not None else None
        text, state = layout_line(check, frame) if check is not None else ("", "info")
        self.kept.say(text, style.quiet(self) if state == "info" else style.state(self, state))

    def _open(self) -> None:
        take = self.session.viewer.take_a
        if take is not None:
            self.session.commands.open_check(take.id, lambda path: show_page(path))


def show_page(path: str) -> None:
    """Open a page in the system's browser."""
    QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(path))
