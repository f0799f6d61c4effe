"""The rows of a sequence's continuity: two faces, the shot's name, its curve and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secondunit.wire import version_text
from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from .bitmaps import fitted

if TYPE_CHECKING:
    from typing import TypeAlias

    from secondunit.host.continuity import ContinuityRow
    from secondunit.host.pictures import PictureKey
    from secondunit.host.session import Session
    from secondunit.wire import ContinuityShot

    Index: TypeAlias = QtCore.QModelIndex | QtCore.QPersistentModelIndex

Rect = QtCore.QRectF
State = QtWidgets.QStyle.StateFlag
#: The side of a face and the least height of a row, in em; the distance at the top of a curve by the
#: usual thresholds.
FACE_SIDE, HIGH, TOP = 5.6, 6.4, 0.9


class ContinuityTable(QtCore.QAbstractListModel):
    """The rows of `session.continuity`."""

    def __init__(self, session: Session, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self.session = session
        self._rows: tuple[ContinuityRow, ...] = ()

    def refresh(self) -> None:
        """Take up the session's rows."""
        rows = self.session.continuity.rows
        if rows is not self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def row(self, number: int) -> ContinuityRow | None:
        """The row of that number; None where there is none."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = QtCore.QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many shots there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The shot's name, all that is said of it as a tool tip, and both for a screen reader."""
        row = self.row(index.row())
        if row is None:
            return None
        if role == int(Qt.ItemDataRole.DisplayRole):
            return visible(row.shot)
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return visible("\n".join((*row.lines, *row.faces)), lines=True)
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return visible(". ".join((row.shot, *(("to look at",) if row.amber else ()), *row.lines)))
        return None


