"""Drawing points that move: each is a streak as long as the shutter is open, softened by the pixel.

A point of area A that moves along a line of length L covers, at a distance d beside it and t along it,

    A / L x g(d) x (Phi((L - t) / s) - Phi(-t / s))

with g the normal curve of deviation s and Phi its sum: a Gaussian carried along the line. Its sum over the
picture is A whatever the length, so that a fast point is fainter and longer and its light stays the same. s
joins the pixel's softness with the point's own size. Points are laid over one another from far to near.
"""

from __future__ import annotations

from math import erf, exp, sqrt

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, kernel, over, zeros
from secondunit.wire.picture import Window

from .holdout import hide, uncovered

#: The pixel's own softness, in pixels (less, and the light would depend on where between pixels a point
#: stands), and how many deviations are drawn.
PIXEL, FAR = 0.55, 3.6


def glowing_layers(
    window: Window, ends: npt.NDArray[np.float64], looks: npt.NDArray[np.float64], held: Field
) -> dict[str, Field]:
    """Streaks that shine by themselves as beauty, emission, depth, motion and density over `window`.

    `ends` and `looks` as `draw_streaks` takes them, from far to near; `held` is what hides them
    (`holdout_of`).
    """
    beauty = zeros(window.height, window.width, 4)
    depth, motion = zeros(window.height, window.width, 1), zeros(window.height, window.width, 2)
    over(
        draw_streaks, window.height, np.ascontiguousarray(ends, np.float32),
        np.ascontiguousarray(looks, np.float32), window.x, window.y, held, beauty, depth, motion,
        work=len(ends) * 5_000,
    )  # fmt: skip
    hide(held, beauty, depth, motion)
    alpha = beauty[..., 3:]
    there = np.maximum(alpha, np.float32(1e-12))
    depth /= there
    motion /= there
    opacity = -np.log1p(-np.minimum(alpha, np.float32(0.9995)))
    layers = {"beauty": beauty, "emission": np.ascontiguousarray(beauty[..., :3])}
    return layers | {"depth": depth, "motion": motion, "density": opacity}


@kernel
def draw_streaks(
    start: int, stop: int, ends: Field, looks: Field, left: int, top: int, held: Field,
    beauty: Field, depth: Field, motion: Field,
) -> None:  # fmt: skip
    """Lay the streaks over rows `start` to `stop`.

    `ends` (count, 4): where each begins and ends, x and y in pixels from the format's top left corner.
    `looks` (count, 7): radius in pixels, radiance RGB, depth in metres, motion in pixels a frame (x right, y
    up); from far to near. Depth and motion are summed with the weight of what covers, to be divided by alpha.
    """
    for n in range(ends.shape[0]):
        ax, ay = ends[n, 0] - left - 0.5, ends[n, 1] - top - 0.5
        bx, by = ends[n, 2] - left - 0.5, ends[n, 3] - top - 0.5
        radius = float(looks[n, 0])
        wide = sqrt(PIXEL * PIXEL + 0.25 * radius * radius)
        reach = FAR * wide
        row_0, row_1 = max(start, int(np.floor(min(ay, by) - reach))), min(stop, int(max(ay, by) + reach) + 2)
        if row_0 >= row_1:
            continue
        col_0 = max(0, int(np.floor(min(ax, bx) - reach)))
        col_1 = min(beauty.shape[1], int(max(ax, bx) + reach) + 2)
        dx, dy = float(bx - ax), float(by - ay)
        size = sqrt(dx * dx + dy * dy)
        if size < 1e-3:
            size, dx, dy = 1e-3, 1e-3, 0.0
        dx, dy = dx / size, dy / size
        area = np.pi * radius * radius
        across = 1.0 / (sqrt(2.0 * np.pi) * wide)
        root = 1.0 / (sqrt(2.0) * wide)
        for row in range(row_0, row_1):
            for column in range(col_0, col_1):
                px, py = column - ax, row - ay
                beside = px * dy - py * dx
                if abs(beside) > reach:
                    continue
                along = px * dx + py * dy
                if along < -reach or along > size + reach:
                    continue
                share = 0.5 * (erf((size - along) * root) + erf(along * root))
                covers = area / size * across * exp(-beside * beside * root * root) * share
                if covers < 1e-6:
                    continue
                covers = min(covers, 1.0)
                stays = np.float32(1.0 - covers) * uncovered(held, row, column, looks[n, 4])
                part = np.float32(covers)
                for channel in range(3):
                    beauty[row, column, channel] = (
                        stays * beauty[row, column, channel] + part * looks[n, 1 + channel]
                    )
                beauty[row, column, 3] = stays * beauty[row, column, 3] + part
                depth[row, column, 0] = stays * depth[row, column, 0] + part * looks[n, 4]
                motion[row, column, 0] = stays * motion[row, column, 0] + part * looks[n, 5]
                motion[row, column, 1] = stays * motion[row, column, 1] + part * looks[n, 6]
