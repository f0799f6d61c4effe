"""A clip with alpha as a model takes it: ProRes 4444 in MOV, frame for frame at one exact rate.

The colour is not premultiplied, as such files are read (Apple ProRes white paper, 2022: alpha is straight).
`clip_file` writes clips without alpha; `movie` reads both.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from ..wire.rate import Rate
from .movie import Movie
from .movie_writing import MovieCodec, verified, write_frames
from .ycbcr import planes_444

# ITU-T H.273: primaries, transfer (sRGB is 13) and matrix of what is sent; limited range.
_BT709, _SRGB, _LIMITED = 1, 13, 1
#: Bits for each block of 16 by 16 pixels: as many as the profile has, then fewer and fewer.
DENSITIES = (0, 1500, 700, 300)


def write_alpha_clip(
    path: Path | str, frames: Iterable[npt.NDArray[np.uint16]], rate: Rate, *, density: int = 0
) -> Movie:
    """Write frames (height, width, 4) uint16 sRGB with straight alpha, all of one size, at exactly `rate`.

    `density` is one of `DENSITIES`; 0 is best and largest. Raises `EmptyFrames`, `DiskFull`, `NoRights`,
    `StorageError`.
    """
    path = Path(path)
    return verified(path, write_frames(path, frames, rate, lambda _: _kind(density)), rate)


def _kind(density: int) -> MovieCodec[npt.NDArray[np.uint16]]:
    options = {"profile": "4444", "vendor": "apl0", "alpha_bits": "16"}
    if density:
        options["bits_per_mb"] = str(density)
    return MovieCodec("mov", "prores_ks", "yuva444p10le", _coded, options, {"fflags": "+bitexact"}, _tags)


def _tags(stream: Any) -> None:
    context = stream.codec_context
    context.color_primaries = context.colorspace = _BT709
    context.color_trc = _SRGB
    context.color_range = _LIMITED


def _coded(codes: npt.NDArray[np.uint16]) -> Any:
    frame = av.VideoFrame(codes.shape[1], codes.shape[0], "yuva444p10le")
    alpha = np.rint(codes[..., 3].astype(np.float32) * (1023 / 65535)).astype(np.uint16)
    for plane, values in zip(frame.planes, (*planes_444(codes[..., :3]), alpha), strict=True):
        lines = np.zeros((len(values), plane.line_size // 2), np.uint16)
        lines[:, : values.shape[1]] = values
        plane.update(lines.tobytes())
    frame.color_primaries = frame.colorspace = _BT709
    frame.color_trc = _SRGB
    frame.color_range = _LIMITED
    return frame
