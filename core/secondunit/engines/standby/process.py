"""The process on standby as its parent sees it: started at need, and a command that uses it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shlex
import subprocess
import sys
import threading
from pathlib import Path

from secondunit.media.whole import whole_file

from . import caller

#: Where a worker's environment names the process on standby.
NAME = caller.NAME
_lock = threading.Lock()
_server: Standby | None = None


class Standby:
    """A started process on standby; it ends when this process closes its pipe, or ends."""

    def __init__(self) -> None:
        self.name = f"secondunit-{os.getpid()}-{secrets.token_hex(16)}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.server", self.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # numpy begins its threads when it is loaded
        )
        assert self._process.stdout is not None
        # It says one line when it listens, or ends.
        self.ready = self._process.stdout.readline() == b"ready\n"

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait(self) -> None:
        """Return when it ended."""
        self._process.wait()

    @property
    def alive(self) -> bool:
        return self.ready and self._process.poll() is None


def python_on_standby(folder: Path) -> tuple[str, dict[str, str]]:
    """The path of a command that stands for this Python, kept in `folder`, and the environment it needs.

    This very Python with nothing to add where there is no process on standby.
    """
    if sys.platform != "linux":
        return sys.executable, {}
    with contextlib.suppress(OSError):
        standby = server()
        if standby.ready:
            return str(_command(folder)), {NAME: standby.name}
    return sys.executable, {}


def server() -> Standby:
    """This process's own process on standby, started where there is none; one that cannot be stays so."""
    global _server
    with _lock:
        if _server is None or (_server.ready and not _server.alive):
            _server = Standby()
        return _server


def _command(folder: Path) -> Path:
    """Write the command; a shell's, for the path of a Python may be too long for a script's first line."""
    path = folder / "python"
    words = shlex.join([sys.executable, "-I", "-S", str(Path(caller.__file__)), sys.executable])
    text = f'#!/bin/sh\nexec {words} "$@"\n'
    with contextlib.suppress(OSError):
        if path.read_text("utf-8") == text:
            return path
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as temporary:
        temporary.write_text(text, "utf-8")
        temporary.chmod(0o700)
    return path
