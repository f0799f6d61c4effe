"""How the C library's allocator divides memory among the threads of this process."""

from __future__ import annotations

import ctypes
import sys

#: `M_ARENA_MAX` of glibc's malloc.h, and how many arenas are enough.
_ARENA_MAX, _ENOUGH = -8, 2


def few_arenas() -> bool:
    """Keep glibc from giving each few threads a heap of their own: with hundreds of threads, most of them
    asleep, those heaps are most of the memory. To be called before threads begin; False where it does not
    apply. Source: mallopt(3).
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, _ENOUGH))
    except (OSError, AttributeError):
        return False
