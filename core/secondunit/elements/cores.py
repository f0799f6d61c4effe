"""How many cores this machine gives to elements. It loads nothing, so that an estimate costs no memory."""

from __future__ import annotations

import os


def threads() -> int:
    """How many cores to use: NUMBA_NUM_THREADS where set, else the cores this process may run on."""
    asked = os.environ.get("NUMBA_NUM_THREADS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
