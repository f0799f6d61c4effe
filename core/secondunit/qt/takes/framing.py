"""Where a picture lies in its view: fit, exact scale, zoom about a point and pan; geometry, no widget."""

from __future__ import annotations

from dataclasses import dataclass, replace

#: The scales a key steps through, in screen pixels a picture pixel.
SCALES = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
SMALLEST, LARGEST = 0.05, 32.0


@dataclass(frozen=True)
class Framing:
    """How a picture of `width` x `height` (its pixels, made square) lies in a view of `view` (logical px).

    `scale` is in logical px a picture pixel, None fits it in; `x`, `y` move its centre from the view's.
    """

    width: float = 16.0
    height: float = 9.0
    view: tuple[float, float] = (1.0, 1.0)
    scale: float | None = None
    x: float = 0.0
    y: float = 0.0

    @property
    def fitted(self) -> float:
        """The scale at which all of the picture is just seen."""
        return max(1e-6, min(self.view[0] / self.width, self.view[1] / self.height))

    @property
    def scaled(self) -> float:
        """The scale in use."""
        return self.fitted if self.scale is None else self.scale

    @property
    def rect(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the picture in the view."""
        width, height = self.width * self.scaled, self.height * self.scaled
        middle = self.view[0] / 2 + self.x, self.view[1] / 2 + self.y
        return middle[0] - width / 2, middle[1] - height / 2, width, height

    def fit(self) -> Framing:
        """All of it, in the middle."""
        return replace(self, scale=None, x=0.0, y=0.0)

    def at(self, scale: float, point: tuple[float, float] | None = None) -> Framing:
        """Zoomed to `scale` with the picture's place under `point` (default: the middle) held still."""
        scale = min(LARGEST, max(SMALLEST, scale))
        px, py = point or (self.view[0] / 2, self.view[1] / 2)
        left, top, _, _ = self.rect
        u, v = (px - left) / self.scaled, (py - top) / self.scaled
        middle = px + (self.width / 2 - u) * scale, py + (self.height / 2 - v) * scale
        moved = replace(self, scale=scale, x=middle[0] - self.view[0] / 2, y=middle[1] - self.view[1] / 2)
        return moved.held()

    def moved(self, dx: float, dy: float) -> Framing:
        """Panned by so many logical px; a picture that is fitted in becomes one of a fixed scale."""
        return replace(self, scale=self.scaled, x=self.x + dx, y=self.y + dy).held()

    def held(self) -> Framing:
        """The same, with some of the picture always in the view."""
        most_x = (self.view[0] + self.width * self.scaled) / 2 - 24
        most_y = (self.view[1] + self.height * self.scaled) / 2 - 24
        x = min(max(self.x, -max(0.0, most_x)), max(0.0, most_x))
        y = min(max(self.y, -max(0.0, most_y)), max(0.0, most_y))
        return replace(self, x=x, y=y)
