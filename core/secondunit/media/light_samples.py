"""Samples of a plate's light: few pixels of many pictures, as numbers in a colour space.

It knows numbers and colour spaces; it does not know codes, sizes or files.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ..wire.errors import WrongChannels
from .color import conversion
from .config import Config
from .half import HALF_MAX
from .picture import Pixels
from .primaries import REC709, linear_space

#: (..., 3) float32, scene-linear.
Light = npt.NDArray[np.float32]


def sampled(pictures: Iterable[Pixels], most: int = 1 << 20) -> Light:
    """At most about `most` pixels of pictures (height, width, 3 or more), evenly taken: (n, 3) float32.

    The brightest value of each channel of each picture is among them. Memory does not grow with their number.
    """
    samples: list[Light] = []
    brightest: list[Light] = []
    step = 1
    for picture in pictures:
        pixels = flat(picture)
        if not len(pixels):
            continue
        peaks = np.where(np.isfinite(pixels), pixels, -np.inf).argmax(axis=0)
        brightest.append(pixels[peaks].astype(np.float32))
        samples.append(thinned(pixels, most)[::step])
        while sum(map(len, samples)) > most:
            samples, step = [sample[::2] for sample in samples], step * 2
    return np.concatenate([np.zeros((0, 3), np.float32), *samples, *brightest])


def flat(samples: Pixels) -> Pixels:
    """The colours of (..., 3 or more) as (n, 3); raises `WrongChannels`."""
    if samples.ndim < 2 or samples.shape[-1] < 3:
        raise WrongChannels(f"Colour has three channels; this has the shape {samples.shape}.")
    return samples[..., :3].reshape(-1, 3)


def thinned(samples: Pixels, most: int) -> Light:
    """At most about `most` of (n, 3) samples, evenly taken."""
    # A step that is odd does not fall on the same column of every row.
    step = -(-len(samples) // most) | 1 if len(samples) > most else 1
    return np.ascontiguousarray(samples[::step], np.float32)


def finite(light: Pixels) -> Light:
    """The samples with NaN as 0 and infinity as the most there is."""
    clean = np.nan_to_num(light, nan=0.0, posinf=HALF_MAX, neginf=-HALF_MAX)
    return np.ascontiguousarray(clean, np.float32)


def converted(light: Light, space: str, target: str, config: Config) -> Light:
    """(n, 3) in another space; the light given stays as it is."""
    moved = conversion(space, target, config).apply(light[None].copy(), threads=1)
    return np.asarray(moved[0], np.float32)


def rec709(light: Light, space: str, config: Config) -> Light:
    """Linear Rec.709 for the eye; a config without that space is taken to work in it."""
    name = linear_space(REC709, config)
    return converted(light, space, name, config) if name else light


def luminance(light: Light, space: str, config: Config) -> Light:
    """The luminance of (n, 3): (n,)."""
    rgb = rec709(light, space, config)
    return np.asarray(rgb @ np.array([0.2126, 0.7152, 0.0722], np.float32), np.float32)
