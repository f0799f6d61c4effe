"""What handles on the picture are made of: the picture, an element's controls, and what each is.

Knows values only, no panel and no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from secondunit.wire.value import dataclass

from .handle_space import HandleSpace, Point, moved
from .shot_space import Vector

if TYPE_CHECKING:
    from secondunit.wire import Kind, Scalar

#: How far before the camera the ground's line is of what has no source, in metres.
AHEAD = 10.0


class HandleRole(str, Enum):
    """What a handle stands for."""

    SOURCE = "source"
    END = "end"
    TOP = "top"
    SIDE = "side"
    AIM = "aim"
    WIND = "wind"
    LIGHT = "light"
    GROUND = "ground"
    HORIZON = "horizon"
    FEATHER = "feather"


@dataclass(frozen=True)
class Handle:
    """One handle: its place, what is drawn with it, and its value as text.

    `fields` are the controls that it sets, empty where it only shows something. `lines` are drawn with it;
    `disc` is a circle's middle and radius, in square pixels of the format's height.
    """

    role: HandleRole
    place: Point
    fields: tuple[str, ...]
    text: str
    lines: tuple[tuple[Point, ...], ...] = ()
    disc: tuple[Point, float] | None = None


@dataclass(frozen=True)
class HandleScene:
    """What handles are made of: the picture, and the values of the controls of a kind.

    `dial` is the radius of the light's dial in square pixels. `feather` is an edit's fade in pixels, None
    where there is none. Without a `kind` only that is shown.
    """

    space: HandleSpace
    values: Mapping[str, Scalar] = field(default_factory=dict)
    kind: Kind | None = None
    dial: float = 100.0
    feather: float | None = None

    def number(self, name: str) -> float:
        """A control's value; 0 where the kind has none."""
        value = self.values.get(name, 0.0)
        return float(value) if isinstance(value, (int, float)) else 0.0

    def has(self, *names: str) -> bool:
        """Whether the kind has these controls."""
        return all(name in self.values for name in names)

    @property
    def filling(self) -> float:
        """How many metres fill the frame above the source."""
        return self.kind.filling(self.values) if self.kind is not None else 1.0

    @property
    def sourced(self) -> bool:
        """Whether it stands at a place, and is not all around."""
        return self.has("x", "y", "distance")

    @cached_property
    def foot(self) -> Vector:
        """Where the source stands in the shot's world; of what is all around a place before the camera."""
        space = self.space
        if self.has("end_x"):
            return space.on_ground(self.number("x"), self.number("y"))
        if self.sourced:
            return space.foot(self.number("x"), self.number("y"), self.number("distance"), self.filling)
        stage = space.begin
        back = stage.level[1]
        return moved((stage.sample.x, 0.0, stage.sample.z), back, -AHEAD)

    @property
    def middle(self) -> Vector:
        """Half way up the element."""
        foot = self.foot
        return moved(foot, (0.0, 1.0, 0.0), 0.5 * self.number("height")) if self.sourced else foot

    @property
    def below(self) -> Vector:
        """The ground below the source."""
        foot = self.foot
        return foot[0], min(0.0, foot[1]), foot[2]

    def held(self, changes: dict[str, float]) -> dict[str, float]:
        """The changes, with the distance as it is where they would push the source away or draw it near."""
        if not self.sourced or self.number("distance") > 0.0:
            return changes
        place = self.number("x"), self.number("y"), 0.0
        deep = self.space.depth(*place, self.filling)
        changed = replace(self, values={**self.values, **changes})
        if abs(self.space.depth(*place, changed.filling) - deep) <= 1e-9 * deep:
            return changes
        return {**changes, "distance": deep}


def short(number: float) -> str:
    """Three figures, and no exponent: `0.45`, `12.3`, `1200`."""
    if abs(number) >= 1000.0:
        return f"{number:.0f}"
    return f"{number:.3g}"
