"""A job's states and its end as they are written down, whoever does its work.

Each state is written before the effect it announces; an end is insisted on until the disk takes it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from secondunit.engines import Engine
from secondunit.engines.alternatives import stagings
from secondunit.engines.delivery import found_take, versions
from secondunit.engines.folders import remove_folder
from secondunit.engines.makers import PixelOrigin, find_makers, maker_of
from secondunit.engines.names import Staging
from secondunit.engines.speeds import Speeds
from secondunit.engines.usage import read_usage
from secondunit.wire import Job, JobState, Money, Problem, Take, Work, frames_text, version_text
from secondunit.wire.errors import Conflict, SecondUnitError, StorageError, WorkerLost

from ..store import JobRow, Store, Transaction, jobs, takes
from .meter import Meter, Reading
from .steps import Steps

T = TypeVar("T")
#: How long to wait before a store that cannot be written is tried again, in seconds.
PAUSE = 1.0
#: The most takes of a shot that are looked at for what a comp is made of.
OTHERS = 500
#: Signs a take in its place: the take, its work, other takes of the shot.
Seal = Callable[[Take, Work, tuple[Take, ...]], None]
#: Work with what its show's rules and consents say of its take, asked when it is delivered.
Terms = Callable[[Work], Work]
log = logging.getLogger(__name__)


class JobRecord:
    """Writes what becomes of jobs; safe to use from many threads, each with its own job."""

    def __init__(
        self, store: Store, seal: Seal | None = None, speeds: Speeds | None = None,
        terms: Terms | None = None,
    ) -> None:  # fmt: skip
        self.store = store
        self._seal, self._terms = seal, terms
        self._speeds = speeds
        self._stopping = threading.Event()
        self._meter = Meter(self._write_progress)

    def stopping(self) -> bool:
        """Whether the service stops: nothing more is begun, and what runs stays as it stands."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Say to every runner that the service stops."""
        self._stopping.set()

    def close(self) -> None:
        """Let go of the progress that is still held."""
        self._meter.close()

    def move(
        self,
        job: str,
        state: JobState,
        *,
        status: str,
        problem: Problem | None = None,
        attempt: bool = False,
    ) -> Job:
        """Write a job's next state; raises `Conflict`, `StorageError`."""
        self._meter.drop(job)
        return self.store.write(
            lambda transaction: jobs.move(
                transaction, job, state, status=status, problem=problem, attempt=attempt
            )
        )

    def allow(self, job: str, sentence: str) -> Job:
        """The gate's word and the next state at once: nothing happens outside between the two."""

        def allow(transaction: Transaction) -> Job:
            jobs.move(transaction, job, JobState.ALLOWED, status=sentence)
            return jobs.move(transaction, job, JobState.SUBMITTING, status="Preparing")

        self._meter.drop(job)
        return self.store.write(allow)

    def begin(self, job: str, status: str) -> None:
        """Count one more attempt at a job that is under way."""
        self.store.write(lambda transaction: jobs.begin(transaction, job, status))

    def tell(self, job: str, progress: float, status: str, frames_done: int) -> None:
        """How far a job is (0 to 1), what is done, and the frames that are; never waits."""
        self._meter.note(job, Reading(progress, status, frames_done))

    def deliver(self, engine: Engine, steps: Steps, work: Work) -> Take:
        """Say that the delivery begins and do it, as a version above all that disk and store know."""
        last = self.store.write(lambda transaction: _delivering(transaction, work))
        ready = work
        if last > max(versions(work, Path(work.staging).parent), default=0):
            ready = dataclasses.replace(ready, first_version=last + 1)
        if self._terms is not None:
            ready = self._terms(ready)
        if ready != work:
            engine.prepare(ready)
        steps.deliver()
        take = found_take(work)
        if take is None:
            raise WorkerLost("The delivery ended without a take.")
        return take

    def sealed(self, take: Take, work: Work) -> SecondUnitError | None:
        """Sign a take that is in its place; what kept it from being signed, or None."""
        if self._seal is None:
            return None
        shot_takes: tuple[Take, ...] = ()
        try:
            if find_makers().origin(take) is PixelOrigin.COMPOSITED:
                page = self.store.read(
                    lambda connection: takes.page(connection, show=take.show, shot=take.shot, limit=OTHERS)
                )
                shot_takes = page.takes
            self._seal(take, work, shot_takes)
        except SecondUnitError as error:
            log.warning("%s is not signed: %s", take.label, error)
            return error
        return None

    def finish(self, work: Work, *alternatives: Take, status: str = "", cost: Money | None = None) -> None:
        """The takes and the end in one transaction, then the job's folder goes; raises `StorageError`."""
        self._meter.drop(work.job)
        take = alternatives[0]
        several = f" to {version_text(alternatives[-1].version)}" if len(alternatives) > 1 else ""

        def finish(transaction: Transaction) -> Job:
            for alternative in alternatives:
                takes.add(transaction, alternative, work.brief)
            return jobs.move(
                transaction, work.job, JobState.DONE, status=status or take.label + several, take=take.id,
                cost=cost,
            )  # fmt: skip

        try:
            self.insist(lambda: self.store.write(finish))
        except Conflict as error:
            raise StorageError(
                f"{take.label} is known already with other content.",
                remedy="Look whether the show's root was moved; then retry.",
                kept=f"The new take lies in {take.folder}.",
            ) from error
        self._learn(work)
        self.forget(Path(work.scratch))

    def cancel(self, work: Work, status: str = "Cancelled") -> None:
        """The files go, then the state says so."""
        self.forget_staged(work)
        self.forget(Path(work.scratch))
        self.insist(lambda: self.move(work.job, JobState.CANCELLED, status=status))

    def fail(self, work: Work, problem: Problem) -> None:
        """The job failed; what was made stays for its retry, and the problem says what."""
        self._meter.drop(work.job)
        if not problem.kept:
            problem = dataclasses.replace(problem, kept=_kept(work))
        with contextlib.suppress(OSError):
            Path(work.staging).rmdir()  # nothing was made: nothing stays in the show
        log.warning("job %s failed: %s", work.job, problem)
        self.insist(lambda: self.move(work.job, JobState.FAILED, status=problem.message, problem=problem))

    def insist(self, write: Callable[[], T]) -> T:
        """What must be stored: try until the disk takes it; the next service goes on where this stops."""
        while True:
            try:
                return write()
            except StorageError as error:
                log.error("what became of a job cannot be stored yet: %s", error)
                if self.stopping():
                    raise
                time.sleep(PAUSE)

    def cancelled_by_hand(self, job: str) -> bool:
        """Whether a person wished it, rather than the service stopping."""
        return self.row(job).cancelling

    def row(self, job: str) -> JobRow:
        """The job as it is stored now."""
        return self.store.read(lambda connection: jobs.find_row(connection, job))

    def state(self, job: str) -> JobState:
        """The job's state as it is stored now."""
        return self.store.read(lambda connection: jobs.find(connection, job)).state

    def forget(self, folder: Path) -> None:
        """Remove a folder; one that cannot go is swept at the next start."""
        try:
            remove_folder(folder)
        except SecondUnitError as error:
            log.warning("%s could not be removed: %s", folder, error)

    def forget_staged(self, work: Work) -> None:
        """Remove what was made of a job's takes and is none of them."""
        try:
            folders = stagings(work)
        except SecondUnitError as error:
            log.warning("what was made of job %s could not be looked for: %s", work.job, error)
            folders = (Path(work.staging),)
        for folder in folders:
            self.forget(folder)

    def ended(self, job: str) -> None:
        """Nothing is told of this job any more."""
        self._meter.drop(job, ended=True)

    def _learn(self, work: Work) -> None:
        """Keep what a job took, for estimates; its take is stored, so that no fault of this may end it."""
        if self._speeds is None:
            return
        try:
            if usage := read_usage(Path(work.scratch)):
                self._speeds.learn(work.brief.kind, maker_of(work).reckoned(work), usage)
        except Exception:
            log.exception("what job %s took could not be learned from", work.job)

    def _write_progress(self, job: str, reading: Reading) -> Future[Any]:
        return self.store.ask(
            lambda transaction: jobs.note_progress(
                transaction, job, reading.progress, reading.status, reading.frames_done
            )
        )


def _delivering(transaction: Transaction, work: Work) -> int:
    """Say that the delivery begins; gives the last version of the element that the store knows."""
    brief = work.brief
    if jobs.find(transaction.connection, work.job).state is not JobState.DELIVERING:
        jobs.move(transaction, work.job, JobState.DELIVERING, status="Delivering")
    return takes.last_version(transaction.connection, brief.show, brief.shot, brief.element)


def _kept(work: Work) -> str:
    """What a failed job leaves for its retry, as a sentence."""
    brief = work.brief
    missing = set(
        Staging(Path(work.staging)).missing(brief.frames, brief.delivery.passes, brief.delivery.volume)
    )
    frames = [frame for frame in brief.frames if frame not in missing]
    return f"Frames {frames_text(frames)} are kept." if frames else ""
