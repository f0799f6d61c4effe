"""Routes about takes: list, look, their pictures, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from secondunit.engines.comp import shown_on
from secondunit.wire import Note, Take
from secondunit.wire.errors import OutOfRange

from ..ids import new_note_id, now
from ..previews import Shown, Sight
from ..store import notes, takes
from .answers import shown, wire
from .bodies import (
    ID,
    SHOWN,
    After,
    Limit,
    Name,
    User,
    View,
    Width,
    gives,
    of,
    read,
    user_name,
    without_nul,
)
from .desk import Desk
from .stored import stored

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

    async def whose(take: str) -> tuple[Take, Path]:
        """A take and what its files lie below."""
        found = await run_in_threadpool(find, take)
        return found, await desk.reads.ask(lambda: desk.shows.bounds(found))

    @routes.get("", response_class=Response, responses=gives("TakePage"))
    def list_takes(
        show: Name = "", shot: Name = "", element: Name = "", job: Name = "", limit: Limit = 50,
        after: After = "",
    ) -> Response:  # fmt: skip
        """Takes, newest first; `job` asks for those of one run."""
        for text in (show, shot, element, job, after):
            without_nul(text)
        return wire(
            desk.store.read(
                lambda connection: takes.page(
                    connection, show=show, shot=shot, element=element, job=job, limit=limit, after=after
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

    @routes.get("/{take}/thumbnail", response_class=Response, responses=_PNG)
    async def thumbnail(take: ID) -> Response:
        """A small picture of the take."""
        found, root = await whose(take)
        return await stored(desk.reads, found, root, found.thumbnail, "image/png")

    @routes.get("/{take}/contact", response_class=Response, responses=_PNG)
    async def contact(take: ID) -> Response:
        """The contact sheet."""
        found, root = await whose(take)
        return await stored(desk.reads, found, root, found.contact_sheet, "image/png")

    @routes.get("/{take}/movie", response_class=Response, responses=_MP4)
    async def movie(take: ID) -> Response:
        """The review movie."""
        found, root = await whose(take)
        return await stored(desk.reads, found, root, found.movie, "video/mp4")

    @routes.get("/{take}/frames/{frame}", response_class=Response, responses=SHOWN)
    async def frame(take: ID, frame: int, width: Width = 960, view: View = "plate") -> Response:
        """A picture of one frame, made when it is first asked for."""
        return shown(await desk.reads.ask(lambda: look(take, frame, width, view)))

    def look(take: str, frame: int, width: int, view: str) -> Shown:
        found = find(take)
        brief = desk.store.read(lambda connection: takes.brief(connection, found.id))
        config = "" if found.colorspace.config else desk.shows.config(found.show)
        sight = Sight(found, brief.plate, width, shown_on(brief, view), config, desk.shows.bounds(found))
        return desk.previews.frame(sight, frame)

    @routes.get("/{take}/notes", response_class=Response, responses=gives("NoteList"))
    def list_notes(take: ID) -> Response:
        """What was said of a take, oldest first."""
        found = find(take)
        return wire(desk.store.read(lambda connection: notes.of_take(connection, found.id)))

    @routes.post(
        "/{take}/notes",
        response_class=Response,
        status_code=201,
        responses={**gives("Note", 201, "The note as it is kept.")},
        openapi_extra=of("Note"),
    )
    async def add_note(take: ID, request: Request, user: User = "") -> Response:
        """Say something of a take; the same id with the same words is kept once, however often sent."""
        return wire(await run_in_threadpool(keep, take, await read(request, Note), user_name(user)), 201)

    def keep(take: str, note: Note, user: str) -> Note:
        found = find(take)
        if note.take != found.id:
            raise OutOfRange("The note is about another take.", where="take")
        if note.frame is not None and note.frame not in found.frames:
            raise OutOfRange(f"{found.label} has no frame {note.frame}.", where="frame")
        note = replace(note, id=note.id or new_note_id(), user=(user or note.user)[:100], created=now())
        return desk.store.write(lambda transaction: notes.add(transaction, note, found))

    return routes
