"""Straight edges of a picture, each as its light across it: what sharpness and shutter are measured of.

The slanted-edge way of ISO 12233: pixels along an edge that is not parallel to the grid lie at all parts of a
pixel from it, so together they show its profile finer than pixels are. Where the edge lies is told by how
much of a strip across it is bright, which no symmetric blur and little noise moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter, maximum_filter

Pixels = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]
#: Profiles have so many bins a pixel; of a picture so many edges are looked at, the strongest.
PER_PIXEL, MOST = 4, 400
#: How far a straight edge may bend, in pixels (root mean square), and how much of a step its sides may vary.
STRAIGHT, FLAT = 0.3, 0.06
#: An edge's sides differ by so much of their sum at least, and by so many deviations of a bin's noise.
CONTRAST, ABOVE_NOISE = 0.12, 12.0
#: How one-sided the gradients around an edge are: 1 where all are parallel.
_PARALLEL = 0.85
#: Clearly below the whole: so much of the profile's bins have pixels.
_FILLED = 0.85
_STRIP = 4.0


@dataclass(frozen=True)
class Edge:
    """An edge: where it is, which way it faces, and its profile.

    `normal` is the unit vector (right, down) from dark to bright; `profile` (channels, bins) float64 goes
    from -reach to reach pixels across it, 0 on the dark side and 1 on the bright one; `noise` (channels,)
    is the deviation of a bin.
    """

    row: float
    column: float
    normal: tuple[float, float]
    profile: Values
    noise: Values


def bins(reach: int) -> Values:
    """The middles of a profile's bins, in pixels from the edge."""
    count = 2 * reach * PER_PIXEL
    return (np.arange(count) + 0.5) / PER_PIXEL - reach


