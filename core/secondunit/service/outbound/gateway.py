"""What carrying a provider's job needs of the gate and of the providers, as two small protocols.

`Gateway` leads to the providers of a show; a `Clearance` is one turn of one job at the gate.
It decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from secondunit.providers import Provider, Request, Ticket
from secondunit.wire import Money, Prepared, Take, Work
from secondunit.wire.rights import Verdict

if TYPE_CHECKING:
    from secondunit.rights.show import ShowRights

    from .sites import Sites

#: How many jobs one provider is given at once where its settings name no `at_once`.
AT_ONCE = 200


class Clearance(Protocol):
    """One turn of a job at the gate: its requests, its verdict in hand, its money, its rows in the ledger.

    Pieces are named by `Piece.number`. The money of a turn is held under `{job}-{turn}`.
    """

    def key(self, piece: int) -> str:
        """The key of a piece: its errand's and its idempotency key, `{job}-{turn}-{piece}`."""

    def requests(self) -> Sequence[Request]:
        """What is asked for each prepared piece, in their order; the same whatever the turn."""

    def decide(self, pieces: Sequence[int], seen: Money) -> Verdict:
        """The gate's word on sending these pieces, the money for them held where it allows; recorded.

        The price is asked for anew; one above `seen`, which a person saw, is refused. Asked again in the same
        turn it holds nothing twice. Raises what asking the provider raises.
        """

    def price(self, piece: int) -> Money | None:
        """What a piece was to cost by the last `decide`; None where that is not known."""

    def still(self) -> Verdict:
        """The gate's word on going on; a refusal is recorded. A verdict that allows is then in hand."""

    def open(self, piece: int) -> AbstractContextManager[object]:
        """The door for a piece's errand, open while the block runs; raises `Refused` with no verdict in hand.

        It is held open for as long as the piece is out. After a refusal the last verdict that allowed stays
        in hand, so that the job can be called off.
        """

    def answered(self, piece: int, ticket: Ticket, paths: Sequence[Path], *, again: bool = False) -> None:
        """Record what came back for a piece, byte for byte; `again` where that may be done already."""

    def discarded(self, piece: int, ticket: Ticket, reason: str) -> None:
        """Record that what the provider kept of a piece was taken away, or the reason why it was not."""

    def settle(self, billed: Money | None) -> object:
        """Put the bill in the place of what was held for this turn, None: all that was held; recorded."""

    def release(self) -> object:
        """Hold nothing more for this turn: nothing was taken. No fault where nothing was held."""


class Gateway(Protocol):
    """What leads to the providers of every show."""

    def provider(self, show: str, name: str) -> Provider:
        """The provider; raises `NotFound`, `ProviderError`."""

    def at_once(self, show: str, name: str) -> int:
        """How many jobs this provider is given at once for the show."""

    def clearance(self, work: Work, prepared: Prepared, turn: int) -> Clearance:
        """A job's turn at the gate."""

    def seal(self, take: Take, work: Work, others: Sequence[Take] = ()) -> None:
        """Sign a take in its place; raises `ProvenanceError`. Signing what is signed changes nothing.

        `others` are takes of the shot, of which a comp may be made.
        """

    def with_terms(self, work: Work) -> Work:
        """Work with what its show says of its take: whether the likenesses in it may be measured, which is
        recorded, and what its model was trained on. It raises nothing.
        """


class SitesGateway:
    """The gateway of `Sites`."""

    def __init__(self, sites: Sites) -> None:
        self._sites = sites

    def provider(self, show: str, name: str) -> Provider:
        return self._sites.provider(show, name)

    def at_once(self, show: str, name: str) -> int:
        most = self._sites.settings(show, name).get("at_once", AT_ONCE)
        return most if isinstance(most, int) and most > 0 else AT_ONCE

    def clearance(self, work: Work, prepared: Prepared, turn: int) -> Clearance:
        from .clearance import ShowClearance

        clearance: Clearance = ShowClearance(self._sites, work, prepared, turn)
        return clearance

    def seal(self, take: Take, work: Work, others: Sequence[Take] = ()) -> None:
        from ..sealing import seal

        seal(take, work.brief, self._sites.rights(work.brief.show), others=others)

    def with_terms(self, work: Work) -> Work:
        from secondunit.engines.makers import maker_of

        from .measuring import measuring
        from .training import training_of

        def rights() -> ShowRights:
            return self._sites.rights(work.brief.show)

        if work.brief.cast:
            work = replace(work, measuring=measuring(work, rights))
        # A take that is made here was asked of no rule, and a ledger is long.
        return replace(work, training=training_of(work, rights)) if maker_of(work).elsewhere else work
