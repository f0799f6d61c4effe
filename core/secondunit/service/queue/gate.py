"""The gate every job passes before anything else happens. Here is where rights will be asked.

On-board work and finished comps are allowed, because nothing leaves the machine; everything else is
refused until a provider and its terms are known.
"""

from __future__ import annotations

from dataclasses import dataclass

from secondunit.wire import Brief
from secondunit.wire.brief import COMP, ONBOARD


@dataclass(frozen=True)
class Verdict:
    """Whether a brief may be done, and why, in one sentence."""

    allowed: bool
    sentence: str


def verdict(brief: Brief) -> Verdict:
    """What the gate says to a brief."""
    if brief.provider == ONBOARD:
        return Verdict(True, "Nothing leaves this machine: on-board simulation.")
    if brief.provider == COMP:
        return Verdict(True, "Nothing leaves this machine: a finished comp is taken in.")
    return Verdict(False, f"No rule of this show allows the provider {brief.provider[:40]!r}.")
