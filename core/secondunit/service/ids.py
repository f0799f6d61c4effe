"""Ids of jobs, takes, notes, sign-offs and matches: 26 characters that sort by the time they were made."""

from __future__ import annotations

import secrets
import threading
import time
from datetime import UTC, datetime

# Crockford's base 32, lower case: no i, l, o, u.
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_BITS = 75
_lock = threading.Lock()
_last = 0


def new_job_id() -> str:
    """`j` and 25 characters: 48 bits of milliseconds and 75 random bits, rising within this process."""
    global _last
    with _lock:
        fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        # A clock set back, or two ids within a millisecond, must still rise.
        _last = fresh if fresh > _last else _last + 1 + secrets.randbits(32)
        number = _last
    return "j" + "".join(_DIGITS[number >> shift & 31] for shift in range(120, -1, -5))


def new_note_id() -> str:
    """`n` and 25 characters, as those of jobs."""
    return "n" + new_job_id()[1:]


def new_signoff_id() -> str:
    """`s` and 25 characters, as those of jobs."""
    return "s" + new_job_id()[1:]


def new_playlist_id() -> str:
    """`p` and 25 characters, as those of jobs."""
    return "p" + new_job_id()[1:]


def new_match_id() -> str:
    """`m` and 25 characters, as those of jobs."""
    return "m" + new_job_id()[1:]


def now() -> str:
    """The time in UTC as ISO 8601 with milliseconds: `2026-11-20T09:30:00.000Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
