"""One provider's job from where it stands to its end. Every state and errand is written before its effect.

planned     a worker prepares the files; the price is asked anew; the gate decides on the very files
allowed
submitting  each piece is handed over: its errand before, its ticket after
running     the provider is asked; each piece is fetched as soon as it is made
fetching    workers make frames of what came
delivering  a worker renames the folder into place; the take is signed
done        the take is stored in the same transaction

While it waits, a job takes no slot of this machine; its steps here take a place at the bench.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
from pathlib import Path

from secondunit.engines import Engine, Stop
from secondunit.engines.provider_files import read_prepared
from secondunit.wire import JobState, Prepared, Problem, Take
from secondunit.wire.errors import (
    BadSettings,
    Cancelled,
    Denied,
    NotFound,
    ProviderAbsent,
    ProviderBroken,
    ProviderError,
    ProviderSilent,
    RateLimited,
    Refused,
    SecondUnitError,
    SecretAbsent,
    StorageError,
    Unexpected,
    WorkerLost,
)
from secondunit.wire.rights import Verdict

from ..execution.bench import Bench
from ..execution.record import JobRecord
from ..store import JobRow, errands
from ..store.errands import ErrandState
from .backoff import Backoff
from .cancellation import Cancellation, untold
from .discard import discard
from .gateway import Gateway
from .local_work import LocalWork
from .permission import REMEDY, Permission, Withdrawn
from .polling import Poller
from .settlement import bill, costs, settle
from .submission import PieceStanding, Submission
from .submitter import Submitter

#: How long a provider is asked for its price before the job fails, in seconds.
PRICE = 120.0
#: How often at least it is looked whether broken settings are mended, in seconds.
MENDED = 10.0
#: What a provider that cannot be had raises; it is told where it is needed.
_SAID_LATER = (NotFound, ProviderError, SecretAbsent, Denied, StorageError)
log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Means:
    """What carrying a provider's job needs of the service."""

    record: JobRecord
    engine: Engine
    gateway: Gateway
    bench: Bench
    backoff: Backoff


