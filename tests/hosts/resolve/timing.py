"""Rates as Resolve names them, and timecode strings of them, drop-frame included.

Drop-frame: SMPTE ST 12-1, two frame numbers (four at 59.94) left out at each minute that is no tenth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

#: The rates that project settings offer (README, "timelineFrameRate"; the list of the settings window).
NAMES: dict[str, Fraction] = {
    "16": Fraction(16),
    "18": Fraction(18),
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "47.952": Fraction(48000, 1001),
    "48": Fraction(48),
    "50": Fraction(50),
    "59.94": Fraction(60000, 1001),
    "60": Fraction(60),
}
_DROPPING = ("29.97", "59.94")
_TIMECODE = re.compile(r"(\d{2}):(\d{2}):(\d{2})([:;])(\d{2,3})")


@dataclass(frozen=True)
class Clock:
    """A rate, and whether its timecode drops frame numbers."""

    rate: Fraction
    drop: bool = False

    @property
    def nominal(self) -> int:
        """Frames that a second of timecode counts."""
        return -(-self.rate.numerator // self.rate.denominator)

    @property
    def dropped(self) -> int:
        """Frame numbers left out each minute."""
        return self.nominal // 15 if self.drop else 0

    def text(self, frame: int) -> str:
        """A frame's timecode: `;` before the frames of drop-frame."""
        per_minute = self.nominal * 60 - self.dropped
        per_ten = per_minute * 10 + self.dropped
        if self.drop:
            tens, rest = divmod(frame, per_ten)
            frame += self.dropped * 9 * tens
            if rest >= self.dropped:
                frame += self.dropped * ((rest - self.dropped) // per_minute)
        seconds, frames = divmod(frame, self.nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours % 24:02d}:{minutes:02d}:{seconds:02d}{';' if self.drop else ':'}{frames:02d}"

    def frame(self, text: str) -> int | None:
        """The frame of a timecode; None for one that is none, or that drop-frame leaves out."""
        match = _TIMECODE.fullmatch(text)
        if match is None:
            return None
        hours, minutes, seconds, frames = (int(match[n]) for n in (1, 2, 3, 5))
        if minutes > 59 or seconds > 59 or frames >= self.nominal:
            return None
        if self.drop and frames < self.dropped and seconds == 0 and minutes % 10:
            return None
        whole = ((hours * 60 + minutes) * 60 + seconds) * self.nominal + frames
        total = hours * 60 + minutes
        return whole - self.dropped * (total - total // 10)


def named(text: str) -> tuple[str, Clock] | None:
    """The rate of a `timelineFrameRate` string such as `23.976` or `29.97 DF`, under its name without DF."""
    plain, _, suffix = text.partition(" ")
    if plain.endswith(".0"):
        plain = plain[:-2]
    if plain not in NAMES or suffix not in ("", "DF"):
        return None
    if suffix and plain not in _DROPPING:
        return None
    return plain, Clock(NAMES[plain], bool(suffix))


def name_of(rate: Fraction) -> str:
    """A media rate as Resolve shows it: three decimals at most."""
    for name, known in NAMES.items():
        if known == rate:
            return name
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")
