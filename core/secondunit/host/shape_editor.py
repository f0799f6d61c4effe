"""Changing a drawing by hand: its tools, the shape that is chosen, and every step back and forth.

Brush and polygon draw; points of the chosen shape are moved, and a move at another frame is a key there.
Knows no widget, no panel and no service; places are in pixels of the plate's format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from .shaping import Point, flat, pairs, simplified, with_point, with_shape, without_points

if TYPE_CHECKING:
    from secondunit.wire import DrawnMatte, MatteShape

#: How many steps can be taken back.
MOST_STEPS = 200
#: The radius of a brush that nobody set otherwise, in pixels.
USUAL_RADIUS = 20.0


class MatteTool(str, Enum):
    """What a press on the canvas does."""

    SELECT = "select"
    BRUSH = "brush"
    POLYGON = "polygon"


class MatteSight(str, Enum):
    """How the drawing is seen: red over the picture, as its alpha alone, or by its outlines."""

    OVERLAY = "overlay"
    ALPHA = "alpha"
    OUTLINES = "outlines"


class ShapeEditor:
    """The drawing in hand; `touch` is called whenever something of it is another."""

    def __init__(self, touch: Callable[[], None]) -> None:
        self._touch = touch
        self.drawing: DrawnMatte | None = None
        self.tool = MatteTool.POLYGON
        self.sight = MatteSight.OVERLAY
        #: What the next shape has; of a chosen shape they are its own.
        self.radius, self.feather, self.subtracts = USUAL_RADIUS, 0.0, False
        #: The shape that is chosen, -1 for none, and its chosen points.
        self.selected = -1
        self.points: frozenset[int] = frozenset()
        #: The corners of a polygon that is not closed yet.
        self.corners: tuple[Point, ...] = ()
        #: Called to keep the document's state.
        self.keep: Callable[[], None] = lambda: None
        self._before: list[tuple[DrawnMatte, int]] = []
        self._after: list[tuple[DrawnMatte, int]] = []
        self._held: DrawnMatte | None = None

    # What is read -----------------------------------------------------------------------------------------

    @property
    def shape(self) -> MatteShape | None:
        """The chosen shape."""
        shapes = self.drawing.shapes if self.drawing is not None else ()
        return shapes[self.selected] if 0 <= self.selected < len(shapes) else None

    @property
    def keys(self) -> tuple[int, ...]:
        """The frames at which the chosen shape, else any shape, has a key."""
        shapes = self.drawing.shapes if self.drawing is not None else ()
        chosen = (self.shape,) if self.shape is not None else shapes
        return tuple(sorted({key.frame for shape in chosen for key in shape.keys}))

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before) or bool(self.corners)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was taken back."""
        return bool(self._after)

    def begin_with(self, drawing: DrawnMatte | None) -> None:
        """Take a drawing in hand; there is no step to take back."""
        self.drawing, self.selected, self.points, self.corners = drawing, -1, frozenset(), ()
        self._before, self._after, self._held = [], [], None

    # Tools ------------------------------------------------------------------------------------------------

    def use_tool(self, tool: MatteTool) -> None:
        """Take another tool; a polygon that is not closed is let go."""
        if tool is not self.tool:
            self.tool, self.corners = tool, ()
            self._touch()

    def use_sight(self, sight: MatteSight) -> None:
        """See the drawing otherwise."""
        self.sight = sight
        self._touch()

    def set_radius(self, radius: float) -> None:
        """The brush's radius (px): of the chosen stroke, and of the next ones."""
        from secondunit.wire.drawn import MOST_RADIUS, ShapeKind

        self.radius = min(max(0.5, radius), MOST_RADIUS)
        followed = self._followed
        if followed is not None and followed.kind is ShapeKind.STROKE:
            self._reshape(replace(followed, radius=self.radius))
        self._touch()

    def set_feather(self, feather: float) -> None:
        """How far an edge fades (px), inward if negative: of the chosen shape, and of the next ones."""
        from secondunit.wire.drawn import MOST_FEATHER

        self.feather = min(max(-MOST_FEATHER, feather), MOST_FEATHER)
        if self._followed is not None:
            self._reshape(replace(self._followed, feather=self.feather))
        self._touch()

    def set_subtracts(self, subtracts: bool) -> None:
        """Whether the chosen shape, and the next ones, take away from what was drawn before."""
        self.subtracts = subtracts
        if self._followed is not None:
            self._reshape(replace(self._followed, subtracts=subtracts))
        self._touch()

    # Drawing ----------------------------------------------------------------------------------------------

    def draw_stroke(self, points: list[Point], frame: int) -> None:
        """A stroke of the brush along a hand's line, with a key at the frame."""
        from secondunit.wire import MatteShape, ShapeKey, ShapeKind

        key = ShapeKey(frame, flat(simplified(points)))
        self._add(MatteShape(ShapeKind.STROKE, (key,), self.feather, self.radius, self.subtracts))

    def add_corner(self, point: Point) -> None:
        """A corner more of the polygon that is being drawn."""
        self.corners = (*self.corners, point)
        self.selected = -1
        self._touch()

    def close_polygon(self, frame: int) -> None:
        """Make a shape of the corners, with a key at the frame; fewer than three are let go."""
        from secondunit.wire import MatteShape, ShapeKey, ShapeKind

        corners, self.corners = self.corners, ()
        if len(corners) >= 3:
            key = ShapeKey(frame, flat(list(corners)))
            self._add(MatteShape(ShapeKind.POLYGON, (key,), self.feather, 0.0, self.subtracts))
        self._touch()

    def drop_corners(self) -> None:
        """Let go of the polygon that is being drawn, else of what is chosen."""
        self.corners, self.selected, self.points = (), (self.selected if self.corners else -1), frozenset()
        self._touch()

    # Changing ---------------------------------------------------------------------------------------------

    def choose(self, index: int, points: frozenset[int] = frozenset()) -> None:
        """Choose a shape, -1 for none, and points of it; the tools show what it has."""
        self.selected, self.points = index, points
        if self.shape is not None:
            self.feather, self.subtracts = self.shape.feather, self.shape.subtracts
            self.radius = self.shape.radius or self.radius
        self._touch()

    def take_hold(self) -> None:
        """A drag begins: all that follows until `let_go` is one step."""
        self._held = self.drawing

    def put_points(self, places: list[Point], frame: int) -> None:
        """The chosen shape's points are there at a frame: a key there, unless they are that anyway."""
        if self.shape is not None and flat(places) != flat(pairs(self.shape.points_at(frame))):
            self._reshape(self.shape.with_key(frame, flat(places)))

    def let_go(self) -> None:
        """The drag ended."""
        held, self._held = self._held, None
        if held is not None and self.drawing is not None and held != self.drawing:
            self._note(held)
            self.keep()
        self._touch()

    def insert_point(self, after: int, share: float) -> None:
        """A point more on the chosen shape, a share of the way from a point to the next."""
        if self.shape is not None:
            self._reshape(with_point(self.shape, after, share))
            self.points = frozenset({after + 1})
            self._touch()

    def delete(self) -> None:
        """Take away the chosen points, else the chosen shape."""
        if self.drawing is None or self.shape is None:
            return
        left = without_points(self.shape, set(self.points)) if self.points else None
        index, self.points = self.selected, frozenset()
        self._change(with_shape(self.drawing, index, left), index if left is not None else -1)

    def add_key(self, frame: int) -> None:
        """A key of the chosen shape at a frame, where its points are there."""
        if self.shape is not None:
            self._reshape(self.shape.with_key(frame, flat(pairs(self.shape.points_at(frame)))))

    def remove_key(self, frame: int) -> None:
        """Take away the key of the chosen shape at a frame; its last key stays."""
        if self.shape is not None:
            self._reshape(self.shape.without_key(frame))

    def undo(self) -> None:
        """Take back the last corner of an open polygon, else the last step."""
        if self.corners:
            self.corners = self.corners[:-1]
            self._touch()
        else:
            self._step(self._before, self._after)

    def redo(self) -> None:
        """Do once more what was taken back."""
        self._step(self._after, self._before)

    # Inside -----------------------------------------------------------------------------------------------

    @property
    def _followed(self) -> MatteShape | None:
        """The shape that the tools set: the chosen one, but for a brush in the hand, which is set itself."""
        return None if self.tool is MatteTool.BRUSH else self.shape

    def _add(self, shape: MatteShape) -> None:
        if self.drawing is not None:
            shapes = (*self.drawing.shapes, shape)
            self.points = frozenset()
            self._change(replace(self.drawing, shapes=shapes), len(shapes) - 1)

    def _reshape(self, shape: MatteShape) -> None:
        if self.drawing is not None and shape != self.shape:
            self._change(with_shape(self.drawing, self.selected, shape), self.selected)

    def _change(self, drawing: DrawnMatte, selected: int) -> None:
        """The drawing is this from now on: one step, unless a drag is under way."""
        before, self.drawing = self.drawing, drawing
        if self._held is None and before is not None:
            self._note(before)
        self.selected = selected
        if self._held is None:
            self.keep()
        self._touch()

    def _note(self, before: DrawnMatte) -> None:
        self._before.append((before, self.selected))
        del self._before[:-MOST_STEPS]
        self._after.clear()

    def _step(self, source: list[tuple[DrawnMatte, int]], target: list[tuple[DrawnMatte, int]]) -> None:
        if not source or self.drawing is None:
            return
        target.append((self.drawing, self.selected))
        self.drawing, self.selected = source.pop()
        self.points = frozenset()
        if self.shape is None:
            self.selected = -1
        self.keep()
        self._touch()
