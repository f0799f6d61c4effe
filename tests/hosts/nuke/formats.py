"""Formats: the named ones Nuke knows at start, those a script adds, and the object a plugin gets."""

from __future__ import annotations

from typing import Any

from .application import Application
from .proxy import strict

#: width, height, pixel aspect, name: a part of Nuke's own formats.tcl.
AT_START = (
    (640, 480, 1.0, "PC_Video"),
    (720, 486, 0.91, "NTSC"),
    (720, 576, 1.09, "PAL"),
    (1920, 1080, 1.0, "HD_1080"),
    (1280, 720, 1.0, "HD_720"),
    (3840, 2160, 1.0, "UHD_4K"),
    (2048, 1556, 1.0, "2K_Super_35(full-ap)"),
    (1828, 1556, 2.0, "2K_Cinemascope"),
    (4096, 2160, 1.0, "4K_DCP"),
    (2048, 1080, 1.0, "2K_DCP"),
    (1024, 1024, 1.0, "square_1K"),
)


@strict("Format")
class Format:
    """Width and height in pixels, `x y r t` the part with the picture, pixel aspect as width over height."""

    def __init__(
        self, width: int, height: int, x: int, y: int, r: int, t: int, pixel_aspect: float, name: str = ""
    ) -> None:
        self._values = ((int(width), int(height), float(pixel_aspect)), name)

    def width(self) -> int:
        return self._values[0][0]

    def height(self) -> int:
        return self._values[0][1]

    def pixelAspect(self) -> float:
        return self._values[0][2]

    def name(self) -> str | None:
        return self._values[1] or None

    def x(self) -> int:
        return 0

    def y(self) -> int:
        return 0

    def r(self) -> int:
        return self._values[0][0]

    def t(self) -> int:
        return self._values[0][1]

    def _text(self) -> str:
        (width, height, aspect), name = self._values
        return f"{width} {height} 0 0 {width} {height} {aspect:g} {name}".rstrip()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Format) and self._values == other._values

    def __hash__(self) -> int:
        return hash(self._values)


def made(width: int, height: int, aspect: float, name: str = "") -> Any:
    return Format(width, height, 0, 0, width, height, aspect, name)


def formats(app: Application) -> list[Any]:
    """Every named format."""
    known = app.__dict__.setdefault("formats", [made(*each) for each in AT_START])
    return list(known)


def add_format(app: Application, text: str) -> Any:
    """`1920 1080 1.0 name` or `1920 1080 x y r t 1.0 name`: known from now on."""
    found = format_of_text(app, text)
    if not found._values[1]:
        raise RuntimeError("addFormat: the format has no name")
    known = [each for each in formats(app) if each._values[1] != found._values[1]]
    app.__dict__["formats"] = [*known, found]
    return found


def format_of_text(app: Application, text: str) -> Any:
    """The format of a knob's text: numbers, or the name of a known one."""
    words = text.replace('"', " ").split()
    numbers: list[float] = []
    while words and len(numbers) < 7:
        try:
            numbers.append(float(words[0]))
        except ValueError:
            break
        words.pop(0)
    name = " ".join(words)
    if not numbers:
        for each in formats(app):
            if each._values[1] == name:
                return each
        raise AssertionError(f"there is no format named {name!r}")
    assert len(numbers) in (2, 3, 6, 7), f"no format: {text!r}"
    aspect = numbers[-1] if len(numbers) in (3, 7) else 1.0
    return made(int(numbers[0]), int(numbers[1]), aspect, name)
