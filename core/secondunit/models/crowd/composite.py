"""The crowd of one frame: every person of every pass in order of depth over the plate.

Where no other pass has anybody or a shadow, the plate's bits stand. Under the plate's own people lies the
clean background, so that nobody has an edge twice. Shadows of one light do not add up: the deepest counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from .cutting_out import PassLayer, band
from .passes import Pixels

#: A shadow of another pass changes the plate where it is deeper than the plate's own by more than this.
_DEEPER = 1e-3


def composite(
    plate: Pixels, clean: Pixels, layers: Sequence[PassLayer], nearness: Sequence[Pixels]
) -> Pixels:
    """(height, width, 3) of the plate, the clean background under it, and the passes, the plate's first.

    `nearness` (height, width) of each pass is the greater the nearer its people stand, -1 where nobody is.
    """
    own = layers[0]
    shade = np.minimum.reduce([layer.shade for layer in layers])
    deeper = shade < own.shade - np.float32(_DEEPER)
    anybody = np.logical_or.reduce([layer.alpha > 0 for layer in layers[1:]])
    changed = anybody | deeper
    out = plate.copy()
    if not changed.any():
        return out
    alphas = np.stack([layer.alpha[changed] for layer in layers])
    colors = np.stack([layer.color[changed] for layer in layers])
    near = np.stack([_reaching(one)[changed] for one in nearness])
    part = np.where(deeper[changed], shade[changed] / np.maximum(own.shade[changed], 1e-6), 1.0)[:, None]
    under = np.where(
        alphas[0][:, None] > 0, clean[changed] * shade[changed][:, None], plate[changed] * part
    ).astype(np.float32)
    # Of two who stand alike the earlier pass is in front.
    order = np.argsort(-near, axis=0, kind="stable")
    light = np.ones(under.shape[0], np.float32)
    total = np.zeros_like(under)
    for place in range(len(layers)):
        chosen = order[place]
        index = (chosen, np.arange(chosen.size))
        total += light[:, None] * colors[index]
        light *= 1.0 - alphas[index]
    out[changed] = total + light[:, None] * under
    return out


def _reaching(nearness: Pixels) -> Pixels:
    """Nearness out to where soft edges end."""
    side = 2 * band(nearness.shape[0]) + 1
    return np.asarray(cv2.dilate(nearness, np.ones((side, side), np.uint8)), np.float32)
