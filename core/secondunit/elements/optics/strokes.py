"""Small things that pass while the shutter is open, lit from six sides: drops, flakes, grains by the million.

What passes a pixel covers it for part of the time. A disc of radius r that moves by L covers the way behind
it, of area 2 r L + pi r^2, for pi r^2 of that: its light and its alpha are those of its area, however fast it
is. Softness is a quadratic B-spline, whose samples on pixels add up to the same wherever it stands, so that
slow things do not pulse. Light within is scattered by Henyey and Greenstein's phase (1941) along each pixel's
own ray. Knows no kind.
"""

from __future__ import annotations

from math import cos, floor, pi, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, inner, kernel, over, singles, together, zeros
from secondunit.elements.kind import PASSES
from secondunit.wire.picture import Window

from .camera import Camera
from .holdout import hide, uncovered
from .light import SIDES

#: The columns of a stroke: begin and end in pixels from the format's top left corner, radius in pixels, what
#: it covers at most (0 to 1, before it moves), depth in metres, motion in pixels a frame (x right, y up), its
#: brightness, and how it flickers on its way: so much, in so many waves, from a phase; how much it is denser
#: in its middle, 0 for a disc, 1 for a tuft.
COLUMNS = 14
#: Rows that one thread draws at a time.
BAND = 32
#: How far beside a place a round one is looked at, in pixels, to be as soft as a pixel.
ACROSS = 0.7
Ids = npt.NDArray[np.int64]


class Scatter(NamedTuple):
    """The phase's `g`, and where the format's top left corner is in the window, in pixels."""

    g: np.float32
    left: np.float32
    top: np.float32


def lit_layers(
    window: Window, camera: Camera, strokes: Field, g: float, tint: tuple[float, float, float],
    weights: dict[str, tuple[float, float, float]], held: Field,
) -> dict[str, Field]:  # fmt: skip
    """Strokes (count, `COLUMNS`), far to near, as beauty, six light passes, depth, motion and density.

    `g` is the phase's, `tint` the colour of what scatters, `weights` those of the passes in the beauty,
    `held` what hides them (`holdout_of`).
    """
    high, wide = window.height, window.width
    drawn = zeros(high, wide, 5)
    first, members = by_band(strokes, window.y, high)
    together([
        (draw_strokes, (n * BAND, min((n + 1) * BAND, high), strokes, members[first[n] : first[n + 1]],
                        window.x, window.y, held, drawn))
        for n in range(len(first) - 1)
    ])  # fmt: skip
    hide(held, drawn)
    beauty, sides = zeros(high, wide, 4), zeros(len(PASSES), high, wide, 3)
    depth, motion, opacity = zeros(high, wide, 1), zeros(high, wide, 2), zeros(high, wide, 1)
    scatter = singles(Scatter, g, -window.x, -window.y)
    over(
        _shade, high, drawn, pixel_eye(camera).astype(np.float32), scatter,
        np.array(SIDES, np.float32), np.array(list(weights.values()), np.float32),
        np.array(tint, np.float32), beauty, sides, depth, motion, opacity, work=high * wide,
    )  # fmt: skip
    layers = {"beauty": beauty, **dict(zip(PASSES, sides, strict=True))}
    return layers | {"depth": depth, "motion": motion, "density": opacity}


def pixel_eye(camera: Camera) -> npt.NDArray[np.float64]:
    """A metre deep, the ray of the format's top left corner, and how it goes on one pixel right and down."""
    width, height = camera.format.width, camera.format.height
    corner = np.array(camera.ray(0.0, 1.0))
    right = (np.array(camera.ray(1.0, 1.0)) - corner) / width
    down = (np.array(camera.ray(0.0, 0.0)) - corner) / height
    return np.stack([corner, right, down])


@inner
def soft_edge(x: float) -> float:
    """The integral of a quadratic B-spline, 0 below -1.5 pixels, 1 above 1.5."""
    if x <= -1.5:
        return 0.0
    if x >= 1.5:
        return 1.0
    if x < -0.5:
        return (x + 1.5) ** 3 / 6.0
    if x > 0.5:
        return 1.0 - (1.5 - x) ** 3 / 6.0
    return 0.5 + 0.75 * x - x * x * x / 3.0


