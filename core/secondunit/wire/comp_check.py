"""The comp check: what was measured of a take as it sits over its plate, each figure with its light."""

from __future__ import annotations

from enum import Enum

from .errors import WrongType
from .value import dataclass


class CheckLight(str, Enum):
    """How a figure is judged; `none` is one that says something and is not judged, or was not measured."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"


class CheckSubject(str, Enum):
    """What a figure is of."""

    #: Pixels that differ from the plate where the matte lets nothing through.
    OUTSIDE = "outside"
    #: A dark or bright line along the edge of the alpha.
    EDGE = "edge"
    #: The grain of what was made beside the plate's.
    GRAIN = "grain"
    #: Frames that jump out of the curve of brightness and cover.
    FLICKER = "flicker"
    #: Black and white beside the plate's.
    LEVELS = "levels"
    #: Values that are no numbers, and alphas that are none.
    NUMBERS = "numbers"
    #: Edges of the picture beside those of the guide that it was to keep to.
    LAYOUT = "layout"


@dataclass(frozen=True)
class CheckFigure:
    """One figure: `value` in `unit` (empty for a ratio or a count), and what it means in one sentence.

    `frame` is where it is seen best.
    """

    subject: CheckSubject
    light: CheckLight
    sentence: str
    value: float = 0.0
    unit: str = ""
    frame: int | None = None


@dataclass(frozen=True)
class CompCheck:
    """The figures of a take, and curves: at each of `frames` the mean luminance, the mean alpha, and where a
    guide led it how far it keeps to that, 0 to 1 (empty without a guide).

    Raises `WrongType` where a curve has not one value a frame.
    """

    figures: tuple[CheckFigure, ...]
    frames: tuple[int, ...] = ()
    luminance: tuple[float, ...] = ()
    alpha: tuple[float, ...] = ()
    layout: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        curves = (self.luminance, self.alpha, self.layout or self.alpha)
        if any(len(curve) != len(self.frames) for curve in curves):
            raise WrongType("A curve of a comp check has one value a frame.", where="luminance")

    @property
    def light(self) -> CheckLight:
        """The worst of its lights."""
        lights = {figure.light for figure in self.figures}
        worst = (CheckLight.RED, CheckLight.AMBER, CheckLight.GREEN)
        return next((light for light in worst if light in lights), CheckLight.NONE)

    @property
    def red(self) -> tuple[CheckFigure, ...]:
        """The figures that ask for a reason before anybody accepts the take."""
        return tuple(figure for figure in self.figures if figure.light is CheckLight.RED)

    def figure(self, subject: CheckSubject) -> CheckFigure | None:
        """The figure of that subject, or None."""
        return next((figure for figure in self.figures if figure.subject is subject), None)
