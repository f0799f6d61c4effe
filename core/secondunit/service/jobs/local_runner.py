"""One job of this machine from where it stands to its end. Every state is written before its effect.

planned     the gate is asked
allowed
submitting  folders and the work file are made
running     workers simulate and render
delivering  a worker renames the folder into place
done        the take is stored in the same transaction
"""

from __future__ import annotations

import logging

from secondunit.engines import Engine, Stop
from secondunit.engines.delivery import found_take
from secondunit.engines.makers import maker_of
from secondunit.wire import JobState, Take
from secondunit.wire.errors import Cancelled, Refused, SecondUnitError, Unexpected, WorkerLost

from ..execution.record import JobRecord
from ..execution.steps import Steps
from ..store import JobRow

log = logging.getLogger(__name__)


class LocalRunner:
    """Drives jobs with one engine; safe to use from many threads, each with its own job."""

    def __init__(self, record: JobRecord, engine: Engine) -> None:
        self._record = record
        self._engine = engine

    def at_once(self, row: JobRow) -> int | None:
        """It works on this machine."""
        return None

    def carry(self, row: JobRow, stop: Stop) -> None:
        """Carry a job to its end, or leave it where it is when the service stops."""
        try:
            self._carry(row, stop)
        finally:
            self._record.ended(row.job.id)

    def _carry(self, row: JobRow, stop: Stop) -> None:
        try:
            if row.cancelling:
                raise Cancelled("The job was cancelled.")
            self._go(row, stop)
        except Cancelled:
            if self._record.cancelled_by_hand(row.job.id):
                self._cancel(row)
            elif not self._record.stopping():
                self._record.fail(row.work, WorkerLost("The work was stopped from outside.").problem)
        except SecondUnitError as error:
            self._record.fail(row.work, error.problem)
        except Exception as error:  # a fault of ours must end the job, not the queue
            log.exception("job %s failed unexpectedly", row.job.id)
            fault = Unexpected(f"Something unexpected happened ({type(error).__name__}).")
            self._record.fail(row.work, fault.problem)

    def _go(self, row: JobRow, stop: Stop) -> None:
        job, work, state = row.job.id, row.work, row.job.state
        if state is JobState.PLANNED:
            allowance = maker_of(work).allowance(work.brief)
            if not allowance.allowed:
                problem = Refused(allowance.sentence).problem
                self._record.move(job, JobState.REFUSED, status=allowance.sentence, problem=problem)
                return
            stop.check()
            state = self._record.allow(job, allowance.sentence).state
        stop.check()
        if state is JobState.ALLOWED:
            state = self._record.move(job, JobState.SUBMITTING, status="Preparing").state
        take = found_take(work) if state is JobState.DELIVERING else None
        if take is None:
            take = self._make(row, state, stop)
        self._finish(row, take)

    def _make(self, row: JobRow, state: JobState, stop: Stop) -> Take:
        job, work = row.job.id, row.work
        request = self._engine.prepare(work)
        steps = Steps(self._engine, request, work, lambda *news: self._record.tell(job, *news), stop)
        if state is JobState.SUBMITTING:
            self._record.move(job, JobState.RUNNING, status="Starting", attempt=True)
        else:
            self._record.begin(job, "Resuming")
        steps.begin()
        steps.render()
        stop.check()
        return self._record.deliver(self._engine, steps, work)

    def _finish(self, row: JobRow, take: Take) -> None:
        unsigned = self._record.sealed(take, row.work)
        status = f"{take.label}, not signed: {unsigned.problem.message}" if unsigned else take.label
        self._record.finish(row.work, take, status=status)

    def _cancel(self, row: JobRow) -> None:
        """The wish was stored before. A take that has its place already was finished before the wish was
        heard, and stays."""
        take = found_take(row.work)
        if take is not None and self._record.state(row.job.id) is JobState.DELIVERING:
            self._finish(row, take)
            return
        self._record.cancel(row.work)
