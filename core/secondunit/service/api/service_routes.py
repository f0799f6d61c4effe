"""Routes about the service itself: status, kinds, shows, estimates, stop."""

from __future__ import annotations

import os
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Path, Request, Response

from secondunit import __version__
from secondunit.wire import SCHEMA, Brief, CapabilityList, Plate, PlatePath, ServiceStatus
from secondunit.wire.errors import NotFound

from .answers import refusal, wire
from .bodies import Name, User, gives, of, read, user_name, without_nul
from .desk import Desk


def router(desk: Desk) -> APIRouter:
    """The routes, bound to a service."""
    routes = APIRouter(prefix="/v1", tags=["service"])

    def status() -> ServiceStatus:
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

    @routes.get("/status", response_class=Response, responses=gives("ServiceStatus"))
    async def get_status() -> Response:
        """What the service is and does."""
        return wire(status())

    @routes.get("/kinds", response_class=Response, responses=gives("KindList"))
    def get_kinds() -> Response:
        """Every kind of element, with its controls."""
        from ..kinds import kind_list

        return wire(kind_list())

    @routes.get("/capabilities", response_class=Response, responses=gives("CapabilityList"))
    async def get_capabilities(show: Name = "") -> Response:
        """Every provider and model that a show may ask, with limits and terms, and who is absent and why."""
        without_nul(show)
        return wire(await desk.reads.ask(lambda: capabilities(show)))

    def capabilities(show: str) -> CapabilityList:
        from ..capabilities import capability_list

        return capability_list(desk.planner.memory, desk.planner.sites, show)

    @routes.post("/plates", response_class=Response, responses=gives("Plate"), openapi_extra=of("PlatePath"))
    async def inspect(request: Request) -> Response:
        """The plate at a path of this machine: a file, a folder, a pattern or a movie; nothing is kept."""
        asked = await read(request, PlatePath)
        try:
            return wire(await desk.reads.ask(lambda: look_at(asked)))
        except NotFound as error:  # the footage, not this path
            return refusal(error, 422)

    def look_at(asked: PlatePath) -> Plate:
        from secondunit.media.config import open_config
        from secondunit.media.footage import inspect_plate

        config = open_config(desk.shows.config(asked.show)) if asked.show else None
        return inspect_plate(asked.path, config, part=asked.part, accept_damage=asked.accept_damage)

    @routes.get("/shows/{show}", response_class=Response, responses=gives("ShowSettings"))
    async def get_show(show: Annotated[str, Path(max_length=64)]) -> Response:
        """A show's settings."""
        return wire(await desk.reads.ask(lambda: desk.shows.find(show)))

    @routes.post("/estimate", response_class=Response, responses=gives("Estimate"), openapi_extra=of("Brief"))
    async def estimate(request: Request, user: User = "") -> Response:
        """What a brief would take, and whether it may be done; nothing happens."""
        brief, user = await read(request, Brief), user_name(user)
        return wire((await desk.reads.ask(lambda: desk.planner.plan(brief, user))).estimate)

    @routes.post("/stop", response_class=Response, responses=gives("ServiceStatus"))
    async def stop(background: BackgroundTasks) -> Response:
        """End the service in order: its jobs go on when it is started again."""
        # After the answer is out, so that whoever asked hears that it was heard.
        background.add_task(desk.stop)
        answer = wire(
            ServiceStatus(
                version=__version__, schema=SCHEMA, pid=os.getpid(), started=desk.started, stopping=True
            )
        )
        answer.background = background
        return answer

    return routes
