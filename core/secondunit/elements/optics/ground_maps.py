"""Maps of a level ground: what matter over it stops of a light and of the sky, and what it shines on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import cbrt, ceil, cos, floor, pi, sin, sqrt, tau

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from secondunit.elements.kernels import Field, inner, kernel, over, zeros

#: Cells of matter that throws a hard shadow, of matter that the sky is stopped by, of what shines: at most.
SHADOW_CELLS, SKY_CELLS, LIGHT_CELLS = 1_500_000, 40_000, 6_000
#: The most points of a map along one side; a key light lower than this is no light on the ground.
MOST, LOWEST = 1024, 0.03
#: Directions to the sky, as a cosine lights the ground; how far around it is found, in heights of the matter.
DIRECTIONS, AROUND = 64, 2.0
#: Points of the map of thrown light: from its middle outward, and around.
RINGS, SPOKES = 96, 96


@dataclass(frozen=True)
class Stuff:
    """Matter on cells of `cell` metres whose low corner is at `corner` (x, y, z): what a metre of it stops
    (`density`, (z, y, x) float32), and what a metre shines, scene-linear (`shine`, (z, y, x, 3)), if it does.
    `room` is how many such cells it has at most in a shot: by that it is made coarser, so that nothing pops.
    """

    density: Field
    corner: tuple[float, float, float]
    cell: float
    shine: Field | None = None
    room: int = 0

    def coarser(self, most: int) -> Stuff:
        """The same as means over cells that stand still in the world, so large that `most` fill the room."""
        cut = max(1, ceil(cbrt((self.room or self.density.size) / most)))
        if cut == 1:
            return self
        # A little off the cells' own borders, so that rounding does not decide.
        before = [floor(place / self.cell + 0.37) % cut for place in self.corner]
        x, y, z = (place - n * self.cell for place, n in zip(self.corner, before, strict=True))
        shine = None if self.shine is None else _mean(self.shine, cut, before)
        return Stuff(_mean(self.density, cut, before), (x, y, z), self.cell * cut, shine)

    def within(self) -> Stuff | None:
        """The part of it that holds anything; None where nothing does."""
        there = self.density > 0.0
        if not there.any():
            return None
        spans = []
        for axis in range(3):
            other = tuple(n for n in range(3) if n != axis)
            full = np.nonzero(there.any(axis=other))[0]
            spans.append(slice(int(full[0]), int(full[-1]) + 1))
        z, y, x = spans
        corner = tuple(low + span.start * self.cell for low, span in zip(self.corner, (x, y, z), strict=True))
        shine = None if self.shine is None else np.ascontiguousarray(self.shine[z, y, x])
        density = np.ascontiguousarray(self.density[z, y, x])
        return Stuff(density, (corner[0], corner[1], corner[2]), self.cell, shine, self.room)


@dataclass(frozen=True)
class GroundMap:
    """Values (rows toward z, columns toward x, channels) at points `cell` metres apart from `x`, `z` on."""

    values: Field
    x: float
    z: float
    cell: float


def shadow_map(stuff: Stuff, level: float, key: tuple[float, float, float]) -> GroundMap:
    """The share of the light from the unit vector `key` that is stopped before it reaches the ground."""
    if key[1] < LOWEST:
        return GroundMap(zeros(1, 1, 1), 0.0, 0.0, 1.0)
    stuff = stuff.coarser(SHADOW_CELLS)
    plane = _plane(stuff, level, (-key[0] / key[1], -key[2] / key[1]), 0.0)
    _shade(plane, stuff, level, np.array([key], np.float64))
    return plane


def sky_map(stuff: Stuff, level: float) -> GroundMap:
    """The share of the light of an even sky that is stopped before it reaches the ground."""
    stuff = stuff.coarser(SKY_CELLS)
    height = stuff.corner[1] + stuff.density.shape[1] * stuff.cell - level
    more = AROUND * max(height, 0.0)
    plane = _plane(stuff, level, (0.0, 0.0), more)
    _shade(plane, stuff, level, _sky())
    # Each point looks in ways of its own, so that no ray is seen; what is between them is the sky's shade.
    soft = ndimage.gaussian_filter(plane.values[..., 0], 1.5, mode="nearest")
    fade = 1.0
    for axis, cells in enumerate(soft.shape):
        inside = np.minimum(np.arange(cells), cells - 1 - np.arange(cells)) * plane.cell / max(more, 1e-6)
        shape = [1, 1]
        shape[axis] = cells
        fade = fade * np.clip(inside, 0.0, 1.0).reshape(shape)
    plane.values[..., 0] = soft * (fade * fade * (3.0 - 2.0 * fade))
    return plane


def light_map(stuff: Stuff, level: float) -> tuple[Field, float]:
    """Light thrown on the ground, (RINGS, SPOKES, 3) by distance from and way around the origin; the distance
    over which rings are even, in metres: ring n is where asinh(distance / that) is n / 8.

    What a white (Lambert) ground shows of it: irradiance over pi. Each cell shines with the inverse square
    of its distance and the cosine at the ground; on its way out of the matter it is dimmed as it is, on
    average, downward and to the sides.
    """
    reach = 0.05 * cbrt(stuff.room or stuff.density.size) * stuff.cell
    values = zeros(RINGS, SPOKES, 3)
    if stuff.shine is None:
        return values, reach
    coarse = stuff.coarser(LIGHT_CELLS)
    assert coarse.shine is not None
    strong = coarse.shine * _escape(coarse.density * np.float32(coarse.cell))[..., None]
    strong *= np.float32(coarse.cell**3 / pi)
    at = np.argwhere(strong.max(axis=3) > 0.0)
    if not len(at):
        return values, reach
    low = np.array(coarse.corner)
    places = low + (at[:, ::-1] + 0.5) * coarse.cell - (0.0, level, 0.0)
    powers = strong[at[:, 0], at[:, 1], at[:, 2]].astype(np.float64)
    over(
        _throw, RINGS, places, powers, reach, 0.1 * coarse.cell * coarse.cell, values,
        work=RINGS * SPOKES * len(at),
    )  # fmt: skip
    return values, reach


def _mean(field: Field, cut: int, before: list[int]) -> Field:
    """Means over blocks of `cut` cells that begin so many cells before along x, y, z; there it is empty."""
    lows = before[::-1]
    pad = [(low, -(n + low) % cut) for n, low in zip(field.shape[:3], lows, strict=True)]
    pad += [(0, 0)] * (field.ndim - 3)
    full = np.pad(field, pad)
    nz, ny, nx = (n // cut for n in full.shape[:3])
    blocks = full.reshape(nz, cut, ny, cut, nx, cut, *field.shape[3:])
    return np.ascontiguousarray(blocks.mean(axis=(1, 3, 5), dtype=np.float32))


def _escape(thick: Field) -> Field:
    """What gets out of cells of an optical thickness, on average of the ways down and to the sides."""
    total = np.zeros_like(thick)
    for axis, forward in ((1, True), (0, True), (0, False), (2, True), (2, False)):
        along = thick if forward else np.flip(thick, axis)
        before = np.cumsum(along, axis, dtype=np.float32) - np.float32(0.5) * along
        total += np.exp(-(before if forward else np.flip(before, axis)))
    return total / np.float32(5.0)


def _sky() -> npt.NDArray[np.float64]:
    """Directions to the sky, spread as the cosine lights the ground (Vogel's spiral over the unit disc)."""
    ways = []
    for n in range(DIRECTIONS):
        radius, turn = sqrt((n + 0.5) / DIRECTIONS), n * tau * 0.61803398875
        ways.append((radius * cos(turn), sqrt(1.0 - radius * radius), radius * sin(turn)))
    return np.array(ways)


def _plane(stuff: Stuff, level: float, lean: tuple[float, float], more: float) -> GroundMap:
    """An empty map where light that leans so far over a metre of height meets the ground after the matter."""
    nz, ny, nx = stuff.density.shape
    low, high = (max(stuff.corner[1] + n * stuff.cell - level, 0.0) for n in (0, ny))
    ends = []
    for axis, cells, way in ((0, nx, lean[0]), (2, nz, lean[1])):
        start = stuff.corner[axis]
        moved = sorted((low * way, high * way))
        ends.append((start + moved[0] - more, start + cells * stuff.cell + moved[1] + more))
    (x_0, x_1), (z_0, z_1) = ends
    cell = stuff.cell
    while max(x_1 - x_0, z_1 - z_0) > MOST * cell:
        cell *= 2.0
    # Its points stand still in the world, whatever is over it.
    x_0, z_0 = (cell * (floor(start / cell) - 1) for start in (x_0, z_0))
    columns, rows = ceil((x_1 - x_0) / cell) + 2, ceil((z_1 - z_0) / cell) + 2
    return GroundMap(zeros(rows, columns, 1), x_0, z_0, cell)


def _shade(plane: GroundMap, stuff: Stuff, level: float, ways: npt.NDArray[np.float64]) -> None:
    nz, ny, nx = stuff.density.shape
    start = np.array([plane.x - stuff.corner[0], level - stuff.corner[1], plane.z - stuff.corner[2]])
    over(
        _stop, plane.values.shape[0], stuff.density, start / stuff.cell, plane.cell / stuff.cell,
        np.float32(stuff.cell), ways, np.array([plane.x, plane.z]) / plane.cell, plane.values,
        work=plane.values.size * len(ways) * max(nz, ny, nx),
    )  # fmt: skip


@inner
def _cut(start: float, way: float, size: float, near: float, far: float) -> tuple[float, float]:
    if abs(way) < 1e-9:
        return (near, far) if 0.0 <= start <= size else (1.0, 0.0)
    a, b = -start / way, (size - start) / way
    return max(near, min(a, b)), min(far, max(a, b))


@kernel
def _stop(
    begin: int, end: int, dense: Field, start: npt.NDArray[np.float64], stride: float, cell: np.float32,
    ways: npt.NDArray[np.float64], first: npt.NDArray[np.float64], out: Field,
) -> None:  # fmt: skip
    """The mean over `ways` of what is stopped between points of the ground and the open, in cells.

    Several ways are turned at each point by an angle of its own, by its number in the world (`first` on).
    """
    nz, ny, nx = dense.shape
    count = ways.shape[0]
    for row in range(begin, end):
        for column in range(out.shape[1]):
            px, py, pz = start[0] + column * stride, start[1], start[2] + row * stride
            lost, turn_x, turn_z = 0.0, 1.0, 0.0
            if count > 1:
                # Interleaved gradient noise (Jimenez 2014).
                shift = 52.9829189 * (
                    (0.06711056 * (first[0] + column) + 0.00583715 * (first[1] + row)) % 1.0
                )
                turn_x, turn_z = np.cos(2.0 * np.pi * shift), np.sin(2.0 * np.pi * shift)
            for n in range(count):
                dx, dy = ways[n, 0] * turn_x - ways[n, 2] * turn_z, ways[n, 1]
                dz = ways[n, 0] * turn_z + ways[n, 2] * turn_x
                near, far = _cut(px, dx, float(nx), 0.0, 1e30)
                near, far = _cut(py, dy, float(ny), near, far)
                near, far = _cut(pz, dz, float(nz), near, far)
                if near >= far:
                    continue
                steps = max(1, int(np.ceil((far - near) / 0.9)))
                part = (far - near) / steps
                thick = np.float32(0.0)
                for step in range(steps):
                    t = near + (step + 0.5) * part
                    x, y, z = px + t * dx - 0.5, py + t * dy - 0.5, pz + t * dz - 0.5
                    fx, fy, fz = np.floor(x), np.floor(y), np.floor(z)
                    i, j, k = int(fx), int(fy), int(fz)
                    tx, ty, tz = np.float32(x - fx), np.float32(y - fy), np.float32(z - fz)
                    for corner in range(8):
                        ii, jj, kk = i + (corner & 1), j + ((corner >> 1) & 1), k + (corner >> 2)
                        if 0 <= ii < nx and 0 <= jj < ny and 0 <= kk < nz:
                            weight = tx if corner & 1 else np.float32(1.0) - tx
                            weight *= ty if corner & 2 else np.float32(1.0) - ty
                            weight *= tz if corner & 4 else np.float32(1.0) - tz
                            thick += weight * dense[kk, jj, ii]
                    if thick * cell * part > 12.0:
                        break
                lost += 1.0 - np.exp(-thick * cell * np.float32(part))
            out[row, column, 0] = np.float32(lost / count)


@kernel
def _throw(
    begin: int, end: int, places: npt.NDArray[np.float64], powers: npt.NDArray[np.float64], reach: float,
    soft: float, out: Field,
) -> None:  # fmt: skip
    """Light on rings `begin` to `end` of what shines at places over the ground."""
    for ring in range(begin, end):
        away = reach * np.sinh(ring / 8.0)
        for spoke in range(out.shape[1]):
            turn = spoke * 2.0 * np.pi / out.shape[1]
            x, z = away * np.cos(turn), away * np.sin(turn)
            red = green = blue = 0.0
            for n in range(places.shape[0]):
                dx, dy, dz = places[n, 0] - x, places[n, 1], places[n, 2] - z
                if dy <= 0.0:
                    continue
                square = dx * dx + dy * dy + dz * dz + soft
                share = dy / (square * np.sqrt(square))
                red += share * powers[n, 0]
                green += share * powers[n, 1]
                blue += share * powers[n, 2]
            out[ring, spoke, 0] = np.float32(red)
            out[ring, spoke, 1] = np.float32(green)
            out[ring, spoke, 2] = np.float32(blue)
