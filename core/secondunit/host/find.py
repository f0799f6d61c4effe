"""Find the running service of this user: its address and its token, from the state folder."""

from __future__ import annotations

import os

from secondunit.wire import ServiceAddress, loads
from secondunit.wire.errors import BadValue, NoRights, ServiceAbsent
from secondunit.wire.home import COMMAND_FILE, SERVICE_FILE, TOKEN_FILE, state_home


def find(home: str = "") -> ServiceAddress | None:
    """Where the service says it listens, or None; whether it still does is for the caller to ask.

    `home` is the state folder (default: the user's own). Raises `NoRights`.
    """
    text = _read(os.path.join(home or state_home(), SERVICE_FILE))  # noqa: PTH118 - pathlib costs a host 8 ms
    try:
        return loads(ServiceAddress, text) if text else None
    except BadValue:
        return None


def read_token(address: ServiceAddress, home: str = "") -> str:
    """The bearer token that the service at `address` takes; raises `ServiceAbsent`, `NoRights`."""
    path = address.token_file or os.path.join(home or state_home(), TOKEN_FILE)  # noqa: PTH118
    token = _read(path).strip()
    if not token:
        raise ServiceAbsent("The service's token file is not there.", where=path)
    return token


def read_command(home: str = "") -> str:
    """The command line that starts the service, as the installation left it; empty when it did not."""
    return _read(os.path.join(home or state_home(), COMMAND_FILE)).strip()  # noqa: PTH118


def _read(path: str) -> str:
    """The text of a small file; empty when it does not exist."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            return file.read(65_536)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise NoRights(
            f"{path} cannot be read ({error.strerror or 'no rights'}).",
            remedy="Only its owner may read it: start the service and the host as the same user.",
            where=path,
        ) from None
