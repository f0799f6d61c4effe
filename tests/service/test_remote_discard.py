"""What a provider keeps of a job is taken away when nobody needs it any more, and never before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secondunit.providers import State, Status
from secondunit.wire import JobState, Problem
from secondunit.wire.errors import ProviderAbsent


def test_when_a_job_is_done_everything_of_it_is_discarded_once_and_on_record(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote(pieces=3)
    done = room.run()
    keys = [f"{done.id}-1-{piece}" for piece in range(3)]
    assert done.state is JobState.DONE and sorted(room.far.discarded) == keys
    assert sorted(room.far.rows("discarded")) == [(key, "") for key in keys]


def test_a_provider_that_is_away_then_leaves_the_job_done_and_the_record_says_what_stayed(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote(pieces=2)
    room.far.trouble("discard", ProviderAbsent("It cannot be reached."))
    done = room.run()
    assert done.state is JobState.DONE and done.problem is None
    assert room.far.discarded == [f"{done.id}-1-1"]
    assert room.far.rows("discarded") == [(f"{done.id}-1-0", "It cannot be reached."), (f"{done.id}-1-1", "")]


def test_what_a_failed_job_left_is_kept_for_its_retry_and_goes_with_it(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote(pieces=2)
    room.far.ends[1] = Status(State.FAILED, problem=Problem("provider.bad", "It broke."))
    failed = room.run()
    assert failed.state is JobState.FAILED and room.far.discarded == []
    room.far.ends.clear()
    room.queue.retry(failed.id)
    (done,) = room.wait(failed.id)
    assert done.state is JobState.DONE
    assert sorted(room.far.discarded) == [f"{done.id}-1-0", f"{done.id}-1-1", f"{done.id}-2-1"]


def test_a_cancelled_job_leaves_nothing(make_remote: Callable[..., Any], far: Any) -> None:
    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.ends[0] = Status(State.RUNNING, 0.5)
    job = room.plan()
    room.clock.idle()
    room.clock.run()
    room.queue.cancel(job)
    (ended,) = room.wait(job)
    assert ended.state is JobState.CANCELLED
    assert room.far.discarded == [f"{job}-1-0"]
