"""The quick look's process as the service sees it: started at need, asked one thing at a time, ended.

For threads that may wait. Knows the lines of `process` and nothing of panels.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import numpy as np

from secondunit.wire import Problem, decode, encode
from secondunit.wire.errors import WorkerLost, raised
from secondunit.wire.quick import QuickFacts, QuickWork

from .child import Child
from .look import QuickPicture


class QuickCaller:
    """One process that draws quick looks. `look` may be called from one thread, all else from any.

    `leave_off`, `kill` and `close` without a wait may be called where others are served.
    """

    def __init__(self) -> None:
        #: Held while a process is started, which takes time.
        self._starting = threading.Lock()
        self._child: Child | None = None
        self._closed = False

    @property
    def pid(self) -> int:
        """The number of the process; 0 where none runs."""
        child = self._child
        return child.pid if child is not None and child.running else 0

    def warm(self, kind: str) -> None:
        """Have the process load what a kind needs; starts it."""
        self._say({"warm": kind})

    def look(self, work: QuickWork) -> QuickPicture:
        """What the process draws; raises what it met, `Cancelled` after `leave_off`, `WorkerLost`."""
        child = self._say({"ask": encode(work)})
        try:
            head = json.loads(child.output.readline())
            if "problem" in head:
                raise raised(decode(Problem, head["problem"]))
            body = child.output.read(head["bytes"])
            facts = decode(QuickFacts, head["facts"])
            pixels = np.frombuffer(body, np.uint8).reshape(facts.height, facts.width, 3)
        except (OSError, ValueError) as error:
            self._child = None if self._child is child else self._child
            child.kill()
            raise WorkerLost(
                "The process that draws quick looks has ended.",
                remedy="Touch the slider again: another one is started.",
                kept="The brief is as it was; jobs go on.",
            ) from error
        return QuickPicture(pixels, facts)

    def leave_off(self) -> None:
        """What is drawn now is no longer wanted."""
        child = self._child
        if child is not None:
            child.say({"stop": True})

    def end(self) -> None:
        """Let the process end by itself: it is idle."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def kill(self) -> None:
        """End the process at once, whatever it does, and do not wait until it is dead."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def close(self, wait: float = 0.0) -> None:
        """End it for good: no other is started. Waits for its death for so many seconds at most."""
        self._closed = True
        child, self._child = self._child, None
        if child is not None:
            child.kill().join(wait)

    def _say(self, message: dict[str, object]) -> Child:
        """Send a line to the process, which is started where none runs."""
        with self._starting:
            child = self._child
            if child is None or not child.running:
                if child is not None:
                    child.end()
                child = self._child = Child(_started())
        child.say(message)
        if self._closed:
            child.kill()
        return child


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(os.environ),
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
