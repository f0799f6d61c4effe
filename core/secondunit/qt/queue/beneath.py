"""What is said of the chosen job under the list: what went wrong, what a decision means, who else may do it.

As high as its words, as long as the list keeps a row; then it scrolls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import style
from ..binding import Qt, QtCore, QtWidgets
from ..form.entries import Wrapped
from ..form.offers import Offers

if TYPE_CHECKING:
    from secondunit.host.queue import QueueRow
    from secondunit.host.session import Session
    from secondunit.wire import Offer


class Words(QtWidgets.QWidget):
    """As high as its width needs: words that could be broken further ask for no more."""

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(0, 0)


class Beneath(QtWidgets.QScrollArea):
    """Hidden while there is nothing to say."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Preferred, QtWidgets.QSizePolicy.Policy.Maximum)
        inside = Words(self)
        self.detail, self.advice = Wrapped(parent=inside), Wrapped(parent=inside)
        self.offers = Offers(session, inside)
        box = QtWidgets.QVBoxLayout(inside)
        edge = style.em(self, 0.6)
        box.setContentsMargins(edge, style.em(self, 0.3), edge, style.em(self, 0.3))
        box.setSpacing(style.em(self, 0.3))
        for part in (self.detail, self.advice, self.offers):
            part.hide()
            box.addWidget(part)
        box.addStretch(1)
        self._inside = inside
        self.setWidget(inside)
        self._said: tuple[object, ...] = ()
        self.hide()

    def show_parts(self, row: QueueRow | None, detail: str, offers: tuple[Offer, ...]) -> bool:
        """Show what there is to say of a row; true when it takes other room than before."""
        advice = row.advice if row is not None else ""
        parts = (detail, advice, offers)
        self.detail.say(detail, style.state(self, "error"))
        self.advice.say(advice, style.text(self))
        self.offers.show_offers(offers, row.job if row is not None else "")
        changed = parts != self._said
        self._said = parts
        self.setVisible(bool(detail or advice or offers))
        if changed:
            self.updateGeometry()
        return changed

    def resizeEvent(self, event: QtCore.QEvent) -> None:
        """Another width breaks the words elsewhere."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 14), self._high())

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 10), min(self._high(), style.em(self, 3)))

    def _high(self) -> int:
        return max(1, self._inside.heightForWidth(max(self.viewport().width(), style.em(self, 10))))
