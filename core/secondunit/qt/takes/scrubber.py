"""The frame scrubber: original frame numbers, the shot's range, notes as marks, the frame as a line.

Draws the viewer's frame and asks it to go to another; knows nothing of pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, holds, position

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import FrameRange


class Scrubber(QtWidgets.QWidget):
    """The frames of the take in the viewer, from end to end of the widget."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._drawn: tuple[object, ...] = ()
        self.setObjectName("scrubber")
        self.setAccessibleName("Frames of the take")
        self.setToolTip("Drag to scrub. The bright part is the shot's own range; the rest are handles.")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed)

    def refresh(self) -> None:
        """The viewer or what it shows may have changed: draw it anew where it did."""
        viewer, panel = self.session.viewer, self.session.panel
        shot = panel.shot.frames if panel.shot is not None else None
        drawn = (viewer.frame, viewer.frames, shot, panel.notes(viewer.a))
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def sizeHint(self) -> QtCore.QSize:
        """Room for the numbers and a bar."""
        return QtCore.QSize(style.letters(self, 30), style.em(self, 2.1))

    def minimumSizeHint(self) -> QtCore.QSize:
        """As high, and narrow enough for a docked panel."""
        return QtCore.QSize(style.letters(self, 12), style.em(self, 2.1))

    def frame_at(self, x: float) -> int:
        """The frame under a place of the widget (logical px), held to the take's range."""
        frames = self.session.viewer.frames
        if frames is None:
            return self.session.viewer.frame
        left, width = self._span()
        step = width / len(frames)
        return min(frames.last, max(frames.first, frames.first + int((x - left) // max(step, 1e-6))))

    def middle_of(self, frame: int) -> float:
        """The x of the middle of a frame."""
        frames = self.session.viewer.frames
        left, width = self._span()
        if frames is None:
            return left
        return left + (frame - frames.first + 0.5) * width / len(frames)

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """Go to the frame under the mouse; playing ends."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.session.viewer.pause()
            self.session.viewer.go(self.frame_at(position(event).x()))

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        """Scrub."""
        if holds(event.buttons(), Qt.MouseButton.LeftButton):
            self.session.viewer.go(self.frame_at(position(event).x()))

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """A frame a notch."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        if turn:
            self.session.viewer.step(-1 if turn > 0 else 1)
            event.accept()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """The bar, the numbers, the notes and the frame."""
        frames = self.session.viewer.frames
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, False)
        bar = self._bar()
        painter.fillRect(bar, style.line(self, 0.10))
        if frames is None:
            return
        left, width = self._span()
        step = width / len(frames)
        own = self._own(frames)
        if own is not None:
            start = left + (own.first - frames.first) * step
            painter.fillRect(
                QtCore.QRectF(start, bar.top(), len(own) * step, bar.height()), style.line(self, 0.26)
            )
        self._ticks(painter, frames, step, bar)
        self._notes(painter, bar)
        self._head(painter, bar, step)

    def _ticks(self, painter: QtGui.QPainter, frames: FrameRange, step: float, bar: QtCore.QRectF) -> None:
        """Numbers where there is room for them: both ends always, between them at round steps."""
        metrics = self.fontMetrics()
        every = _every(metrics.horizontalAdvance("00000") * 1.8 / max(step, 1e-6))
        painter.setPen(style.quiet(self))
        base = bar.bottom() + metrics.ascent() + 2
        half = metrics.horizontalAdvance(str(self.session.viewer.frame)) / 2 + style.em(self, 0.3)
        head = min(max(half, self.middle_of(self.session.viewer.frame)), self.width() - half)
        spans = [(head - half + 6, head + half - 6)]
        ends = [frames.first, frames.last] if len(frames) > 1 else [frames.first]
        between = range(-(-frames.first // every) * every, frames.last + 1, every)
        for frame in (*ends, *between):
            text = str(frame)
            wide = metrics.horizontalAdvance(text)
            x = min(max(0.0, self.middle_of(frame) - wide / 2), self.width() - wide)
            if any(x < end + 8 and start < x + wide + 8 for start, end in spans):
                continue
            spans.append((x, x + wide))
            painter.drawText(QtCore.QPointF(x, base), text)
            tick = self.middle_of(frame)
            painter.drawLine(QtCore.QPointF(tick, bar.bottom() - 3), QtCore.QPointF(tick, bar.bottom()))

    def _notes(self, painter: QtGui.QPainter, bar: QtCore.QRectF) -> None:
        side = style.em(self, 0.3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.state(self, "warning"))
        for note in self.session.panel.notes(self.session.viewer.a):
            if note.frame is not None:
                x = self.middle_of(note.frame)
                corners = [QtCore.QPointF(x - side, bar.top()), QtCore.QPointF(x + side, bar.top()),
                           QtCore.QPointF(x, bar.top() + side * 1.5)]  # fmt: skip
                painter.drawPolygon(QtGui.QPolygonF(corners))

    def _head(self, painter: QtGui.QPainter, bar: QtCore.QRectF, step: float) -> None:
        """The frame: a line over the bar and its number in a box of its own."""
        frame = self.session.viewer.frame
        x = self.middle_of(frame)
        thick = max(2.0, min(step, style.em(self, 0.35)))
        color = style.accent(self)
        painter.fillRect(QtCore.QRectF(x - thick / 2, bar.top() - 2, thick, bar.height() + 4), color)
        metrics = self.fontMetrics()
        text = str(frame)
        wide = metrics.horizontalAdvance(text) + style.em(self, 0.6)
        at = min(max(0.0, x - wide / 2), self.width() - wide)
        box = QtCore.QRectF(at, bar.bottom() + 1, wide, self.height() - bar.bottom() - 1)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(style.Role.Highlight))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(self.palette().color(style.Role.HighlightedText))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _bar(self) -> QtCore.QRectF:
        return QtCore.QRectF(0, 3, self.width(), self.height() - self.fontMetrics().height() - 5)

    def _span(self) -> tuple[float, float]:
        return 0.0, max(1.0, float(self.width()))

    def _own(self, frames: FrameRange) -> FrameRange | None:
        """The part of the take that the shot shows; the rest are its handles."""
        shot = self.session.panel.shot
        return frames.intersection(shot.frames) if shot is not None else frames


def _every(least: float) -> int:
    """The next round number (1, 2, 5, 10, 20, 50, ...) that is at least `least`."""
    size = 1
    while True:
        for lead in (1, 2, 5):
            if lead * size >= least:
                return lead * size
        size *= 10
