"""The handles over the canvas: drawn, hovered, dragged, and moved by keys.

An `Overlay` of `FrameView`; what a handle is and what a drag of it sets is `host.canvas_handles`'. Keys that
belong to a chosen handle are taken before the canvas has them, so that arrows step through frames otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.handle_scene import HandleRole

from .. import style
from ..binding import Qt, QtCore, QtGui, holds, position
from .handle_drawing import HandleMark, draw_mark, marks_of
from .outline_drawing import OutlinePainter
from .overlay import PictureTransform

if TYPE_CHECKING:
    from secondunit.host.canvas_handles import CanvasHandles
    from secondunit.host.matte_outline import MatteOutline

    from .picture import FrameView

#: How near (em) the pointer has to come to a handle, and how large (em) the light's dial is.
REACH, DIAL = 0.7, 4.5
#: Pixels of the picture by an arrow key, and by one with Shift.
NUDGE, FAR = 1.0, 10.0
ARROWS = {
    int(Qt.Key.Key_Left): (-1.0, 0.0), int(Qt.Key.Key_Right): (1.0, 0.0), int(Qt.Key.Key_Up): (0.0, -1.0),
    int(Qt.Key.Key_Down): (0.0, 1.0),
}  # fmt: skip
_SHAPE = Qt.CursorShape
CURSORS = {
    HandleRole.TOP: _SHAPE.SizeVerCursor, HandleRole.GROUND: _SHAPE.SizeVerCursor,
    HandleRole.HORIZON: _SHAPE.SizeVerCursor, HandleRole.SIDE: _SHAPE.SizeHorCursor,
    HandleRole.FEATHER: _SHAPE.SizeHorCursor, HandleRole.LIGHT: _SHAPE.PointingHandCursor,
}  # fmt: skip


class HandlesOverlay(QtCore.QObject):
    """Draws the handles of a panel's canvas and hands them the mouse and the keys."""

    def __init__(self, handles: CanvasHandles, outline: MatteOutline, view: FrameView) -> None:
        super().__init__(view)
        self.handles, self.outline, self._view = handles, outline, view
        self._outlines = OutlinePainter()
        self.hovered: HandleRole | None = None
        self._chosen_before: HandleRole | None = None
        self._pressed: tuple[float, float] | None = None
        view.add_overlay(self)
        view.installEventFilter(self)
        self.destroyed.connect(handles.stop)
        self.destroyed.connect(outline.stop)

    # Overlay -----------------------------------------------------------------------------------------------

    def paint(self, painter: QtGui.QPainter, transform: PictureTransform) -> None:
        """Draw the matte's outline and the handles; those hovered or chosen last, with what they say."""
        if self.handles.visible:
            self._outlines.paint(painter, transform, self.outline.shapes(), self._view.session.viewer.frame)
        marks = self.marks(transform)
        near = (self.handles.selected, self.hovered)
        for mark in sorted(marks, key=lambda mark: mark.handle.role in near):
            draw_mark(self._view, painter, mark, mark.handle.role == near[1], mark.handle.role == near[0])

    def press(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """Take hold of the handle under the pointer: of several the chosen one, else the nearest."""
        under = self._under(position(event), transform)
        if not under:
            self.handles.selected = None
            return False
        chosen = self._chosen_before = self.handles.selected
        mark = next((mark for mark in under if mark.handle.role is chosen), under[0])
        place = self._own(transform).to_picture(position(event))
        self._pressed = (position(event).x(), position(event).y())
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        # From the edge of the canvas it comes to the pointer; else it keeps its distance to it.
        return self.handles.begin(mark.handle.role, None if mark.outside else place)

    def move(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """Drag what is held; else say what lies under the pointer."""
        if self._pressed is not None:
            at = position(event)
            if self.handles.dragging and self._far(at):
                self._pressed = (-1e9, -1e9)  # from here on it is a drag, wherever it goes
                self.handles.drag(self._own(transform).to_picture(at))
            return True
        under = self._under(position(event), transform)
        self._hover(under[0].handle.role if under else None)
        if not under:
            return False
        self._view.setCursor(CURSORS.get(under[0].handle.role, Qt.CursorShape.SizeAllCursor))
        return True

    def release(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """Let go; a press without a drag on the chosen one chooses the next that lies there."""
        dragged = self._pressed is None or self._far(position(event))
        self._pressed = None
        self.handles.end()
        if not dragged and self._chosen_before is not None:
            roles = [mark.handle.role for mark in self._under(position(event), transform)]
            if self._chosen_before in roles:
                self.handles.selected = roles[(roles.index(self._chosen_before) + 1) % len(roles)]
        return True

    # Events of the canvas -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Keys of the chosen handle, a double click that gives it back, and the pointer that leaves."""
        kind = QtCore.QEvent.Type
        if event.type() in (kind.KeyPress, kind.ShortcutOverride) and isinstance(event, QtGui.QKeyEvent):
            if self._is_own(event):
                if event.type() == kind.KeyPress:
                    self._act(event)
                event.accept()
                return True
        elif event.type() == kind.MouseButtonDblClick and isinstance(event, QtGui.QMouseEvent):
            transform = self._view.transform
            under = self._under(position(event), transform) if transform is not None else []
            if under:
                self.handles.clear(under[0].handle.role)
                self._view.update()
                return True
        elif event.type() == kind.Leave:
            self._hover(None)
        elif event.type() == kind.Hide:
            self._pressed = None
            self.handles.end()
        return False

    def _is_own(self, event: QtGui.QKeyEvent) -> bool:
        """Whether a key belongs to the handle that is held or chosen."""
        modifiers, modifier = event.modifiers(), Qt.KeyboardModifier
        if any(holds(modifiers, one) for one in (modifier.ControlModifier, modifier.AltModifier)):
            return False
        if self.handles.format is None:
            return False
        held = self.handles.dragging or self.handles.selected is not None
        return held and (event.key() == Qt.Key.Key_Escape or int(event.key()) in ARROWS)

    def _act(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.handles.dragging:
                self.handles.give_back()
            else:
                self.handles.selected = None
        elif not self.handles.dragging:
            right, down = ARROWS[int(event.key())]
            far = FAR if holds(event.modifiers(), Qt.KeyboardModifier.ShiftModifier) else NUDGE
            self.handles.nudge(right * far, down * far)
        self._view.update()

    # Inside -------------------------------------------------------------------------------------------------

    def marks(self, transform: PictureTransform) -> list[HandleMark]:
        """The handles where they are drawn in the widget."""
        format = self.handles.format
        if format is None:
            return []
        own = self._own(transform)
        self.handles.dial = style.em(self._view, DIAL) / max(own.scale[1], 1e-6)
        return marks_of(self.handles.handles(), own, self._view)

    def _own(self, transform: PictureTransform) -> PictureTransform:
        """Between the pixels of the format that is made and the widget: the plate may have others."""
        format = self.handles.format
        if format is None:
            return transform
        return PictureTransform(format.width, format.height, transform.rect)

    def _under(self, at: QtCore.QPointF, transform: PictureTransform) -> list[HandleMark]:
        """The handles within reach, the nearest first, of two at one place the upper one."""
        reach = style.em(self._view, REACH)
        marks = [mark for mark in reversed(self.marks(transform)) if mark.handle.fields]
        near = [(mark.away(at), mark) for mark in marks]
        return [mark for away, mark in sorted(near, key=lambda pair: round(pair[0])) if away <= reach]

    def _far(self, at: QtCore.QPointF) -> bool:
        """Whether the pointer moved so far from its press that it drags."""
        if self._pressed is None:
            return False
        return abs(at.x() - self._pressed[0]) + abs(at.y() - self._pressed[1]) >= 2.0

    def _hover(self, role: HandleRole | None) -> None:
        if role is not self.hovered:
            self.hovered = role
            self._view.update()
