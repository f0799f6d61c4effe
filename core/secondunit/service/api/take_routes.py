"""Routes about takes: list, look, and their previews."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse

from secondunit.wire import Take
from secondunit.wire.errors import NotFound

from ..store import takes
from .answers import wire
from .bodies import ID, After, Limit, Name, gives, without_nul
from .desk import Desk

_PNG: dict[int | str, dict[str, Any]] = {
    200: {"description": "A picture for the eye, sRGB.", "content": {"image/png": {}}}
}
_MP4: dict[int | str, dict[str, Any]] = {
    200: {"description": "H.264, with frame numbers.", "content": {"video/mp4": {}}}
}


def router(desk: Desk) -> APIRouter:
    """The routes, bound to a service."""
    routes = APIRouter(prefix="/v1/takes", tags=["takes"])

    def find(take: str) -> Take:
        return desk.store.read(lambda connection: takes.find(connection, without_nul(take)))

    @routes.get("", response_class=Response, responses=gives("TakePage"))
    def list_takes(
        show: Name = "", shot: Name = "", element: Name = "", limit: Limit = 50, after: After = ""
    ) -> Response:
        """Takes, newest first."""
        for text in (show, shot, element, after):
            without_nul(text)
        return wire(
            desk.store.read(
                lambda connection: takes.page(
                    connection, show=show, shot=shot, element=element, limit=limit, after=after
                )
            )
        )

    @routes.get("/{take}", response_class=Response, responses=gives("Take"))
    def get_take(take: ID) -> Response:
        """One take."""
        return wire(find(take))

    @routes.get("/{take}/brief", response_class=Response, responses=gives("Brief"))
    def get_brief(take: ID) -> Response:
        """The brief a take was made of."""
        return wire(desk.store.read(lambda connection: takes.brief(connection, without_nul(take))))

    @routes.get("/{take}/thumbnail", response_class=FileResponse, responses=_PNG)
    def thumbnail(take: ID) -> FileResponse:
        """A small picture of the take."""
        found = find(take)
        return _file(found, found.thumbnail, "image/png")

    @routes.get("/{take}/contact", response_class=FileResponse, responses=_PNG)
    def contact(take: ID) -> FileResponse:
        """The contact sheet."""
        found = find(take)
        return _file(found, found.contact_sheet, "image/png")

    @routes.get("/{take}/movie", response_class=FileResponse, responses=_MP4)
    def movie(take: ID) -> FileResponse:
        """The review movie."""
        found = find(take)
        return _file(found, found.movie, "video/mp4")

    @routes.get("/{take}/frames/{frame}", response_class=FileResponse, responses=_PNG)
    def frame(take: ID, frame: int, width: Annotated[int, Query(ge=16, le=4096)] = 960) -> FileResponse:
        """A preview of one frame, made when it is first asked for."""
        return FileResponse(desk.previews.frame(find(take), frame, width), media_type="image/png")

    return routes


def _file(take: Take, name: str, media_type: str) -> FileResponse:
    path = Path(take.folder, name)
    if not name or not path.is_file():
        raise NotFound(f"{take.label} has no such preview.", where=str(path) if name else "")
    return FileResponse(path, media_type=media_type)
