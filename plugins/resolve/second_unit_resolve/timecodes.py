"""Resolve's rates and timecodes, exactly: from the strings it gives to fractions and frame numbers.

A frame's number is the count of its timecode: frame 0 at 00:00:00:00 (SMPTE ST 12-1 for drop-frame).
"""

from __future__ import annotations

import re
from fractions import Fraction

from secondunit.wire import Rate
from secondunit.wire.errors import HostError

#: What Resolve writes for a rate, and the fraction it means.
_ROUNDED = {
    "23.976": (24000, 1001), "23.98": (24000, 1001), "29.97": (30000, 1001), "47.952": (48000, 1001),
    "47.95": (48000, 1001), "59.94": (60000, 1001), "119.88": (120000, 1001),
}  # fmt: skip
_TIMECODE = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})([:;.])(\d{2,3})")


def rate_of(text: object) -> tuple[Rate, bool]:
    """The exact rate of `23.976`, `25`, `24.0` or `29.97 DF`, and whether it drops frame numbers.

    Raises `HostError` for what is no rate of a timeline or camera: a variable one.
    """
    plain, _, suffix = str(text).strip().partition(" ")
    drop = suffix.strip().upper() == "DF"
    shortened = plain.rstrip("0").rstrip(".") if "." in plain else plain
    if shortened in _ROUNDED:
        return Rate(*_ROUNDED[shortened]), drop
    if shortened.isdecimal() and int(shortened) > 0:
        return Rate(int(shortened)), drop
    raise HostError(f"{plain[:20] or 'Nothing'} is not a constant frame rate.")


def resolve_text(rate: Rate) -> str:
    """What Resolve writes for a rate: `23.976`, `25`."""
    if rate.denominator == 1:
        return str(rate.numerator)
    return f"{float(rate):.3f}".rstrip("0")


def nominal(rate: Rate) -> int:
    """The frames that a second of timecode counts: 24 for 23.976."""
    exact = Fraction(rate.numerator, rate.denominator)
    return -(-exact.numerator // exact.denominator)


def frame_of(timecode: str, rate: Rate, drop: bool) -> int:
    """The frame of a timecode; a `;` says drop-frame too. Raises `HostError`."""
    match = _TIMECODE.fullmatch(timecode.strip())
    if match is None:
        raise HostError(f"{timecode[:20]!r} is not a timecode.")
    hours, minutes, seconds, frames = (int(match[part]) for part in (1, 2, 3, 5))
    per_second = nominal(rate)
    whole = ((hours * 60 + minutes) * 60 + seconds) * per_second + frames
    if not drop and match[4] != ";":
        return whole
    total = hours * 60 + minutes
    return whole - _dropped(per_second) * (total - total // 10)


def timecode_of(frame: int, rate: Rate, drop: bool) -> str:
    """The timecode of a frame: `01:00:00:00`, with `;` before the frames of drop-frame."""
    per_second = nominal(rate)
    if drop:
        left = _dropped(per_second)
        minute = per_second * 60 - left
        tens, rest = divmod(frame, minute * 10 + left)
        frame += left * 9 * tens
        if rest >= left:
            frame += left * ((rest - left) // minute)
    seconds, frames = divmod(frame, per_second)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    mark = ";" if drop else ":"
    return f"{hours % 24:02d}:{minutes:02d}:{seconds:02d}{mark}{frames:02d}"


def _dropped(per_second: int) -> int:
    """Frame numbers left out at each minute that is no tenth: 2 at 30, 4 at 60."""
    return per_second // 15
