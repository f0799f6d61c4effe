"""A process that is spoken to in lines, without anybody ever waiting for it to listen or to die.

A disk that is away holds a process where no signal reaches it; whoever speaks to it may serve others.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
from queue import SimpleQueue
from typing import BinaryIO

#: How long a process that was asked to end by itself has for it, in seconds.
GRACE = 2.0


class Child:
    """A running process with pipes for its standard input and output; its lines go out on a thread."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        threading.Thread(target=self._write, name="lines of quick looks", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def output(self) -> BinaryIO:
        """What it writes."""
        stream = self._process.stdout
        assert stream is not None
        return stream  # type: ignore[return-value] # a pipe of bytes

    def say(self, message: dict[str, object]) -> None:
        """Send it a line; one that has ended takes none, which its output shows."""
        self._lines.put(json.dumps(message).encode() + b"\n")

    def end(self) -> None:
        """Let it end by itself, and kill it where it does not; waits for two seconds at most."""
        self._lines.put(None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
            return
        self.kill()

    def kill(self) -> threading.Thread:
        """End it at once; gives the thread that waits until it is dead."""
        self._process.kill()
        waiting = threading.Thread(target=self._process.wait, name="end of quick looks", daemon=True)
        waiting.start()
        self._lines.put(None)
        return waiting

    def _write(self) -> None:
        stream = self._process.stdin
        assert stream is not None
        with contextlib.suppress(OSError):
            while (line := self._lines.get()) is not None:
                stream.write(line)
                stream.flush()
        with contextlib.suppress(OSError):
            stream.close()
