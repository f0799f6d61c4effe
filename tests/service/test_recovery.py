"""A service that comes back: jobs cut off at every state, folders that nobody needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.engines import Progress, Stop
from secondunit.engines.living import mark_of
from secondunit.engines.template import steps_of
from secondunit.media import foreign
from secondunit.service.jobs.recovery import recover
from secondunit.service.reads import Patience, Reads
from secondunit.service.store import jobs, takes
from secondunit.wire import JobState, Step

WAY = [JobState.ALLOWED, JobState.SUBMITTING, JobState.RUNNING, JobState.DELIVERING]


def ignore(_progress: Progress) -> None:
    pass


@pytest.mark.parametrize("reached", range(len(WAY) + 1))
def test_a_job_cut_off_in_any_state_is_done_once(
    idle_room: Any, make_brief: Callable[..., Any], reached: int
) -> None:
    work = idle_room.work(make_brief())
    idle_room.store_job(work, *WAY[:reached])
    if reached >= 2:
        idle_room.engine.prepare(work)
    idle_room.queue.start()
    (done,) = idle_room.wait(work.job)
    assert done.state is JobState.DONE
    assert [take.job for take in idle_room.store.read(takes.page).takes] == [work.job]
    assert not idle_room.litter() and not list(idle_room.scratch.iterdir())


def test_a_take_renamed_before_the_crash_is_found_and_not_made_again(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    work = idle_room.work(make_brief())
    idle_room.store_job(work, *WAY)
    request = idle_room.engine.prepare(work)
    for step in steps_of(work):
        idle_room.engine.run(request, step, tuple(work.brief.frames), ignore, Stop())
    idle_room.engine.calls.clear()
    idle_room.queue.start()
    (done,) = idle_room.wait(work.job)
    assert done.state is JobState.DONE and idle_room.engine.calls == []
    assert idle_room.take_of(done).version == 1
    assert [path.name for path in (idle_room.show / "sh010" / "smoke").iterdir()] == ["v001"]


def test_a_delivery_cut_off_between_its_names_is_taken_up(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    work = idle_room.work(make_brief())
    idle_room.store_job(work, *WAY)
    idle_room.engine.prepare(work)
    staging = Path(work.staging)
    (staging / "beauty.1001.exr").touch()
    (staging / "smoke_v009.1002.exr").touch()
    (staging / "beauty.1003.exr").touch()
    idle_room.queue.start()
    (done,) = idle_room.wait(work.job)
    assert done.state is JobState.DONE and Step.SIMULATE not in idle_room.engine.steps()
    assert [frames for _, step, frames in idle_room.engine.calls if step is Step.RENDER] == []


def test_a_cancel_that_was_wished_for_is_carried_out(idle_room: Any, make_brief: Callable[..., Any]) -> None:
    work = idle_room.work(make_brief())
    idle_room.store_job(work, *WAY[:3])
    idle_room.engine.prepare(work)
    idle_room.store.write(lambda transaction: jobs.wish_cancelled(transaction, work.job))
    idle_room.queue.start()
    (cancelled,) = idle_room.wait(work.job)
    assert cancelled.state is JobState.CANCELLED and idle_room.engine.calls == []
    assert not idle_room.litter() and not list(idle_room.scratch.iterdir())


def test_a_take_that_was_in_its_place_before_the_cancel_was_heard_is_kept_and_known(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    work = idle_room.work(make_brief())
    idle_room.store_job(work, *WAY)
    request = idle_room.engine.prepare(work)
    for step in steps_of(work):
        idle_room.engine.run(request, step, tuple(work.brief.frames), ignore, Stop())
    idle_room.store.write(lambda transaction: jobs.wish_cancelled(transaction, work.job))
    idle_room.queue.start()
    (done,) = idle_room.wait(work.job)
    assert done.state is JobState.DONE
    assert [path.name for path in (idle_room.show / "sh010" / "smoke").iterdir()] == ["v001"]
    assert idle_room.take_of(done).version == 1


def test_what_killed_workers_left_is_swept(idle_room: Any, make_brief: Callable[..., Any]) -> None:
    work = idle_room.work(make_brief())
    idle_room.store_job(work, *WAY[:3])
    idle_room.engine.prepare(work)
    (Path(work.staging) / ".beauty.1001.tmp-0123.exr").write_bytes(b"half a frame")
    (idle_room.scratch / "jgone").mkdir()
    (idle_room.scratch / "jgone" / "cache.suv").write_bytes(b"of a job nobody knows")
    idle_room.queue.start()
    (done,) = idle_room.wait(work.job)
    folder = Path(idle_room.take_of(done).folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "beauty.1001.exr", "beauty.1002.exr", "beauty.1003.exr", "brief.json", "take.json",
    ]  # fmt: skip
    assert not list(idle_room.scratch.iterdir())


def test_a_show_whose_disk_is_away_keeps_no_service_from_starting(
    idle_room: Any, make_brief: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    work = idle_room.work(make_brief())
    idle_room.store_job(work, *WAY[:3])
    idle_room.engine.prepare(work)
    litter = Path(work.staging) / ".beauty.1001.tmp-0123.exr"
    litter.write_bytes(b"half a frame")
    mounted, look = threading.Event(), foreign.stat_of

    def stat_of(path: Path | str) -> os.stat_result:
        if str(path).startswith(str(idle_room.show)):
            mounted.wait(60)
        return look(path)

    monkeypatch.setattr(foreign, "stat_of", stat_of)
    rows = recover(idle_room.store, "me", idle_room.scratch, Reads(Patience(reach=0.3)))
    assert [row.job.id for row in rows] == [work.job] and litter.exists()
    mounted.set()
    assert recover(idle_room.store, "me", idle_room.scratch, Reads()) and not litter.exists()


def test_what_a_failed_job_kept_is_still_there_after_a_restart(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    work = idle_room.work(make_brief())
    idle_room.store_job(work, *WAY[:3], JobState.FAILED)
    idle_room.engine.prepare(work)
    (Path(work.staging) / "beauty.1001.exr").touch()
    idle_room.queue.start()
    idle_room.queue.retry(work.job)
    (done,) = idle_room.wait(work.job)
    assert done.state is JobState.DONE
    assert [frames for _, step, frames in idle_room.engine.calls if step is Step.RENDER] == [(1002, 1003)]


def test_a_worker_that_outlived_its_service_is_ended_and_a_stranger_is_not(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    ours, strangers = (idle_room.work(make_brief(shot=shot)) for shot in ("sh1", "sh2"))
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as worker,
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger,
    ):
        for work, process, born in ((ours, worker, ""), (strangers, stranger, "0")):
            idle_room.store_job(work, *WAY[:3])
            idle_room.engine.prepare(work)
            # The number of the stranger was that of a worker once, which began earlier.
            mark = mark_of(process.pid) + born
            Path(work.scratch, "worker.json").write_text(json.dumps({"mark": mark}))
        idle_room.queue.start()
        worker.wait(10)  # nothing but a kill ends it: its input stays open
        assert stranger.poll() is None
        stranger.kill()
    idle_room.wait(ours.job, strangers.job)
