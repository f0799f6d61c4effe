"""The one session of this Nuke, and who pumps it: the panel while it is there, else a timer while jobs run.

The script's stored values are the truth; the session follows whatever script is open.
"""

from __future__ import annotations

import atexit
import getpass
from time import monotonic
from typing import Any

from secondunit.host import Dialling
from secondunit.host.session import Session

from .host import NukeHost

#: How long a script that holds something of ours is attended to after it was opened, without a panel (s).
ATTEND = 30.0

_session: Session | None = None
_timer: Any = None
_panels = 0
_attend_until = 0.0


def running() -> Session | None:
    """The session, if there is one."""
    return _session


def current() -> Session:
    """The session; made on first use, on the main thread."""
    global _session
    if _session is None:
        nuke_host = NukeHost()
        _session = Session(nuke_host, Dialling(user=_user()))
        _session.names = nuke_host.document_names
        nuke_host.known = _session.panel.takes.versions_of
        atexit.register(close)
    return _session


def host() -> NukeHost:
    """The host of the session."""
    return _host(current())


def connect() -> Session:
    """The session, connected to the service."""
    session = current()
    if not session.link.running:
        session.start()
    return session


def panel_opened() -> Session:
    """A panel shows the session from now on, and pumps it."""
    global _panels
    _panels += 1
    _stop_timer()
    return connect()


def panel_closed() -> None:
    """A panel has gone; jobs that run are still attended to."""
    global _panels
    _panels = max(0, _panels - 1)
    if _panels == 0 and _session is not None:
        _start_timer()


def document_changed() -> None:
    """A script was opened: take up what it keeps, reattach to its jobs, mark what has newer versions."""
    global _attend_until
    session = current()
    _host(session).forget()
    _attend_until = monotonic() + ATTEND
    if session.link.running:
        session.document_changed()
    else:
        session.start()
    if _panels == 0:
        _start_timer()


def document_closes() -> None:
    """The script goes away: its renders end, its jobs go on in the service."""
    if _session is not None:
        _host(_session).forget()


def attend() -> None:
    """See to it that answers come in, also where no panel is open."""
    global _attend_until
    _attend_until = monotonic() + ATTEND
    if _panels == 0:
        _start_timer()


def close() -> None:
    """End the session: Nuke closes."""
    global _session, _panels
    _stop_timer()
    session, _session, _panels = _session, None, 0
    if session is not None:
        _host(session).forget_processes()
        session.close()


def attending() -> bool:
    """Whether the timer of our own runs."""
    return _timer is not None and bool(_timer.isActive())


def _host(session: Session) -> NukeHost:
    assert isinstance(session.host, NukeHost)
    return session.host


def _start_timer() -> None:
    global _timer
    from secondunit.qt.binding import QtCore

    if _timer is None:
        _timer = QtCore.QTimer()
        _timer.setSingleShot(True)
        _timer.timeout.connect(_tick)
    _timer.start(0)


def _stop_timer() -> None:
    if _timer is not None:
        _timer.stop()


def _tick() -> None:
    session = _session
    if session is None or _panels:
        return
    wait = session.pump()
    if _needed(session):
        _timer.start(max(15, round(wait * 1000)))


def _needed(session: Session) -> bool:
    return (
        monotonic() < _attend_until or bool(session.panel.jobs.active()) or _host(session).plates.renders.busy
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
