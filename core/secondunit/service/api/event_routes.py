"""The route of events: everything that happened since a number, then everything that happens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse

from .bodies import Name, without_nul
from .desk import Desk

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "Server-sent events: `id`, `event`, `data`.", "content": {"text/event-stream": {}}}
}
LARGEST_NUMBER = 2**62


def router(desk: Desk) -> APIRouter:
    """The route, bound to a service."""
    routes = APIRouter(prefix="/v1", tags=["events"])

    @routes.get("/events", response_class=StreamingResponse, responses=_STREAM)
    async def events(
        after: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
        show: Name = "",
        wait: Annotated[int, Query(ge=0, le=1, description="0 ends the stream after the replay.")] = 1,
        last_event_id: Annotated[str, Header(max_length=20, description="Wins over `after`.")] = "",
    ) -> Response:
        """Replay from a number, then follow; a comment every 10 s says that the line is alive."""
        without_nul(show)
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

    return routes
