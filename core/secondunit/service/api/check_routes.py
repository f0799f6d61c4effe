"""Routes about comp checks: the figures of a take over its plate, and the page that shows them."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from secondunit.wire import Brief, CompCheck, Take

from ..store import takes
from .answers import PAGE, PAGE_POLICY
from .desk import Desk
from .endpoint import Routes
from .parameters import ID


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("takes")

    async def found(take: str) -> tuple[Take, Brief]:
        def look() -> tuple[Take, Brief]:
            target = desk.store.read(lambda connection: takes.find(connection, take))
            return target, desk.store.read(lambda connection: takes.brief(connection, target.id))

        return await run_in_threadpool(look)

    def config(take: Take) -> str:
        return "" if take.colorspace.config else desk.shows.config(take.show)

    @api.get("/v1/takes/{take}/check")
    async def get_check(take: ID) -> CompCheck:
        """The comp check of a take; of one that was delivered without, it is measured now."""
        target, brief = await found(take)

        def measure() -> CompCheck:
            from ..checks import check_of  # what measures pixels takes a while to load

            return check_of(target, brief, desk.shows.bounds(target), config(target))

        return await desk.reads.ask(measure)

    @api.get("/v1/takes/{take}/check/page", PAGE)
    async def get_check_page(take: ID) -> Response:
        """The comp check as one page with its pictures and plots."""
        target, brief = await found(take)

        def draw() -> str:
            from ..checks import check_page

            return check_page(target, brief, desk.shows.bounds(target), config(target))

        text = await desk.reads.ask(draw)
        return Response(text, headers={"Content-Security-Policy": PAGE_POLICY}, media_type=PAGE.type)

    return api
