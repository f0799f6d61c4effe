"""Where a service and the hosts of one user find each other on disk; nothing here creates anything."""

from __future__ import annotations

import os
import sys

#: Files of the state folder that both sides know.
SERVICE_FILE, TOKEN_FILE = "service.json", "token"
#: Holds the command line that starts this user's service, for hosts that know no better.
COMMAND_FILE = "command"


def state_home() -> str:
    """The absolute folder that holds one user's service: `$SECONDUNIT_HOME`, or the system's own place."""
    folder = os.environ.get("SECONDUNIT_HOME")
    if folder:
        return os.path.abspath(os.path.expanduser(folder))  # noqa: PTH100, PTH111 - pathlib costs a host 8 ms
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")  # noqa: PTH111
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Application Support")  # noqa: PTH111
    else:
        base = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111
    return os.path.join(base, "secondunit")  # noqa: PTH118
