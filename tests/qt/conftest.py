"""The panel over a small service on loopback and a document in memory; every key and press is a real one."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_spec = importlib.util.spec_from_file_location("secondunit_qt_staging", Path(__file__).parent / "staging.py")
assert _spec is not None and _spec.loader is not None
staging = importlib.util.module_from_spec(_spec)
sys.modules["secondunit_qt_staging"] = staging
_spec.loader.exec_module(staging)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The state folder of a test, in a folder whose name is not plain."""
    return tmp_path / "Zuständ 1"


@pytest.fixture
def service(home: Path) -> Iterator[Any]:
    """The small service, serving."""
    with staging.loopback.Loopback(home) as served:
        yield served


@pytest.fixture
def document() -> Any:
    """A host with a document in memory: no footage, nothing placed."""
    return staging.Document()


@pytest.fixture
def session(service: Any, home: Path, document: Any, qapp: Any) -> Iterator[Any]:
    """A session of that document, connected to the small service once it is pumped."""
    from secondunit.host import Dialling
    from secondunit.host.session import Session

    made = Session(document, Dialling(command="", user="kim", home=str(home)))
    made.start()
    yield made
    made.close()


@pytest.fixture
def online(session: Any, qtbot: Any) -> Any:
    """The session, connected and with its kinds known; pumped from here on by the test."""

    def pumped() -> bool:
        session.pump()
        return session.panel.connection.state.value == "online" and session.panel.fields.kind is not None

    qtbot.waitUntil(pumped, timeout=10_000)
    return session


@pytest.fixture
def settle(online: Any, qtbot: Any) -> Callable[..., None]:
    """Pumps the session until something holds."""

    def wait(holds: Callable[[], object]) -> None:
        def pumped() -> bool:
            online.pump()
            return bool(holds())

        qtbot.waitUntil(pumped, timeout=10_000)

    return wait


@pytest.fixture
def takes(online: Any, qtbot: Any) -> Any:
    """The takes view alone, at a usual size, with the focus on its picture."""
    from secondunit.qt.takes import TakesView

    made = TakesView(online)
    qtbot.addWidget(made)
    made.resize(620, 780)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def make_panel(qtbot: Any) -> Callable[..., Any]:
    """Open a panel on a session at a width and height (logical px)."""

    def make(session: Any, width: int = 380, height: int = 900) -> Any:
        from secondunit.qt.panel import SecondUnitPanel

        made = SecondUnitPanel(session)
        qtbot.addWidget(made)
        made.resize(width, height)
        made.show()
        qtbot.waitExposed(made)
        return made

    return make


@pytest.fixture
def panel(session: Any, make_panel: Callable[..., Any], qtbot: Any) -> Any:
    """A narrow panel, connected and complete, with its kinds known."""
    made = make_panel(session)
    qtbot.waitUntil(lambda: session.panel.fields.kind is not None, timeout=10_000)
    qtbot.waitUntil(lambda: session.panel.estimate is not None, timeout=10_000)
    # While it starts, a part a turn is drawn of what changed.
    qtbot.waitUntil(lambda: made.complete, timeout=10_000)
    return made


@pytest.fixture
def drag() -> Callable[..., None]:
    """Press on a widget, move with the button held (Qt 5's own test move holds none), and let go."""
    from secondunit.qt.binding import Qt, QtCore, QtGui, QtWidgets

    def send(widget: Any, what: Any, at: Any, button: Any, held: Any) -> None:
        where = QtCore.QPointF(widget.mapToGlobal(at))
        event = QtGui.QMouseEvent(
            what, QtCore.QPointF(at), where, button, held, Qt.KeyboardModifier.NoModifier
        )
        QtWidgets.QApplication.sendEvent(widget, event)

    def move(widget: Any, start: Any, end: Any) -> None:
        left, none, kind = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, QtCore.QEvent.Type
        send(widget, kind.MouseButtonPress, start, left, left)
        send(widget, kind.MouseMove, end, none, left)
        send(widget, kind.MouseButtonRelease, end, left, none)

    return move
