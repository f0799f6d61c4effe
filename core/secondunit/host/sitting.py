"""What an element is given so that it sits in its plate: a plate's match, as numbers that nodes take.

A match is on record where its file lies beside the versions of an element; without one nothing changes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondunit.wire import SecondUnitError, loads
from secondunit.wire.errors import CannotPlace
from secondunit.wire.plate_match import MATCH_FILE, MatchedBand, MatchedGrain, PlateMatch

if TYPE_CHECKING:
    from secondunit.wire import Take

Three = tuple[float, float, float]
#: A match's file is no longer than this, in bytes.
LARGEST = 1 << 20
#: Parts of a pixel at which the likeness of grain to itself is looked for.
_STEP = 0.05


@dataclass(frozen=True)
class SimpleGrain:
    """A channel's grain as nodes know it: its deviation is `base` and `slope` times the light.

    `size` is how wide grain is, in pixels: where it is half alike to itself, both ways.
    """

    base: float
    slope: float
    size: float


@dataclass(frozen=True)
class Sitting:
    """What is done to an element. `blur` is the deviation of a Gaussian in pixels, 0 for none.

    `gains` multiply its light, `lift` is added where it covers, `shutter` is the open part of a frame, 0
    where it is not known; `grain` has red, green and blue, or nothing.
    """

    blur: float = 0.0
    gains: Three = (1.0, 1.0, 1.0)
    lift: Three = (0.0, 0.0, 0.0)
    shutter: float = 0.0
    grain: tuple[SimpleGrain, ...] = ()
    about: str = ""


def match_beside(take: Take) -> PlateMatch | None:
    """The match on record beside a take's versions, or None; raises `CannotPlace` for a file that is none."""
    top = take.folder.replace("\\", "/").rstrip("/").rpartition("/")[0]
    path = f"{top}/{MATCH_FILE}"
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs a host 8 ms
            text = file.read(LARGEST + 1)
    except UnicodeDecodeError:
        text = ""
    except (OSError, ValueError):  # not there, or a path that no system has
        return None
    try:
        if len(text) > LARGEST:
            raise CannotPlace("It is larger than a match can be.")
        return loads(PlateMatch, text)
    except SecondUnitError as error:
        raise CannotPlace(
            f"The plate's match beside the take cannot be read: {error.problem.message}",
            remedy="Measure it again with secondunit match, or take the file away.",
            where=path,
        ) from None


def sitting_of(match: PlateMatch, take: Take) -> Sitting:
    """What `take` is given to sit in the plate of a match.

    An estimated cast is not given, and what is below nothing is not taken away. A take that was made with a
    shutter of its own is not blurred by its motion once more.
    """
    named = match.cast is not None and match.cast.reference
    lift = match.levels.floor if match.levels is not None else (0.0, 0.0, 0.0)
    blurred = "shutter" in take.settings
    return Sitting(
        blur=match.blur[1].sigma if match.blur else 0.0,
        gains=_three(match.cast.gains) if named and match.cast is not None else (1.0, 1.0, 1.0),
        lift=_three([max(0.0, level) for level in lift]),
        shutter=match.shutter.angle / 360.0 if match.shutter is not None and not blurred else 0.0,
        grain=tuple(_simple(channel) for channel in match.grain),
        about=_about(match),
    )


def _about(match: PlateMatch) -> str:
    """One line: which plate it was measured of, and whether it is to be doubted."""
    name = match.plate.replace("\\", "/").rpartition("/")[2]
    return f"Matched to {name}" + (f": {match.doubts[0]}" if match.doubts else "")


def _simple(channel: MatchedGrain) -> SimpleGrain:
    base, slope = _line(channel.bands)
    return SimpleGrain(base, slope, _size(channel.spectrum))


def _line(bands: Sequence[MatchedBand]) -> tuple[float, float]:
    """Base and slope, neither below 0, of a line through deviations: least squares of relative errors."""
    rows = [
        (1.0 / band.deviation, max(band.exposure, 0.0) / band.deviation)
        for band in bands
        if band.deviation > 0
    ]
    if not rows:
        return 0.0, 0.0
    aa, ab, bb = (sum(row[i] * row[j] for row in rows) for i, j in ((0, 0), (0, 1), (1, 1)))
    a, b = sum(row[0] for row in rows), sum(row[1] for row in rows)
    whole = aa * bb - ab * ab
    if whole > 1e-9 * aa * bb:
        base, slope = (a * bb - b * ab) / whole, (b * aa - a * ab) / whole
        if base >= 0.0 and slope >= 0.0:
            return base, slope
        if base < 0.0:
            return 0.0, b / bb
    return a / aa, 0.0


def _size(spectrum: Sequence[float]) -> float:
    """How wide grain of a spectrum is, in pixels: twice the distance at which it is half alike to itself.

    By the likeness that a spectrum of rings has at a distance: the integral of its power times a Bessel
    function (N. Wiener, 1930; A. Khinchin, 1934).
    """
    frequencies = [(ring + 0.5) / 32 for ring in range(len(spectrum))]
    weights = [max(0.0, power) * at for power, at in zip(spectrum, frequencies, strict=True)]
    total = sum(weights)
    if total <= 0:
        return 1.0
    away = 0.0
    while away < 16.0:
        away += _STEP
        alike = sum(
            weight * _bessel(2 * math.pi * at * away) for weight, at in zip(weights, frequencies, strict=True)
        )
        if alike < 0.5 * total:
            break
    return 2.0 * away


def _bessel(x: float) -> float:
    """J0 by its integral: the mean of a cosine around a circle."""
    return sum(math.cos(x * math.cos(math.pi * (part + 0.5) / 24)) for part in range(24)) / 24


def _three(values: Sequence[float]) -> Three:
    return values[0], values[1], values[2]
