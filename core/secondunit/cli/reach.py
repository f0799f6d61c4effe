"""The service as the command line reaches it: the same client that hosts use, started when absent."""

from __future__ import annotations

import subprocess
import sys

from secondunit.host.client import Client
from secondunit.host.start import Dialling

from .briefs import user


def reach(*, start: bool = True) -> Client:
    """A client of the running service. Raises `ServiceAbsent`, `ServiceMismatch`."""
    # This very installation serves, whatever `secondunit` may be found on PATH.
    words = [sys.executable, "-m", "secondunit"]
    command = subprocess.list2cmdline(words) if sys.platform == "win32" else _quoted(words)
    dialling = Dialling(command=command if start else "", user=user(), patience=60.0)
    return dialling.dial() if start else dialling.reach()


def _quoted(words: list[str]) -> str:
    import shlex

    return shlex.join(words)
