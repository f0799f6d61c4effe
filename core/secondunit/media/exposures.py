"""A plate shown to a model in two exposures, and the two answers joined to one light.

The usual exposure ends at white; what is brighter a darker one shows. Each answer counts where its codes are
well exposed, as in P. Debevec and J. Malik, "Recovering high dynamic range radiance maps from photographs"
(SIGGRAPH 1997); the curve is known here. It knows numbers and colour spaces, no sizes, files or models.
"""

from __future__ import annotations

import math

import numpy as np

from ..wire.intake import Coding
from ..wire.prepared import Encoded, RoundTrip
from .coding import FLOAT, clipped, decode, encode, exposed
from .coding_choice import (
    MOST_DELTA,
    MOST_HUE,
    choose,
    hue_apart,
    light_apart,
    usual_exposure,
    white_for,
)
from .color import conversion
from .config import Config
from .light_samples import Light, finite, flat, luminance, thinned
from .picture import Pixels

#: From which light of the usual exposure on, in its brightest channel, the darker answer counts, and from
#: which it counts alone.
BEGIN, ALONE = 0.4, 0.9
#: What is tried: how many stops darker the second exposure is, and where what is brighter still rolls off.
_STOPS, _KNEES = (1, 2, 3, 4, 5, 6, 7), (0.8, 0.5, 0.25)
#: Two answers of which light differs by more stops than this show two things.
_APART = 0.5
#: A gain so near to 1 is rounding; one farther from it than this is another picture, not another exposure.
_ROUNDING, _MOST_GAIN = 0.02, 4.0
#: So many pixels are needed to tell a gain, and are looked at for a choice.
_LEAST, _CHOICE = 64, 1 << 14


def choose_exposures(
    samples: Pixels, space: str, config: Config, depth: int = 8
) -> tuple[Encoded, Encoded | None]:
    """The two codings of a plate by `samples` of it, (..., 3 or more) scene-linear in `space`.

    The second is None where the first holds all: in codes of 32 bits, and where nothing is brighter than
    white. It is the one that rolls off least of those that keep hues and colours within `MOST_HUE` and
    `MOST_DELTA`, or next to that.

    Raises `UnknownColorSpace`, `BadColor`.
    """
    name = config.space(space).name
    single = choose(samples, name, config, Coding.SRGB, depth)
    light = finite(flat(samples))
    if depth == FLOAT or not len(light):
        return single, None
    few = np.concatenate([thinned(light, _CHOICE), light[light.argmax(axis=0)]])
    exposure = usual_exposure(luminance(few, name, config))
    usual = Encoded(Coding.SRGB, single.space, exposure)
    peak = float(exposed(few[None], name, config, usual).max(initial=0.0))
    if peak <= 1.0:
        return single, None
    tried: list[tuple[float, float, float, float]] = []
    ways: list[Encoded] = []
    for stops in _STOPS[: max(1, math.ceil(math.log2(peak)))]:
        white = white_for(peak * 2.0**-stops)
        for knee in _KNEES if white > 1.0 else _KNEES[:1]:
            darker = Encoded(usual.coding, usual.space, exposure * 2.0**-stops, white, knee, white > 1.0)
            trip = measure_exposures(few, name, config, usual, darker, depth)
            ways.append(darker)
            tried.append((max(trip.hue, MOST_HUE), max(trip.delta_e, MOST_DELTA), white, trip.delta_e))
    return usual, ways[min(range(len(ways)), key=tried.__getitem__)]


def joined(
    usual_light: Light, darker_light: Light, space: str, config: Config, usual: Encoded, gain: float = 1.0
) -> Light:
    """The light of two answers, each (height, width, 3 or 4) in `space`; an alpha is that of the first."""
    share = _share(_peak(usual_light, space, config, usual))[..., None]
    light = np.array(usual_light, np.float32)
    light[..., :3] += share * (np.float32(gain) * darker_light[..., :3] - light[..., :3])
    return light


def within_white(light: Light, space: str, config: Config, usual: Encoded) -> Light:
    """Light (height, width, 3) in `space` without what the usual exposure cuts off at white.

    Codes end in the coding's own space: a saturated colour may be beyond white there and within it here.
    """
    ended = np.minimum(exposed(light, space, config, usual), np.float32(usual.white)) / np.float32(
        usual.exposure
    )
    return np.asarray(conversion(usual.space, space, config).apply(ended), np.float32)


def gain_between(
    usual_light: Light, darker_light: Light, space: str, config: Config, usual: Encoded
) -> tuple[float, float]:
    """What brings the darker answer to the usual one where both are well exposed, and how far they differ.

    The gain is the median of what luminances are to each other, 1 within rounding; the other is the share of
    pixels there that are more than half a stop apart after it.
    """
    peak = _peak(usual_light, space, config, usual)
    both = (peak > BEGIN / 2) & (peak < ALONE)
    if int(both.sum()) < _LEAST:
        return 1.0, 0.0
    first, second = (
        np.maximum(luminance(np.ascontiguousarray(light[both][..., :3]), space, config), 1e-6)
        for light in (usual_light, darker_light)
    )
    stops = np.log2(first / second)
    gain = min(max(float(2.0 ** np.median(stops)), 1.0 / _MOST_GAIN), _MOST_GAIN)
    if abs(gain - 1.0) < _ROUNDING:
        gain = 1.0
    return gain, float(np.mean(np.abs(stops - math.log2(gain)) > _APART))


def measure_exposures(
    samples: Pixels, space: str, config: Config, usual: Encoded, darker: Encoded, depth: int = 8
) -> RoundTrip:
    """What the way there and back in both exposures does to `samples`, as `coding_choice.measure` says it."""
    light = thinned(flat(samples), 1 << 18)
    if not len(light):
        return RoundTrip(usual.coding, depth)
    clean = finite(light)
    first, second = (
        decode(encode(clean[None], space, config, encoded, depth), encoded, depth, space, config)
        for encoded in (usual, darker)
    )
    back = joined(first, second, space, config, usual)[0]
    # Below black nothing is coded; that is not what an exposure is chosen by.
    shown = np.maximum(clean, 0)
    delta = light_apart(shown, back, space, config, usual_exposure(luminance(clean, space, config)))
    share = clipped(light, space, config, darker, depth)
    return RoundTrip(usual.coding, depth, delta, 0.0, share, round(hue_apart(clean, back, space, config), 2))


def _peak(light: Light, space: str, config: Config, usual: Encoded) -> Light:
    """The brightest channel of each pixel in the usual exposure: what of it was white or nearly so."""
    return np.asarray(exposed(light, space, config, usual).max(axis=-1), np.float32)


def _share(peak: Light) -> Light:
    """How far the darker answer counts: 0 to `BEGIN`, 1 from `ALONE` on, smooth between."""
    step = np.clip((peak - BEGIN) / (ALONE - BEGIN), 0.0, 1.0)
    return np.asarray(step * step * (3.0 - 2.0 * step), np.float32)
