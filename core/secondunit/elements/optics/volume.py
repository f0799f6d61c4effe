"""A volume as optics see it: density on cells small enough for the picture."""

from __future__ import annotations

from dataclasses import dataclass

from secondunit.elements.kernels import Field, Spans

from .eddies import STILL, Eddies


@dataclass(frozen=True)
class Volume:
    """Density on fine cells: `x`, `y`, `z` is the low corner in metres, `cell` the size in metres.

    `low`, `high` are the cells of each row (z, y) that may hold anything, a margin included; `eddies` are
    those that its cells are too large for.
    """

    density: Field
    low: Spans
    high: Spans
    x: float
    y: float
    z: float
    cell: float
    eddies: Eddies = STILL
