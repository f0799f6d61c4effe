"""What a matte of the plate covers, as a slab at its distance from the camera: along the camera's rays."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np
from scipy import ndimage

from secondunit.elements.kernels import Field, kernel, over, singles
from secondunit.elements.optics.camera import Camera
from secondunit.elements.sampling import between

from .box import Box
from .distances import THINNEST


class Projector(NamedTuple):
    """A camera over a grid of corners: where the low corner is from it, its axes, `cell` in metres; `across`
    and `down` the frame's size a metre away, `shift_x` and `shift_y` its middle; the slab's `near` and `far`.
    """

    low: Field
    right: Field
    upward: Field
    forward: Field
    cell: np.float32
    across: np.float32
    down: np.float32
    shift_x: np.float32
    shift_y: np.float32
    near: np.float32
    far: np.float32


@kernel
def _cast(start: int, stop: int, outline: Field, lens: Projector, out: Field) -> None:
    """The distance to the slab, in cells, where it is nearer than what is there."""
    half = np.float32(0.5)
    high, wide = np.float32(outline.shape[1]), np.float32(outline.shape[2])
    for k in range(start, stop):
        for j in range(out.shape[1]):
            for i in range(out.shape[2]):
                x = lens.low[0] + np.float32(i) * lens.cell
                y = lens.low[1] + np.float32(j) * lens.cell
                z = lens.low[2] + np.float32(k) * lens.cell
                depth = x * lens.forward[0] + y * lens.forward[1] + z * lens.forward[2]
                slab = max(lens.near - depth, depth - lens.far)
                if depth <= lens.cell or slab >= out[k, j, i] * lens.cell:
                    continue
                right = x * lens.right[0] + y * lens.right[1] + z * lens.right[2]
                up = x * lens.upward[0] + y * lens.upward[1] + z * lens.upward[2]
                column = (right / depth / lens.across + half - lens.shift_x) * wide - half
                row = (half - up / depth / lens.down + lens.shift_y) * high - half
                aside = depth * between(outline, column, row, np.float32(0.0))
                out[k, j, i] = min(out[k, j, i], max(slab, aside) / lens.cell)


def outline_of(matte: Field, camera: Camera, coarse: int) -> Field:
    """The signed distance to the edge of a matte, (1, height, width): metres on a plane a metre away.

    It is measured between means of `coarse` x `coarse` pixels, below zero where the matte covers.
    """
    if coarse > 1:
        high, wide = (-(-n // coarse) * coarse for n in matte.shape)
        padded = np.pad(matte, ((0, high - matte.shape[0]), (0, wide - matte.shape[1])), mode="edge")
        means = padded.reshape(high // coarse, coarse, wide // coarse, coarse).mean(axis=(1, 3))
        matte = np.asarray(means, np.float32)
    covers = matte >= 0.5
    pixel = camera.down / matte.shape[0], camera.across / matte.shape[1]
    if not covers.any() or covers.all():
        return np.full((1, *matte.shape), -1e3 if covers.any() else 1e3, np.float32)
    outside = ndimage.distance_transform_edt(~covers, pixel)
    inside = ndimage.distance_transform_edt(covers, pixel)
    # Distances are counted between middles of pixels: the edge is half a pixel before the first of them.
    half = 0.5 * min(pixel)
    signed = np.where(covers, half - inside, outside - half)
    return np.ascontiguousarray(signed[None], dtype=np.float32)


def cast(matte: Field, box: Box, camera: Camera, distance: float, thickness: float, corners: Field) -> None:
    """Put what a matte covers into the distances in the corners of the cells, in place.

    `distance` is that of its front and `thickness` its depth, in metres along the camera's axis. What the
    frame cuts goes on beyond it.
    """
    pixels = box.cell / (camera.across * distance) * matte.shape[1]
    outline = outline_of(matte, camera, max(1, ceil(pixels / 3.0) - 1))
    low = np.array([box.x - camera.x, box.y - camera.y, box.z - camera.z])
    lens = singles(
        Projector, low, np.array(camera.right), np.array(camera.upward), np.array(camera.forward), box.cell,
        camera.across, camera.down, camera.shift_x, camera.shift_y, distance,
        distance + max(thickness, THINNEST * box.cell),
    )  # fmt: skip
    over(_cast, corners.shape[0], outline, lens, corners, work=corners.size)
