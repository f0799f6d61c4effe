"""The route that lists the colour spaces of a config: an artist is asked in the studio's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Response

from secondunit.wire import Spaces
from secondunit.wire.errors import BadColor, NotFound

from .answers import refusal, wire
from .bodies import Name, gives
from .desk import Desk

if TYPE_CHECKING:
    from secondunit.media.config import Config

ConfigName = Annotated[
    str, Query(max_length=4096, description="A file or ocio://...; empty for the show's, else $OCIO.")
]


def router(desk: Desk) -> APIRouter:
    """The route, bound to a service."""
    routes = APIRouter(prefix="/v1", tags=["service"])

    @routes.get("/colorspaces", response_class=Response, responses=gives("Spaces"))
    async def get_colorspaces(config: ConfigName = "", show: Name = "") -> Response:
        """The colour spaces of a config that pixels can be in."""
        try:
            return wire(await desk.reads.ask(lambda: spaces(config, show)))
        except NotFound as error:  # the config, not this path
            return refusal(error, 422)

    def spaces(config: str, show: str) -> Spaces:
        from secondunit.media.config import open_config

        return spaces_of(open_config(config or (desk.shows.config(show) if show else "")))

    return routes


def spaces_of(config: Config) -> Spaces:
    """What a config says of its spaces, data left out."""
    found = [space for space in config.spaces() if not space.is_data]
    try:
        working = config.scene_linear
    except BadColor:
        working = ""
    return Spaces(
        config.name, tuple(space.name for space in found), tuple(space.encoding for space in found), working
    )
