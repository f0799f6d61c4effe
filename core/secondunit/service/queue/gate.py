"""The gate every job passes before anything else happens. Here is where rights will be asked.

On-board work is allowed, because nothing leaves the machine; everything else is refused until a provider and
its terms are known.
"""

from __future__ import annotations

from dataclasses import dataclass

from secondunit.wire import Brief

ONBOARD = "onboard"


@dataclass(frozen=True)
class Verdict:
    """Whether a brief may be done, and why, in one sentence."""

    allowed: bool
    sentence: str


def verdict(brief: Brief) -> Verdict:
    """What the gate says to a brief."""
    if brief.provider == ONBOARD:
        return Verdict(True, "Nothing leaves this machine: on-board simulation.")
    return Verdict(False, f"No rule of this show allows the provider {brief.provider[:40]!r}.")
