"""What is placed in the open script, read back from the nodes' own knobs, and changed there.

A version changes knobs of the stamped node alone; what the artist set beside them stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import nuke
from secondunit.host import Placed, nk
from secondunit.host.nk.stamp import LIGHT, TAKES_KEY, made_text, write_takes
from secondunit.host.nk.syntax import literal, shown
from secondunit.host.nk.table import TABLE_KEY
from secondunit.host.placement import STAMP_KEY, require_same_element, sequence_path
from secondunit.wire import ColorSpace, Take, version_text
from secondunit.wire.errors import NothingSelected

from . import colors, dag, finding, timing

#: The knobs whose texts say what is placed, of a Read among plain nodes and of a Group.
PLAIN = (STAMP_KEY, TAKES_KEY)
GROUP = (
    *(*PLAIN, TABLE_KEY, "version", "mix", "gain", "offset", "folder", "beauty_files", "passes_files"),
    *LIGHT,
)
#: The colour of a Group as placed, and amber for what has a newer version.
GROUP_COLOR, NEWER_COLOR = 0x4D5A73FF, 0xC8822DFF
_MARK = re.compile(r"\n?v\d{3,} is there$")


def placed(nodes: Sequence[nuke.Node]) -> tuple[Placed, ...]:
    """What these nodes of ours say is placed, by their names."""
    places = (read(node) for node in nodes)
    return tuple(sorted((place for place in places if place is not None), key=lambda place: place.id))


def takes_plate(node: nuke.Node) -> bool:
    """Whether the plate goes into input 0 of a pasted node: the Group, the plain nodes' Merge, a TimeWarp."""
    return node.Class() in ("TimeWarp", "Group", "Merge2", "MergeExpression") and node.input(0) is None


def as_read_here(take: Take) -> Take:
    """The take with its colour space by the name that this script's Reads know; raises `CannotPlace`."""
    return replace(take, colorspace=ColorSpace(colors.name_in_nuke(take.colorspace)))


def read(node: nuke.Node) -> Placed | None:
    """What a node says is placed; None where it is not ours or was damaged by hand."""
    return _understood(tuple(texts(node).items()), node.fullName())


@lru_cache(maxsize=256)
def _understood(pairs: tuple[tuple[str, str], ...], id: str) -> Placed | None:
    """The same texts say the same: a look at the script comes twice a second."""
    return nk.read_group(dict(pairs), id=id)


def texts(node: nuke.Node) -> dict[str, str]:
    """The texts of a node's knobs that say what is placed and how its element is lit."""
    # A Read has a knob `version` of Nuke's own.
    names = GROUP if node.Class() == "Group" else PLAIN
    values: dict[str, str] = {}
    for name in names:
        knob: Any = node.knob(name)
        if knob is not None:
            values[name] = _text(knob)
    return values


def set_version(id: str, take: Take, versions: Callable[[Take], Sequence[Take]]) -> Placed:
    """Put another version in the same node, one undo step; raises `CannotPlace`, `NothingSelected`."""
    node, here = _find(id)
    require_same_element(here, take)
    take = as_read_here(take)
    if node.Class() == "Group":
        takes = [as_read_here(version) for version in versions(take) if version.show == take.show]
        changes = nk.version_knobs(takes, take, texts(node))
    else:
        changes = _plain_changes(take)
    with (
        dag.refusals_said("change the version"),
        dag.undone_as_one(f"{here.shot}/{here.element} to {version_text(take.version)}"),
    ):
        _apply(node, changes)
        timing.follow(node, take)
    after = read(node)
    if after is None:
        raise NothingSelected("What was placed there is gone.", where=id)
    return after


def _plain_changes(take: Take) -> dict[str, object]:
    """What another version changes on the Read of plain nodes."""
    first, last = take.frames.first, take.frames.last
    return {
        "file": literal(sequence_path(take)),
        "first": first,
        "last": last,
        "origfirst": first,
        "origlast": last,
        "label": literal(f"{shown(take.label, 80)}\n{made_text(take)}"),
        TAKES_KEY: write_takes([take]),
    }


def mark(id: str, newest: int) -> None:
    """Say on a node that version `newest` is there (0: it is the newest); no undo step, no modified flag."""
    if not nuke.exists(id):
        return
    node = dag.find(id)
    label: Any = node.knob("label")
    color: Any = node.knob("tile_color")
    if label is None or not finding.carries_stamp(node):
        return
    stated = str(label.value())
    wanted = _MARK.sub("", stated)
    if newest:
        wanted += f"\n{version_text(newest)} is there"
    if wanted == stated:
        return
    with dag.without_undo():
        label.setValue(wanted)
        if color is not None:
            own = GROUP_COLOR if node.Class() == "Group" else 0
            if newest and int(color.value()) == own:
                color.setValue(NEWER_COLOR)
            elif not newest and int(color.value()) == NEWER_COLOR:
                color.setValue(own)


def _apply(node: nuke.Node, changes: Mapping[str, object]) -> None:
    """Set knobs, the pull-down's values before its value; a mark stays on the label it stood on."""
    for name, setting in changes.items():
        knob: Any = node.knob("version" if name == "versions" else name)
        if knob is None:
            continue
        if name == "versions" and isinstance(setting, tuple):
            if tuple(knob.values()) != setting:
                knob.setValues(list(setting))
        elif name == "label":
            standing = _MARK.search(str(knob.value()))
            _set(knob, str(setting) + (standing[0] if standing else ""))
        else:
            _set(knob, list(setting) if isinstance(setting, tuple) else setting)


def _set(knob: Any, setting: object) -> None:
    if knob.value() != setting:
        knob.setValue(setting)


def _find(id: str) -> tuple[nuke.Node, Placed]:
    if not nuke.exists(id):
        raise NothingSelected("What was placed there is gone.", where=id)
    node = dag.find(id)
    here = read(node)
    if here is None:
        raise NothingSelected("What was placed there is not one of our nodes any more.", where=id)
    return node, here


def _text(knob: Any) -> str:
    value = knob.value()
    if isinstance(value, (list, tuple)):
        return " ".join(f"{number:.9g}" for number in value)
    return str(value)
