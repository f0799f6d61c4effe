"""Routes of looks: those that somebody saved, and the small pictures of those that come with their kind."""

from __future__ import annotations

from starlette.responses import Response

from secondunit.wire.errors import NotFound
from secondunit.wire.saved_look import LookList, LookRemoval, LookSaving, LookScope, SavedLook

from ..looks import LookFiles
from .answers import LOOK
from .desk import Desk
from .endpoint import Routes
from .parameters import Name, PathName


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("looks")
    files = LookFiles(desk.home, desk.shows)

    @api.get("/v1/looks")
    async def get_looks(show: Name = "") -> LookList:
        """The looks that this user saved, and those of a show; what of them cannot be used, in sentences."""
        return await desk.reads.ask(lambda: files.all(show))

    @api.post("/v1/looks")
    async def save_look(saving: LookSaving) -> SavedLook:
        """Save a look for this user or a show; one of its name is replaced only where that is asked."""
        return await desk.reads.ask(lambda: files.save(saving))

    @api.post("/v1/looks/remove")
    async def remove_look(removal: LookRemoval) -> SavedLook:
        """Take a saved look away, or give it back."""
        return await desk.reads.ask(lambda: files.remove(removal))

    @api.get("/v1/looks/{scope}/{kind}/{look}/picture", media=LOOK)
    async def get_saved_picture(scope: PathName, kind: PathName, look: PathName, show: Name = "") -> Response:
        """The small picture of a look that somebody saved."""
        if scope not in {one.value for one in LookScope}:
            raise NotFound("A look is the user's (mine) or a show's (show).", where="scope")
        data = await desk.reads.ask(lambda: files.picture(LookScope(scope), kind, look, show))
        return Response(data, media_type=LOOK.type)

    @api.get("/v1/kinds/{kind}/looks/{look}/picture", media=LOOK)
    async def get_picture(kind: PathName, look: PathName) -> Response:
        """A small picture of a look that comes with its kind."""
        from secondunit.engines.looks.thumbnail import packaged

        data = await desk.reads.ask(lambda: packaged(kind, look))
        if data is None:
            raise NotFound(f"There is no picture of the look {look[:40]!r} of {kind[:40]!r}.")
        return Response(data, media_type=LOOK.type)

    return api
