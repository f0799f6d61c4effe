"""How a plate's light is coded for a model: chosen from samples of the plate, and measured on them.

`coding` writes and reads the codes; it does not know what a plate is made of.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from ..wire.intake import Coding
from ..wire.prepared import Encoded, RoundTrip
from .coding import FLOAT, clipped, decode, encode, exposed, half_steps, light_of
from .config import Config
from .difference import ciede2000, lab, oklab
from .light_samples import Light, converted, finite, flat, luminance, rec709, thinned
from .picture import Pixels
from .primaries import AP1, P3_D65, REC709, REC2020, linear_space

#: What the median luminance of a plate may be before it is exposed anew for the model.
DARKEST, BRIGHTEST = 0.01, 0.6
#: The goal for CIEDE2000 at the 99th percentile, with room for what the samples do not hold.
MOST_DELTA = 0.9
#: Light (after exposure) so little below 0 is noise around black, not colour outside the space.
NOISE = 0.01
#: A plate of which more pixels than this share lie outside a space is shown to a model in a wider one.
MOST_BELOW = 0.001
#: By so many degrees the hue of the top two stops may turn, before whole pixels are rolled off instead; and
#: from which chroma on, in shares of lightness, a colour has a hue.
MOST_HUE, LEAST_CHROMA = 2.0, 0.05
#: Where whole pixels may begin to roll off.
KNEES = (0.05, 0.1, 0.25, 0.5, 0.8)
#: More light than this (after exposure) is clipped: sparks and suns, not picture.
MOST_WHITE = 1024.0

_CHOICE, _MEASURE = 1 << 14, 1 << 18
# What is tried to come below the goal, in this order: exposure in stops, and where the shoulder begins.
_TRIED = ((0.0, 0.8), (-0.5, 0.8), (0.0, 0.5), (0.5, 0.8), (-0.5, 0.5), (-1.0, 0.8), (0.0, 0.25), (-1.0, 0.5),
          (1.0, 0.8), (-1.0, 0.25), (0.0, 0.1), (-1.0, 0.1), (-2.0, 0.25), (-2.0, 0.1))  # fmt: skip
_SPACES = (REC709, P3_D65, REC2020, AP1)


def choose(
    samples: Pixels, space: str, config: Config, coding: Coding = Coding.SRGB, depth: int = 8
) -> Encoded:
    """The coding for a plate, of `samples` of it: (..., 3 or more), scene-linear in `space`.

    Exposure stays 1 where the plate's median luminance is between `DARKEST` and `BRIGHTEST`, so that a plate
    from video comes back code for code; else it is brought to the nearer of the two. The space is Rec.709, or
    the narrowest wider one that holds the plate. Both are moved on until the round trip's error is below the
    goal, or as small as it gets. Codes of 32 bits hold everything: the narrowest space is taken in which
    hardly a pixel is below 0 and every value comes back within a step of half float, else `space` itself.
    Linear light stays in `space`. Raises `UnknownColorSpace`, `BadColor`.
    """
    name = config.space(space).name
    if coding is Coding.LINEAR:
        return Encoded(coding, name)
    light = flat(samples)
    light = light[np.isfinite(light).all(axis=1)]
    spaces = list(
        dict.fromkeys(space_name for corners in _SPACES if (space_name := linear_space(corners, config)))
    )
    if not len(light):
        return Encoded(coding, (spaces or [name])[0])
    few = np.concatenate([thinned(light, _CHOICE), light[light.argmax(axis=0)]])
    if depth == FLOAT:
        return _float_coding(light, few, name, (*spaces, name), config, coding)
    best: tuple[float, Encoded] | None = None
    for target in spaces or [name]:
        there = converted(few, name, target, config)
        usual = usual_exposure(luminance(few, name, config))
        for stops, knee in _TRIED:
            exposure = usual * 2.0**stops
            encoded = Encoded(coding, target, exposure, white_for(float(there.max()) * exposure), knee)
            error = _delta(few, name, config, encoded, depth)
            if error < MOST_DELTA:
                return _hued(few, name, config, (error, encoded), depth)
            # A wider space must be worth it.
            if best is None or error < best[0] - 0.05:
                best = error, encoded
    assert best is not None
    return _hued(few, name, config, best, depth)


def _hued(light: Light, name: str, config: Config, best: tuple[float, Encoded], depth: int) -> Encoded:
    """The coding, or that which rolls off whole pixels where the other turns the hue of what is brightest."""
    error, encoded = best
    if encoded.coding is not Coding.SRGB or encoded.white <= 1:
        return encoded
    turned = hue_turn(light, name, config, encoded, depth)
    if turned <= MOST_HUE:
        return encoded
    usual = usual_exposure(luminance(light, name, config))
    there = converted(light, name, encoded.space, config)
    white = white_for(float(there.max()) * usual)
    tried = [Encoded(encoded.coding, encoded.space, usual, white, knee, True) for knee in KNEES]
    turns = [hue_turn(light, name, config, whole, depth) for whole in tried]
    errors = [_delta(light, name, config, whole, depth) for whole in tried]
    # The smallest error of those that keep the hue; where none does, the one that turns it least.
    ranked = sorted(zip(turns, errors, tried, strict=True), key=lambda way: (max(way[0], MOST_HUE), way[1]))
    less, moved, whole = ranked[0]
    return whole if less < turned and moved <= max(error, MOST_DELTA) else encoded


def hue_turn(samples: Pixels, space: str, config: Config, encoded: Encoded, depth: int = 8) -> float:
    """By how many degrees a coding turns the hue of the top two stops of (..., 3 or more), at most."""
    light = finite(flat(samples))
    if not len(light):
        return 0.0
    back = decode(encode(light[None], space, config, encoded, depth), encoded, depth, space, config)[0]
    return hue_apart(light, back, space, config)


def hue_apart(light: Light, back: Light, space: str, config: Config) -> float:
    """By how many degrees the hue of the top two stops of `light` is another in `back`, at most; both (n, 3).

    Hue is that of Oklab (B. Ottosson, 2020); colours of a chroma below `LEAST_CHROMA` of their lightness have
    none.
    """
    peak = light.max(axis=1, initial=0.0)
    top = (peak > peak.max(initial=0.0) / 4) & (peak > 0)
    if not top.any():
        return 0.0
    sides = [oklab(np.maximum(rec709(side[top], space, config), 0)) for side in (light, back)]
    chroma = np.hypot(sides[0][:, 1], sides[0][:, 2])
    colored = chroma > LEAST_CHROMA * np.maximum(sides[0][:, 0], 1e-6)
    first, second = (np.degrees(np.arctan2(side[colored, 2], side[colored, 1])) for side in sides)
    return float(np.abs((second - first + 180.0) % 360.0 - 180.0).max(initial=0.0))


def _float_coding(
    light: Light, few: Light, name: str, spaces: Iterable[str], config: Config, coding: Coding
) -> Encoded:
    """The coding of 32 bits: the first of `spaces` that a model sees whole and that moves no value a step."""
    exposure = usual_exposure(luminance(few, name, config))
    for target in spaces:
        there = converted(few, name, target, config) * np.float32(exposure)
        encoded = Encoded(coding, target, exposure, white_for(float(there.max())))
        back = decode(encode(light[None], name, config, encoded, FLOAT), encoded, FLOAT, name, config)[0]
        if half_steps(light, back) <= 1 and np.mean((there < -NOISE).any(axis=1)) < MOST_BELOW:
            break
    return encoded


def measure(samples: Pixels, space: str, config: Config, encoded: Encoded, depth: int = 8) -> RoundTrip:
    """What the way there and back does to `samples`, (..., 3 or more) scene-linear in `space`.

    CIEDE2000 is between the plates as they are judged: exposed so that the median lies between `DARKEST` and
    `BRIGHTEST`, diffuse white being 1 and light above it not clipped. Noise below black is black there.
    `clipped` counts pixels too bright, outside the space, below black or no numbers. For what travels as
    floats `half_steps` is the largest error in steps of half float.
    """
    light = thinned(flat(samples), _MEASURE)
    if not len(light):
        return RoundTrip(encoded.coding, depth)
    clean = finite(light)
    steps = 0.0
    if encoded.coding is Coding.LINEAR or depth == FLOAT:
        coded = encode(clean[None], space, config, encoded, depth)
        steps = half_steps(clean, decode(coded, encoded, depth, space, config)[0])
    delta = _delta(clean, space, config, encoded, depth)
    hue = hue_turn(clean, space, config, encoded, depth) if encoded.coding is not Coding.LINEAR else 0.0
    share = clipped(light, space, config, encoded, depth)
    return RoundTrip(encoded.coding, depth, delta, steps, share, round(hue, 2))


def _delta(light: Light, space: str, config: Config, encoded: Encoded, depth: int) -> float:
    """The 99th percentile of CIEDE2000 of (n, 3) light and what comes back of it."""
    there = exposed(light[None], space, config, encoded)[0] / np.float32(encoded.exposure)
    back = light_of(encode(light[None], space, config, encoded, depth), encoded, depth)[0]
    # Floats bring it back below black: it is black on both sides.
    first, second = (
        np.where((side < 0) & (side > -NOISE / encoded.exposure), 0, side) for side in (there, back)
    )
    return light_apart(first, second, encoded.space, config, usual_exposure(luminance(light, space, config)))


def light_apart(light: Light, back: Light, space: str, config: Config, exposure: float) -> float:
    """The 99th percentile of CIEDE2000 of two (n, 3), exposed for the eye."""
    view = np.float32(exposure)
    sides = [lab(rec709(np.asarray(side * view, np.float32), space, config)) for side in (light, back)]
    return float(np.percentile(ciede2000(sides[0], sides[1]), 99))


def usual_exposure(luminance: Light) -> float:
    """What brings the median of luminances between `DARKEST` and `BRIGHTEST`, 1 where it is there."""
    levels = luminance[luminance > 1e-6]
    if not levels.size:
        return 1.0
    middle = float(np.median(levels))
    aim = min(max(middle, DARKEST), BRIGHTEST)
    # In quarters of a stop, so that the number can be read.
    stops = math.log2(aim / middle)
    return float(2.0 ** max(-12.0, min(12.0, math.copysign(math.ceil(abs(stops) * 4 - 1e-9) / 4, stops))))


def white_for(brightest: float) -> float:
    """White for the brightest light of the samples, with a little above it for what they do not hold."""
    if brightest <= 1.0001:
        return 1.0
    return min(MOST_WHITE, math.ceil(brightest * 1.05 * 64) / 64)
