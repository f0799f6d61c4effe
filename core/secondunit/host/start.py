"""Reach the service: find it, ask whether it lives and is of our version, start it where it is not there.

For worker threads only: starting waits.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

from secondunit import __version__
from secondunit.wire.errors import (
    SecondUnitError,
    ServiceAbsent,
    ServiceError,
    ServiceMismatch,
    WrongToken,
    raised,
)
from secondunit.wire.home import state_home
from secondunit.wire.value import dataclass

from .connection import older

if TYPE_CHECKING:
    from subprocess import Popen

    from .client import Client

#: The environment's word on how to start the service, before what the host was told.
COMMAND_VARIABLE = "SECONDUNIT_COMMAND"
#: Stands for: wherever this user's installation is.
DEFAULT_COMMAND = "secondunit"


@dataclass(frozen=True)
class Dialling:
    """How a host reaches the service: `command` starts it (a shell-like line; empty: never start it)."""

    command: str = DEFAULT_COMMAND
    user: str = ""
    #: The state folder; empty for the user's own.
    home: str = ""
    #: Whether a service on another machine may be spoken to.
    remote: bool = True
    #: How long a started service may take until it answers, in seconds.
    patience: float = 30.0

    def dial(
        self, pause: Callable[[], None] = lambda: None, give_up: Callable[[], bool] = lambda: False
    ) -> Client:
        """A client of the running service, started if need be.

        `give_up` is asked while waiting. Raises `ServiceAbsent`, `ServiceMismatch`, `NoRights`.
        """
        try:
            return self.reach(pause)
        except ServiceMismatch:
            raise
        except (ServiceError, WrongToken) as absent:
            command = self._command()
            if not command:
                raise absent from None
        from tempfile import TemporaryFile

        # A file, not a pipe: nobody has to read it for the service to go on, and reading it never waits.
        with TemporaryFile() as output:
            return self._wait(self._start(command, output), output, pause, give_up)

    def mend(
        self, pause: Callable[[], None] = lambda: None, give_up: Callable[[], bool] = lambda: False
    ) -> Client:
        """As `dial`, but an older service on this machine is ended first.

        Its unfinished jobs go on in the one that is started. Raises as `dial`.
        """
        try:
            return self.dial(pause, give_up)
        except ServiceMismatch:
            if not self._command() or not self._end_other(give_up):
                raise
        return self.dial(pause, give_up)

    def _end_other(self, give_up: Callable[[], bool]) -> bool:
        """Ask an older service to end, and wait until it has; false where it may not be asked."""
        import time

        from .client import Client
        from .find import find, read_token

        address = find(self.home)
        if address is None or not _on_this_machine(address.url):
            return False
        client = Client(address.url, read_token(address, self.home), user=self.user)
        if not older(client.status(timeout=2.0).version, __version__):
            return False
        client.stop()
        end = time.monotonic() + self.patience
        while time.monotonic() < end and not give_up():
            try:
                client.status(timeout=2.0)
            except ServiceError:
                return True
            time.sleep(0.1)
        return False

    def reach(self, pause: Callable[[], None] = lambda: None) -> Client:
        """A client of the service if it already runs. Raises `ServiceAbsent`, `ServiceMismatch`."""
        from secondunit.wire import SCHEMA

        from .client import Client
        from .find import find, read_token

        address = find(self.home)
        if address is None:
            raise ServiceAbsent("The service is not running.")
        if not self.remote and not _on_this_machine(address.url):
            raise ServiceAbsent(
                "The service is on another machine, and this host is set to stay offline.",
                remedy="Allow online access in the host's preferences.",
                where=address.url,
            )
        client = Client(address.url, read_token(address, self.home), user=self.user, pause=pause)
        status = client.status(timeout=2.0)
        if status.stopping:
            raise ServiceAbsent("The service is ending.", remedy="Wait a moment; it is started again.")
        if status.schema != SCHEMA or _series(status.version) != _series(__version__):
            raise ServiceMismatch(
                f"The service is version {status.version}, this plug-in {__version__}.",
                remedy="Restart the service: its jobs go on. If it is as old then, update its installation."
                if older(status.version, __version__)
                else "Update this plug-in: the service is newer.",
                where=status.version,
            )
        return client

    def _command(self) -> str:
        """What starts the service: the environment's word, the host's own, what the installation left."""
        from .find import read_command

        command = os.environ.get(COMMAND_VARIABLE) or self.command
        return (read_command(self.home) or command) if command == DEFAULT_COMMAND else command

    def _start(self, command: str, output: IO[bytes]) -> Popen[bytes]:
        import shlex
        import subprocess
        import sys

        windows = sys.platform == "win32"
        words = [word.strip('"') for word in shlex.split(command, posix=not windows)]
        words += ["serve", "--detach", "--json"]
        environment = {**_outside_environment(), "SECONDUNIT_HOME": self.home or state_home()}
        try:
            return subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=not windows,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                close_fds=True,
            )
        except (OSError, ValueError, IndexError) as error:
            reason = error.strerror if isinstance(error, OSError) else ""
            raise ServiceAbsent(
                f"The service could not be started with {command[:120]!r} ({reason or 'no such command'}).",
                remedy="Set the path of the secondunit command in the preferences, or start it by hand: "
                "secondunit serve.",
            ) from None

    def _wait(
        self,
        started: Popen[bytes],
        output: IO[bytes],
        pause: Callable[[], None],
        give_up: Callable[[], bool],
    ) -> Client:
        import time

        end = time.monotonic() + self.patience
        while True:
            try:
                return self.reach(pause)
            except ServiceMismatch:
                raise
            except SecondUnitError:
                if started.poll():
                    raise _why(output, started.returncode) from None
                if give_up() or time.monotonic() > end:
                    raise ServiceAbsent(
                        f"The service was started but did not answer within {self.patience:g} seconds.",
                        remedy="Run `secondunit doctor` in a terminal: it says what is missing.",
                    ) from None
            time.sleep(0.1)


def _why(output: IO[bytes], status: int) -> SecondUnitError:
    """Why the command ended: the problem it printed as a line of JSON, else its exit status."""
    import json

    from secondunit.wire import Problem, decode

    output.seek(0)
    for line in reversed(output.read(65_536).decode("utf-8", "replace").splitlines()):
        try:
            problem = decode(Problem, json.loads(line)["problem"])
        except (ValueError, TypeError, KeyError, SecondUnitError):
            continue
        return raised(problem)
    return ServiceAbsent(
        f"The service could not start: its command ended with status {status}.",
        remedy="Run `secondunit doctor` in a terminal: it says what is missing.",
    )


def _on_this_machine(url: str) -> bool:
    from secondunit.ground.addresses import is_loopback_url

    return is_loopback_url(url)


def _series(version: str) -> str:
    """The part of a version within which host and service understand each other."""
    return ".".join(version.split(".")[:2])


def _outside_environment() -> dict[str, str]:
    """The environment without what a host set for its own Python, which would break another one."""
    inside = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__")
    return {name: value for name, value in os.environ.items() if name not in inside}
