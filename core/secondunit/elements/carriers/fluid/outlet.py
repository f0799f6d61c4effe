"""Where gas comes out whose source a solid covers: at its surface."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from secondunit.elements.kernels import zeros

from .solids import Solid
from .sources import Emission

#: A source of which more than this is free leaves as it is; the rest is behind the wall.
FREE = 0.25


class Outlets:
    """Emissions outside solids; remembers the last, since neither changes often."""

    def __init__(self) -> None:
        self._last: tuple[Emission, Solid, Emission] | None = None

    def __call__(self, emission: Emission, solid: Solid | None) -> Emission:
        """The emission outside the solid, where there is one."""
        if solid is None:
            return emission
        if self._last is None or self._last[0] is not emission or self._last[1] is not solid:
            self._last = emission, solid, outlet(emission, solid)
        return self._last[2]


def outlet(emission: Emission, solid: Solid) -> Emission:
    """The emission outside the solid; of a source that is inside, from the cells that are nearest to it."""
    place = tuple(
        slice(low, low + count)
        for low, count in zip(emission.corner, emission.strength.shape, strict=True)
    )  # fmt: skip
    free = solid.room[place] > 0.0
    if free.all():
        return emission
    strength = np.where(free, emission.strength, np.float32(0.0))
    if float(strength.sum()) > FREE * float(emission.strength.sum()) or not (solid.room > 0.0).any():
        filled, grown = (
            None if part is None else np.where(free, part, np.float32(0.0))
            for part in (emission.filled, emission.grown)
        )
        return Emission(emission.corner, strength, emission.thrust, filled, grown)
    inside = np.argwhere(~free & (emission.strength > 0.0))
    nearest = ndimage.distance_transform_edt(solid.room <= 0.0, return_distances=False, return_indices=True)
    cells = inside + np.array(emission.corner)
    ends = np.stack([axis[tuple(cells.T)] for axis in nearest], axis=-1)
    corner = np.minimum(ends.min(axis=0), emission.corner)
    stop = np.maximum(ends.max(axis=0) + 1, np.add(emission.corner, emission.strength.shape))
    whole, thrown = zeros(*(stop - corner)), None
    start = tuple(
        slice(int(a), int(a) + n) for a, n in zip(emission.corner - corner, strength.shape, strict=True)
    )
    whole[start] = strength
    targets = tuple((ends - corner).T)
    np.maximum.at(whole, targets, emission.strength[tuple(inside.T)])
    if emission.thrust is not None:
        thrown = zeros(*whole.shape, 3)
        thrown[start] = emission.thrust
        thrown[targets] = emission.thrust[tuple(inside.T)]
    else:
        # Cells next to one another may have the same nearest one: what is between is filled.
        part = tuple(slice(int(a), int(b)) for a, b in zip(corner, stop, strict=True))
        whole = np.where(solid.room[part] > 0.0, ndimage.grey_closing(whole, (3, 3, 3)), np.float32(0.0))
    return Emission((int(corner[0]), int(corner[1]), int(corner[2])), whole, thrown)
