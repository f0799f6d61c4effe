"""Routes of drawn mattes: looked at while they are drawn, written for a shot, listed and opened again."""

from __future__ import annotations

from starlette.responses import Response

from secondunit.wire import MatteFiles, MatteLook, MatteWish, OpenedMatte, WrittenMatte, WrittenMatteList

from ..drawn_mattes import DrawnMattes, matte_png
from .answers import MATTE
from .desk import Desk
from .endpoint import Routes
from .parameters import Name, User

#: The largest body of a drawing, in bytes: one with as many points as there may be.
LARGEST_DRAWING = 64 << 20


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("mattes")
    mattes = DrawnMattes(desk.shows)

    @api.get("/v1/mattes")
    async def get_mattes(show: Name, shot: Name) -> WrittenMatteList:
        """The drawn mattes of a shot, the newest version of each name first."""
        return await desk.reads.ask(lambda: WrittenMatteList(mattes.of_shot(show, shot)))

    @api.post("/v1/mattes", largest=LARGEST_DRAWING)
    async def write_matte(wish: MatteWish, user: User = "") -> WrittenMatte:
        """Write a drawing as EXR files of the plate's frames: the next version of its name."""
        return await desk.reads.ask(lambda: mattes.write(wish, user))

    @api.post("/v1/mattes/open")
    async def open_matte(files: MatteFiles) -> OpenedMatte:
        """A drawn matte as it was drawn, and which of its files somebody changed since."""
        return await desk.reads.ask(lambda: mattes.open(files))

    @api.post("/v1/mattes/frame", media=MATTE, largest=LARGEST_DRAWING)
    async def get_matte_frame(look: MatteLook) -> Response:
        """A drawing at a frame, or a part of it, as grey; nothing is kept."""
        body = await desk.reads.ask(lambda: matte_png(look))
        return Response(body, media_type=MATTE.type)

    return api
