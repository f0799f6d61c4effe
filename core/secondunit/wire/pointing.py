"""Points and boxes on a plate, that a model is pointed at something with: point prompts and box prompts.

In a form and in a document they are texts: `412.5,300@1001 -88,20@1001` are a point of what is meant and
one of what is not; `100,50,200x150@1001` is a box. Places are pixels of the plate's display window from its
top left corner, as its files have them: where they are oblong, so are these.
"""

from __future__ import annotations

import re
from dataclasses import field
from math import isfinite

from .errors import OutOfRange, WrongType
from .value import dataclass

#: The most points, and the most boxes, of one brief.
MOST = 1000
_NUMBER = r"\d{1,6}(?:\.\d{1,6})?"
_POINT = re.compile(rf"([-+]?)({_NUMBER}),({_NUMBER})@(-?\d{{1,9}})")
_BOX = re.compile(rf"({_NUMBER}),({_NUMBER}),({_NUMBER})x({_NUMBER})@(-?\d{{1,9}})")


@dataclass(frozen=True)
class PointPrompt:
    """A place of what is meant at a frame, or of what is not where it is `negative`."""

    x: float = field(metadata={"unit": "px"})
    y: float = field(metadata={"unit": "px"})
    frame: int
    negative: bool = False

    def __post_init__(self) -> None:
        _require(self.x, self.y)

    def __str__(self) -> str:
        return f"{'-' if self.negative else ''}{_text(self.x)},{_text(self.y)}@{self.frame}"


@dataclass(frozen=True)
class BoxPrompt:
    """A box around what is meant at a frame, from its top left corner."""

    x: float = field(metadata={"unit": "px"})
    y: float = field(metadata={"unit": "px"})
    width: float = field(metadata={"unit": "px"})
    height: float = field(metadata={"unit": "px"})
    frame: int

    def __post_init__(self) -> None:
        _require(self.x, self.y, self.width, self.height)
        if not (self.width > 0.0 and self.height > 0.0):
            raise OutOfRange("A box has a width and a height.", where="width")

    def __str__(self) -> str:
        size = f"{_text(self.width)}x{_text(self.height)}"
        return f"{_text(self.x)},{_text(self.y)},{size}@{self.frame}"


def read_points(text: str) -> tuple[PointPrompt, ...]:
    """The points that a text says; raises `WrongType`, `OutOfRange`."""
    points = []
    for word in _words(text):
        match = _POINT.fullmatch(word)
        if match is None:
            raise WrongType(
                f"{word[:40]!r} is no point.", remedy="Write x,y@frame, with - before what is not meant."
            )
        points.append(PointPrompt(float(match[2]), float(match[3]), int(match[4]), match[1] == "-"))
    return tuple(points)


def read_boxes(text: str) -> tuple[BoxPrompt, ...]:
    """The boxes that a text says; raises `WrongType`, `OutOfRange`."""
    boxes = []
    for word in _words(text):
        match = _BOX.fullmatch(word)
        if match is None:
            raise WrongType(f"{word[:40]!r} is no box.", remedy="Write x,y,widthxheight@frame.")
        x, y, width, height = (float(match[group]) for group in range(1, 5))
        boxes.append(BoxPrompt(x, y, width, height, int(match[5])))
    return tuple(boxes)


def prompts_text(prompts: tuple[PointPrompt, ...] | tuple[BoxPrompt, ...]) -> str:
    """Points or boxes as the text that is read back as they are."""
    return " ".join(map(str, prompts))


def _words(text: str) -> list[str]:
    words = text.replace(";", " ").split()
    if len(words) > MOST:
        raise OutOfRange(f"There are at most {MOST:,} of them.")
    return words


def _text(value: float) -> str:
    """A place to a thousandth of a pixel, without an exponent."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _require(*values: float) -> None:
    if not all(isfinite(value) and 0.0 <= value < 1e6 for value in values):
        raise OutOfRange("A place is a number of pixels from the top left corner.", where="x")
