"""The drift of the take that is shown: how far its characters are from their references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.drift_lines import drift_line, drift_lines

from .. import style
from ..binding import QtWidgets
from ..form.entries import Wrapped

if TYPE_CHECKING:
    from secondunit.host.session import Session


class DriftLine(Wrapped):
    """A line below what a take is, where its brief names a character."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent=parent)
        self.session, self._panel = session, parent
        self.setObjectName("drift")
        self.setAccessibleName("Drift")

    def refresh(self) -> None:
        """Another take is shown."""
        take = self.session.viewer.take_a
        drift = take.drift if take is not None else ()
        text, state = drift_line(drift)
        # Its own text has the colour of a state already.
        self.say(text, style.state(self._panel, state))
        self.setToolTip("\n".join(drift_lines(drift)))
