"""The panel's process: reaches Resolve, makes host, session and window, and runs until one of them ends."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from typing import Any

from secondunit.host import Dialling
from secondunit.host.session import Session
from secondunit.qt.binding import QtWidgets, run
from secondunit.qt.desk.palettes import follow

from . import reaching
from .host import ResolveHost
from .window import ResolveWindow, say_once

UNREACHED = (
    "Resolve does not let the panel in. In Resolve Studio open Preferences > System > General, set External "
    "scripting using to Local, and start Second Unit again from Workspace > Scripts."
)


def main(words: Sequence[str]) -> int:
    """Run the panel; the process's exit status."""
    read = argparse.ArgumentParser(prog="second_unit_resolve")
    read.add_argument("--relay", action="store_true", help="speak to Resolve through the menu's script")
    given = read.parse_args(words)
    connect: Callable[[], Any] = reaching.by_module
    if given.relay:
        connect = reaching.through_script(sys.stdin.buffer, sys.stdout.buffer)
    app = QtWidgets.QApplication.instance() or QtWidgets.QApplication(["Second Unit"])
    assert isinstance(app, QtWidgets.QApplication)
    app.setApplicationName("Second Unit")
    follow(app, "dark")
    host = ResolveHost(connect)
    if not host.bridge.alive():
        parent = QtWidgets.QWidget()
        say_once(parent, UNREACHED)
        return 1
    window = make_window(host, Dialling(user=_user()))
    window.show()
    return int(run(app))


def make_window(host: ResolveHost, dialling: Dialling) -> ResolveWindow:
    """The window of this Resolve, its session started."""
    session = Session(host, dialling)
    session.start()
    return ResolveWindow(session, host)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
