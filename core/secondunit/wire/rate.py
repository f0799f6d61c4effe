"""Frame rates as exact fractions of frames and seconds: 24000/1001, never 23.976."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from .errors import OutOfRange, WrongType

# The rounded decimals people write for rates that are really fractions of 1001.
_ROUNDED = {"23.976": "24000/1001", "23.98": "24000/1001", "29.97": "30000/1001",
            "47.952": "48000/1001", "59.94": "60000/1001", "119.88": "120000/1001"}  # fmt: skip


@dataclass(frozen=True, order=False)
class Rate:
    """A frame rate in frames a second, as a fraction in lowest terms."""

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.numerator <= 0 or self.denominator <= 0:
            raise OutOfRange(f"A frame rate is above zero; this one is {self.numerator}/{self.denominator}.")
        common = gcd(self.numerator, self.denominator)
        object.__setattr__(self, "numerator", self.numerator // common)
        object.__setattr__(self, "denominator", self.denominator // common)

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Read `24`, `24/1` or `24000/1001`; a rounded decimal is refused with the fraction it stands for."""
        text = text.strip()
        head, slash, tail = text.partition("/")
        if head.isdecimal() and (tail.isdecimal() if slash else True) and len(text) < 40:
            return cls(int(head), int(tail) if slash else 1)
        fraction = _ROUNDED.get(text.rstrip("0") if "." in text else text)
        remedy = (
            f"Write {fraction}." if fraction else "Write a whole number or a fraction such as 24000/1001."
        )
        raise WrongType(f"{text[:40]!r} is not an exact frame rate.", remedy=remedy)

    def __str__(self) -> str:
        return str(self.numerator) if self.denominator == 1 else f"{self.numerator}/{self.denominator}"

    def __float__(self) -> float:
        return self.numerator / self.denominator

    def seconds(self, frames: int) -> float:
        """How long `frames` frames last, in seconds."""
        return frames * self.denominator / self.numerator
