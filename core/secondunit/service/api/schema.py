"""OpenAPI that says what the wire says: JSON schemas generated from its dataclasses, references and all."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Any, get_args, get_origin

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from secondunit import wire
from secondunit.wire import FrameRange, FrozenMap, Rate
from secondunit.wire.codec import field_types
from secondunit.wire.rights import Approving

_PLAIN: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    FrameRange: {"type": "string", "examples": ["1001-1048"], "description": "Frames, both ends included."},
    Rate: {"type": "string", "examples": ["24000/1001"], "description": "An exact frame rate."},
}
#: What the routes take and give; everything these hold follows.
ROOTS = (
    Approving, wire.Brief, wire.CapabilityList, wire.CharacterList, wire.Estimate, wire.Event, wire.Job,
    wire.JobPage, wire.KindList, wire.Note, wire.NoteList, wire.OfferList, wire.Plate, wire.PlatePath,
    wire.Problem, wire.ServiceStatus, wire.ShowSettings, wire.SignOff, wire.SignOffList, wire.Spaces,
    wire.Take, wire.TakePage,
)  # fmt: skip


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON schema of every wire class that crosses the API, by name."""
    found: dict[str, dict[str, Any]] = {}
    for cls in ROOTS:
        _add(cls, found)
    return dict(sorted(found.items()))


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the application, each route with the problems it may answer."""
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    components = document.setdefault("components", {})
    components["schemas"] = schemas()
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"token": []}]
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in document["paths"].values():
        for operation in path.values():
            answers = operation["responses"]
            for status, about in _PROBLEMS.items():
                answers[status] = {"description": about, "content": problem}
    return document


_PROBLEMS = {
    "401": "The token is missing or wrong.",
    "403": "Refused: the origin, the gate, or the rights on disk.",
    "404": "There is no such thing.",
    "409": "The thing is no longer in a state that allows this.",
    "413": "The request is too large.",
    "422": "What was sent is not what it should be; `where` names the field.",
    "504": "A disk or server that the request leads to does not answer.",
    "507": "The disk is full.",
}


def _add(cls: Any, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{cls.__name__}"}
    if cls.__name__ in found:
        return reference
    about = (cls.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")
    if issubclass(cls, Enum):
        found[cls.__name__] = {"type": "string", "enum": [one.value for one in cls], "description": about}
        return reference
    body: dict[str, Any] = {"type": "object", "description": about, "additionalProperties": False}
    found[cls.__name__] = body
    types = field_types(cls)
    properties: dict[str, Any] = {}
    required = []
    for field in dataclasses.fields(cls):
        schema = dict(_schema(types[field.name], found))
        if unit := field.metadata.get("unit"):
            schema["description"] = f"in {unit}"
        properties[field.name] = schema
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            required.append(field.name)
    if cls in ROOTS:
        properties.setdefault("schema", {"type": "integer", "minimum": 1, "maximum": wire.SCHEMA})
    body["properties"] = properties
    if required:
        body["required"] = required
    return reference


def _schema(kind: Any, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin = get_origin(kind)
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], found)}
    if origin is FrozenMap:
        return {"type": "object", "additionalProperties": _schema(get_args(kind)[0], found)}
    if origin is not None:
        return {"anyOf": [_schema(part, found) for part in get_args(kind)]}
    if kind is type(None):
        return {"type": "null"}
    return _add(kind, found)
