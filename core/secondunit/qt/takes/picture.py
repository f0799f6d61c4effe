"""The picture of the viewer: A, or A and B with a wipe between them; zoom and pan.

Draws what the viewer's model names; the wipe's place is the model's, the framing is this widget's own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal, holds, position
from .bitmaps import Bitmaps
from .framing import SCALES, Framing

if TYPE_CHECKING:
    from secondunit.host.session import Session

#: How near (in em) the mouse has to come to the wipe's line to take it.
REACH = 0.5


class FrameView(QtWidgets.QWidget):
    """The picture area; `said` is the text for its empty state."""

    framed = Signal()

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.bitmaps = Bitmaps(budget=0.02)
        self.framing = Framing()
        self.said = ""
        self.labels = ("", "")
        self._dragging = ""
        self._from = QtCore.QPointF()
        #: The last picture seen on each side, kept on show while the next one is on its way.
        self._last: dict[str, tuple[str, QtGui.QPixmap]] = {}
        self.setObjectName("picture")
        self.setAccessibleName("Picture of the take")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QtCore.QSize:
        """A picture of sixteen to nine."""
        return QtCore.QSize(style.em(self, 34), style.em(self, 19))

    def minimumSizeHint(self) -> QtCore.QSize:
        """Small enough for a docked panel."""
        return QtCore.QSize(style.em(self, 10), style.em(self, 6))

    # Framing -----------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """All of the picture."""
        self._frame(self.framing.fit())

    def one_to_one(self) -> None:
        """One pixel of the picture on one of the screen."""
        self._frame(self.framing.at(1.0 / self.devicePixelRatioF()))

    def zoom(self, step: int, at: QtCore.QPointF | None = None) -> None:
        """The next scale up or down."""
        ratio = self.devicePixelRatioF()
        now = self.framing.scaled * ratio
        beyond = [s for s in SCALES if (s - now) * step > 1e-4]
        scale = (beyond[0] if step > 0 else beyond[-1]) if beyond else now
        self._frame(self.framing.at(scale / ratio, (at.x(), at.y()) if at is not None else None))

    @property
    def scale_text(self) -> str:
        """`fit 62 %`, or the exact scale."""
        percent = f"{self.framing.scaled * self.devicePixelRatioF() * 100:.0f} %"
        return f"Fit {percent}" if self.framing.scale is None else percent

    def _frame(self, framing: Framing) -> None:
        if framing != self.framing:
            self.framing = framing
            self.framed.emit()
            self.update()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """The picture keeps its framing; what is fitted in stays so."""
        self._frame(replace(self.framing, view=(max(1.0, self.width()), max(1.0, self.height()))).held())

    def refresh(self) -> None:
        """The model changed: take up its format, and draw."""
        take = self.session.panel.takes.get(self.session.viewer.a)
        if take is not None:
            width, height = take.format.width * take.format.pixel_aspect, float(take.format.height)
            if (width, height) != (self.framing.width, self.framing.height):
                self._frame(replace(self.framing.fit(), width=width, height=height))
        self.update()

    # Mouse -------------------------------------------------------------------------------------------------

    def wipe_x(self) -> float:
        """The x of the wipe's line (logical px)."""
        left, _, width, _ = self.framing.rect
        return left + self.session.viewer.wipe * width

    def _comparing(self) -> bool:
        return bool(self.session.viewer.a and self.session.viewer.b)

    def _near_wipe(self, at: QtCore.QPointF) -> bool:
        return self._comparing() and abs(at.x() - self.wipe_x()) <= style.em(self, REACH)

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """Take the wipe where it is near, else the picture; the middle button always pans."""
        at = position(event)
        self._from = at
        if event.button() == Qt.MouseButton.LeftButton and self._near_wipe(at):
            self._dragging = "wipe"
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._dragging = "pan"
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        """Wipe, pan, or show what a press would do."""
        at = position(event)
        if self._dragging == "wipe" and holds(event.buttons(), Qt.MouseButton.LeftButton):
            left, _, width, _ = self.framing.rect
            self.session.viewer.set_wipe(min(1.0, max(0.0, (at.x() - left) / max(width, 1e-6))))
            self.update()
        elif self._dragging == "pan":
            self._frame(self.framing.moved(at.x() - self._from.x(), at.y() - self._from.y()))
            self._from = at
        elif self._near_wipe(at):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        """Let go."""
        self._dragging = ""
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        """Between fit and 1:1."""
        if not self._near_wipe(position(event)):
            if self.framing.scale is None:
                at = position(event)
                self._frame(self.framing.at(1.0 / self.devicePixelRatioF(), (at.x(), at.y())))
            else:
                self.fit()

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """Zoom about the mouse."""
        turn = event.angleDelta().y()
        if turn:
            at = position(event)
            scale = self.framing.scaled * 1.15 ** (turn / 120)
            self._frame(self.framing.at(scale, (at.x(), at.y())))
        event.accept()

    # Painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """The picture, the wipe and whose side is whose; or what to do where there is none."""
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), surround(self))
        viewer = self.session.viewer
        if not viewer.a:
            self._empty(painter)
            return
        self.bitmaps.begin()
        ids = (viewer.a, viewer.b)
        first, second = (
            self._pixmap(side, ids[number], number) if ids[number] else None
            for number, side in enumerate(("a", "b"))
        )
        rect = QtCore.QRectF(*self.framing.rect)
        smooth = self.framing.scaled * self.devicePixelRatioF() < 2.0
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, smooth)
        if self._comparing():
            x = self.wipe_x()
            self._side(painter, first, rect, QtCore.QRectF(0, 0, x, self.height()))
            self._side(painter, second, rect, QtCore.QRectF(x, 0, self.width() - x, self.height()))
            self._line(painter, x, rect)
        else:
            self._side(painter, first, rect, QtCore.QRectF(self.rect()))
        painter.setClipping(False)
        self._tags(painter, rect)
        if self.bitmaps.left_over:
            self.update()

    def _pixmap(self, side: str, id: str, number: int) -> QtGui.QPixmap | None:
        """The side's picture now, or the last one of the same take while it is on its way."""
        key = self.session.viewer.keys()[number]
        pixmap = None
        if key is not None:
            image = self.session.pictures.image(key)
            pixmap = self.bitmaps.get(key, self.session.pictures.serial(key), image, QtCore.QSize())
        if pixmap is not None and not pixmap.isNull():
            self._last[side] = (id, pixmap)
            return pixmap
        last = self._last.get(side)
        return last[1] if last is not None and last[0] == id else None

    def _side(
        self,
        painter: QtGui.QPainter,
        pixmap: QtGui.QPixmap | None,
        rect: QtCore.QRectF,
        clip: QtCore.QRectF,
    ) -> None:
        painter.setClipRect(clip)
        if pixmap is None or pixmap.isNull():
            painter.fillRect(rect, style.line(self, 0.12))
            painter.setPen(style.quiet(self))
            area = rect.intersected(clip)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), "Loading the frame ...")
            return
        painter.drawPixmap(rect, pixmap, QtCore.QRectF(pixmap.rect()))

    def _line(self, painter: QtGui.QPainter, x: float, rect: QtCore.QRectF) -> None:
        """The wipe: a thin line that is seen on any picture, and a grip in its middle."""
        painter.setClipping(False)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
        top, bottom = max(0.0, rect.top()), min(float(self.height()), rect.bottom())
        dark, light = self.palette().color(style.Role.Base), style.accent(self)
        for color, width in ((dark, 3.0), (light, 1.5)):
            painter.setPen(QtGui.QPen(color, width))
            painter.drawLine(QtCore.QPointF(x, top), QtCore.QPointF(x, bottom))
        high, wide = style.em(self, 1.6), style.em(self, 0.7)
        grip = QtCore.QRectF(x - wide / 2, (top + bottom - high) / 2, wide, high)
        painter.setPen(QtGui.QPen(dark, 1.0))
        painter.setBrush(light)
        painter.drawRoundedRect(grip, wide / 2, wide / 2)

    def _tags(self, painter: QtGui.QPainter, rect: QtCore.QRectF) -> None:
        """Whose side is whose, at the foot of each."""
        if not self._comparing():
            return
        gap = style.em(self, 0.5)
        left, right = max(0.0, rect.left()), min(float(self.width()), rect.right())
        foot = min(float(self.height()), rect.bottom()) - gap
        high = self.fontMetrics().height() + gap
        for number, text in enumerate(self.labels):
            if not text:
                continue
            wide = self.fontMetrics().horizontalAdvance(text) + 2 * gap
            x = left + gap if number == 0 else right - gap - wide
            box = QtCore.QRectF(x, foot - high, wide, high)
            ground = self.palette().color(style.Role.Window)
            ground.setAlphaF(0.86)
            painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(style.text(self))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _empty(self, painter: QtGui.QPainter) -> None:
        ground, text = surround(self), style.text(self)
        painter.setPen(style.readable(style.mix(text, ground, 0.36), ground, text))
        inner = QtCore.QRectF(self.rect()).adjusted(
            style.em(self), style.em(self), -style.em(self), -style.em(self)
        )
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(inner, flags, self.said)


def surround(widget: QtWidgets.QWidget) -> QtGui.QColor:
    """What lies around a picture: its ground where that is dark, else a quiet grey of the palette."""
    base, window = widget.palette().color(style.Role.Base), style.ground(widget)
    return base if base.lightness() < window.lightness() else style.mix(window, style.text(widget), 0.14)
