"""The application: routes, errors, the guard at the door."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from secondunit.wire.errors import SecondUnitError

from . import (
    answers,
    cast_match_routes,
    cast_routes,
    check_routes,
    continuity_routes,
    event_routes,
    job_routes,
    look_routes,
    matte_routes,
    pages,
    provider_routes,
    quick_routes,
    review_routes,
    service_routes,
    signoff_routes,
    space_routes,
    take_routes,
)
from .desk import Desk
from .guard import Guard

_SUBJECTS = (
    service_routes,
    space_routes,
    job_routes,
    quick_routes,
    look_routes,
    provider_routes,
    cast_routes,
    cast_match_routes,
    take_routes,
    matte_routes,
    signoff_routes,
    check_routes,
    continuity_routes,
    review_routes,
    event_routes,
)


def create_app(desk: Desk, *, token: str, port: int) -> Guard:
    """The ASGI application for a service that listens on loopback at `port` and takes `token`."""
    endpoints = [endpoint for subject in _SUBJECTS for endpoint in subject.routes(desk).endpoints]
    app = Starlette(
        routes=[*(endpoint.route() for endpoint in endpoints), *pages.routes(endpoints)],
        exception_handlers={
            SecondUnitError: answers.known_error,
            HTTPException: answers.no_route,
            ClientDisconnect: answers.broken_off,
            Exception: answers.unexpected,
        },
    )
    app.router.redirect_slashes = False
    larger = {endpoint.path: endpoint.largest for endpoint in endpoints if endpoint.largest}
    return Guard(app, token=token, port=port, larger=larger)
