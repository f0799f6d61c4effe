"""One job from where it stands to its end. Every state is written before the effect it announces.

planned     the gate is asked
allowed
submitting  folders and the work file are made
running     workers simulate and render
delivering  a worker renames the folder into place
done        the take is stored in the same transaction
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from secondunit.engines import Engine, Stop
from secondunit.engines.delivery import found_take, versions
from secondunit.engines.folders import remove_folder
from secondunit.wire import Job, JobState, Problem, Take, Work, frames_text
from secondunit.wire.errors import (
    Cancelled,
    Conflict,
    SecondUnitError,
    StorageError,
    Unexpected,
    WorkerLost,
)

from ..store import JobRow, Store, Transaction, jobs, takes
from .gate import verdict
from .meter import Meter, Reading
from .steps import Steps

T = TypeVar("T")
#: How long to wait before a store that cannot be written is tried again, in seconds.
PAUSE = 1.0
log = logging.getLogger(__name__)


class Drive:
    """Drives jobs with one engine; safe to use from many threads, each with its own job."""

    def __init__(self, store: Store, engine: Engine, meter: Meter, stopping: Callable[[], bool]) -> None:
        self._store = store
        self._engine = engine
        self._meter = meter
        self._stopping = stopping

    def carry(self, row: JobRow, stop: Stop) -> None:
        """Carry a job to its end, or leave it where it is when the service stops."""
        try:
            self._carry(row, stop)
        finally:
            self._meter.drop(row.job.id, ended=True)

    def _carry(self, row: JobRow, stop: Stop) -> None:
        job = row.job.id
        try:
            if row.cancelling:
                raise Cancelled("The job was cancelled.")
            self._go(row, stop)
        except Cancelled:
            self._meter.drop(job)
            if self._cancelled_by_hand(job):
                self._cancel(row)
            elif not self._stopping():
                self._fail(row, WorkerLost("The work was stopped from outside.").problem)
        except SecondUnitError as error:
            self._fail(row, error.problem)
        except Exception as error:  # a fault of ours must end the job, not the queue
            log.exception("job %s failed unexpectedly", job)
            self._fail(row, Unexpected(f"Something unexpected happened ({type(error).__name__}).").problem)

    def _go(self, row: JobRow, stop: Stop) -> None:
        job, work, state = row.job.id, row.work, row.job.state
        if state is JobState.PLANNED:
            said = verdict(work.brief)
            if not said.allowed:
                problem = Problem("denied.refused", said.sentence)
                self._move(job, JobState.REFUSED, status=said.sentence, problem=problem)
                return
            stop.check()
            state = self._store.write(lambda transaction: _allow(transaction, job, said.sentence)).state
        stop.check()
        if state is JobState.ALLOWED:
            state = self._move(job, JobState.SUBMITTING, status="Preparing").state
        take = found_take(work) if state is JobState.DELIVERING else None
        if take is None:
            take = self._make(row, state, stop)
        self._finish(job, work, take)

    def _make(self, row: JobRow, state: JobState, stop: Stop) -> Take:
        job, work = row.job.id, row.work
        request = self._engine.prepare(work)
        steps = Steps(self._engine, request, work, lambda *told: self._tell(job, *told), stop)
        if state is JobState.SUBMITTING:
            self._move(job, JobState.RUNNING, status="Starting", attempt=True)
        else:
            self._store.write(lambda transaction: jobs.begin(transaction, job, "Resuming"))
        steps.simulate()
        steps.render()
        stop.check()
        last = self._store.write(lambda transaction: _deliver(transaction, work))
        if last > max(versions(work, Path(work.staging).parent), default=0):
            self._engine.prepare(dataclasses.replace(work, first_version=last + 1))
        steps.deliver()
        take = found_take(work)
        if take is None:
            raise WorkerLost("The delivery ended without a take.")
        return take

    def _finish(self, job: str, work: Work, take: Take) -> None:
        self._meter.drop(job)

        def finish(transaction: Transaction) -> Job:
            takes.add(transaction, take, work.brief)
            return jobs.move(transaction, job, JobState.DONE, status=take.label, take=take.id)

        try:
            self._insist(lambda: self._store.write(finish))
        except Conflict as error:
            raise StorageError(
                f"{take.label} is known already with other content.",
                remedy="Look whether the show's root was moved; then retry.",
                kept=f"The new take lies in {take.folder}.",
            ) from error
        self._forget(Path(work.scratch))

    def _cancel(self, row: JobRow) -> None:
        """The wish was stored before; now the files go, then the state says so. A take that has its place
        already was finished before the wish was heard, and stays."""
        take = found_take(row.work)
        if take is not None and self._state(row.job.id) is JobState.DELIVERING:
            self._finish(row.job.id, row.work, take)
            return
        self._forget(Path(row.work.staging))
        self._forget(Path(row.work.scratch))
        self._insist(lambda: self._move(row.job.id, JobState.CANCELLED, status="Cancelled"))

    def _fail(self, row: JobRow, problem: Problem) -> None:
        self._meter.drop(row.job.id)
        if not problem.kept:
            problem = dataclasses.replace(problem, kept=_kept(row.work))
        with contextlib.suppress(OSError):
            Path(row.work.staging).rmdir()  # nothing was made: nothing stays in the show
        log.warning("job %s failed: %s", row.job.id, problem)
        self._insist(lambda: self._move(row.job.id, JobState.FAILED, status=problem.message, problem=problem))

    def _move(
        self,
        job: str,
        state: JobState,
        *,
        status: str,
        problem: Problem | None = None,
        attempt: bool = False,
    ) -> Job:
        self._meter.drop(job)
        return self._store.write(
            lambda transaction: jobs.move(
                transaction, job, state, status=status, problem=problem, attempt=attempt
            )
        )

    def _insist(self, write: Callable[[], T]) -> T:
        """An end must be stored: try until the disk takes it; the next service goes on where this stops."""
        while True:
            try:
                return write()
            except StorageError as error:
                log.error("the end of a job cannot be stored yet: %s", error)
                if self._stopping():
                    raise
                time.sleep(PAUSE)

    def _tell(self, job: str, progress: float, status: str, frames_done: int) -> None:
        self._meter.note(job, Reading(progress, status, frames_done))

    def _cancelled_by_hand(self, job: str) -> bool:
        return self._store.read(lambda connection: jobs.find_row(connection, job)).cancelling

    def _state(self, job: str) -> JobState:
        return self._store.read(lambda connection: jobs.find(connection, job)).state

    def _forget(self, folder: Path) -> None:
        try:
            remove_folder(folder)
        except SecondUnitError as error:
            log.warning("%s could not be removed: %s", folder, error)


def _allow(transaction: Transaction, job: str, sentence: str) -> Job:
    """The gate's word and the next state at once: nothing happens outside between the two."""
    jobs.move(transaction, job, JobState.ALLOWED, status=sentence)
    return jobs.move(transaction, job, JobState.SUBMITTING, status="Preparing")


def _deliver(transaction: Transaction, work: Work) -> int:
    """Say that the delivery begins; gives the last version of the element that the store knows."""
    brief = work.brief
    if jobs.find(transaction.connection, work.job).state is not JobState.DELIVERING:
        jobs.move(transaction, work.job, JobState.DELIVERING, status="Delivering")
    return takes.last_version(transaction.connection, brief.show, brief.shot, brief.element)


def _kept(work: Work) -> str:
    """What a failed job leaves for its retry, as a sentence."""
    from secondunit.engines.names import Staging

    brief = work.brief
    missing = set(Staging(Path(work.staging)).missing(brief.frames, brief.delivery.passes))
    kept = [frame for frame in brief.frames if frame not in missing]
    return f"Frames {frames_text(kept)} are kept." if kept else ""
