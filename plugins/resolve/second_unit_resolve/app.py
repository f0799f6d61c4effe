"""The panel's process: reaches Resolve, makes host, session and window, and runs until one of them ends."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from secondunit.host import Dialling
from secondunit.host.session import Session
from secondunit.qt.binding import QtCore, QtWidgets, run
from secondunit.qt.desk.app import require_sound_qt
from secondunit.qt.desk.palettes import follow
from secondunit.wire import state_home
from secondunit.wire.errors import HostError

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
    options = read.parse_args(words)
    connect: Callable[[], Any] = reaching.by_module
    if options.relay:
        connect = reaching.through_script(sys.stdin.buffer, sys.stdout.buffer)
    app = QtWidgets.QApplication.instance() or QtWidgets.QApplication(["Second Unit"])
    assert isinstance(app, QtWidgets.QApplication)
    app.setApplicationName("Second Unit")
    follow(app, "dark")
    try:
        require_sound_qt()
    except HostError as error:
        say_once(QtWidgets.QWidget(), str(error))
        return 1
    lock = only_one()
    if lock is None:
        say_once(QtWidgets.QWidget(), "The panel is open already.")
        return 0
    host = ResolveHost(connect)
    if not host.bridge.alive():
        say_once(QtWidgets.QWidget(), UNREACHED)
        return 1
    window = make_window(host, Dialling(user=_user()))
    window.show()
    status = int(run(app))
    lock.unlock()
    return status


def only_one() -> QtCore.QLockFile | None:
    """The lock of this user's one panel; None while another panel lives."""
    folder = Path(state_home()) / "resolve"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return QtCore.QLockFile("")
    lock = QtCore.QLockFile(str(folder / "panel.lock"))
    # The process that holds it is looked for: a crash leaves no lock behind.
    lock.setStaleLockTime(0)
    if lock.tryLock(50) or lock.error() is not QtCore.QLockFile.LockError.LockFailedError:
        return lock
    return None


def make_window(host: ResolveHost, dialling: Dialling) -> ResolveWindow:
    """The window of this Resolve, its session started."""
    session = Session(host, dialling)
    session.names = host.document_names
    session.start()
    return ResolveWindow(session, host)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
