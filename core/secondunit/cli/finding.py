"""One check of the doctor and what it found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One check: `state` is `ok`, `warning` or `broken`; a remedy where it is not ok."""

    check: str
    state: str
    found: str
    remedy: str = ""
