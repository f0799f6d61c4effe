"""The queue: what a job goes through, what is tried again, what is kept, what is cleaned away."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.engines.delivery import found_take, read_take
from secondunit.engines.makers import maker_of
from secondunit.engines.speeds import Speeds
from secondunit.engines.usage import USAGE_FILE
from secondunit.service.home import Home
from secondunit.service.jobs.line import LineEntry, SlotLine
from secondunit.service.plan import Planner
from secondunit.service.shows import Shows
from secondunit.service.store import events, jobs, takes
from secondunit.wire import FrameRange, JobState, Step, Topic
from secondunit.wire.errors import Conflict, DiskFull, FrameFailed, NoRights, NotFound, WorkerLost

from .conftest import brief


def states(room: Any, job: str) -> list[str]:
    read = room.store.read(lambda connection: events.read(events.after(connection, 0)))
    return [
        event.job.state.value
        for event in read
        if event.job and event.job.id == job and event.topic is not Topic.JOB_PROGRESS
    ]


def test_a_job_passes_every_state_and_leaves_only_its_take(room: Any) -> None:
    job = room.plan()
    (done,) = room.wait(job)
    assert done.state is JobState.DONE and done.progress == 1.0 and done.frames_done == 3
    assert states(room, job) == [
        "planned", "allowed", "submitting", "running", "delivering", "done",
    ]  # fmt: skip
    take = room.take_of(done)
    assert take.job == job and take.version == 1 and take.id == "t" + job[1:]
    assert read_take(Path(take.folder)) == take
    assert not list(room.scratch.iterdir())
    assert not room.litter()


def test_what_a_finished_job_took_is_what_the_next_one_is_estimated_at(room: Any, engine: Any) -> None:
    home = Home(room.folder / "home")
    planner = Planner(Shows(home), 1 << 36, speeds=Speeds(home.speeds))
    before = planner.plan(brief()).estimate
    work = dataclasses.replace(room.work(brief()), settings=before.settings)
    reckoned = maker_of(work).reckoned(work)

    def twice_as_slow(step: Step, frames: tuple[int, ...], _call: int) -> None:
        if step is Step.RENDER:
            row = {"step": "render", "frames": 900, "processor": 1800 * reckoned[step], "clock": 3600.0}
            (room.scratch / work.job / USAGE_FILE).write_text(json.dumps(row) + "\n")

    engine.script = twice_as_slow
    room.queue.plan(room.job(work), work, 1, "")
    room.wait(work.job)
    after = planner.plan(brief()).estimate
    drawn = 3 * reckoned[Step.RENDER]
    assert after.processor_seconds - before.processor_seconds == pytest.approx(drawn, abs=2e-3)
    assert after.seconds > before.seconds + 3.0
    assert not list(room.scratch.iterdir())


def test_versions_of_an_element_rise(room: Any, make_brief: Callable[..., Any]) -> None:
    planned = [room.plan() for _ in range(5)] + [room.plan(make_brief(element="dust"))]
    done = room.wait(*planned)
    assert sorted(room.take_of(job).version for job in done[:5]) == [1, 2, 3, 4, 5]
    assert room.take_of(done[5]).version == 1


def test_a_version_made_by_hand_is_not_overwritten(room: Any) -> None:
    folder = room.show / "sh010" / "smoke" / "v007"
    folder.mkdir(parents=True)
    (folder / "hand.exr").write_bytes(b"made by hand")
    (done,) = room.wait(room.plan())
    assert room.take_of(done).version == 8
    assert (folder / "hand.exr").read_bytes() == b"made by hand"


def test_a_frame_that_fails_once_is_tried_again_by_itself(room: Any, engine: Any) -> None:
    def script(step: Step, frames: tuple[int, ...], call: int) -> None:
        if step is Step.RENDER and call == 1:
            raise FrameFailed("It did not want to.", where="1002")

    engine.script = script
    (done,) = room.wait(room.plan())
    assert done.state is JobState.DONE
    renders = [frames for _, step, frames in engine.calls if step is Step.RENDER]
    assert renders == [(1001, 1002, 1003), (1002,), (1001, 1003)]


def test_a_frame_that_always_fails_fails_the_job_and_the_rest_is_kept(room: Any, engine: Any) -> None:
    staging: list[Path] = []

    def script(step: Step, frames: tuple[int, ...], call: int) -> None:
        if step is Step.RENDER and 1002 in frames:
            folder = next((room.show / "sh010" / "smoke").glob(".*.partial"))
            staging.append(folder)
            (folder / "beauty.1001.exr").touch()
            raise FrameFailed("It never will.", where="1002")

    engine.script = script
    (failed,) = room.wait(room.plan())
    assert failed.state is JobState.FAILED and failed.problem is not None
    assert failed.problem.code == "work.frame" and failed.problem.where == "1002"
    assert "Frame 1002" in failed.problem.message and failed.problem.kept == "Frames 1001 are kept."
    assert sum(1 for _, step, _ in engine.calls if step is Step.RENDER) == 3
    assert (staging[0] / "beauty.1001.exr").exists()

    engine.script = lambda step, frames, call: None
    engine.calls.clear()
    room.queue.retry(failed.id)
    (done,) = room.wait(failed.id)
    assert done.state is JobState.DONE and done.problem is None and done.attempts == 2
    assert [frames for _, step, frames in engine.calls if step is Step.RENDER] == [(1002, 1003)]


@pytest.mark.parametrize("error", [DiskFull("The disk is full."), NoRights("Not here.")])
def test_what_trying_again_cannot_mend_fails_at_once(room: Any, engine: Any, error: Exception) -> None:
    def script(step: Step, frames: tuple[int, ...], call: int) -> None:
        if step is Step.RENDER:
            raise error

    engine.script = script
    (failed,) = room.wait(room.plan())
    assert failed.state is JobState.FAILED and failed.problem is not None
    assert failed.problem.code == error.code  # type: ignore[attr-defined]
    assert engine.steps() == [Step.SIMULATE, Step.RENDER]


def test_a_worker_that_vanishes_is_replaced(room: Any, engine: Any) -> None:
    def script(step: Step, frames: tuple[int, ...], call: int) -> None:
        if call <= 2:
            raise WorkerLost("Gone.")

    engine.script = script
    (done,) = room.wait(room.plan())
    assert done.state is JobState.DONE
    assert engine.steps().count(Step.DELIVER) == 3


def test_workers_that_always_vanish_end_the_job(room: Any, engine: Any) -> None:
    def script(step: Step, frames: tuple[int, ...], call: int) -> None:
        raise WorkerLost("Gone.")

    engine.script = script
    (failed,) = room.wait(room.plan())
    assert failed.state is JobState.FAILED and failed.problem is not None
    assert failed.problem.code == "work.lost"


def test_a_fault_of_ours_ends_the_job_with_a_sentence(room: Any, engine: Any) -> None:
    def script(step: Step, frames: tuple[int, ...], call: int) -> None:
        raise ZeroDivisionError("oops")

    engine.script = script
    (failed,) = room.wait(room.plan())
    assert failed.problem is not None and failed.problem.code == "unexpected"
    assert "Traceback" not in str(failed.problem)


def test_cancelling_a_running_job_stops_it_and_leaves_no_file(room: Any, engine: Any) -> None:
    engine.hold = threading.Event()
    job = room.plan()
    assert engine.started.wait(10)
    cancelled = room.queue.cancel(job)
    assert cancelled.state is JobState.CANCELLED
    assert not list(room.scratch.iterdir()) and not room.litter()
    with pytest.raises(Conflict):
        room.queue.cancel(job)


def test_cancelling_a_waiting_job_never_starts_it(room: Any, engine: Any) -> None:
    engine.hold = threading.Event()
    first, second, third = room.plan(), room.plan(), room.plan()
    assert room.queue.cancel(third).state is JobState.CANCELLED
    engine.hold.set()
    room.wait(first, second)
    assert third not in {job for job, _, _ in engine.calls}


def test_a_cancelled_job_may_be_planned_again(room: Any, engine: Any) -> None:
    engine.hold = threading.Event()
    job = room.plan()
    assert engine.started.wait(10)
    room.queue.cancel(job)
    room.queue.retry(job)
    (done,) = room.wait(job)
    assert done.state is JobState.DONE and room.take_of(done).version == 1


def test_a_retry_waits_for_the_thread_that_ended_the_job(
    room: Any, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def script(step: Step, frames: tuple[int, ...], call: int) -> None:
        raise NoRights("Not here.")

    engine.script = script
    clearing, go_on = threading.Event(), threading.Event()
    drop = room.queue._record._meter.drop

    def slow(job: str, *, ended: bool = False) -> None:
        drop(job, ended=ended)
        if ended and not clearing.is_set():
            clearing.set()
            assert go_on.wait(10)

    monkeypatch.setattr(room.queue._record._meter, "drop", slow)
    job = room.plan()
    assert clearing.wait(10) and room.find(job).state is JobState.FAILED
    engine.script, engine.hold = lambda step, frames, call: None, threading.Event()
    engine.started.clear()
    retrying = threading.Thread(target=room.queue.retry, args=(job,))
    retrying.start()
    assert not engine.started.wait(0.2)
    go_on.set()
    retrying.join(10)
    assert engine.started.wait(10) and room.queue.running == 1
    assert room.queue.cancel(job).state is JobState.CANCELLED


def test_a_job_of_another_service_is_left_to_it(room: Any, make_brief: Callable[..., Any]) -> None:
    work = room.work(make_brief())
    room.store.write(lambda transaction: jobs.create(transaction, room.job(work), work, "other", 1))
    with pytest.raises(Conflict):
        room.queue.cancel(work.job)
    with pytest.raises(NotFound):
        room.queue.cancel("j" + "0" * 25)


def test_the_same_key_gives_the_same_job_and_another_brief_a_conflict(
    room: Any, make_brief: Callable[..., Any]
) -> None:
    first = room.plan(key="once")
    assert room.plan(key="once") == first
    with pytest.raises(Conflict):
        room.plan(make_brief(prompt="another"), key="once")
    room.wait(first)
    assert len(room.store.read(takes.page).takes) == 1


def test_shows_take_turns() -> None:
    line = SlotLine(slots=2, memory=100)
    for number in range(3):
        line.join(LineEntry(f"a{number}", "A", 1))
    line.join(LineEntry("b0", "B", 1))
    started = [line.next(), line.next()]
    assert [ticket.job for ticket in started if ticket] == ["a0", "b0"]
    assert line.next() is None
    line.done("b0")
    following = line.next()
    assert following and following.job == "a1"


def test_a_large_job_waits_for_room_and_is_not_overtaken() -> None:
    line = SlotLine(slots=4, memory=100)
    for job, memory in (("small", 60), ("large", 500), ("later", 1)):
        line.join(LineEntry(job, "A", memory))
    first = line.next()
    assert first and first.job == "small" and line.next() is None
    line.done("small")
    second = line.next()
    assert second and second.job == "large" and line.next() is None
    assert line.leave("later") and not line.leave("later") and line.waiting == 0


def test_progress_reaches_the_store_but_keeps_only_its_last_word(room: Any, engine: Any) -> None:
    engine.hold = threading.Event()
    job = room.plan()
    heard = threading.Event()
    room.store.listen(lambda fresh: heard.set() if any(e.topic == "job.progress" for e in fresh) else None)
    assert engine.started.wait(10)
    assert heard.wait(5) or room.find(job).progress > 0
    engine.hold.set()
    room.wait(job)
    stored = room.store.read(lambda connection: events.after(connection, 0))
    assert not [event for event in stored if event.topic == "job.progress"]


def test_a_long_job_stops_in_order_and_goes_on_in_the_next_service(
    tmp_path: Path, make_room: Callable[..., Any], make_brief: Callable[..., Any]
) -> None:
    first = make_room(tmp_path)
    first.engine.hold = threading.Event()
    first.queue.start()
    job = first.plan(make_brief(frames=FrameRange(1, 50)))
    assert first.engine.started.wait(10)
    first.queue.stop()
    assert first.find(job).state is JobState.RUNNING
    first.store.close()

    second = make_room(tmp_path)
    second.queue.start()
    (done,) = second.wait(job)
    assert done.state is JobState.DONE and done.attempts == 2
    assert found_take(second.work(make_brief(), job)) is not None
