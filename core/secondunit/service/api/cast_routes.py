"""Routes about a show's cast: who is in it, in which versions, and a small picture of each."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from starlette.responses import Response

from secondunit.media.foreign import facts_of
from secondunit.media.whole import storage_error
from secondunit.wire import CastMember, CharacterList
from secondunit.wire.cast import CastTakeList
from secondunit.wire.errors import BadInput, NotFound

from ..cast import member
from ..cast_sheet import cast_sheet
from ..store import takes
from .answers import PNG
from .desk import Desk
from .endpoint import Routes
from .parameters import PathName, Text, Version

#: The longer side of a small picture, in pixels, and how many are remembered.
SIDE, REMEMBERED = 256, 256
#: The most takes that are listed.
MOST_TAKES = 10_000
Show = Annotated[str, Text(64, "The show whose cast it is.")]


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("cast")

    @api.get("/v1/cast")
    async def list_cast(show: Show) -> CharacterList:
        """The characters of a show as they lie there now, with pins, consents and what was left out."""
        return await desk.reads.ask(lambda: cast_sheet(desk.shows.find(show)))

    @api.get("/v1/cast/takes")
    def list_cast_takes(show: Show) -> CastTakeList:
        """The takes of a show that were asked for with somebody of its cast, and in which version."""
        listed_takes = desk.store.read(lambda connection: takes.with_cast(connection, show))
        return CastTakeList(listed_takes[:MOST_TAKES], max(0, len(listed_takes) - MOST_TAKES))

    @api.get("/v1/cast/{name}/{version}/thumbnail", PNG)
    async def character_thumbnail(name: PathName, version: Version, show: Show) -> Response:
        """A small picture of a version of a character: the first of its pictures."""
        person = CastMember(name, version)
        return Response(await desk.reads.ask(lambda: small(show, person)), media_type="image/png")

    def small(show: str, person: CastMember) -> bytes:
        settings = desk.shows.find(show)
        try:
            version = member(Path(settings.root), person)
        except BadInput as error:
            raise NotFound(error.problem.message, where=person.name) from error
        path = Path(version.pictures[0].path)
        try:
            facts = facts_of(path)
        except OSError as error:
            raise storage_error(error, path) from error
        return _small(path, facts.st_mtime_ns, facts.st_size, settings.colorspace_config)

    return api


@lru_cache(maxsize=REMEMBERED)
def _small(path: Path, _changed: int, _size: int, config: str) -> bytes:
    from secondunit.engines.references import small_picture  # pixels take a while to load
    from secondunit.media.config import open_config

    return small_picture(path, open_config(config), SIDE)
