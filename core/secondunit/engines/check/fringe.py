"""A dark or a bright line along an edge: what a pixel of the edge holds beside what its neighbours are.

Where within three pixels something solid ends, a pixel of alpha a should hold a times the colour of the solid
pixels beside it, over any ground. The figure is what is missing or too much, as a share of that, over all
such pixels: light and texture average out, a fringe does not. Colour that was multiplied by its alpha twice
has 1 - (2/3) = 33 % too little on a straight ramp, colour that was never multiplied 100 % too much: red is
near those. Thin smoke before its own dark core is up to 44 % brighter by nature, which amber leaves alone. A
soft thing (haze, a feather) has no such edge, and nothing is judged.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from secondunit.wire import CheckFigure, CheckLight, CheckSubject

from .frames import CheckedFrames, Pixels, luminance

#: What counts as solid, and as empty.
SOLID, EMPTY = 0.95, 0.05
#: How near both have to be to a pixel of an edge.
NEAR = 3
#: Shares of the edge's light: too little of it is a dark fringe, too much a bright one.
DARK_AMBER, DARK_RED, BRIGHT_AMBER, BRIGHT_RED = 0.2, 0.3, 0.6, 0.85
#: Fewer pixels than these say nothing.
FEWEST = 300


@dataclass(frozen=True)
class EdgeLight:
    """Of the edge pixels of a frame: how many, the light they should hold, and how much more they hold."""

    pixels: int
    expected: float
    excess: float


def edge_light(beauty: Pixels, emission: Pixels | None = None) -> EdgeLight | None:
    """The light along hard edges of a premultiplied picture, less what shines; None where there are none."""
    alpha = np.clip(beauty[..., 3], 0.0, 1.0)
    solid, empty = (alpha >= SOLID).astype(np.uint8), (alpha <= EMPTY).astype(np.uint8)
    near = np.ones((2 * NEAR + 1, 2 * NEAR + 1), np.uint8)
    edge = (solid | empty) == 0
    edge &= cv2.dilate(solid, near) > 0
    edge &= cv2.dilate(empty, near) > 0
    count = int(edge.sum())
    if not count:
        return None
    light = np.maximum(luminance(beauty if emission is None else beauty[..., :3] - emission), 0.0)
    size = (2 * NEAR + 1, 2 * NEAR + 1)
    weight = solid.astype(np.float32)
    around = cv2.boxFilter(light * weight, -1, size, normalize=False, borderType=cv2.BORDER_CONSTANT)
    share = cv2.boxFilter(weight, -1, size, normalize=False, borderType=cv2.BORDER_CONSTANT)
    expected = alpha[edge] * np.asarray(around)[edge] / np.maximum(np.asarray(share)[edge], 1.0)
    return EdgeLight(
        count, float(expected.sum(dtype=np.float64)), float((light[edge] - expected).sum(dtype=np.float64))
    )


def fringe(frames: CheckedFrames, looked: tuple[int, ...]) -> CheckFigure:
    """The figure of some frames of a take that has an edge of its own."""
    found: list[tuple[float, int]] = []
    pixels, expected, excess = 0, 0.0, 0.0
    for frame in looked:
        emission = frames.emission(frame)
        if emission is None and frames.brief.kind:
            return _unjudged(
                "What it shines by itself is in no pass: its edge cannot be told from its light."
            )
        edge = edge_light(frames.beauty(frame), emission)
        if edge is not None:
            pixels, expected, excess = pixels + edge.pixels, expected + edge.expected, excess + edge.excess
            found.append((abs(edge.excess) / max(edge.expected, 1e-9), frame))
    if pixels < FEWEST or expected <= 1e-3 * pixels:
        return _unjudged("It has no hard edge: nothing along it could show a line.")
    share = excess / expected
    dark, size = share < 0, abs(share)
    amber, red = (DARK_AMBER, DARK_RED) if dark else (BRIGHT_AMBER, BRIGHT_RED)
    light = CheckLight.RED if size >= red else CheckLight.AMBER if size >= amber else CheckLight.GREEN
    if light is CheckLight.GREEN:
        sentence = "No line runs along its edges: their light goes on from what stands beside them."
    elif dark:
        sentence = (
            f"Along its edges {100 * size:.0f} % of the light is missing: a dark line over bright ground."
        )
    else:
        sentence = (
            f"Along its edges there is {100 * size:.0f} % too much light: a bright line over dark ground."
        )
    return CheckFigure(CheckSubject.EDGE, light, sentence, round(100 * share, 1), "%", max(found)[1])


def _unjudged(sentence: str) -> CheckFigure:
    return CheckFigure(CheckSubject.EDGE, CheckLight.NONE, sentence)
