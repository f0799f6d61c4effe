"""The client's part about matches to the cast: what would be tried, one yes to it, how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from http.client import HTTPMessage

    from secondunit.wire import CastMatch, CastMatchApproval, CastMatchList, CastMatchOffer, CastMatchWish

#: Every brief of a list is planned, and its provider may be asked for its price, in seconds.
_PATIENCE = 120.0


class _Asking(Protocol):
    def ask_media(
        self, method: str, path: str, body: str | None = None, *, timeout: float | None = None
    ) -> tuple[bytes, HTTPMessage]: ...


class CastMatchClient:
    """What `Client` asks about matches to the cast; `ask_media` is the client's."""

    def cast_match_offer(self: _Asking, wish: CastMatchWish) -> CastMatchOffer:
        """What would be tried to bring takes closer to their cast; nothing is begun. Raises `NotFound`."""
        from secondunit.wire import CastMatchOffer, dumps, loads

        body = self.ask_media("POST", "/v1/cast-matches/offer", dumps(wish), timeout=_PATIENCE)[0]
        return loads(CastMatchOffer, body)

    def begin_cast_match(self: _Asking, approval: CastMatchApproval) -> CastMatch:
        """Begin the very list that was offered; raises `Conflict` where it is another by now, `Denied`."""
        from secondunit.wire import CastMatch, dumps, loads

        body = self.ask_media("POST", "/v1/cast-matches", dumps(approval), timeout=_PATIENCE)[0]
        return loads(CastMatch, body)

    def cast_match(self: _Asking, match: str) -> CastMatch:
        """A match as it stands; raises `NotFound`."""
        from secondunit.wire import CastMatch, loads

        return loads(CastMatch, self.ask_media("GET", f"/v1/cast-matches/{quote(match, safe='')}")[0])

    def cast_matches(self: _Asking, show: str = "", take: str = "") -> CastMatchList:
        """The newest matches; of a take, those that began with it or made it."""
        from secondunit.wire import CastMatchList, loads

        query = urlencode({"show": show, "take": take})
        return loads(CastMatchList, self.ask_media("GET", f"/v1/cast-matches?{query}")[0])

    def stop_cast_match(self: _Asking, match: str) -> CastMatch:
        """Begin nothing more of a match; raises `NotFound`, `Conflict`."""
        from secondunit.wire import CastMatch, loads

        path = f"/v1/cast-matches/{quote(match, safe='')}/stop"
        return loads(CastMatch, self.ask_media("POST", path)[0])
