"""What changes slowly over the picture, at nodes of a few pixels: large eddies, what stirs them, light."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, exact
from secondunit.elements.noise import TILE, wrapped

from .sheets import Levels
from .tiles import FOLLOWED, SLICED

#: What a node holds: large eddies, stir x, y, z, light from six sides, density where it is a heap's, and what
#: of the small eddies nodes show.
NOISE, STIR, LIGHT, DENSE, SMALL, PARTS = 0, 1, 4, 10, 11, 12
_MASK = np.int64(TILE - 1)
#: How strongly the thin edges of puffs are torn.
WEAR = 1.2


class HazeMatter(NamedTuple):
    """What haze is made of: `extinction` per metre where whole; `uneven`, the deviation of its logarithm;
    holes where noise is below `hole`, `tear` soft (`torn` 0 for none); `swell` of the top; metres to the
    `front`, how soft it is and how long its `nose` (`fronted` 0 for none); `albedo` and `forward` of its
    scattering; `reach` of the light's own shadows in metres; `turbulence` in m/s; `entries` of the profile's
    table a metre; whether it is `heaped`, the low corner of the heap and its cell; the format in pixels.
    """

    extinction: np.float32
    uneven: np.float32
    hole: np.float32
    tear: np.float32
    torn: np.float32
    swell: np.float32
    front: np.float32
    soft: np.float32
    nose: np.float32
    fronted: np.float32
    albedo: np.float32
    forward: np.float32
    reach: np.float32
    turbulence: np.float32
    entries: np.float32
    heaped: np.float32
    heap_x: np.float32
    heap_y: np.float32
    heap_z: np.float32
    heap_cell: np.float32
    width: np.float32
    height: np.float32


@exact
def at_height(table: Field, line: int, height: np.float32, entries: np.float32) -> np.float32:
    """A line of a profile's table at a height in metres; `entries` stand for a metre."""
    last = table.shape[1] - 1
    place = min(max(height * entries, np.float32(0.0)), np.float32(last))
    low = min(np.int64(place), last - 1)
    value: np.float32 = table[line, low] + (place - np.float32(low)) * (
        table[line, low + 1] - table[line, low]
    )
    return value


@exact
def level_of(spread: np.float32, matter: HazeMatter) -> np.float32:
    """What is taken off the logarithm so that noise of a variance leaves the amount 1 on average."""
    return np.float32(0.5) * matter.uneven * matter.uneven * spread


@exact
def slope_of(lost: np.float32, matter: HazeMatter) -> np.float32:
    """How fast a hole's edge rises: slower by the variance that the noise here does not show."""
    soft = np.float32(2.2) * np.sqrt(matter.tear * matter.tear + max(lost, np.float32(0.0)))
    slope: np.float32 = np.float32(0.5) / soft
    return slope


@exact
def amount(noise: np.float32, level: np.float32, slope: np.float32, matter: HazeMatter) -> np.float32:
    """How much haze there is where the noise has a value; 1 on average but for holes."""
    value = np.float32(1.0)
    if matter.uneven > np.float32(0.0):
        value = np.exp(matter.uneven * noise - level)
    if matter.torn > np.float32(0.0):
        x = (noise - matter.hole) * slope + np.float32(0.5)
        x = min(max(x, np.float32(0.0)), np.float32(1.0))
        value *= x * x * (np.float32(3.0) - np.float32(2.0) * x)
    return value


@exact
def worn(dense: np.float32, matter: HazeMatter) -> np.float32:
    """What is added to noise where puffs are so dense: their thin edges tear first."""
    worn_by: np.float32 = np.float32(0.0)
    if matter.heaped > np.float32(0.0) and matter.torn > np.float32(0.0):
        worn_by = np.float32(WEAR) * (dense - np.float32(0.15)) / (dense + np.float32(0.08))
    return worn_by


@exact
def top_of(noise: np.float32, matter: HazeMatter) -> np.float32:
    """How much the top of the layer is raised here, as a factor."""
    part = noise * np.float32(1.0 / 1.6)
    raised: np.float32 = np.float32(1.0) + matter.swell * noise / np.sqrt(np.float32(1.0) + part * part)
    return raised


@exact
def nose_of(into: np.float32, matter: HazeMatter) -> np.float32:
    """How high a bank stands behind its front, as a factor; `into` in softnesses of the front."""
    behind = min(max(into * matter.soft / matter.nose, np.float32(0.0)), np.float32(1.0))
    return np.float32(0.2) + np.float32(0.8) * behind * (np.float32(2.0) - behind)


