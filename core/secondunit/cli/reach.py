"""The service as the command line reaches it, the same client that hosts use; and the rights of a show."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.client import Service
from secondunit.host.start import Dialling
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import ShowSettings, state_home
from secondunit.wire.errors import ServiceError, ServiceMismatch, WrongToken
from secondunit.wire.home import COMMAND_FILE

from .briefs import user

if TYPE_CHECKING:
    from secondunit.rights.show import ShowRights
    from secondunit.service.outbound.sites import Sites


def reach(*, start: bool = True) -> Service:
    """The running service, started by this very installation if need be.

    Raises `ServiceAbsent`, `ServiceMismatch`, and what keeps the service from starting.
    """
    dialling = Dialling(command="", user=user())
    try:
        return Service(dialling.reach(), dialling)
    except ServiceMismatch:
        raise
    except (ServiceError, WrongToken):
        if not start:
            raise
    from secondunit.service.home import Home
    from secondunit.service.serve import start as start_service

    start_service(Home.of_user())
    return Service(dialling.reach(), dialling)


def own_command() -> str:
    """The command line of this very installation."""
    words = [sys.executable, "-m", "secondunit"]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def write_command() -> Path:
    """Leave this installation's command where hosts look for it; raises `NoRights`, `DiskFull`."""
    path = Path(state_home()) / COMMAND_FILE
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole_file(path) as temporary:
            temporary.write_text(own_command() + "\n", "utf-8")
    except OSError as problem:
        raise storage_error(problem, path) from problem
    return path


def rights_of(show: str) -> ShowRights:
    """The rights of a show, where its files are; raises `BadName`, `BadSettings`."""
    return sites().rights(show)


def settings_of(show: str) -> ShowSettings:
    """A show's settings, read here and not asked of the service; raises `BadName`, `BadSettings`."""
    from secondunit.service.home import Home
    from secondunit.service.shows import Shows

    return Shows(Home.of_user()).find(show)


def sites() -> Sites:
    """What is set up for every show, read here and not asked of the service."""
    from secondunit.service.home import Home
    from secondunit.service.outbound.sites import Sites
    from secondunit.service.shows import Shows

    home = Home.of_user()
    return Sites(home, Shows(home))
