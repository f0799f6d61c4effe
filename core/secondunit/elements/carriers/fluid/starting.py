"""A family's controls as one of its kinds starts from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from secondunit.wire.control import Control, Scalar
from secondunit.wire.frozen import FrozenMap


def started(
    rows: tuple[Control, ...], defaults: Mapping[str, Scalar], largest: Mapping[str, float] = FrozenMap()
) -> tuple[Control, ...]:
    """The same controls from other values and, where named, up to another largest one."""
    return tuple(
        replace(row, default=defaults.get(row.name, row.default), maximum=largest.get(row.name, row.maximum))
        for row in rows
    )
