"""JSON schemas of wire classes, made from their type hints: what the codec writes and takes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from enum import Enum
from typing import Any, get_args, get_origin

from secondunit import wire
from secondunit.wire import FrameRange, FrozenMap, Rate, encode
from secondunit.wire.codec import field_types

Schema = dict[str, Any]

_PLAIN: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "format": "int64"},
    float: {"type": "number"},
    str: {"type": "string"},
    type(None): {"type": "null"},
    FrameRange: {"type": "string", "examples": ["1001-1048"], "description": "Frames, both ends included."},
    Rate: {"type": "string", "examples": ["24000/1001"], "description": "An exact frame rate."},
}


def reference(cls: type) -> Schema:
    """Leads to the schema of a wire class."""
    return {"$ref": f"#/components/schemas/{cls.__name__}"}


def schemas(roots: Iterable[type]) -> dict[str, Schema]:
    """The schemas of wire classes and of all that they hold, by name.

    Each of `roots` may carry the version of the form as well. Defaults are left out of what is sent, and so
    stand in the schemas.
    """
    known_schemas: dict[str, Schema] = {}
    for cls in roots:
        _add(cls, known_schemas)
        version = {"type": "integer", "minimum": 1, "maximum": wire.SCHEMA}
        known_schemas[cls.__name__]["properties"].setdefault("schema", version)
    return dict(sorted(known_schemas.items()))


def _add(cls: Any, known_schemas: dict[str, Schema]) -> Schema:
    if cls.__name__ in known_schemas:
        return reference(cls)
    about = (cls.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")
    if issubclass(cls, Enum):
        known_schemas[cls.__name__] = {
            "type": "string",
            "enum": [choice.value for choice in cls],
            "description": about,
        }
        return reference(cls)
    body: Schema = {"type": "object", "description": about, "additionalProperties": False}
    known_schemas[cls.__name__] = body
    types = field_types(cls)
    properties: dict[str, Schema] = {}
    required = []
    for field in dataclasses.fields(cls):
        schema = dict(_schema(types[field.name], known_schemas))
        if unit := field.metadata.get("unit"):
            schema["description"] = f"in {unit}"
        if field.default is not dataclasses.MISSING:
            schema["default"] = encode(field.default)
        elif field.default_factory is dataclasses.MISSING:
            required.append(field.name)
        properties[field.name] = schema
    body["properties"] = properties
    if required:
        body["required"] = required
    return reference(cls)


def _schema(kind: Any, known_schemas: dict[str, Schema]) -> Schema:
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin = get_origin(kind)
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], known_schemas)}
    if origin is FrozenMap:
        return {"type": "object", "additionalProperties": _schema(get_args(kind)[0], known_schemas)}
    if origin is not None:
        return {"anyOf": [_schema(part, known_schemas) for part in get_args(kind)]}
    return _add(kind, known_schemas)
