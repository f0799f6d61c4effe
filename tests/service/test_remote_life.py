"""A provider's job in good days: its states, its money, its files, its two lanes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from secondunit.providers import Preview, State, Status
from secondunit.service.store import events
from secondunit.wire import JobState, Money, Step, Topic
from secondunit.wire.errors import ProvenanceError, ProviderSilent


def states(room: Any, job: str) -> list[str]:
    read = room.store.read(lambda connection: events.read(events.after(connection, 0, limit=5000)))
    told = [
        event.job.state.value
        for event in read
        if event.job and event.job.id == job and event.topic is not Topic.JOB_PROGRESS
    ]
    return [state for at, state in enumerate(told) if at == 0 or told[at - 1] != state]


def test_a_job_passes_every_state_and_leaves_only_its_take(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    done = room.run()
    assert done.state is JobState.DONE and done.problem is None and done.progress == 1.0
    assert states(room, done.id) == [
        "planned", "allowed", "submitting", "running", "fetching", "delivering", "done",
    ]  # fmt: skip
    assert room.engine.steps() == [Step.PREPARE, Step.RENDER, Step.DELIVER]
    (take,) = room.takes()
    assert take.id == done.take and room.far.sealed == [take.id]
    assert not list(room.scratch.iterdir()) and not room.litter()


def test_its_money_is_held_then_billed_and_its_answer_is_in_the_ledger(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote(pieces=2)
    room.far.billed = Money("0.75")
    done = room.run()
    assert done.cost == Money("1.50") and done.provider == "echo"
    assert room.far.still_held == [] and room.far.spent == 1_500_000
    assert [of for of, _ in room.far.rows("answer")] == [f"{done.id}-1-0", f"{done.id}-1-1"]
    assert room.far.rows("cost") == [(f"{done.id}-1", 1_500_000)]
    assert {errand.settled for errand in room.errands(done.id)} == {True}


def test_a_bill_that_nobody_names_is_what_was_held(make_remote: Callable[..., Any]) -> None:
    room = make_remote(pieces=2)
    room.far.billed = None
    done = room.run()
    assert room.far.spent == 2_000_000 and done.cost == Money("2.00")


def test_a_refusal_sends_nothing_and_says_the_rules_sentence(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    room.far.refusal = "The rule 'plates' forbids echo."
    refused = room.run()
    assert refused.state is JobState.REFUSED and refused.status == "The rule 'plates' forbids echo."
    assert refused.problem is not None and refused.problem.code == "denied.refused"
    assert room.far.taken == [] and room.far.held == {} and room.far.calls["submit"] == 0
    assert not list(room.scratch.iterdir()) and not room.litter()


def test_a_price_that_rose_is_refused_with_both_prices(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    refused = room.run(cost=Money("0.60"))
    assert refused.state is JobState.REFUSED
    assert "1.00" in refused.status and "0.60" in refused.status
    assert room.far.taken == [] and room.far.held == {}


def test_a_gate_whose_provider_is_silent_about_the_price_is_asked_again(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()
    room.far.trouble("decide", ProviderSilent("No price."), ProviderSilent("No price."))
    assert room.run().state is JobState.DONE
    assert room.clock.waits[:2] == [2.0, 4.0]


def test_a_take_that_cannot_be_signed_is_not_done_until_it_is(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    room.far.unsealed = ProvenanceError("The key is gone.")
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem is not None
    assert "could not be signed" in failed.problem.message and "a retry signs it" in failed.problem.kept
    assert room.takes() == ()
    room.far.unsealed = None
    before = dict(room.far.calls)
    room.queue.retry(failed.id)
    (done,) = room.wait(failed.id)
    assert done.state is JobState.DONE and room.far.sealed == [done.take]
    assert dict(room.far.calls) == {**before, "discard": 1} and len(room.far.taken) == 1


def test_a_take_of_this_machine_that_cannot_be_signed_is_done_and_says_so(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote()
    room.far.unsealed = ProvenanceError("The key is gone.")
    room.engine.pieces = 0
    done = room.run(far.brief(provider="onboard"))
    assert done.state is JobState.DONE and "not signed: The key is gone." in done.status


def test_progress_is_that_of_all_pieces_and_previews_are_kept(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote(pieces=2, clock=far.Clock(by_hand=True))
    room.far.house.plays = False
    room.far.ends[0] = Status(State.RUNNING, 0.5, "sampling", Preview(far.PIXEL, "image/png"))
    room.far.ends[1] = Status(State.RUNNING, 0.1)
    job = room.plan()
    room.until(job, JobState.RUNNING)
    room.clock.idle()
    while room.far.calls["poll"] < 2:
        room.clock.pass_(1)
    told = threading.Event()
    room.store.listen(lambda _: told.set() if room.find(job).status != "Waiting for Echo" else None)
    room.clock.pass_(2)
    assert told.wait(10)
    found = room.find(job)
    assert 0.05 < found.progress < 0.5 and found.status == "Echo: sampling (0 of 2 pieces are here)"
    assert (room.scratch / job / "provider_preview.png").read_bytes() == far.PIXEL
    room.queue.cancel(job)


def test_a_piece_is_fetched_the_moment_it_is_made(make_remote: Callable[..., Any], far: Any) -> None:
    room = make_remote(pieces=2, clock=far.Clock(by_hand=True))
    room.far.house.plays = False
    room.far.ends[0] = Status(State.DONE, 1.0)
    room.far.ends[1] = Status(State.RUNNING, 0.1)
    job = room.plan()
    room.until(job, JobState.RUNNING)
    while room.far.calls["fetch"] < 1:
        room.clock.pass_(1)
    room.clock.pass_(2)
    assert (room.scratch / job / "answer" / "0" / "plate.png").is_file()
    assert room.find(job).state is JobState.RUNNING
    room.far.ends[1] = Status(State.DONE, 1.0)
    room.clock.run()
    assert room.wait(job)[0].state is JobState.DONE


def test_jobs_that_wait_for_a_provider_take_no_slot(make_remote: Callable[..., Any], far: Any) -> None:
    room = make_remote(slots=1, clock=far.Clock(by_hand=True))
    room.far.house.plays = False
    away = [room.plan() for _ in range(8)]
    for job in away:
        room.until(job, JobState.RUNNING)
    room.engine.pieces = 0
    assert room.run(far.brief(provider="onboard")).state is JobState.DONE
    assert room.queue.running == 8
    room.engine.pieces, room.far.house.plays = 1, True
    room.clock.run()
    assert {job.state for job in room.wait(*away)} == {JobState.DONE}


def test_their_steps_here_share_the_bench(make_remote: Callable[..., Any]) -> None:
    room = make_remote(slots=2)
    lock, now, most = threading.Lock(), [0], [0]
    met = threading.Barrier(2)

    def script(step: Step, job: str) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        met.wait(10)  # two at a time, never one alone
        with lock:
            now[0] -= 1

    room.engine.script = script
    planned = [room.plan() for _ in range(6)]
    assert {job.state for job in room.wait(*planned)} == {JobState.DONE}
    assert most[0] == 2


def test_a_provider_is_given_no_more_than_it_takes_at_once(make_remote: Callable[..., Any], far: Any) -> None:
    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.house.plays, room.far.at_once = False, 2
    planned = [room.plan() for _ in range(5)]
    for job in planned[:2]:
        room.until(job, JobState.RUNNING)
    assert (room.queue.running, room.queue.waiting) == (2, 3)
    room.far.house.plays = True
    room.clock.run()
    assert {job.state for job in room.wait(*planned)} == {JobState.DONE}


def test_a_service_that_stops_leaves_its_jobs_as_they_stand(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.house.plays = False
    job = room.plan()
    room.until(job, JobState.RUNNING)
    room.clock.idle()
    room.queue.stop(10)
    room.gone(job)
    assert room.find(job).state is JobState.RUNNING and room.far.calls["cancel"] == 0
    room.far.house.plays = True
    room.restart()
    (done,) = room.wait(job)
    assert done.state is JobState.DONE and room.far.taken == [f"{job}-1-0"]
    assert Path(room.takes()[0].folder).is_dir()


def test_a_job_without_a_frame_shows_what_its_provider_shows(
    make_remote: Callable[..., Any], far: Any, tmp_path: Path
) -> None:
    from secondunit.service.previews import FramePreviews

    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.house.plays = False
    room.far.ends[0] = Status(State.RUNNING, 0.5, preview=Preview(far.PIXEL, "image/png"))
    job = room.plan()
    room.until(job, JobState.RUNNING)
    room.clock.idle()
    previews = FramePreviews(tmp_path / "previews")
    shown = previews.job(room.work(far.brief(), job), 64)
    assert (shown.body, shown.media_type) == (far.PIXEL, "image/png")
    room.far.ends[0] = Status(State.RUNNING, 0.6, preview=Preview(b"<html>", "image/png"))
    room.clock.pass_(5)
    room.clock.idle()
    assert previews.job(room.work(far.brief(), job), 64).body == far.PIXEL
    previews.close()
    room.queue.cancel(job)


def test_a_job_of_many_pieces_is_carried_without_looking_at_all_of_them_for_each(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote(pieces=100)
    seen: list[int] = []
    room.far.house.interrupt = lambda step: seen.append(threading.get_ident()) if step == "poll" else None
    began = process_time()
    done = room.run()
    assert done.state is JobState.DONE and len(room.far.taken) == 100 and len(seen) == 100
    assert room.far.spent == 100_000_000
    assert process_time() - began < 20
