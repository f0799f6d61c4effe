"""One cell of the gallery: thumbnail, version, how it stands (newest, placed, compared, notes), name, frames.

Draws from a `TakeRow`; asks the model for nothing but the thumbnail. A cell is drawn once and copied from
then on, until something that is seen in it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import cos, pi, sin
from typing import TYPE_CHECKING

from secondunit.wire import version_text

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from .bitmaps import fitted
from .cells import Cells

if TYPE_CHECKING:
    from collections.abc import Hashable

    from secondunit.host.pictures import PictureKey
    from secondunit.host.session import Session

    from .rows import GalleryRows, TakeRow

#: The size of a thumbnail in em.
WIDE, HIGH = 10.5, 5.9

Role, State = style.Role, QtWidgets.QStyle.StateFlag


class TakeDelegate(QtWidgets.QStyledItemDelegate):
    """Paints cells at one size; `starve` is called when thumbnails are left to scale in a next paint."""

    def __init__(
        self,
        session: Session,
        rows: GalleryRows,
        view: QtWidgets.QAbstractItemView,
        starve: Callable[[], None],
    ) -> None:
        super().__init__(view)
        self.session, self.rows, self.view, self.starve = session, rows, view, starve
        self.kept = Cells()
        #: Rows that were painted without their newest thumbnail: its key, and the serial that was painted.
        self.bare: dict[int, tuple[PictureKey, int]] = {}
        self._colors: dict[tuple[str, int, int], QtGui.QColor] = {}
        self._look: Hashable = None
        self._ratio, self._size = 1.0, QtCore.QSize(1, 1)
        self._take_up_look()

    def begin(self) -> None:
        """A paint begins: look once at what all cells share."""
        palette, font = self.view.palette(), self.view.font()
        look = (
            palette.cacheKey(),
            palette.currentColorGroup(),
            font.toString(),
            self.view.devicePixelRatioF(),
        )
        if look != self._look:
            self._look = look
            self._take_up_look()
        self.rows.begin()
        self.kept.begin(look)

    def cell(self) -> QtCore.QSize:
        """The size of every cell."""
        pad, line = style.em(self.view, 0.5), self.view.fontMetrics().height()
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
        """Copy one take's cell, or draw it."""
        number = index.row()
        row = self.rows.shown(number)
        if row is None:
            return
        states = option.state
        highlight = bool(states & State.State_Selected)
        over = not highlight and bool(states & State.State_MouseOver)
        focused = bool(states & State.State_HasFocus)
        pictures = self.session.pictures
        image, serial = pictures.image(row.key), pictures.serial(row.key)
        name = (row.take.id, highlight, over, focused)
        cell = self.kept.get(name, (row.mark, serial))
        if cell is None:
            if image is not None and self.kept.late:
                image = None
                self.kept.left_over = True
                self.starve()
            if image is None:
                serial = 0
            cell = self.kept.get(name, (row.mark, serial)) or self.kept.draw(
                name,
                (row.mark, serial),
                self._size,
                self._ratio,
                partial(self._draw, row=row, image=image, chosen=highlight, over=over, focused=focused),
            )
        if serial:
            self.bare.pop(number, None)
        else:
            self.bare[number] = (row.key, serial)
        painter.drawPixmap(option.rect.topLeft(), cell)

    def _draw(
        self,
        painter: QtGui.QPainter,
        row: TakeRow,
        image: QtGui.QImage | None,
        chosen: bool,
        over: bool,
        focused: bool,
    ) -> None:
        """Draw one cell at the origin."""
        pad = self._pad
        whole = QtCore.QRectF(QtCore.QPointF(), QtCore.QSizeF(self._size))
        cell = whole.adjusted(pad / 2, pad / 2, -pad / 2, -pad / 2)
        palette = self.view.palette()
        ground = palette.color(Role.Base)
        painter.fillRect(whole.adjusted(0, 0, 1, 1), ground)
        painter.setFont(self.view.font())
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
        if chosen or over:
            fill = (
                palette.color(Role.Highlight) if chosen else style.mix(ground, palette.color(Role.Text), 0.08)
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(cell, 4, 4)
            ground = fill
        self._thumbnail(painter, cell, row, image)
        self._words(painter, cell, row, ground, chosen)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QtGui.QPen(palette.color(Role.HighlightedText if chosen else Role.Highlight), 1.0))
            painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _thumbnail(
        self, painter: QtGui.QPainter, cell: QtCore.QRectF, row: TakeRow, image: QtGui.QImage | None
    ) -> None:
        pad = self._pad
        box = QtCore.QRectF(cell.left() + pad / 2, cell.top() + pad / 2, cell.width() - pad, self._high)
        painter.fillRect(box, style.mix(self.view.palette().color(Role.Base), style.text(self.view), 0.06))
        if image is not None and not image.isNull():
            wanted = (box.size() * self._ratio).toSize()
            scaled = fitted(image, wanted)
            size = QtCore.QSizeF(scaled.size()).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            at = QtCore.QRectF(QtCore.QPointF(), size)
            at.moveCenter(box.center())
            painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, True)
            painter.drawImage(at, scaled, QtCore.QRectF(scaled.rect()))
        metrics, plain = self._bold_metrics, self.view.fontMetrics()
        high = metrics.height() + 2
        painter.setFont(self._bold)
        self._badge(painter, box.left() + 3, box.top() + 3, version_text(row.take.version), high, metrics)
        left = box.left() + 6 + metrics.horizontalAdvance(version_text(row.take.version)) + high * 0.7
        if row.check:
            self._dot(painter, QtCore.QRectF(left, box.top() + 3, high, high), row.check)
            left += high + 3
        if row.star:
            self._star(painter, QtCore.QRectF(left, box.top() + 3, high, high))
        if row.side:
            wide = metrics.horizontalAdvance(row.side) + metrics.height() * 0.7
            self._badge(
                painter, box.right() - wide - 3, box.top() + 3, row.side, high, metrics, Role.Highlight
            )
        painter.setFont(self.view.font())
        if row.notes:
            text = f"{row.notes} note{'s' if row.notes != 1 else ''}"
            wide = plain.horizontalAdvance(text) + plain.height() * 0.7
            self._badge(painter, box.right() - wide - 3, box.bottom() - high - 3, text, high, plain)

        word, state = row.decision
        if word:
            color = style.state(self.view, state, self.view.palette().color(Role.Window))
            self._badge(painter, box.left() + 3, box.bottom() - high - 3, word, high, plain, color=color)

    def _dot(self, painter: QtGui.QPainter, box: QtCore.QRectF, state: str) -> None:
        """A light on the ground of a badge: round for amber, square for red, so that form says it too."""
        ground = self.view.palette().color(Role.Window)
        ground.setAlphaF(0.88)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)
        painter.setBrush(style.state(self.view, state, self.view.palette().color(Role.Window)))
        far = box.height() * 0.26
        mark = box.adjusted(far, far, -far, -far)
        if state == "error":
            painter.drawRect(mark)
        else:
            painter.drawEllipse(mark)

    def _star(self, painter: QtGui.QPainter, box: QtCore.QRectF) -> None:
        """A star on the ground of a badge."""
        ground = self.view.palette().color(Role.Window)
        ground.setAlphaF(0.88)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)
        middle, far = box.center(), box.height() * 0.38
        points = [
            middle + QtCore.QPointF(sin(n * pi / 5), -cos(n * pi / 5)) * (far if n % 2 == 0 else far * 0.42)
            for n in range(10)
        ]
        painter.setBrush(style.state(self.view, "warning", ground))
        painter.drawPolygon(QtGui.QPolygonF(points))

    def _badge(
        self,
        painter: QtGui.QPainter,
        x: float,
        y: float,
        text: str,
        high: float,
        metrics: QtGui.QFontMetrics,
        role: QtGui.QPalette.ColorRole = Role.Window,
        color: QtGui.QColor | None = None,
    ) -> None:
        wide = metrics.horizontalAdvance(text) + metrics.height() * 0.7
        ground = self.view.palette().color(role)
        if role == Role.Window:
            ground.setAlphaF(0.88)
        box = QtCore.QRectF(x, y, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)
        text_role = Role.HighlightedText if role == Role.Highlight else Role.WindowText
        painter.setPen(color or self.view.palette().color(text_role))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _words(
        self,
        painter: QtGui.QPainter,
        cell: QtCore.QRectF,
        row: TakeRow,
        ground: QtGui.QColor,
        chosen: bool,
    ) -> None:
        """Two lines: the element with how it stands at the right, frames and date below."""
        metrics, pad = self.view.fontMetrics(), self._pad
        palette = self.view.palette()
        plain = palette.color(Role.HighlightedText if chosen else Role.Text)
        faint = self._color("faint", ground, plain)
        left, wide = cell.left() + pad, cell.width() - 2 * pad
        top = cell.top() + pad + self._high
        word, hue = row.standing
        room = wide
        if word:
            needed = metrics.horizontalAdvance(word)
            painter.setPen(plain if chosen else self._color(hue, ground, plain))
            box = QtCore.QRectF(left + wide - needed, top, needed + 1, metrics.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), word)
            room = wide - needed - metrics.height() * 0.5
        painter.setFont(self._bold)
        painter.setPen(plain)
        name = self._bold_metrics.elidedText(
            row.take.element, Qt.TextElideMode.ElideMiddle, max(0, int(room))
        )
        painter.drawText(QtCore.QPointF(left, top + metrics.ascent()), name)
        painter.setFont(self.view.font())
        painter.setPen(faint)
        second = metrics.elidedText(row.line, Qt.TextElideMode.ElideRight, int(wide))
        painter.drawText(QtCore.QPointF(left, top + metrics.height() + metrics.ascent()), second)

    def _color(self, name: str, ground: QtGui.QColor, plain: QtGui.QColor) -> QtGui.QColor:
        """A state's colour, or the faint one, on a ground: worked out once for each."""
        key = (name, ground.rgba(), plain.rgba())
        color = self._colors.get(key)
        if color is None:
            if name == "faint":
                color = style.readable(style.mix(plain, ground, 0.35), ground, plain)
            else:
                color = style.state(self.view, name, ground)
            self._colors[key] = color
        return color

    def _take_up_look(self) -> None:
        """What follows from font, palette and screen, the same for every cell."""
        self._ratio, self._size = self.view.devicePixelRatioF(), self.cell()
        self._pad, self._high = style.em(self.view, 0.5), style.em(self.view, HIGH)
        self._bold = QtGui.QFont(self.view.font())
        self._bold.setBold(True)
        self._bold_metrics = QtGui.QFontMetrics(self._bold)
        self._colors.clear()
