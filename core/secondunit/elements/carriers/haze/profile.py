"""How thick a layer of haze is at each height, as a table that a ray can be summed over exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field

from .plan import Layer

#: Entries of a table, and how many scale heights a layer without a top is followed upward.
ENTRIES, HEIGHTS = 1024, 7.0
#: How thick the haze is under a layer that hangs: what it drops. Without any it would end in a line at the
#: horizon, however far that is.
UNDER = 0.15
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Profile:
    """`table` (2, ENTRIES): density, and metres of density 1 above, at heights from 0 to `top` metres."""

    table: Field
    top: float


def profile_of(layer: Layer) -> Profile:
    """The profile of a layer, 1 where it is whole."""
    if layer.edge is None:
        top = layer.lift + HEIGHTS * layer.height
    else:
        top = layer.lift + layer.height * (1.0 + layer.edge)
    heights = np.linspace(0.0, top, ENTRIES)
    dense = _density(layer, heights)
    # Nothing is left at the top, so that the table ends without an edge.
    dense *= np.clip((top - heights) / (0.08 * top), 0.0, 1.0)
    step = heights[1]
    above = np.zeros(ENTRIES)
    above[:-1] = np.cumsum((0.5 * (dense[1:] + dense[:-1]) * step)[::-1])[::-1]
    return Profile(np.ascontiguousarray(np.stack([dense, above]), np.float32), top)


def _density(layer: Layer, heights: Numbers) -> Numbers:
    over = heights - layer.lift
    if layer.edge is None:
        dense = np.exp(-np.maximum(over, 0.0) / layer.height)
    else:
        dense = 1.0 - _smooth((over / layer.height - 1.0 + layer.edge) / (2.0 * layer.edge))
    if layer.lift > 0.0:
        dense = dense * (UNDER + (1.0 - UNDER) * _smooth(0.75 + over / (0.9 * layer.lift)))
    return np.asarray(dense)


def _smooth(x: Numbers) -> Numbers:
    x = np.clip(x, 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)
