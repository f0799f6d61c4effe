"""Codes in which a plate's grain is everywhere as strong: a deviation of 1, whatever the exposure.

They are the integral of light over grain's deviation at that light (M. S. Bartlett, "The use of
transformations", Biometrics 1947). Above the brightest band grain is taken to grow as light's own noise does,
by its root, and from three stops above it with light itself: codes are logarithmic there, so that a lamp of
60,000 does not rule its surroundings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.models.clean_plate.compile import kernel
from secondunit.models.plate_match.grain import ChannelGrain, Grain

Pixels = npt.NDArray[np.float32]
#: Entries of a table; the largest light that has a code of its own.
_ENTRIES, MOST = 16384, 1e6
#: Grain is never taken to be weaker than this part of the light, nor than this light: a plate may have none.
_LEAST, _NOTHING = 1e-4, 1e-6
#: Up to so many times the brightest band grain grows by the root of light.
_ROOT = 8.0


class Codes:
    """The codes of red, green and blue; there and back is right to a thousandth of grain's deviation."""

    def __init__(self, grain: Grain) -> None:
        self._channels = [_ChannelCodes.of(channel) for channel in grain.channels]

    def encode(self, light: Pixels) -> Pixels:
        """Codes of scene-linear light, (height, width, 3) float32 both."""
        codes = np.empty(light.shape, np.float32)
        for channel, own in enumerate(self._channels):
            values = light[..., channel]
            logarithms = np.log(np.maximum(values, np.float32(0.0)) + own.floor)
            _straight(logarithms, own.codes, own.low, own.scale, codes[..., channel])
            # Below 0 grain is what it is at 0.
            codes[..., channel] += np.minimum(values, np.float32(0.0)) * own.slope
        return codes

    def decode(self, codes: Pixels) -> Pixels:
        """Scene-linear light of codes, (height, width, 3) float32 both; at most a million."""
        light = np.empty(codes.shape, np.float32)
        for channel, own in enumerate(self._channels):
            values = codes[..., channel]
            _straight(values, own.lights, np.float32(0.0), own.entries, light[..., channel])
            light[..., channel] += np.minimum(values, np.float32(0.0)) / own.slope
        return light


@dataclass(frozen=True)
class _ChannelCodes:
    """`codes` at logarithms of light above `floor` that rise evenly, `lights` at codes that do."""

    floor: np.float32
    low: np.float32
    scale: np.float32
    codes: Pixels
    entries: np.float32
    lights: Pixels
    slope: np.float32

    @classmethod
    def of(cls, grain: ChannelGrain) -> _ChannelCodes:
        exposures = [max(band.exposure, 0.0) for band in grain.bands]
        floor, high = max(min(exposures), 1e-4), max(*exposures, 2e-4)
        logarithms = np.linspace(np.log(floor), np.log(MOST + floor), _ENTRIES)
        light = np.maximum(np.exp(logarithms) - floor, 0.0)
        deviation = grain.deviation(light.astype(np.float32)).astype(np.float64)
        over = np.maximum(1.0, light / high)
        deviation *= np.sqrt(np.minimum(over, _ROOT)) * np.maximum(1.0, over / _ROOT)
        deviation = np.maximum(deviation, np.maximum(_LEAST * light, _NOTHING))
        steps = np.diff(light) * 0.5 * (1.0 / deviation[1:] + 1.0 / deviation[:-1])
        code = np.concatenate([[0.0], np.cumsum(steps)])
        even = np.linspace(0.0, code[-1], _ENTRIES)
        return cls(
            np.float32(floor), np.float32(logarithms[0]),
            np.float32((_ENTRIES - 1) / (logarithms[-1] - logarithms[0])), code.astype(np.float32),
            np.float32((_ENTRIES - 1) / code[-1]), np.interp(even, code, light).astype(np.float32),
            np.float32(1.0 / deviation[0]),
        )  # fmt: skip


@kernel
def _straight(values: Pixels, table: Pixels, low: np.float32, scale: np.float32, out: Pixels) -> None:
    """A table of even steps at each value, in a straight line between its entries, its ends beyond it."""
    last = np.float32(table.shape[0] - 1)
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            place = min(max((values[row, column] - low) * scale, np.float32(0.0)), last)
            entry = min(int(place), table.shape[0] - 2)
            part = place - np.float32(entry)
            out[row, column] = table[entry] + part * (table[entry + 1] - table[entry])
