"""A matte that is drawn on the canvas: its shapes with their points, the brush, and what a hand does to them.

The service's picture of it lies under the outlines, red over the plate or as alpha; outlines follow the hand
at once. Whatever is done is an act of `session.panel.drawing`.
"""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from secondunit.host.shape_editor import MatteSight, MatteTool
from secondunit.host.shaping import Point, line_away, pairs
from secondunit.host.stage import Stage
from secondunit.wire import ShapeKind

from .. import style
from ..binding import Qt, QtCore, QtGui, holds
from .overlay import PictureTransform

if TYPE_CHECKING:
    from secondunit.host.drawing import MatteDrawing
    from secondunit.host.session import Session
    from secondunit.wire import MatteShape

    from .picture import FrameView

#: How near (em) a press has to come to a point or a line to take it.
REACH = 0.45
#: How strongly red lies over the picture, and the widest picture of a whole drawing.
RED, OPACITY, WHOLE_WIDTH = QtGui.QColor(255, 32, 32), 0.55, 1280
Modifier = Qt.KeyboardModifier


class MatteOverlay:
    """The drawing over the canvas `view`; it takes the mouse while a matte is drawn over the plate."""

    def __init__(self, session: Session, view: FrameView) -> None:
        self.session, self.view = session, view
        #: Where the pointer is, in pixels of the picture; None where it is elsewhere.
        self.hover: Point | None = None
        self._way: list[Point] = []
        self._drag: tuple[str, Point, list[Point], float] | None = None
        self._image: tuple[bytes, MatteSight, QtGui.QImage] | None = None

    @property
    def drawing(self) -> MatteDrawing:
        """The model."""
        return self.session.panel.drawing

    @property
    def here(self) -> bool:
        """Whether a matte is drawn over what stands on the canvas."""
        return self.drawing.active and self.session.viewer.stage is Stage.PLATE

    @property
    def frame(self) -> int:
        """The frame that is drawn on."""
        return self.session.viewer.frame

    def ask(self) -> None:
        """Have the service draw what is seen now: all of it, or, zoomed in, the part pixel by pixel."""
        transform = self.view.transform
        if not self.here or transform is None or self.drawing.sight is MatteSight.OUTLINES:
            return
        pixels = round(transform.rect[2] * self.view.devicePixelRatioF())
        crop = self.view.visible()
        if pixels <= WHOLE_WIDTH or crop is None:
            self.drawing.look(self.frame, max(16, min(pixels, int(transform.width))), None)
        else:
            self.drawing.look(self.frame, max(16, crop.width), crop)

    # Mouse -------------------------------------------------------------------------------------------------

    def press(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """Begin a stroke, set a corner, or take hold of what is near."""
        if not self.here:
            return False
        at, keys, drawing = (x, y), event.modifiers(), self.drawing
        self.hover = at
        shift = holds(keys, Modifier.ShiftModifier)
        if drawing.tool is MatteTool.BRUSH:
            if shift:
                self._drag = ("size", at, [], drawing.radius)
                drawing.take_hold()
            else:
                self._way = [at]
            return True
        if drawing.corners:
            first = drawing.corners[0]
            if len(drawing.corners) >= 3 and self._apart(first, at, transform) <= self._reach():
                drawing.close_polygon(self.frame)
            else:
                drawing.add_corner(at)
            return True
        if self._take_point(at, shift, transform):
            return True
        if drawing.tool is MatteTool.POLYGON:
            drawing.add_corner(at)
            return True
        return self._take_shape(at, holds(keys, Modifier.ControlModifier), transform)

    def move(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """Go on with what was begun; else show what a press would do."""
        if not self.here:
            return False
        self.hover = (x, y)
        if self._way:
            if self._apart(self._way[-1], (x, y), transform) >= 1.0:
                self._way.append((x, y))
        elif self._drag is not None:
            self._go_on((x, y))
        brush = self.drawing.tool is MatteTool.BRUSH
        self.view.setCursor(Qt.CursorShape.CrossCursor if brush else Qt.CursorShape.ArrowCursor)
        self.view.update()
        return True

    def release(self, x: float, y: float, event: QtGui.QMouseEvent, transform: PictureTransform) -> bool:
        """The stroke is drawn, or the drag done."""
        way, self._way = self._way, []
        drag, self._drag = self._drag, None
        if way:
            self.drawing.draw_stroke(way, self.frame)
        elif drag is not None:
            self.drawing.let_go()
        return True

    def _take_point(self, at: Point, more: bool, transform: PictureTransform) -> bool:
        """Take hold of a point of the chosen shape, and of those that are chosen with it."""
        drawing, shape = self.drawing, self.drawing.shape
        if shape is None:
            return False
        places = pairs(shape.points_at(self.frame))
        number = min(range(len(places)), key=lambda n: self._apart(places[n], at, transform))
        if self._apart(places[number], at, transform) > self._reach():
            return False
        if more:
            drawing.choose(drawing.selected, drawing.points ^ {number})
        elif number not in drawing.points:
            drawing.choose(drawing.selected, frozenset({number}))
        self._hold("points", at, places)
        return True

    def _take_shape(self, at: Point, add: bool, transform: PictureTransform) -> bool:
        """Choose the shape under the pointer and take hold of all of it; `add` puts a point on its line."""
        drawing = self.drawing
        shapes = drawing.drawing.shapes if drawing.drawing is not None else ()
        for index in sorted(range(len(shapes)), key=lambda n: (n != drawing.selected, -n)):
            places = pairs(shapes[index].points_at(self.frame))
            away, number, share = self._line(shapes[index], places, at, transform)
            inside = shapes[index].kind is ShapeKind.POLYGON and _path(places, True).contains(
                QtCore.QPointF(*at)
            )
            if away > self._reach() and not inside:
                continue
            drawing.choose(index)
            if add and away <= self._reach():
                drawing.insert_point(number, share)
                places = pairs(drawing.shape.points_at(self.frame)) if drawing.shape is not None else places
                self._hold("points", at, places)
            else:
                self._hold("shape", at, places)
            return True
        drawing.choose(-1)
        return False

    def _hold(self, what: str, at: Point, places: list[Point]) -> None:
        self._drag = (what, at, places, 0.0)
        self.drawing.take_hold()

    def _go_on(self, at: Point) -> None:
        if self._drag is None:
            return
        what, start, places, radius = self._drag
        dx, dy = at[0] - start[0], at[1] - start[1]
        if what == "size":
            self.drawing.set_radius(radius + dx)
            return
        chosen = self.drawing.points if what == "points" else frozenset(range(len(places)))
        moved = [(x + dx, y + dy) if n in chosen else (x, y) for n, (x, y) in enumerate(places)]
        self.drawing.put_points(moved, self.frame)

    def _reach(self) -> float:
        return style.em(self.view, REACH)

    def _apart(self, a: Point, b: Point, transform: PictureTransform) -> float:
        """How far two places are from each other on the screen (logical px)."""
        across, down = transform.scale
        return hypot((a[0] - b[0]) * across, (a[1] - b[1]) * down)

    def _line(
        self, shape: MatteShape, places: list[Point], at: Point, transform: PictureTransform
    ) -> tuple[float, int, float]:
        """How far (logical px) the shape's line is from a place, after which point, and at which share."""
        across, down = transform.scale
        seen = [(x * across, y * down) for x, y in places]
        count = len(seen) if shape.kind is ShapeKind.POLYGON else len(seen) - 1
        here = (at[0] * across, at[1] * down)
        if count < 1:
            return hypot(here[0] - seen[0][0], here[1] - seen[0][1]), 0, 0.0
        lines = ((*line_away(here, seen[n], seen[(n + 1) % len(seen)]), n) for n in range(count))
        away, share, number = min(lines)
        return away, number, share

    # Painting ----------------------------------------------------------------------------------------------

    def paint(self, painter: QtGui.QPainter, transform: PictureTransform) -> None:
        """The matte as the service drew it, then outlines, points, and the brush."""
        if not self.here or self.drawing.drawing is None:
            return
        self._paint_matte(painter, transform)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for index, shape in enumerate(self.drawing.drawing.shapes):
            self._paint_shape(painter, transform, shape, index == self.drawing.selected)
        self._paint_corners(painter, transform)
        self._paint_brush(painter, transform)

    def _paint_matte(self, painter: QtGui.QPainter, transform: PictureTransform) -> None:
        picture, sight = self.drawing.picture, self.drawing.sight
        whole = QtCore.QRectF(*transform.rect)
        if sight is MatteSight.ALPHA:
            painter.fillRect(whole, QtGui.QColor(0, 0, 0))
        if picture is None or sight is MatteSight.OUTLINES:
            return
        if self._image is None or self._image[:2] != (picture.body, sight):
            grey = QtGui.QImage.fromData(picture.body)
            self._image = (picture.body, sight, grey if sight is MatteSight.ALPHA else _red(grey))
        crop = picture.crop
        place = QtCore.QRectF(
            transform.to_widget(crop.x, crop.y), transform.to_widget(crop.right, crop.bottom)
        )
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, transform.scale[1] < 2.0)
        painter.drawImage(place, self._image[2])

    def _paint_shape(
        self, painter: QtGui.QPainter, transform: PictureTransform, shape: MatteShape, chosen: bool
    ) -> None:
        places = [transform.to_widget(*point) for point in pairs(shape.points_at(self.frame))]
        path = _outline(places, shape.kind is ShapeKind.POLYGON)
        color = self._color(shape.subtracts, chosen)
        _stroke(painter, path, color, 1.6 if chosen else 1.0)
        if not chosen or self.drawing.tool is MatteTool.BRUSH:
            return
        side = style.em(self.view, 0.32)
        keyed = shape.has_key(self.frame)
        for number, place in enumerate(places):
            square = QtCore.QRectF(place.x() - side / 2, place.y() - side / 2, side, side)
            painter.setPen(QtGui.QPen(QtGui.QColor(0, 0, 0, 190), 3.0))
            painter.drawRect(square)
            painter.setPen(QtGui.QPen(color, 1.2))
            fill = QtGui.QColor(255, 255, 255) if number in self.drawing.points else color
            # Between two keys points are hollow: a move makes a key here.
            painter.setBrush(fill if keyed or number in self.drawing.points else QtGui.QColor(0, 0, 0, 120))
            painter.drawRect(square)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_corners(self, painter: QtGui.QPainter, transform: PictureTransform) -> None:
        corners = self.drawing.corners
        if not corners:
            return
        places = [transform.to_widget(*corner) for corner in corners]
        if self.hover is not None:
            places.append(transform.to_widget(*self.hover))
        color = self._color(self.drawing.subtracts, True)
        _stroke(painter, _outline(places, False), color, 1.6)
        side = style.em(self.view, 0.32)
        closes = (
            len(corners) >= 3
            and self.hover is not None
            and self._apart(corners[0], self.hover, transform) <= self._reach()
        )
        for number, place in enumerate(places[: len(corners)]):
            size = side * 1.8 if number == 0 and closes else side
            painter.fillRect(QtCore.QRectF(place.x() - size / 2, place.y() - size / 2, size, size), color)

    def _paint_brush(self, painter: QtGui.QPainter, transform: PictureTransform) -> None:
        drawing = self.drawing
        if drawing.tool is not MatteTool.BRUSH:
            return
        down = transform.scale[1]
        radius = drawing.radius * down
        color = self._color(drawing.subtracts, True)
        if self._way:
            path = _outline([transform.to_widget(*point) for point in self._way], False)
            wash = QtGui.QColor(color)
            wash.setAlphaF(0.4)
            pen = QtGui.QPen(wash, 2 * radius)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(path)
        if self.hover is None:
            return
        middle = transform.to_widget(*self.hover)
        circle = QtGui.QPainterPath()
        circle.addEllipse(middle, radius, radius)
        _stroke(painter, circle, color, 1.2)
        if drawing.feather:
            far = max(0.0, drawing.radius + drawing.feather) * down
            pen = QtGui.QPen(color, 1.0)
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawEllipse(middle, far, far)

    def _color(self, subtracts: bool, chosen: bool) -> QtGui.QColor:
        color = QtGui.QColor.fromHslF(205 / 360 if subtracts else 48 / 360, 0.95, 0.62)
        if not chosen:
            color.setAlphaF(0.75)
        return color


def _path(places: list[Point], closed: bool) -> QtGui.QPainterPath:
    """Points of the picture as a path whose inside is what is wound around."""
    path = _outline([QtCore.QPointF(*place) for place in places], closed)
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def _outline(places: list[QtCore.QPointF], closed: bool) -> QtGui.QPainterPath:
    path = QtGui.QPainterPath()
    path.addPolygon(QtGui.QPolygonF(places))
    if closed:
        path.closeSubpath()
    elif len(places) == 1:
        path.lineTo(places[0] + QtCore.QPointF(0.01, 0.0))
    return path


def _stroke(painter: QtGui.QPainter, path: QtGui.QPainterPath, color: QtGui.QColor, width: float) -> None:
    """A line that is seen on any picture: dark beside it."""
    for pen in (QtGui.QPen(QtGui.QColor(0, 0, 0, 150), width + 2.0), QtGui.QPen(color, width)):
        painter.setPen(pen)
        painter.drawPath(path)


def _red(grey: QtGui.QImage) -> QtGui.QImage:
    """The matte as red that is as opaque as it covers."""
    red = QtGui.QImage(grey.size(), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    color = QtGui.QColor(RED)
    color.setAlphaF(OPACITY)
    red.fill(color)
    alpha = grey.convertToFormat(QtGui.QImage.Format.Format_Grayscale8)
    alpha.reinterpretAsFormat(QtGui.QImage.Format.Format_Alpha8)
    painter = QtGui.QPainter(red)
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, alpha)
    painter.end()
    return red