class JobRun:
    """One job, carried once; all of it belongs to one thread."""

    def __init__(self, means: Means, row: JobRow, stop: Stop) -> None:
        self._gateway, self._record, self._backoff = means.gateway, means.record, means.backoff
        self._row, self._job, self._work, self._stop = row, row.job.id, row.work, stop
        self._submission: Submission | None = None
        self._local = LocalWork(means.record, means.engine, means.bench, row.work, stop)

    def run(self) -> bool:
        """Carry the job; whether it is planned again, to be carried anew."""
        try:
            return self._run()
        finally:
            if self._submission is not None:
                self._submission.close()

    def _run(self) -> bool:
        try:
            if self._row.cancelling:
                raise Cancelled("The job was cancelled.")
            return self._go()
        except Cancelled:
            if self._record.cancelled_by_hand(self._job):
                self._cancel()
            elif not self._record.stopping():
                self._fail(WorkerLost("The work was stopped from outside.").problem)
        except Withdrawn as refusal:
            self._withdraw(refusal)
        except SecondUnitError as error:
            self._fail(error.problem)
        except Exception as error:  # a fault of ours, or a provider's, must end the job and not the queue
            log.exception("job %s failed unexpectedly", self._job)
            self._fail(Unexpected(f"Something unexpected happened ({type(error).__name__}).").problem)
        return False

    def _go(self) -> bool:
        """Carry the job from where it stands; whether it is planned again."""
        state = self._row.job.state
        again = self._row.turn > 1 or state is JobState.DELIVERING
        frames = self._local.there() if again else ()
        if frames and len(frames) == frames[0].alternatives:
            self._submission = self._known(wait=True)
            self._walk(state)
            self._finish(frames)
            return False
        if state is not JobState.PLANNED:
            self._record.begin(self._job, "Resuming")
        submission = self._submission = self._ready()
        permission = Permission(submission, self._backoff, self._stop)
        submitter = Submitter(submission, self._backoff, permission, self._stop)
        poller = Poller(submission, self._backoff, permission, self._stop)
        if state is JobState.PLANNED:
            sentence = self._decided(submitter, permission)
            if sentence is None:
                return False
            self._stop.check()
            state = self._record.allow(self._job, sentence).state
        elif state in (JobState.ALLOWED, JobState.SUBMITTING):
            self._decide_again(permission)
        if state is JobState.ALLOWED:
            state = self._record.move(self._job, JobState.SUBMITTING, status="Preparing").state
        if state is JobState.SUBMITTING:
            if not self._sent(submitter, poller):
                return False
            state = self._record.move(
                self._job, JobState.RUNNING, status=f"Waiting for {submission.label}", attempt=True
            ).state
        if state is JobState.RUNNING:
            poller.collect()
            if self._replanned():
                return True
            self._require_whole()
            settle(submission)
            state = self._record.move(self._job, JobState.FETCHING, status="Making frames").state
        self._finish(self._local.made())
        return False

    # ---- planned ----

    def _ready(self) -> Submission:
        """The submission with its prepared files, which are made unless they are there."""
        scratch = Path(self._work.scratch)
        try:
            prepared = read_prepared(scratch)
        except SecondUnitError:
            self._local.prepare()
            prepared = read_prepared(scratch)
        return self._mended(prepared)

    def _known(self, *, wait: bool = False) -> Submission | None:
        """The submission if its files are there, for what is left to be settled; None if they are not."""
        try:
            prepared = read_prepared(Path(self._work.scratch))
            return self._mended(prepared) if wait else self._submission_of(prepared)
        except Cancelled:
            raise
        except SecondUnitError:
            return None

    def _mended(self, prepared: Prepared) -> Submission:
        """The submission, once its provider's settings can be read: no job fails of a file that is broken."""
        failures = 0
        while True:
            self._stop.check()
            try:
                submission = self._submission_of(prepared)
                with contextlib.suppress(*_SAID_LATER):
                    _ = submission.provider
                return submission
            except BadSettings as error:
                problem, failures = error.problem, failures + 1
            place = f" ({problem.where})" if problem.where else ""
            self._record.tell(
                self._job, self._row.job.progress, f"It waits: {problem.message}{place} {problem.remedy}", 0
            )
            self._backoff.wait(self._stop, min(MENDED, self._backoff.pause(failures)))

    def _submission_of(self, prepared: Prepared) -> Submission:
        if not prepared.pieces:
            raise Unexpected("Nothing was prepared for the provider.")
        return Submission(self._record, self._gateway, self._row, prepared)

    def _decided(self, submitter: Submitter, permission: Permission) -> str | None:
        """The sentence that allows the job; None when the gate, or a price, refused it, which is stored."""
        submission = self._submission
        assert submission is not None
        submitter.take_up()
        settle(submission, past=True)
        going = submission.standings(PieceStanding.SEND)
        if not going:
            for turn in {errand.turn for errand in submission.every() if errand.state.open}:
                permission.ask(turn)
            return "Nothing more leaves: the provider has it all."
        verdict = self._verdict(submission, going)
        if verdict.allowed:
            permission.had(submission.turn)
            return verdict.sentence
        if submission.every():
            # What was made for it when it was under way before is kept.
            raise Refused(verdict.sentence, remedy=REMEDY)
        settle(submission)
        problem = Refused(verdict.sentence, remedy=REMEDY, where=verdict.rule).problem
        self._record.move(self._job, JobState.REFUSED, status=verdict.sentence, problem=problem)
        self._record.forget_staged(self._work)
        self._record.forget(Path(self._work.scratch))  # no copy of a plate stays behind
        return None

    def _decide_again(self, permission: Permission) -> None:
        """Ask before anything more is sent after a crash: its money may be settled, in an end not written.

        Raises `Conflict` then, and `Withdrawn` where the gate says no now.
        """
        submission = self._submission
        assert submission is not None
        # What may be there is sent as well, where the provider says that it holds nothing of it.
        going = submission.standings(PieceStanding.SEND, PieceStanding.RECOVER)
        if going:
            verdict = self._verdict(submission, going)
            if not verdict.allowed:
                raise Withdrawn(verdict)
            permission.had(submission.turn)

    def _verdict(self, submission: Submission, pieces: list[int]) -> Verdict:
        """What the gate says to these pieces at the price of now, which the provider is asked for."""
        began, failures = self._backoff.steady(), 0
        while True:
            self._stop.check()
            try:
                return submission.clearance().decide(pieces, self._row.job.cost)
            except (ProviderSilent, ProviderAbsent, ProviderBroken, RateLimited) as error:
                failures += 1
                if self._backoff.steady() - began > PRICE:
                    raise
                self._backoff.wait(self._stop, self._backoff.pause(failures, error))

    # ---- submitting, running ----

    def _sent(self, submitter: Submitter, poller: Poller) -> bool:
        """Whether every piece is with the provider; what was sent is fetched before a failure is said."""
        submission = self._submission
        assert submission is not None
        try:
            if submitter.send():
                return True
        except (RateLimited, ProviderAbsent):
            poller.collect()
            raise
        poller.collect()
        if not submission.standings(PieceStanding.UNCERTAIN):
            self._require_whole()
        problem = submission.problem()
        assert problem is not None
        with contextlib.suppress(OSError):
            Path(self._work.staging).rmdir()  # nothing was made: nothing stays in the show
        self._record.insist(
            lambda: self._record.move(self._job, JobState.UNCERTAIN, status=problem.message, problem=problem)
        )
        return False

    def _replanned(self) -> bool:
        """Plan the job again where all that lacks was lost with a server that costs nothing, once a piece."""
        submission, capability = self._submission, self._work.capability
        assert submission is not None
        losses = submission.at(ErrandState.LOST)
        pieces = {errand.piece for errand in losses}
        if not losses or capability is None or not capability.free:
            return False
        if pieces != set(submission.standings(PieceStanding.FAILED)) or any(
            costs(errand.held) for errand in losses
        ):
            return False
        before = [errand.piece for errand in submission.every() if errand.state is ErrandState.LOST]
        if any(before.count(piece) > 1 for piece in pieces):
            return False
        many = (
            f"{len(pieces)} of {len(submission.pieces)} pieces are"
            if len(submission.pieces) > 1
            else "The job is"
        )
        status = f"{submission.label} lost a server, or what it had. {many} sent again."
        self._record.insist(lambda: self._record.move(self._job, JobState.PLANNED, status=status))
        log.warning("job %s: %s", self._job, status)
        return True

    def _require_whole(self) -> None:
        assert self._submission is not None
        problem = self._submission.problem()
        if problem is not None:
            raise _Ended(problem)

    # ---- delivering, done ----

    def _finish(self, takes: tuple[Take, ...]) -> None:
        for take in takes:
            unsigned = self._record.sealed(take, self._work)
            if unsigned is not None:
                problem = unsigned.problem
                raise _Ended(
                    dataclasses.replace(
                        problem,
                        message=f"{take.label} is made, and could not be signed: {problem.message}",
                        kept=f"The take lies in {take.folder}; a retry signs it.",
                    )
                )
        cost = None
        if self._submission is not None:
            settle(self._submission)
            cost = bill(list(self._submission.every()))
        self._record.forget_staged(self._work)
        self._record.finish(self._work, *takes, cost=cost)
        if self._submission is not None:
            discard(self._submission)

    def _walk(self, state: JobState) -> None:
        """The states up to the delivery, which has happened before: none of them has an effect."""
        order = (
            JobState.PLANNED, JobState.ALLOWED, JobState.SUBMITTING, JobState.RUNNING, JobState.DELIVERING,
        )  # fmt: skip
        for after in order[order.index(state) + 1 :] if state in order else order[-1:]:
            self._record.move(self._job, after, status="Signing")

    # ---- other ends ----

    def _cancel(self) -> None:
        """The wish was stored before. A take that has its place already stays; what the provider still has
        is called off, and what it said is in the job's status."""
        frames = self._local.there()
        if frames and self._record.state(self._job) is JobState.DELIVERING:
            try:
                self._submission = self._submission or self._known()
                self._finish(frames)
            except SecondUnitError as error:
                self._fail(error.problem)
            return
        answer = self._called_off(made_too=True)
        self._settle()
        self._record.cancel(self._work, f"Cancelled; {answer}." if answer else "Cancelled")
        if self._submission is not None:
            discard(self._submission)

    def _withdraw(self, refusal: Withdrawn) -> None:
        """The gate said no in the middle: the provider is told, nothing is fetched."""
        answer = self._called_off(made_too=False)
        problem = refusal.problem
        if answer:
            problem = dataclasses.replace(problem, kept=f"{answer[:1].upper()}{answer[1:]}.")
        self._fail(problem)

    def _called_off(self, *, made_too: bool) -> str:
        self._submission = self._submission or self._known()
        if self._submission is None:  # its files or its provider's settings are gone, and nobody can be asked
            history = self._record.store.read(lambda connection: errands.of(connection, self._job))
            doubt = any(errand.state.open or errand.state is ErrandState.UNCERTAIN for errand in history)
            return untold(self._work) if doubt else ""
        return Cancellation(self._submission, self._backoff).call_off(made_too=made_too)

    def _fail(self, problem: Problem) -> None:
        self._settle()
        if self._submission is not None and not problem.kept:
            problem = dataclasses.replace(problem, kept=self._submission.kept())
        self._record.fail(self._work, problem)

    def _settle(self) -> None:
        """Settle what can be; what cannot stays held, which counts as spent."""
        if self._submission is None:
            return
        try:
            settle(self._submission)
        except SecondUnitError as error:
            log.error("the money of job %s is not settled: %s", self._job, error)


class _Ended(SecondUnitError):
    """The job ends with a problem that is known as a value already."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem
