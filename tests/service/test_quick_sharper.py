"""Sharper quick looks give way: to their panel's next wish, and to anybody's first look."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.engines.quick.look import QuickPicture
from secondunit.service.quick import QuickLane
from secondunit.wire.errors import Cancelled, Conflict
from secondunit.wire.quick import USUAL, WIDEST, QuickFacts, QuickWork


class SlowCaller:
    """Draws what it is asked for once it may, and hears that it is to leave off."""

    pid = 0

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.begun, self.go_on = threading.Semaphore(0), threading.Semaphore(0)
        self._left_off = False

    def look(self, work: QuickWork) -> QuickPicture:
        self.asked.append((work.frame, work.width))
        self.begun.release()
        assert self.go_on.acquire(timeout=20.0)
        left, self._left_off = self._left_off, False
        if left:
            raise Cancelled("A newer wish took its place.")
        facts = QuickFacts(work.frame, work.width, 9)
        return QuickPicture(np.zeros((9, work.width, 3), np.uint8), facts)

    def leave_off(self) -> None:
        self._left_off = True
        self.go_on.release()

    def end(self) -> None:
        self.go_on.release()

    def close(self, wait: float = 0.0) -> None:
        for _ in range(20):
            self.go_on.release()


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[QuickLane]:
    made = QuickLane(tmp_path / "looks")
    made._caller = SlowCaller()  # type: ignore[assignment] # a process that draws when the test says so
    yield made
    made.close()


@pytest.fixture
def work(make_brief: Callable[..., Any], api: Any) -> Any:
    return api.desk.planner.plan(make_brief()).work("quick", api.home.quick, "")


def test_a_first_look_of_another_panel_ends_a_sharper_one(lane: QuickLane, work: Any) -> None:
    caller: Any = lane._caller
    sharp = lane.put(lane.take_turn("nuke"), work, 1001, WIDEST)
    assert caller.begun.acquire(timeout=20.0)
    first = lane.put(lane.take_turn("blender"), work, 1002, USUAL)
    assert isinstance(sharp.exception(20.0), Conflict)
    caller.go_on.release()
    assert first.result(20.0).facts.width == USUAL
    assert caller.asked == [(1001, WIDEST), (1002, USUAL)]


def test_a_sharper_look_waits_for_a_first_one_that_is_drawn_and_for_those_that_came_after_it(
    lane: QuickLane, work: Any
) -> None:
    caller: Any = lane._caller
    now = lane.put(lane.take_turn("nuke"), work, 1001, USUAL)
    assert caller.begun.acquire(timeout=20.0)
    sharp = lane.put(lane.take_turn("resolve"), work, 1002, WIDEST)
    first = lane.put(lane.take_turn("blender"), work, 1003, USUAL)
    for _ in range(3):
        caller.go_on.release()
    assert [one.result(20.0).facts.frame for one in (now, first, sharp)] == [1001, 1003, 1002]
    assert [frame for frame, _ in caller.asked] == [1001, 1003, 1002]
