"""Routes about the continuity of a sequence: its figures, its page, its picture, and a face of a take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from secondunit.wire import SequenceContinuity

from ..store import takes
from .answers import FACE, PAGE, PAGE_POLICY, PNG
from .desk import Desk
from .endpoint import Routes
from .parameters import ID, Frame, PathName, Text

if TYPE_CHECKING:
    from ..continuity import Continuities

Sequence = Annotated[str, Text(200, "A sequence of the show's settings; empty for that of `shot`.")]
Shot = Annotated[str, Text(64, "A shot whose sequence it is, where none is named.")]
Who = Annotated[str, Text(64, "This character alone; empty for every one.")]


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("continuity")

    def continuities() -> Continuities:
        from ..continuity import Continuities  # pixels take a while to load

        return Continuities(desk.shows, desk.store, unmeasured)

    def unmeasured(show: str, persons: Iterable[str]) -> dict[str, str]:
        sites = desk.planner.sites
        return sites.rights(show).unmeasured(persons) if sites is not None else {}

    @api.get("/v1/shows/{show}/continuity")
    async def get_continuity(
        show: PathName, sequence: Sequence = "", shot: Shot = "", character: Who = ""
    ) -> SequenceContinuity:
        """The characters of a sequence shot by shot, in cut order, as they were measured."""
        return await desk.reads.ask(lambda: continuities().of(show, sequence, shot, character))

    @api.get("/v1/shows/{show}/continuity/page", PAGE)
    async def get_continuity_page(
        show: PathName, sequence: Sequence = "", shot: Shot = "", character: Who = ""
    ) -> Response:
        """The continuity of a sequence as one page with its pictures."""
        text = await desk.reads.ask(
            lambda: continuities().page(continuities().of(show, sequence, shot, character))
        )
        return Response(text, headers={"Content-Security-Policy": PAGE_POLICY}, media_type=PAGE.type)

    @api.get("/v1/shows/{show}/continuity/picture", PNG)
    async def get_continuity_picture(
        show: PathName, sequence: Sequence = "", shot: Shot = "", character: Who = ""
    ) -> Response:
        """The continuity of a sequence as one picture."""
        data = await desk.reads.ask(
            lambda: continuities().sheet(continuities().of(show, sequence, shot, character))
        )
        return Response(data, media_type=PNG.type)

    @api.get("/v1/takes/{take}/faces/{character}/{frame}", FACE)
    async def get_face(take: ID, character: PathName, frame: Frame) -> Response:
        """A small picture of a character's face in the nearest or the farthest frame of a take."""
        target = await run_in_threadpool(desk.store.read, lambda connection: takes.find(connection, take))
        data = await desk.reads.ask(lambda: continuities().face(target, character, frame))
        return Response(data, media_type=FACE.type)

    return api
