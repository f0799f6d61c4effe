"""Work in pieces: never two things that could be done one after the other in one turn of the loop."""

from __future__ import annotations

import gc
from itertools import pairwise
from typing import Any

import pytest

from secondunit.qt.binding import QtCore, QtWidgets
from secondunit.qt.collecting import Collecting
from secondunit.qt.panel import SecondUnitPanel
from secondunit.qt.pumping import Pumping
from secondunit.qt.turns import TURN, LoopTurns
from secondunit.wire.errors import ServiceLost

from ..calls import calls


class Clock:
    """A clock that a piece of work moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("secondunit.qt.turns.perf_counter", made)
    return made


class Work:
    """Pieces of a name, each as long as `seconds`."""

    def __init__(self, name: str, number: int, seconds: float, clock: Clock, log: list[str]) -> None:
        self.name, self.left, self.seconds, self.clock, self.log = name, number, seconds, clock, log

    def step(self) -> bool:
        if not self.left:
            return False
        self.left -= 1
        self.clock.now += self.seconds
        self.log.append(self.name)
        return True


def turn() -> None:
    """One turn of the loop."""
    QtWidgets.QApplication.processEvents()


def test_after_a_piece_comes_a_turn_in_which_qt_alone_works(qapp: Any, clock: Clock) -> None:
    log: list[str] = []
    turns = LoopTurns()
    turns.add(Work("rows", 2, 2 * TURN, clock, log).step)
    turns.start()
    per_turn = []
    for _ in range(6):
        before = len(log)
        turn()
        per_turn.append(len(log) - before)
    assert sum(per_turn) == 2
    assert max(per_turn) == 1
    assert all(not (a and b) for a, b in pairwise(per_turn)), per_turn


def test_small_pieces_share_a_turn_and_the_first_step_comes_first(qapp: Any, clock: Clock) -> None:
    log: list[str] = []
    turns = LoopTurns()
    turns.add(Work("rows", 2, TURN / 10, clock, log).step)
    turns.add(Work("takes", 2, TURN / 10, clock, log).step)
    turns.start()
    turn()
    turn()
    assert log == ["rows", "rows", "takes", "takes"]


class Window(QtWidgets.QWidget):
    """A window that says when it is asked to paint."""

    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log

    def event(self, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.UpdateRequest:
            self.log.append("paint")
        return super().event(event)


@pytest.mark.parametrize("every", [1, 2, 3])
def test_a_turn_in_which_the_window_is_painted_has_no_piece_but_painting_holds_none_up(
    qapp: Any, clock: Clock, every: int
) -> None:
    log: list[str] = []
    window = Window(log)
    window.show()
    turn()
    turns = LoopTurns(window)
    turns.add(Work("rows", 6, 2 * TURN, clock, log).step)
    turns.start()
    log.clear()
    together = []
    for number in range(40):
        if number % every == 0:
            request = QtCore.QEvent(QtCore.QEvent.Type.UpdateRequest)
            QtCore.QCoreApplication.postEvent(window, request)
        before = len(log)
        turn()
        together.append(log[before:])
    assert log.count("rows") == 6
    if every > 1:
        assert not [names for names in together if len(set(names)) > 1]
    window.close()


class Pumped:
    """A session that is pumped."""

    def __init__(self, log: list[str]) -> None:
        self.log = log

    def pump(self) -> float:
        self.log.append("pump")
        return 0.0


def test_a_pump_is_a_piece_of_its_own_while_there_is_work(qapp: Any, qtbot: Any, clock: Clock) -> None:
    log: list[str] = []
    turns = LoopTurns()
    turns.add(Work("rows", 40, 2 * TURN, clock, log).step)
    pumping = Pumping(Pumped(log), None, turns)
    turns.start()
    pumping.start()
    seen: list[list[str]] = []

    def turned() -> bool:
        before = len(log)
        turn()
        seen.append(log[before:])
        return "pump" in log and log.count("rows") == 40

    qtbot.waitUntil(turned, timeout=10_000)
    assert all(len(together) <= 1 for together in seen if "pump" in together), seen
    pumping.stop()


def test_a_pump_that_waits_for_its_turn_does_not_come_after_a_stop(qapp: Any, clock: Clock) -> None:
    log: list[str] = []
    turns = LoopTurns()
    turns.add(Work("rows", 4, 2 * TURN, clock, log).step)
    turns.start()
    pumping = Pumping(Pumped(log), None, turns)
    pumping.start()
    pumping._due()
    pumping.stop()
    for _ in range(12):
        turn()
    assert "pump" not in log and log.count("rows") == 4
    assert not pumping.running


def test_what_changes_while_the_takes_are_made_is_drawn_by_the_time_they_are(
    session: Any, make_panel: Any, qtbot: Any
) -> None:
    made = make_panel(session, 1100, 760)
    assert not made.complete
    made.pumping.stop()
    session.panel.say(ServiceLost("The lamp went out.").problem)
    session.pump()
    assert made.takes.complete
    assert made.foot.sentence.text() == "The lamp went out."


def test_a_panel_that_is_complete_draws_what_changes_in_the_same_pump(
    session: Any, make_panel: Any, qtbot: Any
) -> None:
    made = make_panel(session, 1100, 760)
    qtbot.waitUntil(lambda: made.complete, timeout=10_000)
    made.pumping.stop()
    session.panel.say(ServiceLost("The lamp went out.").problem)
    session.pump()
    assert made.foot.sentence.text() == "The lamp went out."


@pytest.mark.parametrize("end", ["made", "closed"])
def test_garbage_is_collected_again_once_a_panel_is_made_or_closed(
    session: Any, qtbot: Any, end: str
) -> None:
    made = SecondUnitPanel(session)
    qtbot.addWidget(made)
    assert gc.isenabled()
    made.grab()
    assert not gc.isenabled(), "the takes are being made"
    assert made.takes.complete if end == "made" else made.close()
    assert gc.isenabled()


def test_who_has_switched_collections_off_finds_them_off(qapp: Any) -> None:
    owner = QtCore.QObject()
    collecting = Collecting(owner)
    gc.disable()
    try:
        collecting.pause()
        collecting.resume()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_collections_come_back_by_themselves_from_a_panel_that_is_never_complete(
    qapp: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.qt.collecting.LONGEST", 1)
    owner = QtCore.QObject()
    collecting = Collecting(owner)
    collecting.pause()
    assert not gc.isenabled()
    qtbot.waitUntil(gc.isenabled, timeout=10_000)


def test_no_piece_of_the_takes_is_a_quarter_of_them(online: Any, qtbot: Any) -> None:
    from secondunit.qt.takes.view import TakesView

    for _ in range(2):  # the first one imports and compiles what others find
        made = TakesView(online, at_once=False)
        qtbot.addWidget(made)
        pieces, counts = made.building(), []
        while True:
            with calls() as piece:
                left = next(pieces, made) is not made
            if not left:
                break
            counts.append(piece.count)
    assert made.complete and max(counts) < sum(counts) / 4, counts
