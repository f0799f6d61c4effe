"""Who sets out next among providers' jobs, and who gets a place at the bench."""

from __future__ import annotations

import threading

import pytest

from secondunit.engines import Stop
from secondunit.service.execution.bench import Bench
from secondunit.service.jobs.lane import Lane, LaneEntry
from secondunit.wire.errors import Cancelled


def order(lane: Lane, count: int) -> list[str]:
    entries = [lane.next() for _ in range(count)]
    return [entry.job if entry is not None else "" for entry in entries]


def test_shows_take_turns_however_many_jobs_one_of_them_has() -> None:
    lane = Lane(200)
    for number in range(4):
        lane.join(LaneEntry(f"a{number}", "A", "luma", 200))
    lane.join(LaneEntry("b0", "B", "luma", 200))
    assert order(lane, 5) == ["a0", "b0", "a1", "a2", "a3"]


def test_a_provider_that_has_enough_lets_the_others_of_its_show_pass() -> None:
    lane = Lane(200)
    for number in range(3):
        lane.join(LaneEntry(f"luma{number}", "A", "luma", 1))
    lane.join(LaneEntry("runway0", "A", "runway", 5))
    assert order(lane, 3) == ["luma0", "runway0", ""]
    lane.done("luma0")
    assert order(lane, 2) == ["luma1", ""]
    assert (lane.waiting, lane.running) == (1, 2)


def test_no_more_are_under_way_than_the_lane_bears() -> None:
    lane = Lane(2)
    for number in range(3):
        lane.join(LaneEntry(f"a{number}", "A", "luma", 200))
    assert order(lane, 3) == ["a0", "a1", ""]
    assert lane.leave("a2") and not lane.leave("a2") and lane.waiting == 0
    lane.done("a0")
    lane.done("a0")
    assert lane.running == 1 and lane.next() is None


def test_who_waits_for_a_place_gets_it_when_one_is_free_and_leaves_when_told() -> None:
    bench, here, leave = Bench(1), threading.Event(), threading.Event()
    came: list[str] = []

    def sit() -> None:
        with bench.place(Stop()):
            here.set()
            leave.wait(10)

    def wait(stop: Stop, name: str) -> None:
        try:
            with bench.place(stop):
                came.append(name)
        except Cancelled:
            came.append(f"{name} left")

    first = threading.Thread(target=sit)
    first.start()
    assert here.wait(10)
    stops = [Stop(), Stop()]
    others = [threading.Thread(target=wait, args=(stop, str(at))) for at, stop in enumerate(stops)]
    for thread in others:
        thread.start()
    stops[0].tell()
    others[0].join(10)
    assert came == ["0 left"]
    leave.set()
    for thread in (first, others[1]):
        thread.join(10)
    assert came == ["0 left", "1"]
    told = Stop()
    told.tell()
    with pytest.raises(Cancelled), bench.place(told):
        pass
    with bench.place(Stop()):
        came.append("free again")
    assert came[-1] == "free again"
