"""kill -9, at random moments, of the service, as it starts and as it runs, and of its workers.

Over a batch of real jobs every one must end right, no take may be lost, none may appear twice, and no
unfinished file may stay. A service that is killed as it migrates, recovers or reads its settings must start
the next time, with all that was in its store. The moments come from a seed, which is printed:
SECONDUNIT_KILL_SEED runs the same again. In their full form the two tests kill 1,000 times.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from secondunit.engines.living import alive
from secondunit.media.exr import verify_exr
from secondunit.service.find import find
from secondunit.service.home import Home
from secondunit.service.ids import now
from secondunit.service.serve import start
from secondunit.service.store.database import HEAD, REVISIONS
from secondunit.wire import FrameRange, FrozenMap, JobPage, JobState, TakePage, Work, dumps, loads

pytestmark = pytest.mark.long

#: Jobs and kills of a normal and of a full run; kills as it starts alone, from stores of every age.
NORMAL, FULL = (5, 9), (60, 560)
STARTS = {False: 3, True: 440}
PATIENCE = {False: 300.0, True: 9000.0}
#: A start with nothing to migrate changes files or the store some 60 times, one with all to migrate some 330.
STEPS, STEPS_MIGRATING = 60, 330

#: A service that kills itself before the change of a file or of the store that it is told, counted from when
#: it has its lock; one that gets as far as to serve goes on.
DOOMED = """
import os, signal, sys, threading

CHANGES = {"open", "write", "rename", "unlink", "mkdir", "rmdir", "fsync", "chmod", "execute", "executemany",
           "commit", "rollback"}
left = int(sys.argv[1])

