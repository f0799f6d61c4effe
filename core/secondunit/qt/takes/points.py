"""Points and boxes over the canvas: clicked, dragged, moved and taken away.

A click is what is meant, one with Shift or Alt what is not; a drag is a box where the model takes boxes, and
pans where it does not. What they are is `host.canvas_points`'.
"""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from secondunit.host.canvas_points import BOXES, POINTS

from .. import style
from ..binding import Qt, QtCore, QtGui, holds, position

if TYPE_CHECKING:
    from secondunit.host.canvas_points import CanvasPoints
    from secondunit.wire import BoxPrompt

    from .overlay import PictureTransform
    from .picture import FrameView

#: How near (em) a press has to come to a point or a box's edge, and the radius of a point.
REACH, RADIUS = 0.5, 0.4
#: From so many logical px on a press that moves is a drag.
FAR = 4.0
MEANT, NOT_MEANT = QtGui.QColor(70, 220, 120), QtGui.QColor(255, 80, 70)
DARK = QtGui.QColor(0, 0, 0, 190)
KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape)


class PointsOverlay(QtCore.QObject):
    """Draws the points and boxes of a panel's canvas and hands them the mouse and the keys."""

    def __init__(self, points: CanvasPoints, view: FrameView) -> None:
        super().__init__(view)
        self.points, self._view = points, view
        #: Where the button went down in the widget, in the picture, and where the pointer was last in that.
        self._pressed: QtCore.QPointF | None = None
        self._from = self._last = (0.0, 0.0)
        #: Where what is held lay when it was taken.
        self._held = (0.0, 0.0)
        self._dragging, self._drags = "", 0
        view.add_overlay(self)
        view.installEventFilter(self)
        self.destroyed.connect(points.stop)

    # Overlay -----------------------------------------------------------------------------------------------

    def paint(self, painter: QtGui.QPainter, transform: PictureTransform) -> None:
        """Boxes, then points; those of other frames are there at theirs."""
        if not self.points.active:
            return
        frame = self._view.session.viewer.frame
        for number, box in enumerate(self.points.boxes()):
            if box.frame == frame:
                _draw_box(painter, _rect(box, transform), self.points.selected == (BOXES, number))
        if self._dragging == "box":
            ends = [transform.to_widget(*at) for at in (self._from, self._last)]
            _draw_box(painter, QtCore.QRectF(ends[0], ends[1]).normalized(), True)
        radius = float(style.em(self._view, RADIUS))
        for number, point in enumerate(self.points.points()):
            if point.frame == frame:
                chosen = self.points.selected == (POINTS, number)
                _draw_point(painter, transform.to_widget(point.x, point.y), radius, point.negative, chosen)

    def press(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """Take hold of what is under the pointer, else begin a box where the model takes boxes."""
        if not self.points.active:
            return False
        self.points.selected = self._under(position(event), transform)
        self._from = self._last = (x, y)
        if self.points.selected is not None:
            self._dragging, self._held = "hold", self.points.place or (x, y)
        elif self.points.takes(BOXES):
            self._dragging = "press"
        else:
            return False  # a drag pans; a press without one is a click
        self._pressed = position(event)
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        return True

    def move(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """Go on with what was begun, or show what a press would do."""
        if not self.points.active:
            return False
        if self._dragging:
            if self._dragging == "press" and self._far(position(event)):
                self._dragging = "box"
            elif self._dragging == "hold" and self._far(position(event)):
                self._dragging = "move"
                self._view.session.history.hold()
            if self._dragging == "move":
                self.points.move((self._held[0] + x - self._from[0], self._held[1] + y - self._from[1]))
            self._last = (x, y)
            return True
        over = self._under(position(event), transform) is not None
        self._view.setCursor(Qt.CursorShape.SizeAllCursor if over else Qt.CursorShape.CrossCursor)
        return True

    def release(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """The box is drawn, what was held is let go, or a press without a drag is a point."""
        dragging, self._dragging, self._pressed = self._dragging, "", None
        if dragging == "move":
            self._drags += 1
            self._view.session.history.release(f"point {self._drags}")
            self._view.session.store()
        elif dragging == "box":
            self.points.add_box(*self._from, x, y)
        elif dragging == "press":
            self._click(x, y, event)
        return True

    # Events of the canvas -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Clicks that the canvas would pan with, double clicks, and keys of what is selected."""
        kind = QtCore.QEvent.Type
        if not self.points.active:
            return False
        if isinstance(event, QtGui.QKeyEvent) and event.type() in (kind.KeyPress, kind.ShortcutOverride):
            return self._key(event)
        if not isinstance(event, QtGui.QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        if event.type() == kind.MouseButtonDblClick:
            # The second of two quick clicks points, and zooms nowhere.
            self._pressed = position(event)
            self._view.mousePressEvent(event)
            return True
        if event.type() == kind.MouseButtonPress:
            self._pressed = position(event)
        elif event.type() == kind.MouseButtonRelease and not self._dragging:
            pressed, self._pressed = self._pressed, None
            transform = self._view.transform
            if pressed is not None and transform is not None and _apart(pressed, position(event)) < FAR:
                self._click(*transform.to_picture(position(event)), event)
        return False

    def _key(self, event: QtGui.QKeyEvent) -> bool:
        """Delete and Escape are of what is selected, before the canvas has them."""
        if self.points.selected is None or event.key() not in KEYS:
            return False
        if event.type() == QtCore.QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.points.selected = None
            else:
                self.points.delete()
            self._view.update()
        event.accept()
        return True

    # Inside -------------------------------------------------------------------------------------------------

    def _click(self, x: float, y: float, event: QtGui.QMouseEvent) -> None:
        format = self._view.session.viewer.format
        if format is None or not (0.0 <= x < format.width and 0.0 <= y < format.height):
            return
        keys, modifier = event.modifiers(), Qt.KeyboardModifier
        negative = holds(keys, modifier.ShiftModifier) or holds(keys, modifier.AltModifier)
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        self.points.add_point(x, y, negative)
        self._view.update()

    def _under(self, at: QtCore.QPointF, transform: PictureTransform) -> tuple[str, int] | None:
        """The field and the number of what lies within reach at this frame; points before boxes."""
        frame, reach = self._view.session.viewer.frame, float(style.em(self._view, REACH))
        for number, point in reversed(list(enumerate(self.points.points()))):
            if point.frame == frame and _apart(transform.to_widget(point.x, point.y), at) <= reach:
                return POINTS, number
        for number, box in reversed(list(enumerate(self.points.boxes()))):
            if box.frame == frame:
                rect = _rect(box, transform)
                inner = rect.adjusted(reach, reach, -reach, -reach)
                if rect.adjusted(-reach, -reach, reach, reach).contains(at) and not inner.contains(at):
                    return BOXES, number
        return None

    def _far(self, at: QtCore.QPointF) -> bool:
        return self._pressed is not None and _apart(self._pressed, at) >= FAR


def _apart(one: QtCore.QPointF, other: QtCore.QPointF) -> float:
    return hypot(one.x() - other.x(), one.y() - other.y())


def _rect(box: BoxPrompt, transform: PictureTransform) -> QtCore.QRectF:
    top_left = transform.to_widget(box.x, box.y)
    return QtCore.QRectF(top_left, transform.to_widget(box.x + box.width, box.y + box.height))


def _draw_point(
    painter: QtGui.QPainter, at: QtCore.QPointF, radius: float, negative: bool, chosen: bool
) -> None:
    """A disc with a plus of what is meant, or a minus of what is not."""
    painter.setPen(QtGui.QPen(DARK, 3.0))
    painter.setBrush(NOT_MEANT if negative else MEANT)
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QtGui.QPen(QtGui.QColor(255, 255, 255) if chosen else DARK, 2.0 if chosen else 1.2))
    painter.drawEllipse(at, radius, radius)
    arm = 0.55 * radius
    painter.setPen(QtGui.QPen(QtGui.QColor(0, 0, 0), 1.6))
    painter.drawLine(at - QtCore.QPointF(arm, 0.0), at + QtCore.QPointF(arm, 0.0))
    if not negative:
        painter.drawLine(at - QtCore.QPointF(0.0, arm), at + QtCore.QPointF(0.0, arm))


def _draw_box(painter: QtGui.QPainter, rect: QtCore.QRectF, chosen: bool) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QtGui.QPen(DARK, 3.5), QtGui.QPen(MEANT, 2.4 if chosen else 1.4)):
        painter.setPen(pen)
        painter.drawRect(rect)
