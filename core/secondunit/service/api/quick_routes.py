"""Routes of quick looks: a small frame of an element while its brief is still being made."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from starlette.responses import Response

from secondunit.wire import Work, dumps
from secondunit.wire.errors import BadInput
from secondunit.wire.quick import QuickEnd, QuickReady, QuickState, QuickWish

from ..quick import QuickAnswer
from .answers import QUICK
from .desk import Desk
from .endpoint import Routes
from .parameters import User

#: How often it is looked after a process that may not answer, in seconds.
LOOK = 1.0


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("quick looks")

    @api.post("/v1/quicklooks", media=QUICK)
    async def look(wish: QuickWish, user: User = "") -> Response:
        """A brief's element at a frame, small; an older wish of its panel is answered with a conflict."""
        turn = desk.quick.take_turn(wish.panel)
        try:
            work = await desk.reads.ask(lambda: work_of(wish, user))
        except BaseException:
            desk.quick.leave(turn)
            raise
        future = asyncio.wrap_future(desk.quick.put(turn, work, wish.frame, wish.width))
        while not future.done():
            await asyncio.wait({future}, timeout=LOOK)
            desk.quick.tick()
        return shown(future.result())

    def work_of(wish: QuickWish, user: str) -> Work:
        planner = desk.planner
        maker = planner.makers.of(wish.brief)
        if not maker.quick:
            raise BadInput(
                "There is no quick look of what is not simulated on this machine.",
                remedy="Press Generate for a take of it, or choose the on-board simulation.",
                where="provider",
            )
        plan = planner.plan(wish.brief, user)
        plan.require()
        return plan.work("quick", desk.home.quick, user)

    @api.post("/v1/quicklooks/end")
    async def end(panel: QuickEnd) -> QuickState:
        """A panel wishes for nothing any more; whether something was being made."""
        return QuickState(desk.quick.end(panel.panel))

    @api.post("/v1/quicklooks/ready")
    async def ready(wanted: QuickReady) -> QuickState:
        """Be ready for a panel that is about to wish for a kind."""
        desk.reads.start(lambda: desk.quick.warm(wanted.kind))
        return QuickState(True)

    return api


def shown(look: QuickAnswer) -> Response:
    """A quick look as the body of an answer, with its facts."""
    headers = {"X-Secondunit-Facts": quote(dumps(look.facts))}
    return Response(look.body, headers=headers, media_type=QUICK.type)
