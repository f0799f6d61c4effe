"""Going to another version: the knobs of the Group that change, and nothing else.

Knows the knobs by name alone; what is set on a node, and how, is the plugin's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from secondunit.wire import version_text
from secondunit.wire.errors import CannotPlace

from ..placement import STAMP_KEY
from .files import layer_files, one_naming
from .stamp import (
    OLDER_VECTORS,
    TAKES_KEY,
    VECTORS,
    in_order,
    label,
    light,
    plain,
    unpacked,
    write_takes,
)
from .syntax import literal
from .table import TABLE_KEY, blurs, layers, write_table

if TYPE_CHECKING:
    from secondunit.wire import Take

#: What the label of a Group of 0.3 says where it shows a take whose vectors it does not find.
NO_VECTORS = "no motion blur: place it anew"


def version_knobs(
    takes: Sequence[Take], take: Take, knobs: Mapping[str, str] | None = None
) -> Mapping[str, object]:
    """What to set on the Group (and nothing else) to go to another version.

    `versions` are the values of the pull-down `version`, set first; every other key is a knob and its value.
    `takes` is every version known, `take` the one to show; `knobs` are the texts of the Group's knobs now
    (of those named here, what is there is read). Light that was not touched follows the take. Raises
    `CannotPlace` for a take that this Group cannot show.
    """
    now = dict(knobs or {})
    takes = in_order(takes, take)
    stamped = unpacked(now.get(STAMP_KEY, "")) or {}
    vectors = str(stamped.get("vectors", OLDER_VECTORS if stamped else VECTORS))
    blurred = any(blurs(row) for row in now.get(TABLE_KEY, "").split()[1::2])
    loss = vectors != VECTORS and blurred and VECTORS in layers(take)
    values: dict[str, object] = {
        "versions": tuple(version_text(version.version) for version in takes),
        "version": version_text(take.version),
        TABLE_KEY: write_table(takes, str(stamped.get("format", "")), vectors),
        "label": label(take, NO_VECTORS if loss else ""),
        TAKES_KEY: write_takes(takes),
    }
    values |= _paths(takes, take, now)
    values |= _light(take, now)
    return values


def _paths(takes: Sequence[Take], take: Take, now: Mapping[str, str]) -> dict[str, object]:
    pinned = "beauty_files" in now if now else one_naming(takes, "beauty") is None
    if pinned:
        return pinned_knobs(take)
    files = layer_files(take, "beauty")
    if not files.follows:
        raise CannotPlace(
            f"The files of {take.label} do not follow the naming of its other versions.",
            remedy="Place it beside the other one instead.",
        )
    return {} if one_naming(takes, "beauty") else {"folder": literal(files.folder)}


def pinned_knobs(take: Take) -> dict[str, object]:
    """The knobs that hold one version's files where no naming tells them."""
    knobs: dict[str, object] = {}
    for layer in ("beauty", "passes"):
        knobs[f"{layer}_files"] = ""
        if take.layer(layer):
            files = layer_files(take, layer)
            folder, _, name = files.of(take.version).rpartition("/")
            knobs |= {"folder": literal(folder), f"{layer}_files": literal(name)}
    return knobs


def _light(take: Take, now: Mapping[str, str]) -> dict[str, object]:
    """The take's own light, for the knobs that still hold the last version's."""
    before = (unpacked(now.get(TAKES_KEY, "")) or {}).get(now.get("version", ""), {})
    defaults = before.get("light", {}) if isinstance(before, dict) else {}
    knobs: dict[str, object] = {}
    for knob, text in light(take).items():
        if knob in now and knob in defaults and _plain_or_none(now[knob]) == defaults[knob]:
            values = [float(part) for part in text.split()]
            knobs[knob] = values[0] if len(values) == 1 else tuple(values)
    return knobs


def _plain_or_none(text: str) -> str | None:
    try:
        return plain(text.strip("{}"))
    except ValueError:
        return None
