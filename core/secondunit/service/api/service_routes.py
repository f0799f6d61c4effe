"""Routes about the service itself: status, kinds, shows, estimates, stop."""

from __future__ import annotations

import os

from starlette.responses import Response

from secondunit import __version__
from secondunit.wire import (
    SCHEMA,
    Brief,
    CapabilityList,
    Estimate,
    KindList,
    PixelValues,
    Plate,
    PlateFrame,
    PlatePath,
    PlatePixel,
    ServiceStatus,
    ShowSettings,
)

from .answers import EXACT, FRAME, shown
from .desk import Desk
from .endpoint import Reply, Routes
from .parameters import Name, PathName, User


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("service")

    @api.get("/v1/status")
    async def get_status() -> ServiceStatus:
        """What the service is and does."""
        return ServiceStatus(
            version=__version__,
            schema=SCHEMA,
            pid=os.getpid(),
            started=desk.started,
            jobs_waiting=desk.queue.waiting,
            jobs_running=desk.queue.running,
            last_event=desk.hub.last,
            stopping=desk.queue.stopping,
        )

    @api.get("/v1/kinds")
    def get_kinds() -> KindList:
        """Every kind of element, with its controls."""
        from ..kinds import kind_list

        return kind_list()

    @api.get("/v1/capabilities")
    async def get_capabilities(show: Name = "") -> CapabilityList:
        """Every provider and model that a show may ask, with limits and terms, and who is absent and why."""
        return await desk.reads.ask(lambda: capabilities(show))

    def capabilities(show: str) -> CapabilityList:
        from ..capabilities import capability_list

        return capability_list(desk.planner, show)

    @api.post("/v1/plates")
    async def inspect(place: PlatePath) -> Plate:
        """The plate at a path of this machine: a file, a folder, a pattern or a movie; nothing is kept."""
        return await desk.reads.ask(lambda: desk.planner.plates.at(place))

    @api.post("/v1/plates/frame", media=FRAME)
    async def get_plate_frame(look: PlateFrame) -> Response:
        """A picture of a plate's frame or of its crop; nothing is kept on disk."""
        return shown(await desk.reads.ask(lambda: desk.plates.picture(look, config_of(look.show))))

    @api.post("/v1/plates/pixels", media=EXACT)
    async def get_plate_pixels(look: PlateFrame) -> Response:
        """The same without any loss, for a look at its pixels one by one."""
        return shown(
            await desk.reads.ask(lambda: desk.plates.picture(look, config_of(look.show), exact=True))
        )

    @api.post("/v1/plates/pixel")
    async def get_plate_pixel(place: PlatePixel) -> PixelValues:
        """The scene-linear values of one pixel of a plate."""
        return await desk.reads.ask(lambda: desk.plates.values(place, config_of(place.show)))

    def config_of(show: str) -> str:
        return desk.shows.config(show) if show else ""

    @api.get("/v1/shows/{show}")
    async def get_show(show: PathName) -> ShowSettings:
        """A show's settings."""
        return await desk.reads.ask(lambda: desk.shows.find(show))

    @api.post("/v1/estimate")
    async def estimate(brief: Brief, user: User = "") -> Estimate:
        """What a brief would take, and whether it may be done; nothing happens."""
        return (await desk.reads.ask(lambda: desk.planner.plan(brief, user))).estimate

    @api.post("/v1/stop")
    async def stop() -> Reply[ServiceStatus]:
        """End the service in order: its jobs go on when it is started again."""
        status = ServiceStatus(
            version=__version__, schema=SCHEMA, pid=os.getpid(), started=desk.started, stopping=True
        )
        # After the answer is out, so that whoever asked hears that it was heard.
        return Reply(status, then=desk.stop)

    return api
