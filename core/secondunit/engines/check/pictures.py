"""What a comp check is looked at by: pictures of one frame and waveforms, as sRGB for the eye."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.media.config import Config
from secondunit.media.display import Shown, to_display
from secondunit.media.picture import RGB, Picture
from secondunit.media.preview import fitted

from .frames import CheckedFrames, Pixels, comp, luminance
from .layout import in_format, layout_of, overlay
from .outside import difference

#: How wide the comp is shown at most, and the sides of what is shown pixel by pixel.
WIDE, ACROSS, DOWN = 1280, 310, 232
#: The grounds an edge is looked at on, as light.
GROUNDS = {"black": 0.0, "grey": 0.18, "white": 1.0}
#: A difference of so much light is shown as much as there can be.
PLAIN = 0.05
#: The stops around mid grey that a waveform shows, and its size.
STOPS, WAVE = (-8.0, 6.0), (634, 224)
GREY = 0.18
#: The deviation that the plate's grain is shown with, of 1.
VISIBLE = 0.11


@dataclass(frozen=True)
class CheckPictures:
    """Pictures by what they show, (height, width, 3) uint8 sRGB, of one frame; what cannot be is left out."""

    frame: int
    shown: dict[str, Shown]


def pictures(frames: CheckedFrames, frame: int, config: Config, view: str, *, edit: bool) -> CheckPictures:
    """The pictures of a frame; `view` is the plate's, empty for the config's own."""
    space = config.space(frames.brief.colorspace.name).name
    beauty, behind = _finite(frames.beauty(frame)), frames.behind(frame)

    def seen(pixels: Pixels) -> Shown:
        return to_display(np.ascontiguousarray(pixels, np.float32), space, config, view=view)

    def small(pixels: Pixels) -> Shown:
        picture = Picture.of(np.ascontiguousarray(pixels[..., :3], np.float32), RGB)
        return seen(fitted(picture, WIDE, WIDE).pixels)

    shown: dict[str, Shown] = {}
    ground = np.full((*beauty.shape[:2], 3), GREY, np.float32) if behind is None else behind
    slap = comp(beauty, ground)
    shown["comp"] = small(slap)
    if behind is not None:
        shown["plate"] = small(behind)
    if edit and behind is not None:
        shown["difference"] = _difference(frames, frame, beauty, behind)
    layout = layout_of(frames.brief)
    if layout is not None:
        shown["layout"] = overlay(layout.lines(frame), in_format(frames.brief, beauty))
    place = busiest(beauty[..., 3])
    if place is not None:
        part = beauty[place]
        for name, light in GROUNDS.items():
            shown[f"edge on {name}"] = seen(part[..., :3] + light * (1.0 - part[..., 3:]))
        shown["edge on the plate" if behind is not None else "edge on mid grey"] = seen(slap[place])
    if edit and behind is not None:
        middle = _middle(beauty[..., 3])
        if middle is not None:
            gain = _gain(behind[middle])
            shown["grain of the comp"], shown["grain of the plate"] = (
                _grain(pixels[middle], gain) for pixels in (slap, behind)
            )
    if behind is not None:
        shown["waveform of the plate"] = waveform(behind)
    shown["waveform of the comp"] = waveform(slap)
    return CheckPictures(frame, shown)


def busiest(alpha: Pixels) -> tuple[slice, slice] | None:
    """The rows and columns in which most of an edge is; None where there is none."""
    height, width = min(DOWN, alpha.shape[0]), min(ACROSS, alpha.shape[1])
    clipped = np.clip(alpha, 0.0, 1.0)
    steep = np.hypot(cv2.Sobel(clipped, cv2.CV_32F, 1, 0), cv2.Sobel(clipped, cv2.CV_32F, 0, 1))
    if float(steep.max(initial=0.0)) < 0.02:
        return None
    # The part with most of it, in its middle; steep edges count more than wide soft ones.
    around = np.asarray(cv2.GaussianBlur(steep * steep, (0, 0), height / 4))
    row, column = (int(place) for place in np.unravel_index(int(np.argmax(around)), alpha.shape))
    return _around(row, column, height, width, alpha.shape)


def waveform(pixels: Pixels) -> Shown:
    """The luminance of every column as a waveform monitor shows it, in stops around mid grey."""
    width, height = WAVE
    light = luminance(pixels)
    stops = np.log2(np.maximum(light, 1e-6) / GREY)
    rows = np.clip((STOPS[1] - stops) / (STOPS[1] - STOPS[0]) * (height - 1), 0, height - 1).astype(np.int32)
    columns = np.broadcast_to(np.arange(light.shape[1]) * width // light.shape[1], light.shape)
    counts = np.bincount((rows * width + columns).ravel(), minlength=width * height).reshape(height, width)
    share = counts / max(light.shape[0] * light.shape[1] / width, 1.0)
    bright = np.clip(share * 12.0, 0.0, 1.0) ** 0.45
    shown = np.full((height, width, 3), 22.0)
    for stop in range(int(STOPS[0]) + 2, int(STOPS[1]), 2):
        shown[round((STOPS[1] - stop) / (STOPS[1] - STOPS[0]) * (height - 1))] = 58.0 if stop else 96.0
    shown += bright[..., None] * (np.array([190.0, 225.0, 200.0]) - 22.0)
    return np.asarray(np.clip(shown, 0, 255), np.uint8)


def _difference(frames: CheckedFrames, frame: int, beauty: Pixels, behind: Pixels) -> Shown:
    """The plate dark and grey; amber where the comp differs, red where it may not, one pixel wide or more."""
    away = difference(beauty, behind)
    outside = frames.outside(frame)
    wrong = np.zeros(away.shape, bool) if outside is None else outside & (away > 0)
    grey = 60.0 * np.clip(luminance(behind), 0.0, 1.0) ** (1 / 2.2) + 16.0
    much = np.clip(away / PLAIN, 0.0, 1.0)[..., None]
    shown = grey[..., None] * (1.0 - much) + much * np.array([232.0, 170.0, 60.0])
    reach = max(3, away.shape[1] // 400) | 1
    wide = cv2.dilate(wrong.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    shown[wide] = (255.0, 48.0, 40.0)
    scale = min(1.0, WIDE / away.shape[1])
    size = (max(1, round(away.shape[1] * scale)), max(1, round(away.shape[0] * scale)))
    small = shown if scale == 1.0 else cv2.resize(shown, size, interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(np.asarray(small), 0, 255), np.uint8)


def _middle(alpha: Pixels) -> tuple[slice, slice] | None:
    """A part around the deepest place of what is filled."""
    full = np.pad(alpha >= 0.99, 1).astype(np.uint8)
    deep = np.asarray(cv2.distanceTransform(full, cv2.DIST_C, 3))[1:-1, 1:-1]
    if not deep.any():
        return None
    row, column = (int(place) for place in np.unravel_index(int(deep.argmax()), alpha.shape))
    return _around(row, column, min(DOWN, alpha.shape[0]), min(ACROSS, alpha.shape[1]), alpha.shape)


def _around(row: int, column: int, height: int, width: int, shape: tuple[int, ...]) -> tuple[slice, slice]:
    top = min(max(row - height // 2, 0), shape[0] - height)
    left = min(max(column - width // 2, 0), shape[1] - width)
    return slice(top, top + height), slice(left, left + width)


def _detail(pixels: Pixels) -> Pixels:
    """What is finer than seven pixels, as a share of the light it lies on."""
    light = luminance(pixels)
    smooth = np.asarray(cv2.blur(light, (7, 7)), np.float32)
    return np.asarray((light - smooth) / np.maximum(smooth, 0.01), np.float32)


def _gain(plate: Pixels) -> float:
    detail = _detail(plate)
    spread = float(np.median(np.abs(detail - np.median(detail)))) * 1.4826
    return VISIBLE / max(spread, 1e-3)


def _grain(pixels: Pixels, gain: float) -> Shown:
    grey = np.clip(0.45 + gain * _detail(pixels), 0.0, 1.0)
    return np.repeat((grey * 255.0)[..., None], 3, axis=2).astype(np.uint8)


def _finite(pixels: npt.NDArray[np.float32]) -> Pixels:
    return np.nan_to_num(pixels, nan=0.0, posinf=65504.0, neginf=-65504.0)
