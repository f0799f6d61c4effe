"""What a placed Group says of itself, in knobs.

The pull-down `version` is the truth of what is placed; the stamp holds what every version in it is. The
stamp is base64 of JSON, so that nothing in a name or a path is ever evaluated.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any

from secondunit.wire import Placement, SecondUnitError, dumps, loads, version_text
from secondunit.wire.errors import CannotPlace

from ..placement import STAMP_KEY, maker_text
from ..protocol import Placed
from .syntax import literal, number, shown

if TYPE_CHECKING:
    from secondunit.wire import Take

#: The light knobs of the Group and the take's own settings they start from.
LIGHT = {"light_side": "key_side", "light_height": "key_height", "key": "key", "key_color": "key_color",
         "ambient": "ambient", "ambient_color": "ambient_color"}  # fmt: skip


#: The layer of the passes that the motion vectors stand in: one that Nuke has from the start. Takes of 0.3
#: have them in `motion`, which Nuke keeps for itself; Groups of that time look there, and their stamps do not
#: name a layer.
VECTORS, OLDER_VECTORS = "forward", "motion"

#: The hidden knob that holds, for every version in the pull-down, its take's id and its light.
TAKES_KEY = "second_unit_takes"


def write_stamp(take: Take, placement: Placement, format: str = "") -> str:
    """The stamp of an element's placement; `format` is what its takes are brought to."""
    return packed({
        "placement": dumps(placement), "show": take.show, "shot": take.shot, "element": take.element,
        "format": format, "vectors": VECTORS,
    })  # fmt: skip


def write_takes(takes: Sequence[Take]) -> str:
    """What every version in the pull-down is."""
    return packed({version_text(take.version): {"id": take.id, "light": light(take)} for take in takes})


def light(take: Take) -> dict[str, str]:
    """The light the take was made with, as its knobs read: `{"key": "1.3", "key_color": "1 0.96 0.9"}`."""
    return {
        knob: plain(take.settings[setting]) for knob, setting in LIGHT.items() if setting in take.settings
    }


def plain(value: object) -> str:
    """A setting as its knob reads: numbers in their shortest form."""
    return " ".join(number(float(part)) for part in str(value).split())


def packed(values: Mapping[str, object]) -> str:
    """JSON as letters that mean nothing to Tcl."""
    text = json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unpacked(text: str) -> dict[str, Any] | None:
    """What `packed` made, or None where it is not that."""
    try:
        values = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def read_group(knobs: Mapping[str, str], id: str = "") -> Placed | None:
    """What is placed, from the texts of a Group's (or a plain node's) knobs; None where it is not ours.

    Needs `version`, `second_unit` and `second_unit_takes`; `mix`, `gain` and `offset`, where they are
    numbers, replace the stamp's. `id` becomes the id of what is placed.
    """
    stamped, takes = unpacked(knobs.get(STAMP_KEY, "")), unpacked(knobs.get(TAKES_KEY, ""))
    if stamped is None or not takes:
        return None
    try:
        version = knobs.get("version") or next(iter(takes))
        placement = replace(loads(Placement, str(stamped["placement"])), take=str(takes[version]["id"]))
        names = (str(stamped["show"]), str(stamped["shot"]), str(stamped["element"]))
        return Placed(id, _as_set(placement, knobs), *names, int(version[1:]))
    except (KeyError, TypeError, ValueError, SecondUnitError):
        return None


def _as_set(placement: Placement, knobs: Mapping[str, str]) -> Placement:
    """The placement with the Group's own mix, gain and offset; one that is animated, or not there, stays."""
    mix, gain, offset = (_number(knobs.get(name, "")) for name in ("mix", "gain", "offset"))
    return replace(
        placement,
        mix=placement.mix if mix is None else min(max(mix, 0.0), 1.0),
        gain=placement.gain if gain is None else gain,
        offset=placement.offset if offset is None else int(offset),
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def label(take: Take, note: str = "") -> str:
    """The Group's label: the version as it stands in the pull-down, who made the take, and a note."""
    return "[value version] " + literal(made_text(take)) + (f"\n{literal(note)}" if note else "")


def made_text(take: Take) -> str:
    """How and by whom a take was made, as a label says it."""
    return shown(maker_text(take), 60)


def in_order(takes: Sequence[Take], target: Take) -> tuple[Take, ...]:
    """The versions of one element, oldest first, `target` among them. Raises `CannotPlace`."""
    by_version = {take.version: take for take in (*takes, target)}
    for take in by_version.values():
        if (take.show, take.shot, take.element) != (target.show, target.shot, target.element):
            raise CannotPlace(f"{take.label} is no version of {target.shot}/{target.element}.")
        if take.colorspace.name != target.colorspace.name:
            raise CannotPlace(
                f"{take.label} is in another colour space than {target.label}.",
                remedy="Place it beside the other one instead.",
            )
    return tuple(by_version[number] for number in sorted(by_version))