@kernel
def by_band(strokes: Field, top: int, high: int) -> tuple[Ids, Ids]:
    """The strokes that touch each band of rows, in order: those of band n stand at `first[n]` and on."""
    bands = (high + BAND - 1) // BAND
    spans = np.empty((strokes.shape[0], 2), np.int32)
    first = np.zeros(bands + 1, np.int64)
    for n in range(strokes.shape[0]):
        reach = strokes[n, 4] + 1.5
        low = (min(strokes[n, 1], strokes[n, 3]) - reach - 0.5 - top) / BAND
        last = (max(strokes[n, 1], strokes[n, 3]) + reach - 0.5 - top) / BAND
        # Where it is far out of frame, as numbers that fit.
        spans[n, 0] = np.int32(max(0.0, min(floor(low), float(bands))))
        spans[n, 1] = np.int32(max(-1.0, min(floor(last), bands - 1.0)))
        for band in range(spans[n, 0], spans[n, 1] + 1):
            first[band + 1] += 1
    for band in range(bands):
        first[band + 1] += first[band]
    members = np.empty(first[bands], np.int64)
    free = first.copy()
    for n in range(strokes.shape[0]):
        for band in range(spans[n, 0], spans[n, 1] + 1):
            members[free[band]] = n
            free[band] += 1
    return first, members


@kernel
def draw_strokes(
    start: int, stop: int, strokes: Field, members: Ids, left: int, top: int, held: Field, drawn: Field
) -> None:  # fmt: skip
    """Lay those over rows `start` to `stop` of `drawn`: light, alpha, and depth and motion times alpha."""
    # All is reckoned from the format's corner, so that overscan changes no bit.
    first, last = left, left + drawn.shape[1]
    for n in members:
        ay, by = float(strokes[n, 1]) - 0.5, float(strokes[n, 3]) - 0.5
        r = float(strokes[n, 4])
        reach = max(r + 1.5, 1.5 * sqrt(1.0 + r * r))
        if max(ay, by) + reach < start + top or min(ay, by) - reach >= stop + top:
            continue
        ax, bx = float(strokes[n, 0]) - 0.5, float(strokes[n, 2]) - 0.5
        if max(ax, bx) + reach < first or min(ax, bx) - reach >= last:
            continue
        ux, uy = bx - ax, by - ay
        size = sqrt(ux * ux + uy * uy)
        if size < 1e-4:
            ux, uy = 0.0, 1.0
        else:
            ux, uy = ux / size, uy / size
        # A disc of more than a pixel is round; a smaller one is a blot of the same area, as far spread along
        # its way as the disc and the pixel together (of a disc the variance is a quarter of its radius').
        covered, small = float(strokes[n, 5]), r <= 1.0
        length = max(size, 1e-3)
        spread = sqrt(1.0 + r * r)
        ends = 1.5 * spread
        light, flicker = strokes[n, 9], strokes[n, 10]
        wave = 2.0 * pi * strokes[n, 11] / max(size, 1e-3)
        # The same rows whatever the band: a corner that reaches past them is cut off in every one.
        row_0 = max(start + top, int(np.ceil(min(ay, by) - reach)))
        row_1 = min(stop + top, int(np.floor(max(ay, by) + reach)) + 1)
        for row in range(row_0, row_1):
            py = row - ay
            # Where this row lies within the stroke's sides and its ends.
            low, high = min(ax, bx) - reach, max(ax, bx) + reach
            if abs(uy) > 0.05:
                side = reach / abs(uy)
                low, high = max(low, ax + py * ux / uy - side), min(high, ax + py * ux / uy + side)
            for column in range(max(first, int(np.ceil(low))), min(last, int(np.floor(high)) + 1)):
                px = column - ax
                along, beside = px * ux + py * uy, px * uy - py * ux
                if small:
                    covers = soft_edge(beside + r) - soft_edge(beside - r)
                    if covers <= 0.0:
                        continue
                    # Between its ends a long one is the same all along.
                    if along < ends or along > size - ends:
                        covers *= soft_edge((along + 0.5 * (length - size)) / spread) - soft_edge(
                            (along - 0.5 * (length + size)) / spread
                        )
                    covers *= 0.5 * pi * r / length
                elif size < 1.5:
                    out = max(0.0, max(-along, along - size))
                    away = beside * beside + out * out
                    covers = soft_edge(r - sqrt(away)) * pi * r / (2.0 * size + pi * r)
                    covers *= 1.0 + strokes[n, 13] * (1.0 - 2.0 * min(1.0, away / (r * r)))
                else:
                    # For so much of the time the disc is over this place, and those beside it within a pixel.
                    chord = 0.5 * sqrt(max(0.0, r * r - beside * beside))
                    chord += 0.25 * sqrt(max(0.0, r * r - (beside - ACROSS) ** 2))
                    chord += 0.25 * sqrt(max(0.0, r * r - (beside + ACROSS) ** 2))
                    covers = max(0.0, min(along + chord, size) - max(along - chord, 0.0)) / size
                    covers *= 1.0 + strokes[n, 13] * (0.5 - 2.0 * min(0.5, beside * beside / (r * r)))
                alpha = np.float32(min(1.0, covered * covers))
                if alpha < np.float32(1e-7):
                    continue
                tone = light
                if flicker > 0.0:
                    tone *= 1.0 + flicker * cos(strokes[n, 12] + wave * along)
                stays = np.float32(1.0) - alpha
                stays *= uncovered(held, row - top, column - left, strokes[n, 6])
                pixel = drawn[row - top, column - left]
                pixel[0] = stays * pixel[0] + alpha * np.float32(tone)
                pixel[1] = stays * pixel[1] + alpha
                pixel[2] = stays * pixel[2] + alpha * strokes[n, 6]
                pixel[3] = stays * pixel[3] + alpha * strokes[n, 7]
                pixel[4] = stays * pixel[4] + alpha * strokes[n, 8]


