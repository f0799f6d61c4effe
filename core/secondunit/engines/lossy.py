"""What files that keep less than every code do to a plate beside its coding: JPEG and H.264, read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.coding import decode
from secondunit.media.color import convert
from secondunit.media.config import Config
from secondunit.media.difference import ciede2000, lab
from secondunit.media.interchange import read_clip, read_codes
from secondunit.media.primaries import REC709, linear_space
from secondunit.wire import Encoded, PreparedFile, RoundTrip

LOSSY = ("image/jpeg", "video/mp4")


def with_loss(
    measured: RoundTrip, file: PreparedFile, scratch: Path, shown: npt.NDArray[np.float32], encoded: Encoded,
    space: str, config: Config,
) -> RoundTrip:  # fmt: skip
    """The round trip with what `file` does to its first frame; `shown` is that frame before it was coded.

    `shown` is (height, width, 3) scene-linear in `space`. Source of the measure: CIE 142-2001 (CIEDE2000).
    """
    if file.media_type not in LOSSY:
        return measured
    path = scratch / file.path
    codes: npt.NDArray[np.generic]
    if file.media_type == "video/mp4":
        codes = np.clip(next(read_clip(path)[1]), 0.0, 1.0)
    else:
        codes = read_codes(path)[0]
    back = decode(codes[..., :3], encoded, measured.depth, space, config)
    delta = max(_apart(shown, back, view, space, config) for view in {1.0, encoded.exposure})
    return replace(measured, delta_e=max(measured.delta_e, delta))


def _apart(
    one: npt.NDArray[np.float32], other: npt.NDArray[np.float32], exposure: float, space: str, config: Config
) -> float:
    """The 99th percentile of CIEDE2000 between two pictures, against diffuse white at 1."""
    rec709 = linear_space(REC709, config) or space
    sides = []
    for each in (one, other):
        light = np.nan_to_num(np.ascontiguousarray(each[..., :3] * np.float32(exposure), np.float32))
        sides.append(lab(np.asarray(convert(light, space, rec709, config), np.float32)))
    return float(np.percentile(ciede2000(*sides), 99))
