"""Discarding: what a provider keeps of a job that has ended is taken away there, as far as it lets us.

Only after the end is stored: until then a retry, or the next service, may ask for it again. A provider that
cannot be asked changes nothing about the job; the ledger says what stayed.
"""

from __future__ import annotations

import logging

from secondunit.providers import Discarding
from secondunit.wire.errors import Refused, SecondUnitError

from ..store.errands import Errand
from .trip import Trip, ticket_of

log = logging.getLogger(__name__)


def discard(trip: Trip) -> None:
    """Have everything of a job taken away that its provider was ever handed; never raises."""
    try:
        provider = trip.provider
    except SecondUnitError as error:
        log.warning("nothing of job %s could be taken away: %s", trip.row.job.id, error)
        return
    if not isinstance(provider, Discarding):
        return
    for errand in trip.every():
        if not errand.ticket or trip.record.stopping():
            continue
        clearance, ticket, reason = trip.clearance(errand.turn), ticket_of(errand), ""
        try:
            _open(trip, errand)
            provider.discard(ticket)
        except SecondUnitError as error:
            reason = error.problem.message
        except Exception as error:  # another's code, and nothing of ours hangs on it
            reason = type(error).__name__
        try:
            clearance.discarded(errand.piece, ticket, reason)
        except SecondUnitError as error:
            log.warning("that %s was taken away is not on record: %s", errand.key, error)


def _open(trip: Trip, errand: Errand) -> None:
    """Open the door for an errand, of an earlier turn too: that asks the gate anew."""
    try:
        trip.open(errand)
    except Refused:
        trip.clearance(errand.turn).still()
        trip.open(errand)
