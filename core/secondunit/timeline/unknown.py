"""Objects of schemas that OpenTimelineIO does not know, carried through it unchanged.

In metadata it passes them on by itself. Among effects, markers and media references it refuses the file:
there each is put into an empty object of the kind that belongs, and taken out when the timeline is written.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import opentimelineio as otio

#: Values, which OpenTimelineIO does not list among its schemas.
_VALUES = {"RationalTime", "TimeRange", "TimeTransform", "V2d", "Box2d"}
_SCHEMA = re.compile(r'"OTIO_SCHEMA"\s*:\s*"([^".]*)')
#: Where the original lies while it is carried.
CARRIED = "second_unit_carried"
#: The lists and fields of an object, and what an unknown thing in them is carried as.
_STAND_INS = {"effects": "Effect", "markers": "Marker", "media_references": "MissingReference",
              "media_reference": "MissingReference"}  # fmt: skip


def read_json(text: str) -> object:
    """The object that an `.otio` file holds; raises what OpenTimelineIO raises, or `ValueError`."""
    known = set(otio.core.type_version_map())
    if set(_SCHEMA.findall(text)) <= known | _VALUES and "\\u" not in text:
        return otio.adapters.read_from_string(text, "otio_json")
    body = json.loads(text)
    changed = _carry(body, known)
    return otio.adapters.read_from_string(json.dumps(body) if changed else text, "otio_json")


def write_json(timeline: otio.schema.Timeline) -> str:
    """The text of an `.otio` file, with everything that was carried in its own shape again."""
    text: str = otio.adapters.write_to_string(timeline, "otio_json")
    if CARRIED not in text:
        return text
    return json.dumps(_restore(json.loads(text)), indent=4)


def _carry(body: Any, known: set[str]) -> bool:
    """Put what is unknown into stand-ins, in place; true when anything was."""
    changed = False
    if isinstance(body, list):
        for value in body:
            changed |= _carry(value, known)
    elif isinstance(body, dict):
        for name, stand_in in _STAND_INS.items():
            if name in body:
                changed |= _carry_field(body, name, stand_in, known)
        for name, value in body.items():
            if name != "metadata":
                changed |= _carry(value, known)
    return changed


def _carry_field(body: Any, name: str, stand_in: str, known: set[str]) -> bool:
    held = body[name]
    if _is_unknown(held, known):
        body[name] = _wrapped(held, stand_in)
        return True
    places: Any = ()
    if isinstance(held, list):
        places = range(len(held))
    elif isinstance(held, dict) and "OTIO_SCHEMA" not in held:
        places = tuple(held)
    unknown = [place for place in places if _is_unknown(held[place], known)]
    for place in unknown:
        held[place] = _wrapped(held[place], stand_in)
    return bool(unknown)


def _is_unknown(value: object, known: set[str]) -> bool:
    schema = value.get("OTIO_SCHEMA", "") if isinstance(value, dict) else ""
    return bool(schema) and str(schema).split(".")[0] not in known


def _wrapped(value: object, stand_in: str) -> dict[str, object]:
    body: dict[str, object] = json.loads(_empty(stand_in))
    body["metadata"] = {CARRIED: json.dumps(value)}
    return body


@lru_cache
def _empty(stand_in: str) -> str:
    made = {"Effect": otio.schema.Effect, "Marker": otio.schema.Marker,
            "MissingReference": otio.schema.MissingReference}[stand_in]  # fmt: skip
    return str(made().to_json_string())


def _restore(body: Any) -> Any:
    if isinstance(body, dict):
        metadata = body.get("metadata")
        if isinstance(metadata, dict) and CARRIED in metadata:
            return json.loads(metadata[CARRIED])
        return {key: _restore(value) for key, value in body.items()}
    return [_restore(value) for value in body] if isinstance(body, list) else body
