"""Guides as the code values that models were trained on: depth near white, normals around grey, lines white.

Depth goes by its inverse, as MiDaS gives it, from the nearest to the farthest of the whole shot, so that a
frame is no brighter than the next (Ranftl et al. 2020, "Towards robust monocular depth estimation"). Motion
goes as the colours of directions, by the farthest of the whole shot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.media.fitting import fitted
from secondunit.wire import Fit, Guide, GuideKind

from .flow_colors import flow_colors
from .guides import depth_span, guide_source, motion_span

Codes = npt.NDArray[np.generic]
Field = npt.NDArray[np.float32]


@dataclass(frozen=True)
class GuideCodes:
    """A guide's pictures in a model's canvas.

    `span` are the nearest and farthest metres of a depth, or 0 and the farthest pixels of a motion.
    """

    guide: Guide
    fit: Fit
    span: tuple[float, float]
    read: Callable[[int], Field]

    def at(self, frame: int, depth: int) -> Codes:
        """(height, width, 3) codes of `depth` bits, 8 or 16."""
        codes = code_values(self.guide.kind, self.read(frame), self.span)
        canvas = np.clip(fitted(codes, self.fit, "edge"), 0.0, 1.0)
        most, kind = (65535, np.uint16) if depth == 16 else (255, np.uint8)
        grey = np.repeat(canvas, 3, axis=-1) if canvas.shape[-1] == 1 else canvas
        return np.rint(grey * most).astype(kind)


def guide_codes(guide: Guide, fit: Fit, frames: range | tuple[int, ...]) -> GuideCodes:
    """The codes of a guide; `frames` are all of the shot, whose depth is held to one span."""
    spans = {GuideKind.DEPTH: depth_span, GuideKind.MOTION: motion_span}
    span = spans[guide.kind](guide, frames) if guide.kind in spans else (0.0, 0.0)
    return GuideCodes(guide, fit, span, guide_source(guide))


def code_values(kind: GuideKind, values: Field, span: tuple[float, float] = (0.0, 0.0)) -> Field:
    """A guide's pixels as what is shown of them, 0 to 1, (height, width, 1 or 3).

    What is near is white, what is far or nothing black; normals are x, y, z around a half, and towards the
    camera where nothing is; what does not move is white.
    """
    if kind is GuideKind.DEPTH:
        near, far = span
        if near <= 0.0:
            return np.zeros_like(values)
        inverse = np.divide(1.0, values, out=np.zeros_like(values), where=values > 0.0)
        if far <= near:
            return (inverse > 0.0).astype(np.float32)
        scaled = (inverse - 1.0 / far) / (1.0 / near - 1.0 / far)
        return np.clip(np.where(inverse > 0.0, scaled, 0.0), 0.0, 1.0).astype(np.float32)
    if kind is GuideKind.MOTION:
        return flow_colors(values, span[1])
    if kind is GuideKind.NORMALS:
        nothing = ~values.any(axis=-1, keepdims=True)
        towards = np.array([0.5, 0.5, 1.0], np.float32)
        return np.where(nothing, towards, np.clip(0.5 + 0.5 * values, 0.0, 1.0)).astype(np.float32)
    return np.clip(values, 0.0, 1.0)
