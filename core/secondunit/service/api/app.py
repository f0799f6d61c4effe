"""The application: routes, errors, the guard at the door."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from secondunit import __version__
from secondunit.wire.errors import SecondUnitError

from . import (
    answers,
    cast_routes,
    event_routes,
    job_routes,
    pages,
    provider_routes,
    service_routes,
    signoff_routes,
    space_routes,
    take_routes,
)
from .desk import Desk
from .guard import Guard
from .schema import describe


def create_app(desk: Desk, *, token: str, port: int) -> Guard:
    """The ASGI application for a service that listens on loopback at `port` and takes `token`."""
    app = FastAPI(
        title="Second Unit",
        version=__version__,
        description="Briefs, jobs, takes and events of one user's service, over loopback.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    for routes in (
        service_routes,
        space_routes,
        job_routes,
        provider_routes,
        cast_routes,
        take_routes,
        signoff_routes,
        event_routes,
        pages,
    ):
        app.include_router(routes.router(desk))
    app.add_exception_handler(SecondUnitError, answers.known_error)
    app.add_exception_handler(RequestValidationError, answers.bad_request)
    app.add_exception_handler(HTTPException, answers.no_route)
    app.add_exception_handler(ClientDisconnect, answers.broken_off)
    app.add_exception_handler(Exception, answers.unexpected)
    described: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not described:
            described.update(describe(app))
        return described

    app.openapi = openapi  # type: ignore[method-assign]
    return Guard(app, token=token, port=port)
