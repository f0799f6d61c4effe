"""Obstacles that hide: where boxes, balls and posts stand before an element, as a holdout of the picture."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, kernel, over
from secondunit.elements.kind import Scene
from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.holdout import FARTHEST
from secondunit.wire.control import Scalar

from .obstacles import HIDES, obstacles_of
from .surfaces import crossing, table_of

#: Rays along and across a pixel on an edge.
RAYS = 4


@kernel
def _hits(
    start: int, stop: int, eye: Field, sides: Field, table: Field, rays: int, chosen: npt.NDArray[np.bool_],
    out: Field,
) -> None:  # fmt: skip
    """The depth of the nearest surface at each chosen pixel, and which share of its rays meets one.

    `sides`: the way through the low left corner of the picture one metre deep, then what a pixel is to the
    right and what one is down.
    """
    zero, unity = np.float32(0.0), np.float32(1.0)
    for row in range(start, stop):
        for column in range(out.shape[1]):
            if not chosen[row, column]:
                continue
            nearest, met = np.float32(FARTHEST), 0
            for part in range(rays * rays):
                right = np.float32(column) + (np.float32(part % rays) + np.float32(0.5)) / np.float32(rays)
                down = np.float32(row) + (np.float32(part // rays) + np.float32(0.5)) / np.float32(rays)
                dx = sides[0, 0] + right * sides[1, 0] + down * sides[2, 0]
                dy = sides[0, 1] + right * sides[1, 1] + down * sides[2, 1]
                dz = sides[0, 2] + right * sides[1, 2] + down * sides[2, 2]
                first = np.float32(FARTHEST)
                for number in range(len(table)):
                    enters, leaves = crossing(table[number], eye[0], eye[1], eye[2], dx, dy, dz)
                    if leaves >= max(enters, zero):
                        first = min(first, max(enters, zero))
                if first < np.float32(FARTHEST):
                    met += 1
                    nearest = min(nearest, first)
            out[row, column, 0] = nearest
            out[row, column, 1] = unity - np.float32(met) / np.float32(rays * rays)


def hidden_by_obstacles(
    held: Field, scene: Scene, settings: Mapping[str, Scalar], camera: Camera,
    foot: tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> Field:  # fmt: skip
    """A holdout (see `holdout_of`) with the obstacles of whole settings in it, where they are to hide.

    They are said about a `foot` in the camera's world. Where both hide something at a pixel, the nearer of
    the two does.
    """
    table = table_of(obstacles_of(settings, foot) if settings.get(HIDES.name) else ())
    if not len(table):
        return held
    window, format = scene.window, scene.format
    corner = np.array(camera.ray(window.x / format.width, 1.0 - window.y / format.height))
    right = np.array(camera.right) * (camera.across / format.width)
    down = -np.array(camera.upward) * (camera.down / format.height)
    eye = np.array([camera.x, camera.y, camera.z], np.float32)
    sides = np.stack([corner, right, down]).astype(np.float32)
    hits = np.empty((window.height, window.width, 2), np.float32)
    every = np.ones(hits.shape[:2], bool)
    over(_hits, window.height, eye, sides, table, 1, every, hits, work=hits.size * 4)
    met = hits[..., 1] < 0.5
    edge = np.zeros_like(met)
    for axis in (0, 1):
        differs = np.diff(met, axis=axis)
        edge[tuple(slice(1, None) if n == axis else slice(None) for n in range(2))] |= differs
        edge[tuple(slice(None, -1) if n == axis else slice(None) for n in range(2))] |= differs
    over(_hits, window.height, eye, sides, table, RAYS, edge, hits, work=hits.size * 4)
    if not held.size:
        return hits
    nearer = (hits[..., 1] < 1.0) & ((held[..., 1] >= 1.0) | (hits[..., 0] < held[..., 0]))
    return np.where(nearer[..., None], hits, held)
