"""The grain of a plate as values: how strong it is by exposure, how alike in space and in time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .spectrum import octaves

Field = npt.NDArray[np.float32]
#: Exposures are compared in stops above this, so that black has one, too.
_FLOOR = 2.0**-10


@dataclass(frozen=True)
class GrainBand:
    """Grain at an exposure: both scene-linear; `deviation` is its standard deviation."""

    exposure: float
    deviation: float
    #: Of how many pixels that was measured.
    pixels: int = 0


@dataclass(frozen=True)
class ChannelGrain:
    """The grain of a channel: bands from dark to bright, and its spectrum.

    `spectrum` is the power of rings of equal width from 0 to half a cycle a pixel, as multiples of the power
    that white noise of the same deviation has there.
    """

    bands: tuple[GrainBand, ...]
    spectrum: tuple[float, ...]

    def deviation(self, values: Field) -> Field:
        """The standard deviation where a channel has `values`: by stops between bands, the last beyond."""
        stops = [stops_of(band.exposure) for band in self.bands]
        deviations = [band.deviation for band in self.bands]
        at = np.log2(np.maximum(values, 0.0) + np.float32(_FLOOR))
        return np.interp(at, stops, deviations).astype(np.float32)

    @property
    def octaves(self) -> tuple[float, ...]:
        """Its power at periods of 2 to 4, 4 to 8, 8 to 16 and 16 to 32 pixels, in dB above white noise."""
        return octaves(self.spectrum)


@dataclass(frozen=True)
class Grain:
    """The grain of a plate: red, green and blue."""

    channels: tuple[ChannelGrain, ChannelGrain, ChannelGrain]
    #: The correlation of a frame's grain with the next one's, 0 to 1.
    correlation: float = field(default=0.0)
    #: Why it should not be relied on, a sentence each: a plate that was compressed, bands that have texture.
    doubts: tuple[str, ...] = ()


def stops_of(exposure: float) -> float:
    """A scene-linear exposure in stops."""
    return math.log2(max(exposure, 0.0) + _FLOOR)
