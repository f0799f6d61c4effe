"""Who else may do what was refused: offers for a brief that was not sent, and for jobs that came to nothing.

Takes no decision: an offer is asked for and shown. Belongs to one panel, on the main thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .state import PanelTopic
from .terms import money

if TYPE_CHECKING:
    from secondunit.wire import Brief, Offer, Problem

    from .state import PanelState

#: The most offers that are shown for one brief or job.
MOST_OFFERS = 3


class JobOffers:
    """The offers of one panel."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        #: The brief that somebody else is looked for, and who that may be.
        self._brief: Brief | None = None
        self.instead: tuple[Offer, ...] = ()
        #: By job: who else may do it, and the record of it that was asked about.
        self._offers: dict[str, tuple[Offer, ...]] = {}
        self._wanted: dict[str, object] = {}

    def drop(self) -> None:
        """Nobody else is looked for any more, for a brief that was not sent."""
        self._brief, self.instead = None, ()

    def want_instead(self, brief: Brief) -> None:
        """Ask who else may do a brief that was refused before it was sent."""
        self._brief, self.instead = brief, ()

        def then(offers: tuple[Offer, ...]) -> None:
            if self._brief is brief:
                self.instead = offers[:MOST_OFFERS]
                self._state.touch(PanelTopic.ESTIMATE)

        self._state.ask(lambda client: client.offers_for(brief).offers, then, "offers", lambda _: None)

    def of(self, job: str) -> tuple[Offer, ...]:
        """Who else may do what a job could not, as far as it was asked for."""
        return self._offers.get(job, ())

    def want(self, job: str) -> None:
        """Ask who else may do what a job could not; asked again when the job has changed since."""
        record = self._state.jobs.get(job)
        if record is None or not record.elsewhere or self._wanted.get(job) is record:
            return
        if record.state.value not in ("failed", "refused", "uncertain"):
            return
        self._wanted[job] = record

        def then(offers: tuple[Offer, ...]) -> None:
            self._offers[job] = offers[:MOST_OFFERS]
            self._state.touch(PanelTopic.JOBS)

        def otherwise(problem: Problem) -> None:
            self._wanted.pop(job, None)

        self._state.ask(lambda client: client.offers(job).offers, then, f"offers {job}", otherwise)


def offer_words(offer: Offer) -> str:
    """`Bedrock Ray2: 0.90 USD, 40 s`."""
    from .sentences import duration

    label = " ".join(
        part for part in (offer.label or offer.provider, offer.model_label or offer.model) if part
    )
    time = f", {duration(offer.seconds)}" if offer.seconds else ""
    return f"{label}: {money(offer.cost.amount, offer.cost.currency)}{time}"
