"""What requests carry: wire values in bodies, checked text in queries and headers."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar
from urllib.parse import unquote

from fastapi import Header, Path, Query, Request

from secondunit.wire import loads
from secondunit.wire.errors import WrongType

from ..framing import VIEWS

T = TypeVar("T")

ID = Annotated[str, Path(max_length=64, description="The id of a job or take.")]
Name = Annotated[str, Query(max_length=64, description="Exactly this name; empty for any.")]
State = Annotated[str, Query(max_length=20, description="A job state; empty for any.")]
Limit = Annotated[int, Query(ge=1, le=200, description="The most to give.")]
After = Annotated[str, Query(max_length=64, description="`next` of the page before.")]
Width = Annotated[int, Query(ge=16, le=4096, description="The most pixels across.")]
View = Annotated[str, Query(max_length=20, description="On or as what: " + ", ".join(VIEWS) + ".")]
#: The OpenAPI answer of a route that gives a picture made for the eye.
SHOWN: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A picture for the eye, sRGB.",
        "content": {"image/jpeg": {}},
        "headers": {
            "X-Secondunit-Ground": {"description": "What it is on.", "schema": {"type": "string"}},
            "X-Secondunit-Remark": {
                "description": "Why that is not what was asked for, percent-encoded.",
                "schema": {"type": "string"},
            },
        },
    }
}
User = Annotated[
    str, Header(alias="X-Secondunit-User", max_length=300, description="Who asks, percent-encoded.")
]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="The same key with the same brief gives the same job.",
    ),
]


async def read(request: Request, cls: type[T]) -> T:
    """The wire value in a request's body; raises `BadValue`."""
    return loads(cls, await request.body())


def user_name(header: str) -> str:
    """The user a request names."""
    return without_nul(unquote(header))[:100]


def without_nul(text: str, where: str = "") -> str:
    """The text, unless no store could hold it; raises `WrongType`."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise WrongType("This text holds a character that cannot be stored.", where=where)
    return text


def of(name: str) -> dict[str, Any]:
    """The OpenAPI of a route whose request body is the wire class `name`."""
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
        }
    }


def gives(name: str, status: int = 200, about: str = "") -> dict[int | str, dict[str, Any]]:
    """The OpenAPI answers of a route that gives the wire class `name`."""
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {status: {"description": about or name, "content": {"application/json": {"schema": schema}}}}
