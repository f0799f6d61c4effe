"""The desk as an application: `secondunit desk`. Makes host, session and window, and runs them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from secondunit.host.session import Session
from secondunit.host.start import DEFAULT_COMMAND, Dialling
from secondunit.wire.errors import HostError

from ..binding import BINDING, QtCore, QtGui, QtWidgets, run
from .desk_host import DeskHost
from .document import Shelf
from .palettes import SYSTEM, follow
from .window import DeskWindow


def desk(
    files: Sequence[str] = (), *, command: str = DEFAULT_COMMAND, user: str = "", theme: str = SYSTEM
) -> int:
    """Open the desk with these plates and run it until its window is closed; gives the exit status.

    `command` starts the service where it does not run. Raises `HostError` where there is no display, or
    a Qt that would end the process.
    """
    require_display()
    require_sound_qt()
    app = QtWidgets.QApplication.instance() or QtWidgets.QApplication(["Second Unit"])
    assert isinstance(app, QtWidgets.QApplication)
    app.setApplicationName("Second Unit")
    app.setDesktopFileName("second-unit")
    follow(app, theme)
    window = make_window(Dialling(command=command, user=user))
    window.show()
    window.open(list(files))
    return int(run(app))


def make_window(dialling: Dialling) -> DeskWindow:
    """The window of the show that was open last, its session started."""
    host = DeskHost(Shelf(dialling.home), reveal_with=reveal)
    session = Session(host, dialling)
    session.names = host.document_names
    session.start()
    if session.panel.show_name != host.document.show and host.document.state == {}:
        session.panel.set("show", host.document.show)
    return DeskWindow(session, host)


def reveal(path: str) -> None:
    """Open a folder, or the folder of a file, in the system's file browser."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)  # noqa: PTH112, PTH120
    QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(folder))


def require_sound_qt() -> None:
    """Raise `HostError` for a PySide that miscounts None, which ends a Python before 3.12 after some minutes.

    Measured, not listed: PySide6 6.12.0 loses one reference of None in every call that returns nothing.
    """
    calls, color = 100, QtGui.QColor("black")
    before = sys.getrefcount(None)
    for _ in range(calls):
        color.setAlpha(255)
    if sys.version_info < (3, 12) and before - sys.getrefcount(None) > calls // 2:
        python = ".".join(map(str, sys.version_info[:2]))
        raise HostError(
            f"{BINDING} {QtCore.qVersion()} ends Python {python} in mid-work: it is faulty.",
            remedy="Install another one: pip install 'PySide6-Essentials<6.12'.",
        )


def require_display() -> None:
    """Raise `HostError` where Qt would end the process for want of a display."""
    if sys.platform in ("win32", "darwin"):
        return
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if not any(os.environ.get(name) for name in names):
        raise HostError(
            "There is no display to open a window on.",
            remedy="Start it in a desktop session, or set DISPLAY. Everything else works in a terminal: "
            "secondunit --help.",
        )
