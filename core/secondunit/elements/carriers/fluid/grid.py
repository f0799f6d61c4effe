"""The state of a gas on a staggered grid.

Velocities live on the faces of the cells (MAC grid, Harlow and Welch 1965), everything else in their
centres. Axes are (z, y, x).
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod

import numpy as np

from secondunit.elements.kernels import Field, Spans, zeros

#: How the grid of each field that is not in the centres is shifted against them, along z, y, x.
SHIFTS: Mapping[str, tuple[int, int, int]] = {"u": (0, 0, 1), "v": (0, 1, 0), "w": (1, 0, 0)}
#: What every gas carries in the centres of the cells, and how far the air has come.
CARRIED, DRIFTS = ("density", "heat"), ("drift_a", "drift_b")
#: Bytes from which on a field's memory is worth being taken in small pages.
LARGE = 1 << 25


@dataclass
class FluidState:
    """All that the next step depends on. `step` counts steps done; arrays are replaced, never shared.

    `u`, `v`, `w` are m/s along x, y, z on the low faces; `density` is 1 in fresh gas; `heat` is 1 at the
    source's temperature; `drift_a`, `drift_b` (half resolution, 3 components x, y, z, in cells) say how far
    the air that is here has come since they were last set to zero. `fuel`, of a gas that burns, is 1 in what
    has just left the source and 0 in what is burnt; of another gas it holds no cell.
    """

    u: Field
    v: Field
    w: Field
    density: Field
    heat: Field
    drift_a: Field
    drift_b: Field
    fuel: Field = field(default_factory=lambda: zeros(0, 0, 0))
    step: int = 0
    #: The cells of each row outside which there is no gas, from low to high; None where nobody knows.
    reach: tuple[Spans, Spans] | None = None

    NAMES = ("u", "v", "w", *CARRIED, *DRIFTS)

    @property
    def burns(self) -> bool:
        return self.fuel.size > 0

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that this gas has."""
        return (*self.NAMES, "fuel") if self.burns else self.NAMES

    @classmethod
    def still(cls, shape: tuple[int, int, int], burns: bool = False) -> FluidState:
        """No gas, no motion."""
        nz, ny, nx = shape
        half = (nz + 1) // 2, (ny + 1) // 2, (nx + 1) // 2
        return cls(
            zeros(nz, ny, nx + 1),
            zeros(nz, ny + 1, nx),
            zeros(nz + 1, ny, nx),
            thin(nz, ny, nx),
            thin(nz, ny, nx),
            zeros(*half, 3),
            zeros(*half, 3),
            thin(nz, ny, nx) if burns else zeros(0, 0, 0),
        )


@dataclass
class Scratch:
    """Memory that one step after another uses again; nothing in it outlives a step.

    It is taken from the system where it is first written, so that rows that hold no gas take none. `back` is
    how far the air has come and `ahead` how far it goes, with x, y, z apart. `carried` is three things one
    after the other: the flow in the centres, what is carried and its bounds, growth and pressure.
    """

    back: tuple[Field, Field, Field]
    ahead: tuple[Field, Field, Field]
    carried: tuple[Field, Field, Field]

    @classmethod
    def of(cls, state: FluidState) -> Scratch:
        shape = state.density.shape
        largest = max(state.u.size, state.v.size, state.w.size)
        return cls(
            (thin(*shape), thin(*shape), thin(*shape)),
            (thin(*shape), thin(*shape), thin(*shape)),
            # Pressure is everywhere: the first is filled in any case.
            (zeros(largest), thin(largest), thin(largest)),
        )

    @property
    def center(self) -> tuple[Field, Field, Field]:
        """The flow in cells per step along x, y, z; it is gone once anything is carried."""
        return self.shaped(self.back[0].shape)

    def shaped(self, shape: tuple[int, ...]) -> tuple[Field, Field, Field]:
        """What is carried, the least and the most that it can be, for a field of a shape."""
        size = prod(shape)
        first, least, most = (flat[:size].reshape(shape) for flat in self.carried)
        return first, least, most

    def drift(self, shape: tuple[int, ...]) -> Field:
        """Room for a drift of a shape, until something else is carried."""
        return self.carried[0][: prod(shape)].reshape(shape)


def thin(*shape: int) -> Field:
    """A field of zeros that takes memory only where it is written, as finely as the system can.

    Large pages, which numpy asks for, would hold a whole layer of rows for one that is used.
    """
    size = 4 * prod(shape)
    if size < LARGE or not hasattr(mmap, "MADV_NOHUGEPAGE"):
        return zeros(*shape)
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(memory, np.float32).reshape(shape)
