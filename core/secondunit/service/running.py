"""The running service: its parts put together, its socket, its address file, its orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator

import psutil
import uvicorn

# Before there are threads: of two that load a room and a module of it at once, one gets half a module.
import secondunit.elements
import secondunit.timeline  # noqa: F401
from secondunit import __version__
from secondunit.engines import Engine
from secondunit.engines.parent import parent_mark
from secondunit.engines.speeds import Speeds
from secondunit.media.whole import whole_file
from secondunit.rights import guard
from secondunit.wire import ServiceAddress, Topic, dumps
from secondunit.wire.errors import SecondUnitError, StorageError

from .api import Desk, create_app
from .arenas import few_arenas
from .connections import BoundedConnection
from .credentials import identity, token
from .home import Home
from .hooks.runner import Hooks
from .hub import Hub
from .ids import now
from .kinds import kind_list
from .outbound.gateway import SitesGateway
from .outbound.sites import Sites
from .plan import Planner
from .previews import FramePreviews
from .reads import Reads
from .scheduling import job_scheduler
from .shows import Shows
from .store import Store, events

#: How many jobs run at once, and the memory they may take together (bytes).
WORKERS, MEMORY = "SECONDUNIT_WORKERS", "SECONDUNIT_MEMORY"
log = logging.getLogger(__name__)


def run(home: Home, port: int, serving: Callable[[str], None]) -> None:
    """Serve `home` until told to stop; the caller holds its lock.

    `serving` is told the URL once it answers. Raises `StorageError`, `NoRights`.
    """
    few_arenas()
    guard.install()  # from here on no socket of this process leaves the machine without a verdict
    listening = listen(home, port)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    store = Store(home.database)
    _clear_sessions(home)
    shows, reads = Shows(home), Reads()
    sites, speeds = Sites(home, shows), Speeds(home.speeds)
    queue = job_scheduler(
        store, _engine(home), identity(home), scratch=home.scratch, slots=_slots(), memory=_memory(),
        gateway=SitesGateway(sites), reads=reads, speeds=speeds,
    )  # fmt: skip
    hooks = Hooks(store, identity(home), lambda show: reads.call(lambda: shows.find(show)), home.sessions)
    hub = Hub(store)
    started = now()
    server: uvicorn.Server | None = None

    def stop() -> None:
        if server is not None:
            server.should_exit = True

    desk = Desk(home, store, queue, hub, shows, Planner(shows, _memory(), sites, speeds),
                FramePreviews(home.previews, reads=reads), started, stop, reads)  # fmt: skip
    app = create_app(desk, token=token(home), port=listening.getsockname()[1])
    config = uvicorn.Config(
        app, http=BoundedConnection, ws="none", log_config=None, access_log=False, server_header=False,
        lifespan="off", timeout_graceful_shutdown=3, timeout_keep_alive=30,
    )  # fmt: skip
    server = _Server(config, hub, store, home)
    queue.start()
    hooks.start()
    desk.cast_matches.start()
    facts = ServiceAddress(address, os.getpid(), str(home.token), __version__, started, parent_mark())
    try:
        asyncio.run(_serve(server, listening, hub, home, facts, serving))
    finally:
        log.info("stopping")
        desk.cast_matches.stop()
        queue.stop()
        hooks.stop()
        desk.quick.close()
        desk.previews.close()
        sites.close()
        store.close()
        home.address.unlink(missing_ok=True)
        log.info("stopped")


class _Server(uvicorn.Server):
    """Ends the event streams first: otherwise an orderly stop would wait for every listener to go away."""

    def __init__(self, config: uvicorn.Config, hub: Hub, store: Store, home: Home) -> None:
        super().__init__(config)
        self._hub = hub
        self._store = store
        self._home = home

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGTERM and Ctrl-C end the service in order; they are not raised again once the server has ended,
        because there is still work to stop and a store to close."""
        numbers = [signal.SIGTERM, signal.SIGINT]
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, signal.SIG_IGN if number is signal.SIGTERM else handler)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Who looks for a service from now on is to start the next, which waits for this one's lock.
        self._home.address.unlink(missing_ok=True)
        with contextlib.suppress(SecondUnitError):
            await asyncio.to_thread(
                self._store.write, lambda transaction: events.add(transaction, Topic.SERVICE_STOPPING)
            )
            await asyncio.sleep(0.05)  # so that whoever listens hears it
        self._hub.close()
        await super().shutdown(sockets)


async def _serve(
    server: _Server,
    listening: socket.socket,
    hub: Hub,
    home: Home,
    facts: ServiceAddress,
    answering: Callable[[str], None],
) -> None:
    hub.attach()
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    if server.started:
        with whole_file(home.address) as temporary:
            temporary.write_text(dumps(facts, indent=1) + "\n", "utf-8")
            temporary.chmod(0o600)
        log.info("serving at %s", facts.url)
        answering(facts.url)
        # Loading the kinds takes a second: better now than when the first panel asks.
        threading.Thread(target=kind_list, name="kinds", daemon=True).start()
    await serving


def listen(home: Home, port: int) -> socket.socket:
    """A socket bound to loopback: the port asked for, that of last time, or any."""
    last = 0
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        last = int(json.loads((home.root / "port").read_text("ascii"))["port"])
    for wanted in (port,) if port else (last, 0):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", wanted))
            listening.listen(128)
        except OSError as error:
            listening.close()
            if wanted == port:
                raise StorageError(
                    f"Port {wanted} cannot be used: {error.strerror}.",
                    remedy="Leave the port open, or name a free one.",
                ) from error
            continue
        with whole_file(home.root / "port") as temporary:
            temporary.write_text(json.dumps({"port": listening.getsockname()[1]}), "ascii")
        return listening
    raise StorageError("No port of this machine can be used.")


def _clear_sessions(home: Home) -> None:
    import shutil

    for folder in home.sessions.iterdir():
        shutil.rmtree(folder, ignore_errors=True)
    for path in home.root.glob(".*.tmp-*"):
        path.unlink(missing_ok=True)


def _engine(home: Home) -> Engine:
    from secondunit.engines.local import LocalEngine

    return LocalEngine(home.sessions)


def _slots() -> int:
    workers = os.environ.get(WORKERS, "")
    # A simulation uses every core; a second job fills the gaps of the first.
    return (
        int(workers)
        if workers.isdecimal() and int(workers) > 0
        else max(1, min(4, (os.cpu_count() or 1) // 4))
    )


def _memory() -> int:
    limit = os.environ.get(MEMORY, "")
    return int(limit) if limit.isdecimal() else round(0.75 * psutil.virtual_memory().total)
