"""Events: from a worker's line on its standard output to a client of the event stream.

    python -m benchmarks.events [--jobs 200] [--rate 2] [--seconds 15]

One service, as in life: store on disk, queue, API over loopback. Most of the jobs report their progress
`--rate` times a second from an engine in the service; four are real worker processes in Open Job Description
sessions, which print the time at which they speak. A client in a process of its own reads the stream and
takes the time again. Every event is stored and flushed before it is sent. Goal: p99 below 60 ms, 200 jobs.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import multiprocessing
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import uvicorn

from secondunit.engines import Progress, Report, Stop
from secondunit.engines.folders import TEMPLATE_FILE, make_folders
from secondunit.engines.local import LocalEngine
from secondunit.engines.template import job_template
from secondunit.service.api import Desk, create_app
from secondunit.service.home import Home
from secondunit.service.hub import Hub
from secondunit.service.ids import new_job_id, now
from secondunit.service.jobs import Scheduler
from secondunit.service.plan import Planner
from secondunit.service.previews import FramePreviews
from secondunit.service.running import listen
from secondunit.service.scheduling import job_scheduler
from secondunit.service.shows import Shows
from secondunit.service.store import Store
from secondunit.wire import Brief, Format, FrameRange, FrozenMap, Job, Rate, Step, Work

GOAL, TOKEN, REAL = 60.0, "benchmark", 4
SPEAK = """
import sys, time
for line in range(100000):
    print(f"openjd_status: said at {time.time()!r}\\nopenjd_progress: {line % 100}", flush=True)
    time.sleep(0.5)
"""


class Talk:
    """An engine whose jobs do nothing but report, for as long as they may."""

    name = "talk"

    def __init__(self, sessions: Path, rate: float) -> None:
        self._local = LocalEngine(sessions)
        self._pause = 1.0 / rate

    def prepare(self, work: Work) -> Path:
        request = make_folders(work)
        template = job_template(work)
        action = template["steps"][0]["script"]["actions"]["onRun"]
        action["args"] = ["-c", SPEAK]
        (request.parent / TEMPLATE_FILE).write_text(json.dumps(template), "utf-8")
        return request

    def run(self, request: Path, step: Step, frames: Sequence[int], report: Report, stop: Stop) -> None:
        if '"real' in (request.parent / "work.json").read_text("utf-8"):
            self._local.run(request, step, frames, report, stop)
        told = threading.Event()
        stop.when_told(told.set)
        count = 0
        while not told.wait(self._pause):
            count += 1
            report(Progress(count % 100 / 100, "Talking"))
        stop.check()


def main() -> None:
    """Measure, and print the line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--jobs", type=int, default=200)
    arguments.add_argument("--rate", type=float, default=2.0)
    arguments.add_argument("--seconds", type=float, default=15.0)
    told = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="secondunit-events-") as folder:
        times, events = measure(Home(Path(folder)), told.jobs, told.rate, told.seconds)
    cut = statistics.quantiles(times, n=100)
    print(f"events: p50 {cut[49]:.1f} ms, p99 {cut[98]:.1f} ms from a worker's line to a client "
          f"({len(times)} lines, {told.jobs} jobs, {events / told.seconds:.0f} events a second); "
          f"goal p99 below {GOAL:g} ms; ratio {GOAL / cut[98]:.2f}")  # fmt: skip


def measure(home: Home, jobs: int, rate: float, seconds: float) -> tuple[list[float], int]:
    """The delays in milliseconds, and how many events the client heard meanwhile."""
    home.make()
    store = Store(home.database)
    queue = job_scheduler(store, Talk(home.sessions, rate), "bench", scratch=home.scratch, slots=jobs)
    hub = Hub(store)
    listening = listen(home, 0)
    port = listening.getsockname()[1]
    shows = Shows(home)
    desk = Desk(home, store, queue, hub, shows, Planner(shows, 1 << 40), FramePreviews(home.previews), now(),
                lambda: None)  # fmt: skip
    app = create_app(desk, token=TOKEN, port=port)
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)

    async def serve() -> None:
        hub.attach()
        await server.serve(sockets=[listening])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    queue.start()
    for number in range(jobs):
        plan(queue, home, number, "real" if number < REAL else "talk")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    client = context.Process(target=hear, args=(port, seconds, theirs), daemon=True)
    client.start()
    times, events = ours.recv()
    client.join()
    hub.close()
    queue.stop()
    server.should_exit = True
    thread.join(10)
    store.close()
    return times, events


def plan(queue: Scheduler, home: Home, number: int, name: str) -> None:
    """Plan a job whose element is called `name` and its number."""
    made = Brief("S", "sh010", f"{name}{number}", FrameRange(1, 10), Rate(24), Format(64, 36), kind="smoke")
    job, moment = new_job_id(), now()
    work = Work(job, made, FrozenMap(), str(home.scratch / job),
                str(home.root / "show" / made.element / f".{job}.partial"))  # fmt: skip
    planned = Job(job, made.show, made.shot, made.element, "0" * 64, made.frames, created=moment)
    queue.plan(replace(planned, changed=moment), work, 1)


def hear(port: int, seconds: float, answer: Connection) -> None:
    """Read the stream for a while; the first seconds, in which the jobs start, do not count."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/v1/events?after=0", headers={"Authorization": f"Bearer {TOKEN}"})
    stream = connection.getresponse()
    times: list[float] = []
    events = 0
    begin = time.monotonic() + 6.0
    while time.monotonic() < begin + seconds:
        line = stream.readline()
        if not line.startswith(b"data:") or time.monotonic() < begin:
            continue
        events += 1
        job = json.loads(line[5:]).get("job") or {}
        status = job.get("status", "")
        if status.startswith("said at "):
            times.append((time.time() - float(status[8:])) * 1000)
    answer.send((times, events))


if __name__ == "__main__":
    main()
