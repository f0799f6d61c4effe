"""Light in the volume: six unit white lights, each from one side, and the weights that mix them.

A pass is what the element looks like lit from one side only. Because light adds up, any lighting made of
the six is a weighted sum of the passes:

    beauty RGB = sum over sides of weight(side) x light_side, plus emission
    weight(side) = key x key_color x max(0, L . side)^2 + ambient x ambient_color x share(side)

with L the unit vector toward the key light and `share` 0.40 from the top, 0.08 from the bottom and 0.13
from each other side. The squares of a unit vector's components add to 1, so turning the key keeps its
power (the ambient cube of McTaggart 2004). Sides are the world's: left and right of frame, up and down,
toward the camera (front) and away from it (back), whatever the camera's pitch.

Scattering within the smoke follows the octaves of Wrenninge, Kulla and Lundqvist 2013: single scattering
with sharp shadows, and two orders of multiple scattering with half and a quarter of the extinction, from a
blurred volume because scattered light spreads. A thick white cloud lit by a unit light from the camera's
side comes out near 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from secondunit.elements.kernels import Field, Spans, inner, kernel, over, singles, together, zeros
from secondunit.elements.kind import PASSES
from secondunit.wire.control import Scalar

from .camera import Camera
from .volume import Volume

#: Toward each light, in the order of the passes.
SIDES: tuple[tuple[int, int, int], ...] = (
    (-1, 0, 0),
    (1, 0, 0),
    (0, 1, 0),
    (0, -1, 0),
    (0, 0, 1),
    (0, 0, -1),
)
SHARES = (0.13, 0.13, 0.40, 0.08, 0.13, 0.13)
#: Lit values are kept in 16 bits of this many parts.
PARTS = 16384.0

Lit = npt.NDArray[np.uint16]


def color(settings: Mapping[str, Scalar], name: str) -> tuple[float, float, float]:
    """A colour control as three numbers."""
    red, green, blue = (float(part) for part in str(settings[name]).split())
    return red, green, blue


def light_weights(
    settings: Mapping[str, Scalar], plate_luminance: float | None
) -> dict[str, tuple[float, float, float]]:
    """The RGB weight of each pass in the beauty (see the formula above)."""
    exposure = 1.0 if plate_luminance is None else plate_luminance / 0.18
    around, up = radians(float(settings["key_side"])), radians(float(settings["key_height"]))
    toward = (sin(around) * cos(up), sin(up), cos(around) * cos(up))
    key, sky = float(settings["key"]) * exposure, float(settings["ambient"]) * exposure
    key_color, sky_color = color(settings, "key_color"), color(settings, "ambient_color")
    weights = {}
    for name, side, share in zip(PASSES, SIDES, SHARES, strict=True):
        facing = max(0.0, sum(a * b for a, b in zip(toward, side, strict=True))) ** 2
        red, green, blue = (key * facing * key_color[n] + sky * share * sky_color[n] for n in range(3))
        weights[name] = (red, green, blue)
    return weights


def phase(cosine: float, g: float) -> float:
    """Henyey and Greenstein's phase function, 1 everywhere for g = 0."""
    return float((1.0 - g * g) / (1.0 + g * g - 2.0 * g * cosine) ** 1.5)


def light_volume(volume: Volume, albedo: float, forward: float, camera: Camera, extinction: float) -> Lit:
    """Each cell's brightness under each of the six lights, (z, y, x, 6) in `PARTS` parts.

    `albedo` is the largest of the three colours', `forward` is Henyey and Greenstein's g, `extinction` is per
    metre at density 1.
    """
    dense = volume.density
    bright = np.zeros((*dense.shape, 6), np.uint16)
    g, albedo = forward, min(0.97, albedo)
    thickness = extinction * volume.cell
    coarse = _coarse(volume)
    center = np.array(dense.shape[::-1]) * 0.5 * volume.cell + (volume.x, volume.y, volume.z)
    view = center - (camera.x, camera.y, camera.z)
    view /= np.linalg.norm(view)
    calls = []
    for n, side in enumerate(SIDES):
        cosine = float(np.dot(view, side))
        scattering = singles(
            Scattering,
            thickness,
            0.85 * phase(cosine, g),
            0.5 * albedo * phase(cosine, 0.5 * g),
            0.30 * albedo**2 * phase(cosine, 0.25 * g),
            PARTS,
        )
        calls.append((_lit_from, (dense, coarse, volume.low, volume.high, n, scattering, bright)))
    together(calls)
    return bright


class Scattering(NamedTuple):
    """Light on its way: optical `thickness` of a fine cell at density 1; what is scattered `once`, `twice`
    and more `often` toward the camera; `parts` that 1 is kept in.
    """

    thickness: np.float32
    once: np.float32
    twice: np.float32
    often: np.float32
    parts: np.float32


#: Fine cells along a cell of the blurred volume.
CUT = 4


