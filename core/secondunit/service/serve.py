"""Serving: one service for each home, found by its address file, ended in order.

secondunit serve            in the foreground, until it is told to stop
secondunit serve --detach   in the background; returns when it answers, whoever started it
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable

from secondunit.wire import ServiceAddress
from secondunit.wire.errors import NoRights, SecondUnitError, ServiceAbsent

from .find import find
from .home import Home
from .lock import ServiceLock
from .logs import log_into

#: How long a service may take until it answers, in seconds.
PATIENCE = 60.0
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
    lock = ServiceLock(home.lock)
    if not lock.take():
        address = _wait(home, PATIENCE)
        say(f"The service already runs at {address.url} (process {address.pid}).")
        return 0
    try:
        from .running import run  # it loads everything the service is made of

        log_into(home.log)
        run(home, port, lambda url: say(f"Serving at {url}. Stop it with Ctrl-C, or: secondunit stop"))
    except SecondUnitError:
        log.exception("the service could not start")
        raise
    finally:
        lock.release()
    return 0


def start(home: Home, port: int = 0) -> ServiceAddress:
    """Start the service in the background unless it runs; gives where it listens.

    Raises `ServiceAbsent`, `NoRights`.
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
            stdout=output,
            stderr=output,
            env=environment,
            cwd=home.root,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    return _wait(home, PATIENCE, child)


def _make(home: Home) -> None:
    try:
        home.make()
    except OSError as error:
        raise NoRights(
            f"The state folder cannot be made: {error.strerror}.",
            remedy="Set SECONDUNIT_HOME to a folder this user may write.",
            where=str(home.root),
        ) from error


def _wait(home: Home, patience: float, child: subprocess.Popen[bytes] | None = None) -> ServiceAddress:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        address = find(home)
        if address is not None:
            return address
        if child is not None and child.poll() not in (None, 0):
            break
        time.sleep(0.05)
    raise ServiceAbsent(
        "The service did not start.", remedy=f"Its log says why: {home.log} and {home.root / 'start.log'}."
    )
