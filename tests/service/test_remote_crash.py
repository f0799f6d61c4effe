"""The process dies at every single moment of a provider's job: nothing is sent twice, nothing paid twice.

The moments are each write to the store, each call to the provider, each word of the gate, each step of work,
before and after. A new process over the same folder then takes the job up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from secondunit.providers import CancelOutcome
from secondunit.wire import JobState
from secondunit.wire.errors import ProvenanceError, ProviderSilent, RateLimited

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]
MOST = 200


def died_at(room: Any, far: Any, moment: int) -> tuple[str, str]:
    """Run a job until the process dies at a moment: its name (empty where it lived on), and the job's id."""
    room.far.fate = far.Fate(deadly=moment)
    room.store.fate = room.far.fate
    job = ""
    try:
        job = room.plan()
    except far.Killed:
        with room.store._database.reading.connect() as connection:
            rows = connection.exec_driver_sql("SELECT id FROM jobs").fetchall()
        job = rows[0][0] if rows else "none"
    room.gone(job)
    seen = room.far.fate.seen
    return (seen[-1], job) if room.far.fate.dead else ("", job)


@pytest.mark.parametrize("knows", [True, False], ids=["the provider knows", "the provider does not know"])
def test_whenever_the_process_dies_every_piece_is_sent_once(
    tmp_path: Any, far: Any, knows: bool, full: bool
) -> None:
    names: list[str] = []
    uncertain = 0
    for moment in range(1, MOST, 1 if knows or full else 2):
        room = far.RemoteRoom(tmp_path / str(moment), pieces=2)
        room.far.knows = knows
        room.queue.start()
        name, job = died_at(room, far, moment)
        if not name:
            assert room.wait(job)[0].state is JobState.DONE
            room.close()
            break
        names.append(name)
        room.restart()
        if job != "none":
            (ended,) = room.wait(job)
            doubt = len(set(room.far.taken)) < 2 or ended.state is JobState.UNCERTAIN
            assert ended.state is JobState.DONE or (doubt and not knows), (moment, name, ended)
            if ended.state is JobState.DONE:
                assert sorted(room.far.taken) == [f"{job}-1-0", f"{job}-1-1"], (moment, name)
                assert [take.job for take in room.takes()] == [job] and room.far.sealed
                assert room.far.still_held == [] and room.far.spent == 2_000_000, (moment, name)
                assert not list(room.scratch.iterdir()) and not room.litter(), (moment, name)
            else:
                uncertain += 1
                assert ended.state is JobState.UNCERTAIN and len(room.far.taken) <= 2
                assert room.far.still_held == [f"{job}-1"], (moment, name)
            assert len(room.far.taken) == len(set(room.far.taken))
        room.close()
    else:
        raise AssertionError("the job never lived to its end")
    if knows:
        every = {"decide", "submit", "after submit", "poll", "after fetch", "answered", "settled", "seal"}
        assert every <= {*names}
    assert names.count("before a write") > 10
    assert uncertain == 0 if knows else uncertain > 2


def test_whenever_the_process_dies_over_a_busy_provider_nothing_is_sent_without_money(
    tmp_path: Any, far: Any
) -> None:
    for moment in range(1, MOST):
        room = far.RemoteRoom(tmp_path / str(moment), patience={"busy": 20.0})
        room.far.trouble("submit", *[RateLimited("Slower.", retry_after=15.0) for _ in range(9)])
        room.queue.start()
        name, job = died_at(room, far, moment)
        room.far.troubles.clear()
        if not name:
            assert room.find(job).state is JobState.FAILED and room.far.spent == 0
            room.close()
            break
        room.restart()
        if job != "none":
            (ended,) = room.wait(job)
            assert ended.state in (JobState.DONE, JobState.FAILED), (moment, name, ended)
            assert room.far.spent == (1_000_000 if ended.state is JobState.DONE else 0), (moment, name)
            assert room.far.still_held == [] and len(room.far.taken) == (ended.state is JobState.DONE)
        room.close()
    else:
        raise AssertionError("the job never came to its end")


def test_whenever_the_process_dies_after_a_consent_was_revoked_nothing_is_fetched(
    tmp_path: Any, far: Any
) -> None:
    for moment in range(1, MOST):
        room = far.RemoteRoom(tmp_path / str(moment))
        room.far.house.plays = False

        def revoke(step: str, far_end: Any = room.far) -> None:
            if step == "poll":
                far_end.refusal = "The consent of Ann was revoked."

        room.far.house.interrupt = revoke
        room.queue.start()
        name, job = died_at(room, far, moment)
        if not name:
            assert room.find(job).state is JobState.FAILED
            room.close()
            break
        room.restart()
        if job != "none":
            (ended,) = room.wait(job)
            assert ended.state is JobState.FAILED and len(room.far.taken) == 1, (moment, name, ended)
            assert room.far.calls["fetch"] == 0 and room.takes() == ()
            assert room.far.house.jobs[room.far.taken[0]].status.state.value == "cancelled" or (
                "could not be told" in ended.problem.kept
            ), (moment, name, ended)
            assert room.far.still_held == [], (moment, name)
        room.close()
    else:
        raise AssertionError("the job never came to its end")


