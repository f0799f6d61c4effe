"""A provider's job in bad days: calls that go wrong at every step, refusals, disks, retries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from secondunit.providers import State, Status
from secondunit.service.store.errands import ErrandState
from secondunit.wire import JobState, Money, Problem, Step
from secondunit.wire.errors import (
    BadDownload,
    BadSettings,
    DiskFull,
    Expired,
    FrameFailed,
    LedgerError,
    Moderated,
    ProviderAbsent,
    ProviderBroken,
    ProviderDenied,
    ProviderError,
    ProviderSilent,
    RateLimited,
)

PASSING = [
    ProviderSilent("No answer."), ProviderAbsent("Nobody there."), ProviderBroken("500."),
    RateLimited("Slower.", retry_after=7.0),
]  # fmt: skip


# ---- handing over ----


@pytest.mark.parametrize("error", [ProviderAbsent("Nobody there."), RateLimited("Slower.", retry_after=7.0)])
def test_a_submit_that_was_not_taken_is_sent_again_in_its_time(
    make_remote: Callable[..., Any], error: Exception
) -> None:
    room = make_remote()
    room.far.trouble("submit", error, error)
    done = room.run()
    assert done.state is JobState.DONE and room.far.taken == [f"{done.id}-1-0"]
    least = 7.0 if isinstance(error, RateLimited) else 2.0
    assert all(wait >= least for wait in room.clock.waits[:2])


def test_a_provider_that_stays_busy_fails_the_job_and_holds_no_money(make_remote: Callable[..., Any]) -> None:
    room = make_remote(patience={"busy": 100.0})
    room.far.trouble("submit", *[RateLimited("Slower.", retry_after=30.0) for _ in range(9)])
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.code == "provider.busy"
    assert room.far.still_held == [] and room.far.spent == 0 and room.far.taken == []
    room.far.troubles.clear()
    room.queue.retry(failed.id)
    (done,) = room.wait(failed.id)
    assert done.state is JobState.DONE and room.far.taken == [f"{failed.id}-2-0"]


@pytest.mark.parametrize(
    "error",
    [Moderated("It does not say such things."), ProviderDenied("A wrong key."), ProviderBroken("500.")],
)
def test_a_submit_that_is_rejected_fails_the_job_and_frees_its_money(
    make_remote: Callable[..., Any], error: ProviderError
) -> None:
    room = make_remote(pieces=2)
    room.far.trouble("submit", error)
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.code == error.code
    assert room.far.calls["submit"] == 1, "the second piece was sent although the first was refused"
    assert room.far.spent == 0 and room.far.still_held == []


def test_an_answer_that_is_lost_is_asked_for_by_its_key(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    room.far.trouble("submitted", ProviderSilent("The line broke."))
    done = room.run()
    assert done.state is JobState.DONE and room.far.taken == [f"{done.id}-1-0"]
    assert room.far.calls["recover"] == 1 and room.far.calls["submit"] == 1


def test_a_submit_that_never_arrived_is_sent_once_more_with_its_key(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    room.far.trouble("submit", ProviderSilent("No answer came."))
    done = room.run()
    assert done.state is JobState.DONE and room.far.taken == [f"{done.id}-1-0"]
    assert room.far.calls["submit"] == 2


def test_what_nobody_knows_is_uncertain_and_is_not_sent_again(make_remote: Callable[..., Any]) -> None:
    room = make_remote(pieces=2)
    room.far.knows = False
    room.far.trouble("submitted", ProviderSilent("The line broke."))
    job = room.run()
    assert job.state is JobState.UNCERTAIN and job.problem.code == "provider.uncertain"
    assert not room.litter()
    assert room.far.calls["submit"] == 1 and room.far.still_held == [f"{job.id}-1"]
    room.restart()
    assert room.find(job.id).state is JobState.UNCERTAIN and room.far.calls["submit"] == 1


def test_pieces_that_are_known_are_fetched_before_another_is_uncertain(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote(pieces=2)
    room.far.knows = False
    room.far.troubles["submit"] = []
    lost = [ProviderSilent("The line broke.")]

    def second(step: str) -> None:
        if step == "submit" and len(room.far.taken) == 1 and lost:
            raise lost.pop()

    room.far.house.interrupt = second
    job = room.run()
    assert job.state is JobState.UNCERTAIN and "1 of 2 pieces are kept" in job.problem.kept
    assert (room.scratch / job.id / "answer" / "0").is_dir()
    room.restart()
    assert (room.scratch / job.id / "answer" / "0").is_dir(), "paid for, and swept away"
    room.queue.retry(job.id)
    (done,) = room.wait(job.id)
    assert done.state is JobState.DONE
    assert room.far.taken == [f"{job.id}-1-0", f"{job.id}-2-1"]


def test_a_person_who_sends_an_uncertain_job_again_pays_for_both(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    room.far.knows = False
    room.far.trouble("submitted", ProviderSilent("The line broke."))
    job = room.run()
    room.queue.retry(job.id)
    (done,) = room.wait(job.id)
    assert done.state is JobState.DONE
    assert room.far.taken == [f"{job.id}-1-0", f"{job.id}-2-0"]
    assert room.far.rows("cost") == [(f"{job.id}-1", 1_000_000), (f"{job.id}-2", 1_000_000)]


def test_a_retry_of_an_uncertain_job_that_is_found_again_sends_nothing(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()
    room.far.knows = False
    room.far.trouble("submitted", ProviderSilent("The line broke."))
    job = room.run()
    room.far.knows = True
    room.queue.retry(job.id)
    (done,) = room.wait(job.id)
    assert done.state is JobState.DONE and room.far.taken == [f"{job.id}-1-0"]
    assert room.far.spent == 1_000_000 and room.far.still_held == []


def test_a_person_who_gives_an_uncertain_job_up_is_told_that_it_may_cost(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()
    room.far.knows = False
    room.far.trouble("submitted", ProviderSilent("The line broke."))
    job = room.run()
    cancelled = room.queue.cancel(job.id)
    assert cancelled.state is JobState.CANCELLED
    assert cancelled.status == "Cancelled; Echo may have taken it, and may bill it."
    assert room.far.spent == 1_000_000 and room.far.still_held == []


# ---- waiting ----


@pytest.mark.parametrize("step", ["poll", "fetch"])
@pytest.mark.parametrize("error", [*PASSING, BadDownload("Half of it.")], ids=lambda error: error.code)
def test_a_call_that_fails_in_passing_is_made_again(
    make_remote: Callable[..., Any], step: str, error: Exception
) -> None:
    room = make_remote()
    room.far.trouble(step, error, error, error)
    done = room.run()
    assert done.state is JobState.DONE and len(room.far.taken) == 1
    total = 7.0 + 7.0 + 8.0 if isinstance(error, RateLimited) else 2.0 + 4.0 + 8.0
    assert sum(room.clock.waits) == pytest.approx(total)


def test_a_provider_that_is_silent_for_long_fails_the_job_and_a_retry_asks_for_the_same(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote(patience={"silence": 300.0})
    room.far.trouble("poll", *[ProviderSilent("No answer.") for _ in range(40)])
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.code == "provider.silent"
    assert "5 minutes" in failed.problem.message
    assert "sends nothing" in failed.problem.remedy and "may still hold" in failed.problem.kept
    assert room.far.still_held == [f"{failed.id}-1"], "it may be billed yet"
    room.far.troubles.clear()
    room.queue.retry(failed.id)
    (done,) = room.wait(failed.id)
    assert done.state is JobState.DONE and room.far.taken == [f"{failed.id}-1-0"]
    assert room.far.still_held == [] and room.far.spent == 1_000_000


def test_a_status_that_asks_for_no_pause_is_not_asked_without_one(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    left = [30]

    def interrupt(step: str) -> None:
        if step == "poll":
            left[0] -= 1
            room.far.ends[0] = Status(State.RUNNING if left[0] else State.DONE, retry_after=0.0)

    room.far.house.interrupt = interrupt
    room.far.ends[0] = Status(State.RUNNING, retry_after=0.0)
    assert room.run().state is JobState.DONE
    assert min(room.clock.waits) >= 0.49


def test_the_gate_is_asked_at_least_every_ten_seconds(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    polls = [3]

    def interrupt(step: str) -> None:
        if step == "poll":
            polls[0] -= 1
            room.far.ends[0] = Status(State.RUNNING if polls[0] > 0 else State.DONE, retry_after=60.0)

    room.far.house.interrupt = interrupt
    room.far.ends[0] = Status(State.RUNNING, retry_after=60.0)
    assert room.run().state is JobState.DONE
    assert max(room.clock.waits) <= 10.0
    assert room.far.fate.seen.count("still") >= sum(room.clock.waits) / 10 - 1


def test_a_wall_clock_that_jumps_changes_nothing(
    make_remote: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from secondunit.service.store import errands, jobs

    room = make_remote()
    wall = [datetime(2026, 11, 1)]
    for module in (errands, jobs):
        monkeypatch.setattr(module, "now", lambda: wall[0].isoformat() + "Z")
    jumps = iter([1, -46, 4000, -4000])

    def interrupt(step: str) -> None:
        if step == "poll":
            jump = next(jumps, None)
            wall[0] += timedelta(days=jump or 0)
            room.far.ends[0] = Status(State.RUNNING if jump else State.DONE, retry_after=5.0)

    room.far.house.interrupt = interrupt
    room.far.ends[0] = Status(State.RUNNING, retry_after=5.0)
    done = room.run()
    assert done.state is JobState.DONE and done.changed.startswith("2026-09-17")
    assert sum(room.clock.waits) == pytest.approx(20.0)


def test_a_gate_that_cannot_be_asked_for_a_moment_stops_nothing(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    room.far.ends[0] = Status(State.RUNNING, retry_after=20.0)

    def interrupt(step: str) -> None:
        if step == "poll" and room.far.fate.seen.count("still") >= 3:
            room.far.ends[0] = Status(State.DONE)

    room.far.house.interrupt = interrupt
    room.far.trouble("still", BadSettings("rights.toml is half written."), BadSettings("Half written."))
    assert room.run().state is JobState.DONE


@pytest.mark.parametrize("wish", [float("inf"), float("nan"), 1e12, -5.0])
def test_a_pause_that_makes_no_sense_is_bounded(make_remote: Callable[..., Any], wish: float) -> None:
    room = make_remote()
    polls = [2]

    def interrupt(step: str) -> None:
        if step == "poll":
            polls[0] -= 1
            room.far.ends[0] = Status(State.RUNNING if polls[0] else State.DONE, float("nan"), "\n" * 99,
                                      retry_after=wish)  # fmt: skip

    room.far.house.interrupt = interrupt
    room.far.ends[0] = Status(State.RUNNING)
    room.far.trouble("fetch", RateLimited("Slower.", retry_after=wish))
    assert room.run().state is JobState.DONE
    assert 1.0 <= sum(room.clock.waits) <= 2 * 3600 + 1


# ---- ends at the provider ----


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (
            Status(State.FAILED, problem=Problem(Moderated.code, "It does not say such things.")),
            Moderated.code,
        ),
        (Status(State.FAILED), ProviderError.code),
        (Status(State.CANCELLED), ProviderError.code),
    ],
)
def test_a_job_that_fails_there_fails_here_with_its_reason(
    make_remote: Callable[..., Any], end: Status, code: str
) -> None:
    room = make_remote()
    room.far.ends[0] = end
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.code == code
    assert room.far.still_held == [] and room.far.calls["fetch"] == 0
    assert room.far.spent == (0 if end.state is State.CANCELLED else 1_000_000)


def test_a_job_that_is_lost_there_may_have_cost(make_remote: Callable[..., Any]) -> None:
    room = make_remote()

    def interrupt(step: str) -> None:
        if step == "poll":
            room.far.house.jobs.clear()

    room.far.house.interrupt = interrupt
    failed = room.run()
    assert failed.state is JobState.FAILED and "no longer knows" in failed.problem.message
    assert room.errands(failed.id)[0].state is ErrandState.LOST
    assert room.far.spent == 1_000_000 and room.far.still_held == []
    room.far.house.interrupt = lambda step: None
    room.queue.retry(failed.id)
    assert room.wait(failed.id)[0].state is JobState.DONE


def test_a_result_that_expired_fails_the_job_and_a_retry_makes_it_anew(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()
    room.far.trouble("fetch", Expired("It is gone."))
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.code == "provider.expired"
    room.queue.retry(failed.id)
    (done,) = room.wait(failed.id)
    assert done.state is JobState.DONE
    assert room.far.taken == [f"{failed.id}-1-0", f"{failed.id}-2-0"]


def test_of_two_pieces_the_one_that_failed_is_paid_again_and_the_other_not(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote(pieces=2)
    room.far.ends[1] = Status(
        State.FAILED, problem=Problem(ProviderError.code, "No memory."), billed=Money("0")
    )
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.message == "No memory."
    assert failed.problem.where == "piece 2 of 2"
    assert failed.problem.kept == "1 of 2 pieces are kept and will not be paid again."
    assert room.far.spent == 1_000_000
    room.far.ends.clear()
    room.queue.retry(failed.id)
    (done,) = room.wait(failed.id)
    assert done.state is JobState.DONE
    assert room.far.taken == [f"{done.id}-1-0", f"{done.id}-1-1", f"{done.id}-2-1"]
    assert room.far.held[f"{done.id}-2"] == [1_000_000, 1_000_000] and room.far.spent == 2_000_000


# ---- this machine ----


@pytest.mark.parametrize(
    "error", [DiskFull("The disk is full."), LedgerError("The ledger cannot be written.")]
)
def test_a_disk_that_is_full_during_the_download_loses_nothing(
    make_remote: Callable[..., Any], error: Exception
) -> None:
    room = make_remote()
    room.far.trouble("fetch", error)
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.code == error.code  # type: ignore[attr-defined]
    assert room.errands(failed.id)[0].state is ErrandState.MADE
    assert not list((room.scratch / failed.id / "answer").iterdir())
    room.queue.retry(failed.id)
    (done,) = room.wait(failed.id)
    assert done.state is JobState.DONE and room.far.taken == [f"{done.id}-1-0"]
    assert room.far.spent == 1_000_000 and room.far.still_held == []


def test_frames_that_cannot_be_made_of_an_answer_are_made_in_a_retry_without_asking_again(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()

    def script(step: Step, job: str) -> None:
        if step is Step.RENDER:
            raise FrameFailed("It cannot be read.", where="1002")

    room.engine.script = script
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.code == "work.frame"
    assert room.far.spent == 1_000_000 and room.far.still_held == []
    before = dict(room.far.calls)
    room.engine.script = lambda step, job: None
    room.queue.retry(failed.id)
    (done,) = room.wait(failed.id)
    assert done.state is JobState.DONE and dict(room.far.calls) == {**before, "discard": 1}
    assert room.engine.steps().count(Step.PREPARE) == 1


def test_a_plate_that_cannot_be_prepared_fails_before_anything_is_asked(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()

    def script(step: Step, job: str) -> None:
        raise DiskFull("The disk is full.")

    room.engine.script = script
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.code == "storage.full"
    assert room.far.ledger == [] and room.far.held == {}
