"""Spectra of grain: the power of rings about no frequency, as multiples of what white noise has.

A block is windowed before its transform, and the window's own power taken out: P. D. Welch, "The use of fast
Fourier transform for the estimation of power spectra" (1967).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import fft

#: The side of a block, in pixels, and how many rings there are up to half a cycle a pixel.
BLOCK, RINGS = 32, 16
#: Frequencies a side where the window's smear is reckoned, and how often an estimate is put right.
_FINE, _ROUNDS = 128, 30
_Values = npt.NDArray[np.float64]


def ring_powers(blocks: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The mean power of each ring: (count, 32, 32) to (count, 16); white noise has its variance in each."""
    window, members = _window(), _members()
    power = np.abs(fft.fft2(blocks * window)) ** 2 / np.sum(window**2)
    rings = power.reshape(len(blocks), -1) @ members
    return np.asarray(rings, np.float32)


def filter_of(spectrum: Sequence[float], height: int, width: int) -> npt.NDArray[np.float32]:
    """What white noise of (height, width) is multiplied by, in frequencies of `rfft2`, to have a spectrum.

    Its variance stays: the mean of the squares is 1.
    """
    radius = np.hypot(fft.fftfreq(height)[:, None], fft.rfftfreq(width)[None, :])
    power = np.exp(np.interp(radius, _centers(), np.log(np.maximum(np.asarray(spectrum), 1e-6))))
    # A column of `rfft2` stands for two, but for the first and, where the width is even, the last.
    twice = np.full(radius.shape[1], 2.0)
    twice[0] = 1.0
    if width % 2 == 0:
        twice[-1] = 1.0
    power /= np.sum(power * twice) / (height * width)
    return np.asarray(np.sqrt(power), np.float32)


def octaves(spectrum: Sequence[float]) -> tuple[float, ...]:
    """The power at periods of 2 to 4, 4 to 8, 8 to 16 and 16 to 32 pixels, in dB above white noise."""
    values = np.asarray(spectrum, np.float64)
    edges = np.arange(RINGS + 1) * (0.5 / RINGS)
    answer = []
    for low in (0.25, 0.125, 0.0625, 0.03125):
        # A ring has room by its area.
        inner, outer = np.clip(edges[:-1], low, 2 * low), np.clip(edges[1:], low, 2 * low)
        room = outer**2 - inner**2
        answer.append(10.0 * math.log10(max(1e-9, float(np.sum(values * room) / np.sum(room)))))
    return tuple(answer)


def likeness(spectrum: Sequence[float], distance: float) -> float:
    """How alike noise with a spectrum is to itself so many pixels away: 1 at none."""
    frequencies = fft.fftfreq(_FINE)
    radius = np.hypot(frequencies[:, None], frequencies[None, :])
    power = np.exp(np.interp(radius, _centers(), np.log(np.maximum(np.asarray(spectrum), 1e-6))))
    return float(np.sum(power * np.cos(2 * np.pi * frequencies[None, :] * distance)) / np.sum(power))


def spectrum_of(powers: _Values) -> tuple[float, ...]:
    """Mean powers of rings as multiples of white noise of the same variance, the window's smear taken out.

    A window mixes each ring with its neighbours, which hides how little coarse grain has of fine detail: the
    spectrum is the one that would be measured as this one was.
    """
    radii, smear = _smear()
    floor = float(np.max(powers)) * 1e-5
    wanted = np.maximum(powers, floor)
    estimate = np.log(wanted)
    centers = _centers()
    for _ in range(_ROUNDS):
        seen = smear @ np.exp(np.interp(radii, centers, estimate))
        estimate = np.maximum(estimate + np.log(wanted / np.maximum(seen, floor * 1e-3)), np.log(floor))
    values = np.exp(estimate)
    variance = _mean(values)
    return tuple(float(value / variance) for value in values) if variance > 0 else (1.0,) * RINGS


def _mean(values: _Values) -> float:
    """The mean over all frequencies of a spectrum that is given at its rings."""
    radius = np.hypot(fft.fftfreq(_FINE)[:, None], fft.fftfreq(_FINE)[None, :])
    return float(np.mean(np.exp(np.interp(radius, _centers(), np.log(np.maximum(values, 1e-30))))))


def _centers() -> _Values:
    return np.asarray((np.arange(RINGS) + 0.5) * (0.5 / RINGS), np.float64)


@lru_cache(maxsize=1)
def _smear() -> tuple[_Values, _Values]:
    """Fine radii, and what a ring is measured to have of the power at each: (16, radii)."""
    window = np.zeros((_FINE, _FINE))
    window[:BLOCK, :BLOCK] = _window()
    kernel = np.abs(fft.fft2(window)) ** 2
    kernel /= kernel.sum()
    radius = np.hypot(fft.fftfreq(_FINE)[:, None], fft.fftfreq(_FINE)[None, :])
    numbers = np.round(radius * _FINE).astype(np.int64)
    step = _FINE // BLOCK
    spectra = fft.fft2(kernel)
    smear = np.zeros((RINGS, int(numbers.max()) + 1))
    for number in range(smear.shape[1]):
        alone = fft.ifft2(fft.fft2((numbers == number).astype(np.float64)) * spectra).real
        smear[:, number] = alone[::step, ::step].ravel() @ _members()
    return np.arange(smear.shape[1]) / _FINE, smear


@lru_cache(maxsize=1)
def _ring_numbers() -> npt.NDArray[np.int64]:
    radius = np.hypot(fft.fftfreq(BLOCK)[:, None], fft.fftfreq(BLOCK)[None, :])
    return np.asarray(np.floor(radius * (2 * RINGS)), np.int64).ravel()


@lru_cache(maxsize=1)
def _members() -> _Values:
    """(1024, 16): which frequencies a ring has, each by its share."""
    numbers = _ring_numbers()
    members = np.zeros((BLOCK * BLOCK, RINGS))
    for ring in range(RINGS):
        members[numbers == ring, ring] = 1.0 / np.count_nonzero(numbers == ring)
    return members


@lru_cache(maxsize=1)
def _window() -> npt.NDArray[np.float32]:
    """A raised cosine that is above 0 everywhere."""
    line = np.hanning(BLOCK + 2)[1:-1]
    return np.outer(line, line).astype(np.float32)
