"""Frame numbers, timecode and dates as a compositor reads them; pure functions without a widget."""

from __future__ import annotations

from datetime import datetime

from secondunit.host.sentences import when
from secondunit.wire import Rate


def timecode(frame: int, rate: Rate) -> str:
    """`00:00:41:17`: the frame number as non-drop time at the nearest whole rate; `-` before zero."""
    base = max(1, round(rate.numerator / rate.denominator))
    seconds, frames = divmod(abs(frame), base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    digits = 3 if base > 100 else 2
    sign = "-" if frame < 0 else ""
    return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}:{frames:0{digits}d}"


def rate_text(rate: Rate) -> str:
    """`24 fps`, or `23.976 fps` with the exact fraction left to the tool tip."""
    if rate.denominator == 1:
        return f"{rate.numerator} fps"
    return f"{rate.numerator / rate.denominator:.3f} fps"


def when_short(created: str, now: datetime | None = None) -> str:
    """`20:41` for today, `22 Nov` for another day, in local time; empty where the text is no date."""
    text = when(created)
    today = now or datetime.now()
    day, _, clock = text.rpartition(" ")
    return clock if day == f"{today.day} {today:%b}" else day


def due(start: float, now: float, rate: Rate) -> int:
    """How many frames have passed since `start` (both in seconds of one clock) at the exact rate."""
    return int((now - start) * rate.numerator / rate.denominator)