class ContinuityDelegate(QtWidgets.QStyledItemDelegate):
    """Paints a row; asks the session for its pictures as it is seen."""

    def __init__(self, session: Session, view: QtWidgets.QListView) -> None:
        super().__init__(view)
        self.session, self.view = session, view

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: Index) -> QtCore.QSize:
        """As wide as the list, the same height for every row."""
        return QtCore.QSize(style.em(self.view, 20), style.em(self.view, HIGH))

    def paint(self, painter: QtGui.QPainter, option: QtWidgets.QStyleOptionViewItem, index: Index) -> None:
        """Faces left; name, curve and words beside them; amber where somebody should look."""
        rows = self.session.continuity.rows
        if not 0 <= index.row() < len(rows):
            return
        row, view = rows[index.row()], self.view
        base, text = style.ground(view), style.text(view)
        chosen, over = bool(option.state & State.State_Selected), bool(option.state & State.State_MouseOver)
        amber = style.state(view, "warning")
        under = style.mix(base, amber, 0.10) if row.amber else base
        under = style.mix(under, text, 0.08 if over else 0.0)
        under = style.mix(under, view.palette().color(style.Role.Highlight), 0.35) if chosen else under
        painter.save()
        whole = Rect(option.rect)
        painter.fillRect(whole, under)
        if row.amber:
            painter.fillRect(Rect(whole.left(), whole.top(), style.em(view, 0.25), whole.height()), amber)
        painter.setPen(style.line(view))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        pad, side = style.em(view, 0.4), float(style.em(view, FACE_SIDE))
        left = whole.left() + 2 * pad
        for number in range(2):
            self._face(
                painter, row, number, Rect(left + number * (side + pad), whole.top() + pad, side, side)
            )
        left += 2 * (side + pad) + pad
        self._words(painter, row, Rect(left, whole.top() + pad, whole.right() - left - pad, side), under)
        if option.state & State.State_HasFocus:
            painter.setPen(QtGui.QPen(view.palette().color(style.Role.Highlight), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(whole.adjusted(1, 1, -1, -1))
        painter.restore()

    def _face(self, painter: QtGui.QPainter, row: ContinuityRow, number: int, box: Rect) -> None:
        keys = self.session.continuity.faces(row)
        painter.fillRect(box, style.mix(style.ground(self.view), style.text(self.view), 0.06))
        if number >= len(keys):
            return
        key = keys[number]
        image = self.session.pictures.image(key)
        if image is None:
            self._gone(painter, key, box)
            return
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        scaled = fitted(image, (box.size() * self.view.devicePixelRatioF()).toSize())
        place = Rect(QtCore.QPointF(), QtCore.QSizeF(scaled.size()).scaled(box.size(), _KEEP))
        place.moveCenter(box.center())
        painter.drawImage(place, scaled, Rect(scaled.rect()))
        if key.frame is not None:
            self._frame(painter, key.frame, box)

    def _frame(self, painter: QtGui.QPainter, frame: int, box: Rect) -> None:
        """The frame that a face is of, at its foot."""
        text, metrics = str(frame), self.view.fontMetrics()
        size = QtCore.QSizeF(metrics.horizontalAdvance(text) + style.em(self.view, 0.4), metrics.height())
        foot = Rect(QtCore.QPointF(box.left(), box.bottom() - size.height()), size)
        painter.fillRect(foot, QtGui.QColor(0, 0, 0, 150))
        painter.setPen(QtGui.QColor(235, 235, 235))
        painter.drawText(foot, _CENTER, text)

    def _gone(self, painter: QtGui.QPainter, key: PictureKey, box: Rect) -> None:
        if self.session.pictures.problem(key) is None:
            return
        painter.setPen(style.quiet(self.view))
        painter.drawText(box, _CENTER, "no\npicture")

    def _words(self, painter: QtGui.QPainter, row: ContinuityRow, box: Rect, under: QtGui.QColor) -> None:
        view, line = self.view, float(self.view.fontMetrics().height())
        metrics = view.fontMetrics()
        bold = QtGui.QFont(view.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(style.readable(style.text(view), under, style.text(view)))
        name = metrics.elidedText(visible(row.shot), Qt.TextElideMode.ElideRight, int(box.width() * 0.6))
        painter.drawText(Rect(box.left(), box.top(), box.width(), line), _LEFT, name)
        wide = float(QtGui.QFontMetrics(bold).horizontalAdvance(name)) + style.em(view, 0.6)
        painter.setFont(view.font())
        if row.measured is not None:
            take = row.measured.take
            text = f"{take.element} {version_text(take.version)}"
            text = metrics.elidedText(visible(text), Qt.TextElideMode.ElideRight, int(box.width() - wide))
            painter.setPen(style.quiet(view))
            painter.drawText(Rect(box.left() + wide, box.top(), box.width() - wide, line), _LEFT, text)
        words, two = _in_two_lines(visible("; ".join(row.lines)), metrics, int(box.width()))
        foot = box.bottom() - line * (2 if two else 1)
        painter.setPen(style.state(view, row.state, under) if row.state != "info" else style.quiet(view))
        painter.drawText(Rect(box.left(), foot, box.width(), box.bottom() - foot), _WRAP, words)
        top = box.top() + line + style.em(view, 0.15)
        curve = Rect(box.left(), top, box.width(), max(4.0, foot - top - style.em(view, 0.15)))
        if row.measured is not None and row.measured.drift.worst is not None:
            self._curve(painter, row.measured, curve)

    def _curve(self, painter: QtGui.QPainter, shot: ContinuityShot, box: Rect) -> None:
        """Distances over the bands of the words; where nothing is said there is a tick at the foot."""
        view = self.view
        base, text = style.ground(view), style.text(view)
        scale, curve = shot.drift.scale, shot.curve
        top = max(TOP, 1.2 * scale.far)

        def y(value: float) -> float:
            return box.bottom() - box.height() * min(value, top) / top

        for lower, upper, name in (
            (0.0, scale.close, "good"),
            (scale.close, scale.far, "warning"),
            (scale.far, top, "error"),
        ):
            band = Rect(box.left(), y(upper), box.width(), y(lower) - y(upper))
            painter.fillRect(band, style.mix(base, style.state(view, name), 0.2))
        step = box.width() / max(1, len(curve))
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        pen = QtGui.QPen(text, 1.5)
        run: list[QtCore.QPointF] = []
        for number, value in enumerate((*curve, None)):
            x = box.left() + step * (number + 0.5)
            if value is not None:
                run.append(QtCore.QPointF(x, y(value)))
                continue
            painter.setPen(pen)
            if len(run) == 1:
                painter.drawEllipse(run[0], 1.5, 1.5)
            elif run:
                painter.drawPolyline(QtGui.QPolygonF(run))
            run = []
            if number < len(curve):
                painter.setPen(style.quiet(view))
                painter.drawLine(QtCore.QPointF(x, box.bottom() - 4), QtCore.QPointF(x, box.bottom()))
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, False)


def _in_two_lines(words: str, metrics: QtGui.QFontMetrics, width: int) -> tuple[str, bool]:
    """As much of a sentence as two lines hold, and whether it needs both."""
    if metrics.horizontalAdvance(words) <= width:
        return words, False
    for tenths in range(20, 10, -1):
        part = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width * tenths // 10)
        needs = metrics.boundingRect(QtCore.QRect(0, 0, width, 1 << 14), _WRAP, part)
        if needs.height() <= 2 * metrics.lineSpacing():
            return part, True
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width), False


_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_CENTER = int(Qt.AlignmentFlag.AlignCenter)
