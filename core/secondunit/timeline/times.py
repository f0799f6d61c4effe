"""Times of OpenTimelineIO, which are floats, as exact rates and whole frames, and back."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from opentimelineio.opentime import RationalTime, TimeRange

from secondunit.wire import FrameRange, Rate
from secondunit.wire.errors import OutOfRange

#: Rates that are really thousandths of 1001; files hold them as 23.976, 23.98 or 23.976023976.
_OVER_1001 = tuple(Rate(base * 1000, 1001) for base in (24, 30, 48, 60, 96, 120))
#: How far a written rate may be from what it stands for.
_NEAR = 0.006
#: The finest part of a frame that a time in a file is believed.
_FINEST = 1000


@lru_cache(maxsize=64)
def exact_rate(decimal: float) -> Rate:
    """The rate that a file's float stands for; raises `OutOfRange` for one that is none."""
    if not 0.5 < decimal < 1000:
        raise OutOfRange(f"{decimal:g} frames a second is not the rate of a timeline.", where="rate")
    if abs(decimal - round(decimal)) < 1e-4:
        return Rate(round(decimal))
    for rate in _OVER_1001:
        if abs(decimal - float(rate)) < _NEAR:
            return rate
    ratio = Fraction(decimal).limit_denominator(1001)
    return Rate(ratio.numerator, ratio.denominator)


@lru_cache(maxsize=64)
def fraction(rate: Rate) -> Fraction:
    """A rate as a fraction of frames and seconds."""
    return Fraction(rate.numerator, rate.denominator)


def seconds(time: RationalTime) -> Fraction:
    """A time in exact seconds."""
    value, rate = time.value, exact_rate(time.rate)
    if value.is_integer():
        return Fraction(int(value) * rate.denominator, rate.numerator)
    return Fraction(value).limit_denominator(_FINEST) / fraction(rate)


def whole(value: Fraction) -> int:
    """The nearest whole number, halves upward: what an editor's cut falls on."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def frame_at(time: RationalTime, rate: Rate) -> int:
    """The whole frame of a time at `rate`."""
    if time.value.is_integer() and exact_rate(time.rate) == rate:
        return int(time.value)
    return whole(seconds(time) * fraction(rate))


def frames_of(span: TimeRange, rate: Rate) -> FrameRange | None:
    """The whole frames of a range at `rate`; None for one that holds no frame."""
    start, length = span.start_time, span.duration
    if start.value.is_integer() and length.value.is_integer() and \
            exact_rate(start.rate) == exact_rate(length.rate) == rate:  # fmt: skip
        first, end = int(start.value), int(start.value + length.value)
    else:
        first = whole(seconds(start) * fraction(rate))
        end = whole((seconds(start) + seconds(length)) * fraction(rate))
    return FrameRange(first, end - 1) if end > first else None


def time(frame: int, rate: Rate) -> RationalTime:
    """A frame as a time."""
    return RationalTime(frame, float(rate))


def span(frames: FrameRange, rate: Rate) -> TimeRange:
    """A frame range as a range of time."""
    return TimeRange(time(frames.first, rate), time(len(frames), rate))
