"""Small things that pass while the shutter is open, lit from six sides: drops, flakes, grains by the million.

What passes a pixel covers it for part of the time. A disc of radius r that moves by L covers the way behind
it, of area 2 r L + pi r^2, for pi r^2 of that: its light and its alpha are those of its area, however fast it
is. Softness is a quadratic B-spline, whose samples on pixels add up to the same wherever it stands, so that
slow things do not pulse. Light within is scattered by Henyey and Greenstein's phase (1941) along each pixel's
own ray. Knows no kind.
"""

from __future__ import annotations

from math import floor, pi
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, exact, kernel, singles, together, zeros
from secondunit.elements.kind import PASSES
from secondunit.wire.picture import Window

from .camera import Camera
from .holdout import uncovered
from .light import SIDES

#: The columns of a stroke: begin and end in pixels from the format's top left corner, radius in pixels, what
#: it covers at most (0 to 1, before it moves), depth in metres, motion in pixels a frame (x right, y up), its
#: brightness, and how it flickers on its way: so much, in so many waves, from a phase; how much it is denser
#: in its middle, 0 for a disc, 1 for a tuft.
COLUMNS = 14
#: What is drawn of a stroke: alpha, and times alpha depth, motion, light; lines that one thread draws at a
#: time; and by how many pixels at once.
PARTS, BAND, LANES = 5, 96, 8
#: How far beside a place a round one is looked at, in pixels, to be as soft as a pixel.
ACROSS = np.float32(0.7)
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
    beauty, sides = zeros(high, wide, 4), zeros(len(PASSES), high, wide, 3)
    depth, motion, opacity = zeros(high, wide, 1), zeros(high, wide, 2), zeros(high, wide, 1)
    eye, scatter = pixel_eye(camera).astype(np.float32), singles(Scatter, g, -window.x, -window.y)
    toward, mix = np.array(SIDES, np.float32), np.array(list(weights.values()), np.float32)
    color = np.array(tint, np.float32)
    axis = axis_of(strokes)
    lines, length = (high, wide) if axis == 0 else (wide, high)
    head, side = (window.y, window.x) if axis == 0 else (window.x, window.y)
    first, members = by_band(strokes, strokes[:, 4] + np.float32(1.5), axis, head, lines)

    def band(n: int) -> None:
        start, stop = n * BAND, min((n + 1) * BAND, lines)
        drawn = zeros(stop - start, PARTS, length + LANES)
        draw_strokes(start, stop, strokes, members[first[n] : first[n + 1]], axis, head, side, held, drawn)
        hide_lines(held, axis, start, drawn)
        _shade(
            start, stop, drawn, axis, eye, scatter, toward, mix, color, beauty, sides, depth, motion, opacity
        )

    together([(band, (n,)) for n in range(len(first) - 1)])
    layers = {"beauty": beauty, **dict(zip(PASSES, sides, strict=True))}
    return layers | {"depth": depth, "motion": motion, "density": opacity}


def axis_of(strokes: Field) -> int:
    """Along which axis they are drawn, that most of their way goes along: 0 for x, 1 for y."""
    across, down = np.abs(strokes[:, 2:4] - strokes[:, :2]).sum(axis=0, dtype=np.float64)
    return int(down > across)


def pixel_eye(camera: Camera) -> npt.NDArray[np.float64]:
    """A metre deep, the ray of the format's top left corner, and how it goes on one pixel right and down."""
    width, height = camera.format.width, camera.format.height
    corner = np.array(camera.ray(0.0, 1.0))
    right = (np.array(camera.ray(1.0, 1.0)) - corner) / width
    down = (np.array(camera.ray(0.0, 0.0)) - corner) / height
    return np.stack([corner, right, down])


@exact
def soft_edge(x: np.float32) -> np.float32:
    """The integral of a quadratic B-spline, 0 below -1.5 pixels, 1 above 1.5."""
    within = min(max(x, np.float32(-1.5)), np.float32(1.5))
    a, b = within + np.float32(1.5), max(within + np.float32(0.5), np.float32(0.0))
    c = max(within - np.float32(0.5), np.float32(0.0))
    value: np.float32 = (a * a * a - np.float32(3.0) * (b * b * b - c * c * c)) * np.float32(1.0 / 6.0)
    return value


