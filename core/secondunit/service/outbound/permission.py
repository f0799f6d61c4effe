"""The gate's word on going on: asked before each step outside, and never older than a few seconds.

It knows the gate by its protocol and decides nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from secondunit.engines import Stop
from secondunit.wire.errors import Refused, SecondUnitError
from secondunit.wire.rights import Verdict

from .backoff import Backoff
from .submission import Submission

#: How long a gate that cannot be asked (its files are being written, its disk is away) is asked again.
UNASKED = 120.0
#: What an artist can do about a refusal.
REMEDY = "Ask whoever keeps the show's rules; a retry asks the gate again."
log = logging.getLogger(__name__)


class Withdrawn(Refused):
    """The gate said no to a job that is under way."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(
            verdict.sentence,
            remedy=REMEDY,
            where=verdict.rule,
        )


class Permission:
    """Asks for one job; all of it belongs to one thread."""

    def __init__(self, submission: Submission, backoff: Backoff, stop: Stop) -> None:
        self._submission, self._backoff, self._stop = submission, backoff, stop
        self._asked: dict[int, float] = {}

    def had(self, turn: int) -> None:
        """The gate has just spoken on this turn by itself."""
        self._asked[turn] = self._backoff.steady()

    def due(self, turns: Iterable[int]) -> float:
        """When the gate's word on one of these turns is too old, by the steady clock."""
        oldest = min((self._asked.get(turn, float("-inf")) for turn in turns), default=0.0)
        return oldest + self._backoff.word

    def ask(self, turn: int) -> None:
        """Have a fresh word that allows; raises `Withdrawn`, or why the gate cannot be asked."""
        steady = self._backoff.steady
        began, failures = steady(), 0
        if began < self.due((turn,)):
            return
        while True:
            self._stop.check()
            try:
                verdict = self._submission.clearance(turn).still()
            except SecondUnitError as error:
                failures += 1
                if steady() - began > UNASKED:
                    raise
                log.warning("the gate cannot be asked on job %s: %s", self._submission.row.job.id, error)
                self._backoff.wait(self._stop, self._backoff.pause(failures))
                continue
            if not verdict.allowed:
                raise Withdrawn(verdict)
            self.had(turn)
            return
