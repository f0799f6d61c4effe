"""The gate's word on what this machine makes itself: it is allowed, because nothing leaves.

What a provider makes is judged by the show's rights, on the very files that would leave; here stands only
what is said of a provider that nobody has set up.
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
    """What the gate says to a brief that this machine makes, and to one that nobody can be asked about."""
    if brief.provider == ONBOARD:
        return Verdict(True, "Nothing leaves this machine: on-board simulation.")
    if brief.provider == COMP:
        return Verdict(True, "Nothing leaves this machine: a finished comp is taken in.")
    return Verdict(False, f"No rule of this show allows the provider {brief.provider[:40]!r}.")