def test_whenever_the_process_dies_in_the_signing_of_a_retry_there_is_one_take(
    tmp_path: Any, far: Any
) -> None:
    for moment in range(1, MOST):
        room = far.RemoteRoom(tmp_path / str(moment))
        room.far.unsealed = ProvenanceError("The key is gone.")
        room.queue.start()
        failed = room.run()
        room.far.unsealed = None
        room.far.fate = far.Fate(deadly=moment)
        room.store.fate = room.far.fate
        retried = True
        try:
            room.queue.retry(failed.id)
        except far.Killed:
            retried = moment > 1
        room.gone(failed.id)
        if not room.far.fate.dead:
            room.close()
            break
        room.restart()
        if retried:
            (ended,) = room.wait(failed.id)
            assert ended.state is JobState.DONE and len(room.takes()) == 1, (moment, ended)
            folders = [path.name for path in (room.folder / "show" / "sh010" / "sky").iterdir()]
            assert folders == ["v001"] and len(room.far.taken) == 1, (moment, folders)
        room.close()
    else:
        raise AssertionError("the retry never came to its end")


def test_whenever_the_process_dies_in_a_cancel_it_is_carried_out_and_billed_once(
    tmp_path: Any, far: Any
) -> None:
    for moment in range(1, MOST):
        room = far.RemoteRoom(tmp_path / str(moment), clock=far.Clock(by_hand=True))
        room.far.house.plays = False
        room.queue.start()
        job = room.plan()
        room.until(job, JobState.RUNNING)
        room.clock.idle()
        room.far.fate = far.Fate(deadly=moment)
        room.store.fate = room.far.fate
        wished = True
        try:
            room.queue.cancel(job)
        except far.Killed:
            room.store.fate = None
            wished = room.far.fate.seen[-1] != "before a write" or moment > 1
        if not room.far.fate.dead:
            assert room.find(job).state is JobState.CANCELLED
            room.close()
            break
        room.store.fate = None
        if wished:
            room.queue.stop(10)
        room.far.house.plays = not wished
        room.restart()
        (ended,) = room.wait(job)
        assert ended.state is (JobState.CANCELLED if wished else JobState.DONE), (moment, ended)
        assert len(room.far.taken) == 1 and room.far.still_held == []
        if wished:
            assert room.far.spent == 0 and not list(room.scratch.iterdir())
        room.close()
    else:
        raise AssertionError("the cancel never came to its end")


def test_whenever_the_process_dies_in_a_retry_of_half_a_job_the_other_half_is_not_paid_again(
    tmp_path: Any, far: Any, full: bool
) -> None:
    from secondunit.providers import State, Status
    from secondunit.wire import Money

    for moment in range(1, MOST, 1 if full else 3):
        room = far.RemoteRoom(tmp_path / str(moment), pieces=2)
        room.far.ends[1] = Status(State.FAILED, billed=Money("0"))
        room.queue.start()
        failed = room.run()
        assert failed.state is JobState.FAILED
        room.far.ends.clear()
        room.far.fate = far.Fate(deadly=moment)
        room.store.fate = room.far.fate
        retried = True
        try:
            room.queue.retry(failed.id)
        except far.Killed:
            retried = moment > 1
        room.gone(failed.id)
        if not room.far.fate.dead:
            room.close()
            break
        room.restart()
        if retried:
            (ended,) = room.wait(failed.id)
            assert ended.state is JobState.DONE, (moment, room.far.fate.seen, ended)
            assert room.far.taken == [f"{failed.id}-1-0", f"{failed.id}-1-1", f"{failed.id}-2-1"]
            assert room.far.spent == 2_000_000 and room.far.still_held == []
        room.close()
    else:
        raise AssertionError("the retry never came to its end")


def test_an_uncertain_answer_just_before_the_end_stays_uncertain(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote()
    room.far.knows = False
    room.far.trouble("submitted", ProviderSilent("The line broke."))
    room.far.fate.deadly = 0
    job = room.run()
    assert job.state is JobState.UNCERTAIN
    room.far.called_off = CancelOutcome.IMPOSSIBLE
    room.restart()
    assert room.queue.cancel(job.id).state is JobState.CANCELLED
    assert room.far.still_held == [] and len(room.far.taken) == 1
