"""Routes about takes: list, look, their pictures, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from secondunit.engines.makers import shown_on
from secondunit.wire import Brief, HookRunList, Note, NoteList, PixelValues, Take, TakePage, Viewing, Window
from secondunit.wire.errors import OutOfRange

from ..ids import new_note_id, now
from ..previews import Sight
from ..store import hooks, notes, takes
from .answers import EXACT, FRAME, MOVIE_FILE, PNG_FILE, shown
from .desk import Desk
from .endpoint import Routes
from .parameters import (
    ID,
    After,
    ByteRange,
    Channel,
    Exposure,
    Frame,
    Gamma,
    IfRange,
    Limit,
    Name,
    Place,
    Side,
    User,
    View,
    Width,
)
from .stored import FilePart, stored


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("takes")

    def find(take: str) -> Take:
        return desk.store.read(lambda connection: takes.find(connection, take))

    async def whose(take: str) -> tuple[Take, Path]:
        """A take and what its files lie below."""
        target = await run_in_threadpool(find, take)
        return target, await desk.reads.ask(lambda: desk.shows.bounds(target))

    @api.get("/v1/takes")
    def list_takes(
        show: Name = "", shot: Name = "", element: Name = "", job: Name = "", limit: Limit = 50,
        after: After = "",
    ) -> TakePage:  # fmt: skip
        """Takes, newest first; `job` asks for those of one run. The frames of a drift come with one take."""
        return desk.store.read(
            lambda connection: takes.page(
                connection, show=show, shot=shot, element=element, job=job, limit=limit, after=after
            )
        )

    @api.get("/v1/takes/{take}")
    def get_take(take: ID) -> Take:
        """One take, with every frame of its drift."""
        return desk.store.read(lambda connection: takes.whole(connection, take))

    @api.get("/v1/takes/{take}/brief")
    def get_take_brief(take: ID) -> Brief:
        """The brief a take was made of."""
        return desk.store.read(lambda connection: takes.brief(connection, take))

    @api.get("/v1/takes/{take}/thumbnail", PNG_FILE)
    async def get_thumbnail(take: ID, part: ByteRange = "", if_range: IfRange = "") -> Response:
        """A small picture of the take."""
        target, root = await whose(take)
        return await stored(
            desk.reads, target, root, target.thumbnail, PNG_FILE.type, FilePart(part, if_range)
        )

    @api.get("/v1/takes/{take}/contact", PNG_FILE)
    async def get_contact_sheet(take: ID, part: ByteRange = "", if_range: IfRange = "") -> Response:
        """The contact sheet."""
        target, root = await whose(take)
        return await stored(
            desk.reads, target, root, target.contact_sheet, PNG_FILE.type, FilePart(part, if_range)
        )

    @api.get("/v1/takes/{take}/movie", MOVIE_FILE)
    async def get_movie(take: ID, part: ByteRange = "", if_range: IfRange = "") -> Response:
        """The review movie."""
        target, root = await whose(take)
        return await stored(desk.reads, target, root, target.movie, MOVIE_FILE.type, FilePart(part, if_range))

    @api.get("/v1/takes/{take}/frames/{frame}", FRAME)
    async def get_frame(
        take: ID, frame: Frame, width: Width = 960, view: View = "plate", exposure: Exposure = 0.0,
        gamma: Gamma = 1.0, channel: Channel = "rgb",
    ) -> Response:  # fmt: skip
        """A picture of one frame, made when it is first asked for."""
        viewing = Viewing(exposure, gamma, channel)
        return shown(
            await desk.reads.ask(lambda: desk.previews.frame(sight(take, width, view, viewing), frame))
        )

    @api.get("/v1/takes/{take}/frames/{frame}/pixels", EXACT)
    async def get_pixels(
        take: ID, frame: Frame, x: Place = 0, y: Place = 0, across: Side = 1, down: Side = 1,
        width: Width = 960, view: View = "plate", exposure: Exposure = 0.0, gamma: Gamma = 1.0,
        channel: Channel = "rgb",
    ) -> Response:  # fmt: skip
        """A part of one frame without any loss, for a look at its pixels one by one; nothing is kept."""
        viewing, crop = Viewing(exposure, gamma, channel), Window(x, y, across, down)
        return shown(
            await desk.reads.ask(lambda: desk.previews.part(sight(take, width, view, viewing), frame, crop))
        )

    @api.get("/v1/takes/{take}/frames/{frame}/pixel")
    async def get_pixel(take: ID, frame: Frame, x: Place = 0, y: Place = 0) -> PixelValues:
        """The scene-linear values of one pixel of the take itself."""
        return await desk.reads.ask(
            lambda: desk.previews.values(sight(take, 960, "black", Viewing()), frame, x, y)
        )

    def sight(take: str, width: int, view: str, viewing: Viewing) -> Sight:
        target = find(take)
        brief = desk.store.read(lambda connection: takes.brief(connection, target.id))
        config = "" if target.colorspace.config else desk.shows.config(target.show)
        bounds = desk.shows.bounds(target)
        return Sight(target, brief.plate, width, shown_on(brief, view), config, bounds, viewing)

    @api.get("/v1/takes/{take}/hooks")
    def list_hooks(take: ID) -> HookRunList:
        """What the studio's own hooks did with a take, or are about to."""
        target = find(take)
        return desk.store.read(lambda connection: hooks.of_take(connection, target.id))

    @api.get("/v1/takes/{take}/notes")
    def list_notes(take: ID) -> NoteList:
        """What was said of a take, oldest first."""
        target = find(take)
        return desk.store.read(lambda connection: notes.of_take(connection, target.id))

    @api.post("/v1/takes/{take}/notes", {201: "The note as it is kept."})
    def add_note(take: ID, note: Note, user: User = "") -> Note:
        """Say something of a take; the same id with the same words is kept once, however often sent."""
        target = find(take)
        if note.take != target.id:
            raise OutOfRange("The note is about another take.", where="take")
        if note.frame is not None and note.frame not in target.frames:
            raise OutOfRange(f"{target.label} has no frame {note.frame}.", where="frame")
        note = replace(note, id=note.id or new_note_id(), user=(user or note.user)[:100], created=now())
        return desk.store.write(lambda transaction: notes.add(transaction, note, target))

    return api
