"""A folder shown in the system's own file browser, for hosts that have no way of their own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from secondunit.wire.errors import HostError


def show_folder(path: str) -> None:
    """Show a folder, or the folder of a file, and wait for nothing; raises `HostError`."""
    import subprocess

    if not Path(path).exists():
        raise HostError("The folder is not there.", remedy="Check that its disk is mounted.", where=path)
    folder = path if Path(path).is_dir() else str(Path(path).parent)
    commands = {"win32": ["explorer", os.path.normpath(folder)], "darwin": ["open", folder]}
    try:
        subprocess.Popen(
            commands.get(sys.platform, ["xdg-open", folder]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise HostError(f"The folder cannot be shown ({error.strerror}).", where=folder) from None
