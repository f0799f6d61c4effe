"""Where a gas comes from: a shape of emission, made uneven by slowly changing noise.

Knows cells; the shapes are in metres about the foot of the source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, kernel
from secondunit.elements.noise import tiled

from .box import Box


@dataclass(frozen=True)
class Emission:
    """How strongly each cell of a part of the box emits, 0 to 1; `corner` is its low cell (z, y, x).

    `thrust`, where given, is the velocity that gas leaves with, (z, y, x, 3) in m/s along x, y, z. `filled`,
    where given, is how much of what a cell takes up in a step at full strength it takes up in this one, and
    `grown` how strongly it grows in the next, whose flow this one leaves; else both are as the strength.
    """

    corner: tuple[int, int, int]
    strength: Field
    thrust: Field | None = None
    filled: Field | None = None
    grown: Field | None = None


#: Logs of a fire: where each points in radians, how far it reaches and how high, in radii.
LOGS = ((0.3, 1.0, 0.42), (1.7, 0.85, 0.5), (2.75, 1.0, 0.36), (4.1, 0.8, 0.46), (5.2, 0.95, 0.4))

#: How thick the layer is that a flat shape emits from, as a share of its width: nobody's cells.
LAYER = {"patch": 0.046, "bed": 0.046, "coals": 0.046, "line": 0.0125}
#: The largest cell that holds all of a shape, as a share of its width: on larger ones it would be thicker.
FINEST = {
    "disc": 0.07, "ball": 0.07, "line": 0.0125, "ring": 0.05, "patch": 0.046, "bed": 0.046, "logs": 0.03,
    "coals": 0.046,
}  # fmt: skip

Axis = npt.NDArray[np.floating[Any]]


def _axes(box: Box) -> tuple[Axis, Axis, Axis]:
    x = box.x + (np.arange(box.nx) + 0.5) * box.cell
    y = box.y + (np.arange(box.ny) + 0.5) * box.cell
    z = box.z + (np.arange(box.nz) + 0.5) * box.cell
    return x[None, None, :], y[None, :, None], z[:, None, None]


def _near(box: Box, reach: float) -> tuple[tuple[int, int, int], tuple[Axis, Axis, Axis]]:
    """The axes of the cells within `reach` metres of the foot along each axis, and the low one (z, y, x)."""
    corner, axes = [], []
    for axis in _axes(box):
        places = axis.ravel()
        used = np.flatnonzero(np.abs(places) <= reach)
        low, high = (int(used[0]), int(used[-1]) + 1) if used.size else (0, 1)
        corner.append(low)
        axes.append(places[low:high])
    x, y, z = axes
    return (corner[2], corner[1], corner[0]), (x[None, None, :], y[None, :, None], z[:, None, None])


def shape_emission(box: Box, shape: str, width: float, cuts: int = 1) -> Emission:
    """The emission of a shape `width` metres across that stands at the foot of the source.

    It is laid out on cells of which `cuts` are along one of the box's, and averaged: as much of it there is
    on any cells, where those are no larger than `FINEST` says.

    disc: a vent; ball: a sphere around the foot; line: a narrow slit along x whose width wanders and whose
    ends taper; ring: a vent's rim; patch: a wide, flat area; bed: heaps and holes between them; logs: five
    logs that lean together; coals: a heap in a basket, without a hole in it. The edge is two cells soft;
    round edges are soft over a third of the radius.
    """
    if cuts > 1:
        return averaged(shape_emission(box_in_cuts(box, cuts), shape, width), cuts)
    radius = max(0.5 * width, 1.5 * box.cell)
    corner, (x, y, z) = _near(box, 2.0 * radius + 4.0 * box.cell)
    thick = max(0.35 * radius, 2.5 * box.cell)
    softer = min(1.0, 2.0 * box.cell / (0.35 * radius))
    layer = max(LAYER.get(shape, 0.0) * width, box.cell)
    flat = np.abs(y - thick * 0.5) - thick
    around = np.sqrt(x * x + z * z)
    outside: Axis
    if shape == "ball":
        outside = (np.sqrt(x * x + (y - 0.25 * radius) ** 2 + z * z) - radius) * softer
    elif shape == "line":
        outside = _slit(x, y, z, radius, layer)
    elif shape == "ring":
        outside = np.maximum(np.abs(around - 0.75 * radius) - max(0.25 * radius, 1.5 * box.cell), flat)
    elif shape == "patch":
        outside = np.maximum((around - radius) * softer, np.abs(y - 1.5 * layer) - 2.5 * layer)
    elif shape == "bed":
        outside = _heaps(x, y, z, radius, softer, layer)
    elif shape == "coals":
        outside = _coals(x, y, z, radius, softer, layer)
    elif shape == "logs":
        outside = _logs(x, y, z, radius, box.cell)
    else:
        outside = np.maximum(around - radius, flat) * softer
    near = _cropped(np.clip(0.5 - outside / (2.0 * box.cell), 0.0, 1.0).astype(np.float32))
    k, j, i = (low + place for low, place in zip(corner, near.corner, strict=True))
    return replace(near, corner=(k, j, i))


def box_in_cuts(box: Box, cuts: int) -> Box:
    """The same box in cells of which `cuts` are along one of its own."""
    return replace(box, cell=box.cell / cuts, nx=box.nx * cuts, ny=box.ny * cuts, nz=box.nz * cuts)


def averaged(emission: Emission, cuts: int) -> Emission:
    """An emission without thrust on cells that are `cuts` times as large."""
    starts = [place % cuts for place in emission.corner]
    ends = [-(start + n) % cuts for start, n in zip(starts, emission.strength.shape, strict=True)]
    whole = np.pad(emission.strength, list(zip(starts, ends, strict=True)))
    nz, ny, nx = (n // cuts for n in whole.shape)
    strength = whole.reshape(nz, cuts, ny, cuts, nx, cuts).mean(axis=(1, 3, 5), dtype=np.float32)
    k, j, i = (place // cuts for place in emission.corner)
    return Emission((k, j, i), np.ascontiguousarray(strength))


def _heaps(x: Axis, y: Axis, z: Axis, radius: float, softer: float, layer: float) -> Axis:
    """The distance to the tops of heaps that lie about, with holes between them: no two flames of a bed
    start at one height, and its rim is no circle.
    """
    turn, around = np.arctan2(z, x), np.sqrt(x * x + z * z)
    rim = radius * (0.84 + 0.1 * np.sin(3.0 * turn + 0.9) + 0.06 * np.sin(5.0 * turn + 2.3))
    along, deep = x / radius, z / radius
    heap = np.sin(4.3 * along + 0.4 + 1.2 * np.sin(3.1 * deep + 0.5))
    heap = 0.5 + 0.25 * (heap + np.sin(5.9 * deep + 1.4 * np.sin(3.7 * along + 2.0)))
    top = 0.3 * radius * heap * np.clip(1.3 * (1.0 - around / rim), 0.4, 1.0)
    hole = (0.3 - heap) * radius * softer
    crust = np.abs(y - layer - top) - 2.0 * layer
    outside: Axis = np.maximum(np.maximum((around - rim) * softer, hole), crust)
    return outside


def _coals(x: Axis, y: Axis, z: Axis, radius: float, softer: float, layer: float) -> Axis:
    """The distance to the crust of a heap whose rim goes up and down, so that what burns on it does not end
    below in a line.
    """
    turn, around = np.arctan2(z, x), np.sqrt(x * x + z * z)
    rim = radius * (0.88 + 0.07 * np.sin(3.0 * turn + 0.9) + 0.05 * np.sin(5.0 * turn + 2.3))
    wave = np.sin(2.0 * turn + 0.6) + 0.7 * np.sin(5.0 * turn + 1.9) + 0.5 * np.sin(9.0 * turn + 0.2)
    edge = 0.24 + 0.11 * wave
    heap = 0.45 + 0.1 * np.sin(7.0 * x / radius + 1.1) * np.sin(6.0 * z / radius + 0.3)
    share = np.clip(around / rim, 0.0, 1.0) ** 2
    top = radius * (share * edge + (1.0 - share) * heap)
    outside: Axis = np.maximum((around - rim) * softer, np.abs(y - layer - top) - 3.0 * layer)
    return outside


def _slit(x: Axis, y: Axis, z: Axis, radius: float, layer: float) -> Axis:
    """The distance to a slit along x that wanders, is wider and higher in places, and tapers to its ends."""
    deep = max(0.14 * radius, 1.6 * layer)
    along = x / deep
    swell = 0.5 + 0.25 * (np.sin(0.73 * along + 0.8 * np.sin(0.31 * along)) + np.sin(1.57 * along + 1.3))
    taper = np.sqrt(np.clip(4.0 * (1.0 - np.abs(x) / radius), 0.0, 1.0))
    half = np.maximum(deep * (0.45 + 0.65 * swell) * taper, 1.2 * layer)
    middle = 0.5 * deep * np.sin(0.47 * along + 0.6)
    top = 0.9 * deep * swell * taper
    outside: Axis = np.maximum(
        np.maximum(np.abs(x) - radius, np.abs(z - middle) - half),
        np.abs(y - layer - 0.5 * top) - np.maximum(0.5 * top, 2.0 * layer),
    )
    return outside


def _logs(x: Axis, y: Axis, z: Axis, radius: float, cell: float) -> Axis:
    """The distance to five logs that lean toward one another: what burns is their upper inner end."""
    thick = max(0.13 * radius, 1.5 * cell)
    distances = []
    for turn, length, top in LOGS:
        foot = np.array([np.cos(turn), 0.0, np.sin(turn)]) * radius * length
        tip = np.array([-0.12 * foot[0], top * radius, -0.12 * foot[2]])
        way = tip - foot
        along = ((x - foot[0]) * way[0] + (y - foot[1]) * way[1] + (z - foot[2]) * way[2]) / (way @ way)
        share = np.clip(along, 0.0, 1.0)
        apart = [axis - start - share * step for axis, start, step in zip((x, y, z), foot, way, strict=True)]
        distances.append(np.sqrt(sum(part * part for part in apart)) - thick)
    nearest: Axis = np.minimum.reduce(distances)
    return nearest


def matte_emission(box: Box, matte: Field, width: float) -> Emission:
    """The emission of a matte that was resampled to the box's (ny, nx), in a sheet facing the camera."""
    _, _, z = _axes(box)
    thick = max(0.2 * width, 2.0 * box.cell)
    sheet = np.clip(0.5 - (np.abs(z) - thick) / (2.0 * box.cell), 0.0, 1.0)
    return _cropped((sheet * matte[None]).astype(np.float32))