def watch(frame, event, function):
    global left
    name = getattr(function, "__name__", "")
    if event == "c_call" and (name in CHANGES or name == "replace" and function.__module__ == "posix"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

from secondunit.service import running
run = running.run

def watched(*arguments):
    threading.setprofile(watch)
    sys.setprofile(watch)
    run(*arguments)

running.run = watched
from secondunit.service.serve import serve
sys.exit(serve())
"""


class Service:
    """One home's service as its user has it: started when it is not there, asked over HTTP."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> bytes:
        """An answer, however often the service must be started for it."""
        end = time.monotonic() + 600
        while True:
            address = start(self.home)
            token = self.home.token.read_text().strip()
            request = urllib.request.Request(
                address.url + path,
                data=body.encode() if body else None,
                method=method,
                headers={"Authorization": f"Bearer {token}", **headers},
            )
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    return bytes(answer.read())
            except urllib.error.HTTPError as error:
                raise AssertionError(error.read()) from error
            except OSError:
                assert time.monotonic() < end, self.home.log.read_text("utf-8")[-3000:]

    def dies_starting(self, step: int) -> bool:
        """Start it so that it is killed before its change number `step`, or as it serves."""
        child = subprocess.Popen(
            [sys.executable, "-c", DOOMED, str(step)],
            env={**os.environ, "SECONDUNIT_HOME": str(self.home.root)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while child.poll() is None:  # the test's own time limit ends a start that hangs
            if find(self.home) is not None:
                child.kill()
            time.sleep(0.01)
        return child.returncode == -signal.SIGKILL

    def process(self) -> psutil.Process | None:
        address = find(self.home)
        return psutil.Process(address.pid) if address else None

    def workers(self) -> list[psutil.Process]:
        found = []
        for path in self.home.scratch.glob("*/worker.json"):
            with contextlib.suppress(OSError, ValueError, KeyError, psutil.Error):
                mark = json.loads(path.read_text())["mark"]
                if alive(mark):
                    found.append(psutil.Process(int(mark.partition(":")[0])))
        return found


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    monkeypatch.setenv("SECONDUNIT_WORKERS", "2")
    made = Service(Home(tmp_path / "home"))
    yield made
    process = made.process()
    if process is not None:
        process.kill()
        process.wait(10)


def seeded() -> tuple[int, random.Random]:
    """A seed and the chances that come of it."""
    seed = int(os.environ.get("SECONDUNIT_KILL_SEED") or random.randrange(1 << 32))
    print(f"SECONDUNIT_KILL_SEED={seed}")  # noqa: T201 - shown with a failure
    return seed, random.Random(seed)


def kill(process: psutil.Process | None) -> bool:
    with contextlib.suppress(psutil.Error):
        if process is not None:
            process.kill()
            process.wait(10)
            return True
    return False


@pytest.mark.timeout(4 * 3600)
def test_no_kill_loses_a_take_or_makes_one_twice(
    service: Service, make_brief: Callable[..., Any], tmp_path: Path, full: bool
) -> None:
    seed, chance = seeded()
    count, kills = FULL if full else NORMAL
    planned: list[str] = []

    def plan() -> None:
        number = len(planned)
        made = make_brief(
            show=f"S{number % 2}", shot=f"sh{number % 3}", frames=FrameRange(1001, 1004), seed=number
        )
        # The key makes a request that died with the service the same request when it is sent again.
        answer = service.ask("POST", "/v1/jobs", dumps(made), **{"Idempotency-Key": f"{seed}-{number}"})
        planned.append(json.loads(answer)["id"])

    plan()
    done_kills = int(kill(service.process()))
    for _ in range(count - 1):
        plan()
    end = time.monotonic() + PATIENCE[full]
    while True:
        page = loads(JobPage, service.ask("GET", "/v1/jobs?limit=200"))
        moving = [job for job in page.jobs if not job.state.ended]
        if not moving:
            if done_kills >= kills:
                break
            plan()
        assert time.monotonic() < end, page.jobs
        if done_kills < kills:
            time.sleep(chance.uniform(0.05, 2.0))
            workers = service.workers()
            if chance.random() < 0.25:
                done_kills += kill(service.process())
                done_kills += service.dies_starting(chance.randint(1, STEPS))
            elif workers and chance.random() < 0.5:
                done_kills += kill(chance.choice(workers))
            else:
                done_kills += kill(service.process())
        else:
            time.sleep(0.2)

    jobs = {job.id: job for job in page.jobs}
    assert set(jobs) == set(planned)
    assert {job.state for job in jobs.values()} == {JobState.DONE}, [job.problem for job in jobs.values()]
    takes = loads(TakePage, service.ask("GET", "/v1/takes?limit=200")).takes
    assert sorted(take.job for take in takes) == sorted(jobs)
    assert {take.id for take in takes} == {job.take for job in jobs.values()}
    on_disk = sorted(str(path.parent) for path in (tmp_path / "shows").rglob("take.json"))
    assert on_disk == sorted(take.folder for take in takes)
    for take in takes:
        names = {path.name for path in Path(take.folder).iterdir()}
        layer = take.layers[0].path
        signed = {"provenance.json", "provenance.json.c2pa"}
        frames = {layer % frame for frame in take.frames}
        assert names == {"take.json", "brief.json", "previews", *signed, *frames}
        for frame in take.frames:
            verify_exr(Path(take.folder) / (layer % frame))
    service.ask("POST", "/v1/stop")
    process = service.process()
    if process is not None:
        process.wait(20)
    left = [path for path in tmp_path.rglob("*") if ".tmp-" in path.name or ".partial" in path.name]
    left += list(service.home.scratch.iterdir()) + list(service.home.sessions.iterdir())
    assert left == []
    assert not service.workers() and done_kills >= kills


@pytest.mark.timeout(4 * 3600)
def test_no_kill_as_it_starts_keeps_the_next_from_starting_or_loses_what_is_stored(
    service: Service,
    older_store: Callable[[str], Path],
    make_brief: Callable[..., Any],
    tmp_path: Path,
    full: bool,
) -> None:
    _, chance = seeded()
    kills = 0
    while kills < STARTS[full]:
        service.home = Home(tmp_path / f"home{kills}")
        service.home.make()
        revision = chance.choice(REVISIONS)
        with_jobs(older_store(revision), make_brief()).rename(str(service.home.database))
        (service.home.root / ".shows.tmp-0123456789ab.toml").write_text("what a kill left")
        steps = STEPS_MIGRATING if revision != REVISIONS[-1] else STEPS
        for _ in range(3):  # the second and the third find what the first left
            kills += service.dies_starting(chance.randint(1, steps))
        page = loads(JobPage, service.ask("GET", "/v1/jobs"))
        assert [(job.id, job.state) for job in page.jobs] == [
            ("j2", JobState.FAILED),
            ("j1", JobState.FAILED),
        ]
        token = service.home.token.read_text()
        kills += kill(service.process())
        kills += service.dies_starting(chance.randint(1, STEPS))
        service.ask("GET", "/v1/status")
        assert service.home.token.read_text() == token
        assert [path for path in service.home.root.iterdir() if ".tmp-" in path.name] == []
        kills += kill(service.process())
        with contextlib.closing(sqlite3.connect(service.home.database)) as store:
            assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert store.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
            assert store.execute("SELECT count(*) FROM jobs").fetchall() == [(2,)]


def with_jobs(store: Path, brief: Any) -> Path:
    """A store of any age with two jobs in it that failed."""
    with contextlib.closing(sqlite3.connect(store)) as base:
        there = {column for _, column, *_ in base.execute("PRAGMA table_info(jobs)")}
        moment = now()  # what failed jobs keep is cleared away after two weeks
        for job in ("j1", "j2"):
            work = Work(
                job, brief, FrozenMap(), str(store.parent / job), str(store.parent / f"{job}.partial")
            )
            row = {
                "id": job, "owner": "me", "show": "S", "shot": "s", "element": "e", "kind": "", "prompt": "",
                "frames": "1001", "brief_digest": "", "work": dumps(work), "state": "failed", "progress": 0.0,
                "status": "", "frames_done": 0, "attempts": 1, "take": "", "created": moment,
                "changed": moment, "user": "", "cancelling": False, "memory": 1,
                "provider": "onboard", "model": "", "elsewhere": False, "turn": 1, "cost": "{}",
            }  # fmt: skip
            row = {name: value for name, value in row.items() if name in there}
            places = ", ".join(f":{name}" for name in row)
            columns = ", ".join(f'"{name}"' for name in row)
            base.execute(f"INSERT INTO jobs ({columns}) VALUES ({places})", row)
        base.commit()
    return store
