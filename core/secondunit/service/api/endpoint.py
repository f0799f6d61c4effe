"""A route: its function's signature says what it takes and gives; reading, answering and OpenAPI follow it.

A parameter that is `Annotated` stands in the path, the query or a header; one that is a wire class is the
body. What the function gives is a wire class, a `Reply` of one, or a `Response` of the route's `media`. A
function that is not async runs in a thread that requests share.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from secondunit.wire import loads
from secondunit.wire.errors import MissingField, NotFound, SecondUnitError, UnknownField, WrongType

from .answers import Media, refusal, wire
from .parameters import Location, Parameter

#: A body that is larger, in bytes, is decoded in a thread: everybody else would wait for it.
SMALL_BODY = 1 << 16
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Reply(Generic[T]):
    """A value with the status it is answered with; `then` is done once the answer is out."""

    value: T
    status: int = 200
    then: Callable[[], object] | None = None


@dataclass(frozen=True)
class Endpoint:
    """One route. `statuses` are those of its good answers, each with what it means."""

    method: str
    path: str
    tag: str
    run: Callable[..., Any]
    parameters: Mapping[str, Parameter]
    defaults: Mapping[str, object]
    #: The parameter that is the body, empty for none, and its class.
    body_name: str
    body: type | None
    answer: type | Media
    statuses: Mapping[int, str]
    #: The largest body that it takes, in bytes; 0 for what every route takes.
    largest: int = 0

    @property
    def names_something(self) -> bool:
        """Whether its path names a thing that may not be there."""
        return any(parameter.place is Location.PATH for parameter in self.parameters.values())

    def route(self) -> Route:
        """It as Starlette's."""
        route = Route(self.path, self.handle, methods=[self.method])
        route.methods = {self.method}  # without the HEAD that Starlette adds: a stream has no end
        return route

    async def handle(self, request: Request) -> Response:
        """Answer a request; raises `SecondUnitError`."""
        try:
            return await self._answer(request)
        except NotFound as error:
            if self.names_something:
                raise
            return refusal(error, 422)  # what a brief or a query names is not there; this path is

    async def _answer(self, request: Request) -> Response:
        values = self._read(request)
        if self.body is not None:
            body = await request.body()
            if len(body) > SMALL_BODY:
                values[self.body_name] = await run_in_threadpool(loads, self.body, body)
            else:
                values[self.body_name] = loads(self.body, body)
        if inspect.iscoroutinefunction(self.run):
            result = await self.run(**values)
        else:
            result = await run_in_threadpool(self.run, **values)
        if isinstance(result, Response):
            return result
        if not isinstance(result, Reply):
            return wire(result, next(iter(self.statuses)))
        answer = wire(result.value, result.status)
        answer.background = BackgroundTask(result.then) if result.then else None
        return answer

    def _read(self, request: Request) -> dict[str, Any]:
        """The parameters of a request; raises `BadValue` with their place."""
        query = request.query_params
        queries = [name for name, parameter in self.parameters.items() if parameter.place is Location.QUERY]
        for name in query:
            if name not in queries:
                raise UnknownField(
                    f"{self.method} {self.path} has no {name[:60]!r}.",
                    remedy=f"It takes: {', '.join(queries) or 'no query'}.",
                    where=f"query.{name[:60]}",
                )
            if len(query.getlist(name)) > 1:
                raise WrongType("This is given more than once.", where=f"query.{name}")
        places: Mapping[Location, Mapping[str, str]] = {
            Location.PATH: request.path_params,
            Location.QUERY: query,
            Location.HEADER: request.headers,
        }
        values: dict[str, Any] = {}
        for name, parameter in self.parameters.items():
            called = parameter.header or name
            text = places[parameter.place].get(called)
            where = f"{parameter.place.value}.{called}"
            if text is None and name not in self.defaults:
                raise MissingField(f"This needs {called!r}.", where=where)
            if text is not None:
                try:
                    values[name] = parameter.read(text)
                except SecondUnitError as error:
                    raise error.at(where) from None
        return values


class Routes:
    """The routes of one subject, in the order in which they are declared."""

    def __init__(self, tag: str) -> None:
        self.endpoints: list[Endpoint] = []
        self._tag = tag

    def get(self, path: str, media: Media | None = None) -> Callable[[F], F]:
        """A route that changes nothing."""
        return self._route("GET", path, media, {200: ""})

    def post(
        self,
        path: str,
        statuses: Mapping[int, str] | None = None,
        *,
        media: Media | None = None,
        largest: int = 0,
    ) -> Callable[[F], F]:
        """A route that does something, or whose question is a value; the first of `statuses` is that of a
        plain value, `largest` its largest body in bytes where that is more than usual."""
        return self._route("POST", path, media, statuses or {200: ""}, largest)

    def _route(
        self, method: str, path: str, media: Media | None, statuses: Mapping[int, str], largest: int = 0
    ) -> Callable[[F], F]:
        def take(run: F) -> F:
            endpoint = _endpoint(method, path, self._tag, run, media, statuses)
            self.endpoints.append(dataclasses.replace(endpoint, largest=largest))
            return run

        return take


def _endpoint(
    method: str,
    path: str,
    tag: str,
    run: Callable[..., Any],
    media: Media | None,
    statuses: Mapping[int, str],
) -> Endpoint:
    hints = get_type_hints(run, include_extras=True)
    answer = hints.pop("return")
    if get_origin(answer) is Reply:
        answer = get_args(answer)[0]
    parameters: dict[str, Parameter] = {}
    body_name = ""
    for name, kind in hints.items():
        if get_origin(kind) is Annotated:
            parameters[name] = get_args(kind)[1]
        elif dataclasses.is_dataclass(kind):
            body_name = name
        else:
            raise TypeError(f"{method} {path}: nobody knows where {name} stands.")
    if media is None and not dataclasses.is_dataclass(answer):
        raise TypeError(f"{method} {path}: nobody knows what it gives.")
    defaults = {
        name: parameter.default
        for name, parameter in inspect.signature(run).parameters.items()
        if parameter.default is not inspect.Parameter.empty
    }
    return Endpoint(
        method, path, tag, run, parameters, defaults, body_name, hints.get(body_name), media or answer,
        statuses,
    )  # fmt: skip