@exact
def eddies(
    tiles: Field, of: int, cut: int, turn: Field, lives: Field, level: int, n: int,
    x: np.float32, y: np.float32, z: np.float32,
) -> np.float32:  # fmt: skip
    """The noise of a level in its life `n` at a place in metres, interpolated linearly, before its weight."""
    x, y, z = (
        turn[level, 0, 0] * x + turn[level, 0, 1] * y + turn[level, 0, 2] * z + lives[level, n, 1],
        turn[level, 1, 0] * x + turn[level, 1, 1] * y + turn[level, 1, 2] * z + lives[level, n, 2],
        turn[level, 2, 0] * x + turn[level, 2, 1] * y + turn[level, 2, 2] * z + lives[level, n, 3],
    )
    fx, fy, fz = np.floor(x), np.floor(y), np.floor(z)
    i0, j0, k0 = np.int64(fx) & _MASK, np.int64(fy) & _MASK, np.int64(fz) & _MASK
    i1, j1, k1 = (i0 + 1) & _MASK, (j0 + 1) & _MASK, (k0 + 1) & _MASK
    tx, ty, tz = x - fx, y - fy, z - fz
    a = tiles[of, cut, k0, j0, i0] + tx * (tiles[of, cut, k0, j0, i1] - tiles[of, cut, k0, j0, i0])
    b = tiles[of, cut, k0, j1, i0] + tx * (tiles[of, cut, k0, j1, i1] - tiles[of, cut, k0, j1, i0])
    c = tiles[of, cut, k1, j0, i0] + tx * (tiles[of, cut, k1, j0, i1] - tiles[of, cut, k1, j0, i0])
    d = tiles[of, cut, k1, j1, i0] + tx * (tiles[of, cut, k1, j1, i1] - tiles[of, cut, k1, j1, i0])
    a += ty * (b - a)
    c += ty * (d - c)
    value: np.float32 = a + tz * (c - a)
    return value


@exact
def large_eddies(
    tiles: Field, cut: int, turn: Field, lives: Field, x: np.float32, y: np.float32, z: np.float32,
    sx: np.float32, sy: np.float32, sz: np.float32,
) -> np.float32:  # fmt: skip
    """The largest eddies at a place; sx, sy, sz is how fast it is stirred, in m/s."""
    total = np.float32(0.0)
    for n in range(2):
        since = lives[0, n, 4]
        total += lives[0, n, 0] * eddies(
            tiles, FOLLOWED, cut, turn, lives, 0, n, x - sx * since, y - sy * since, z - sz * since
        )
    return total


@exact
def small_eddies(
    tiles: Field, cut: int, turn: Field, lives: Field, sheet: int, level: int,
    x: np.float32, y: np.float32, z: np.float32, sx: np.float32, sy: np.float32, sz: np.float32,
) -> np.float32:  # fmt: skip
    """A level of small eddies at a place of a sheet, before its gain.

    It takes one life a sheet: side by side they are as strong as both in each.
    """
    n = (sheet + level) & 1
    since = lives[level, n, 4]
    value: np.float32 = lives[level, n, 0] * eddies(
        tiles, SLICED, cut, turn, lives, level, n, x - sx * since, y - sy * since, z - sz * since
    )
    return value


@exact
def heaped(cells: Field, x: np.float32, y: np.float32, z: np.float32, out: Field) -> None:
    """The seven values of a heap at a place counted in cells; no density outside."""
    zero, unity = np.float32(0.0), np.float32(1.0)
    nz, ny, nx = cells.shape[0], cells.shape[1], cells.shape[2]
    out[:] = zero
    if x < zero or z < zero or x > np.float32(nx - 1) or y > np.float32(ny - 1) or z > np.float32(nz - 1):
        return
    y = max(y, zero)
    i, j, k = np.int64(x), np.int64(y), np.int64(z)
    tx, ty, tz = x - np.float32(i), y - np.float32(j), z - np.float32(k)
    for corner in range(8):
        weight = (tx if corner & 1 else unity - tx) * (ty if corner & 2 else unity - ty)
        weight *= tz if corner & 4 else unity - tz
        here = cells[min(k + (corner >> 2), nz - 1), min(j + ((corner >> 1) & 1), ny - 1),
                     min(i + (corner & 1), nx - 1)]  # fmt: skip
        for n in range(7):
            out[n] += weight * here[n]


@exact
def phase(cosine: np.float32, g: np.float32) -> np.float32:
    """Henyey and Greenstein's phase function, 1 everywhere for g = 0."""
    unity = np.float32(1.0)
    base = unity + g * g - np.float32(2.0) * g * cosine
    value: np.float32 = (unity - g * g) / (base * np.sqrt(base))
    return value


