"""The quick look's process as the service sees it: started at need, asked one thing at a time, ended.

For threads that may wait. Knows the lines of `process` and nothing of panels.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading

import numpy as np

from secondunit.wire import Problem, decode, encode
from secondunit.wire.errors import WorkerLost, raised
from secondunit.wire.quick import QuickFacts, QuickWork

from .look import QuickPicture


class QuickCaller:
    """One process that draws quick looks. `look` may be called from one thread, all else from any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The number of the process; 0 where none runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else 0

    def warm(self, kind: str) -> None:
        """Have the process load what a kind needs; starts it."""
        self._say({"warm": kind})

    def look(self, work: QuickWork) -> QuickPicture:
        """What the process draws; raises what it met, `Cancelled` after `leave_off`, `WorkerLost`."""
        process = self._say({"ask": encode(work)})
        assert process.stdout is not None
        try:
            head = json.loads(process.stdout.readline())
            if "problem" in head:
                raise raised(decode(Problem, head["problem"]))
            body = process.stdout.read(head["bytes"])
            facts = decode(QuickFacts, head["facts"])
            pixels = np.frombuffer(body, np.uint8).reshape(facts.height, facts.width, 3)
        except (OSError, ValueError) as error:
            self.kill()
            raise WorkerLost(
                "The process that draws quick looks has ended.",
                remedy="Touch the slider again: another one is started.",
                kept="The brief is as it was; jobs go on.",
            ) from error
        return QuickPicture(pixels, facts)

    def leave_off(self) -> None:
        """What is drawn now is no longer wanted."""
        if self.pid:
            self._say({"stop": True})

    def end(self) -> None:
        """Let the process end by itself: it is idle."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(2.0)
                return
            process.kill()
            process.wait()

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _say(self, message: dict[str, object]) -> subprocess.Popen[bytes]:
        """Send a line to the process; one that has ended takes none, which the answer shows."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._process = _started()
            process = self._process
            assert process.stdin is not None
            with contextlib.suppress(OSError):
                process.stdin.write(json.dumps(message).encode() + b"\n")
                process.stdin.flush()
            return process


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(os.environ),
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
