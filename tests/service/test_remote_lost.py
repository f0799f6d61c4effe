"""What is lost with a server goes to another by itself: once, on a new verdict, where that costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import JobState, Money
from secondunit.wire.errors import Uncertain

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
FREE, MOST = Money("0"), 200


def free(room: Any, *lost: tuple[int, int]) -> Any:
    room.far.free, room.far.price, room.far.billed = True, FREE, None
    room.far.lost |= set(lost)
    return room


def test_a_piece_that_is_lost_is_sent_again_once_by_itself_on_a_new_verdict(
    make_remote: Callable[..., Any],
) -> None:
    room = free(make_remote(pieces=3), (1, 1))
    done = room.run()
    assert done.state is JobState.DONE, done
    assert room.far.taken == [f"{done.id}-{piece}" for piece in ("1-0", "1-1", "1-2", "2-1")]
    decided = [of for of, _ in room.far.rows("decision")]
    assert decided == [f"{done.id}-1", f"{done.id}-2"], "a row of its own in the ledger"
    states = {each.key.removeprefix(f"{done.id}-"): each.state.value for each in room.errands(done.id)}
    assert states == {"1-0": "fetched", "1-1": "lost", "1-2": "fetched", "2-1": "fetched"}
    assert [of for of, _ in room.far.rows("answer")] == [f"{done.id}-{p}" for p in ("1-0", "1-2", "2-1")]


def test_lost_a_second_time_it_fails_and_a_person_decides(make_remote: Callable[..., Any]) -> None:
    room = free(make_remote(pieces=2), (1, 0), (2, 0))
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem is not None
    assert failed.problem.code == Uncertain.code
    assert room.far.taken == [f"{failed.id}-{piece}" for piece in ("1-0", "1-1", "2-0")]
    room.queue.retry(failed.id)
    (done,) = room.wait(failed.id)
    assert done.state is JobState.DONE


def test_what_may_cost_is_never_sent_again_by_itself(make_remote: Callable[..., Any]) -> None:
    room = make_remote(pieces=2)
    room.far.lost = {(1, 0)}
    failed = room.run()
    assert failed.state is JobState.FAILED and len(room.far.taken) == 2


def test_a_price_that_is_no_longer_nothing_counts_more_than_the_word_that_it_is_free(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote(pieces=2)
    room.far.free, room.far.lost = True, {(1, 0)}
    failed = room.run()
    assert failed.state is JobState.FAILED and len(room.far.taken) == 2, "it was priced: a person decides"


def test_a_gate_that_says_no_meanwhile_stops_it(make_remote: Callable[..., Any]) -> None:
    room = free(make_remote(pieces=2), (1, 0))
    begun = room.gateway.clearance

    def cross(work: Any, prepared: Any, turn: int) -> Any:
        made = begun(work, prepared, turn)
        decide = made.decide

        def decided(pieces: Any, seen: Any) -> Any:
            room.far.refusal = "The rule has ended." if turn > 1 else ""
            return decide(pieces, seen)

        made.decide = decided
        return made

    room.gateway.clearance = cross
    ended = room.run()
    assert ended.state is JobState.FAILED and "The rule has ended." in str(ended.problem), ended
    assert len(room.far.taken) == 2


def test_whenever_the_process_dies_a_lost_piece_is_sent_again_at_most_once(
    tmp_path: Path, far: Any, full: bool
) -> None:
    ends = set()
    for moment in range(1, MOST, 1 if full else 3):
        room = free(far.RemoteRoom(tmp_path / str(moment), pieces=2), (1, 1))
        room.queue.start()
        room.far.fate = far.Fate(deadly=moment)
        room.store.fate = room.far.fate
        try:
            job = room.plan()
        except far.Killed:
            room.close()
            continue
        room.gone(job)
        if not room.far.fate.dead:
            room.close()
            break
        ends.add(room.far.fate.seen[-1])
        room.restart()
        (ended,) = room.wait(job)
        assert ended.state is JobState.DONE, (moment, room.far.fate.seen[-1:], ended)
        assert sorted(room.far.taken) == sorted({f"{job}-1-0", f"{job}-1-1", f"{job}-2-1"}), moment
        assert [take.job for take in room.takes()] == [job] and not room.litter()
        room.close()
    else:
        raise AssertionError("the job never lived to its end")
    assert {"before a write", "decide"} & ends
