"""What is done to a plate beside its coding: by files, read back (JPEG, H.264, 8 bits), and by scaling."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.coding import FLOAT, decode, half_steps
from secondunit.media.color import convert
from secondunit.media.config import Config
from secondunit.media.difference import ciede2000, lab
from secondunit.media.exr import read_exr
from secondunit.media.fitting import unfitted
from secondunit.media.half import HALF_MAX
from secondunit.media.interchange import read_clip, read_codes
from secondunit.media.picture import Picture
from secondunit.media.primaries import REC709, linear_space
from secondunit.wire import Encoded, Fit, PreparedFile, RoundTrip

LOSSY = ("image/jpeg", "video/mp4")
_EXR = "image/x-exr"


def with_loss(
    measured: RoundTrip, file: PreparedFile, scratch: Path, canvas: npt.NDArray[np.float32], encoded: Encoded,
    space: str, config: Config,
) -> RoundTrip:  # fmt: skip
    """The round trip with what `file` does to its first frame; `canvas` is that frame before it was coded.

    `canvas` is (height, width, 3) scene-linear in `space`. Source of the measure: CIE 142-2001 (CIEDE2000).
    """
    if file.media_type not in LOSSY and measured.depth != FLOAT:
        return measured
    codes, depth = _first(scratch / file.path, file.media_type)
    back = decode(codes[..., :3], encoded, depth, space, config)
    delta = max(_apart(canvas, back, view, space, config) for view in {1.0, encoded.exposure})
    steps = measured.half_steps
    if measured.depth == FLOAT:
        steps = max(steps, half_steps(np.ascontiguousarray(canvas[..., :3], np.float32), back))
    return replace(measured, depth=depth, delta_e=max(measured.delta_e, delta), half_steps=steps)


def with_scaling(
    measured: RoundTrip, plate: Picture, canvas: npt.NDArray[np.float32], fit: Fit, encoded: Encoded,
    space: str, config: Config,
) -> RoundTrip:  # fmt: skip
    """The round trip of floats with what `fit` does to a frame on the way to the model's size and back.

    `plate` is that frame in `space`, `canvas` (height, width, 3) the canvas that was made of it.
    """
    shared = plate.data_window.intersection(fit.region)
    if measured.depth != FLOAT or not is_scaled(fit) or shared is None:
        return measured
    light = np.ascontiguousarray(plate.within(shared).pixels[..., :3], np.float32)
    there = np.nan_to_num(light, nan=0.0, posinf=HALF_MAX, neginf=-HALF_MAX)
    back = unfitted(canvas, fit, shared)
    return replace(
        measured,
        delta_e=max(measured.delta_e, _apart(there, back, encoded.exposure, space, config)),
        half_steps=max(measured.half_steps, half_steps(there, back)),
    )


def is_scaled(fit: Fit) -> bool:
    """Whether pixels of the plate are not pixels of the model."""
    return (fit.region.width, fit.region.height) != (fit.inner.width, fit.inner.height)


def _first(path: Path, media_type: str) -> tuple[npt.NDArray[np.generic], int]:
    """The codes of a file's first frame, and their bits."""
    if media_type == _EXR:
        return np.asarray(read_exr(path).pixels, np.float32), FLOAT
    if media_type.startswith("video/"):
        movie, frames = read_clip(path)
        codes = next(frames)
        return (codes, FLOAT) if movie.codec == "exr" else (np.clip(codes, 0.0, 1.0), 8)
    return read_codes(path)


def _apart(
    picture: npt.NDArray[np.float32],
    other: npt.NDArray[np.float32],
    exposure: float,
    space: str,
    config: Config,
) -> float:
    """The 99th percentile of CIEDE2000 between two pictures, against diffuse white at 1."""
    rec709 = linear_space(REC709, config) or space
    sides = []
    for image in (picture, other):
        light = np.nan_to_num(np.ascontiguousarray(image[..., :3] * np.float32(exposure), np.float32))
        sides.append(lab(np.asarray(convert(light, space, rec709, config), np.float32)))
    return float(np.percentile(ciede2000(*sides), 99))
