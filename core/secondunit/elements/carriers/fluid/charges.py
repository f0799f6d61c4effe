"""Gas that is let go all at once: charges, each with its shape, its moment and its time.

Knows metres and seconds; knows no kind. What a charge is of (fuel, dust, hot gas) is the gas's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, expm1

import numpy as np

from secondunit.elements.kernels import Field, zeros

from .box import Box
from .sources import Emission, averaged, box_in_cuts

Point = tuple[float, float, float]
#: What is as little of a charge comes of rounding.
LEAST = 1e-9
#: No charge goes off.
SILENCE = Emission((0, 0, 0), np.zeros((1, 1, 1), np.float32))
#: A ball is at least so many cells in radius where it is laid out. Charges are laid out on cells cut so often
#: that none of them is thicker than so large a share of its own radius for that, or as often as may be.
THINNEST, THICKENED, MOST_CUTS = 1.2, 0.35, 8
#: So many steps after one begins is the time that counts for its strength, for what it takes up, and for the
#: flow that it leaves.
LATER = 0.0, 0.5, 1.0


@dataclass(frozen=True)
class Charge:
    """A ball at `foot`, or a cone from there to `tip`, of `radius` and `end` metres; it goes off `start`
    seconds after the first frame and fades over `seconds`. `strength` 0 to 1; `speed` is how
    fast it is thrown along its way, in m/s.
    """

    foot: Point
    tip: Point
    radius: float
    end: float
    start: float
    seconds: float
    strength: float = 1.0
    speed: float = 0.0

    @property
    def velocity(self) -> Field:
        """How it is thrown, in m/s along x, y, z."""
        way = np.subtract(self.tip, self.foot)
        return (self.speed * way / max(float(np.sqrt(way @ way)), 1e-9)).astype(np.float32)

    def envelope(self, time: float, step: float) -> float:
        """How strongly it works in the `step` seconds from a time on, on average.

        At once when it goes off, then less and less until its seconds are over.
        """
        begin, end = (
            min(max((moment - self.start) / self.seconds, 0.0), 1.0) for moment in (time, time + step)
        )
        return self.strength * (end - begin) * (1.0 - 0.5 * (begin + end)) * self.seconds / step


class Blast:
    """The emission of charges: `dt` seconds a step, `steps` a frame from the frame `first` on.

    Their shapes are laid out on cells of which `cuts` are along one of the box's. What a cell takes up is by
    the time that a charge works: a source of full strength fills its place at `output` in 1/s, and one step
    takes up as much as two of half its time do. Where that is not said, it goes by the strength.

    Nothing comes later where steps are long: what a step takes up is as of the time around its end, and gas
    grows and is thrown with the flow that it leaves to the next, by how the charge works in that one.
    """

    def __init__(
        self, charges: Sequence[Charge], box: Box, dt: float, steps: int, first: int, cuts: int = 1,
        output: float = 0.0,
    ) -> None:  # fmt: skip
        self._charges, self._box, self._cuts = tuple(charges), box, cuts
        self._dt, self._steps, self._first, self._output = dt, steps, first, output
        self._shapes: dict[Charge, Emission] = {}

    def __call__(self, frame: int, part: int) -> Emission:
        """What is let go in the step `part` of a frame."""
        time = ((frame - self._first) * self._steps + part) * self._dt
        levels = {
            charge: works for charge in self._charges if max(works := self._works(charge, time)) > LEAST
        }
        # Shapes are kept for as long as their charges work.
        self._shapes = {
            charge: self._shapes.get(charge) or shape_of(charge, self._box, self._cuts) for charge in levels
        }
        if not levels:
            return SILENCE
        shapes = self._shapes.values()
        corner = [min(shape.corner[axis] for shape in shapes) for axis in range(3)]
        size = [
            max(shape.corner[axis] + shape.strength.shape[axis] for shape in shapes) - corner[axis]
            for axis in range(3)
        ]
        strength, amount, thrown = zeros(*size), zeros(*size), zeros(*size, 3)
        filled, grown = zeros(*size), zeros(*size)
        for charge, (level, around, ahead) in levels.items():
            shape = self._shapes[charge]
            starts = [shape.corner[axis] - corner[axis] for axis in range(3)]
            part_of = tuple(slice(a, a + n) for a, n in zip(starts, shape.strength.shape, strict=True))
            power = shape.strength * np.float32(level)
            np.maximum(strength[part_of], power, out=strength[part_of])
            for field, much in ((filled, self._taken(around)), (grown, ahead)):
                np.maximum(field[part_of], shape.strength * np.float32(much), out=field[part_of])
            amount[part_of] += shape.strength
            thrown[part_of] += shape.strength[..., None] * charge.velocity
        at = (corner[0], corner[1], corner[2])
        if not any(charge.speed for charge in levels):
            return Emission(at, strength, filled=filled, grown=grown)
        mean = thrown / np.maximum(amount, np.float32(1e-6))[..., None]
        return Emission(at, strength, np.asarray(mean, np.float32), filled, grown)

    def _works(self, charge: Charge, time: float) -> tuple[float, float, float]:
        """How strongly a charge works in the step at a time, around its end, and in the one after it."""
        dt = self._dt
        own, around, ahead = (charge.envelope(time + dt * n, dt) for n in LATER)
        if time <= 0.0:
            # No step was before the first: it makes up for what that would have done.
            around += 0.5 * charge.envelope(0.0, 0.5 * dt)
            ahead += own
        return own, around, ahead

    def _taken(self, level: float) -> float:
        """What is taken up in a step at a level, by what is at full strength."""
        if self._output <= 0.0:
            return level
        turns = self._output * self._dt
        return expm1(-turns * level) / expm1(-turns)


class Timed:
    """An emission of each frame that lasts as charges do: their moments, in a shape of its own."""

    def __init__(
        self, shape: Callable[[int, int], Emission], charges: Sequence[Charge], dt: float, steps: int,
        first: int,
    ) -> None:  # fmt: skip
        self._shape, self._charges = shape, tuple(charges)
        self._dt, self._steps, self._first = dt, steps, first

    def __call__(self, frame: int, part: int) -> Emission:
        """What is emitted in the step `part` of a frame."""
        time = ((frame - self._first) * self._steps + part) * self._dt
        level = max(charge.envelope(time, self._dt) for charge in self._charges)
        if level <= LEAST:
            return SILENCE
        emission = self._shape(frame, part)
        return Emission(emission.corner, emission.strength * np.float32(level))


def charge_cuts(charges: Sequence[Charge], box: Box) -> int:
    """How many finer cells along one of a box's charges are laid out on, so that they are as large, and of as
    much gas, on any cells.
    """
    thin = min(max(charge.radius, charge.end) for charge in charges)
    return min(MOST_CUTS, max(1, ceil(THINNEST * box.cell / (THICKENED * thin))))


def shape_of(charge: Charge, box: Box, cuts: int = 1) -> Emission:
    """Where a charge is, 0 to 1 in each cell; its edge is two cells soft, `cuts` to one of the box's."""
    if cuts > 1:
        return averaged(shape_of(charge, box_in_cuts(box, cuts)), cuts)
    axes, starts = [], []
    wide = max(charge.radius, charge.end) + 3.0 * box.cell
    for axis, (low, count) in enumerate(((box.x, box.nx), (box.y, box.ny), (box.z, box.nz))):
        ends = charge.foot[axis], charge.tip[axis]
        first = min(max(int((min(ends) - wide - low) / box.cell), 0), count - 1)
        last = min(max(int((max(ends) + wide - low) / box.cell) + 1, first + 1), count)
        starts.append(first)
        axes.append(low + (np.arange(first, last) + 0.5) * box.cell)
    places = axes[0][None, None, :], axes[1][None, :, None], axes[2][:, None, None]
    way = np.subtract(charge.tip, charge.foot)
    length = max(float(way @ way), 1e-12)
    offsets = [axis - start for axis, start in zip(places, charge.foot, strict=True)]
    share = np.clip(sum(part * step for part, step in zip(offsets, way, strict=True)) / length, 0.0, 1.0)
    apart = sum((part - share * step) ** 2 for part, step in zip(offsets, way, strict=True))
    radius = np.maximum(charge.radius + share * (charge.end - charge.radius), THINNEST * box.cell)
    filled: Field = np.clip(0.5 - (np.sqrt(apart) - radius) / (2.0 * box.cell), 0.0, 1.0).astype(np.float32)
    return Emission((starts[2], starts[1], starts[0]), np.ascontiguousarray(filled))
