"""A coarse silhouette within a box: what of it is sure, how far its edge and its strands may reach."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .looks import FrameBox, Mask

#: Strands hang no farther out of a silhouette than this, in pixels of a picture of 1920.
_STRANDS = 110.0


@dataclass(frozen=True)
class OpenSilhouette:
    """Masks (height, width) of the pixels of `box`.

    `person` is the inside, `core` what is farther in than the edge may reach, `band` the inside with what is
    within that reach around it, `reach` with how far strands may hang. `unit` is how many pixels are one of a
    picture of 1920.
    """

    box: FrameBox
    person: Mask
    core: Mask
    band: Mask
    reach: Mask
    unit: float


def open_silhouette(person: Mask, edge: float) -> OpenSilhouette:
    """Of a mask (height, width) that is set somewhere, whose edge may be off by `edge` pixels."""
    unit = max(person.shape) / 1920
    out = cv2.distanceTransform((~person).astype(np.uint8), cv2.DIST_L2, 5)
    deep = person if person.all() else cv2.distanceTransform(person.astype(np.uint8), cv2.DIST_L2, 5) > edge
    reach = out <= max(edge, _STRANDS * unit)
    rows, columns = np.flatnonzero(reach.any(axis=1)), np.flatnonzero(reach.any(axis=0))
    box = FrameBox(int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1)
    cut = box.window
    return OpenSilhouette(
        box, person[cut], np.asarray(deep, np.bool_)[cut], out[cut] <= edge, reach[cut], unit
    )
