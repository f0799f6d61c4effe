"""A run that makes several takes: all of them are there or the run is not done, whatever dies when."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.engines.alternatives import leave_count
from secondunit.service.store import takes
from secondunit.wire import JobState, Step, Take

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
FOUR, MOST = 4, 200


def in_fours(room: Any) -> Any:
    """Let every answer hold four pictures."""

    def script(step: Step, job: str) -> None:
        if step is Step.RENDER:
            leave_count(room.scratch / job, FOUR)

    room.engine.script = script
    return room


def made(room: Any) -> list[Take]:
    return sorted(room.takes(), key=lambda take: take.version)


def check(room: Any, job: str, moment: object = None) -> None:
    """Four takes of one run, each signed, none twice, one bill, nothing left over."""
    found = made(room)
    told = [(take.version, take.alternative, take.alternatives, take.job) for take in found]
    assert told == [(n, n, FOUR, job) for n in (1, 2, 3, 4)], (moment, told)
    assert set(room.far.sealed) == {take.id for take in found}, moment
    assert len(room.far.taken) == 1 and room.far.still_held == [] and room.far.spent == 1_000_000, moment
    assert not list(room.scratch.iterdir()) and not room.litter(), (moment, room.litter())
    folders = [Path(take.folder).name for take in found]
    assert sorted(each.name for each in Path(found[0].folder).parent.iterdir()) == sorted(folders), moment


def test_a_run_of_four_is_done_with_four_takes_and_one_bill(make_remote: Callable[..., Any]) -> None:
    room = in_fours(make_remote())
    done = room.run()
    assert done.state is JobState.DONE, done
    check(room, done.id)
    found = made(room)
    assert done.take == found[0].id and done.status == "sh010/sky v001 to v004"
    room.run()
    of_run = room.store.read(lambda connection: takes.page(connection, job=done.id, limit=50)).takes
    assert {take.id for take in of_run} == {take.id for take in found}, "those of one run can be asked for"


def test_whenever_the_process_dies_there_are_four_takes_in_the_end_and_none_twice(
    tmp_path: Path, far: Any, full: bool
) -> None:
    names: list[str] = []
    for moment in range(1, MOST, 1 if full else 3):
        room = in_fours(far.RemoteRoom(tmp_path / str(moment)))
        room.queue.start()
        room.far.fate = far.Fate(deadly=moment)
        room.store.fate = room.far.fate
        job = ""
        try:
            job = room.plan()
        except far.Killed:
            room.close()
            continue
        room.gone(job)
        names.append(room.far.fate.seen[-1])
        if not room.far.fate.dead:
            check(room, job)
            room.close()
            break
        room.restart()
        (ended,) = room.wait(job)
        assert ended.state is JobState.DONE, (moment, names[-1], ended)
        check(room, job, (moment, names[-1]))
        room.close()
    else:
        raise AssertionError("the job never lived to its end")
    assert {"deliver begins", "render ends", "seal"} & set(names)


def test_a_cancel_before_the_first_take_leaves_none_and_after_it_those_that_are_there(
    make_remote: Callable[..., Any],
) -> None:
    for step, number, left in ((Step.RENDER, 1, 0), (Step.RENDER, 3, 2)):
        room = make_remote()
        seen = 0

        def script(now: Step, job: str, room: Any = room, step: Step = step, number: int = number) -> None:
            nonlocal seen
            if now is Step.RENDER:
                leave_count(room.scratch / job, FOUR)
            seen += now is step
            if now is step and seen == number:
                room.store.write(lambda transaction: _wish(transaction, job))
                room.queue._threads[job][1].tell()

        room.engine.script = script
        ended = room.run()
        seen = 0
        assert len(made(room)) == left, ended
        assert ended.state is (JobState.DONE if left else JobState.CANCELLED)
        assert not room.litter() and not list(room.scratch.iterdir())


def _wish(transaction: Any, job: str) -> None:
    from secondunit.service.store import jobs

    jobs.wish_cancelled(transaction, job)