@exact
def wave_at(turns: np.float32) -> np.float32:
    """The cosine of so many turns, within 0.0002."""
    x = abs(abs(turns - np.float32(np.int32(turns))) - np.float32(0.5)) - np.float32(0.25)
    square = x * x
    value: np.float32 = x * (np.float32(6.2823) + square * (np.float32(-41.10) + square * np.float32(73.9)))
    return value


@kernel
def by_band(ends: Field, reaches: Field, axis: int, head: int, lines: int) -> tuple[Ids, Ids]:
    """What touches each band of lines, in order: the numbers of band n stand at `first[n]` and on.

    `ends` (count, 4 or more) begin and end in pixels, `reaches` how far beside that; lines go along `axis`,
    the first of `lines` is at `head`.
    """
    bands = (lines + BAND - 1) // BAND
    spans = np.empty((ends.shape[0], 2), np.int32)
    first = np.zeros(bands + 1, np.int64)
    begin, end = 1 - axis, 3 - axis
    for n in range(ends.shape[0]):
        reach = reaches[n]
        low = (min(ends[n, begin], ends[n, end]) - reach - 0.5 - head) / BAND
        last = (max(ends[n, begin], ends[n, end]) + reach - 0.5 - head) / BAND
        # Where it is far out of frame, as numbers that fit.
        spans[n, 0] = np.int32(max(0.0, min(floor(low), float(bands))))
        spans[n, 1] = np.int32(max(-1.0, min(floor(last), bands - 1.0)))
        for band in range(spans[n, 0], spans[n, 1] + 1):
            first[band + 1] += 1
    for band in range(bands):
        first[band + 1] += first[band]
    members = np.empty(first[bands], np.int64)
    free = first.copy()
    for n in range(ends.shape[0]):
        for band in range(spans[n, 0], spans[n, 1] + 1):
            members[free[band]] = n
            free[band] += 1
    return first, members


