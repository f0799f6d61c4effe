"""Light as a model's pictures hold it, and back: reversible sRGB and log.

It knows numbers and colour spaces; it does not know sizes, files or models. `curves` has the formulae,
`coding_choice` how a plate comes to its coding.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from ..wire.errors import OutOfRange, WrongChannels
from ..wire.intake import Coding
from ..wire.prepared import Encoded
from . import curves
from .color import conversion
from .config import Config
from .half import HALF_MAX
from .light_samples import Light, finite, flat
from .picture import Pixels
from .rounding import rounded

#: (height, width, 3) uint8 or uint16; float32 for linear light and for codes of 32 bits, which travel as EXR.
Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.float32]

#: The depth of codes that are float32, and hold light below black and above white as well.
FLOAT = 32

_ROWS = 1 << 17


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
        light = np.ascontiguousarray(light_of(block[..., :3], encoded, depth))
        pixels[rows][..., :3] = way.apply(light, threads=1)
        if codes.shape[2] == 4:
            alpha = block[..., 3:].astype(np.float32)
            if not np.issubdtype(codes.dtype, np.floating):
                alpha /= np.float32(_top(depth))
            pixels[rows][..., 3:] = alpha
            pixels[rows][..., :3] *= alpha
    return pixels


def exposed(pixels: Pixels, space: str, config: Config, encoded: Encoded) -> Light:
    """Light (height, width, 3 or more) as a coding takes it, in its space and exposed: (height, width, 3)."""
    return np.concatenate([_exposed(pixels[rows], space, config, encoded) for rows in _blocks(pixels)])


def clipped(pixels: Pixels, space: str, config: Config, encoded: Encoded, depth: int = 8) -> float:
    """The share of pixels (..., 3 or more) that a coding cannot hold, as `measure` counts them, quickly."""
    light = flat(pixels)
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


def _blocks(pixels: npt.NDArray[np.generic]) -> Iterator[slice]:
    rows = max(1, _ROWS // max(1, pixels.shape[1]))
    return (slice(top, top + rows) for top in range(0, len(pixels), rows))


def _top(depth: int) -> int:
    if depth not in (8, 16):
        raise OutOfRange(f"Whole codes have 8 or 16 bits a channel, not {depth}.", where="depth")
    return (1 << depth) - 1


def _exposed(pixels: Pixels, space: str, config: Config, encoded: Encoded) -> Light:
    light = finite(pixels[..., :3]).copy()
    moved = conversion(space, encoded.space, config).apply(light, threads=1)
    return np.asarray(moved * np.float32(encoded.exposure), np.float32)


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


def light_of(codes: npt.NDArray[np.generic], encoded: Encoded, depth: int) -> Light:
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
