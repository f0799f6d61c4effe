"""Light as a model's pictures hold it, and back: reversible sRGB and log, chosen from the plate and measured.

It knows numbers and colour spaces; it does not know sizes, files or models. `curves` has the formulae.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from ..wire.errors import OutOfRange, WrongChannels
from ..wire.intake import Coding
from ..wire.prepared import Encoded, RoundTrip
from . import curves
from .color import conversion
from .config import Config
from .difference import ciede2000, lab, oklab
from .half import HALF_MAX
from .picture import Pixels
from .primaries import AP1, P3_D65, REC709, REC2020, linear_space
from .rounding import rounded

#: (height, width, 3) uint8 or uint16; float32 for linear light and for codes of 32 bits, which travel as EXR.
Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.float32]
Light = npt.NDArray[np.float32]

#: The depth of codes that are float32, and hold light below black and above white as well.
FLOAT = 32
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
_KNEES = (0.05, 0.1, 0.25, 0.5, 0.8)
#: More light than this (after exposure) is clipped: sparks and suns, not picture.
MOST_WHITE = 1024.0

_CHOICE, _MEASURE = 1 << 14, 1 << 18
_ROWS = 1 << 17
# What is tried to come below the goal, in this order: exposure in stops, and where the shoulder begins.
_TRIED = ((0.0, 0.8), (-0.5, 0.8), (0.0, 0.5), (0.5, 0.8), (-0.5, 0.5), (-1.0, 0.8), (0.0, 0.25), (-1.0, 0.5),
          (1.0, 0.8), (-1.0, 0.25), (0.0, 0.1), (-1.0, 0.1), (-2.0, 0.25), (-2.0, 0.1))  # fmt: skip
_SPACES = (REC709, P3_D65, REC2020, AP1)


def sampled(pictures: Iterable[Pixels], most: int = 1 << 20) -> Light:
    """At most about `most` pixels of pictures (height, width, 3 or more), evenly taken: (n, 3) float32.

    The brightest value of each channel of each picture is among them. Memory does not grow with their number.
    """
    samples: list[Light] = []
    brightest: list[Light] = []
    step = 1
    for picture in pictures:
        flat = _flat(picture)
        if not len(flat):
            continue
        peaks = np.where(np.isfinite(flat), flat, -np.inf).argmax(axis=0)
        brightest.append(flat[peaks].astype(np.float32))
        samples.append(_thinned(flat, most)[::step])
        while sum(map(len, samples)) > most:
            samples, step = [sample[::2] for sample in samples], step * 2
    return np.concatenate([np.zeros((0, 3), np.float32), *samples, *brightest])


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
    light = _flat(samples)
    light = light[np.isfinite(light).all(axis=1)]
    spaces = list(
        dict.fromkeys(space_name for corners in _SPACES if (space_name := linear_space(corners, config)))
    )
    if not len(light):
        return Encoded(coding, (spaces or [name])[0])
    few = np.concatenate([_thinned(light, _CHOICE), light[light.argmax(axis=0)]])
    if depth == FLOAT:
        return _float_coding(light, few, name, (*spaces, name), config, coding)
    best: tuple[float, Encoded] | None = None
    for target in spaces or [name]:
        there = _converted(few, name, target, config)
        usual = _exposure(_luminance(few, name, config))
        for stops, knee in _TRIED:
            exposure = usual * 2.0**stops
            encoded = Encoded(coding, target, exposure, _white(float(there.max()) * exposure), knee)
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
    usual = _exposure(_luminance(light, name, config))
    there = _converted(light, name, encoded.space, config)
    white = _white(float(there.max()) * usual)
    tried = [Encoded(encoded.coding, encoded.space, usual, white, knee, True) for knee in _KNEES]
    turns = [hue_turn(light, name, config, whole, depth) for whole in tried]
    errors = [_delta(light, name, config, whole, depth) for whole in tried]
    # The smallest error of those that keep the hue; where none does, the one that turns it least.
    ranked = sorted(zip(turns, errors, tried, strict=True), key=lambda way: (max(way[0], MOST_HUE), way[1]))
    less, moved, whole = ranked[0]
    return whole if less < turned and moved <= max(error, MOST_DELTA) else encoded


def hue_turn(samples: Pixels, space: str, config: Config, encoded: Encoded, depth: int = 8) -> float:
    """By how many degrees a coding turns the hue of the top two stops of (..., 3 or more), at most.

    Hue is that of Oklab (B. Ottosson, 2020); colours of a chroma below `LEAST_CHROMA` of their lightness have
    none.
    """
    light = _finite(_flat(samples))
    peak = light.max(axis=1, initial=0.0)
    top = light[(peak > peak.max(initial=0.0) / 4) & (peak > 0)]
    if not len(top):
        return 0.0
    back = decode(encode(top[None], space, config, encoded, depth), encoded, depth, space, config)[0]
    sides = [oklab(np.maximum(_rec709(side, space, config), 0)) for side in (top, back)]
    chroma = np.hypot(sides[0][:, 1], sides[0][:, 2])
    colored = chroma > LEAST_CHROMA * np.maximum(sides[0][:, 0], 1e-6)
    first, second = (np.degrees(np.arctan2(side[colored, 2], side[colored, 1])) for side in sides)
    return float(np.abs((second - first + 180.0) % 360.0 - 180.0).max(initial=0.0))


def _float_coding(
    light: Light, few: Light, name: str, spaces: Iterable[str], config: Config, coding: Coding
) -> Encoded:
    """The coding of 32 bits: the first of `spaces` that a model sees whole and that moves no value a step."""
    exposure = _exposure(_luminance(few, name, config))
    for target in spaces:
        there = _converted(few, name, target, config) * np.float32(exposure)
        encoded = Encoded(coding, target, exposure, _white(float(there.max())))
        back = decode(encode(light[None], name, config, encoded, FLOAT), encoded, FLOAT, name, config)[0]
        if half_steps(light, back) <= 1 and np.mean((there < -NOISE).any(axis=1)) < MOST_BELOW:
            break
    return encoded


def encode(pixels: Pixels, space: str, config: Config, encoded: Encoded, depth: int = 8) -> Codes:
    """Code values of scene-linear light: (height, width, 3 or more) in `space` to (height, width, 3).

    uint8 or uint16 by `depth`; float32 with 32 bits, and in `encoded.space` where the coding is linear. Light
    below 0 and above white is clipped but for floats, NaN is 0 and infinity the most there is; `measure`
    counts them. Premultiplied pixels are coded as they are, over black. Raises `WrongChannels`,
    `UnknownColorSpace`, `BadColor`.
    """
    if pixels.ndim != 3 or pixels.shape[2] < 3:
        raise WrongChannels(f"Colour has three channels; this has the shape {pixels.shape}.")
    if encoded.coding is Coding.LINEAR:
        return _exposed(pixels, space, config, encoded)
    if depth == FLOAT:
        floats = np.empty((*pixels.shape[:2], 3), np.float32)
        for rows in _blocks(pixels):
            light = _exposed(pixels[rows], space, config, encoded)
            floats[rows] = _curve(light.astype(np.float64), encoded, clip=False)
        return floats
    top = _top(depth)
    codes = np.empty((*pixels.shape[:2], 3), np.uint8 if depth == 8 else np.uint16)
    for rows in _blocks(pixels):
        light = _exposed(pixels[rows], space, config, encoded)
        values = _curve(light, encoded) * np.float32(top)
        codes[rows] = rounded(values) if depth == 8 else np.rint(values)
    return codes


def decode(
    codes: npt.NDArray[np.generic], encoded: Encoded, depth: int, space: str, config: Config
) -> npt.NDArray[np.float32]:
    """The exact inverse of `encode`: (height, width, 3) float32, scene-linear in `space`.

    Codes are uint8 or uint16 of `depth` bits, or float32 from 0 to 1 (frames of a movie); with 32 bits floats
    below 0 and above 1 stand for light as well. A fourth channel, straight alpha, comes back as the alpha of
    premultiplied (height, width, 4). Raises `WrongChannels`, `OutOfRange`, `UnknownColorSpace`, `BadColor`.
    """
    if codes.ndim != 3 or codes.shape[2] not in (3, 4):
        raise WrongChannels(f"A coded picture has 3 or 4 channels; this has the shape {codes.shape}.")
    way = conversion(encoded.space, space, config)
    pixels = np.empty(codes.shape, np.float32)
    for rows in _blocks(codes):
        block = codes[rows]
        light = np.ascontiguousarray(_light(block[..., :3], encoded, depth))
        pixels[rows][..., :3] = way.apply(light, threads=1)
        if codes.shape[2] == 4:
            alpha = block[..., 3:].astype(np.float32)
            if not np.issubdtype(codes.dtype, np.floating):
                alpha /= np.float32(_top(depth))
            pixels[rows][..., 3:] = alpha
            pixels[rows][..., :3] *= alpha
    return pixels


def measure(samples: Pixels, space: str, config: Config, encoded: Encoded, depth: int = 8) -> RoundTrip:
    """What the way there and back does to `samples`, (..., 3 or more) scene-linear in `space`.

    CIEDE2000 is between the plates as they are judged: exposed so that the median lies between `DARKEST` and
    `BRIGHTEST`, diffuse white being 1 and light above it not clipped. Noise below black is black there.
    `clipped` counts pixels too bright, outside the space, below black or no numbers. For what travels as
    floats `half_steps` is the largest error in steps of half float.
    """
    light = _thinned(_flat(samples), _MEASURE)
    if not len(light):
        return RoundTrip(encoded.coding, depth)
    clean = _finite(light)
    steps = 0.0
    if encoded.coding is Coding.LINEAR or depth == FLOAT:
        coded = encode(clean[None], space, config, encoded, depth)
        steps = half_steps(clean, decode(coded, encoded, depth, space, config)[0])
    delta = _delta(clean, space, config, encoded, depth)
    hue = hue_turn(clean, space, config, encoded, depth) if encoded.coding is not Coding.LINEAR else 0.0
    share = clipped(light, space, config, encoded, depth)
    return RoundTrip(encoded.coding, depth, delta, steps, share, round(hue, 2))


def exposed(pixels: Pixels, space: str, config: Config, encoded: Encoded) -> Light:
    """Light (height, width, 3 or more) as a coding takes it, in its space and exposed: (height, width, 3)."""
    return np.concatenate([_exposed(pixels[rows], space, config, encoded) for rows in _blocks(pixels)])


def clipped(pixels: Pixels, space: str, config: Config, encoded: Encoded, depth: int = 8) -> float:
    """The share of pixels (..., 3 or more) that a coding cannot hold, as `measure` counts them, quickly."""
    light = _flat(pixels)
    if not len(light):
        return 0.0
    faults = ~np.isfinite(light).all(axis=1)
    if encoded.coding is Coding.LINEAR or depth == FLOAT:
        return float(np.mean(faults))
    exposed = _exposed(light[None], space, config, encoded)[0]
    # Less than half of the first code below 0 is rounding.
    first = float(_values(np.ones(1) / _top(depth), encoded)[0])
    outside = ((exposed < -0.5 * first) | (exposed > encoded.white * (1 + 1e-5))).any(axis=1)
    return float(np.mean(outside | faults))


def _delta(light: Light, space: str, config: Config, encoded: Encoded, depth: int) -> float:
    """The 99th percentile of CIEDE2000 of (n, 3) light and what comes back of it."""
    there = _exposed(light[None], space, config, encoded)[0] / np.float32(encoded.exposure)
    back = _light(encode(light[None], space, config, encoded, depth), encoded, depth)[0]
    # Floats bring it back below black: it is black on both sides.
    plates = (np.where((side < 0) & (side > -NOISE / encoded.exposure), 0, side) for side in (there, back))
    view = np.float32(_exposure(_luminance(light, space, config)))
    sides = [lab(_rec709(np.asarray(plate * view, np.float32), encoded.space, config)) for plate in plates]
    return float(np.percentile(ciede2000(sides[0], sides[1]), 99))


def _flat(samples: Pixels) -> Pixels:
    if samples.ndim < 2 or samples.shape[-1] < 3:
        raise WrongChannels(f"Colour has three channels; this has the shape {samples.shape}.")
    return samples[..., :3].reshape(-1, 3)


def _thinned(flat: Pixels, most: int) -> Light:
    # A step that is odd does not fall on the same column of every row.
    step = -(-len(flat) // most) | 1 if len(flat) > most else 1
    return np.ascontiguousarray(flat[::step], np.float32)


def _finite(light: Pixels) -> Light:
    clean = np.nan_to_num(light, nan=0.0, posinf=HALF_MAX, neginf=-HALF_MAX)
    return np.ascontiguousarray(clean, np.float32)


def _blocks(pixels: npt.NDArray[np.generic]) -> Iterator[slice]:
    rows = max(1, _ROWS // max(1, pixels.shape[1]))
    return (slice(top, top + rows) for top in range(0, len(pixels), rows))


def _top(depth: int) -> int:
    if depth not in (8, 16):
        raise OutOfRange(f"Whole codes have 8 or 16 bits a channel, not {depth}.", where="depth")
    return (1 << depth) - 1


def _converted(light: Light, space: str, target: str, config: Config) -> Light:
    """(n, 3) in another space; the light given stays as it is."""
    moved = conversion(space, target, config).apply(light[None].copy(), threads=1)
    return np.asarray(moved[0], np.float32)


def _exposed(pixels: Pixels, space: str, config: Config, encoded: Encoded) -> Light:
    light = _finite(pixels[..., :3]).copy()
    moved = conversion(space, encoded.space, config).apply(light, threads=1)
    return np.asarray(moved * np.float32(encoded.exposure), np.float32)


def _rec709(light: Light, space: str, config: Config) -> Light:
    """Linear Rec.709 for the eye; a config without that space is taken to work in it."""
    name = linear_space(REC709, config)
    return _converted(light, space, name, config) if name else light


def _luminance(light: Light, space: str, config: Config) -> Light:
    rgb = _rec709(light, space, config)
    return np.asarray(rgb @ np.array([0.2126, 0.7152, 0.0722], np.float32), np.float32)


def _exposure(luminance: Light) -> float:
    levels = luminance[luminance > 1e-6]
    if not levels.size:
        return 1.0
    middle = float(np.median(levels))
    aim = min(max(middle, DARKEST), BRIGHTEST)
    # In quarters of a stop, so that the number can be read.
    stops = math.log2(aim / middle)
    return float(2.0 ** max(-12.0, min(12.0, math.copysign(math.ceil(abs(stops) * 4 - 1e-9) / 4, stops))))


def _white(brightest: float) -> float:
    """White for the brightest light of the samples, with a little above it for what they do not hold."""
    if brightest <= 1.0001:
        return 1.0
    return min(MOST_WHITE, math.ceil(brightest * 1.05 * 64) / 64)


def _curve(light: npt.NDArray[np.floating], encoded: Encoded, *, clip: bool = True) -> Light:
    if encoded.whole and clip:
        rolled = curves.shoulder(light, encoded.white, encoded.knee)
        return np.asarray(curves.srgb(rolled, 1.0, 1.0), np.float32)
    if encoded.coding is Coding.LOG:
        return np.asarray(curves.log(light, encoded.white, clip=clip), np.float32)
    return np.asarray(curves.srgb(light, encoded.white, encoded.knee, clip=clip), np.float32)


def _values(
    codes: npt.NDArray[np.floating], encoded: Encoded, *, clip: bool = True
) -> npt.NDArray[np.floating]:
    """Exposed light of codes from 0 to 1, of others too without `clip`; whole pixels still rolled off."""
    if encoded.whole and clip:
        return curves.srgb_light(codes, 1.0, 1.0)
    if encoded.coding is Coding.LOG:
        return curves.log_light(codes, encoded.white, clip=clip)
    return curves.srgb_light(codes, encoded.white, encoded.knee, clip=clip)


def _light(codes: npt.NDArray[np.generic], encoded: Encoded, depth: int) -> Light:
    """Light in `encoded.space` of code values, without the exposure."""
    if not np.issubdtype(codes.dtype, np.floating):
        light = np.asarray(_table(encoded, depth)[codes], np.float32)
        if encoded.whole:
            light = np.asarray(curves.shoulder_light(light, encoded.white, encoded.knee), np.float32)
            light /= np.float32(encoded.exposure)
        return light
    values = np.nan_to_num(codes.astype(np.float64 if depth == FLOAT else np.float32))
    clip = depth != FLOAT
    light = values if encoded.coding is Coding.LINEAR else _values(values, encoded, clip=clip)
    if encoded.whole and clip:
        light = curves.shoulder_light(light, encoded.white, encoded.knee)
    return np.asarray(light / encoded.exposure, np.float32)


@functools.lru_cache(maxsize=8)
def _table(encoded: Encoded, depth: int) -> Light:
    codes = np.arange(_top(depth) + 1, dtype=np.float64) / _top(depth)
    # The roll-off of whole pixels, and their exposure, come after the curve of each channel.
    exposure = 1.0 if encoded.whole else encoded.exposure
    table: Light = (_values(codes, encoded) / exposure).astype(np.float32)
    return table


def half_steps(first: Light, second: Light) -> float:
    """The largest distance of two arrays in steps of half float."""
    places = []
    for light in (first, second):
        halves = np.clip(light, -HALF_MAX, HALF_MAX).astype(np.float16)
        bits = halves.view(np.int16).astype(np.int32)
        places.append(np.where(bits < 0, -(bits & 0x7FFF), bits))
    return float(np.abs(places[0] - places[1]).max(initial=0))
