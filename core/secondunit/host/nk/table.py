"""What differs from version to version, in one hidden knob that the Group's own knobs look up.

A pull-down turned by hand, at a seat without the plugin, thus brings the frames, the exposure and the layers
of the version that shows. Plain Tcl, which Nuke evaluates in number knobs; a version that is not in the
table is an error that is seen. Sources: docs/decisions/010-nuke-group.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from secondunit.wire import version_text

from .relight import KEY_PASS, PASSES
from .stamp import LIGHT, VECTORS
from .syntax import Raw, number

if TYPE_CHECKING:
    from secondunit.wire import Take

#: The hidden knob: `v002 990/1100/2/0/1/0/1 v001 ...`, the newest first.
TABLE_KEY = "second_unit_table"
#: What stands at each place of a row.
COLUMNS = ("first", "last", "exposure", "other_size", "has_light", "has_emission", "has_motion")
#: What follows them where a version has the key's own pass: whether this one has, and where its key stood.
KEY_COLUMNS = ("has_key", "key_side", "key_height")


def write_table(takes: Sequence[Take], format: str, vectors: str = VECTORS) -> str:
    """A row for each version; `format` is what the element is brought to, `vectors` their layer's name.

    Newest first, because the lookup takes the first name that fits and `v100` begins `v1000`.
    """
    newest = sorted(takes, key=lambda take: take.version, reverse=True)
    own = any(keyed(take) for take in takes)
    return " ".join(f"{version_text(take.version)} {_row(take, format, vectors, own)}" for take in newest)


def _row(take: Take, format: str, vectors: str, own: bool) -> str:
    has = layers(take)
    other = bool(format) and str(take.format) != format
    numbers: tuple[float, ...] = (
        take.frames.first, take.frames.last, take.exposure, other, lit(take), "emission" in has,
        vectors in has,
    )  # fmt: skip
    if own:
        has_key = keyed(take)
        places = (float(take.settings[name]) if has_key else 0.0 for name in KEY_COLUMNS[1:])
        numbers = (*numbers, has_key, *places)
    return "/".join(number(float(value)) for value in numbers)


def blurs(row: str) -> bool:
    """Whether a row of a table is of a version with motion vectors."""
    return row.split("/")[COLUMNS.index("has_motion") :][:1] == ["1"]


def looked_up(column: str) -> Raw:
    """The expression of a knob of the Group that holds `column` of the version that shows."""
    place = (*COLUMNS, *KEY_COLUMNS).index(column)
    row = f"\\[string map \\[value {TABLE_KEY}] \\[value version]]"
    return Raw(f'{{{{"\\[lindex \\[split {row} /] {place}]"}}}}')


def layers(take: Take) -> frozenset[str]:
    """The names of the layers in a take's passes."""
    layer = take.layer("passes")
    return frozenset(name.rpartition(".")[0] for name in layer.channels) if layer else frozenset()


def lit(take: Take) -> bool:
    """Whether a take can be lit anew: it has its six passes, and its light is known."""
    return layers(take) >= set(PASSES) and set(LIGHT.values()) <= set(take.settings)


def keyed(take: Take) -> bool:
    """Whether a take that can be lit anew has its key's own pass."""
    return lit(take) and KEY_PASS in layers(take)
