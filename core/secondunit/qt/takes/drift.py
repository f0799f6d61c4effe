"""The drift of the take that is shown: how far its characters are from their references, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.drift_lines import drift_line, drift_lines

from .. import style
from ..binding import QtWidgets
from ..form.entries import Wrapped

if TYPE_CHECKING:
    from secondunit.host.session import Session

    from .cast_match import CastMatchWindow


class DriftPane(QtWidgets.QWidget):
    """A line below what a take is, where its brief names a character; a button where somebody should look."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.session, self._panel = session, parent
        self.setObjectName("drift")
        self.line = Wrapped(parent=self)
        self.line.setAccessibleName("Drift")
        self.ask = QtWidgets.QPushButton("Match to the cast...", self)
        self.ask.setAutoDefault(False)
        self.ask.setToolTip("Other references and seeds, tried under one approval; all takes stay")
        self.ask.clicked.connect(self._match)
        self._window: CastMatchWindow | None = None
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.em(self, 0.4))
        row.addWidget(self.line, 1)
        row.addWidget(self.ask)

    @property
    def window_of_match(self) -> CastMatchWindow:
        """The window of a match; made when one is asked for first."""
        if self._window is None:
            from .cast_match import CastMatchWindow

            self._window = CastMatchWindow(self.session, self)
        return self._window

    def refresh(self) -> None:
        """Another take is shown."""
        take = self.session.viewer.take_a
        drift = take.drift if take is not None else ()
        text, state = drift_line(drift)
        # Its own text has the colour of a state already.
        self.line.say(text, style.state(self._panel, state))
        self.line.setToolTip("\n".join(drift_lines(drift)))
        self.ask.setVisible(any(one.amber or one.median is None for one in drift))
        self.setVisible(bool(text))

    def _match(self) -> None:
        take = self.session.viewer.take_a
        if take is not None:
            self.window_of_match.ask(take.id)
