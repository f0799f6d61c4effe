"""Drawing points that move: each is a streak as long as the shutter is open, softened by the pixel.

A point of area A that moves along a line of length L covers, at a distance d beside it and t along it,

    A / L x b(d / s) / s x (B(t / s) - B((t - L) / s))

with b the quadratic B-spline, whose deviation is a half, and B its integral: a soft blot of deviation s / 2,
carried along the line. Its sum over the picture is A whatever the length, so that a fast point is fainter and
longer and its light stays the same. s joins the pixel's softness with the point's own size. Points are laid
over one another from far to near.
"""

from __future__ import annotations

from math import pi

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, exact, together, zeros
from secondunit.wire.picture import Window

from .strokes import BAND, LANES, Ids, axis_of, by_band, hide_lines, lay, soft_edge, uncover

#: The pixel's own softness, in pixels (less, and the light would depend on where between pixels a point
#: stands); what is drawn of a streak: alpha, and times alpha light RGB, depth, motion.
PIXEL, PARTS = np.float32(0.5), 7
#: Shorter streaks are drawn as long as this, in pixels.
SHORTEST = np.float32(0.05)


def glowing_layers(
    window: Window, ends: npt.NDArray[np.float64], looks: npt.NDArray[np.float64], held: Field
) -> dict[str, Field]:
    """Streaks that shine by themselves as beauty, emission, depth, motion and density over `window`.

    `ends` and `looks` as `draw_streaks` takes them, from far to near; `held` is what hides them
    (`holdout_of`).
    """
    high, wide = window.height, window.width
    beauty, emission = zeros(high, wide, 4), zeros(high, wide, 3)
    depth, motion, opacity = zeros(high, wide, 1), zeros(high, wide, 2), zeros(high, wide, 1)
    of, by = np.ascontiguousarray(ends, np.float32), np.ascontiguousarray(looks, np.float32)
    axis = axis_of(of)
    lines, length = (high, wide) if axis == 0 else (wide, high)
    head, side = (window.y, window.x) if axis == 0 else (window.x, window.y)
    first, members = by_band(
        of, np.float32(3.0) * np.hypot(PIXEL, np.float32(0.5) * by[:, 0]), axis, head, lines
    )

    def band(n: int) -> None:
        start, stop = n * BAND, min((n + 1) * BAND, lines)
        drawn = zeros(stop - start, PARTS, length + LANES)
        draw_streaks(start, stop, of, by, members[first[n] : first[n + 1]], axis, head, side, held, drawn)
        hide_lines(held, axis, start, drawn)
        _layers(start, stop, drawn, axis, beauty, emission, depth, motion, opacity)

    together([(band, (n,)) for n in range(len(first) - 1)])
    return {"beauty": beauty, "emission": emission, "depth": depth, "motion": motion, "density": opacity}


@exact
def draw_streaks(
    start: int, stop: int, ends: Field, looks: Field, members: Ids, axis: int, head: int, side: int,
    held: Field, drawn: Field,
) -> None:  # fmt: skip
    """Lay those over lines `start` to `stop` of a picture, which go along `axis`: see `strokes.draw_strokes`.

    `ends` (count, 4): where each begins and ends, x and y in pixels from the format's top left corner.
    `looks` (count, 7): radius in pixels, radiance RGB, depth in metres, motion in pixels a frame (x right, y
    up); from far to near. `drawn` (stop - start, `PARTS`, pixels of a line and `LANES` more) is laid over.
    """
    zero, half, unity, three = np.float32(0.0), np.float32(0.5), np.float32(1.0), np.float32(3.0)
    past = side + drawn.shape[2] - LANES
    alphas = np.zeros(drawn.shape[2], np.float32)
    for n in members:
        ax, ay = ends[n, axis] - half, ends[n, 1 - axis] - half
        bx, by = ends[n, 2 + axis] - half, ends[n, 3 - axis] - half
        radius = looks[n, 0]
        wide = np.sqrt(PIXEL * PIXEL + np.float32(0.25) * radius * radius)
        reach, thin = three * wide, half / wide
        if max(ay, by) + reach < start + head or min(ay, by) - reach >= stop + head:
            continue
        if max(ax, bx) + reach < side or min(ax, bx) - reach >= past:
            continue
        ux, uy = bx - ax, by - ay
        size = np.sqrt(ux * ux + uy * uy)
        if size < SHORTEST:
            size, ux, uy = SHORTEST, unity, zero
        else:
            ux, uy = ux / size, uy / size
        # The half is that of the spline.
        peak = half * np.float32(pi) * radius * radius / size * thin
        steep = abs(uy) > np.float32(0.05)
        slope, beyond = (ux / uy, reach / abs(uy)) if steep else (zero, zero)
        line_0 = max(start + head, int(np.ceil(min(ay, by) - reach)))
        line_1 = min(stop + head, int(np.floor(max(ay, by) + reach)) + 1)
        for line in range(line_0, line_1):
            py = np.float32(line) - ay
            low, high = min(ax, bx) - reach, max(ax, bx) + reach
            if steep:
                low, high = max(low, ax + py * slope - beyond), min(high, ax + py * slope + beyond)
            origin = int(np.ceil(low))
            begin = max(side, origin)
            count = min(past, int(np.floor(high)) + 1) - begin
            if count <= 0:
                continue
            end, count, skipped = count, (count + LANES - 1) // LANES * LANES, np.int32(begin - origin)
            px = np.float32(origin) - ax
            at_along, at_beside = px * ux + py * uy, px * uy - py * ux
            for k in range(count):
                along = (at_along + np.float32(skipped + np.int32(k)) * ux) * thin
                beside = abs(at_beside + np.float32(skipped + np.int32(k)) * uy) * thin
                outer = max(zero, np.float32(1.5) - beside)
                inward = max(zero, half - beside)
                covers = soft_edge(along) - soft_edge(along - size * thin)
                alphas[k] = min(unity, peak * covers * (outer * outer - three * inward * inward))
            alphas[end:count] = zero
            if held.shape[0] > 0:
                of = drawn[line - head - start]
                uncover(of, begin - side, count, held, axis, line - head, looks[n, 4])
            lay(drawn[line - head - start], begin - side, count, alphas, looks[n], 0, PARTS)


@exact
def _layers(
    start: int, stop: int, drawn: Field, axis: int, beauty: Field, emission: Field, depth: Field,
    motion: Field, opacity: Field,
) -> None:  # fmt: skip
    """What is drawn on lines `start` to `stop`, as layers; nothing is touched where there is nothing."""
    for line in range(start, stop):
        for at in range(drawn.shape[2] - LANES):
            alpha = drawn[line - start, 0, at]
            if alpha <= np.float32(0.0):
                continue
            row, column = (line, at) if axis == 0 else (at, line)
            for channel in range(3):
                beauty[row, column, channel] = drawn[line - start, 1 + channel, at]
                emission[row, column, channel] = drawn[line - start, 1 + channel, at]
            beauty[row, column, 3] = alpha
            share = np.float32(1.0) / alpha
            depth[row, column, 0] = drawn[line - start, 4, at] * share
            motion[row, column, 0] = drawn[line - start, 5, at] * share
            motion[row, column, 1] = drawn[line - start, 6, at] * share
            opacity[row, column, 0] = -np.log1p(-min(alpha, np.float32(0.9995)))
