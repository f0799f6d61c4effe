"""How many rows of pixels lie between two rows of nodes: fewer where a low layer is seen along the ground.

Light and stir change with the height in a layer. Just under the horizon a row of pixels is many metres along
the ground and much of a low layer's height, so rows of nodes as far apart as elsewhere would show as stripes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.elements.optics.camera import Camera

#: How many rows of nodes a layer's height has at least where rays end in it, and how many times its mean free
#: path a ray is followed into it.
FEWEST, FOLLOWED = 4.0, 2.0
Rows = npt.NDArray[np.int32]


def node_rows(
    camera: Camera, strip: int, first: int, count: int, node: int, top: float, roof: float, extinction: float,
    far: float,
) -> Rows:  # fmt: skip
    """Rows of pixels between nodes in `count` strips of `strip` rows from the `first` on, (count,) int32.

    They are `node` at most, and count from the format's corner. The layer is `top` metres high, nothing is
    above its `roof`; `extinction` is per metre, rays end after `far` metres. All columns of the format take
    part, so that overscan changes nothing.
    """
    format = camera.format
    up = 0.5 - np.arange(first, first + count + 1) * strip / format.height + camera.shift_y
    aside = np.array([-0.5, 0.5]) + camera.shift_x
    across, down = aside * camera.across, up[:, None] * camera.down
    ways = [camera.forward[n] + camera.upward[n] * down + camera.right[n] * across for n in range(3)]
    steep = ways[1] / np.sqrt(sum(way * way for way in ways))
    corners = np.concatenate([steep[:-1], steep[1:]], axis=1)
    level = (corners.min(axis=1) < 0.0) & (corners.max(axis=1) > 0.0)
    slope = np.where(level, 0.0, np.abs(corners).min(axis=1))
    reached = max(camera.y - roof, 0.0) / np.maximum(slope, 1e-9) + FOLLOWED / extinction
    pixel = camera.down / format.height
    wanted = top / FEWEST / (pixel * np.minimum(reached, far))
    rows = np.full(count, node, np.int32)
    for _ in range(int(node).bit_length() - 1):
        rows = np.where(rows > np.maximum(wanted, 1.0), rows // 2, rows)
    return np.ascontiguousarray(rows, np.int32)
