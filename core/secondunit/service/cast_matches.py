"""Matches to the cast: approved whole, carried out one brief after another, taken up again after a death.

A match is a file that is written before its first job; each of its jobs has a key made of the match and the
number of its brief, so that no brief is begun, and none paid, twice. Whatever else is known of a match is
read from its jobs and their takes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from secondunit.media.whole import storage_error, whole_file
from secondunit.rights.approvals import Approval
from secondunit.rights.clock import utc_now
from secondunit.rights.money import as_money, counted
from secondunit.wire import (
    CastMatch,
    CastMatchApproval,
    CastMatchList,
    CastMatchOffer,
    CastMatchState,
    CastMatchWish,
    CastTryJob,
    Job,
    Take,
    Topic,
    dumps,
    loads,
)
from secondunit.wire.errors import Conflict, NotFound, OutOfRange, Refused, SecondUnitError, StorageError

from .cast_course import TryResult, next_step, spent, take_outcome
from .cast_offer import CastOffering
from .ids import new_job_id, new_match_id, now
from .outbound.approval import noted
from .plan import Plan, Planner
from .store import Store, StoredEvent, jobs, takes

#: The most matches that are listed, the newest.
MOST_LISTED = 50
#: Takes of one run that are looked at.
_ALTERNATIVES = 100
log = logging.getLogger(__name__)


class CastMatches:
    """The matches of one service, in `folder`. `submit` makes a job of a plan under a key, for a user."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        planner: Planner,
        stopping: Callable[[], bool],
        submit: Callable[[Plan, str, str], Job],
    ) -> None:
        self._folder, self._store, self._planner = folder, store, planner
        self._queue_stopping, self._submit = stopping, submit
        self._offering = CastOffering(store, planner, self._tried)
        self._lock = threading.RLock()
        self._news = threading.Condition()
        self._fresh, self._stopping = False, False
        self._thread: threading.Thread | None = None
        store.listen(self._committed)

    # Asked for -------------------------------------------------------------------------------------------

    def offer(self, wish: CastMatchWish, user: str) -> CastMatchOffer:
        """What would be tried, what it costs, and who may approve it; nothing is begun. Raises `NotFound`."""
        return self._offering.offer(wish, user)

    def begin(self, approval: CastMatchApproval, user: str) -> CastMatch:
        """Begin what was approved; raises `Conflict` where that is not what is offered now, `Refused`."""
        with self._lock:
            offer = self.offer(approval.wish, user)
            _require_same(offer, approval)
            match = CastMatch(new_match_id(), offer.tries[0].brief.show, approval, offer.tries, user, now())
            self._record(match, offer)
            self._write(match)
        self._wake()
        return self._known(match)

    def get(self, match: str) -> CastMatch:
        """One match as it stands; raises `NotFound`."""
        return self._known(self._read(match))

    def listed(self, show: str = "", take: str = "") -> CastMatchList:
        """The newest matches, of a show, or of a take that is one of theirs, where those are named."""
        every = (self._known(match) for match in self._all() if show in ("", match.show))
        found = (match for match in every if not take or take in _takes_of(match))
        return CastMatchList(tuple(islice(found, MOST_LISTED)))

    def end(self, match: str, by: str) -> CastMatch:
        """Begin nothing more of a match; a job that runs is finished. Raises `NotFound`, `Conflict`."""
        with self._lock:
            before = self._read(match)
            if before.state is not CastMatchState.RUNNING:
                raise Conflict(f"The match is {before.state.value} already.")
            why = f"Stopped{f' by {by}' if by else ''}: what runs is finished, nothing more is begun."
            after = replace(before, state=CastMatchState.STOPPED, why=why)
            self._write(after)
        return self._known(after)

    # Carried out -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Go on with what an earlier service left."""
        if any(match.state is CastMatchState.RUNNING for match in self._all()):
            self._wake()

    def stop(self, patience: float = 5.0) -> None:
        """Begin nothing any more; the next service goes on."""
        with self._news:
            self._stopping = True
            thread = self._thread
            self._news.notify_all()
        if thread is not None:
            thread.join(patience)

    def _committed(self, fresh: list[StoredEvent]) -> None:
        """On the writer's thread, after each commit."""
        if self._thread is not None and any(event.topic == Topic.JOB_CHANGED.value for event in fresh):
            self._wake()

    def _wake(self) -> None:
        with self._news:
            self._fresh = True
            if self._thread is None and not self._stopping:
                self._thread = threading.Thread(target=self._work, name="cast matches", daemon=True)
                self._thread.start()
            self._news.notify_all()

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._fresh or self._stopping)
                self._fresh = False
                if self._stopping:
                    return
            try:
                for match in self._all():
                    if match.state is CastMatchState.RUNNING:
                        self._carry(match)
            except SecondUnitError as error:  # a disk that is full or gone; the next news finds them again
                log.error("the matches are left as they stand: %s", error)

    def _carry(self, match: CastMatch) -> None:
        """Do what is to be done next for a match, as far as it can be done now."""
        try:
            while self._advance(match.id):
                pass
        except StorageError as error:
            log.error("match %s is left as it stands: %s", match.id, error)
        except SecondUnitError as error:
            if not (self._stopping or self._queue_stopping()):
                self._end(match.id, CastMatchState.STOPPED, error.problem.message)
        except Exception:
            log.exception("match %s is left as it stands", match.id)

    def _advance(self, id: str) -> bool:
        """One step; whether another may follow at once."""
        match = self._read(id)
        if match.state is not CastMatchState.RUNNING or self._stopping or self._queue_stopping():
            return False
        step = next_step(match, self._results(match), self._starts(match))
        if step.state is not CastMatchState.RUNNING:
            self._end(id, step.state, step.why)
            return False
        if step.number < 0:
            return False
        self._begin_try(match, step.number)
        return True

    def _begin_try(self, match: CastMatch, number: int) -> None:
        """Make a job of a brief exactly as it was approved; raises why it may not be made any more."""
        one = match.tries[number]
        plan = self._planner.plan(one.brief, match.user)
        plan.require()
        estimate = plan.estimate
        if estimate.brief_digest != one.brief_digest:
            raise Refused("A file of a brief was changed since it was approved.", where=one.take)
        if not estimate.allowed:
            raise Refused(estimate.verdict, where=one.take)
        if estimate.cost.currency != one.cost.currency or counted(estimate.cost) > counted(one.cost):
            raise Refused(
                f"A try costs {estimate.cost.amount} {estimate.cost.currency} now, and "
                f"{one.cost.amount} {one.cost.currency} was approved.",
                where=one.take,
            )
        with self._lock:  # nobody has ended it meanwhile
            if self._read(match.id).state is CastMatchState.RUNNING:
                self._submit(plan, _key(match, number), match.user)

    def _end(self, id: str, state: CastMatchState, why: str) -> None:
        with self._lock:
            match = self._read(id)
            if match.state is CastMatchState.RUNNING:
                self._write(replace(match, state=state, why=why))
                log.info("match %s: %s", id, why)

    def _record(self, match: CastMatch, offer: CastMatchOffer) -> None:
        """Put the yes on record, for every brief of the list with one ceiling, where something leaves."""
        sites, approval = self._planner.sites, match.approval
        if sites is None or not self._planner.makers.of(offer.tries[0].brief).elsewhere:
            return
        digests = offer.digests
        sites.rights(match.show).approve(Approval(
            "a" + new_job_id()[1:], approval.by.strip(), digests[0], approval.ceiling, utc_now(),
            note=noted(approval.note, approval.by, match.user), briefs=digests,
        ))  # fmt: skip

    # What is known ---------------------------------------------------------------------------------------

    def _known(self, match: CastMatch) -> CastMatch:
        """A match with its jobs, what they cost, and which take is closest of each."""
        results, starts = self._results(match), self._starts(match)
        return replace(
            match,
            jobs=tuple(
                CastTryJob(number, result.job.id, result.job.state, tuple(take.id for take in result.takes))
                for number, result in results.items()
            ),
            outcomes=tuple(
                take_outcome(match, take, results, starts)
                for take in dict.fromkeys(one.take for one in match.tries)
            ),
            spent=as_money(spent(results.values()), match.approval.ceiling.currency),
        )

    def _results(self, match: CastMatch) -> dict[int, TryResult]:
        """What became of each try that was begun, by its number."""
        results = {}
        for number in range(len(match.tries)):
            key = _key(match, number)
            job = self._store.read(lambda connection, key=key: jobs.of_key(connection, key))  # type: ignore[misc]
            if job is not None:
                results[number] = TryResult(job, self._made(job))
        return results

    def _made(self, job: Job) -> tuple[Take, ...]:
        if not job.take:
            return ()
        page = self._store.read(lambda connection: takes.page(connection, job=job.id, limit=_ALTERNATIVES))
        return page.takes[::-1]

    def _starts(self, match: CastMatch) -> dict[str, Take]:
        ids = tuple(dict.fromkeys(one.take for one in match.tries))
        found = self._store.read(lambda connection: takes.of_ids(connection, ids))
        return {take.id: take for take in found}

    def _tried(self, take: str) -> frozenset[str]:
        """The digests of the briefs that were begun for a take, or will be."""
        digests: set[str] = set()
        for match in self._all():
            own = [(number, one) for number, one in enumerate(match.tries) if one.take == take]
            if own:
                begun = self._results(match)
                running = match.state is CastMatchState.RUNNING
                digests |= {one.brief_digest for number, one in own if running or number in begun}
        return frozenset(digests)

    # Files -----------------------------------------------------------------------------------------------

    def _all(self) -> Iterator[CastMatch]:
        """Every match, the newest first; one that cannot be read is left out."""
        try:
            ids = sorted((path.stem for path in self._folder.glob("m*.json")), reverse=True)
        except OSError as error:
            raise storage_error(error, self._folder) from error
        for id in ids:
            try:
                yield self._read(id)
            except SecondUnitError as error:
                log.warning("match %s cannot be read: %s", id, error)

    def _read(self, id: str) -> CastMatch:
        if not id.isalnum():
            raise _absent(id)
        path = self._folder / f"{id}.json"
        try:
            return loads(CastMatch, path.read_bytes())
        except FileNotFoundError:
            raise _absent(id) from None
        except OSError as error:
            raise storage_error(error, path) from error

    def _write(self, match: CastMatch) -> None:
        path = self._folder / f"{match.id}.json"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with whole_file(path) as temporary:
                temporary.chmod(0o600)
                temporary.write_text(dumps(match, indent=1) + "\n", "utf-8")
        except OSError as error:
            raise storage_error(error, path) from error


