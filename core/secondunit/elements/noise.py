"""Seamless noise, made from counters: the same seed gives the same bits on every machine and thread.

Tiles repeat every `TILE` samples on each axis. Knows nothing of smoke.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import fft

from .kernels import Field, inner, kernel

TILE = 64
_MASK = np.int64(TILE - 1)


def scramble(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Well mixed 64 bits for each counter (splitmix64 of Steele, Lea and Flood 2014)."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def uniform(seed: int, count: int) -> npt.NDArray[np.float64]:
    """`count` numbers in [0, 1), hashed from the seed and their place."""
    start = scramble(np.array([seed & 0xFFFFFFFFFFFFFFFF], np.uint64))
    bits = scramble(np.arange(count, dtype=np.uint64) ^ start)
    return (bits >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def _gaussian(seed: int, *shape: int) -> npt.NDArray[np.float64]:
    """Normal numbers by Box and Muller (1958)."""
    count = int(np.prod(shape))
    radius = np.sqrt(-2.0 * np.log(1.0 - uniform(seed, count)))
    return (radius * np.cos(2.0 * np.pi * uniform(seed + 1, count))).reshape(shape)


def _wave_numbers() -> npt.NDArray[np.float64]:
    axis = np.fft.fftfreq(TILE, 1.0 / TILE)
    return np.stack(np.meshgrid(axis, axis, axis, indexing="ij"))


@lru_cache(maxsize=2)
def swirl_tile(seed: int) -> Field:
    """A divergence-free turbulent velocity, (TILE, TILE, TILE, 3) with components x, y, z, unit deviation.

    Gaussian noise with Kolmogorov's slope between 2 and 14 waves a tile, made free of divergence in
    Fourier space.
    """
    k = _wave_numbers()
    size = np.sqrt((k**2).sum(0))
    size[0, 0, 0] = 1.0
    band = np.where((size >= 1.5) & (size <= 14.0), size ** (-5.0 / 6.0 - 1.0), 0.0)
    wave = np.stack([fft.fftn(_gaussian(seed * 8 + 2 * axis, TILE, TILE, TILE)) * band for axis in range(3)])
    wave -= k * ((k * wave).sum(0) / size**2)
    swirl = np.stack([fft.ifftn(part).real for part in wave], axis=-1)
    return np.ascontiguousarray((swirl / swirl.std())[..., ::-1], dtype=np.float32)


@lru_cache(maxsize=2)
def bump_tile(seed: int) -> Field:
    """Rounded bumps of one size, 8 samples, (TILE, TILE, TILE), of unit deviation about 0 (Worley 1996)."""
    total = np.zeros((TILE, TILE, TILE), np.float32)
    points = uniform(seed * 16 + 5, 8**3 * 3).reshape(8, 8, 8, 3).astype(np.float32)
    _bumps(total, points, np.float32(1.0))
    bumps: Field = (total - total.mean(dtype=np.float64)) / total.std(dtype=np.float64)
    return np.ascontiguousarray(bumps, dtype=np.float32)


@lru_cache(maxsize=2)
def soft_tile(seed: int) -> Field:
    """Smooth noise between 3 and 9 waves a tile, (TILE, TILE, TILE), unit deviation."""
    k = _wave_numbers()
    size = np.sqrt((k**2).sum(0))
    band = np.where((size >= 2.5) & (size <= 9.0), 1.0 / np.maximum(size, 1.0) ** 1.5, 0.0)
    soft = fft.ifftn(fft.fftn(_gaussian(seed * 8 + 7, TILE, TILE, TILE)) * band).real
    return np.ascontiguousarray(soft / soft.std(), dtype=np.float32)


@lru_cache(maxsize=2)
def billow_tile(seed: int) -> Field:
    """Rounded bumps like the head of a cauliflower, (TILE, TILE, TILE), 0 in the creases to 1 on the tops.

    Inverted distance to scattered points (Worley 1996), in three sizes: 16, 8 and 4 samples.
    """
    total = np.zeros((TILE, TILE, TILE), np.float32)
    for octave, (cells, weight) in enumerate(((4, 0.55), (8, 0.3), (16, 0.15))):
        points = uniform(seed * 16 + octave, cells**3 * 3).reshape(cells, cells, cells, 3).astype(np.float32)
        _bumps(total, points, np.float32(weight))
    low, high = np.quantile(total, [0.01, 0.99])
    billow: Field = np.clip((total - np.float32(low)) / np.float32(high - low), 0.0, 1.0)
    return billow


@kernel
def _bumps(total: Field, points: Field, weight: np.float32) -> None:
    cells = points.shape[0]
    scale = np.float32(cells) / np.float32(total.shape[0])
    for k in range(total.shape[0]):
        for j in range(total.shape[1]):
            for i in range(total.shape[2]):
                x, y, z = np.float32(i) * scale, np.float32(j) * scale, np.float32(k) * scale
                ci, cj, ck = int(x), int(y), int(z)
                nearest = np.float32(9.0)
                for dk in range(-1, 2):
                    for dj in range(-1, 2):
                        for di in range(-1, 2):
                            p = points[(ck + dk) % cells, (cj + dj) % cells, (ci + di) % cells]
                            px = np.float32(ci + di) + p[0] - x
                            py = np.float32(cj + dj) + p[1] - y
                            pz = np.float32(ck + dk) + p[2] - z
                            nearest = min(nearest, px * px + py * py + pz * pz)
                total[k, j, i] += weight * max(np.float32(0.0), np.float32(1.0) - nearest)


@inner
def tiled(tile: Field, x: np.float32, y: np.float32, z: np.float32) -> np.float32:
    """The tile at a place given in samples, interpolated linearly and repeated for ever."""
    fx, fy, fz = np.floor(x), np.floor(y), np.floor(z)
    i0, j0, k0 = np.int64(fx) & _MASK, np.int64(fy) & _MASK, np.int64(fz) & _MASK
    i1, j1, k1 = (i0 + 1) & _MASK, (j0 + 1) & _MASK, (k0 + 1) & _MASK
    tx, ty, tz = x - fx, y - fy, z - fz
    a = tile[k0, j0, i0] + tx * (tile[k0, j0, i1] - tile[k0, j0, i0])
    b = tile[k0, j1, i0] + tx * (tile[k0, j1, i1] - tile[k0, j1, i0])
    c = tile[k1, j0, i0] + tx * (tile[k1, j0, i1] - tile[k1, j0, i0])
    d = tile[k1, j1, i0] + tx * (tile[k1, j1, i1] - tile[k1, j1, i0])
    a += ty * (b - a)
    c += ty * (d - c)
    value: np.float32 = a + tz * (c - a)
    return value


@inner
def wrapped(
    tile: Field, x: np.float32, y: np.float32, z: np.float32
) -> tuple[np.float32, np.float32, np.float32]:
    """The vector tile at a place given in samples; see `tiled`."""
    mask = np.int64(TILE - 1)
    unity = np.float32(1.0)
    fx, fy, fz = np.floor(x), np.floor(y), np.floor(z)
    i, j, k = np.int64(fx) & mask, np.int64(fy) & mask, np.int64(fz) & mask
    i1, j1, k1 = (i + 1) & mask, (j + 1) & mask, (k + 1) & mask
    tx, ty, tz = x - fx, y - fy, z - fz
    vx, vy, vz = np.float32(0.0), np.float32(0.0), np.float32(0.0)
    for corner in range(8):
        ci = i1 if corner & 1 else i
        cj = j1 if corner & 2 else j
        ck = k1 if corner & 4 else k
        weight = (tx if corner & 1 else unity - tx) * (ty if corner & 2 else unity - ty)
        weight *= tz if corner & 4 else unity - tz
        vx += weight * tile[ck, cj, ci, 0]
        vy += weight * tile[ck, cj, ci, 1]
        vz += weight * tile[ck, cj, ci, 2]
    return vx, vy, vz
