"""Times of FCPXML: seconds as exact fractions, time maps, and how rates are conformed.

Sources: the comments of Apple's FCPXML DTDs 1.5 to 1.14; Apple's pages `timeMap`, `conform-rate` and
`Timing Attributes` (Professional Video Applications); and, where the chart of rates is silent or disagrees,
what Final Cut wrote itself: of one edit exported at nine rates, the offsets of connected clips (which lie on
whole frames of the timeline) give the scale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from secondunit.wire import Rate

from ..times import fraction

_SECONDS = re.compile(r"(-?\d{1,24}(?:\.\d{1,24})?)(?:/(\d{1,24}))?s")
#: FFVideoFormat1080p2398, FFVideoFormatDV720x576i50: the rate in the name, of fields where interlaced.
_NAMED = re.compile(r"(p|i)(2398|24|25|2997|30|4795|48|50|5994|60|90|100|11988|120)(?:_|$)")
_FILM = Rate(24000, 1001)
#: What `conform-rate srcFrameRate` and the names of formats stand for.
NAMED_RATES = {
    "23.98": _FILM, "24": Rate(24), "25": Rate(25), "29.97": Rate(30000, 1001), "30": Rate(30),
    "47.95": Rate(48000, 1001), "48": Rate(48), "50": Rate(50), "59.94": Rate(60000, 1001), "60": Rate(60),
    "90": Rate(90), "100": Rate(100), "119.88": Rate(120000, 1001), "120": Rate(120),
}  # fmt: skip


def seconds_in(text: str) -> Fraction | None:
    """`1001/24000s`, `5s` or `0.5s` in seconds; None for anything else."""
    match = _SECONDS.fullmatch(text.strip())
    if match is None or (match[2] and int(match[2]) == 0):
        return None
    return Fraction(match[1]) / int(match[2] or 1)


def rate_in(name: str) -> Rate | None:
    """The rate that the name of one of Final Cut's formats says; None for `FFVideoFormatRateUndefined`."""
    match = _NAMED.search(name)
    if match is None:
        return None
    label = match[2] if len(match[2]) < 4 else f"{match[2][:-2]}.{match[2][-2:]}"
    rate = NAMED_RATES[label]
    halved = match[1] == "i" and rate.numerator > 30 * rate.denominator
    return Rate(rate.numerator, rate.denominator * 2) if halved else rate


@dataclass(frozen=True)
class LinearTime:
    """A straight piece of time: `value` at `origin`, and `slope` more of it with every second."""

    origin: Fraction
    value: Fraction
    slope: Fraction = Fraction(1)

    def at(self, moment: Fraction) -> Fraction:
        """The value at a moment."""
        return self.value + (moment - self.origin) * self.slope

    def after(self, inner: LinearTime) -> LinearTime:
        """This line read at what `inner` gives."""
        return LinearTime(inner.origin, self.at(inner.value), self.slope * inner.slope)


@dataclass(frozen=True)
class Point:
    """A `timept`: the clip's time as retimed, the time of what it plays, and how wide the turn there is."""

    time: Fraction
    value: Fraction
    turn_in: Fraction = Fraction(0)
    turn_out: Fraction = Fraction(0)


def retime(points: list[Point], first: Fraction, last: Fraction) -> tuple[LinearTime, bool]:
    """The line that a time map follows from `first` to `last`, and whether it does so exactly.

    Between two points the speed is one; over several, or through a turn that is eased, the line is drawn from
    the one end to the other.
    """
    pieces = list(pairwise(points))
    if not pieces:
        value = points[0].value if points else Fraction(0)
        return (LinearTime(first, value, Fraction(0)) if points else LinearTime(first, first)), True
    for before, after in pieces:
        if (
            after.time > before.time
            and (before.time + before.turn_out <= first or before is points[0])
            and (last <= after.time - after.turn_in or after is points[-1])
        ):
            slope = (after.value - before.value) / (after.time - before.time)
            return LinearTime(first, before.value + (first - before.time) * slope, slope), True
    begin, end = _read(points, first), _read(points, last)
    return LinearTime(first, begin, (end - begin) / (last - first) if last > first else Fraction(1)), False


def _read(points: list[Point], moment: Fraction) -> Fraction:
    """The value of a map at a moment, straight between its points and held at its ends."""
    if moment <= points[0].time:
        return points[0].value
    for before, after in pairwise(points):
        if moment <= after.time and after.time > before.time:
            share = (moment - before.time) / (after.time - before.time)
            return before.value + (after.value - before.value) * share
    return points[-1].value


def conformed(media: Rate, timeline: Rate) -> tuple[Fraction, bool]:
    """Seconds of media that a second of the timeline takes under `conform-rate`, and whether that was seen.

    25 in 24 plays every frame once, at the timeline's rate; 24 and its kin in 25 likewise. Everything else
    is pulled by a thousandth alone, from NTSC to whole numbers or back.
    """
    ratio = fraction(timeline) / fraction(media)
    if ratio == 1:
        return Fraction(1), True
    if fraction(media) in (25, 50) and timeline in (_FILM, Rate(24)):
        return fraction(timeline) / 25, True
    if media == _FILM and timeline in (Rate(24), Rate(30), Rate(50), Rate(60), Rate(60000, 1001)):
        return Fraction(1001, 1000), True
    if media in (_FILM, Rate(24)) and timeline == Rate(25):
        return ratio, media == Rate(24)
    ntsc, whole = media.denominator == 1001, timeline.denominator == 1
    if ntsc == whole:
        return (Fraction(1001, 1000) if ntsc else Fraction(1000, 1001)), False
    return Fraction(1), False
