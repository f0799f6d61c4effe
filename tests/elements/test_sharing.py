"""How a loop is shared between cores: all of it once, and in no smaller parts than are worth it."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from secondunit.elements.kernels import LEAST, SHARED, given_up, over
from secondunit.wire.errors import Cancelled

COUNT = 96


def parts_of(work: int) -> list[tuple[int, int]]:
    """The parts of a range of `COUNT` that is `work` in all."""
    lock, parts = threading.Lock(), []

    def body(start: int, stop: int) -> None:
        with lock:
            parts.append((start, stop))

    over(body, COUNT, work=work, grain=1)
    return sorted(parts)


@pytest.mark.parametrize("work", [1, SHARED - 1, SHARED, 3 * SHARED, 1 << 30])
def test_every_row_is_worked_on_once(work: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_NUM_THREADS", "4")
    rows = np.zeros(COUNT, int)
    for start, stop in parts_of(work):
        rows[start:stop] += 1
    assert (rows == 1).all()


def test_no_part_is_less_work_than_it_takes_to_hand_it_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_NUM_THREADS", "4")
    assert len(parts_of(SHARED - 1)) == 1
    for work in (SHARED, 2 * SHARED, 10 * SHARED):
        assert 1 < len(parts_of(work)) <= -(-work // LEAST)
    assert len(parts_of(1 << 30)) == COUNT


@pytest.mark.parametrize("count", ["1", "4"])
def test_what_is_given_up_ends_between_two_parts(count: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_NUM_THREADS", count)
    begun = threading.Event()
    lock, rows = threading.Lock(), []

    def body(start: int, stop: int) -> None:
        with lock:
            rows.extend(range(start, stop))
        begun.set()

    with given_up(begun.is_set), pytest.raises(Cancelled):
        over(body, COUNT, grain=1)
    assert 0 < len(rows) < COUNT
    over(body, COUNT, grain=1)  # what comes afterwards is no part of it
    assert sorted(rows)[-1] == COUNT - 1


def test_what_nobody_gives_up_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_NUM_THREADS", "1")
    rows = np.zeros(COUNT, int)

    def body(start: int, stop: int) -> None:
        rows[start:stop] += 1

    with given_up(lambda: False):
        over(body, COUNT, grain=1)
    assert (rows == 1).all()
