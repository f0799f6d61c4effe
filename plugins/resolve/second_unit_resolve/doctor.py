"""Whether this installation fits this Resolve: edition, version, and every call the panel makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import secondunit
from secondunit.wire import SecondUnitError

if TYPE_CHECKING:
    from .bridge import Bridge

#: Every call that the panel makes, by class: written from its sources and checked against the documentation.
CONTRACT = Path(__file__).with_name("contract.json")
#: Calls that came after 18.5, and what is done without them.
LATER = {
    "DeleteRenderPreset": "the preset of a plate stays in the list of presets",
    "GetMarkInOut": "in and out points cannot be read",
    "GetSourceStartFrame": "a retimed clip is not told from one as shot",
    "GetSourceEndFrame": "a retimed clip is not told from one as shot",
}
#: Of the same name as a call of ours, on a class that we do not ask for it.
NOT_OURS = {"Timeline": ("GetMediaPoolItem",), "MediaPoolItem": ("GetMarkInOut",)}


def report(bridge: Bridge) -> tuple[str, ...]:
    """One line for each thing that was looked at; never raises."""
    try:
        return tuple(_lines(bridge))
    except SecondUnitError as error:
        return (f"Second Unit {secondunit.__version__}", str(error))


def missing(bridge: Bridge) -> dict[str, tuple[str, ...]]:
    """The calls of the contract that the open project's objects do not have, by class."""
    wanted: dict[str, list[str]] = json.loads(CONTRACT.read_text("utf-8"))["methods"]
    there = bridge.names()
    return {
        name: gaps
        for name, calls in wanted.items()
        if name in there
        and (gaps := tuple(call for call in calls if call not in (*there[name], *NOT_OURS.get(name, ()))))
    }


def _lines(bridge: Bridge) -> Iterator[str]:
    version = ".".join(map(str, bridge.version))
    yield f"{bridge.product} {version}; Second Unit {secondunit.__version__}"
    gaps = missing(bridge)
    plain = [f"{name}.{call}" for name, calls in gaps.items() for call in calls if call not in LATER]
    yield f"Missing in this Resolve: {', '.join(plain)}." if plain else "Every call that is needed is there."
    later = sorted({LATER[call] for calls in gaps.values() for call in calls if call in LATER})
    for sentence in later:
        yield f"This version is older than some calls: {sentence}."
    classes = {"Timeline", "TimelineItem", "MediaPoolItem"} - set(bridge.names())
    if classes:
        yield f"Not looked at: {', '.join(sorted(classes))}. Open a timeline with clips, and check again."