@kernel
def _shade(
    start: int, stop: int, drawn: Field, eye: Field, scatter: Scatter, toward: Field, weights: Field,
    tint: Field, beauty: Field, sides: Field, depth: Field, motion: Field, opacity: Field,
) -> None:  # fmt: skip
    """What is drawn as light from six sides: by the phase between each light and each pixel's ray."""
    unity = np.float32(1.0)
    g = scatter.g
    level, twice = unity + g * g, np.float32(2.0) * g
    part = unity - g * g
    for row in range(start, stop):
        down = np.float32(row) + np.float32(0.5) - scatter.top
        for column in range(drawn.shape[1]):
            alpha = drawn[row, column, 1]
            if alpha <= np.float32(0.0):
                continue
            across = np.float32(column) + np.float32(0.5) - scatter.left
            dx = eye[0, 0] + across * eye[1, 0] + down * eye[2, 0]
            dy = eye[0, 1] + across * eye[1, 1] + down * eye[2, 1]
            dz = eye[0, 2] + across * eye[1, 2] + down * eye[2, 2]
            size = unity / np.sqrt(dx * dx + dy * dy + dz * dz)
            light = drawn[row, column, 0] * part
            for side in range(6):
                cosine = (dx * toward[side, 0] + dy * toward[side, 1] + dz * toward[side, 2]) * size
                below = level - twice * cosine
                value = light / (below * np.sqrt(below))
                for channel in range(3):
                    sides[side, row, column, channel] = value * tint[channel]
                    beauty[row, column, channel] += value * tint[channel] * weights[side, channel]
            beauty[row, column, 3] = alpha
            depth[row, column, 0] = drawn[row, column, 2] / alpha
            motion[row, column, 0] = drawn[row, column, 3] / alpha
            motion[row, column, 1] = drawn[row, column, 4] / alpha
            opacity[row, column, 0] = -np.log1p(-min(alpha, np.float32(0.9995)))
