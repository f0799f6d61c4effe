"""The first and the last line of the panel: how it stands with the service, and what went wrong last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.link import LinkState

from . import style
from .binding import Qt, QtCore, QtGui, QtWidgets, Signal
from .form.entries import Wrapped, tight

if TYPE_CHECKING:
    from secondunit.host.session import Session


class Lamp(QtWidgets.QWidget):
    """How the link stands, by shape and by colour: a disc, a ring, a cross."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.state = LinkState.OFF
        self.setFixedSize(style.em(self, 0.9), style.em(self, 1.5))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        middle = QtCore.QPointF(self.width() / 2, self.height() / 2)
        size = style.em(self, 0.26)
        if self.state is LinkState.ONLINE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.state(self, "good"))
            painter.drawEllipse(middle, size, size)
        elif self.state is LinkState.CONNECTING:
            painter.setPen(QtGui.QPen(style.state(self, "warning"), 1.6))
            painter.drawEllipse(middle, size, size)
        else:
            painter.setPen(QtGui.QPen(style.state(self, "error"), 2))
            painter.drawLine(middle - QtCore.QPointF(size, size), middle + QtCore.QPointF(size, size))
            painter.drawLine(middle - QtCore.QPointF(size, -size), middle + QtCore.QPointF(size, -size))
        painter.end()


class ConnectionLine(QtWidgets.QWidget):
    """One sentence, its remedy, and the button that mends it; `keys` asks for the list of shortcuts."""

    keys = Signal()

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.lamp = Lamp(self)
        self.sentence = Wrapped(parent=self)
        self.mend = QtWidgets.QPushButton(self)
        self.mend.setAutoDefault(False)
        self.mend.clicked.connect(self.act)
        self.help = QtWidgets.QToolButton(self)
        self.help.setText("?")
        self.help.setAutoRaise(True)
        self.help.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.help.setToolTip("Shortcuts (?)")
        self.help.setAccessibleName("Shortcuts")
        self.help.clicked.connect(lambda: self.keys.emit())
        line = QtWidgets.QHBoxLayout(self)
        edge = style.em(self, 0.6)
        line.setContentsMargins(edge, style.em(self, 0.35), edge, style.em(self, 0.35))
        line.setSpacing(style.em(self, 0.4))
        line.addWidget(self.lamp, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.sentence, 1)
        line.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.help, 0, Qt.AlignmentFlag.AlignTop)
        self.show_connection()

    def show_connection(self) -> None:
        """Show how the link stands."""
        connection = self._session.panel.connection
        self.sentence.say(f"{connection.sentence} {connection.remedy}".strip())
        if self.lamp.state is not connection.state:
            self.lamp.state = connection.state
            self.lamp.update()
        online = connection.state is LinkState.ONLINE
        mend = connection.mend
        self.mend.setText("Re&fresh" if online or mend is None else f"&{mend.label}")
        self.mend.setToolTip("Ask the service for everything anew (F5)" if mend is None else mend.sentence)
        self.mend.setEnabled(connection.state is not LinkState.CONNECTING)

    def act(self) -> None:
        """Ask for everything anew; without a service, do what the connection offers."""
        if self._session.panel.connection.state is LinkState.ONLINE:
            self._session.commands.refresh()
        else:
            self._session.commands.mend()


class Foot(QtWidgets.QFrame):
    """What went wrong last: the sentence, what was kept, what to do; can be put away."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.sentence, self.more = Wrapped(parent=self), Wrapped(parent=self)
        self.away = QtWidgets.QToolButton(self)
        self.away.setText("\u00d7")
        self.away.setAutoRaise(True)
        self.away.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.away.setToolTip("Put this message away (Escape)")
        self.away.setAccessibleName("Put the message away")
        self.away.clicked.connect(lambda: self._session.panel.say(None))
        words = QtWidgets.QVBoxLayout()
        tight(words, style.em(self, 0.1))
        words.addWidget(self.sentence)
        words.addWidget(self.more)
        line = QtWidgets.QHBoxLayout(self)
        edge = style.em(self, 0.6)
        line.setContentsMargins(edge, style.em(self, 0.35), edge, style.em(self, 0.35))
        line.addLayout(words, 1)
        line.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        self.show_message()

    def show_message(self) -> None:
        """Show the panel's message, or nothing."""
        problem = self._session.panel.message
        if problem is not None:
            self.sentence.say(problem.message, style.state(self, "error"))
            self.more.say(f"{problem.kept} {problem.remedy}".strip(), style.text(self))
        self.setVisible(problem is not None)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), style.mix(style.ground(self), style.state(self, "error"), 0.1))
        painter.fillRect(0, 0, style.em(self, 0.2), self.height(), style.state(self, "error"))
        painter.end()
