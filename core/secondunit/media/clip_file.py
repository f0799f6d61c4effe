"""A clip as a model takes it: H.264 in MP4, frame for frame at one exact rate, and no word beside it.

It encodes with what PyAV offers (decision 006) and takes the encoder's remarks out of the stream. It knows
code values; `movie` reads clips.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from ..wire.errors import BadPicture
from ..wire.rate import Rate
from .movie import Movie, inspect_movie, movie_frames
from .movie_writing import MovieCodec, verified, write_frames
from .review import encoder
from .ycbcr import planes_420

#: x264's constant rate factor: 0 is lossless, 18 looks so, 12 leaves room for a grade.
QUALITY = 12
#: A key frame so often at least.
_KEY = 12
# ITU-T H.273: primaries, transfer (sRGB is 13) and matrix of what is sent; limited range.
_BT709, _SRGB, _LIMITED = 1, 13, 1
_NO_REMARKS = "filter_units=remove_types=6"


def write_clip(
    path: Path | str, frames: Iterable[npt.NDArray[np.uint8]], rate: Rate, *, quality: int = QUALITY
) -> Movie:
    """Write frames (height, width, 3) uint8 sRGB, all of one even size, as H.264 4:2:0 at exactly `rate`.

    The file has as many frames as were given, the first at time 0, and says nothing but the picture. A
    smaller `quality` is better and larger. Raises `EmptyFrames`, `BadPicture` for sizes that H.264 cannot
    hold, `DiskFull`, `NoRights`, and `StorageError` where there is no encoder.
    """
    path = Path(path)
    return verified(path, write_frames(path, frames, rate, partial(_kind, path, rate, quality)), rate)


def read_clip(path: Path | str) -> tuple[Movie, Iterator[npt.NDArray[np.float32]]]:
    """A movie's facts and its frames in order: code values, nominally 0 to 1, (height, width, 3) float32.

    Raises what `inspect_movie` and `movie_frames` raise.
    """
    movie = inspect_movie(path)
    return movie, (pixels for _, pixels in movie_frames(movie))


def _kind(
    path: Path, rate: Rate, quality: int, codes: npt.NDArray[np.uint8]
) -> MovieCodec[npt.NDArray[np.uint8]]:
    if codes.ndim != 3 or codes.shape[2] != 3 or codes.dtype != np.uint8:
        raise BadPicture(f"A clip holds no {codes.dtype} frames of shape {codes.shape}.", where=str(path))
    height, width = codes.shape[:2]
    if height % 2 or width % 2:
        raise BadPicture(
            f"A clip of {width}x{height} cannot be written: both sides must be even.", where=str(path)
        )
    name = encoder()

    def settings(stream: Any) -> None:
        context = stream.codec_context
        context.gop_size = _KEY
        # Without frames out of order the first one is at time 0, in every reader.
        context.max_b_frames = 0
        context.color_primaries = context.colorspace = _BT709
        context.color_trc = _SRGB
        context.color_range = _LIMITED
        if name != "libx264":
            frame_rate = rate.numerator / rate.denominator
            stream.bit_rate = round(height * width * frame_rate * 0.4 * 2 ** ((18 - quality) / 6))

    options = {"crf": str(quality), "preset": "medium"} if name == "libx264" else {}
    whole = {"movflags": "+faststart", "fflags": "+bitexact"}
    return MovieCodec("mp4", name, "yuv420p", _coded, options, whole, settings, _NO_REMARKS)


def _coded(codes: npt.NDArray[np.uint8]) -> Any:
    # By our own hand: FFmpeg's scaler loses twice as much on the way.
    frame = av.VideoFrame(codes.shape[1], codes.shape[0], "yuv420p")
    for plane, values in zip(frame.planes, planes_420(codes), strict=True):
        lines = np.zeros((len(values), plane.line_size), np.uint8)
        lines[:, : values.shape[1]] = values
        plane.update(lines.tobytes())
    frame.color_primaries = frame.colorspace = _BT709
    frame.color_trc = _SRGB
    frame.color_range = _LIMITED
    return frame
