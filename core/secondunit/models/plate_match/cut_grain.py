"""Grain cut from a picture of which one knows what it would be without, and laid elsewhere as strong.

It is the frame's own grain, with whatever its channels have in common; `synthesis` makes new grain channel by
channel. Its level by brightness is measured in bands; tiles of it (where nothing but grain is left) are
divided by that level, laid side by side with windows whose squares add to one, and multiplied by the level of
what they fall on: strength, colour and spectrum are the frame's. Brightness is in whatever codes are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

#: (height, width, 3) or (height, width) float32, and (height, width) bool.
Pixels = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
_TILE = 24
_BANDS = 8
#: Below this, in codes, a plate has no grain to speak of.
_NONE = 0.35 / 255.0


@dataclass(frozen=True)
class Level:
    """The deviation of grain (bands, 3) at brightnesses (bands,), in codes."""

    brightness: npt.NDArray[np.float64]
    deviation: npt.NDArray[np.float64]

    def at(self, code: Pixels) -> Pixels:
        """(height, width, 3): the deviation at each pixel of codes (height, width, 3)."""
        level = code.mean(axis=2)
        channels = [np.interp(level, self.brightness, self.deviation[:, channel]) for channel in range(3)]
        return np.asarray(np.stack(channels, axis=2), np.float32)


def level_of(rest: Pixels, code: Pixels, seen: Mask) -> Level | None:
    """Grain's level from what a frame shows beside `code`, what it would be without.

    None where there is no grain, or too little is seen.
    """
    if int(seen.sum()) < 600:
        return None
    brightness, values = code[seen].mean(axis=1), rest[seen]
    edges = np.quantile(brightness, np.linspace(0.0, 1.0, _BANDS + 1))
    centers, deviations = [], []
    for low, high in pairwise(edges):
        band = (brightness >= low) & (brightness <= high)
        if int(band.sum()) >= 60:
            centers.append(float(np.median(brightness[band])))
            deviations.append(
                1.4826 * np.median(np.abs(values[band] - np.median(values[band], axis=0)), axis=0)
            )
    if not centers or float(np.mean(deviations)) < _NONE:
        return None
    order = np.argsort(centers, kind="stable")
    return Level(np.array(centers)[order], np.array(deviations)[order])


def grain_for(rest: Pixels, code: Pixels, seen: Mask, level: Level, seed: int) -> Pixels:
    """Grain (height, width, 3) in codes for a whole box, from the frame's own tiles; the same for the same
    seed.
    """
    plain = np.asarray(rest / np.maximum(level.at(code), 1e-6), np.float32)
    tiles = _tiles(plain, seen)
    if not tiles:
        return np.zeros_like(rest)
    chance = np.random.default_rng(seed)
    half = _TILE // 2
    height, width = seen.shape
    out = np.zeros((height + 2 * _TILE, width + 2 * _TILE, 3), np.float32)
    phase = (np.arange(_TILE) + 0.5) * np.pi / _TILE
    window = np.outer(np.sin(phase), np.sin(phase)).astype(np.float32)[..., None]
    for top in range(0, height + half, half):
        for left in range(0, width + half, half):
            row, column = tiles[int(chance.integers(len(tiles)))]
            tile = plain[row : row + _TILE, column : column + _TILE].clip(-4.0, 4.0)
            out[top : top + _TILE, left : left + _TILE] += tile * window
    return np.asarray(out[half : half + height, half : half + width] * level.at(code), np.float32)


def _tiles(plain: Pixels, seen: Mask) -> list[tuple[int, int]]:
    """Corners of tiles that are wholly seen and hold no more than grain: the calmer half."""
    height, width = seen.shape
    power = (plain.clip(-6.0, 6.0) ** 2).mean(axis=2)
    mean = cv2.boxFilter(power, -1, (_TILE, _TILE), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    whole = cv2.boxFilter(
        seen.astype(np.float32), -1, (_TILE, _TILE), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT
    )
    found = [
        (float(mean[row, column]), row, column)
        for row in range(0, height - _TILE + 1, 6)
        for column in range(0, width - _TILE + 1, 6)
        if whole[row, column] > 0.9999
    ]
    near = sorted(found, key=lambda tile: (abs(tile[0] - 1.0), tile[1], tile[2]))
    return [(row, column) for _, row, column in near[: max(len(near) // 2, 4)]]
