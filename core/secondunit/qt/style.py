"""Sizes in the units of the host's font, and colours mixed from the host's palette; no look of its own.

`em` is the height of a line of the widget's font in logical pixels. Every margin, gap and row is a multiple.
"""

from __future__ import annotations

from functools import lru_cache

from .binding import QtGui, QtWidgets

Color = QtGui.QColor
Role = QtGui.QPalette.ColorRole
Group = QtGui.QPalette.ColorGroup
_Rgb = tuple[float, float, float]

#: The hue (degrees) of a state; its lightness is fitted to the palette so that it can be read there.
HUES = {"error": 4, "warning": 38, "good": 140, "info": 210}
#: The least contrast (WCAG) of text to its ground.
READABLE = 4.5
#: The least contrast of what is switched off: it is to be read, and not to be taken for what is on.
FAINT = 3.0


def em(widget: QtWidgets.QWidget, times: float = 1.0) -> int:
    """That many heights of the widget's font, in whole logical pixels, at least one where it is not none."""
    size = round(widget.fontMetrics().height() * times)
    return max(1, size) if times > 0 else size


def letters(widget: QtWidgets.QWidget, number: float) -> int:
    """The width of that many digits in the widget's font, in whole logical pixels."""
    return round(widget.fontMetrics().horizontalAdvance("0000000000") / 10 * number)


def mix(base: Color, other: Color, part: float) -> Color:
    """`base` with `part` (0 to 1) of `other` in it."""
    return Color.fromRgbF(
        *(a + (b - a) * part for a, b in zip(_rgb(base), _rgb(other))),  # noqa: B905 - three each
    )


def ground(widget: QtWidgets.QWidget) -> Color:
    """The colour of the panel itself."""
    return widget.palette().color(Role.Window)


def text(widget: QtWidgets.QWidget) -> Color:
    """The colour of plain text on the panel."""
    return widget.palette().color(Role.WindowText)


def quiet(widget: QtWidgets.QWidget) -> Color:
    """The colour of what is said beside: less than text, still readable."""
    return readable(mix(text(widget), ground(widget), 0.36), ground(widget), text(widget))


def line(widget: QtWidgets.QWidget, part: float = 0.16) -> Color:
    """The colour of a thin line on the panel."""
    return mix(ground(widget), text(widget), part)


def accent(widget: QtWidgets.QWidget) -> Color:
    """The host's own colour of what is chosen, strong enough to be seen on the panel.

    The same in a window that is not in front, and on a mark that cannot be pressed.
    """
    highlight = widget.palette().color(Group.Active, Role.Highlight)
    return readable(highlight, ground(widget), text(widget), 3.0)


def state(widget: QtWidgets.QWidget, name: str, on: Color | None = None) -> Color:
    """The colour of a state (`error`, `warning`, `good`, `info`), readable on `on` or on the panel."""
    under = on or ground(widget)
    toward = text(widget) if on is None else widget.palette().color(Role.Text)
    hue = HUES[name] / 360
    return readable(Color.fromHslF(hue, 0.72, 0.5), under, toward)


def readable(color: Color, under: Color, toward: Color, least: float = READABLE) -> Color:
    """`color`, moved toward `toward` until its contrast to `under` is at least `least`."""
    return Color.fromRgbF(*_readable(_rgb(color), _rgb(under), _rgb(toward), least))


@lru_cache(maxsize=512)
def _readable(color: _Rgb, under: _Rgb, toward: _Rgb, least: float) -> _Rgb:
    # Rows are painted many times a second, and a palette has few colours.
    for step in range(11):
        moved = mix(Color.fromRgbF(*color), Color.fromRgbF(*toward), step / 10)
        if contrast(moved, Color.fromRgbF(*under)) >= least:
            return _rgb(moved)
    return toward


def contrast(color: Color, other: Color) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(color), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(color: Color) -> _Rgb:
    return color.redF(), color.greenF(), color.blueF()
