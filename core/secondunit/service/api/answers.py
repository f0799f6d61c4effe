"""Wire values and errors as HTTP answers."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from secondunit.wire import Problem, dumps
from secondunit.wire.errors import (
    BadInput,
    BadValue,
    Conflict,
    Denied,
    DiskFull,
    NoRights,
    NotFound,
    PictureTooLarge,
    SecondUnitError,
    StorageSilent,
    Unexpected,
    WrongToken,
)

from ..previews import Shown

log = logging.getLogger(__name__)

#: The first class an error belongs to gives its status.
STATUS: tuple[tuple[type[SecondUnitError], int], ...] = (
    (WrongToken, 401),
    (Denied, 403),
    (NoRights, 403),
    (DiskFull, 507),
    (StorageSilent, 504),
    (NotFound, 404),
    (Conflict, 409),
    (BadInput, 422),
)


@dataclass(frozen=True)
class Media:
    """An answer that is no JSON: its media type, what it is, and headers with what each says."""

    type: str
    about: str
    headers: Mapping[str, str] = field(default_factory=dict)
    #: Whether it is a file of which a part may be asked for.
    ranges: bool = False


PNG = Media("image/png", "A picture for the eye, sRGB.")
PNG_FILE = replace(PNG, ranges=True)
MOVIE_FILE = Media("video/mp4", "H.264, with frame numbers.", ranges=True)
FRAME = Media(
    "image/jpeg",
    "A picture for the eye, sRGB.",
    {
        "X-Secondunit-Ground": "What it is on.",
        "X-Secondunit-Remark": "Why that is not what was asked for, percent-encoded.",
    },
)
EXACT = replace(FRAME, type=PNG.type)
PAGE = Media("text/html", "A page for people, with everything inside it.")
#: What a page may do in a browser: show its own pictures.
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
FACE = Media("image/jpeg", "A small picture of a face, sRGB.")
LOOK = Media("image/jpeg", "A small picture of a look, sRGB.")
MATTE = Media(PNG.type, "A drawn matte as grey, black where it covers nothing.")
QUICK = Media(
    "image/jpeg",
    "A quick look, sRGB; not the final.",
    {"X-Secondunit-Facts": "What it is: the JSON of a QuickFacts, percent-encoded."},
)
EVENTS = Media(
    "text/event-stream", "Server-sent events: `id` and `event`, and as `data` the JSON of an Event."
)


def wire(value: object, status: int = 200) -> Response:
    """A wire value as the body of an answer."""
    return Response(dumps(value), status, media_type="application/json")


def shown(picture: Shown) -> Response:
    """A picture as the body of an answer, with what it is on and why."""
    headers = {"X-Secondunit-Ground": picture.ground}
    if picture.remark:
        headers["X-Secondunit-Remark"] = quote(picture.remark, safe=" ,.:;'()")
    return Response(picture.body, headers=headers, media_type=picture.media_type)


def status_of(cls: type[SecondUnitError]) -> int:
    """The status that an error of this class is answered with."""
    return next((status for root, status in STATUS if issubclass(cls, root)), 500)


def refusal(error: SecondUnitError, status: int = 0) -> Response:
    """An error as the answer it means."""
    code = status or status_of(type(error))
    headers = {"WWW-Authenticate": "Bearer"} if code == 401 else None
    return Response(dumps(error.problem), code, headers, media_type="application/json")


async def known_error(_request: Request, error: Exception) -> Response:
    """What a route raised on purpose."""
    assert isinstance(error, SecondUnitError)
    answer = refusal(error)
    if answer.status_code >= 500:
        log.error("an answer of %s: %s", answer.status_code, error)
    return answer


async def no_route(_request: Request, error: Exception) -> Response:
    """A path or method that does not exist, and what the framework refuses by itself."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        problem = Problem("not_found", "This path does not take that method.")
    elif error.status_code == 404:
        problem = Problem("not_found", "There is nothing at this path.")
    else:
        problem = Problem("input.bad", str(error.detail)[:200])
    return Response(dumps(problem), error.status_code, error.headers, media_type="application/json")


async def broken_off(_request: Request, _error: Exception) -> Response:
    """A body whose sender went away; nobody hears this answer, and it is no fault."""
    return refusal(BadValue("The request broke off."), 400)


async def unexpected(_request: Request, error: Exception) -> Response:
    """A fault of ours: the log has it, the caller has a sentence."""
    log.error("a request failed unexpectedly", exc_info=error)
    return refusal(Unexpected("Something unexpected happened in the service."))


def too_large(most: int) -> Response:
    """The answer to a body larger than `most` bytes."""
    return refusal(too_large_problem(most), 413)


def too_large_problem(most: int) -> BadInput:
    """What is wrong with a body larger than `most` bytes."""
    return PictureTooLarge(f"A request holds at most {most:,} bytes.")
