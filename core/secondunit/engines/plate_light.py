"""The light of a plate: how bright it is, and the sky that shines in it.

An element is exposed as its plate is (`PlateLight.luminance`). Its sky light has the plate's colour and
strength where nobody says another: by region, since what is above in the frame shines from above.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.color import conversion
from secondunit.media.config import Config, open_config
from secondunit.media.foreign import facts_of
from secondunit.media.movie import inspect_movie, movie_frames
from secondunit.media.picture import RGB, Picture
from secondunit.media.plate import movie_colorspace
from secondunit.media.sequence import Sequence
from secondunit.media.shrink import squared
from secondunit.media.whole import storage_error
from secondunit.wire import Control, Plate, Scalar
from secondunit.wire.errors import BadPicture, WrongChannels
from secondunit.wire.footage import is_movie

from .inputs import middle_frame
from .plate_reader import plate_colors

Field = npt.NDArray[np.float32]
#: Luminance of ACEScg's primaries (AP1), from SMPTE TB-2065 / ACES TB-2014-004.
_LUMINANCE = np.array([0.2722287168, 0.6740817658, 0.0536895174], np.float32)
#: The space elements are simulated and lit in.
WORKING = ("ACEScg", "ACES - ACEScg", "acescg", "lin_ap1")
#: The controls of a kind that say its sky.
SKY, SKY_COLOR = "ambient", "ambient_color"
#: So many pixels across say what the light is.
_ENOUGH = 1024
#: Lamps are no sky: brighter pixels than this share of all of a region count as that one.
_LAMPS = 0.95
#: How far a sky may be from the plate's mean, as a factor, and its channels from its own luminance: a screen
#: of one colour behind actors is no sky.
_STRENGTH, _TINT = (0.25, 4.0), (0.5, 1.8)


@dataclass(frozen=True)
class PlateLight:
    """The mean scene-linear luminance of a plate (0.18 is grey; None where it is black), and its sky's
    colour, RGB of the working space, as multiples of that.
    """

    luminance: float | None
    sky: tuple[float, float, float] = (1.0, 1.0, 1.0)


def plate_light(plate: Plate, config: Config) -> PlateLight:
    """The light of the plate's middle frame; raises what reading it raises. A frame is read once."""
    path = Path(plate.path)
    if not is_movie(plate.path):
        path = Sequence.find(plate.path).path(plate.file_frame(middle_frame(plate)))
    try:
        facts = facts_of(path)
    except OSError as error:
        raise storage_error(error, path) from error
    return _plate_light(plate, config, facts.st_mtime_ns, facts.st_size)


def plate_sky(light: PlateLight, controls: Mapping[str, Control]) -> dict[str, Scalar]:
    """The sky of a kind with these controls as it is in a plate: its strength and its colour, of 1 at most.

    A plate that is grey all over leaves a kind its own luminance.
    """
    if light.luminance is None or SKY not in controls or SKY_COLOR not in controls:
        return {}
    usual = np.array([float(part) for part in str(controls[SKY_COLOR].default).split()])
    highest = max(light.sky)
    tint = np.array(light.sky) / highest
    most = controls[SKY].maximum
    sky = float(controls[SKY].default) * float(np.dot(usual, _LUMINANCE)) * highest
    return {
        SKY: round(sky if most is None else min(sky, float(most)), 4),
        SKY_COLOR: " ".join(f"{part:.4g}" for part in tint),
    }


def working_space(config: Config) -> str:
    """The space of a config that elements are made in: ACEScg, or its scene-linear role."""
    return config.find(*WORKING) or config.scene_linear


@lru_cache(maxsize=32)
def _plate_light(plate: Plate, config: Config, _changed: int, _size: int) -> PlateLight:
    pixels, space, own = plate_pixels(plate, middle_frame(plate), config)
    rgb = np.ascontiguousarray(_few(pixels[..., :3]), np.float32)
    colors = conversion(space, working_space(own), own).apply(rgb, premultiplied=False)
    light = np.asarray(colors @ _LUMINANCE, np.float32)
    known = np.isfinite(light)
    if not known.any():
        raise BadPicture("The plate's middle frame holds no number at all.", where="plate")
    mean = float(np.clip(light[known], 0.0, 100.0).mean())
    if mean <= 0.0:
        return PlateLight(None)
    return PlateLight(max(mean, 1e-4), _sky_of(colors, light, mean))


def _few(pixels: Field) -> Field:
    """What says as much of the light as all pixels: averages of whole squares of them.

    Means stay as they are; of a picture 16k wide a hundredth of the work is left. Pixels that are no numbers
    are no light and not black: a picture that has some stays whole.
    """
    if pixels.shape[1] < 2 * _ENOUGH or not bool(np.isfinite(pixels).all()):
        return pixels
    averages: Field = squared(Picture.of(pixels, RGB), _ENOUGH).pixels
    return averages


def _sky_of(colors: Field, light: Field, mean: float) -> tuple[float, float, float]:
    """The colour of the light from all around as multiples of the mean luminance.

    What shines from above, from the sides and from below is what the plate shows there, with the shares that
    an element's sky has (`optics.light.SHARES`); from before and behind it is all of it.
    """
    high, wide = light.shape
    third, side = max(1, high // 3), max(1, wide // 3)
    every = slice(None)
    regions = (
        (0.40, (slice(0, third), every)), (0.08, (slice(high - third, high), every)),
        (0.13, (every, slice(0, side))), (0.13, (every, slice(wide - side, wide))), (0.26, (every, every)),
    )  # fmt: skip
    total = np.zeros(3)
    for share, where in regions:
        total += share * _color_of(colors[where].reshape(-1, 3), light[where].reshape(-1), mean)
    strength = min(max(float(total @ _LUMINANCE) / mean, _STRENGTH[0]), _STRENGTH[1])
    tint = np.clip(total / max(float(total @ _LUMINANCE), 1e-9), *_TINT)
    red, green, blue = tint / float(tint @ _LUMINANCE) * strength
    return float(red), float(green), float(blue)


def _color_of(colors: Field, light: Field, mean: float) -> npt.NDArray[np.float64]:
    """The mean colour of a region; lamps count as bright as what is around them, nothing is below black."""
    known = np.isfinite(light) & np.isfinite(colors).all(axis=1)
    if not known.any():
        return np.full(3, mean)
    light, colors = np.maximum(light[known], 0.0), np.maximum(colors[known], 0.0)
    most = float(np.quantile(light, _LAMPS))
    scale = np.where(light > most, most / np.maximum(light, 1e-9), 1.0)
    mixed: npt.NDArray[np.float64] = (colors * scale[:, None]).mean(axis=0, dtype=np.float64)
    return mixed


def plate_pixels(plate: Plate, frame: int, config: Config) -> tuple[Field, str, Config]:
    """One frame of a plate as (height, width, 3 or 4), the name of its space, and the config of that name."""
    own = open_config(plate.colorspace.config) if plate.colorspace.config else config
    if is_movie(plate.path):
        movie = inspect_movie(plate.path, accept_damage=plate.accept_damage)
        at = (plate.first_in_file or 0) + frame - plate.frames.first
        _, pixels = next(iter(movie_frames(movie, at, 1)))
        return np.asarray(pixels), plate.colorspace.name or movie_colorspace(movie, own), own
    path = Sequence.find(plate.path).path(plate.file_frame(frame))
    try:
        rgba = plate_colors(path, plate).shown().rgba()
    except WrongChannels as error:
        raise error.at("plate.layer") from None
    return rgba, plate.colorspace.name or own.scene_linear, own
