"""The route of events: everything that happened since a number, then everything that happens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from starlette.responses import Response, StreamingResponse

from .answers import EVENTS
from .desk import Desk
from .endpoint import Routes
from .parameters import Location, Name, Text, Whole

LARGEST_NUMBER = 2**62
Number = Annotated[int, Whole(0, LARGEST_NUMBER, "The number of the last event that was heard.")]
Wait = Annotated[int, Whole(0, 1, "0 ends the stream after the replay.")]
LastEvent = Annotated[str, Text(20, "Wins over `after`.", Location.HEADER, "Last-Event-ID")]


def routes(desk: Desk) -> Routes:
    """The route, bound to a service."""
    api = Routes("events")

    @api.get("/v1/events", EVENTS)
    async def events(
        after: Number = 0, show: Name = "", wait: Wait = 1, last_event_id: LastEvent = ""
    ) -> Response:
        """Replay from a number, then follow; a comment every 10 s says that the line is alive."""
        start = after
        if last_event_id.isascii() and last_event_id.isdecimal():
            start = min(int(last_event_id), LARGEST_NUMBER)
        if start > desk.hub.last:  # it heard another store, one that was lost since: this one begins anew
            start = 0

        async def stream() -> AsyncIterator[bytes]:
            # Something at once, so that a client knows that it is connected.
            yield b": second unit\n\n"
            async for batch in desk.hub.follow(start, show, wait=bool(wait)):
                yield b"".join(batch) or b": alive\n\n"

        return StreamingResponse(
            stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    return api