def _cropped(strength: Field) -> Emission:
    used = np.nonzero(strength > 1e-3)
    if not used[0].size:
        return Emission((0, 0, 0), np.zeros((1, 1, 1), np.float32))
    low = [int(axis.min()) for axis in used]
    high = [int(axis.max()) + 1 for axis in used]
    part = strength[low[0] : high[0], low[1] : high[1], low[2] : high[2]]
    return Emission((low[0], low[1], low[2]), np.ascontiguousarray(part))


class Outflow(NamedTuple):
    """What leaves a source: `share` of what is there is replaced in this step at full strength; `rise` in
    m/s; `expand` in m/s a cell; `uneven` 0 to 1; `scale` samples of the tile a cell; `fresh` is
    the density and `warm` the heat of what leaves; `offset` of the tile in samples along x, y, z.
    """

    share: np.float32
    rise: np.float32
    expand: np.float32
    uneven: np.float32
    scale: np.float32
    fresh: np.float32
    warm: np.float32
    offset: Field


@kernel
def emit(
    start: int, stop: int, filled: Field, grown: Field, k0: int, j0: int, i0: int, tile: Field,
    outflow: Outflow, density: Field, heat: Field, growth: Field, v: Field,
) -> None:  # fmt: skip
    """Blend fresh gas into the cells of the emission as they are `filled` and `grown`."""
    share, rise, expand, uneven = outflow.share, outflow.rise, outflow.expand, outflow.uneven
    scale, fresh = outflow.scale, outflow.fresh
    zero, unity, half = np.float32(0.0), np.float32(1.0), np.float32(0.5)
    for k in range(start, stop):
        for j in range(filled.shape[1]):
            for i in range(filled.shape[2]):
                power, swells = filled[k, j, i], grown[k, j, i]
                if power <= zero and swells <= zero:
                    continue
                noise = tiled(
                    tile,
                    np.float32(i0 + i) * scale + outflow.offset[0],
                    np.float32(j0 + j) * scale + outflow.offset[1],
                    np.float32(k0 + k) * scale + outflow.offset[2],
                )
                level = unity + uneven * (np.float32(0.9) * noise - half)
                level = min(max(level, zero), np.float32(1.6))
                blend = power * share
                z, y, x = k0 + k, j0 + j, i0 + i
                density[z, y, x] += blend * max(zero, fresh * level - density[z, y, x])
                heat[z, y, x] += blend * max(zero, outflow.warm * level - heat[z, y, x])
                growth[z, y, x] = swells * expand * level
                if y > 0:
                    v[z, y, x] += blend * (rise * level - v[z, y, x])


@kernel
def throw(
    start: int, stop: int, strength: Field, thrust: Field, k0: int, j0: int, i0: int, share: np.float32,
    u: Field, v: Field, w: Field,
) -> None:  # fmt: skip
    """Draw the velocity of the cells of the emission toward what they are thrown with."""
    for k in range(start, stop):
        for j in range(strength.shape[1]):
            for i in range(strength.shape[2]):
                blend = strength[k, j, i] * share
                if blend <= np.float32(0.0):
                    continue
                z, y, x = k0 + k, j0 + j, i0 + i
                u[z, y, x] += blend * (thrust[k, j, i, 0] - u[z, y, x])
                w[z, y, x] += blend * (thrust[k, j, i, 2] - w[z, y, x])
                if y > 0:
                    v[z, y, x] += blend * (thrust[k, j, i, 1] - v[z, y, x])
