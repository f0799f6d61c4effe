"""SMPTE timecode: the label on a frame, counted at a whole number of frames a second.

Source: SMPTE ST 12-1:2014 for the labels and drop-frame counting; the packed form is OpenEXR's TV60.
"""

from __future__ import annotations

import re

from .errors import OutOfRange, WrongType
from .rate import Rate
from .value import dataclass

_TEXT = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})([:;.])(\d{2})")


@dataclass(frozen=True)
class Timecode:
    """Hours 0-23, minutes and seconds 0-59, frames 0-59; `drop` marks drop-frame counting."""

    hours: int
    minutes: int
    seconds: int
    frames: int
    drop: bool = False

    def __post_init__(self) -> None:
        limits = ((self.hours, 24), (self.minutes, 60), (self.seconds, 60), (self.frames, 60))
        if not all(0 <= value < limit for value, limit in limits):
            raise OutOfRange(f"{self} is not a timecode.")

    @classmethod
    def parse(cls, text: str) -> Timecode:
        """Read `01:00:00:00`, or `01:00:00;00` for drop-frame."""
        match = _TEXT.fullmatch(text.strip())
        if match is None:
            raise WrongType(f"{text[:40]!r} is not a timecode.", remedy="Write it as 01:00:00:00.")
        hours, minutes, seconds, mark, frames = match.groups()
        return cls(int(hours), int(minutes), int(seconds), int(frames), mark in ";.")

    @classmethod
    def of_frame(cls, frame: int, rate: Rate, *, drop: bool = False) -> Timecode:
        """The label of frame `frame`, frame 0 at 00:00:00:00; wraps at 24 hours.

        Drop-frame counting leaves out the first two labels (four at 60000/1001) of every minute but each
        tenth; it exists for rates of 30 and 60 over 1.001 only.
        """
        base = -(-rate.numerator // rate.denominator)
        if drop:
            if rate not in (Rate(30000, 1001), Rate(60000, 1001)):
                raise OutOfRange(f"There is no drop-frame timecode at {rate} frames a second.")
            left_out = base // 15
            ten, minute = base * 600 - 9 * left_out, base * 60 - left_out
            tens, rest = divmod(frame % (ten * 144), ten)
            minutes = 0 if rest < base * 60 else 1 + (rest - base * 60) // minute
            frame = frame % (ten * 144) + left_out * (9 * tens + minutes)
        seconds, frames = divmod(frame, base)
        minutes, seconds = divmod(seconds, 60)
        if base > 60:
            raise OutOfRange(f"There is no timecode at {rate} frames a second.")
        return cls(minutes // 60 % 24, minutes % 60, seconds, frames, drop)

    def frame(self, rate: Rate) -> int:
        """The frame that carries this label, 0 at 00:00:00:00; the inverse of `of_frame` within a day."""
        base = -(-rate.numerator // rate.denominator)
        minutes = self.hours * 60 + self.minutes
        left_out = base // 15 * (minutes - minutes // 10) if self.drop else 0
        return (minutes * 60 + self.seconds) * base + self.frames - left_out

    def in_pairs(self, rate: Rate) -> tuple[int, int] | None:
        """The frames of the label as a header holds them, 0-29, and the field mark; None where none fits.

        Above 30 frames a second pairs of frames are counted, and the mark is 1 on the second of a pair
        (SMPTE ST 12-1:2014, progressive systems of more than 30 frames a second).
        """
        parts = divmod(self.frames, 2) if float(rate) > 30.0 else (self.frames, 0)
        return parts if parts[0] < 30 else None

    @classmethod
    def unpacked(cls, bits: int, rate: Rate | None = None) -> Timecode:
        """The timecode in the first word of an EXR `timecode` attribute; `rate` says whether it counts pairs.

        A label past 29 counts no pairs, whatever the rate.
        """

        def two_digits(shift: int, tens_bits: int) -> int:
            return (bits >> shift & 15) + 10 * (bits >> shift + 4 & (1 << tens_bits) - 1)

        frames = two_digits(0, 2)
        if rate is not None and float(rate) > 30.0 and frames < 30:
            frames = 2 * frames + (bits >> 15 & 1)
        return cls(two_digits(24, 2), two_digits(16, 3), two_digits(8, 3), frames, bool(bits & 64))

    def __str__(self) -> str:
        mark = ";" if self.drop else ":"
        return f"{self.hours:02}:{self.minutes:02}:{self.seconds:02}{mark}{self.frames:02}"
