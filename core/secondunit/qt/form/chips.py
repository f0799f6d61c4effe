"""Words in small frames that run over as many lines as they need; a hint says what each of them sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets

if TYPE_CHECKING:
    from secondunit.host.prompt_words import PromptWord


class Chips(QtWidgets.QWidget):
    """A title and the words behind it; hidden while there are none."""

    def __init__(self, title: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._title = title
        self.words: tuple[PromptWord, ...] = ()
        policy = QtWidgets.QSizePolicy(
            QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Preferred
        )
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_words(self, words: Sequence[PromptWord]) -> None:
        """Show these words; their settings are read out by a screen reader too."""
        if tuple(words) == self.words:
            return
        self.words = tuple(words)
        said = "; ".join(f"{word.words}: {', '.join(word.settings)}" for word in self.words)
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(visible(said))
        self.setVisible(bool(self.words))
        self.updateGeometry()
        self.update()

    def hint_at(self, place: QtCore.QPoint) -> str:
        """What the word at a place sets; empty beside the words."""
        for rect, word in zip(self._rects(self.width())[1:], self.words):  # noqa: B905 - as many of each
            if rect.contains(place):
                return visible("\n".join(word.settings), lines=True)
        return ""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._rects(width)[-1].bottom() + 1

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 12), self.heightForWidth(max(self.width(), style.em(self, 12))))

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(1, style.em(self, 1.3))

    def event(self, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.ToolTip:
            hint = self.hint_at(event.pos())  # type: ignore[attr-defined]
            QtWidgets.QToolTip.showText(event.globalPos(), hint, self)  # type: ignore[attr-defined]
            return True
        return super().event(event)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        rects = self._rects(self.width())
        painter.setPen(style.quiet(self))
        painter.drawText(rects[0], int(Qt.AlignmentFlag.AlignVCenter), self._title)
        round_ = style.em(self, 0.3)
        for rect, word in zip(rects[1:], self.words):  # noqa: B905 - as many of each
            painter.setPen(QtGui.QPen(style.line(self, 0.3), 1))
            painter.setBrush(style.mix(style.ground(self), style.text(self), 0.08))
            painter.drawRoundedRect(QtCore.QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), round_, round_)
            painter.setPen(style.text(self))
            inner = rect.adjusted(style.em(self, 0.4), 0, -style.em(self, 0.4), 0)
            text = self.fontMetrics().elidedText(
                visible(word.words), Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()

    def _rects(self, width: int) -> list[QtCore.QRect]:
        """The title's rectangle and that of each word, in a width."""
        high, gap, pad = style.em(self, 1.3), style.em(self, 0.3), 2 * style.em(self, 0.4) + 2
        measure = self.fontMetrics().horizontalAdvance
        rects = [QtCore.QRect(0, 0, measure(self._title) + gap, high)]
        x, y = rects[0].width() + gap, 0
        for word in self.words:
            wide = min(measure(visible(word.words)) + pad, max(1, width))
            if x and x + wide > width:
                x, y = 0, y + high + gap
            rects.append(QtCore.QRect(x, y, wide, high))
            x += wide + gap
        return rects


__all__ = ["Chips"]
