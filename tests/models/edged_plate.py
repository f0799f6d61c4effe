"""Plates of edges whose blur, motion and shutter are known: drawn by geometry, finer than pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

Pixels = npt.NDArray[np.float32]
#: Samples of a pixel's side.
FINE = 5
TINT = np.array([1.0, 0.85, 0.6])
#: How far boards stand apart, in pixels.
PITCH = 110


def boards(height: int, width: int, seed: int = 2) -> Pixels:
    """(height, width) pixels of light at FINE samples a side: boards, each turned another way."""
    bits = np.random.default_rng(seed)
    light = np.full((height * FINE, width * FINE), 0.12, np.float32)
    far = 50
    for row in range(height // PITCH + 1):
        for column in range(width // PITCH + 1):
            turn, size = bits.uniform(0, np.pi), bits.uniform(28, 34, 2)
            level = bits.choice([0.5, 0.9, 0.02])
            top, left = (int((part + 0.5) * PITCH) - far for part in (row, column))
            box = np.s_[
                max(0, top) * FINE : (top + 2 * far) * FINE, max(0, left) * FINE : (left + 2 * far) * FINE
            ]
            there = light[box]
            y, x = np.mgrid[0 : there.shape[0], 0 : there.shape[1]].astype(np.float32)
            v = (y + 0.5) / FINE + max(0, top) - (row + 0.5) * PITCH
            u = (x + 0.5) / FINE + max(0, left) - (column + 0.5) * PITCH
            a, b = u * np.cos(turn) + v * np.sin(turn), v * np.cos(turn) - u * np.sin(turn)
            there[(np.abs(a) < size[0]) & (np.abs(b) < size[1])] = level
    return light


def pixels_of(fine: Pixels) -> Pixels:
    """The mean of each pixel's samples: (height, width)."""
    height, width = fine.shape[0] // FINE, fine.shape[1] // FINE
    parted = fine[: height * FINE, : width * FINE].reshape(height, FINE, width, FINE)
    return np.asarray(parted.mean(axis=(1, 3)), np.float32)


def still(sigma: float, noise: float = 0.0, height: int = 330, width: int = 550, seed: int = 2) -> Pixels:
    """A frame of boards, blurred by a Gaussian of `sigma` pixels before pixels are taken, with grain."""
    light = pixels_of(gaussian_filter(boards(height, width, seed), sigma * FINE))
    picture = light[..., None] * TINT
    if noise:
        picture = picture + noise * np.random.default_rng(seed + 5).standard_normal(picture.shape)
    return np.asarray(picture, np.float32)


def moving(
    speed: tuple[float, float], shutter: float, sigma: float = 0.8, noise: float = 0.0, frames: int = 2,
    height: int = 330, width: int = 550,
) -> dict[int, Pixels]:  # fmt: skip
    """Frames of boards that move by `speed` pixels a frame, seen for `shutter` degrees of 360."""
    margin = max(PITCH, int(np.ceil(frames * max(abs(way) for way in speed))) + 10)
    wide = boards(height + 2 * margin, width + 2 * margin)
    open_ = shutter / 360.0
    parts = max(1, int(np.ceil(float(np.hypot(*speed)) * open_ * FINE)))
    bits = np.random.default_rng(11)
    answer = {}
    for frame in range(frames):
        total = np.zeros((height * FINE, width * FINE), np.float32)
        for part in range(parts):
            time = frame + open_ * ((part + 0.5) / parts - 0.5)
            left, top = (round((margin - way * time) * FINE) for way in speed)
            total += wide[top : top + height * FINE, left : left + width * FINE]
        light = gaussian_filter(pixels_of(total / np.float32(parts)), sigma)
        picture = light[..., None] * TINT
        if noise:
            picture = picture + noise * bits.standard_normal(picture.shape)
        answer[1001 + frame] = np.asarray(picture, np.float32)
    return answer
