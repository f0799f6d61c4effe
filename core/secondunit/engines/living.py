"""Telling one process from every other one that ever had its number, whatever the system's clock does."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil


def mark_of(pid: int) -> str:
    """`PID:BIRTH`, the mark of a process that lives; raises `psutil.Error`."""
    return f"{pid}:{_birth(pid)}"


def alive(mark: str) -> bool:
    """Whether the process of a mark lives: same number and same birth."""
    pid, _, birth = mark.partition(":")
    try:
        number = int(pid)
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE and _birth(number) == birth
    except (psutil.Error, ValueError):
        return False


if sys.platform == "linux":

    def _birth(pid: int) -> str:
        """The boot's own id and the clock ticks from boot to birth (proc_pid_stat(5), field 22).

        Births counted from the epoch move with every correction of the clock.
        """
        try:
            boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
            facts = Path(f"/proc/{pid}/stat").read_bytes()
        except OSError:
            raise psutil.NoSuchProcess(pid) from None
        # The second field is the program's name in brackets, which may hold anything.
        return f"{boot}-{int(facts.rpartition(b')')[2].split()[19])}"
else:

    def _birth(pid: int) -> str:
        """The moment the system wrote down when the process began; it is not corrected later."""
        return repr(psutil.Process(pid).create_time())
