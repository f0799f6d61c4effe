"""Serving: one service for each home, found by its address file, ended in order.

secondunit serve            in the foreground, until it is told to stop
secondunit serve --detach   in the background; returns when it answers, whoever started it
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO

from secondunit.ground.locks import FileLock
from secondunit.wire import Problem, ServiceAddress, loads
from secondunit.wire.errors import BadValue, NoRights, SecondUnitError, ServiceAbsent, raised
from secondunit.wire.storage import storage_error

from .find import find
from .home import Home
from .logs import log_into

#: How long a service may take until it answers, and how often it is looked for, in seconds.
PATIENCE, LOOK = 60.0, 0.05
#: How long threads may take to end once everything is closed, in seconds.
LAST = 2.0
log = logging.getLogger(__name__)


def serve(
    detach: bool = False, port: int = 0, home: Home | None = None, say: Callable[[str], None] = log.info
) -> int:
    """Serve this home, or make sure that it is served; gives the exit status.

    `port` 0 takes the port of last time if it is free, else any. `say` gets a line for whoever started it in
    the foreground: where it serves and how to stop it, or who serves already. Raises `ServiceAbsent`,
    `NoRights`, `StorageError`.
    """
    home = home or Home.of_user()
    _make(home)
    if detach:
        start(home, port)
        return 0
    lock = FileLock(home.lock)
    end = time.monotonic() + PATIENCE
    while not _taken(lock, home):  # one serves, is about to, or is just ending
        address = find(home)
        if address is not None:
            say(f"The service already runs at {address.url} (process {address.pid}).")
            return 0
        if time.monotonic() > end:
            raise _not_started(home)
        time.sleep(LOOK)
    try:
        from .running import run  # it loads everything the service is made of

        log_into(home.log)
        run(home, port, lambda url: say(f"Serving at {url}. Stop it with Ctrl-C, or: secondunit stop"))
    except SecondUnitError:
        log.exception("the service could not start")
        raise
    finally:
        lock.release()
    _leave()
    return 0


def _taken(lock: FileLock, home: Home) -> bool:
    try:
        return lock.take()
    except OSError as error:
        raise storage_error(error, home.lock) from error


def start(home: Home, port: int = 0) -> ServiceAddress:
    """Start the service in the background unless it runs; gives where it listens.

    Raises `ServiceAbsent`, `NoRights`, and what keeps the service itself from starting.
    """
    _make(home)
    running = find(home)
    if running is not None:
        return running
    command = [sys.executable, "-m", "secondunit.service", str(port)]
    environment = {**os.environ, "SECONDUNIT_HOME": str(home.root)}
    errors = home.root / "start.log"
    with errors.open("ab") as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            env=environment,
            cwd=home.root,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    assert child.stdout is not None
    with child.stdout as stream:
        return _wait(home, child, stream)


def _leave() -> None:
    """End the process at once where a thread of a library still waits for a disk: all of ours is closed."""
    end = time.monotonic() + LAST
    for thread in threading.enumerate():
        if not thread.daemon and thread not in (threading.main_thread(), threading.current_thread()):
            thread.join(max(0.0, end - time.monotonic()))
            if thread.is_alive():
                log.warning("the thread %s was left behind", thread.name)
                logging.shutdown()
                os._exit(0)


def _make(home: Home) -> None:
    try:
        home.make()
    except OSError as error:
        raise NoRights(
            f"The state folder cannot be made: {error.strerror}.",
            remedy="Set SECONDUNIT_HOME to a folder this user may write.",
            where=str(home.root),
        ) from error


def _wait(home: Home, child: subprocess.Popen[bytes], stream: IO[bytes]) -> ServiceAddress:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        address = find(home)
        if address is not None:
            return address
        if child.poll() not in (None, 0):
            with contextlib.suppress(BadValue):
                raise raised(loads(Problem, stream.read()))
            break
        time.sleep(LOOK)
    raise _not_started(home)


def _not_started(home: Home) -> ServiceAbsent:
    return ServiceAbsent(
        "The service did not start.", remedy=f"Its log says why: {home.log} and {home.root / 'start.log'}."
    )