@exact
def fill_nodes(
    first: int, last: int, row_0: int, row_1: int, count: int, top: int, left: int,
    eye: Field, matter: HazeMatter, node: int, rows: int, edges: Field, gain: Field, cut: Levels,
    coarse: Levels, slow: Levels, spread: Field, lost: Field, table: Field, cells: Field, tiles: Field,
    stirring: Field, turn: Field, lives: Field, stir: Field, nodes: Field,
) -> None:  # fmt: skip
    """Fill the nodes of sheets `first` to `last` for a strip whose first row of pixels is `top`.

    They are `node` columns and `rows` rows of pixels apart.
    """
    half, unity, zero = np.float32(0.5), np.float32(1.0), np.float32(0.0)
    quarter = np.float32(0.25)
    phases = np.zeros((3, 6), np.float32)
    seven = np.zeros(7, np.float32)
    ways = np.zeros(6, np.float32)
    for row in range(row_0, row_1):
        for column in range(count):
            across = np.float32(left + column * node) + half - half * matter.width
            down = np.float32(top + row * rows) + half - half * matter.height
            dx = eye[1, 0] + across * eye[2, 0] + down * eye[3, 0]
            dy = eye[1, 1] + across * eye[2, 1] + down * eye[3, 1]
            dz = eye[1, 2] + across * eye[2, 2] + down * eye[3, 2]
            size = np.sqrt(dx * dx + dy * dy + dz * dz)
            dx, dy, dz = dx / size, dy / size, dz / size
            for side in range(6):
                along = dx if side < 2 else dy if side < 4 else dz
                cosine = -along if side == 0 or side == 3 or side == 5 else along
                # A side stands for a sixth of all directions, over which its glare is spread: the mean of
                # the phase function over such a cone peaks as one of 0.62 g does.
                g, albedo = np.float32(0.62) * matter.forward, matter.albedo
                phases[0, side] = np.float32(0.85) * phase(cosine, g)
                phases[1, side] = half * albedo * phase(cosine, half * g)
                phases[2, side] = np.float32(0.30) * albedo * albedo * phase(cosine, quarter * g)
            for sheet in range(first, last):
                t = edges[sheet + 1]
                x, y, z = eye[0, 0] + t * dx, max(eye[0, 1] + t * dy, zero), eye[0, 2] + t * dz
                dense = unity
                if matter.heaped > zero:
                    cell = matter.heap_cell
                    heaped(
                        cells, (x - matter.heap_x) / cell - half, (y - matter.heap_y) / cell - half,
                        (z - matter.heap_z) / cell - half, seven,
                    )  # fmt: skip
                    dense = seven[0]
                    nodes[sheet, row, column, DENSE] = dense
                    if dense <= zero:
                        nodes[sheet, row, column, :LIGHT] = zero
                        nodes[sheet, row, column, SMALL] = zero
                        for side in range(6):
                            nodes[sheet, row, column, LIGHT + side] = (
                                phases[0, side] + phases[1, side] + phases[2, side]
                            )
                        continue
                vx, vy, vz = wrapped(
                    stirring, x * stir[0] + stir[1], y * stir[0] + stir[2], z * stir[0] + stir[3]
                )
                vx, vy, vz = vx * matter.turbulence, vy * matter.turbulence, vz * matter.turbulence
                strong = gain[sheet, 0]
                c = coarse[sheet] if coarse[sheet] >= 0 else -1 - coarse[sheet]
                noise = strong * large_eddies(tiles, c, turn, lives, x, y, z, vx, vy, vz)
                nodes[sheet, row, column, NOISE] = noise
                nodes[sheet, row, column, STIR], nodes[sheet, row, column, STIR + 1] = vx, vy
                nodes[sheet, row, column, STIR + 2] = vz
                small = zero
                for n in range(1, slow[sheet] + 1):
                    small += gain[sheet, n] * small_eddies(
                        tiles, cut[sheet, n], turn, lives, sheet, n, x, y, z, vx, vy, vz
                    )
                nodes[sheet, row, column, SMALL] = small
                level = level_of(strong * strong, matter)
                slope = slope_of(lost[sheet] + spread[sheet] - strong * strong, matter)
                here = amount(noise + worn(dense, matter), level, slope, matter)
                if matter.heaped > zero:
                    for side in range(6):
                        ways[side] = seven[1 + side]
                else:
                    raised = top_of(noise, matter)
                    above = at_height(table, 1, y / raised, matter.entries) * raised
                    below = max(table[1, 0] * raised - above, zero)
                    for side in range(6):
                        # Light from a side comes in at a slant: through twice what lies above.
                        ways[side] = below if side == 3 else above if side == 2 else above + above
                for side in range(6):
                    step = matter.reach
                    if side == 0 or side == 3 or side == 5:
                        step = -step
                    there = strong * large_eddies(
                        tiles, c, turn, lives,
                        x + step if side < 2 else x, y + step if side == 2 or side == 3 else y,
                        z + step if side > 3 else z, vx, vy, vz,
                    )  # fmt: skip
                    other = amount(there + worn(dense, matter), level, slope, matter)
                    passed = np.exp(-quarter * matter.extinction * ways[side] * half * (here + other))
                    twice = passed * passed
                    nodes[sheet, row, column, LIGHT + side] = (
                        phases[0, side] * twice * twice + phases[1, side] * twice + phases[2, side] * passed
                    )
