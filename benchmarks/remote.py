"""200 jobs at a provider at once in one process: its memory, threads and processor time while they wait.

    python -m benchmarks.remote [--jobs 200] [--seconds 20] [--bedrock]

The whole service is in the process: store, queue, gate, ledger, doorways and the HTTP application; the
provider is Echo, whose house keeps every job until all of them wait, and asks to be polled every two seconds.
With --bedrock that provider stands beside it, two of its clients built (nothing is sent by them).
What is missing are the workers, which are processes of their own. Goal: below 300 MB.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
from tests.noop import NoopEngine

from secondunit.engines import Report, Stop
from secondunit.engines.folders import read_work
from secondunit.engines.provider_files import PREPARED
from secondunit.providers import Provider, Registry, Site, State, Status
from secondunit.providers.echo import Echo, House
from secondunit.service.api import Desk, create_app
from secondunit.service.arenas import few_arenas
from secondunit.service.home import Home
from secondunit.service.hub import Hub
from secondunit.service.ids import new_job_id, now
from secondunit.service.kinds import kind_list
from secondunit.service.outbound.gateway import SitesGateway
from secondunit.service.outbound.sites import Sites
from secondunit.service.plan import Planner
from secondunit.service.previews import FramePreviews
from secondunit.service.scheduling import job_scheduler
from secondunit.service.shows import SHOWS, Shows
from secondunit.service.store import Store
from secondunit.wire import (
    Brief,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Job,
    Piece,
    Prepared,
    Rate,
    Size,
    Step,
    Task,
    Work,
    brief_digest,
    dumps,
)

GOAL = 300.0
#: The table of a provider on a vendor's library; the secrets are never read.
BEDROCK = """[bedrock]
region = "us-west-2"
geography = "us"
[bedrock.secret]
key_id = "bedrock.key-id"
key = "bedrock.key"
"""
SHOW, MEGABYTE = "bench", 1e6


class Prepares(NoopEngine):
    """Prepares one piece without a file, and renders frames without pixels."""

    def run(self, request: Path, step: Step, frames: Sequence[int], report: Report, stop: Stop) -> None:
        if step is Step.PREPARE:
            frame = read_work(request).brief.frames
            prepared = Prepared((Piece(0, frame, 1, Size(1280, 720)),))
            (request.parent / PREPARED).write_text(dumps(prepared), "utf-8")
            return
        super().run(request, step, frames, report, stop)


def main() -> None:
    """Measure, and print one line for each figure."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--jobs", type=int, default=200)
    arguments.add_argument("--seconds", type=float, default=20.0)
    arguments.add_argument("--bedrock", action="store_true")
    told = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="secondunit-remote-") as folder:
        measure(Path(folder), told.jobs, told.seconds, told.bedrock)


def measure(folder: Path, count: int, seconds: float, bedrock: bool) -> None:
    """Run `count` jobs; print what the process takes before, while they wait, and at its most."""
    few_arenas()  # as the service does
    os.environ[SHOWS] = str(folder / "shows")
    (folder / "shows" / SHOW).mkdir(parents=True)
    (folder / "shows" / SHOW / "secondunit.toml").write_text("", "utf-8")
    table = f'order = ["echo"]\n[echo]\n{BEDROCK if bedrock else ""}'
    (folder / "shows" / SHOW / "providers.toml").write_text(table, "utf-8")
    home = Home(folder / "home")
    home.make()
    house = House(plays=False)
    store, shows = Store(home.database), Shows(home)
    makers: dict[str, Callable[[Site], Provider]] = {"echo": lambda site: Echo(site, house)}
    if bedrock:
        makers["bedrock"] = _bedrock
    sites = Sites(home, shows, Registry(makers))
    queue = job_scheduler(
        store, Prepares(), "bench", scratch=home.scratch, slots=2, gateway=SitesGateway(sites)
    )
    desk = Desk(home, store, queue, Hub(store), shows, Planner(shows, 1 << 36, sites),
                FramePreviews(home.previews), now(), lambda: None)  # fmt: skip
    create_app(desk, token="of no use", port=1)
    kind_list()
    queue.start()
    if bedrock:
        sites.provider(SHOW, "bedrock")
    process = psutil.Process()
    before = process.memory_info().rss / MEGABYTE

    running, done, all_run, all_done = set[str](), set[str](), threading.Event(), threading.Event()

    def heard(events: list[object]) -> None:
        for event in events:
            body = getattr(event, "body", "")
            for state, seen, all_seen in (("running", running, all_run), ("done", done, all_done)):
                if f'"state":"{state}"' in body and '"provider":"echo"' in body:
                    seen.add(body[body.index('"id":"') :][6:32])
                    if len(seen) == count:
                        all_seen.set()

    store.listen(heard)  # type: ignore[arg-type]
    capability = sites.capability(SHOW, "echo", "", Task.IMAGE)
    began = time.perf_counter()
    for number in range(count):
        job, moment = new_job_id(), now()
        made = Brief(
            SHOW, f"sh{number % 20:03d}", "sky", FrameRange(1001, 1001), Rate(24), Format(1280, 720),
            prompt="a sky", seed=number, delivery=Delivery(passes=False), provider="echo", task=Task.IMAGE,
        )  # fmt: skip
        work = Work(
            job, made, FrozenMap(), str(home.scratch / job),
            str(folder / "shows" / SHOW / made.shot / "sky" / f".{job}.partial"),
            brief_digest=brief_digest(made), file_name="sky_{version}", capability=capability,
        )  # fmt: skip
        queue.plan(
            Job(job, SHOW, made.shot, "sky", work.brief_digest, made.frames, created=moment, provider="echo"),
            work, 1,
        )  # fmt: skip
    assert all_run.wait(300), f"{len(running)} of {count} jobs are at the provider"
    out = time.perf_counter() - began
    with house.lock:
        for each in house.jobs.values():
            each.status = Status(State.RUNNING, 0.5, retry_after=2.0)
    time.sleep(3)
    spent, began = process.cpu_times(), time.perf_counter()
    time.sleep(seconds)
    after, waited = process.cpu_times(), time.perf_counter() - began
    busy = (after.user + after.system - spent.user - spent.system) / waited
    rss, threads = process.memory_info().rss / MEGABYTE, process.num_threads()
    began = time.perf_counter()
    with house.lock:
        for each in house.jobs.values():
            each.status = Status(State.DONE, 1.0)
    assert all_done.wait(600), f"{len(done)} of {count} jobs are done"
    home_again = time.perf_counter() - began
    queue.stop()
    desk.previews.close()
    sites.close()
    store.close()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
    assert len(house.jobs) == count
    print(f"remote: {rss:.0f} MB with {count} jobs at a provider ({before:.0f} MB before, {most:.0f} MB at "
          f"most); goal {GOAL:g} MB; ratio {GOAL / most:.2f}")  # fmt: skip
    print(f"remote: {100 * busy:.1f} % of a core and {threads} threads while they wait, polled every 2 s; "
          f"all out after {out:.1f} s, all done {home_again:.1f} s after the provider")  # fmt: skip


def _bedrock(site: Site) -> Provider:
    """The provider with the client that runs models and the one that stores movies."""
    from secondunit.providers.bedrock import Bedrock

    made = Bedrock(site)
    assert made._clients.runtime and made._clients.store
    return made


if __name__ == "__main__":
    main()
