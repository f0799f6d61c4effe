"""Routes about a show's cast: who is in it, in which versions, and a small picture of each."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from secondunit.media.foreign import facts_of
from secondunit.media.whole import storage_error
from secondunit.wire import CastMember
from secondunit.wire.errors import BadInput, NotFound

from ..cast import listed, member
from .answers import wire
from .bodies import gives, without_nul
from .desk import Desk

#: The longer side of a small picture, in pixels, and how many are remembered.
SIDE, REMEMBERED = 256, 256
Show = Annotated[str, Query(max_length=64, description="The show whose cast it is.")]
_PNG: dict[int | str, dict[str, Any]] = {
    200: {"description": "A picture for the eye, sRGB.", "content": {"image/png": {}}}
}


def router(desk: Desk) -> APIRouter:
    """The routes, bound to a service."""
    routes = APIRouter(prefix="/v1/cast", tags=["cast"])

    @routes.get("", response_class=Response, responses=gives("CharacterList"))
    async def list_cast(show: Show) -> Response:
        """The characters of a show as its folder has them now, and what of it was left out."""
        without_nul(show)
        return wire(await desk.reads.ask(lambda: listed(FilePath(desk.shows.find(show).root))))

    @routes.get("/{name}/{version}/thumbnail", response_class=Response, responses=_PNG)
    async def thumbnail(
        name: Annotated[str, Path(max_length=64)],
        version: Annotated[int, Path(ge=1, le=99_999)],
        show: Show,
    ) -> Response:
        """A small picture of a version of a character: the first of its pictures."""
        without_nul(show)
        asked = CastMember(without_nul(name), version)
        return Response(await desk.reads.ask(lambda: small(show, asked)), media_type="image/png")

    def small(show: str, asked: CastMember) -> bytes:
        settings = desk.shows.find(show)
        try:
            found = member(FilePath(settings.root), asked)
        except BadInput as error:
            raise NotFound(error.problem.message, where=asked.name) from error
        path = FilePath(found.pictures[0].path)
        try:
            facts = facts_of(path)
        except OSError as error:
            raise storage_error(error, path) from error
        return _small(path, facts.st_mtime_ns, facts.st_size, settings.colorspace_config)

    return routes


@lru_cache(maxsize=REMEMBERED)
def _small(path: FilePath, _changed: int, _size: int, config: str) -> bytes:
    from secondunit.engines.references import small_picture  # pixels take a while to load
    from secondunit.media.config import open_config

    return small_picture(path, open_config(config), SIDE)
