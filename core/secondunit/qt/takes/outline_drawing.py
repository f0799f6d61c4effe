"""The outline of a drawn matte over the plate: its edge as a line, the end of its feather dashed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.host.shaping import pairs
from secondunit.wire import ShapeKind

from ..binding import Qt, QtCore, QtGui

if TYPE_CHECKING:
    from secondunit.wire import MatteShape

    from .overlay import PictureTransform

#: A stroke of more points is drawn as its middle line: what is around it would take longer than a frame.
MANY = 600
DARK = QtGui.QColor(0, 0, 0, 130)
#: What adds to a matte, and what takes away from it: as where it is drawn.
ADDS, SUBTRACTS = QtGui.QColor.fromHslF(48 / 360, 0.95, 0.62), QtGui.QColor.fromHslF(205 / 360, 0.95, 0.62)


class OutlinePainter:
    """Draws the edges of shapes; what was worked out is kept while shapes, frame and scale are the same."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._paths: list[tuple[QtGui.QPainterPath, QtGui.QPainterPath | None, bool]] = []

    def paint(
        self,
        painter: QtGui.QPainter,
        transform: PictureTransform,
        shapes: tuple[MatteShape, ...],
        frame: int,
    ) -> None:
        """Draw shapes at a frame; lengths are in heights of a pixel, so that a brush is round."""
        key = (shapes, frame, transform.scale)
        if key != self._key:
            # A pan moves what is there: paths are of this scale, from the picture's corner.
            placed = replace(transform, rect=(0.0, 0.0, *transform.rect[2:]))
            self._paths = [_paths_of(shape, placed, frame) for shape in shapes]
            self._key = key
        painter.save()
        painter.translate(transform.rect[0], transform.rect[1])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for edge, fade, subtracts in self._paths:
            if fade is not None:
                _stroke(painter, fade, SUBTRACTS if subtracts else ADDS, True)
            _stroke(painter, edge, SUBTRACTS if subtracts else ADDS, False)
        painter.restore()


def _paths_of(
    shape: MatteShape, transform: PictureTransform, frame: int
) -> tuple[QtGui.QPainterPath, QtGui.QPainterPath | None, bool]:
    points = [transform.to_widget(*point) for point in pairs(shape.points_at(frame))]
    edge = QtGui.QPainterPath()
    edge.setFillRule(Qt.FillRule.WindingFill)
    edge.addPolygon(QtGui.QPolygonF(points))
    if shape.kind is ShapeKind.POLYGON:
        edge.closeSubpath()
    elif len(points) == 1:
        edge.lineTo(points[0] + QtCore.QPointF(0.01, 0.0))
    if len(points) > MANY:
        return edge, None, shape.subtracts
    if shape.kind is not ShapeKind.POLYGON:
        edge = _around(edge, 2.0 * shape.radius * transform.scale[1]).simplified()
    return edge, fade_of(edge, shape.feather * transform.scale[1]), shape.subtracts


def fade_of(area: QtGui.QPainterPath, feather: float) -> QtGui.QPainterPath | None:
    """Where a feather of so many logical px ends: outside of the area, inside where it is negative."""
    if abs(feather) < 1.0:
        return None
    band = _around(area, 2.0 * abs(feather))
    return (area.united(band) if feather > 0.0 else area.subtracted(band)).simplified()


def _around(path: QtGui.QPainterPath, width: float) -> QtGui.QPainterPath:
    stroker = QtGui.QPainterPathStroker()
    stroker.setWidth(max(0.1, width))
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return stroker.createStroke(path)


def _stroke(painter: QtGui.QPainter, path: QtGui.QPainterPath, color: QtGui.QColor, dashed: bool) -> None:
    painter.setPen(QtGui.QPen(DARK, 3.0))
    if not dashed:
        painter.drawPath(path)
    pen = QtGui.QPen(color, 1.0 if dashed else 1.4)
    if dashed:
        pen.setDashPattern([5.0, 4.0])
    painter.setPen(pen)
    painter.drawPath(path)
