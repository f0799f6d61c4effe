"""The seam for what is drawn over the canvas: handles, guides, masks.

An `Overlay` is given to `FrameView.add_overlay`. It paints after the picture, with a transform between the
picture's own pixels and the widget, and is handed the mouse before the canvas pans or wipes: whoever says yes
to a press has the moves and the release that follow. Places are in pixels of the picture's format, from its
top left corner, whatever the zoom and the scale of the display.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..binding import QtCore, QtGui


@dataclass(frozen=True)
class PictureTransform:
    """Between the pixels of a picture of `width` x `height` and its `rect` in the widget (logical px)."""

    width: float
    height: float
    rect: tuple[float, float, float, float]

    @property
    def scale(self) -> tuple[float, float]:
        """Logical pixels a pixel of the picture, across and down: they differ where its pixels are oblong."""
        return self.rect[2] / self.width, self.rect[3] / self.height

    def to_widget(self, x: float, y: float) -> QtCore.QPointF:
        """Where a place of the picture lies in the widget."""
        across, down = self.scale
        return QtCore.QPointF(self.rect[0] + x * across, self.rect[1] + y * down)

    def to_picture(self, point: QtCore.QPointF) -> tuple[float, float]:
        """The place of the picture under a point of the widget; outside of it beyond 0 and its size."""
        across, down = self.scale
        return (point.x() - self.rect[0]) / across, (point.y() - self.rect[1]) / down


class Overlay(Protocol):
    """Something drawn over the picture that may be taken hold of; `x`, `y` are places of the picture."""

    def paint(self, painter: QtGui.QPainter, transform: PictureTransform) -> None:
        """Draw over the picture; the painter is the widget's, antialiased, in logical pixels."""
        ...

    def press(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """A button went down here; True takes the mouse until it is let go."""
        ...

    def move(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """The mouse moved; True keeps the canvas from saying what a press would do there."""
        ...

    def release(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """The button that was taken went up."""
        ...
