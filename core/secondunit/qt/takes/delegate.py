"""One cell of the gallery: thumbnail, version, how it stands (newest, placed, compared, notes), name, frames.

Draws from a `TakeRow`; asks the model for nothing but the thumbnail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from secondunit.wire import version_text

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from .bitmaps import Bitmaps
from .rows import TAKE, TakeRow

if TYPE_CHECKING:
    from secondunit.host.session import Session

#: The size of a thumbnail in em.
WIDE, HIGH = 10.5, 5.9

Role, State = style.Role, QtWidgets.QStyle.StateFlag


class TakeDelegate(QtWidgets.QStyledItemDelegate):
    """Paints cells at one size; `starve` is called when thumbnails are left to decode in a next paint."""

    def __init__(
        self, session: Session, view: QtWidgets.QAbstractItemView, starve: Callable[[], None]
    ) -> None:
        super().__init__(view)
        self.session, self.view, self.starve = session, view, starve
        self.bitmaps = Bitmaps()
        self._colors: dict[tuple[str, int, int], QtGui.QColor] = {}
        self._fonts: tuple[str, QtGui.QFont, QtGui.QFontMetrics] | None = None

    def cell(self) -> QtCore.QSize:
        """The size of every cell."""
        pad, line = self._pad(), self.view.fontMetrics().height()
        return QtCore.QSize(
            style.em(self.view, WIDE) + 2 * pad, style.em(self.view, HIGH) + 2 * line + 3 * pad
        )

    def sizeHint(
        self, option: QtWidgets.QStyleOptionViewItem, index: QtCore.QModelIndex | QtCore.QPersistentModelIndex
    ) -> QtCore.QSize:
        """The size of every cell."""
        return self.cell()

    def paint(
        self,
        painter: QtGui.QPainter,
        option: QtWidgets.QStyleOptionViewItem,
        index: QtCore.QModelIndex | QtCore.QPersistentModelIndex,
    ) -> None:
        """Draw one take."""
        row = cast("TakeRow | None", index.data(TAKE))
        if row is None:
            return
        drawn = option.rect
        states = option.state
        pad = self._pad()
        cell = QtCore.QRectF(drawn).adjusted(pad / 2, pad / 2, -pad / 2, -pad / 2)
        chosen = bool(states & State.State_Selected)
        over = bool(states & State.State_MouseOver)
        palette = self.view.palette()
        ground = palette.color(Role.Base)
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
        if chosen or over:
            fill = (
                palette.color(Role.Highlight) if chosen else style.mix(ground, palette.color(Role.Text), 0.08)
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(cell, 4, 4)
            ground = fill
        self._thumbnail(painter, cell, row, pad)
        self._words(painter, cell, row, pad, ground, chosen)
        if bool(states & State.State_HasFocus):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QtGui.QPen(palette.color(Role.HighlightedText if chosen else Role.Highlight), 1.0))
            painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.restore()

    def _thumbnail(self, painter: QtGui.QPainter, cell: QtCore.QRectF, row: TakeRow, pad: int) -> None:
        box = QtCore.QRectF(
            cell.left() + pad / 2, cell.top() + pad / 2, cell.width() - pad, style.em(self.view, HIGH)
        )
        painter.fillRect(box, style.mix(self.view.palette().color(Role.Base), style.text(self.view), 0.06))
        image = self.session.pictures.image(row.key)
        pixmap = self.bitmaps.get(
            row.key,
            self.session.pictures.serial(row.key),
            image,
            box.size().toSize(),
            self.view.devicePixelRatioF(),
        )
        if pixmap is not None and not pixmap.isNull():
            ratio = pixmap.devicePixelRatio()
            size = QtCore.QSizeF(pixmap.width() / ratio, pixmap.height() / ratio)
            fitted = size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            at = QtCore.QRectF(QtCore.QPointF(), fitted)
            at.moveCenter(box.center())
            painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, True)
            painter.drawPixmap(at, pixmap, QtCore.QRectF(pixmap.rect()))
        elif self.bitmaps.left_over:
            self.starve()
        bold, metrics = self._bold()
        high = metrics.height() + 2
        painter.setFont(bold)
        self._badge(painter, box.left() + 3, box.top() + 3, version_text(row.take.version), high, metrics)
        painter.setFont(self.view.font())
        plain = self.view.fontMetrics()
        if row.side:
            wide = metrics.horizontalAdvance(row.side) + metrics.height() * 0.7
            painter.setFont(bold)
            self._badge(
                painter, box.right() - wide - 3, box.top() + 3, row.side, high, metrics, Role.Highlight
            )
            painter.setFont(self.view.font())
        if row.notes:
            text = f"{row.notes} note{'s' if row.notes != 1 else ''}"
            wide = plain.horizontalAdvance(text) + plain.height() * 0.7
            self._badge(painter, box.right() - wide - 3, box.bottom() - high - 3, text, high, plain)

    def _badge(
        self,
        painter: QtGui.QPainter,
        x: float,
        y: float,
        text: str,
        high: float,
        metrics: QtGui.QFontMetrics,
        role: QtGui.QPalette.ColorRole = Role.Window,
    ) -> None:
        wide = metrics.horizontalAdvance(text) + metrics.height() * 0.7
        ground = self.view.palette().color(role)
        if role == Role.Window:
            ground.setAlphaF(0.88)
        box = QtCore.QRectF(x, y, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(
            self.view.palette().color(Role.HighlightedText if role == Role.Highlight else Role.WindowText)
        )
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _words(
        self,
        painter: QtGui.QPainter,
        cell: QtCore.QRectF,
        row: TakeRow,
        pad: int,
        ground: QtGui.QColor,
        chosen: bool,
    ) -> None:
        """Two lines: the element with how it stands at the right, frames and date below."""
        metrics = self.view.fontMetrics()
        palette = self.view.palette()
        plain = palette.color(Role.HighlightedText if chosen else Role.Text)
        faint = self._color("faint", ground, plain)
        left, wide = cell.left() + pad, cell.width() - 2 * pad
        top = cell.top() + pad + style.em(self.view, HIGH)
        word, hue = row.standing
        room = wide
        if word:
            needed = metrics.horizontalAdvance(word)
            painter.setPen(plain if chosen else self._color(hue, ground, plain))
            box = QtCore.QRectF(left + wide - needed, top, needed + 1, metrics.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), word)
            room = wide - needed - metrics.height() * 0.5
        bold, bold_metrics = self._bold()
        painter.setFont(bold)
        painter.setPen(plain)
        name = bold_metrics.elidedText(row.take.element, Qt.TextElideMode.ElideMiddle, max(0, int(room)))
        painter.drawText(QtCore.QPointF(left, top + metrics.ascent()), name)
        painter.setFont(self.view.font())
        painter.setPen(faint)
        second = metrics.elidedText(row.line, Qt.TextElideMode.ElideRight, int(wide))
        painter.drawText(QtCore.QPointF(left, top + metrics.height() + metrics.ascent()), second)

    def _color(self, name: str, ground: QtGui.QColor, plain: QtGui.QColor) -> QtGui.QColor:
        """A state's colour, or the faint one, on a ground: worked out once for each."""
        key = (name, ground.rgba(), plain.rgba())
        found = self._colors.get(key)
        if found is None:
            if name == "faint":
                found = style.readable(style.mix(plain, ground, 0.35), ground, plain)
            else:
                found = style.state(self.view, name, ground)
            self._colors[key] = found
        return found

    def _bold(self) -> tuple[QtGui.QFont, QtGui.QFontMetrics]:
        name = self.view.font().toString()
        if self._fonts is None or self._fonts[0] != name:
            bold = QtGui.QFont(self.view.font())
            bold.setBold(True)
            self._fonts = (name, bold, QtGui.QFontMetrics(bold))
        return self._fonts[1], self._fonts[2]

    def _pad(self) -> int:
        return style.em(self.view, 0.5)
