"""The gate every job passes before anything else happens. Here is where rights will be asked.

On-board work is allowed, because nothing leaves the machine; everything else is refused until a provider and
its terms are known.
"""

from __future__ import annotations

from dataclasses import dataclass

from secondunit.wire import Brief
from secondunit.wire.errors import Refused

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


def require(brief: Brief) -> None:
    """Raise `Refused` with the gate's reason unless the brief may be done."""
    said = verdict(brief)
    if not said.allowed:
        raise Refused(said.sentence, remedy="Choose the provider onboard.", where="provider")
