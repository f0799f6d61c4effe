"""Calling off: what a provider still has of a job is stopped where it can be, and what it said is told.

It claims nothing: a provider that cannot stop a job, or was too late, may bill it, and the sentence says so.
"""

from __future__ import annotations

import logging

from secondunit.engines import Stop
from secondunit.providers import CancelOutcome, State, Status
from secondunit.wire import Work
from secondunit.wire.errors import ProviderError, SecondUnitError

from ..store.errands import Errand, ErrandState
from .backoff import Backoff
from .submission import Submission, label_of, ticket_of

log = logging.getLogger(__name__)
#: What was said, from the worst to the best, with its sentence.
_SENTENCES = {
    "untold": "{label} could not be told to stop: it may run on there and be billed",
    "uncertain": "{label} may have taken it, and may bill it",
    "impossible": "{label} cannot stop a job: it runs on there and may be billed",
    "asked": "{label} was asked to stop it, and may bill it",
    "too late": "it was too late, {label} had finished it and may bill it",
    "unknown": "{label} knows no such job; it may be billed",
    "cancelled": "{label} stopped it",
    "nothing": "nothing of it was with {label}",
}
_SAID = {
    CancelOutcome.CANCELLED: "cancelled", CancelOutcome.ASKED: "asked", CancelOutcome.TOO_LATE: "too late",
    CancelOutcome.UNKNOWN: "unknown", CancelOutcome.IMPOSSIBLE: "impossible",
}  # fmt: skip


def untold(work: Work) -> str:
    """What is said of a job whose provider cannot be asked at all."""
    return _SENTENCES["untold"].format(label=label_of(work))


class Cancellation:
    """Stops what one job has with its provider."""

    def __init__(self, submission: Submission, backoff: Backoff) -> None:
        self._submission, self._backoff = submission, backoff
        self._stop = Stop()  # nobody interrupts this but the end of the service, which is looked for

    def call_off(self, *, made_too: bool) -> str:
        """Stop every open errand and say in a phrase what became of them; empty where nothing was ever sent.

        `made_too` gives up results that the provider holds ready; otherwise a retry may still fetch them.
        """
        submission = self._submission
        states = [ErrandState.SUBMITTING, ErrandState.SENT, ErrandState.UNCERTAIN]
        states += [ErrandState.MADE] if made_too else []
        answers = [self._one(errand) for errand in submission.at(*states)]
        if not answers:
            ready = submission.at(ErrandState.FETCHED, ErrandState.MADE)
            answers = ["too late"] if ready else ["nothing"] if submission.every() else []
        worst = next((answer for answer in _SENTENCES if answer in answers), "")
        return _SENTENCES[worst].format(label=submission.label) if worst else ""

    def _one(self, errand: Errand) -> str:
        if errand.state in (ErrandState.SUBMITTING, ErrandState.UNCERTAIN):
            try:
                recovery = self._recovered(errand)
            except Exception as error:
                log.warning("what became of %s is not known: %s", errand.key, error)
                self._submission.note(errand, ErrandState.LEFT, problem=errand.problem)
                return "uncertain"
            if recovery is None:
                return "nothing"
            errand = recovery
        answer = "too late" if errand.state is ErrandState.MADE else self._cancel(errand)
        if answer == "asked":
            answer = self._watched(errand)
        elif answer == "cancelled":
            self._submission.note(errand, ErrandState.CANCELLED)
        else:
            self._submission.note(errand, ErrandState.LEFT)
        return answer

    def _recovered(self, errand: Errand) -> Errand | None:
        submission = self._submission
        self._ask(errand)
        submission.open(errand)
        ticket = submission.provider.recover(submission.requests[errand.piece], errand.key)
        if ticket is None:
            submission.note(errand, ErrandState.REJECTED)
            return None
        return submission.note(errand, ErrandState.SENT, ticket=ticket)

    def _cancel(self, errand: Errand) -> str:
        submission, backoff = self._submission, self._backoff
        self._ask(errand)
        for failures in range(1, backoff.tries + 1):
            try:
                submission.open(errand)
                return _SAID[submission.provider.cancel(ticket_of(errand))]
            except ProviderError as error:
                log.warning("%s could not be told to stop %s: %s", submission.name, errand.key, error)
                if failures < backoff.tries and not submission.record.stopping():
                    backoff.wait(self._stop, min(backoff.pause(failures, error), backoff.cancel))
            except Exception as error:
                log.warning("%s could not be told to stop %s: %s", submission.name, errand.key, error)
                break
        return "untold"

    def _watched(self, errand: Errand) -> str:
        """What became of a job that was asked to stop, as far as it shows within a short while."""
        submission, backoff = self._submission, self._backoff
        end = backoff.steady() + backoff.cancel
        while not submission.record.stopping():
            status = self._status(errand)
            if status is not None and status.state.final:
                if status.state is State.CANCELLED:
                    submission.note(errand, ErrandState.CANCELLED, billed=status.billed)
                    return "cancelled"
                submission.note(errand, ErrandState.LEFT, billed=status.billed)
                return "too late" if status.state is State.DONE else "unknown"
            pause = backoff.until_next(status.retry_after) if status is not None else backoff.first
            if backoff.steady() + pause > end:
                break
            backoff.wait(self._stop, pause)
        submission.note(errand, ErrandState.LEFT)
        return "asked"

    def _status(self, errand: Errand) -> Status | None:
        submission = self._submission
        try:
            submission.open(errand)
            return submission.provider.poll(ticket_of(errand))
        except SecondUnitError as error:
            log.info("%s does not say whether %s stopped: %s", submission.name, errand.key, error)
            return None

    def _ask(self, errand: Errand) -> None:
        """A verdict in hand, where the gate gives one; after a refusal the last one serves."""
        try:
            self._submission.clearance(errand.turn).still()
        except SecondUnitError as error:
            log.warning("the gate cannot be asked on %s: %s", errand.key, error)
