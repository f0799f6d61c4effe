"""The shot as the root says it: range, exact rate and format at full size."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import nuke
from secondunit.wire import Format, FrameRange, Rate

#: The rates that cameras and projects have, in frames a second.
STANDARD_RATES = tuple(
    [Fraction(whole) for whole in (12, 15, 16, 18, 24, 25, 30, 48, 50, 60, 72, 90, 96, 100, 120)]
    + [Fraction(whole * 1000, 1001) for whole in (24, 30, 48, 60, 120)]
)
#: 23.976 and 23.98 are both 24000/1001; 24 is not.
TOLERANCE = 0.0045


def exact_rate(fps: float) -> Rate:
    """The exact rate behind Nuke's float: the nearest standard one, else the decimal as it is written."""
    nearest = min(STANDARD_RATES, key=lambda rate: abs(float(rate) - fps))
    exact = nearest if abs(float(nearest) - fps) < TOLERANCE else Fraction(f"{max(fps, 0.001):.3f}")
    return Rate(exact.numerator, exact.denominator)


def root_rate() -> Rate:
    """The script's rate."""
    return exact_rate(float(nuke.root().realFps()))


def root_frames() -> FrameRange:
    """The script's range; a range that ends before it begins is its first frame."""
    first, last = int(_root("first_frame")), int(_root("last_frame"))
    return FrameRange(first, max(first, last))


def root_format() -> Format:
    """The script's full-size format, also in proxy mode."""
    return as_format(_root("format"))


def node_format(node: nuke.Node) -> Format:
    """A node's format at full size: in proxy mode Nuke tells the small one, then the script's counts."""
    if nuke.root().proxy():
        return root_format()
    return as_format(node.format())


def as_format(nuke_format: Any) -> Format:
    """One of Nuke's formats as ours."""
    return Format(
        int(nuke_format.width()), int(nuke_format.height()), round(float(nuke_format.pixelAspect()), 6)
    )


def _root(name: str) -> Any:
    knob: Any = nuke.root().knob(name)
    return knob.value()
