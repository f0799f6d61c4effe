"""The room's one clock and its days: UTC, ISO 8601, as text that sorts as time does."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from secondunit.wire.errors import WrongType

_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def utc_now() -> str:
    """Now, as `2026-11-22T21:40:00.123Z`."""
    return _text(datetime.now(UTC))


def later(when: str, seconds: float) -> str:
    """`seconds` after `when`."""
    return _text(datetime.fromisoformat(when) + timedelta(seconds=seconds))


def require_when(text: str, where: str) -> None:
    """Raise `WrongType` unless this is a time in UTC with a Z."""
    try:
        if not _WHEN.fullmatch(text):
            raise ValueError
        datetime.fromisoformat(text)
    except ValueError:
        raise WrongType(f"{text[:40]!r} is not a time such as 2026-11-22T21:40:00Z.", where=where) from None


def require_day(text: str, where: str) -> None:
    """Raise `WrongType` unless this is a day such as 2026-11-22."""
    try:
        if date.fromisoformat(text).isoformat() != text:
            raise ValueError
    except ValueError:
        raise WrongType(f"{text[:40]!r} is not a day such as 2026-11-22.", where=where) from None


def over(day: str, when: str) -> bool:
    """True when `when` is later than the last moment of `day`; a `day` that is empty is never over."""
    return bool(day) and when[:10] > day


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
