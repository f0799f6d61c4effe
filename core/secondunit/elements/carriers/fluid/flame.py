"""From cached burning gas to what glows: soot and its light on fine cells, torn by eddies, blurred by time.

Soot that glows is where fuel burns, soot that only darkens is what is left of it; both shine by their heat.
The shutter's blur is exact to first order for thin flames: light and soot are averaged along the way of the
gas while the shutter is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from secondunit.elements.cache import Stored
from secondunit.elements.kernels import Field, Spans, inner, kernel, over, singles, zeros
from secondunit.elements.noise import billow_tile, swirl_tile, tiled
from secondunit.elements.optics.blackbody import COLDEST, ENTRIES, HOTTEST
from secondunit.elements.optics.glow import Glowing, blocks_around, glowing_blocks
from secondunit.elements.optics.rays import BLOCK, Occupied
from secondunit.elements.optics.volume import Volume
from secondunit.elements.sampling import between, spans, vector_between

from .box import AIR, Box
from .detail import GUIDES, Texture, lay_guides
from .fine import UNSEEN, Finish, blurred, eddies_of, edges_of, finer, low_corner, texture_of


@dataclass(frozen=True)
class Flame:
    """How burning gas looks: `kelvin` of its hottest, the table of its light, how much of its left-over
    `soot` counts, `licks` 0 to 1 (how far eddies tear it), how long the shutter is open in seconds of the
    gas, and how far left-over soot breaks into threads (`threads`, 0 to 1).
    """

    kelvin: float
    table: Field
    soot: float
    licks: float
    shutter: float
    threads: float = 0.0


class Heat(NamedTuple):
    """From heat 0 to 1 to a place in the table: `first` at heat 0, `rise` to heat 1; what left-over `soot`
    counts; how far eddies tear (`licks`) and break left-over soot (`threads`).
    """

    first: np.float32
    rise: np.float32
    soot: np.float32
    licks: np.float32
    threads: np.float32


def glowing(stored: Stored, flame: Flame, finish: Finish, box: Box, factor: int, seed: int) -> Glowing | None:
    """What glows in a cached frame, `factor` fine cells a cell; None where nothing is."""
    fuel, heat, density = (stored.arrays[name] for name in ("fuel", "heat", "density"))
    low, high = spans(np.maximum(fuel, density * np.float32(0.25 * flame.soot)), UNSEEN, 3)
    if not (low < high).any():
        return None
    texture = texture_of(stored, finish, box, factor, seed)
    fine_fuel, fine_heat = finer(fuel, factor, low, high), finer(heat, factor, low, high)
    fine_soot = finer(density, factor, low, high)
    drifts = stored.arrays["drift_a"], stored.arrays["drift_b"]
    guide = zeros(*drifts[0].shape[:3], GUIDES)
    corner = stored.facts["corner"]
    over(
        lay_guides, guide.shape[0], *drifts, swirl_tile(seed), np.array(corner, np.int64), texture, guide,
        work=guide.size * 3,
    )  # fmt: skip
    edges = edges_of(box, finish, corner, fine_fuel.shape, factor)
    span = (HOTTEST - COLDEST) / (ENTRIES - 1)
    scale = singles(
        Heat, (AIR - COLDEST) / span, (flame.kelvin - AIR) / span, flame.soot, flame.licks, flame.threads
    )
    sharp = zeros(*fine_fuel.shape, 4)
    over(
        _kindle, sharp.shape[0], fine_fuel, fine_heat, fine_soot, guide, billow_tile(seed), edges, low, high,
        texture, flame.table, scale, sharp, work=fine_fuel.size * 8,
    )  # fmt: skip
    velocity, way = stored.arrays["velocity"], flame.shutter * factor / box.cell
    light = exposed(sharp, velocity, way, factor)
    eddies = blurred(eddies_of(guide, texture, finish, box.cell / factor, seed), velocity, way)
    return Glowing(light, *low_corner(stored, box), box.cell / factor, eddies)


def exposed(sharp: Field, velocity: Field, way: float, factor: int) -> Field:
    """What glows (z, y, x, 4) as a shutter sees it that is open while the gas goes `way` fine cells a m/s."""
    if way <= 0.0:
        return sharp
    light = zeros(*sharp.shape)
    farthest = 0.5 * way * float(np.sqrt((velocity**2).sum(axis=-1)).max())
    around = blocks_around(sharp, 1 + int(farthest / BLOCK))
    over(
        _expose, sharp.shape[0], sharp, velocity, around, glowing_blocks(sharp), np.float32(way),
        np.int64(factor), light, work=sharp.size * 2,
    )  # fmt: skip
    return light


def soot_volume(stored: Stored, flame: Flame, box: Box) -> Volume:
    """Soot that stops light on the simulated cells, as light falls on it: what burns and what is left."""
    burning = np.minimum(stored.arrays["fuel"] * np.float32(5.0), np.float32(1.0))
    soot = burning + stored.arrays["density"] * np.float32(flame.soot)
    low, high = spans(soot, UNSEEN, 2)
    return Volume(np.ascontiguousarray(soot, np.float32), low, high, *low_corner(stored, box), box.cell)


@inner
def _ramp(value: np.float32, low: np.float32, high: np.float32) -> np.float32:
    """0 below `low` to 1 above `high`, smoothly."""
    t = min(max((value - low) / (high - low), np.float32(0.0)), np.float32(1.0))
    return t * t * (np.float32(3.0) - np.float32(2.0) * t)


@kernel
def _kindle(
    start: int, stop: int, fuel: Field, heat: Field, soot: Field, guides: Field, billows: Field, edges: Field,
    low: Spans, high: Spans, texture: Texture, table: Field, scale: Heat, out: Field,
) -> None:  # fmt: skip
    """Fill in the light (0-2) and the soot (3) of each fine cell; fresh flame has soot 1."""
    factor, zero, unity = texture.factor, np.float32(0.0), np.float32(1.0)
    half, quarter = np.float32(0.5), np.float32(0.25)
    finer_by = np.float32(3.7)
    cut = np.int64(factor)
    mz, my, mx = guides.shape[0], guides.shape[1], guides.shape[2]
    last = np.int64(table.shape[0] - 2)
    g = np.zeros(9, np.float32)
    row = np.zeros((mx, 9), np.float32)
    # Left-over soot thinner than this is none once it breaks into threads, even where those are thickest.
    fewest = np.float32(0.03) * scale.threads / (unity + np.float32(1.4) * scale.threads)
    for k in range(start, stop):
        hz = min(max(((np.float32(k) + half) / factor - half) * half - quarter, zero), np.float32(mz - 1))
        k0 = np.int64(hz)
        k1, tz = min(k0 + 1, mz - 1), hz - np.float32(k0)
        for j in range(out.shape[1]):
            hy = min(max(((np.float32(j) + half) / factor - half) * half - quarter, zero), np.float32(my - 1))
            j0 = np.int64(hy)
            j1, ty = min(j0 + 1, my - 1), hy - np.float32(j0)
            first, end = low[k // cut, j // cut] * cut, high[k // cut, j // cut] * cut
            if first >= end:
                continue
            for i in range(max(first // (2 * cut) - 1, 0), min(end // (2 * cut) + 2, mx)):
                for c in range(9):
                    a = guides[k0, j0, i, c] + ty * (guides[k0, j1, i, c] - guides[k0, j0, i, c])
                    b = guides[k1, j0, i, c] + ty * (guides[k1, j1, i, c] - guides[k1, j0, i, c])
                    row[i, c] = a + tz * (b - a)
            for i in range(first, end):
                if fuel[k, j, i] + scale.soot * soot[k, j, i] < np.float32(1e-4):
                    continue
                hx = ((np.float32(i) + half) / factor - half) * half - quarter
                hx = min(max(hx, zero), np.float32(mx - 1))
                i0 = np.int64(hx)
                i1, tx = min(i0 + 1, mx - 1), hx - np.float32(i0)
                for c in range(9):
                    g[c] = row[i0, c] + tx * (row[i1, c] - row[i0, c])
                x, y, z = np.float32(i) + g[6], np.float32(j) + g[7], np.float32(k) + g[8]
                there = between(fuel, x, y, z)
                dark = scale.soot * between(soot, x, y, z)
                if there + dark < np.float32(1e-3) or (there <= np.float32(0.02) and dark <= fewest):
                    continue
                a = np.float32(0.6) * tiled(billows, g[0], g[1], g[2])
                a += np.float32(0.4) * tiled(billows, g[1] * finer_by, g[2] * finer_by, g[0] * finer_by)
                b = np.float32(0.6) * tiled(billows, g[3], g[4], g[5])
                b += np.float32(0.4) * tiled(billows, g[4] * finer_by, g[5] * finer_by, g[3] * finer_by)
                noise = half + np.float32(1.6) * (
                    texture.weight_a * (a - half) + texture.weight_b * (b - half)
                )
                noise = min(max(noise, zero), unity)
                dark *= max(zero, unity + scale.threads * (np.float32(3.0) * noise - np.float32(1.6)))
                dark = max(zero, dark - np.float32(0.03) * scale.threads)
                # Thin flame is torn first: what is rich in fuel holds together.
                density = there - scale.licks * np.float32(0.22) * (unity - noise) * (unity - half * there)
                flame = _ramp(density, np.float32(0.02), np.float32(0.2))
                flame *= unity - np.float32(0.5) * _ramp(density, np.float32(0.7), unity)
                flame *= unity + scale.licks * np.float32(1.3) * (noise - half)
                warm = between(heat, x, y, z) * (unity + scale.licks * np.float32(0.1) * (noise - half))
                # Soot forms in hot fuel only: what has not caught yet is clear.
                flame *= _ramp(warm, np.float32(0.3), np.float32(0.6))
                # Toward its foot and its room's top it ends in tongues, not at one height.
                least = np.float32(0.75) * (unity - noise)
                left = edges[0, i] * _ramp(edges[1, j], least, least + quarter) * edges[2, k]
                sooty = (flame + dark) * left
                if sooty <= zero:
                    continue
                place = max(scale.first + warm * scale.rise, zero)
                at = min(np.int64(place), last)
                share = min(place - np.float32(at), unity)
                here = out[k, j, i]
                for c in range(3):
                    shine = table[at, c] + share * (table[at + 1, c] - table[at, c])
                    here[c] = sooty * shine
                here[3] = sooty


@kernel
def _expose(
    start: int, stop: int, sharp: Field, velocity: Field, around: Occupied, occupied: Occupied,
    way: np.float32, cut: int, out: Field,
) -> None:  # fmt: skip
    """Average along the way of the gas while the shutter is open: `way` fine cells a m/s."""
    zero, half = np.float32(0.0), np.float32(0.5)
    nz, ny, nx = sharp.shape[0], sharp.shape[1], sharp.shape[2]
    per = np.float32(0.5) / np.float32(cut)
    for k in range(start, stop):
        for j in range(ny):
            for i in range(nx):
                if around[k // BLOCK, j // BLOCK, i // BLOCK] == 0:
                    continue
                vx, vy, vz = vector_between(
                    velocity,
                    (np.float32(i) + half) * per - half,
                    (np.float32(j) + half) * per - half,
                    (np.float32(k) + half) * per - half,
                )
                vx, vy, vz = vx * way, vy * way, vz * way
                taps = 1 + int(min(np.sqrt(vx * vx + vy * vy + vz * vz) * np.float32(0.35), np.float32(23.0)))
                e0 = e1 = e2 = e3 = zero
                for tap in range(taps):
                    t = (np.float32(tap) + half) / np.float32(taps) - half
                    x = min(max(np.float32(i) - t * vx, zero), np.float32(nx - 1))
                    y = min(max(np.float32(j) - t * vy, zero), np.float32(ny - 1))
                    z = min(max(np.float32(k) - t * vz, zero), np.float32(nz - 1))
                    i0, j0, k0 = np.int64(x), np.int64(y), np.int64(z)
                    if occupied[k0 // BLOCK, j0 // BLOCK, i0 // BLOCK] == 0:
                        continue
                    tx, ty, tz = x - np.float32(i0), y - np.float32(j0), z - np.float32(k0)
                    for corner in range(8):
                        ii = min(i0 + 1, nx - 1) if corner & 1 else i0
                        jj = min(j0 + 1, ny - 1) if corner & 2 else j0
                        kk = min(k0 + 1, nz - 1) if corner & 4 else k0
                        weight = (tx if corner & 1 else np.float32(1.0) - tx) * (
                            ty if corner & 2 else np.float32(1.0) - ty
                        )
                        weight *= tz if corner & 4 else np.float32(1.0) - tz
                        here = sharp[kk, jj, ii]
                        e0 += weight * here[0]
                        e1 += weight * here[1]
                        e2 += weight * here[2]
                        e3 += weight * here[3]
                if e3 > zero:
                    share = np.float32(1.0) / np.float32(taps)
                    to = out[k, j, i]
                    to[0], to[1], to[2], to[3] = e0 * share, e1 * share, e2 * share, e3 * share
