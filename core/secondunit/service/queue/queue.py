"""The queue: takes jobs in, starts as many as the machine bears, cancels, retries, stops in order."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from secondunit.engines import Engine, Stop
from secondunit.wire import Job, JobState, Work
from secondunit.wire.errors import Conflict, StorageError

from ..store import Store, jobs
from .drive import Drive
from .line import Line, Ticket
from .meter import Meter, Reading
from .recovery import recover

#: How long a cancel waits for the worker to be gone before it answers, in seconds.
CANCEL_PATIENCE = 5.0
log = logging.getLogger(__name__)


class Queue:
    """Durable work of one service. `slots` jobs run at once, together within `memory` bytes."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        owner: str,
        *,
        scratch: Path,
        slots: int = 1,
        memory: int = 1 << 62,
    ) -> None:
        self._store = store
        self._owner = owner
        self._scratch = scratch
        self._lock = threading.Lock()
        self._line = Line(slots, memory)
        self._threads: dict[str, tuple[threading.Thread, Stop]] = {}
        self._stopping = threading.Event()
        self._meter = Meter(self._write_progress)
        self._drive = Drive(store, engine, self._meter, self._stopping.is_set)

    def start(self) -> None:
        """Clear up what an earlier service left, then go on with its jobs."""
        for row in recover(self._store, self._owner, self._scratch):
            self._line.join(Ticket(row.job.id, row.job.show, row.memory))
        self._fill()

    def plan(self, job: Job, work: Work, memory: int, key: str = "") -> tuple[Job, bool]:
        """Take a job in; it is durable when this returns. The flag is False when `key` brought it before."""
        if self._stopping.is_set():
            raise Conflict("The service is stopping.", remedy="Send the brief again in a moment.")
        stored, fresh = self._store.write(
            lambda transaction: jobs.create(transaction, job, work, self._owner, memory, key)
        )
        if fresh:
            self._enter(stored, memory)
        return stored, fresh

    def cancel(self, job: str) -> Job:
        """End a job and remove its files; the wish is stored first. Raises `NotFound`, `Conflict`."""
        self._require_own(job)
        wished = self._store.write(lambda transaction: jobs.wish_cancelled(transaction, job))
        with self._lock:
            waited = self._line.leave(job)
            running = self._threads.get(job)
        if running:
            running[1].tell()
            running[0].join(CANCEL_PATIENCE)
        elif waited or wished.state is JobState.UNCERTAIN:
            row = self._store.read(lambda connection: jobs.find_row(connection, job))
            self._drive.carry(row, Stop())
        return self._store.read(lambda connection: jobs.find(connection, job))

    def retry(self, job: str) -> Job:
        """Plan a failed, cancelled or uncertain job again; raises `NotFound`, `Conflict`."""
        memory = self._require_own(job)
        planned = self._store.write(
            lambda transaction: jobs.move(transaction, job, JobState.PLANNED, status="Waiting")
        )
        with self._lock:
            before = self._threads.get(job)
        if before:  # its end is stored, but its thread is still clearing up: two must not hold one job
            before[0].join()
        self._enter(planned, memory)
        return planned

    def stop(self, patience: float = 20.0) -> None:
        """Start nothing more, have every worker stopped, keep what they made; jobs stay as they stand."""
        with self._lock:
            self._stopping.set()
            running = list(self._threads.values())
        for _thread, stop in running:
            stop.tell()
        end = time.monotonic() + patience
        for thread, _stop in running:
            thread.join(max(0.0, end - time.monotonic()))
        self._meter.close()

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        with self._lock:
            return self._line.waiting

    @property
    def running(self) -> int:
        """How many jobs run."""
        with self._lock:
            return self._line.running

    @property
    def stopping(self) -> bool:
        """Whether the queue takes nothing more."""
        return self._stopping.is_set()

    def _require_own(self, job: str) -> int:
        row = self._store.read(lambda connection: jobs.find_row(connection, job))
        if row.owner != self._owner:
            raise Conflict(
                "This job runs in another user's service.", remedy="Ask its user to cancel or retry it."
            )
        return row.memory

    def _enter(self, job: Job, memory: int) -> None:
        with self._lock:
            self._line.join(Ticket(job.id, job.show, memory))
        self._fill()

    def _fill(self) -> None:
        """Start jobs while there is room."""
        while True:
            with self._lock:
                if self._stopping.is_set():
                    return
                ticket = self._line.next()
                if ticket is None:
                    return
                stop = Stop()
                thread = threading.Thread(
                    target=self._carry, args=(ticket.job, stop), name=f"job {ticket.job}", daemon=True
                )
                self._threads[ticket.job] = thread, stop
                thread.start()

    def _carry(self, job: str, stop: Stop) -> None:
        try:
            self._drive.carry(self._store.read(lambda connection: jobs.find_row(connection, job)), stop)
        except StorageError as error:
            log.error("job %s is left as it stands: %s", job, error)
        except Exception:
            log.exception("job %s is left as it stands", job)
        finally:
            with self._lock:
                self._line.done(job)
                self._threads.pop(job, None)
            self._fill()

    def _write_progress(self, job: str, reading: Reading) -> Future[Any]:
        return self._store.ask(
            lambda transaction: jobs.note_progress(
                transaction, job, reading.progress, reading.status, reading.frames_done
            )
        )