def _require_same(offer: CastMatchOffer, approval: CastMatchApproval) -> None:
    """Raise `Conflict`, `Refused`, `OutOfRange` unless a yes is to the very list that is offered."""
    if not offer.tries:
        raise Conflict(
            "There is nothing to try.", remedy=" ".join(offer.remarks) or "Choose other takes.", where="wish"
        )
    if offer.digests != approval.brief_digests:
        raise Conflict(
            "This list is another one than was approved: a brief, a picture or what was tried has changed.",
            remedy="Look at the new list, then approve that.",
            kept="Nothing was sent.",
            where="brief_digests",
        )
    if counted(offer.most) and approval.ceiling.currency != offer.most.currency:
        raise OutOfRange(
            f"The tries cost in {offer.most.currency}, and the ceiling is in "
            f"{approval.ceiling.currency[:10]}.",
            where="ceiling",
        )
    counted(approval.ceiling, "ceiling")
    refused = next((one for one in offer.tries if not one.allowed), None)
    if refused is not None:
        raise Refused(refused.verdict, kept="Nothing was sent.", where=refused.take)
    _require_by(offer, approval.by.strip())


def _require_by(offer: CastMatchOffer, by: str) -> None:
    if not by:
        raise OutOfRange("An approval needs the name of whoever gives it.", where="by")
    if offer.approvers and by not in offer.approvers:
        raise Refused(
            f"{by[:80]} may not approve this.", remedy=f"{' or '.join(offer.approvers)} may.", where="by"
        )


def _key(match: CastMatch, number: int) -> str:
    return f"match-{match.id}-{number}"


def _takes_of(match: CastMatch) -> frozenset[str]:
    """Every take that a match began with or made."""
    return frozenset(one.take for one in match.tries) | {take for job in match.jobs for take in job.takes}


def _absent(id: str) -> NotFound:
    return NotFound(
        f"There is no match {id[:40]!r}.", remedy="secondunit cast matches --show SHOW lists them."
    )
