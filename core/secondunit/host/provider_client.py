"""The client's part about who makes pictures elsewhere: offers, approvals, and what a model asks once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

if TYPE_CHECKING:
    from http.client import HTTPMessage

    from secondunit.wire import Brief, CapabilityList, Estimate, EstimateList, ModelAnswer, OfferList
    from secondunit.wire.rights import Approving, ApprovingList

#: Providers may have to be asked for these, which takes longer than a question to the service, in seconds.
_PATIENCE = 30.0


class _Asking(Protocol):
    def ask_media(
        self, method: str, path: str, body: str | None = None, *, timeout: float | None = None
    ) -> tuple[bytes, HTTPMessage]: ...


class ProviderClient:
    """What `Client` asks about providers; `ask_media` is the client's."""

    def offers_for(self: _Asking, brief: Brief) -> OfferList:
        """Who else may do what a brief asks for, the studio's order first; nothing is begun."""
        from secondunit.wire import OfferList, dumps, loads

        return loads(OfferList, self.ask_media("POST", "/v1/offers", dumps(brief), timeout=_PATIENCE)[0])

    def offers(self: _Asking, job: str) -> OfferList:
        """Who else may do what a refused, failed or uncertain job could not; raises `NotFound`."""
        from secondunit.wire import OfferList, loads

        path = f"/v1/jobs/{quote(job, safe='')}/offers"
        return loads(OfferList, self.ask_media("GET", path, timeout=_PATIENCE)[0])

    def approve(self: _Asking, approving: Approving) -> Estimate:
        """Say yes to one exact brief, up to a cost; gives its estimate anew. Raises `Denied`."""
        from secondunit.wire import Estimate, dumps, loads

        return loads(Estimate, self.ask_media("POST", "/v1/approvals", dumps(approving))[0])

    def approve_list(self: _Asking, approving: ApprovingList) -> EstimateList:
        """Say yes to several briefs of a show, up to a cost in all; gives their estimates anew."""
        from secondunit.wire import EstimateList, dumps, loads

        body = self.ask_media("POST", "/v1/approvals/list", dumps(approving), timeout=_PATIENCE)[0]
        return loads(EstimateList, body)

    def answer(self: _Asking, answer: ModelAnswer) -> CapabilityList:
        """Say once what a model asks; gives every provider and model as they are then.

        Raises `Conflict` where it is not asked any more, `BadInput` for what is no choice of it.
        """
        from secondunit.wire import CapabilityList, dumps, loads

        body = self.ask_media("POST", "/v1/answers", dumps(answer), timeout=_PATIENCE)[0]
        return loads(CapabilityList, body)
