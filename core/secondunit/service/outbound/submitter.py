"""Sending: a piece is handed to its provider at most once, whatever happens in between.

The errand is written before the submit and the ticket after it. Where nobody can say whether a submit came
through, the provider is asked by its key; where it cannot say either, the piece is uncertain and stays so.
"""

from __future__ import annotations

import logging

from secondunit.engines import Stop
from secondunit.providers import Ticket
from secondunit.wire import Problem
from secondunit.wire.errors import (
    BadInput,
    Conflict,
    Denied,
    Expired,
    LedgerError,
    Moderated,
    ProviderAbsent,
    ProviderBroken,
    ProviderDenied,
    ProviderLacks,
    ProviderSilent,
    RateLimited,
    SecondUnitError,
    SecretAbsent,
    StorageError,
    Uncertain,
)

from ..store.errands import Errand, ErrandState
from .backoff import Backoff
from .permission import Permission
from .submission import PieceStanding, Submission

#: What a submit raises where surely nothing was taken, and nothing is mended by sending it again.
_NOT_TAKEN = (
    BadInput, Denied, Expired, LedgerError, Moderated, ProviderBroken, ProviderDenied, ProviderLacks,
    SecretAbsent, StorageError,
)  # fmt: skip
#: What passes by itself.
_PASSING = (RateLimited, ProviderAbsent)
#: How often a piece is sent anew with its key after the provider said that it holds nothing of it.
AGAIN = 2
log = logging.getLogger(__name__)


class Submitter:
    """Hands over the pieces of one job."""

    def __init__(self, submission: Submission, backoff: Backoff, permission: Permission, stop: Stop) -> None:
        self._submission, self._backoff, self._permission, self._stop = (
            submission,
            backoff,
            permission,
            stop,
        )

    def take_up(self) -> None:
        """Find out what became of the pieces that earlier turns left unclear."""
        for errand in self._submission.at(ErrandState.SUBMITTING, ErrandState.UNCERTAIN):
            if errand.turn == self._submission.turn:
                continue
            recovery = self.recover(errand)
            if recovery.state is ErrandState.UNCERTAIN:  # a person has decided: it is sent again
                self._submission.note(recovery, ErrandState.LEFT, problem=recovery.problem)

    def send(self) -> bool:
        """Hand over every piece that is not with the provider; False where one could not be.

        Nothing more is sent after a piece that failed: the job will not be whole. Raises `Withdrawn`.
        """
        submission = self._submission
        for piece in submission.pieces:
            self._stop.check()
            standing = submission.standing(piece)
            if standing is PieceStanding.RECOVER:
                errand = submission.errand(piece)
                assert errand is not None
                if self.recover(errand).state is ErrandState.REJECTED:
                    self._submit(piece, before=1)
            elif standing is PieceStanding.SEND:
                self._submit(piece)
            if submission.standing(piece) not in (PieceStanding.AWAIT, PieceStanding.HERE):
                return False
        return True

    def recover(self, errand: Errand) -> Errand:
        """The errand as it is once the provider said whether it has it: sent, rejected or uncertain."""
        submission, backoff = self._submission, self._backoff
        request = submission.requests[errand.piece]
        began, failures = backoff.steady(), 0
        while True:
            self._stop.check()
            self._permission.ask(errand.turn)
            try:
                submission.open(errand)
                ticket: Ticket | None = submission.provider.recover(request, errand.key)
            except (ProviderSilent, ProviderBroken, *_PASSING) as error:
                failures += 1
                if backoff.steady() - began > backoff.silence:
                    return submission.note(errand, ErrandState.UNCERTAIN, problem=self._doubt(error))
                backoff.wait(self._stop, backoff.pause(failures, error))
            except SecondUnitError as error:
                return submission.note(errand, ErrandState.UNCERTAIN, problem=self._doubt(error))
            except Exception as error:
                log.exception("%s does not say what became of %s", submission.name, errand.key)
                return submission.note(errand, ErrandState.UNCERTAIN, problem=self._doubt(error))
            else:
                if ticket is not None:
                    return submission.note(errand, ErrandState.SENT, ticket=ticket)
                problem = Problem(ProviderAbsent.code, f"{submission.label} took nothing of it.")
                return submission.note(errand, ErrandState.REJECTED, problem=problem)

    def _submit(self, piece: int, before: int = 0) -> None:
        """Hand over a piece, whose key may have been sent so often `before`."""
        submission, backoff = self._submission, self._backoff
        provider = submission.provider  # one that cannot be had is no answer that was lost
        began, failures, record = backoff.steady(), 0, before
        while True:
            self._stop.check()
            self._permission.ask(submission.turn)
            errand = submission.set_out(piece)
            self._tell(f"Waiting for {submission.label}'s answer{submission.which(piece)}")
            try:
                submission.open(errand)
                with submission.awaiting(self._stop):
                    ticket = provider.submit(submission.requests[piece], errand.key)
            except _PASSING as error:
                submission.note(errand, ErrandState.REJECTED, problem=error.problem)
                failures += 1
                if backoff.steady() - began > backoff.busy:
                    raise
                self._tell(f"{submission.label}: {error.problem.message}")
                backoff.wait(self._stop, backoff.pause(failures, error))
            except _NOT_TAKEN as error:
                submission.note(errand, ErrandState.REJECTED, problem=error.problem)
                return
            except Exception as error:
                if isinstance(error, Conflict) and not record:  # nothing of ours can have that key yet
                    submission.note(errand, ErrandState.REJECTED, problem=error.problem)
                    return
                log.warning("the answer to the submit of %s is not known: %s", errand.key, error)
                record += 1
                if self.recover(errand).state is not ErrandState.REJECTED or record > AGAIN:
                    return
            else:
                submission.note(errand, ErrandState.SENT, ticket=ticket)
                return

    def _tell(self, status: str) -> None:
        self._submission.tell(0.0, status)

    def _doubt(self, error: Exception) -> Problem:
        submission = self._submission
        message = error.problem.message if isinstance(error, SecondUnitError) else type(error).__name__
        return Uncertain(
            f"{submission.label} may have taken this job, and may not: {message}",
            remedy=f"Look at {submission.label}'s own list of jobs. Retry sends it again, which may be paid "
            "twice; cancel gives it up.",
        ).problem
