"""The loops that make simulated smoke finer and give it detail. See `volume` for what they do together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, Spans, inner, kernel
from secondunit.elements.noise import tiled, wrapped
from secondunit.elements.sampling import between

#: Channels of a guide: see `carve`.
GUIDES = 15
#: How far a copy of the noise is drawn out where it is gone; how soon strain stirs small eddies all the way.
DRAWN, STIRRED = np.float32(3.2), np.float32(2.0)


class Texture(NamedTuple):
    """The detail of a frame: `factor` fine cells a cell; `scale` samples of the noise a cell; `billow`,
    `wisps`, `softness` 0 to 1; the weights of the two copies; how far small eddies `turn` the field in
    fine cells and how far its surface may `retreat`; how far the copies are shifted in samples along x, y, z.
    """

    factor: np.float32
    scale: np.float32
    billow: np.float32
    wisps: np.float32
    softness: np.float32
    weight_a: np.float32
    weight_b: np.float32
    turn: np.float32
    retreat: np.float32
    shift_a: Field
    shift_b: Field


@inner
def _bend(t: np.float32) -> tuple[np.float32, np.float32, np.float32, np.float32]:
    """The weights of the cubic B-spline: smooth to the second derivative, so that no cell shows."""
    sixth, unity, three = np.float32(1.0 / 6.0), np.float32(1.0), np.float32(3.0)
    s = unity - t
    return (
        sixth * s * s * s,
        sixth * (np.float32(4.0) + three * t * t * (t - np.float32(2.0))),
        sixth * (unity + three * t * (unity + t * s)),
        sixth * t * t * t,
    )


@kernel
def stretch(start: int, stop: int, coarse: Field, cut: int, low: Spans, high: Spans, out: Field) -> None:
    """Make the field finer along z and y."""
    half, factor = np.float32(0.5), np.float32(cut)
    nz, ny, nx = coarse.shape
    for k in range(start, stop):
        z = (np.float32(k) + half) / factor - half
        k0 = int(np.floor(z))
        along_z = _bend(z - np.float32(k0))
        for j in range(out.shape[1]):
            if low[k // cut, j // cut] >= high[k // cut, j // cut]:
                continue
            y = (np.float32(j) + half) / factor - half
            j0 = int(np.floor(y))
            along_y = _bend(y - np.float32(j0))
            line = out[k, j]
            for dk in range(4):
                kk = min(max(k0 + dk - 1, 0), nz - 1)
                for dj in range(4):
                    jj = min(max(j0 + dj - 1, 0), ny - 1)
                    weight = np.float32(along_z[dk] * along_y[dj])
                    row = coarse[kk, jj]
                    for i in range(nx):
                        line[i] += weight * row[i]


@kernel
def widen(start: int, stop: int, tall: Field, cut: int, low: Spans, high: Spans, out: Field) -> None:
    """Make the field finer along x."""
    half, factor = np.float32(0.5), np.float32(cut)
    last = tall.shape[2] - 1
    for k in range(start, stop):
        for j in range(out.shape[1]):
            for i in range(low[k // cut, j // cut] * cut, high[k // cut, j // cut] * cut):
                x = (np.float32(i) + half) / factor - half
                i0 = int(np.floor(x))
                b0, b1, b2, b3 = _bend(x - np.float32(i0))
                d = b0 * tall[k, j, max(i0 - 1, 0)] + b1 * tall[k, j, max(i0, 0)]
                out[k, j, i] = d + b2 * tall[k, j, min(i0 + 1, last)] + b3 * tall[k, j, min(i0 + 2, last)]


@kernel
def lay_guides(
    start: int, stop: int, drift_a: Field, drift_b: Field, swirls: Field, corner: Spans, texture: Texture,
    out: Field,
) -> None:  # fmt: skip
    """Fill in, at half resolution, where each noise is read (0-5) and how far small eddies bend (6-8)."""
    scale, turn = texture.scale, texture.turn
    weight_a, weight_b = texture.weight_a, texture.weight_b
    two, half, turning = np.float32(2.0), np.float32(0.5), np.float32(0.37)
    for k in range(start, stop):
        z = two * np.float32(k) + half + np.float32(corner[0])
        for j in range(out.shape[1]):
            y = two * np.float32(j) + half + np.float32(corner[1])
            for i in range(out.shape[2]):
                x = two * np.float32(i) + half + np.float32(corner[2])
                ax = (drift_a[k, j, i, 0] + x) * scale + texture.shift_a[0]
                ay = (drift_a[k, j, i, 1] + y) * scale + texture.shift_a[1]
                az = (drift_a[k, j, i, 2] + z) * scale + texture.shift_a[2]
                bx = (drift_b[k, j, i, 0] + x) * scale + texture.shift_b[0]
                by = (drift_b[k, j, i, 1] + y) * scale + texture.shift_b[1]
                bz = (drift_b[k, j, i, 2] + z) * scale + texture.shift_b[2]
                ux, uy, uz = wrapped(swirls, ax * turning, ay * turning, az * turning)
                vx, vy, vz = wrapped(swirls, bx * turning, by * turning, bz * turning)
                here = out[k, j, i]
                here[0], here[1], here[2], here[3], here[4], here[5] = ax, ay, az, bx, by, bz
                here[6] = turn * (weight_a * ux + weight_b * vx)
                here[7] = turn * (weight_a * uy + weight_b * vy)
                here[8] = turn * (weight_a * uz + weight_b * vz)


@kernel
def lay_eddies(start: int, stop: int, guides: Field, texture: Texture, out: Field) -> None:
    """Fill in where small eddies are read (0-2, 4-6) and what share of their way they push (3, 7).

    They push where the air has been stirred since a copy was set back, and less where it has drawn a copy
    out so far that its bumps are threads; that share of each copy goes into the guides (13, 14) as well.
    """
    zero, unity, quarter = np.float32(0.0), np.float32(1.0), np.float32(0.25)
    per = quarter / texture.scale
    nz, ny, nx = out.shape[0], out.shape[1], out.shape[2]
    for k in range(start, stop):
        ka, kb = max(k - 1, 0), min(k + 1, nz - 1)
        for j in range(ny):
            ja, jb = max(j - 1, 0), min(j + 1, ny - 1)
            for i in range(nx):
                ia, ib = max(i - 1, 0), min(i + 1, nx - 1)
                stirred = zero
                for copy in range(2):
                    size = strain = zero
                    for n in range(3):
                        c = 3 * copy + n
                        along_x = per * (guides[k, j, ib, c] - guides[k, j, ia, c])
                        along_y = per * (guides[k, jb, i, c] - guides[k, ja, i, c])
                        along_z = per * (guides[kb, j, i, c] - guides[ka, j, i, c])
                        size += along_x * along_x + along_y * along_y + along_z * along_z
                        along_x -= unity if n == 0 else zero
                        along_y -= unity if n == 1 else zero
                        along_z -= unity if n == 2 else zero
                        strain += along_x * along_x + along_y * along_y + along_z * along_z
                        out[k, j, i, 4 * copy + n] = guides[k, j, i, c]
                    weight = texture.weight_b if copy else texture.weight_a
                    stirred += weight * weight * strain
                    drawn = np.sqrt(size * np.float32(1.0 / 3.0))
                    whole = min(max((DRAWN - drawn) * np.float32(0.7), zero), unity)
                    guides[k, j, i, 13 + copy] = out[k, j, i, 4 * copy + 3] = weight * whole
                stirred = min(np.sqrt(stirred) * STIRRED, unity)
                out[k, j, i, 3] *= stirred
                out[k, j, i, 7] *= stirred


@kernel
def carve(
    start: int, stop: int, smooth: Field, guides: Field, billows: Field, edges: Field, low: Spans,
    high: Spans, texture: Texture, out: Field,
) -> None:  # fmt: skip
    """Bend the smooth field by small eddies, push its surface back by the noise, bite into its thin parts.

    `guides` (half resolution, `GUIDES` channels): see `lay_guides`, then the way into the smoke (9-11), the
    neighbourhood's density (12), and what each noise counts (13, 14). `edges` (3, cells): what is left toward
    the box's open sides along x, y, z.
    """
    factor, billow, wisps, softness = texture.factor, texture.billow, texture.wisps, texture.softness
    retreat = texture.retreat
    zero, unity, half = np.float32(0.0), np.float32(1.0), np.float32(0.5)
    quarter, finer, faint = np.float32(0.25), np.float32(5.3), np.float32(1e-3)
    cut = np.int64(factor)
    crisp = np.float32(4.2) - np.float32(3.2) * softness
    mz, my, mx = guides.shape[0], guides.shape[1], guides.shape[2]
    row = np.zeros((mx, GUIDES), np.float32)
    g = np.zeros(GUIDES, np.float32)
    for k in range(start, stop):
        hz = min(max(((np.float32(k) + half) / factor - half) * half - quarter, zero), np.float32(mz - 1))
        k0 = np.int64(hz)
        k1, tz = min(k0 + 1, mz - 1), hz - np.float32(k0)
        for j in range(out.shape[1]):
            first, last = low[k // cut, j // cut] * cut, high[k // cut, j // cut] * cut
            if first >= last:
                continue
            hy = min(max(((np.float32(j) + half) / factor - half) * half - quarter, zero), np.float32(my - 1))
            j0 = np.int64(hy)
            j1, ty = min(j0 + 1, my - 1), hy - np.float32(j0)
            for i in range(max(first // (2 * cut) - 1, 0), min(last // (2 * cut) + 2, mx)):
                for c in range(GUIDES):
                    a = guides[k0, j0, i, c] + ty * (guides[k0, j1, i, c] - guides[k0, j0, i, c])
                    b = guides[k1, j0, i, c] + ty * (guides[k1, j1, i, c] - guides[k1, j0, i, c])
                    row[i, c] = a + tz * (b - a)
            for i in range(first, last):
                if smooth[k, j, i] < faint:
                    continue
                hx = ((np.float32(i) + half) / factor - half) * half - quarter
                hx = min(max(hx, zero), np.float32(mx - 1))
                i0 = np.int64(hx)
                i1, tx = min(i0 + 1, mx - 1), hx - np.float32(i0)
                for c in range(GUIDES):
                    g[c] = row[i0, c] + tx * (row[i1, c] - row[i0, c])
                a = np.float32(0.62) * tiled(billows, g[0], g[1], g[2])
                a += np.float32(0.38) * tiled(billows, g[1] * finer, g[2] * finer, g[0] * finer)
                b = np.float32(0.62) * tiled(billows, g[3], g[4], g[5])
                b += np.float32(0.38) * tiled(billows, g[4] * finer, g[5] * finer, g[3] * finer)
                noise = half + np.float32(1.6) * (g[13] * (a - half) + g[14] * (b - half))
                noise = min(max(noise, zero), unity)
                out_by = retreat * (unity - noise)
                d = between(
                    smooth,
                    np.float32(i) + g[6] - out_by * g[9],
                    np.float32(j) + g[7] - out_by * g[10],
                    np.float32(k) + g[8] - out_by * g[11],
                )
                if d < faint:
                    continue
                bite = np.float32(0.3) * billow * (unity - noise) + np.float32(0.05)
                loss = unity - edges[0, i] * edges[1, j] * edges[2, k]
                # A foot or a side ends where the noise says, not at one height.
                bite += loss * (np.float32(1.5) - np.float32(1.3) * noise)
                sharp = crisp * (unity - np.float32(0.8) * loss)
                left = (min(d / g[12], unity) - bite) * sharp / (unity + half - min(bite, unity))
                if left <= zero:
                    continue
                left = min(left, unity + np.float32(0.2) * (left - unity))
                thread = max(zero, unity + wisps * (np.float32(2.4) * noise - np.float32(1.2)))
                # The neighbourhood's density, raised where the grid has thinned it by smearing.
                mass = (unity - loss) * g[12] ** np.float32(0.7)
                faded = min(unity, d * np.float32(20.0))
                out[k, j, i] = mass * left * thread * faded * faded
