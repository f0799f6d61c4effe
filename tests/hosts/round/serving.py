"""A whole service in this process: its real store, queue, API and loopback socket, and the worker's own steps
without a process for each: seven small takes then cost no more than their pixels.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from secondunit.engines import Progress, Report, Stop
from secondunit.engines.folders import make_folders, read_work
from secondunit.engines.worker import do_step
from secondunit.host.client import Client
from secondunit.service.api import Desk, create_app
from secondunit.service.home import Home
from secondunit.service.hub import Hub
from secondunit.service.ids import now
from secondunit.service.outbound.gateway import SitesGateway
from secondunit.service.outbound.sites import Sites
from secondunit.service.plan import Planner
from secondunit.service.previews import FramePreviews
from secondunit.service.running import listen
from secondunit.service.scheduling import job_scheduler
from secondunit.service.shows import Shows
from secondunit.service.store import Store
from secondunit.wire import Job, Step, Take, Work

TOKEN = "a-token-that-only-this-round-knows-0123456"
PATIENCE = 60.0


class HereEngine:
    """Does the worker's steps in the queue's own thread."""

    name = "here"

    def prepare(self, work: Work) -> Path:
        return make_folders(work)

    def run(self, request: Path, step: Step, frames: Sequence[int], report: Report, stop: Stop) -> None:
        stop.check()
        do_step(read_work(request), step, tuple(frames))
        report(Progress(1.0, step.value))


@contextmanager
def serving(folder: Path, providers: bool = False) -> Iterator[Client]:
    """The service over `folder`, answering on loopback, with `providers` or without, and a client of it."""
    home = Home(folder / "home")
    home.make()
    listening = listen(home, 0)
    port = listening.getsockname()[1]
    store, shows = Store(home.database), Shows(home)
    hub = Hub(store)
    sites = Sites(home, shows) if providers else None
    gateway = SitesGateway(sites) if sites is not None else None
    queue = job_scheduler(store, HereEngine(), "me", scratch=home.scratch, slots=1, gateway=gateway)
    previews = FramePreviews(home.previews)
    planner = Planner(shows, 64_000_000_000, sites)
    desk = Desk(home, store, queue, hub, shows, planner, previews, now(), lambda: None)
    app = create_app(desk, token=TOKEN, port=port)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none"))

    async def serve() -> None:
        hub.attach()
        await server.serve(sockets=[listening])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="round service", daemon=True)
    thread.start()
    queue.start()
    try:
        yield Client(f"http://127.0.0.1:{port}", TOKEN, user="Zoë", timeout=30.0)
    finally:
        server.should_exit = True
        hub.close()
        thread.join(10)
        queue.stop()
        previews.close()
        if sites is not None:
            sites.close()
        store.close()


def ended(client: Client, job: Job) -> Take:
    """The take of a job, once it has ended; fails with its problem."""
    rest, end = threading.Event(), time.monotonic() + PATIENCE
    while not (job := client.job(job.id)).state.ended:
        assert time.monotonic() < end, job
        rest.wait(0.02)
    assert job.take, job.problem
    return client.take(job.take)
