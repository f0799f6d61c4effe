"""How a job is drawn: its newest picture, what it is, where it stands, its progress, and its one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal, position
from ..takes.bitmaps import Bitmaps
from .model import ROW

if TYPE_CHECKING:
    from secondunit.host.pictures import PictureKey
    from secondunit.host.queue import QueueRow
    from secondunit.host.session import Session

Rect = QtCore.QRectF


class RowDrawing(QtWidgets.QStyledItemDelegate):
    """Draws rows; `pressed` carries the job whose button was pressed and `cancel` or `retry`."""

    pressed = Signal(str, str)

    def __init__(self, session: Session, view: QtWidgets.QWidget) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self._bitmaps = Bitmaps()
        self.painted: dict[PictureKey, int] = {}

    def sizeHint(self, option: Any, index: Any) -> QtCore.QSize:
        return QtCore.QSize(style.em(self._view, 12), style.em(self._view, 3.5))

    def paint(self, painter: QtGui.QPainter, option: Any, index: Any) -> None:
        row: QueueRow = index.data(ROW)
        view, unit = self._view, style.em(self._view)
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        whole = Rect(option.rect)
        base, text = (view.palette().color(role) for role in (style.Role.Base, style.Role.Text))
        if option.state & QtWidgets.QStyle.StateFlag.State_Selected:
            focused = bool(option.state & QtWidgets.QStyle.StateFlag.State_HasFocus)
            accent = view.palette().color(style.Role.Highlight)
            base = style.mix(base, accent, 0.34 if focused else 0.2)
            painter.fillRect(whole, base)
        elif option.state & QtWidgets.QStyle.StateFlag.State_MouseOver:
            base = style.mix(base, text, 0.05)
            painter.fillRect(whole, base)
        pad = unit * 0.4
        picture = Rect(whole.left() + pad, whole.top() + pad, unit * 4.6, unit * 2.6)
        self._paint_picture(painter, row, picture, style.mix(base, text, 0.08))
        painter.setPen(style.mix(base, text, 0.12))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        left, right = picture.right() + unit * 0.6, self._button(whole).left() - unit * 0.4
        if not (row.can_cancel or row.can_retry):
            right = whole.right() - pad
        top = Rect(left, picture.top() - unit * 0.1, right - left, unit * 1.15)
        quiet = style.readable(style.mix(text, base, 0.3), base, text)
        number = f"{row.fraction:.0%}" if row.active and row.fraction > 0 else ""
        font = QtGui.QFont(view.font())
        painter.setFont(font)
        painter.setPen(quiet)
        painter.drawText(top, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), number)
        room = top.width() - (view.fontMetrics().horizontalAdvance(number) + unit * 0.5 if number else 0)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(text)
        bold = QtGui.QFontMetrics(font)
        label = bold.elidedText(row.label, Qt.TextElideMode.ElideMiddle, int(room))
        painter.drawText(top, int(Qt.AlignmentFlag.AlignVCenter), label)
        used = bold.horizontalAdvance(label) + unit * 0.7
        font.setBold(False)
        painter.setFont(font)
        cost = self._paint_made(painter, row, top.adjusted(used, 0, room - top.width(), 0), quiet)
        wrong = style.state(view, "error", base)
        below = top.translated(0, unit * 1.15)
        if cost:
            painter.setPen(quiet)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), cost)
            below.setRight(below.right() - view.fontMetrics().horizontalAdvance(cost) - unit * 0.5)
        painter.setPen(wrong if row.problem is not None else quiet)
        sentence = view.fontMetrics().elidedText(
            row.sentence, Qt.TextElideMode.ElideRight, int(below.width())
        )
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), sentence)
        if row.active and row.fraction > 0:
            bar = Rect(left, picture.bottom() - unit * 0.2, right - left, max(2.0, unit * 0.18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.mix(base, text, 0.16))
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
            bar.setWidth(max(bar.height(), bar.width() * row.fraction))
            painter.setBrush(style.readable(view.palette().color(style.Role.Highlight), base, text, 3.0))
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        self._paint_button(painter, row, self._button(whole), quiet)
        painter.restore()

    def _paint_made(self, painter: QtGui.QPainter, row: QueueRow, at: Rect, color: QtGui.QColor) -> str:
        """Who makes it and what it costs, beside its name; returns the cost where there is no room."""
        metrics = self._view.fontMetrics()
        whole, cost = "   ".join(part for part in (row.maker, row.cost) if part), ""
        if metrics.horizontalAdvance(whole) > at.width():
            whole, cost = (
                metrics.elidedText(row.maker, Qt.TextElideMode.ElideRight, int(at.width())),
                row.cost,
            )
        painter.setPen(color)
        painter.drawText(at, int(Qt.AlignmentFlag.AlignVCenter), whole)
        return cost

    def editorEvent(self, event: QtCore.QEvent, model: Any, option: Any, index: Any) -> bool:
        if event.type() == QtCore.QEvent.Type.MouseButtonRelease:
            row: QueueRow = index.data(ROW)
            if self._button(Rect(option.rect)).contains(position(event)):
                if row.can_cancel:
                    self.pressed.emit(row.job, "cancel")
                elif row.can_retry:
                    self.pressed.emit(row.job, "retry")
                return True
        return False

    def button_of(self, rect: QtCore.QRect) -> QtCore.QPoint:
        """Where the button of a row with that rectangle is."""
        return self._button(Rect(rect)).center().toPoint()

    def _button(self, whole: Rect) -> Rect:
        size = style.em(self._view, 1.6)
        return Rect(whole.right() - size * 1.25, whole.center().y() - size / 2, size, size)

    def _paint_button(self, painter: QtGui.QPainter, row: QueueRow, at: Rect, color: QtGui.QColor) -> None:
        if not (row.can_cancel or row.can_retry):
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QtGui.QPen(color, max(1.4, style.em(self._view, 0.1))))
        middle, arm = at.center(), at.width() * 0.2
        if row.can_cancel:
            painter.drawLine(middle + QtCore.QPointF(-arm, -arm), middle + QtCore.QPointF(arm, arm))
            painter.drawLine(middle + QtCore.QPointF(-arm, arm), middle + QtCore.QPointF(arm, -arm))
            return
        arm *= 1.25
        around = Rect(middle.x() - arm, middle.y() - arm, 2 * arm, 2 * arm)
        painter.drawArc(around, 40 * 16, 290 * 16)
        tip = middle + QtCore.QPointF(arm * 0.77, -arm * 0.64)
        painter.drawLine(tip, tip + QtCore.QPointF(-arm * 0.75, 0))
        painter.drawLine(tip, tip + QtCore.QPointF(0, -arm * 0.75))

    def _paint_picture(self, painter: QtGui.QPainter, row: QueueRow, at: Rect, empty: QtGui.QColor) -> None:
        painter.fillRect(at, empty)
        if row.preview is None:
            return
        self._bitmaps.begin()
        pixmap = self._picture(row.preview, at.size().toSize())
        if pixmap is not None:
            size = QtCore.QSizeF(pixmap.size()) / pixmap.devicePixelRatio()
            corner = at.center() - QtCore.QPointF(size.width() / 2, size.height() / 2)
            painter.drawPixmap(corner, pixmap)

    def _picture(self, key: PictureKey, room: QtCore.QSize) -> QtGui.QPixmap | None:
        pictures = self._session.pictures
        image, serial = pictures.image(key), pictures.serial(key)
        self.painted[key] = serial
        return self._bitmaps.get(key, serial, image, room, self._view.devicePixelRatioF())
