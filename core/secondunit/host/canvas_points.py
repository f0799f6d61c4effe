"""Points and boxes on one panel's canvas, for a model that is pointed at what is meant.

They are the texts of the form's fields `points` and `boxes`: whatever changes one changes the other, in the
document, in undo and in every panel alike. Places are pixels of the plate. Knows no widget.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.wire.errors import SecondUnitError

from .stage import Stage
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import BoxPrompt, PointPrompt

    from .session import Session

POINTS, BOXES = "points", "boxes"
#: How far the shapes of two formats may be apart for one to be the other's proxy.
SHAPE = 0.01


class CanvasPoints:
    """The points and boxes of one session; `selected` is the field and the place in it, None for none."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.selected: tuple[str, int] | None = None
        #: The format that they are of, and in the how manieth document.
        self._format = session.panel.plate.format if session.panel.plate is not None else None
        self._document = session.panel.drawing.documents
        self.stop = session.panel.subscribe(self._follow)

    # What there is ----------------------------------------------------------------------------------------

    def takes(self, name: str) -> bool:
        """Whether the chosen model takes `points` or `boxes`, and a plate stands on the canvas."""
        session = self._session
        shown = session.viewer.stage is Stage.PLATE and not session.panel.drawing.active
        return shown and name in session.panel.fields

    @property
    def active(self) -> bool:
        """Whether a press on the canvas points at something."""
        return self.takes(POINTS) or self.takes(BOXES)

    def points(self) -> tuple[PointPrompt, ...]:
        """Every point, at whatever frame; none while the field says what is none."""
        from secondunit.wire.pointing import read_points

        try:
            return read_points(self._text(POINTS))
        except SecondUnitError:
            return ()

    def boxes(self) -> tuple[BoxPrompt, ...]:
        """Every box, at whatever frame."""
        from secondunit.wire.pointing import read_boxes

        try:
            return read_boxes(self._text(BOXES))
        except SecondUnitError:
            return ()

    # What the hand does -----------------------------------------------------------------------------------

    def add_point(self, x: float, y: float, negative: bool = False) -> None:
        """A point at the frame that is shown, within the plate."""
        from secondunit.wire import PointPrompt

        if self.takes(POINTS):
            points = (*self.points(), PointPrompt(*self._within(x, y), self._session.viewer.frame, negative))
            self._write(POINTS, points)
            self.selected = POINTS, len(points) - 1

    def add_box(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A box between two corners at the frame that is shown, as far as it lies in the plate."""
        from secondunit.wire import BoxPrompt

        left, top = self._within(min(x, to_x), min(y, to_y))
        right, bottom = self._within(max(x, to_x), max(y, to_y))
        if self.takes(BOXES) and right > left and bottom > top:
            size = round(right - left, 1), round(bottom - top, 1)
            boxes = (*self.boxes(), BoxPrompt(left, top, *size, self._session.viewer.frame))
            self._write(BOXES, boxes)
            self.selected = BOXES, len(boxes) - 1

    def move(self, to: tuple[float, float]) -> None:
        """Put the selected point, or the corner of the selected box, there; a box keeps its size."""
        format = self._session.viewer.format
        if self.selected is None or format is None:
            return
        name, number = self.selected
        if name == POINTS:
            points = list(self.points())
            x, y = self._within(*to)
            points[number] = replace(points[number], x=x, y=y)
            self._write(POINTS, tuple(points))
            return
        boxes = list(self.boxes())
        box = boxes[number]
        x = min(max(0.0, to[0]), max(0.0, format.width - box.width))
        y = min(max(0.0, to[1]), max(0.0, format.height - box.height))
        boxes[number] = replace(box, x=round(x, 1), y=round(y, 1))
        self._write(BOXES, tuple(boxes))

    @property
    def place(self) -> tuple[float, float] | None:
        """Where the selected point, or the corner of the selected box, lies."""
        if self.selected is None:
            return None
        prompts = self.points() if self.selected[0] == POINTS else self.boxes()
        prompt = prompts[self.selected[1]]
        return prompt.x, prompt.y

    def delete(self) -> bool:
        """Take the selected point or box away; false where none is selected."""
        if self.selected is None:
            return False
        name, number = self.selected
        self.selected = None
        if name == POINTS:
            points = self.points()
            self._write(name, points[:number] + points[number + 1 :])
        else:
            boxes = self.boxes()
            self._write(name, boxes[:number] + boxes[number + 1 :])
        return True

    # Inside -----------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        fields = self._session.panel.fields
        return str(fields.value(name)) if name in fields else ""

    def _within(self, x: float, y: float) -> tuple[float, float]:
        format = self._session.viewer.format
        if format is None:
            return x, y
        return round(min(max(x, 0.0), format.width), 1), round(min(max(y, 0.0), format.height), 1)

    def _write(self, name: str, prompts: tuple[PointPrompt, ...] | tuple[BoxPrompt, ...]) -> None:
        from secondunit.wire.pointing import prompts_text

        self._session.set(name, prompts_text(prompts))

    def _follow(self, changed: frozenset[PanelTopic]) -> None:
        if changed & {PanelTopic.FIELDS, PanelTopic.CAPABILITIES} and self.selected is not None:
            prompts = self.points() if self.selected[0] == POINTS else self.boxes()
            if self.selected[1] >= len(prompts):
                self.selected = None
        if PanelTopic.PLATE in changed:
            self._follow_format()

    def _follow_format(self) -> None:
        """On a proxy of the plate, or on the plate of a proxy, they lie where they lay."""
        plate, document = self._session.panel.plate, self._session.panel.drawing.documents
        if document != self._document:  # what it keeps is of its own plate
            self._document, self._format = document, None
        before, self._format = self._format, plate.format if plate is not None else self._format
        now = self._format
        if before is None or now is None or before == now:
            return
        across, down = now.width / before.width, now.height / before.height
        if abs(across * now.pixel_aspect / (down * before.pixel_aspect) - 1.0) > SHAPE:
            return

        def moved(prompt: PointPrompt | BoxPrompt) -> dict[str, float]:
            return {"x": round(prompt.x * across, 1), "y": round(prompt.y * down, 1)}

        points, boxes = self.points(), self.boxes()
        if points:
            self._write(POINTS, tuple(replace(point, **moved(point)) for point in points))  # type: ignore[arg-type]
        if boxes:
            sized = (
                replace(box, width=round(box.width * across, 1), height=round(box.height * down, 1))
                for box in boxes
            )
            self._write(BOXES, tuple(replace(box, **moved(box)) for box in sized))  # type: ignore[arg-type]
