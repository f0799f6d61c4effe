"""Routes about matches to the cast: what would be tried, one yes to all of it, and what became of it."""

from __future__ import annotations

from secondunit.wire import CastMatch, CastMatchApproval, CastMatchList, CastMatchOffer, CastMatchWish

from .desk import Desk
from .endpoint import Routes
from .parameters import ID, Name, User


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("cast")

    @api.post("/v1/cast-matches/offer")
    async def offer_cast_match(wish: CastMatchWish, user: User = "") -> CastMatchOffer:
        """What would be tried to bring takes closer to their cast, and what it costs; nothing is begun."""
        return await desk.reads.ask(lambda: desk.cast_matches.offer(wish, user))

    @api.post("/v1/cast-matches", {201: "The match, which is durable."})
    async def begin_cast_match(approval: CastMatchApproval, user: User = "") -> CastMatch:
        """Begin what a person approved: the very list that is offered, up to a ceiling."""
        return await desk.reads.ask(lambda: desk.cast_matches.begin(approval, user))

    @api.get("/v1/cast-matches")
    async def list_cast_matches(show: Name = "", take: Name = "") -> CastMatchList:
        """The newest matches as they stand; of a take, those that began with it or made it."""
        return await desk.reads.ask(lambda: desk.cast_matches.listed(show, take))

    @api.get("/v1/cast-matches/{match}")
    async def get_cast_match(match: ID) -> CastMatch:
        """One match as it stands."""
        return await desk.reads.ask(lambda: desk.cast_matches.get(match))

    @api.post("/v1/cast-matches/{match}/stop")
    async def stop_cast_match(match: ID, user: User = "") -> CastMatch:
        """Begin nothing more of a match; a job that runs is finished, and every take stays."""
        return await desk.reads.ask(lambda: desk.cast_matches.end(match, user))

    return api
