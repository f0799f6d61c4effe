"""The right half of the panel: gallery, viewer, notes and what is placed. Knows the session, no host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..binding import QtWidgets

if TYPE_CHECKING:
    from secondunit.host.session import Session


class TakesView(QtWidgets.QWidget):
    """Everything about the takes of the shot, for `session`."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("takes")
