"""The rays of a picture, and how far each goes through haze, which ends at the ground."""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import Field
from secondunit.elements.optics.camera import Camera
from secondunit.wire.picture import Window


def rays_of(camera: Camera, window: Window, roof: float, farthest: float) -> tuple[Field, Field]:
    """The rays of a window over a ground at height 0, with nothing above `roof` nor behind `farthest` metres.

    (height, width, 5) float32: direction x, y, z of length 1, and from how many metres to how many there is
    anything (to less than from where there is nothing); and (height, width, 1): how long a metre of depth is.
    """
    columns = (window.x + np.arange(window.width) + 0.5) / camera.format.width - 0.5 + camera.shift_x
    rows = 0.5 - (window.y + np.arange(window.height) + 0.5) / camera.format.height + camera.shift_y
    up, aside = rows[:, None] * camera.down, columns[None, :] * camera.across
    x, y, z = (camera.forward[n] + camera.upward[n] * up + camera.right[n] * aside for n in range(3))
    size = np.sqrt(x * x + y * y + z * z)
    rays = np.zeros((window.height, window.width, 5), np.float32)
    rays[..., 0], rays[..., 1], rays[..., 2] = x / size, y / size, z / size
    steep = rays[..., 1].astype(np.float64)
    safe = np.where(np.abs(steep) < 1e-7, 1e-7, steep)
    ground = np.where(steep < -1e-7, -camera.y / safe, farthest)
    crossing = (roof - camera.y) / safe
    if camera.y > roof:
        rays[..., 3] = np.where(steep < -1e-7, crossing, farthest)
        rays[..., 4] = np.where(steep < -1e-7, np.minimum(ground, farthest), 0.0)
    else:
        rays[..., 4] = np.minimum(np.where(steep > 1e-7, crossing, ground), farthest)
    return rays, size[..., None].astype(np.float32)