def _coarse(volume: Volume) -> Field:
    """The density blurred, at a quarter of the resolution."""
    shape = [-(-n // CUT) for n in volume.density.shape]
    mean = zeros(*shape)
    over(_average, shape[0], volume.density, volume.low, volume.high, mean, work=volume.density.size)
    blurred = ndimage.gaussian_filter(mean, 0.9, mode="constant", truncate=2.5)
    return np.ascontiguousarray(blurred, dtype=np.float32)


@kernel
def _average(start: int, stop: int, dense: Field, low: Spans, high: Spans, out: Field) -> None:
    share = np.float32(1.0 / CUT**3)
    for k in range(start * CUT, min(stop * CUT, dense.shape[0])):
        for j in range(dense.shape[1]):
            row = out[k // CUT, j // CUT]
            for i in range(low[k, j], high[k, j]):
                row[i // CUT] += share * dense[k, j, i]


@inner
def _fading(thickness: np.float32) -> np.float32:
    """exp(-thickness) for thickness >= 0, by squaring; off by less than 0.0001."""
    unity, half = np.float32(1.0), np.float32(0.5)
    y = min(thickness, np.float32(64.0)) * np.float32(1.0 / 64.0)
    f = unity - y + half * y * y
    f *= f
    f *= f
    f *= f
    f *= f
    f *= f
    return f * f


@kernel
def _glow(coarse: Field, side: int, scattering: Scattering) -> Field:
    """What multiple scattering adds in each cell of the blurred volume."""
    thick, twice, often = scattering.thickness * np.float32(CUT), scattering.twice, scattering.often
    axis = 2 if side < 2 else 1 if side < 4 else 0
    upward = side == 0 or side == 3 or side == 5
    half, quarter = np.float32(0.5), np.float32(0.25)
    blocked = np.zeros_like(coarse)
    mz, my, mx = coarse.shape
    step = -1 if upward else 1
    for a in range(mz):
        k = a if upward else mz - 1 - a
        for b in range(my):
            j = b if upward else my - 1 - b
            for c in range(mx):
                i = c if upward else mx - 1 - c
                ahead = half * coarse[k, j, i] * thick
                ki = k + step if axis == 0 else k
                ji = j + step if axis == 1 else j
                ii = i + step if axis == 2 else i
                if 0 <= ki < mz and 0 <= ji < my and 0 <= ii < mx:
                    ahead += blocked[ki, ji, ii] + half * coarse[ki, ji, ii] * thick
                blocked[k, j, i] = ahead
    for k in range(mz):
        for j in range(my):
            for i in range(mx):
                dim = _fading(quarter * blocked[k, j, i])
                blocked[k, j, i] = twice * dim * dim + often * dim
    return blocked


@kernel
def _lit_from(
    dense: Field, coarse: Field, low: Spans, high: Spans, side: int, scattering: Scattering, bright: Lit
) -> None:
    """Sweep away from the light, adding up what stands in its way."""
    axis = 2 if side < 2 else 1 if side < 4 else 0
    upward = side == 0 or side == 3 or side == 5
    thick, once, parts = scattering.thickness, scattering.once, scattering.parts
    zero, half, cut = np.float32(0.0), np.float32(0.5), np.float32(CUT)
    glow = _glow(coarse, side, scattering)
    mz, my, mx = glow.shape
    nz, ny, nx = dense.shape
    plane = np.zeros((ny, nx), np.float32) if axis == 0 else np.zeros((1, nx), np.float32)
    line = np.zeros(mx, np.float32)
    for a in range(nz):
        k = a if upward else nz - 1 - a
        z = min(max((np.float32(k) + half) / cut - half, zero), np.float32(mz - 1))
        k0 = np.int64(z)
        k1, tz = min(k0 + 1, mz - 1), z - np.float32(k0)
        if axis == 1:
            plane[:] = zero
        for b in range(ny):
            j = b if upward else ny - 1 - b
            first, last = low[k, j], high[k, j]
            if first >= last:
                continue
            y = min(max((np.float32(j) + half) / cut - half, zero), np.float32(my - 1))
            j0 = np.int64(y)
            j1, ty = min(j0 + 1, my - 1), y - np.float32(j0)
            for i in range(max(first // CUT - 1, 0), min(last // CUT + 2, mx)):
                above = glow[k0, j0, i] + ty * (glow[k0, j1, i] - glow[k0, j0, i])
                below = glow[k1, j0, i] + ty * (glow[k1, j1, i] - glow[k1, j0, i])
                line[i] = above + tz * (below - above)
            row = plane[j] if axis == 0 else plane[0]
            run = zero
            for c in range(first, last):
                i = c if upward else last - 1 - (c - first)
                own = half * thick * dense[k, j, i]
                if axis == 2:
                    sharp = run + own
                    run = sharp + own
                else:
                    sharp = row[i] + own
                    row[i] = sharp + own
                x = min(max((np.float32(i) + half) / cut - half, zero), np.float32(mx - 1))
                i0 = np.int64(x)
                spread = line[i0] + (x - np.float32(i0)) * (line[min(i0 + 1, mx - 1)] - line[i0])
                light = once * _fading(sharp) + spread
                bright[k, j, i, side] = np.uint16(min(light * parts, np.float32(65000.0)) + half)
