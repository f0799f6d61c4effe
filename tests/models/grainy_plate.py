"""A plate whose grain is known: made by other means than those that measure it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import fft
from scipy.ndimage import gaussian_filter

Pixels = npt.NDArray[np.float32]
#: Red, green and blue of the light that the scene is lit by.
TINT = np.array([1.0, 0.8, 0.55], np.float32)


@dataclass(frozen=True)
class Truth:
    """Grain as a sensor has it: noise of reading, of light and of gain; blurred by its de-Bayering."""

    reading: float = 0.004
    light: float = 0.0004
    gain: float = 0.01
    blur: float = 0.8
    correlation: float = 0.0
    times: float = 1.0

    def deviation(self, values: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """The standard deviation at scene-linear values."""
        values = np.maximum(np.asarray(values, np.float64), 0.0)
        return self.times * np.sqrt(self.reading**2 + self.light * values + (self.gain * values) ** 2)

    def octaves(self) -> list[float]:
        """The power at 2 to 4, ... 16 to 32 pixels in dB above white noise, by the blur's own formula."""
        size = 512
        radius = np.hypot(fft.fftfreq(size)[:, None], fft.fftfreq(size)[None, :])
        power = np.exp(-((2 * np.pi * self.blur) ** 2) * radius**2)
        power /= power.mean()
        lows = (0.25, 0.125, 0.0625, 0.03125)
        return [10 * np.log10(power[(radius >= low) & (radius < 2 * low)].mean()) for low in lows]


@lru_cache(maxsize=16)
def scene(height: int, width: int, right: float, down: float) -> Pixels:
    """A wall from dark to bright, foliage on a part of it, and bars, from where the camera stands."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    x, y = x + right, y + down
    stops = -6.5 + 8.5 * (x / width) + 0.3 * np.sin(y / 70.0)
    bits = np.random.default_rng(7)
    leaves = np.zeros_like(x)
    for _ in range(24):
        turn, period = bits.uniform(0, np.pi), bits.uniform(4.0, 18.0)
        leaves += np.sin(2 * np.pi * (x * np.cos(turn) + y * np.sin(turn)) / period + bits.uniform(0, 6.3))
    stops += 0.25 * leaves * (np.sin(y / 90.0 + 0.6) > 0.1)
    stops += 1.5 * (np.abs(((x + y) % 260.0) - 130.0) < 6.0)
    return np.asarray(2.0 ** stops[..., None] * TINT, np.float32)


def noise(truth: Truth, height: int, width: int, frames: int, seed: int = 3) -> npt.NDArray[np.float32]:
    """(frames, height, width, 3): unit grain, that fades by `correlation` from frame to frame."""
    bits = np.random.default_rng(seed)
    answer = np.empty((frames, height, width, 3), np.float32)
    before = None
    for frame in range(frames):
        white = bits.standard_normal((height, width, 3)).astype(np.float32)
        fresh = gaussian_filter(white, (truth.blur, truth.blur, 0), mode="wrap") if truth.blur else white
        fresh /= fresh.std()
        rho = np.float32(truth.correlation)
        before = fresh if before is None else rho * before + np.sqrt(1 - rho * rho) * fresh
        answer[frame] = before
    return answer


def plate(
    truth: Truth, height: int = 288, width: int = 480, frames: int = 11, pan: tuple[float, float] = (0.0, 0.0)
) -> dict[int, Pixels]:
    """Frames from 1001 on of the scene with grain; `pan` is by how many pixels the camera moves a frame."""
    unit = noise(truth, height, width, frames)
    answer = {}
    for frame in range(frames):
        clean = scene(height, width, frame * pan[0], frame * pan[1])
        answer[1001 + frame] = clean + (truth.deviation(clean) * unit[frame]).astype(np.float32)
    return answer
