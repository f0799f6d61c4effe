"""Levels: the darkest and brightest of what was made beside the plate's.

An edit that goes half a stop above the brightest the plate holds, or below its black, in more than a
thousandth of its pixels is no part of that photograph: amber (a waveform shows it as a spike above the line,
and half a stop is what a colourist reads off one at a glance). An element may be brighter than its plate,
fire is: of it the levels are said, and not judged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondunit.wire import CheckFigure, CheckLight, CheckSubject

from .frames import CheckedFrames, Pixels, comp, luminance

#: How far above the plate's white (in stops) and below its black (as light) counts, and of how many pixels.
STOPS, BELOW, SHARE = 0.5, 0.005, 1e-3
#: The shares of pixels that black and white are, so that one dead pixel is neither.
_BLACK, _WHITE = 0.01, 99.99
#: What is the take's own of a comp.
_OWN = 0.5


@dataclass(frozen=True)
class LevelFigures:
    """Black and white of some frames of a plate, and the luminance of what a take puts on it."""

    black: float
    white: float
    own: Pixels

    @property
    def brightest(self) -> float:
        """What one in a thousand of the take's own pixels is brighter than."""
        return float(np.quantile(self.own, 1.0 - SHARE))

    @property
    def stops(self) -> float:
        """How far that lies above the plate's white, in stops; negative below."""
        return float(np.log2(max(self.brightest, 1e-6) / max(self.white, 1e-6)))


def levels_of(frames: CheckedFrames, looked: tuple[int, ...]) -> LevelFigures | None:
    """The levels of some frames; None without a plate, or where nothing of the take is seen."""
    blacks, whites, own = [], [], []
    for frame in looked:
        behind = frames.behind(frame)
        if behind is None:
            return None
        light = luminance(behind)
        blacks.append(float(np.percentile(light, _BLACK)))
        whites.append(float(np.percentile(light, _WHITE)))
        beauty = frames.beauty(frame)
        there = (beauty[..., 3] > _OWN) | (luminance(beauty) > whites[-1])
        own.append(luminance(comp(beauty, behind)[there]))
    every = np.concatenate(own)
    every = every[np.isfinite(every)]
    return LevelFigures(min(blacks), max(whites), every) if every.size else None


def levels(frames: CheckedFrames, looked: tuple[int, ...], *, edit: bool) -> CheckFigure:
    """The figure of some frames."""
    found = levels_of(frames, looked)
    if found is None:
        return CheckFigure(
            CheckSubject.LEVELS,
            CheckLight.NONE,
            "There is no plate under it whose levels it could be held to.",
        )
    said = f"Its brightest is {found.brightest:.3g}, the plate's {found.white:.3g}"
    if not edit:
        return CheckFigure(
            CheckSubject.LEVELS,
            CheckLight.NONE,
            f"{said}: {_stops(found.stops)}.",
            round(found.stops, 2),
            "stops",
        )
    below = float((found.own < found.black - BELOW).mean())
    if found.stops > STOPS:
        return CheckFigure(
            CheckSubject.LEVELS, CheckLight.AMBER, f"{said}: {_stops(found.stops)}.",
            round(found.stops, 2), "stops", looked[0],
        )  # fmt: skip
    if below > SHARE:
        return CheckFigure(
            CheckSubject.LEVELS, CheckLight.AMBER,
            f"{100 * below:.1f} % of it is darker than the plate's black, {found.black:.3g}.",
            round(100 * below, 2), "%", looked[0],
        )  # fmt: skip
    return CheckFigure(
        CheckSubject.LEVELS,
        CheckLight.GREEN,
        f"{said}: within the plate's range.",
        round(found.stops, 2),
        "stops",
    )


def _stops(stops: float) -> str:
    return f"{abs(stops):.1f} stops {'above' if stops > 0 else 'below'} it"