@exact
def draw_strokes(
    start: int, stop: int, strokes: Field, members: Ids, axis: int, head: int, side: int, held: Field,
    drawn: Field,
) -> None:  # fmt: skip
    """Lay those over lines `start` to `stop` of a picture: alpha, and times alpha depth, motion and light.

    Lines go along `axis`, the first at `head`, its first pixel at `side`. `drawn` (stop - start, `PARTS`,
    pixels of a line and `LANES` more) is laid over.
    """
    # All is reckoned from the format's corner, so that overscan changes no bit. Here x is along a line.
    zero, quarter, half, unity = np.float32(0.0), np.float32(0.25), np.float32(0.5), np.float32(1.0)
    two = np.float32(2.0)
    past = side + drawn.shape[2] - LANES
    alphas, tones = np.zeros(drawn.shape[2], np.float32), np.zeros(drawn.shape[2], np.float32)
    for n in members:
        ay, by = strokes[n, 1 - axis] - half, strokes[n, 3 - axis] - half
        r = strokes[n, 4]
        reach = max(r + np.float32(1.5), np.float32(1.5) * np.sqrt(unity + r * r))
        if max(ay, by) + reach < start + head or min(ay, by) - reach >= stop + head:
            continue
        ax, bx = strokes[n, axis] - half, strokes[n, 2 + axis] - half
        if max(ax, bx) + reach < side or min(ax, bx) - reach >= past:
            continue
        ux, uy = bx - ax, by - ay
        size = np.sqrt(ux * ux + uy * uy)
        if size < np.float32(1e-4):
            ux, uy = zero, unity
        else:
            ux, uy = ux / size, uy / size
        # A disc of more than a pixel is round; a smaller one is a blot of the same area, as far spread along
        # its way as the disc and the pixel together (of a disc the variance is a quarter of its radius').
        covered, tuft, small, short = strokes[n, 5], strokes[n, 13], r <= unity, size < np.float32(1.5)
        length = max(size, np.float32(1e-3))
        one_spread = unity / np.sqrt(unity + r * r)
        ends = np.float32(1.5) / one_spread
        forward, backward = half * (length - size), half * (length + size)
        area, square = np.float32(pi) * r, r * r
        one_square = unity / max(square, np.float32(1e-12))
        if small:
            peak = covered * half * area / length
        elif short:
            peak = covered * area / (size + size + area)
        else:
            peak = covered / length
        light, glint, phase = strokes[n, 9], strokes[n, 10], strokes[n, 12] * np.float32(0.5 / pi)
        wave = strokes[n, 11] / length
        steep = abs(uy) > np.float32(0.05)
        slope, beyond = (ux / uy, reach / abs(uy)) if steep else (zero, zero)
        line_0 = max(start + head, int(np.ceil(min(ay, by) - reach)))
        line_1 = min(stop + head, int(np.floor(max(ay, by) + reach)) + 1)
        for line in range(line_0, line_1):
            py = np.float32(line) - ay
            # Where this line lies within the stroke's sides and its ends.
            low, high = min(ax, bx) - reach, max(ax, bx) + reach
            if steep:
                low, high = max(low, ax + py * slope - beyond), min(high, ax + py * slope + beyond)
            origin = int(np.ceil(low))
            begin = max(side, origin)
            count = min(past, int(np.floor(high)) + 1) - begin
            if count <= 0:
                continue
            # Vectors are filled up; what is past the end is cut off.
            end, count, skipped = count, (count + LANES - 1) // LANES * LANES, np.int32(begin - origin)
            px = np.float32(origin) - ax
            at_along, at_beside = px * ux + py * uy, px * uy - py * ux
            if small:
                before = at_along + ux * np.float32(skipped)
                after = before + ux * np.float32(count)
                if min(before, after) >= ends and max(before, after) <= size - ends:
                    # Between its ends a long one is the same all along.
                    for k in range(count):
                        beside = abs(at_beside + np.float32(skipped + np.int32(k)) * uy)
                        alphas[k] = min(unity, peak * (soft_edge(beside + r) - soft_edge(beside - r)))
                else:
                    for k in range(count):
                        along = at_along + np.float32(skipped + np.int32(k)) * ux
                        beside = abs(at_beside + np.float32(skipped + np.int32(k)) * uy)
                        covers = soft_edge((along + forward) * one_spread)
                        covers -= soft_edge((along - backward) * one_spread)
                        alphas[k] = min(
                            unity, peak * covers * (soft_edge(beside + r) - soft_edge(beside - r))
                        )
            elif short:
                for k in range(count):
                    along = at_along + np.float32(skipped + np.int32(k)) * ux
                    beside = at_beside + np.float32(skipped + np.int32(k)) * uy
                    out = max(zero, max(-along, along - size))
                    away = beside * beside + out * out
                    shape = unity + tuft * (unity - two * min(unity, away * one_square))
                    alphas[k] = min(unity, peak * shape * soft_edge(r - np.sqrt(away)))
            else:
                # For so much of the time the disc is over this place, and those beside it within a pixel.
                for k in range(count):
                    along = at_along + np.float32(skipped + np.int32(k)) * ux
                    beside = abs(at_beside + np.float32(skipped + np.int32(k)) * uy)
                    one, other = beside - ACROSS, beside + ACROSS
                    chord = half * np.sqrt(max(zero, square - beside * beside)) + quarter * (
                        np.sqrt(max(zero, square - one * one)) + np.sqrt(max(zero, square - other * other))
                    )
                    covers = max(zero, min(along + chord, size) - max(along - chord, zero))
                    shape = unity + tuft * (half - two * min(half, beside * beside * one_square))
                    alphas[k] = min(unity, peak * shape * covers)
            alphas[end:count] = zero
            if glint > zero:
                for k in range(count):
                    turns = phase + wave * (at_along + np.float32(skipped + np.int32(k)) * ux)
                    tones[k] = light * (unity + glint * wave_at(turns))
            else:
                for k in range(count):
                    tones[k] = light
            at = begin - side
            if held.shape[0] > 0:
                uncover(drawn[line - head - start], at, count, held, axis, line - head, strokes[n, 6])
            lay(drawn[line - head - start], at, count, alphas, strokes[n], 5, PARTS - 1)
            pixels = drawn[line - head - start, PARTS - 1][at : at + count]
            for k in range(count):
                pixels[k] += alphas[k] * (tones[k] - pixels[k])


