"""A clip without any loss, frame for frame at one exact rate: EXR or PNG pictures in MOV.

What reads movies with FFmpeg's libraries gets the very codes back: RGB of 8 bits as PNG, floats as EXR of 32
bits (half floats come through FFmpeg's scaler, which cuts them off at 0 and 1). It knows code values;
`clip_file` writes what every model takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from ..wire.errors import BadPicture
from ..wire.rate import Rate
from .movie import Movie
from .movie_writing import MovieCodec, verified, write_frames

LosslessCodes = npt.NDArray[np.uint8] | npt.NDArray[np.float32]


def write_lossless(path: Path | str, frames: Iterable[LosslessCodes], rate: Rate, *, most: int = 0) -> Movie:
    """Write frames (height, width, 3) of one size as MOV at exactly `rate`: uint8 as PNG, float32 as EXR.

    `most` is the largest file in bytes, 0 for any. Raises `PictureTooLarge` past it, `EmptyFrames`,
    `BadPicture`, `DiskFull`, `NoRights`, `StorageError`.
    """
    path = Path(path)
    pictures: Iterable[Any] = frames
    return verified(path, write_frames(path, pictures, rate, lambda first: _kind(first, path), most), rate)


def _kind(codes: LosslessCodes, path: Path) -> MovieCodec[Any]:
    whole = {"fflags": "+bitexact"}
    if codes.ndim == 3 and codes.shape[2] == 3:
        if codes.dtype == np.uint8:
            return MovieCodec("mov", "png", "rgb24", lambda frame: _picture(frame, "rgb24"), {}, whole)
        if codes.dtype == np.float32:
            # FFmpeg's EXR encoder: ZIP in blocks of 16 lines.
            options = {"format": "float", "compression": "zip16"}
            return MovieCodec(
                "mov", "exr", "gbrpf32le", lambda frame: _picture(frame, "gbrpf32le"), options, whole
            )
    raise BadPicture(f"A clip holds no {codes.dtype} frames of shape {codes.shape}.", where=str(path))


def _picture(codes: LosslessCodes, pixels: str) -> Any:
    whole: Any = np.ascontiguousarray(codes)
    return av.VideoFrame.from_ndarray(whole, format=pixels)