def edges(picture: Pixels, reach: int) -> list[Edge]:
    """The straight edges of (height, width, channels) float32, scene-linear, alone within `reach` pixels."""
    height, width = picture.shape[:2]
    if min(height, width) < 3 * reach:
        return []
    bright = picture.mean(axis=-1)
    # Detected in a coded picture, so that highlights do not rule; measured in light, where blur is linear.
    coded = gaussian_filter((np.maximum(bright, 0.0) + np.float32(0.01)) ** np.float32(0.4), 1.5)
    down, right = np.gradient(coded)
    strong = gaussian_filter(np.hypot(right, down), reach / 8)
    parallel = _parallel(right, down, reach / 3)
    margin = int(np.ceil(1.5 * reach)) + 1
    top = strong == maximum_filter(strong, size=reach | 1)
    top &= (parallel > _PARALLEL) & (strong > 0.4 * np.median(strong))
    top[:margin] = top[-margin:] = False
    top[:, :margin] = top[:, -margin:] = False
    places = np.argwhere(top)
    order = np.argsort(-strong[top], kind="stable")[: 4 * MOST]
    found: list[Edge] = []
    for row, column in places[order]:
        way = _way(right, down, int(row), int(column), reach // 2)
        edge = _edge(picture, bright, float(row), float(column), way, reach)
        if edge is not None:
            found.append(edge)
        if len(found) == MOST:
            break
    return found


def _parallel(right: Pixels, down: Pixels, around: float) -> Pixels:
    """The coherence of gradients (J. Bigun and G. H. Granlund, 1987): 1 where all are parallel."""
    xx, yy, xy = (gaussian_filter(part, around) for part in (right * right, down * down, right * down))
    total = xx + yy
    floor = np.float32(1e-12) + np.float32(1e-6) * total.max()
    return np.asarray(np.hypot(xx - yy, 2 * xy) / (total + floor), np.float32)


def _way(right: Pixels, down: Pixels, row: int, column: int, around: int) -> float:
    """The angle of the mean gradient about a place, signs taken together."""
    there = np.s_[row - around : row + around + 1, column - around : column + around + 1]
    x, y = right[there].astype(np.float64), down[there].astype(np.float64)
    way = 0.5 * np.arctan2(2 * (x * y).sum(), (x * x - y * y).sum())
    if x.sum() * np.cos(way) + y.sum() * np.sin(way) < 0:
        way += np.pi
    return float(way)


def _edge(picture: Pixels, bright: Pixels, row: float, column: float, way: float, reach: int) -> Edge | None:
    far = int(np.ceil(1.5 * reach))
    top, left = round(row) - far, round(column) - far
    box = np.s_[top : top + 2 * far + 1, left : left + 2 * far + 1]
    y, x = np.mgrid[-far : far + 1, -far : far + 1].astype(np.float64)
    y, x = y + round(row) - row, x + round(column) - column
    light = bright[box].astype(np.float64)
    shift = 0.0
    for _ in range(3):
        across, along = _turned(x, y, way, shift)
        line = _line(across, along, light, reach)
        if line is None:
            return None
        offset, slope, bend = line
        shift += offset
        way -= np.arctan(slope)
    if bend > STRAIGHT or abs(shift) > reach / 2:
        return None
    across, along = _turned(x, y, way, shift)
    near = (np.abs(across) < reach) & (np.abs(along) < reach)
    number = np.clip(((across[near] + reach) * PER_PIXEL).astype(np.intp), 0, 2 * reach * PER_PIXEL - 1)
    values = picture[box][near].astype(np.float64)
    profile = _profile(number, values, 2 * reach * PER_PIXEL)
    if profile is None:
        return None
    whole = _normal(*profile, bins(reach), reach)
    if whole is None:
        return None
    normal = (float(np.cos(way)), float(np.sin(way)))
    return Edge(row + shift * normal[1], column + shift * normal[0], normal, *whole)


def _turned(x: Values, y: Values, way: float, shift: float) -> tuple[Values, Values]:
    """How far pixels lie across an edge (positive where it is bright) and along it."""
    return x * np.cos(way) + y * np.sin(way) - shift, y * np.cos(way) - x * np.sin(way)


def _line(across: Values, along: Values, light: Values, reach: int) -> tuple[float, float, float] | None:
    """Where the edge is: offset, slope, what a line leaves, in pixels; by the bright part of strips."""
    near = (np.abs(across) < reach) & (np.abs(along) < reach)
    across, along, light = across[near], along[near], light[near]
    dark, lit = light[across < -0.6 * reach], light[across > 0.6 * reach]
    if not (dark.size and lit.size):
        return None  # the line has wandered out of what is looked at
    low, high = float(np.median(dark)), float(np.median(lit))
    if high - low <= CONTRAST * (abs(high) + abs(low)) or high - low <= 0:
        return None
    strips = np.floor((along + reach) / _STRIP).astype(np.intp)
    count = np.bincount(strips)
    share = np.bincount(strips, (light - low) / (high - low)) / np.maximum(count, 1)
    # Pixels are not spread evenly over a strip: their own middle is taken out.
    place = reach * (1.0 - 2.0 * share) + np.bincount(strips, across) / np.maximum(count, 1)
    middle = np.bincount(strips, along) / np.maximum(count, 1)
    good = count > reach
    if good.sum() < 4:
        return None
    slope, offset = np.polyfit(middle[good], place[good], 1)
    left = place[good] - (offset + slope * middle[good])
    return float(offset), float(slope), float(np.sqrt(np.mean(left**2)))


def _profile(number: npt.NDArray[np.intp], values: Values, size: int) -> tuple[Values, Values] | None:
    """The mean of each bin, (channels, bins), and its deviation by what pixels of a bin differ."""
    count = np.bincount(number, minlength=size)
    if np.mean(count > 0) < _FILLED:
        return None
    at = np.arange(size)
    rows, noises = [], []
    for channel in range(values.shape[1]):
        total = np.bincount(number, values[:, channel], size)
        mean = np.interp(at, at[count > 0], total[count > 0] / count[count > 0])
        spread = np.bincount(number, (values[:, channel] - mean[number]) ** 2, size)
        quiet = (np.abs(at - size / 2) > 0.3 * size) & (count > 1)
        variance = spread[quiet].sum() / max(1, (count[quiet] - 1).sum())
        rows.append(mean)
        noises.append(np.sqrt(variance / max(1.0, float(np.median(count)))))
    return np.array(rows), np.array(noises)


def _normal(profile: Values, noise: Values, at: Values, reach: int) -> tuple[Values, Values] | None:
    """The profile from 0 to 1, and its noise in the same measure; None where its sides are not flat."""
    dark, light = at < -0.6 * reach, at > 0.6 * reach
    low, high = profile[:, dark].mean(axis=1), profile[:, light].mean(axis=1)
    step = high - low
    # Every channel has to have the edge, and a side that never differs is clipped: its blur is cut off.
    if (step <= CONTRAST * (np.abs(high) + np.abs(low))).any() or ((noise <= 0).all() and _clipped(profile)):
        return None
    answer = (profile - low[:, None]) / step[:, None]
    quiet = noise / step
    varies = np.maximum(answer[:, dark].std(axis=1), answer[:, light].std(axis=1))
    if (quiet * ABOVE_NOISE > 1).any() or (varies > FLAT + 1.5 * quiet).any():
        return None
    return answer, quiet


def _clipped(profile: Values) -> bool:
    """Whether an edge without noise is a bare step: drawn, not photographed, and finer than a pixel."""
    inside = (profile > profile.min(axis=1, keepdims=True)) & (profile < profile.max(axis=1, keepdims=True))
    return not inside.any()