@exact
def uncover(
    line: Field, at: int, count: int, held: Field, axis: int, of: int, deep: np.float32
) -> None:  # fmt: skip
    """Take what is hidden from a line's pixels from `at` on before something so deep is laid over them.

    It is line `of` of the picture along `axis`; `held` as `holdout_of` gives it.
    """
    for k in range(at, min(at + count, held.shape[1 - axis])):
        share = uncovered(held, of, k, deep) if axis == 0 else uncovered(held, k, of, deep)
        if share < np.float32(1.0):
            for part in range(line.shape[0]):
                line[part, k] *= share


def hide_lines(held: Field, axis: int, start: int, drawn: Field) -> None:
    """Take from lines `start` and on what is hidden at the end, where nothing nearer was laid since."""
    if held.size:
        seen = held[..., 1] if axis == 0 else held[..., 1].T
        drawn[:, :, : seen.shape[1]] *= seen[start : start + len(drawn), None]


@exact
def lay(line: Field, at: int, count: int, alphas: Field, values: Field, first: int, parts: int) -> None:
    """Lay alpha (part 0) and values over a line's pixels from `at` on: value `first` + n over part n."""
    for part in range(parts):
        value = values[first + part] if part > 0 else np.float32(1.0)
        pixels = line[part][at : at + count]
        for k in range(count):
            pixels[k] += alphas[k] * (value - pixels[k])


@exact
def _shade(
    start: int, stop: int, drawn: Field, axis: int, eye: Field, scatter: Scatter, toward: Field,
    weights: Field, tint: Field, beauty: Field, sides: Field, depth: Field, motion: Field, opacity: Field,
) -> None:  # fmt: skip
    """What is drawn as light from six sides: by the phase between each light and each pixel's ray."""
    unity, half = np.float32(1.0), np.float32(0.5)
    g = scatter.g
    level, twice = unity + g * g, np.float32(2.0) * g
    part = unity - g * g
    row_0, row_1 = (start, stop) if axis == 0 else (0, beauty.shape[0])
    column_0, column_1 = (0, beauty.shape[1]) if axis == 0 else (start, stop)
    wide = column_1 - column_0
    parts, size = np.empty((PARTS, wide), np.float32), np.empty(wide, np.float32)
    ray, total = np.empty((3, wide), np.float32), np.empty((3, wide), np.float32)
    for row in range(row_0, row_1):
        for n in range(PARTS):
            for column in range(wide):
                parts[n, column] = drawn[row - start, n, column] if axis == 0 else drawn[column, n, row]
        down = np.float32(row) + half - scatter.top
        for column in range(wide):
            across = np.float32(column_0 + column) + half - scatter.left
            dx = eye[0, 0] + across * eye[1, 0] + down * eye[2, 0]
            dy = eye[0, 1] + across * eye[1, 1] + down * eye[2, 1]
            dz = eye[0, 2] + across * eye[1, 2] + down * eye[2, 2]
            ray[0, column], ray[1, column], ray[2, column] = dx, dy, dz
            size[column] = unity / np.sqrt(dx * dx + dy * dy + dz * dz)
        total[:] = np.float32(0.0)
        for side in range(6):
            tx, ty, tz = toward[side, 0], toward[side, 1], toward[side, 2]
            to_red, to_green, to_blue = weights[side, 0], weights[side, 1], weights[side, 2]
            pixels = sides[side, row, column_0:column_1]
            for column in range(wide):
                cosine = (ray[0, column] * tx + ray[1, column] * ty + ray[2, column] * tz) * size[column]
                below = level - twice * cosine
                value = parts[PARTS - 1, column] * part / (below * np.sqrt(below))
                red, green, blue = value * tint[0], value * tint[1], value * tint[2]
                pixels[column, 0], pixels[column, 1], pixels[column, 2] = red, green, blue
                total[0, column] += red * to_red
                total[1, column] += green * to_green
                total[2, column] += blue * to_blue
        for column in range(wide):
            alpha = parts[0, column]
            if alpha <= np.float32(0.0):
                continue
            at = column_0 + column
            for channel in range(3):
                beauty[row, at, channel] = total[channel, column]
            beauty[row, at, 3] = alpha
            share = unity / alpha
            depth[row, at, 0] = parts[1, column] * share
            motion[row, at, 0] = parts[2, column] * share
            motion[row, at, 1] = parts[3, column] * share
            opacity[row, at, 0] = -np.log1p(-min(alpha, np.float32(0.9995)))
