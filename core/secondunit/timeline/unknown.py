"""Objects of schemas that OpenTimelineIO does not know, carried through it unchanged.

In metadata it passes them on by itself. Among effects, markers and media references it refuses the file:
there each is put into an empty object of the kind that belongs, and taken out when the timeline is written.
A marker of a newer schema is carried likewise; what is newer elsewhere decides what is seen, and is refused.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import opentimelineio as otio

from secondunit.wire.errors import BadInput

#: Values, which OpenTimelineIO does not list among its schemas.
_VALUES = {"RationalTime", "TimeRange", "TimeTransform", "V2d", "Box2d"}
_SCHEMA = re.compile(r'"OTIO_SCHEMA"\s*:\s*"([^".]*)(?:\.(\d{1,9}))?')
#: Where the original lies while it is carried.
CARRIED = "second_unit_carried"
#: The lists and fields of an object, and what an unknown thing in them is carried as.
_STAND_INS = {"effects": "Effect", "markers": "Marker", "media_references": "MissingReference",
              "media_reference": "MissingReference"}  # fmt: skip


def read_json(text: str) -> object:
    """The object that an `.otio` file holds; raises what OpenTimelineIO raises, or `ValueError`.

    Raises `BadInput` for a schema that is newer than the library's, with its line.
    """
    versions = dict(otio.core.type_version_map())
    schemas = set(_SCHEMA.findall(text))
    newer = {(name, version) for name, version in schemas if _is_newer(name, version, versions)}
    if not newer and {name for name, _ in schemas} <= set(versions) | _VALUES and "\\u" not in text:
        return otio.adapters.read_from_string(text, "otio_json")
    body = json.loads(text)
    changed = _carry(body, versions)
    for name, version in newer:
        _refuse_newer(text, body, name, version, versions[name])
    return otio.adapters.read_from_string(json.dumps(body) if changed else text, "otio_json")


def _is_newer(name: str, version: str, versions: dict[str, int]) -> bool:
    return name in versions and version.isdecimal() and int(version) > versions[name]


def _refuse_newer(text: str, body: object, name: str, version: str, limit: int) -> None:
    """Refuse a newer schema that is still there after what can be carried is."""
    schema = f"{name}.{version}"
    if not _holds(body, schema):
        return
    lines = text[: text.index(f'"{schema}"')].count("\n") + 1
    raise BadInput(
        f"It holds {schema} on line {lines}; OpenTimelineIO {otio.__version__}, which is installed here, "
        f"reads up to {name}.{limit}.",
        remedy="Update OpenTimelineIO where Second Unit is installed; or write the file again for this one, "
        "by starting the program that wrote it with "
        f"OTIO_DEFAULT_TARGET_VERSION_FAMILY_LABEL=OTIO_CORE:{otio.__version__} in its environment.",
    )


def _holds(body: object, schema: str) -> bool:
    if isinstance(body, dict):
        return body.get("OTIO_SCHEMA") == schema or any(_holds(value, schema) for value in body.values())
    return isinstance(body, list) and any(_holds(value, schema) for value in body)


def write_json(timeline: otio.schema.Timeline) -> str:
    """The text of an `.otio` file, with everything that was carried in its own shape again."""
    text: str = otio.adapters.write_to_string(timeline, "otio_json")
    if CARRIED not in text:
        return text
    return json.dumps(_restore(json.loads(text)), indent=4)


def _carry(body: Any, versions: dict[str, int]) -> bool:
    """Put what is unknown into stand-ins, in place; true when anything was."""
    changed = False
    if isinstance(body, list):
        for value in body:
            changed |= _carry(value, versions)
    elif isinstance(body, dict):
        for name, stand_in in _STAND_INS.items():
            if name in body:
                changed |= _carry_field(body, name, stand_in, versions)
        for name, value in body.items():
            if name != "metadata":
                changed |= _carry(value, versions)
    return changed


def _carry_field(body: Any, name: str, stand_in: str, versions: dict[str, int]) -> bool:
    content = body[name]
    if _is_unknown(content, versions):
        body[name] = _wrapped(content, stand_in)
        return True
    places: Any = ()
    if isinstance(content, list):
        places = range(len(content))
    elif isinstance(content, dict) and "OTIO_SCHEMA" not in content:
        places = tuple(content)
    unknown = [place for place in places if _is_unknown(content[place], versions)]
    for place in unknown:
        content[place] = _wrapped(content[place], stand_in)
    return bool(unknown)


def _is_unknown(value: object, versions: dict[str, int]) -> bool:
    schema = value.get("OTIO_SCHEMA", "") if isinstance(value, dict) else ""
    name, _, version = str(schema).partition(".")
    return bool(schema) and (
        name not in versions or (name == "Marker" and _is_newer(name, version, versions))
    )


def _wrapped(value: object, stand_in: str) -> dict[str, object]:
    body: dict[str, object] = json.loads(_empty(stand_in))
    body["metadata"] = {CARRIED: json.dumps(value)}
    return body


@lru_cache
def _empty(stand_in: str) -> str:
    schema = {"Effect": otio.schema.Effect, "Marker": otio.schema.Marker,
            "MissingReference": otio.schema.MissingReference}[stand_in]  # fmt: skip
    return str(schema().to_json_string())


def _restore(body: Any) -> Any:
    if isinstance(body, dict):
        metadata = body.get("metadata")
        if isinstance(metadata, dict) and CARRIED in metadata:
            return json.loads(metadata[CARRIED])
        return {key: _restore(value) for key, value in body.items()}
    return [_restore(value) for value in body] if isinstance(body, list) else body
