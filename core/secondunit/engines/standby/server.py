"""The process on standby itself: it loads what workers need, forks for each caller, and does nothing else.

It has one thread, so that what a fork copies is whole. Its standard input is a pipe from the engine's
process: when that ends, this does.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from secondunit.engines import worker

from .caller import owner

#: After this long without a caller it ends, in seconds.
IDLE = 120.0
#: A caller's message in bytes, at most: arguments and an environment.
MOST = 1 << 24
#: What says how many threads a kernel may use (elements/cores.py).
THREADS = "NUMBA_NUM_THREADS"


@dataclass(frozen=True)
class _Task:
    """What a caller wants: a folder to be in, the worker's arguments, its environment."""

    folder: str
    arguments: list[str]
    environment: dict[str, str]

    @classmethod
    def read(cls, words: list[str]) -> _Task:
        """Raises `ValueError` for what no caller of ours sends."""
        folder, count, *rest = words
        arguments, environment = rest[: int(count)], rest[int(count) :]
        return cls(folder, arguments, dict(word.split("=", 1) for word in environment))


class _Fork:
    """A child and the caller that waits for it."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.connection = connection
        self.exit = os.pidfd_open(pid)

    def close(self) -> None:
        self.connection.close()
        os.close(self.exit)


class ForkServer:
    """Takes callers on an abstract address, which leaves nothing on disk, whatever ends this process."""

    def __init__(self, name: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind("\0" + name)
        self._listener.listen(16)
        self._forks: list[_Fork] = []
        self._python = _python(os.environ)

    def serve(self) -> None:
        """Take callers until the parent is gone, or nobody came for long."""
        while True:
            waiting: list[Any] = [0, self._listener, *(fork.connection for fork in self._forks)]
            exits = [fork.exit for fork in self._forks]
            ready, _, _ = select.select([*waiting, *exits], [], [], None if self._forks else IDLE)
            if not ready or 0 in ready:
                return
            for fork in list(self._forks):
                if fork.exit in ready:
                    self._end(fork)
                elif fork.connection in ready:
                    # A caller says nothing more: it is gone, as a killed worker is.
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(fork.pid, signal.SIGKILL)
                    self._end(fork)
            if self._listener in ready:
                self._take()

    def _take(self) -> None:
        connection, _ = self._listener.accept()
        try:
            connection.settimeout(10.0)
            if owner(connection) != os.getuid():
                raise OSError("another user's")
            task, streams = _receive(connection)
        except (OSError, ValueError):
            connection.close()
            return
        if _python(task.environment) != self._python:  # it would load other code than this process has
            for stream in streams:
                os.close(stream)
            connection.close()
            return
        _load(task.arguments)
        try:
            pid = os.fork()
        except OSError:  # no room for one more: the caller tries by itself, and the other forks go on
            for stream in streams:
                os.close(stream)
            connection.close()
            return
        if not pid:
            self._become(task, streams, connection)
        for stream in streams:
            os.close(stream)
        connection.settimeout(None)
        self._forks.append(_Fork(pid, connection))
        with contextlib.suppress(OSError):
            connection.sendall(f"{pid}\n".encode())

    def _end(self, fork: _Fork) -> None:
        _, status = os.waitpid(fork.pid, 0)
        with contextlib.suppress(OSError):
            fork.connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
        fork.close()
        self._forks.remove(fork)

    def _become(self, task: _Task, streams: list[int], connection: socket.socket) -> NoReturn:
        """In the child: be the Python that the caller asked for, and never come back."""
        status = 1
        try:
            os.setsid()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            connection.close()
            self._listener.close()
            for fork in self._forks:
                fork.close()
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
                os.close(stream)
            os.chdir(task.folder)
            os.environ.clear()
            os.environ.update(task.environment)
            sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
            sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
            status = worker.main(task.arguments)
        except SystemExit as ending:
            status = ending.code if isinstance(ending.code, int) else 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            # Threads of libraries are not waited for: all that matters is on disk.
            os._exit(status)


def _load(arguments: list[str]) -> None:
    """Load here what the child is about to need; what fails is left to the child, which can say so."""
    before = os.environ.get(THREADS)
    os.environ[THREADS] = "1"  # a fork copies no threads: none may be begun here
    try:
        with contextlib.suppress(Exception), contextlib.redirect_stdout(None):
            worker.preload(arguments)
    finally:
        del os.environ[THREADS]
        if before is not None:
            os.environ[THREADS] = before


def _python(environment: Mapping[str, str]) -> dict[str, str]:
    """What of an environment says which code a Python loads, and how (`PYTHONPATH`, `PYTHONHASHSEED`)."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith("PYTHON") and name != "PYTHONUNBUFFERED"
    }


def _receive(connection: socket.socket) -> tuple[_Task, list[int]]:
    """A caller's message, and its three standard streams."""
    head, streams, _, _ = socket.recv_fds(connection, 8, 3)
    try:
        length = int.from_bytes(head, "big")
        if len(streams) != 3 or len(head) != 8 or length > MOST:
            raise ValueError("no caller of ours")
        body = b""
        while len(body) < length:
            part = connection.recv(min(1 << 16, length - len(body)))
            if not part:
                raise ValueError("cut off")
            body += part
        return _Task.read(body.decode("utf-8", "surrogateescape").split("\0")), streams
    except (OSError, ValueError):
        for stream in streams:
            os.close(stream)
        raise


def main(name: str) -> None:
    """Listen, say so, and serve; raises `OSError` where there is no pidfd_open(2) (Linux before 5.3)."""
    os.close(os.pidfd_open(os.getpid()))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = ForkServer(name)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    server.serve()


if __name__ == "__main__":
    main(sys.argv[1])
