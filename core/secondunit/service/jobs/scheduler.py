"""The queue: takes jobs in, starts as many as the machine bears, cancels, retries, stops in order.

Two lanes: a job whose runner works on this machine takes a slot and memory; one that most of the time waits
elsewhere is only counted. Who carries a job is handed in: the scheduler knows a `Runner` and nobody by name.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from secondunit.engines import Stop
from secondunit.wire import Job, JobState, Work
from secondunit.wire.errors import Conflict, StorageError

from ..execution.record import JobRecord
from ..execution.runner import Runner
from ..reads import Reads
from ..store import JobRow, Store, jobs
from .lane import Lane, LaneEntry
from .line import LineEntry, SlotLine
from .recovery import recover

#: How many jobs of providers are under way at once, in the environment and without it.
REMOTE, MOST_REMOTE = "SECONDUNIT_REMOTE", 200
#: How long a cancel waits for the worker to be gone before it answers, in seconds.
CANCEL_PATIENCE = 5.0
log = logging.getLogger(__name__)


class Scheduler:
    """Durable work of one service. `slots` jobs run at once, together within `memory` bytes.

    `runner_of` says who carries a work, and `record` is what its runners write with. `remote` of the jobs
    that wait elsewhere are under way at once (default: the environment's SECONDUNIT_REMOTE, or 200).
    """

    def __init__(
        self,
        store: Store,
        owner: str,
        record: JobRecord,
        runner_of: Callable[[Work], Runner],
        *,
        scratch: Path,
        reads: Reads,
        slots: int = 1,
        memory: int = 1 << 62,
        remote: int = 0,
    ) -> None:
        self._store = store
        self._owner = owner
        self._record = record
        self._runner_of = runner_of
        self._scratch = scratch
        self._reads = reads
        self._lock = threading.Lock()
        self._line = SlotLine(slots, memory)
        self._lane = Lane(remote or _most_remote())
        self._threads: dict[str, tuple[threading.Thread, Stop]] = {}

    def start(self) -> None:
        """Clear up what an earlier service left, then go on with its jobs: first with those under way."""
        rows = recover(self._store, self._owner, self._scratch, self._reads)
        for row in sorted(rows, key=lambda row: row.job.state is JobState.PLANNED):
            self._join(row)
        self._fill()

    def plan(self, job: Job, work: Work, memory: int, key: str = "") -> tuple[Job, bool]:
        """Take a job in; it is durable when this returns. The flag is False when `key` brought it before."""
        if self._record.stopping():
            raise Conflict("The service is stopping.", remedy="Send the brief again in a moment.")
        stored, fresh = self._store.write(
            lambda transaction: jobs.create(transaction, job, work, self._owner, memory, key)
        )
        if fresh:
            self._join(JobRow(stored, work, self._owner, False, memory))
            self._fill()
        return stored, fresh

    def cancel(self, job: str) -> Job:
        """End a job and remove its files; the wish is stored first. Raises `NotFound`, `Conflict`."""
        self._require_own(job)
        wished = self._store.write(lambda transaction: jobs.wish_cancelled(transaction, job))
        with self._lock:
            waited = self._line.leave(job) or self._lane.leave(job)
            running = self._threads.get(job)
            if running is None and (waited or wished.state is JobState.UNCERTAIN):
                running = self._begin(job)
        if running:
            running[1].tell()
            running[0].join(CANCEL_PATIENCE)
        return self._store.read(lambda connection: jobs.find(connection, job))

    def retry(self, job: str) -> Job:
        """Plan a failed, cancelled or uncertain job again; raises `NotFound`, `Conflict`."""
        self._require_own(job)
        planned = self._store.write(lambda transaction: jobs.retry(transaction, job, "Waiting"))
        with self._lock:
            before = self._threads.get(job)
        if before:  # its end is stored, but its thread is still clearing up: two must not hold one job
            before[0].join()
        self._join(self._row(job))
        self._fill()
        return planned

    def stop(self, patience: float = 20.0) -> None:
        """Start nothing more, have every worker stopped, keep what they made; jobs stay as they stand."""
        with self._lock:
            self._record.stop()
            running = list(self._threads.values())
        for _thread, stop in running:
            stop.tell()
        end = time.monotonic() + patience
        for thread, _stop in running:
            thread.join(max(0.0, end - time.monotonic()))
        self._record.close()

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        with self._lock:
            return self._line.waiting + self._lane.waiting

    @property
    def running(self) -> int:
        """How many jobs run, here or at a provider."""
        with self._lock:
            return self._line.running + self._lane.running

    @property
    def stopping(self) -> bool:
        """Whether the queue takes nothing more."""
        return self._record.stopping()

    def _row(self, job: str) -> JobRow:
        return self._store.read(lambda connection: jobs.find_row(connection, job))

    def _require_own(self, job: str) -> None:
        if self._row(job).owner != self._owner:
            raise Conflict(
                "This job runs in another user's service.", remedy="Ask its user to cancel or retry it."
            )

    def _join(self, row: JobRow) -> None:
        job, at_once = row.job, self._runner_of(row.work).at_once(row)
        with self._lock:
            if at_once is None:
                self._line.join(LineEntry(job.id, job.show, row.memory))
            else:
                self._lane.join(LaneEntry(job.id, job.show, row.work.brief.provider, at_once))

    def _fill(self) -> None:
        """Start jobs while there is room."""
        while True:
            with self._lock:
                if self._record.stopping():
                    return
                next_one = self._line.next() or self._lane.next()
                if next_one is None:
                    return
                self._begin(next_one.job)

    def _begin(self, job: str) -> tuple[threading.Thread, Stop]:
        """Start a job's thread; the lock is held."""
        stop = Stop()
        thread = threading.Thread(target=self._carry, args=(job, stop), name=f"job {job}", daemon=True)
        self._threads[job] = thread, stop
        thread.start()
        return thread, stop

    def _carry(self, job: str, stop: Stop) -> None:
        try:
            row = self._row(job)
            self._runner_of(row.work).carry(row, stop)
        except StorageError as error:
            log.error("job %s is left as it stands: %s", job, error)
        except Exception:
            log.exception("job %s is left as it stands", job)
        finally:
            with self._lock:
                self._line.done(job)
                self._lane.done(job)
                self._threads.pop(job, None)
            self._fill()


def _most_remote() -> int:
    limit = os.environ.get(REMOTE, "")
    return int(limit) if limit.isdecimal() and int(limit) > 0 else MOST_REMOTE
