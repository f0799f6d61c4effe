"""A take's element with its plate's look baked in: blur, cast, black level and grain, as frames of their own.

Where the element covers a part a of a pixel the plate's own grain is left by 1 - a. The element is given as
much as makes both together what the plate has: sqrt(1 - (1 - a)^2) of it, none where it covers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

from secondunit.media.config import Config
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import RGBA
from secondunit.media.primaries import chromaticities
from secondunit.models.plate_match.grain import Grain
from secondunit.models.plate_match.synthesis import grain_of
from secondunit.wire import Take
from secondunit.wire.errors import BadColor, CannotPlace
from secondunit.wire.plate_match import PlateMatch

from .plate_match import grain_of_match

Pixels = npt.NDArray[np.float32]
#: Less cover than this tells no colour of what covers.
_FAINT = 1e-4


def bake_take(take: Take, match: PlateMatch, pattern: str, config: Config, seed: int = 0) -> Iterator[Path]:
    """Write every frame of a take's beauty as `pattern` (`baked.%04d.exr`), and give its path.

    The same numbers, windows and rate. Raises `BadColor` where take and match are of two colour spaces,
    `CannotPlace` for a take without a beauty, and what reading and writing raise.
    """
    if _plain(take.colorspace.name) != _plain(match.colorspace):
        raise BadColor(
            f"The take is in {take.colorspace.name or 'no colour space'} and the plate was measured in "
            f"{match.colorspace}.",
            remedy="Measure the plate with the config that the take was made with.",
            where="match",
        )
    beauty = take.layer("beauty")
    if beauty is None:
        raise CannotPlace(f"{take.label} has no beauty layer.", where=take.label)
    corners = chromaticities(take.colorspace.name, config)
    grain = grain_of_match(match)
    for frame in take.frames:
        picture = read_exr(Path(take.folder) / (beauty.path % frame))
        picture = replace(picture, channels=RGBA, pixels=baked(picture.rgba(), match, grain, frame, seed))
        path = Path(pattern % frame)
        write_exr(path, picture, rate=take.rate, chromaticities=corners)
        yield path


def baked(element: Pixels, match: PlateMatch, grain: Grain | None, frame: int, seed: int = 0) -> Pixels:
    """An element (height, width, 4) float32, scene-linear, premultiplied, with the look of its plate.

    An estimated cast is not given. Alpha is changed by the blur alone.
    """
    answer = element.astype(np.float32, copy=True)
    for channel, blur in enumerate((*match.blur, match.blur[1]) if match.blur else ()):
        answer[..., channel] = _blurred(answer[..., channel], blur.sigma)
    alpha = np.clip(answer[..., 3], 0.0, 1.0)
    if match.cast is not None and match.cast.reference:
        answer[..., :3] *= np.asarray(match.cast.gains, np.float32)
    if match.levels is not None:
        answer[..., :3] += alpha[..., None] * np.maximum(np.asarray(match.levels.floor, np.float32), 0.0)
    if grain is not None:
        covers = alpha > 0
        light = answer[..., :3] / np.where(alpha > _FAINT, alpha, np.float32(1.0))[..., None]
        share = np.sqrt(np.maximum(0.0, 1.0 - (1.0 - alpha) ** 2)) * covers
        answer[..., :3] += share[..., None] * grain_of(grain, np.asarray(light, np.float32), frame, seed)
    return answer


def _blurred(plane: Pixels, sigma: float) -> Pixels:
    """A plane softened as the plate is; it goes on beyond its border, where a frame cuts an element off."""
    if sigma < 0.05:
        return plane
    soft = gaussian_filter(plane.astype(np.float64), sigma, mode="nearest", truncate=4.0)
    return np.asarray(soft, np.float32)


def _plain(space: str) -> str:
    """A colour space's name as configs of ACES differ about it."""
    return space.lower().replace("aces - ", "").strip()
