"""The queue: no-op jobs a second with every state durable, and a page of takes out of a million.

    python -m benchmarks.queue [--jobs 1000] [--takes 1000000]

The jobs go through the real queue: planned, allowed, submitting, running, delivering, done, each flushed to
disk (SQLite, WAL, synchronous=FULL) before what it announces; folders, work files and takes are made, flushed
and renamed as for real jobs. Only the pixels are missing. Goals: 50 jobs a second; 20 ms for a page, the
slowest of each kind of question counting by its median.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from sqlalchemy import Connection
from tests.noop import NoopEngine

from secondunit.engines.names import take_id
from secondunit.service.ids import new_job_id, now
from secondunit.service.scheduling import job_scheduler
from secondunit.service.store import Store, takes
from secondunit.service.store.writer import Transaction
from secondunit.wire import (
    Brief,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Job,
    Rate,
    Take,
    TakeLayer,
    TakePage,
    Work,
    brief_digest,
    dumps,
)

JOBS_GOAL, PAGE_GOAL = 50.0, 20.0
SHOWS, SHOTS, ELEMENTS = 5, 40, 50


def main() -> None:
    """Measure, and print one line for each goal."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--jobs", type=int, default=1000)
    arguments.add_argument("--takes", type=int, default=1_000_000)
    told = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="secondunit-queue-") as folder:
        pace = jobs_a_second(Path(folder), told.jobs)
    print(f"queue: {pace:.1f} no-op jobs a second, every state durable; "
          f"goal {JOBS_GOAL:g}; ratio {pace / JOBS_GOAL:.2f}")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="secondunit-takes-") as folder:
        page = page_milliseconds(Path(folder), told.takes)
    print(f"takes: {page:.2f} ms a page of 50 out of {told.takes:,}; "
          f"goal below {PAGE_GOAL:g} ms; ratio {PAGE_GOAL / page:.2f}")  # fmt: skip


def brief(number: int) -> Brief:
    """A brief of one of many elements."""
    return Brief(
        f"show{number % SHOWS}", f"sh{number // SHOWS % SHOTS:03d}",
        f"element{number // SHOWS // SHOTS % ELEMENTS:02d}", FrameRange(1001, 1048), Rate(24),
        Format(1920, 1080), kind="smoke", prompt="thick smoke", seed=number,
        delivery=Delivery(passes=False),
    )  # fmt: skip


def jobs_a_second(folder: Path, count: int) -> float:
    """How many jobs of one frame the queue carries from plan to take in a second."""
    store = Store(f"sqlite:///{folder / 'store.db'}")
    ended, done = threading.Event(), 0

    def heard(events: list[object]) -> None:
        nonlocal done
        done += sum(1 for event in events if '"state":"done"' in getattr(event, "body", ""))
        if done >= count:
            ended.set()

    store.listen(heard)  # type: ignore[arg-type]
    queue = job_scheduler(store, NoopEngine(), "bench", scratch=folder / "scratch", slots=4)
    queue.start()

    def plan(number: int) -> None:
        made = brief(number)
        job, moment = new_job_id(), now()
        single = Brief(**{**vars(made), "frames": FrameRange(1001, 1001)})
        digest = brief_digest(single)
        work = Work(
            job, single, FrozenMap(), str(folder / "scratch" / job),
            str(folder / "show" / made.show / made.shot / made.element / f".{job}.partial"),
            brief_digest=digest, file_name=f"{made.element}_{{version}}",
        )  # fmt: skip
        queue.plan(
            Job(job, *(made.show, made.shot, made.element), digest, single.frames, created=moment),
            work, 1,
        )  # fmt: skip

    began = time.perf_counter()
    with ThreadPoolExecutor(2) as clients:
        list(clients.map(plan, range(count)))
    ended.wait()
    seconds = time.perf_counter() - began
    queue.stop()
    made = store.read(lambda connection: takes.page(connection, limit=count)).takes
    store.close()
    assert len(made) == count, f"{len(made)} takes of {count} jobs"
    return count / seconds


def page_milliseconds(folder: Path, count: int) -> float:
    """The median time of the slowest kind of question for a page of takes, in milliseconds."""
    store = Store(f"sqlite:///{folder / 'store.db'}")
    fill(store, count)
    middle = store.read(lambda connection: takes.page(connection, limit=1)).takes[0].id
    questions: list[dict[str, str]] = [
        {},
        {"after": middle[:4]},
        {"show": "show1"},
        {"show": "show1", "shot": "sh007"},
        {"show": "show1", "shot": "sh007", "element": "element03"},
        {"shot": "sh007"},
        {"element": "element03"},
    ]
    slowest = 0.0
    for question in questions:
        times = []
        for _ in range(15):
            began = time.perf_counter()
            found = store.read(partial(_page, question))
            times.append((time.perf_counter() - began) * 1000)
            assert found.takes or "after" in question
        slowest = max(slowest, statistics.median(times))
    store.close()
    return slowest


def _page(question: dict[str, str], connection: Connection) -> TakePage:
    return takes.page(connection, limit=50, **question)


def _insert(statement: str, rows: list[tuple[object, ...]], transaction: Transaction) -> None:
    transaction.connection.exec_driver_sql(statement, rows)


def fill(store: Store, count: int) -> None:
    """Put `count` takes into the store, as they would be after years; without events."""
    now_text = now()
    statement = (
        "INSERT INTO takes (id, job, show, shot, element, version, folder, body, brief) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    versions: dict[tuple[str, str, str], int] = {}
    layer = TakeLayer("beauty", "NAME.%04d.exr", ("R", "G", "B", "A"))
    for first in range(0, count, 20_000):
        rows: list[tuple[object, ...]] = []
        for number in range(first, min(first + 20_000, count)):
            made = brief(number)
            name = made.show, made.shot, made.element
            versions[name] = version = versions.get(name, 0) + 1
            job = new_job_id()
            if number == first:
                take = Take(
                    take_id(job), job, *name, version, "FOLDER", made.frames, made.rate, made.format,
                    made.colorspace, "0" * 64, (layer,), kind="smoke", prompt=made.prompt, created=now_text,
                )  # fmt: skip
                body = json.loads(dumps(take))
                text = dumps(made)
            body |= {"id": take_id(job), "job": job, "show": name[0], "shot": name[1], "element": name[2],
                     "version": version}  # fmt: skip
            rows.append((take_id(job), job, *name, version, "FOLDER", json.dumps(body), text))
        store.write(partial(_insert, statement, rows))


if __name__ == "__main__":
    main()
