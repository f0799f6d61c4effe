"""Workers give way: while a job uses every core, the artist's own programs are served first.

Only workers that the service starts on an artist's machine do; a farm sets the priority of its own.
"""

from __future__ import annotations

import contextlib
import os
import sys

#: How far a worker stands behind what an artist starts, of 19; `$SECONDUNIT_NICE` says another, 0 none.
NICE = 10
VARIABLE = "SECONDUNIT_NICE"
#: Windows' name for it (winbase.h: BELOW_NORMAL_PRIORITY_CLASS).
_BELOW_NORMAL = 0x4000


def give_way() -> None:
    """Lower this process's priority, where nobody did before; what cannot be lowered stays as it is."""
    wanted = _wanted()
    if not wanted:
        return
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            from ctypes import windll

            windll.kernel32.SetPriorityClass(windll.kernel32.GetCurrentProcess(), _BELOW_NORMAL)
        elif os.nice(0) == 0:
            os.nice(wanted)


def _wanted() -> int:
    try:
        return min(max(int(os.environ.get(VARIABLE, NICE)), 0), 19)
    except ValueError:
        return NICE
