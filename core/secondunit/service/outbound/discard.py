"""Discarding: what a provider keeps of a job that has ended is taken away there, as far as it lets us.

Only after the end is stored: until then a retry, or the next service, may ask for it again. A provider that
cannot be asked changes nothing about the job; the ledger says what stayed.
"""

from __future__ import annotations

import logging

from secondunit.providers import Discarding
from secondunit.wire.errors import Refused, SecondUnitError

from ..store.errands import Errand
from .submission import Submission, ticket_of

log = logging.getLogger(__name__)


def discard(submission: Submission) -> None:
    """Have everything of a job taken away that its provider was ever handed; never raises."""
    try:
        provider = submission.provider
    except SecondUnitError as error:
        log.warning("nothing of job %s could be taken away: %s", submission.row.job.id, error)
        return
    if not isinstance(provider, Discarding):
        return
    for errand in submission.every():
        if not errand.ticket or submission.record.stopping():
            continue
        clearance, ticket, reason = submission.clearance(errand.turn), ticket_of(errand), ""
        try:
            _open(submission, errand)
            provider.discard(ticket)
        except SecondUnitError as error:
            reason = error.problem.message
        except Exception as error:  # another's code, and nothing of ours hangs on it
            reason = type(error).__name__
        try:
            clearance.discarded(errand.piece, ticket, reason)
        except SecondUnitError as error:
            log.warning("that %s was taken away is not on record: %s", errand.key, error)


def _open(submission: Submission, errand: Errand) -> None:
    """Open the door for an errand, of an earlier turn too: that asks the gate anew."""
    try:
        submission.open(errand)
    except Refused:
        submission.clearance(errand.turn).still()
        submission.open(errand)
