"""Watching: the pieces that a provider has are asked about in turn, and fetched the moment they are made.

Results expire, so that a piece is never left lying while others are made. What cannot be asked is asked
again, later and later; what is not answered for long is left as it stands, for a retry to ask again.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from dataclasses import dataclass, replace
from functools import partial

from secondunit.engines import Stop
from secondunit.engines.makers.provider import AWAY
from secondunit.media.whole import storage_error
from secondunit.providers import State, Status
from secondunit.providers.landing import heeding
from secondunit.wire import Problem
from secondunit.wire.errors import (
    BadDownload,
    Expired,
    ProviderAbsent,
    ProviderBroken,
    ProviderError,
    ProviderSilent,
    RateLimited,
    SecondUnitError,
)

from ..store.errands import Errand, ErrandState
from .backoff import Backoff
from .permission import Permission
from .submission import PieceStanding, Submission, ticket_of

#: What asking again may mend.
_PASSING = (ProviderSilent, ProviderAbsent, ProviderBroken, RateLimited, BadDownload)
_CLOSED = {
    State.FAILED: ErrandState.FAILED, State.CANCELLED: ErrandState.CANCELLED, State.LOST: ErrandState.LOST,
}  # fmt: skip
#: What helps where a provider gave up and does not say what would.
_AGAIN = "Retry sends it again."
#: The longest message of a provider that is told, in characters.
MESSAGE = 120
log = logging.getLogger(__name__)


@dataclass
class _Look:
    """What is remembered of one piece between two questions."""

    due: float
    progress: float = 0.0
    message: str = ""
    failures: int = 0
    #: Since when it has not answered.
    since: float = 0.0


class Poller:
    """Waits for the pieces of one job, asleep in between."""

    def __init__(self, submission: Submission, backoff: Backoff, permission: Permission, stop: Stop) -> None:
        self._submission, self._backoff, self._permission, self._stop = (
            submission,
            backoff,
            permission,
            stop,
        )
        self._looks: dict[int, _Look] = {}
        self._given_up: dict[int, SecondUnitError] = {}
        self._fetched: set[int] = set()
        self._told: tuple[float, str] | None = None

    def collect(self) -> None:
        """Fetch every piece that is with the provider; those that fail there are written as failed.

        Raises `Withdrawn` when the gate says no, `ProviderSilent` and its kind for pieces that were asked
        about in vain (they stay open), and what keeps this machine from going on.
        """
        submission, backoff = self._submission, self._backoff
        while True:
            waiting = [
                standing
                for standing in submission.standings(PieceStanding.AWAIT)
                if standing not in self._given_up
            ]
            if not waiting:
                break
            self._stop.check()
            turns = {self._errand(piece).turn for piece in waiting}
            if backoff.steady() >= self._permission.due(turns):
                for turn in sorted(turns):
                    self._permission.ask(turn)
            for piece in waiting:
                self._looks.setdefault(piece, _Look(backoff.steady()))
            first = min(waiting, key=lambda piece: self._looks[piece].due)
            pause = self._looks[first].due - backoff.steady()
            if pause > 0:
                backoff.wait(self._stop, min(pause, max(0.0, self._permission.due(turns) - backoff.steady())))
                continue
            self._ask(first)
        for turn in sorted(self._fetched):  # a fetch may take long, and its end is the last moment to hear
            self._go_on(turn)
        if self._given_up:
            raise next(iter(self._given_up.values()))

    def _ask(self, piece: int) -> None:
        look, backoff = self._looks[piece], self._backoff
        errand = self._errand(piece)
        try:
            if errand.state is ErrandState.SENT:
                self._poll(errand, look)
            else:
                self._fetch(errand)
        except Expired as error:
            self._submission.note(errand, ErrandState.FAILED, problem=error.problem)
        except _PASSING as error:
            look.since = look.since if look.failures else backoff.steady()
            look.failures += 1
            look.due = backoff.steady() + backoff.pause(look.failures, error)
            look.message = error.problem.message
            log.info("%s on %s: %s", self._submission.name, errand.key, error)
            if backoff.steady() - look.since > backoff.silence:
                self._given_up[piece] = self._in_vain(error)
        else:
            look.failures = 0
        self._tell()

    def _poll(self, errand: Errand, look: _Look) -> None:
        submission = self._submission
        submission.open(errand)
        status = submission.provider.poll(ticket_of(errand))
        look.due = self._backoff.steady() + self._backoff.until_next(status.retry_after)
        look.message = " ".join(status.message.split())[:MESSAGE]
        look.progress = max(look.progress, min(1.0, max(0.0, status.progress)))
        if status.preview is not None:
            submission.show(status.preview)
        if status.state is State.DONE:
            look.due = self._backoff.steady()  # results expire: it is fetched next
            submission.note(errand, ErrandState.MADE, billed=status.billed)
        elif status.state.final:
            submission.note(
                errand, _CLOSED[status.state], problem=self._failure(status), billed=status.billed
            )

    def _fetch(self, errand: Errand) -> None:
        """Fetch beside the place and rename: what lies in the place is whole, whatever died when."""
        submission, piece = self._submission, errand.piece
        place, ticket = submission.answer(piece), ticket_of(errand)
        there = place.is_dir()  # an earlier service died before it was written that all is here
        if not there:
            try:
                landing = submission.landing(piece)
            except OSError as error:
                raise storage_error(error, place) from error
            try:
                submission.open(errand)
                submission.tell(0.0, f"Fetching what {submission.label} made{submission.which(piece)}")
                with submission.awaiting(self._stop), heeding(partial(self._go_on, errand.turn)):
                    submission.provider.fetch(ticket, landing)
                if not landing.is_dir():
                    raise BadDownload(f"{submission.label} gave no file.")
                landing.rename(place)
            except OSError as error:
                raise storage_error(error, place) from error
            finally:
                with contextlib.suppress(OSError):
                    shutil.rmtree(landing)
        came = submission.came(piece)
        if not came:
            shutil.rmtree(place, ignore_errors=True)
            raise BadDownload(f"{submission.label} gave no file.")
        submission.clearance(errand.turn).answered(piece, ticket, came, again=there)
        submission.note(errand, ErrandState.FETCHED)
        self._fetched.add(errand.turn)

    def _go_on(self, turn: int) -> None:
        """The wish to stop and the gate's word, between two parts of what comes."""
        self._stop.check()
        self._permission.ask(turn)

    def _errand(self, piece: int) -> Errand:
        errand = self._submission.errand(piece)
        assert errand is not None
        return errand

    def _tell(self) -> None:
        submission = self._submission
        here = set(submission.standings(PieceStanding.HERE))
        parts = [1.0 if piece in here else self._progress(piece) for piece in submission.pieces]
        start, share = AWAY
        progress = start + share * sum(parts) / len(parts)
        message = next(
            (look.message for piece, look in self._looks.items() if look.message and piece not in here), ""
        )
        words = f"{submission.label}: {message}" if message else f"Waiting for {submission.label}"
        if len(submission.pieces) > 1:
            words += f" ({len(here)} of {len(submission.pieces)} pieces are here)"
        if (progress, words) != self._told:  # a provider says the same for minutes: nobody wants to hear it
            self._told = progress, words
            submission.tell(progress, words)

    def _progress(self, piece: int) -> float:
        look = self._looks.get(piece)
        return look.progress if look is not None else 0.0

    def _failure(self, status: Status) -> Problem:
        label = self._submission.label
        if status.problem is not None:
            return replace(status.problem, remedy=status.problem.remedy or _AGAIN)
        if status.state is State.CANCELLED:
            return ProviderError(f"The job was stopped at {label}.", remedy=_AGAIN).problem
        return ProviderError(f"{label} failed without a reason.", remedy=_AGAIN).problem

    def _in_vain(self, error: SecondUnitError) -> SecondUnitError:
        label, minutes = self._submission.label, round(self._backoff.silence / 60)
        return type(error)(
            f"{label} could not be asked for {minutes} minutes: {error.problem.message}",
            remedy="Retry asks for the same job again and sends nothing.",
            kept=" ".join(
                part
                for part in (f"{label} may still hold the job, and bill it.", self._submission.kept())
                if part
            ),
        )
