"""A provider's job that is stopped on its way, by the gate or by a person, and what is said of its cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from secondunit.providers import CancelOutcome, State, Status
from secondunit.service.store.errands import ErrandState
from secondunit.wire import JobState, Step
from secondunit.wire.errors import (
    ProviderAbsent,
    ProviderSilent,
    RateLimited,
)

# ---- the gate says no in the middle ----


def test_a_consent_that_is_revoked_in_the_middle_stops_the_job_at_the_provider(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()
    room.far.house.plays = False

    def interrupt(step: str) -> None:
        if step == "poll":
            room.far.refusal = "The consent of Ann was revoked."

    room.far.house.interrupt = interrupt
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.code == "denied.refused"
    assert failed.status == "The consent of Ann was revoked." and failed.problem.kept == "Echo stopped it."
    assert room.far.calls["cancel"] == 1 and room.far.calls["fetch"] == 0
    assert room.far.spent == 0 and room.far.still_held == []
    room.queue.retry(failed.id)
    (again,) = room.wait(failed.id)
    assert again.state is JobState.FAILED and len(room.far.taken) == 1
    room.far.refusal, room.far.house.interrupt, room.far.house.plays = "", lambda step: None, True
    room.queue.retry(failed.id)
    assert room.wait(failed.id)[0].state is JobState.DONE


def test_what_was_made_before_the_refusal_is_fetched_when_the_gate_says_yes_again(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()
    room.far.trouble("fetch", ProviderSilent("No answer."), ProviderSilent("No answer."))

    def interrupt(step: str) -> None:
        if step == "poll":
            room.far.refusal = "The rule lapsed."

    room.far.house.interrupt = interrupt
    room.far.trouble("fetch", *[ProviderSilent("No answer.")] * 3)
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.status == "The rule lapsed."
    assert room.errands(failed.id)[0].state is ErrandState.MADE and room.far.calls["cancel"] == 0
    room.far.refusal, room.far.troubles, room.far.house.interrupt = "", {}, lambda step: None
    room.queue.retry(failed.id)
    assert room.wait(failed.id)[0].state is JobState.DONE and len(room.far.taken) == 1


# ---- cancelling ----


def test_a_job_that_waits_in_the_lane_is_cancelled_without_a_word_to_anybody(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote(remote=1, clock=far.Clock(by_hand=True))
    room.far.house.plays = False
    first, second = room.plan(), room.plan()
    room.until(first, JobState.RUNNING)
    cancelled = room.queue.cancel(second)
    assert cancelled.state is JobState.CANCELLED and cancelled.status == "Cancelled"
    assert room.far.calls["cancel"] == 0
    room.queue.cancel(first)


@pytest.mark.parametrize(
    ("said", "sentence", "spent"),
    [
        (None, "Cancelled; Echo stopped it.", 0),
        (CancelOutcome.TOO_LATE, "it was too late, Echo had finished it and may bill it", 1_000_000),
        (CancelOutcome.IMPOSSIBLE, "Echo cannot stop a job: it runs on there and may be billed", 1_000_000),
        (CancelOutcome.UNKNOWN, "Echo knows no such job; it may be billed", 1_000_000),
    ],
)
def test_a_cancel_says_what_the_provider_said(
    make_remote: Callable[..., Any], far: Any, said: CancelOutcome | None, sentence: str, spent: int
) -> None:
    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.house.plays, room.far.called_off = False, said
    job = room.plan()
    room.until(job, JobState.RUNNING)
    room.clock.idle()
    cancelled = room.queue.cancel(job)
    assert cancelled.state is JobState.CANCELLED and sentence in cancelled.status
    assert room.far.calls["cancel"] == 1 and room.far.spent == spent and room.far.still_held == []
    assert not list(room.scratch.iterdir()) and not room.litter()


def test_a_job_that_was_asked_to_stop_is_watched_for_a_while(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.house.plays, room.far.called_off = False, CancelOutcome.ASKED
    room.far.ends[0] = Status(State.RUNNING, 0.5)
    job = room.plan()
    room.until(job, JobState.RUNNING)
    room.clock.idle()
    room.clock.by_hand = False
    cancelled = room.queue.cancel(job)
    assert cancelled.status == "Cancelled; Echo was asked to stop it, and may bill it."
    assert room.far.calls["poll"] >= 5 and room.far.spent == 1_000_000


def test_a_provider_that_cannot_be_told_is_named_in_the_status(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.house.plays = False
    job = room.plan()
    room.until(job, JobState.RUNNING)
    room.clock.idle()
    room.clock.by_hand = False
    room.far.trouble("cancel", *[ProviderAbsent("Nobody there.")] * 3)
    cancelled = room.queue.cancel(job)
    assert "could not be told to stop" in cancelled.status and room.far.calls["cancel"] == 3
    assert room.far.spent == 1_000_000


def test_a_cancel_that_is_told_late_reaches_the_provider(make_remote: Callable[..., Any], far: Any) -> None:
    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.house.plays = False
    job = room.plan()
    room.until(job, JobState.RUNNING)
    room.clock.idle()
    room.clock.by_hand = False
    room.far.trouble("cancel", ProviderSilent("No answer."), RateLimited("Slower.", retry_after=3.0))
    assert room.queue.cancel(job).status == "Cancelled; Echo stopped it."


def test_a_cancelled_job_is_fetched_and_not_paid_again_while_the_provider_holds_it(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()
    held = [True]

    def script(step: Step, job: str) -> None:
        if step is Step.RENDER and held[0]:
            held[0] = False
            room.queue._threads[job][1].tell()
            room.store.write(lambda transaction: _wish(transaction, job))

    room.engine.script = script
    cancelled = room.run()
    assert cancelled.state is JobState.CANCELLED
    assert cancelled.status == "Cancelled; it was too late, Echo had finished it and may bill it."
    room.queue.retry(cancelled.id)
    (done,) = room.wait(cancelled.id)
    assert done.state is JobState.DONE and room.far.taken == [f"{done.id}-1-0"]
    assert room.far.calls["fetch"] == 2 and room.far.spent == 1_000_000


def _wish(transaction: Any, job: str) -> Any:
    from secondunit.service.store import jobs

    return jobs.wish_cancelled(transaction, job)


def test_a_cancel_whose_provider_is_no_longer_set_up_does_not_claim_that_it_stopped(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.house.plays = False
    job = room.plan()
    room.until(job, JobState.RUNNING)
    room.clock.idle()
    room.queue.stop(10)
    room.gone(job)
    (room.scratch / job / "prepared.json").unlink()
    room.store.write(lambda transaction: _wish(transaction, job))
    room.restart()
    (cancelled,) = room.wait(job)
    assert "could not be told to stop" in cancelled.status
    assert room.far.still_held == [f"{job}-1"]
    room.far.house.plays = True
    room.queue.retry(job)
    (done,) = room.wait(job)
    assert done.state is JobState.DONE and room.far.taken == [f"{job}-1-0"] and room.far.still_held == []
