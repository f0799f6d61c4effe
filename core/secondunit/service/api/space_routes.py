"""The route that lists the colour spaces of a config: an artist is asked in the studio's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from secondunit.wire import Spaces
from secondunit.wire.errors import BadColor

from .desk import Desk
from .endpoint import Routes
from .parameters import Name, Text

if TYPE_CHECKING:
    from secondunit.media.config import Config

ConfigName = Annotated[str, Text(4096, "A file or ocio://...; empty for the show's, else $OCIO.")]


def routes(desk: Desk) -> Routes:
    """The route, bound to a service."""
    api = Routes("service")

    @api.get("/v1/colorspaces")
    async def get_colorspaces(config: ConfigName = "", show: Name = "") -> Spaces:
        """The colour spaces of a config that pixels can be in."""
        return await desk.reads.ask(lambda: spaces(config, show))

    def spaces(config: str, show: str) -> Spaces:
        from secondunit.media.config import open_config

        return spaces_of(open_config(config or (desk.shows.config(show) if show else "")))

    return api


def spaces_of(config: Config) -> Spaces:
    """What a config says of its spaces, data left out."""
    spaces = [space for space in config.spaces() if not space.is_data]
    try:
        working = config.scene_linear
    except BadColor:
        working = ""
    return Spaces(
        config.name, tuple(space.name for space in spaces), tuple(space.encoding for space in spaces), working
    )
