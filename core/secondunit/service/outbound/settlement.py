"""Settling: in the end of each turn its money is billed or set free, once.

What a provider says that it billed counts. What was never sent, surely not taken, or stopped in time, costs
nothing. All else counts as it was held: too little is left behind, never too much.
"""

from __future__ import annotations

import logging

from secondunit.rights.money import as_money, counted
from secondunit.wire import Money
from secondunit.wire.errors import BadInput, Conflict, NotFound

from ..store.errands import Errand, ErrandState
from .submission import Submission

_FREE = (ErrandState.REJECTED, ErrandState.CANCELLED)
log = logging.getLogger(__name__)


def settle(submission: Submission, *, past: bool = False) -> None:
    """Settle every turn of which nothing is open any more, or only those that are past.

    A turn is settled for good: the present one only when nothing more will be sent in it. Raises what the
    budget or the ledger raises.
    """
    turns = {errand.turn for errand in submission.every()} | {submission.turn}
    for turn in sorted(turns - {submission.turn} if past else turns):
        errands = [errand for errand in submission.every() if errand.turn == turn]
        if any(errand.state.open or errand.state is ErrandState.UNCERTAIN for errand in errands):
            continue
        if errands and all(errand.settled for errand in errands):
            continue
        clearance = submission.clearance(turn)
        try:
            if all(errand.state is ErrandState.REJECTED for errand in errands):
                clearance.release()
            else:
                clearance.settle(bill(errands, unsaid=True))
        except NotFound:
            log.debug("nothing was held for turn %s of job %s", turn, submission.row.job.id)
        except Conflict as error:  # settled before a crash, when less was known
            log.warning("turn %s of job %s is settled already: %s", turn, submission.row.job.id, error)
        submission.settled((turn,))


def costs(amount: Money | None) -> bool:
    """Whether something was held for an errand, or nobody knows."""
    try:
        return amount is None or counted(amount) > 0
    except BadInput:
        return True


def bill(errands: list[Errand], *, unsaid: bool = False) -> Money | None:
    """What these cost together; None where one of them does not say.

    With `unsaid` one that does not say costs what was held for it, None only where that is not known either.
    """
    total, currency = 0, ""
    for errand in errands:
        if errand.billed is None and errand.state in _FREE:
            continue
        cost = errand.held if errand.billed is None and unsaid else errand.billed
        if cost is None or currency not in ("", cost.currency):
            return None
        try:
            total, currency = total + counted(cost), cost.currency
        except BadInput:  # no amount of money, whatever they mean by it
            return None
    return as_money(total, currency) if currency else Money()
