"""The engine of this machine: real workers in Open Job Description sessions, stopped, lost, told of."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from secondunit.engines import Progress, Stop
from secondunit.engines.delivery import found_take
from secondunit.engines.local import LocalEngine
from secondunit.engines.template import steps_of
from secondunit.wire import Delivery, FrameRange, FrozenMap, Step, Work
from secondunit.wire.errors import Cancelled, FrameFailed, NoRights, WorkerLost


@pytest.fixture
def engine(tmp_path: Path) -> LocalEngine:
    (tmp_path / "sessions").mkdir()
    return LocalEngine(tmp_path / "sessions")


@pytest.fixture
def long_work(make_work: Callable[..., Work]) -> Work:
    return make_work(
        frames=FrameRange(1, 5000), controls=FrozenMap({"resolution": 64}), delivery=Delivery(passes=False)
    )


def worker_of(work: Work) -> psutil.Process:
    mark = json.loads((Path(work.scratch) / "worker.json").read_text())["mark"]
    return psutil.Process(int(mark.partition(":")[0]))


def test_a_job_runs_through_its_template_and_says_how_far_it_is(
    engine: LocalEngine, make_work: Callable[..., Work], tmp_path: Path
) -> None:
    work = make_work(delivery=Delivery(passes=False))
    request = engine.prepare(work)
    heard: list[Progress] = []
    for step in steps_of(work):
        engine.run(request, step, tuple(work.brief.frames), heard.append, Stop())
    take = found_take(work)
    assert take is not None and take.version == 1
    assert [one.frame for one in heard if one.frame is not None] == [1001, 1002, 1003]
    assert all(0.0 <= one.fraction <= 1.0 for one in heard)
    assert not list((tmp_path / "sessions").iterdir())


def test_stopping_ends_the_worker_within_a_second_and_leaves_nothing_half_done(
    engine: LocalEngine, long_work: Work
) -> None:
    request = engine.prepare(long_work)
    stop, running = Stop(), threading.Event()
    ended: list[BaseException] = []

    def go() -> None:
        try:
            engine.run(
                request, Step.SIMULATE, tuple(long_work.brief.frames),
                lambda told: running.set() if told.fraction > 0 else None, stop,
            )  # fmt: skip
        except Cancelled as error:
            ended.append(error)

    thread = threading.Thread(target=go)
    thread.start()
    assert running.wait(60)
    worker = worker_of(long_work)
    moment = time.monotonic()
    stop.tell()
    with contextlib.suppress(psutil.NoSuchProcess):
        worker.wait(5)
    assert time.monotonic() - moment < 1.5  # told at once, ended after 0.6 s at the latest; a busy machine
    thread.join(10)
    assert len(ended) == 1


def test_a_worker_that_is_killed_is_lost_and_its_frames_are_kept(
    engine: LocalEngine, long_work: Work
) -> None:
    request = engine.prepare(long_work)

    def kill(told: Progress) -> None:
        if told.fraction > 0:
            with contextlib.suppress(psutil.NoSuchProcess):
                worker_of(long_work).kill()

    with pytest.raises(WorkerLost, match="ended without a word"):
        engine.run(request, Step.SIMULATE, tuple(long_work.brief.frames), kill, Stop())


def test_the_problem_of_a_worker_arrives_with_its_frame(
    engine: LocalEngine, make_work: Callable[..., Work]
) -> None:
    work = make_work(delivery=Delivery(passes=False))
    request = engine.prepare(work)
    with pytest.raises(FrameFailed) as caught:
        engine.run(request, Step.RENDER, (1002, 1003), lambda told: None, Stop())
    assert caught.value.problem.where == "1002"


def test_a_stop_before_the_start_starts_nothing(engine: LocalEngine, make_work: Callable[..., Work]) -> None:
    work = make_work()
    stop = Stop()
    stop.tell()
    with pytest.raises(Cancelled):
        engine.run(engine.prepare(work), Step.SIMULATE, tuple(work.brief.frames), lambda told: None, stop)
    assert not (Path(work.scratch) / "worker.json").exists()


def test_a_place_without_rights_is_said_before_anything_starts(
    engine: LocalEngine, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(NoRights):
        engine.prepare(make_work())
