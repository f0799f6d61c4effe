"""How far a take keeps to the layout that guided it: edges of its guide beside edges of its picture.

An edge of the guide counts as kept by how near the picture has one, and no more than chance would have it:
(hit - chance) / (1 - chance), where both are the mean of exp(-d^2 / 2 s^2) of the distance d to the picture's
nearest edge, over the guide's lines and over the whole frame. 1 is an edge on every line, 0 is chance (the
correction is Cohen's, 1960, "A coefficient of agreement for nominal scales").
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.engines.guides import guide_source
from secondunit.wire import Brief, CheckFigure, CheckLight, CheckSubject, Guide, GuideKind

from .frames import Mask, Pixels, luminance

#: How far from a line an edge still counts, s, in pixels of a frame that is 720 high.
NEAR, HIGH = 2.0, 720
#: A step in the inverse depth of this share is an edge of it, and of this share of all that there is: the
#: horizon is as far as what is beyond it.
STEP, SEEN = 0.02, 0.01
#: An edge of a picture is steeper than this share of its steepest ones, and than this at all, in code values.
SHARE, LEAST = 0.2, 0.02
#: A frame has drifted that keeps less than this share of what the shot usually does.
DRIFT = 0.6
#: A shot that keeps less than this usually keeps to nothing.
FAINT = 0.15
#: Which guides have edges, the best first.
_EDGED = (GuideKind.EDGES, GuideKind.DEPTH, GuideKind.MASK)


class Layout:
    """The guide that a take is held against."""

    def __init__(self, guide: Guide) -> None:
        self.guide, self._read = guide, guide_source(guide)

    def lines(self, frame: int) -> Mask:
        """Where the guide has an edge, (height, width)."""
        return guide_lines(self.guide.kind, self._read(frame)[..., 0])

    def agreement(self, frame: int, beauty: Pixels) -> float | None:
        """How far the picture of a frame keeps to it, 0 to 1; None where the guide has no edge."""
        return agreement(self.lines(frame), picture_edges(beauty))


def layout_of(brief: Brief) -> Layout | None:
    """What a take of a brief is held against; None without a guide that has edges."""
    guides = sorted(
        (guide for guide in brief.guides if guide.kind in _EDGED),
        key=lambda guide: _EDGED.index(guide.kind),
    )
    return Layout(guides[0]) if guides else None


def in_format(brief: Brief, pixels: Pixels) -> Pixels:
    """The part of a take's pixels that its guides are of: its format, without overscan."""
    x, y = -brief.window.x, -brief.window.y
    return pixels[y : y + brief.format.height, x : x + brief.format.width]


def guide_lines(kind: GuideKind, values: Pixels) -> Mask:
    """The lines of a guide: edges as they are, where a depth steps up towards the camera, a mask's rim."""
    if kind is GuideKind.EDGES:
        return np.asarray(values > 0.5)
    if kind is GuideKind.DEPTH:
        # On a plane 1/z is linear over the picture, so that no slope is taken for a step.
        values = np.divide(1.0, values, out=np.zeros_like(values), where=values > 0.0)
    lines = np.zeros(values.shape, bool)
    least = SEEN * float(np.abs(values).max())
    for axis in (0, 1):
        line, found = np.moveaxis(values, axis, 0), np.moveaxis(lines, axis, 0)
        found[1:-1] |= 2.0 * line[1:-1] - line[:-2] - line[2:] > np.maximum(STEP * np.abs(line[1:-1]), least)
    return lines


def picture_edges(beauty: Pixels) -> Mask:
    """Where a picture has an edge: the ridges of its steepness, after a blur of one pixel."""
    light = np.clip(np.nan_to_num(luminance(beauty)), 0.0, 1.0) ** np.float32(1 / 2.4)
    smooth = cv2.GaussianBlur(light, (0, 0), 1.0)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *way, ksize=3, scale=0.125) for way in ((1, 0), (0, 1)))
    steep = np.hypot(across, down)
    least = max(LEAST, SHARE * float(np.quantile(steep, 0.995)))
    flat = np.abs(across) >= np.abs(down)
    ridge = np.zeros(steep.shape, bool)
    ridge[:, 1:-1] |= flat[:, 1:-1] & (steep[:, 1:-1] >= steep[:, :-2]) & (steep[:, 1:-1] >= steep[:, 2:])
    ridge[1:-1] |= ~flat[1:-1] & (steep[1:-1] >= steep[:-2]) & (steep[1:-1] >= steep[2:])
    return np.asarray(ridge & (steep > least))


def nearness(edges: Mask) -> Pixels:
    """How much a line counts as kept at each pixel, 0 to 1, by how near an edge is."""
    if not edges.any():
        return np.zeros(edges.shape, np.float32)
    away = cv2.distanceTransform((~edges).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    near = NEAR * max(1.0, edges.shape[0] / HIGH)
    return np.asarray(np.exp(-(np.asarray(away) ** 2) / (2.0 * near**2)), np.float32)


def agreement(lines: Mask, edges: Mask) -> float | None:
    """How far edges lie on lines, 0 (chance) to 1; None where there are no lines."""
    if not lines.any():
        return None
    worth = nearness(edges)
    chance = float(worth.mean(dtype=np.float64))
    if chance >= 1.0:
        return 0.0
    return max(0.0, (float(worth[lines].mean(dtype=np.float64)) - chance) / (1.0 - chance))


def overlay(lines: Mask, beauty: Pixels) -> npt.NDArray[np.uint8]:
    """A guide's lines over a dimmed picture, (height, width, 3) uint8 sRGB: green where kept, else red."""
    light = np.clip(np.nan_to_num(luminance(beauty)), 0.0, 1.0) ** np.float32(1 / 2.4)
    shown = np.repeat((110 * light).astype(np.uint8)[..., None], 3, axis=-1)
    worth = nearness(picture_edges(beauty))[lines, None]
    green, red = np.array([80, 230, 120], np.float32), np.array([255, 70, 60], np.float32)
    shown[lines] = (worth * green + (1.0 - worth) * red).astype(np.uint8)
    return shown


def layout_figure(guide: Guide, frames: Sequence[int], values: Sequence[float]) -> CheckFigure:
    """How far a take keeps to its guide on the whole, and where it drifts; a drift is amber."""
    usual = median(values)
    least = min(values)
    worst = frames[values.index(least)]
    said = f"Edges of the guide ({guide.name}) are kept at {usual:.2f}, least in frame {worst} at {least:.2f}"
    drifts = [frame for frame, value in zip(frames, values, strict=True) if value < DRIFT * usual]
    light, more = CheckLight.NONE, "; 1 is on every line, 0 is chance."
    if usual < FAINT:
        light, more = CheckLight.AMBER, ": the take does not keep to the layout."
    elif drifts:
        light, more = CheckLight.AMBER, f": it drifts from the layout in {len(drifts)} frames."
    return CheckFigure(CheckSubject.LAYOUT, light, said + more, round(usual, 3), "", worst)
