"""A clip with alpha as a model takes it: ProRes 4444 in MOV, frame for frame at one exact rate.

The colour is not premultiplied, as such files are read (Apple ProRes white paper, 2022: alpha is straight).
`clip_file` writes clips without alpha; `movie` reads both.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from ..wire.errors import EmptyFrames, StorageError
from ..wire.rate import Rate
from .movie import Movie, inspect_movie
from .whole import storage_error, whole_file, why_not_written
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
    tick = 1 / Fraction(rate.numerator, rate.denominator)
    count = 0
    with whole_file(path) as temporary:
        try:
            with av.open(str(temporary), "w", format="mov", options={"fflags": "+bitexact"}) as container:
                stream: Any = None
                for codes in frames:
                    if stream is None:
                        stream = _stream(container, codes.shape, rate, density)
                    picture = _coded(codes)
                    picture.pts, picture.time_base = count, tick
                    container.mux(stream.encode(picture))
                    count += 1
                if stream is None:
                    raise EmptyFrames("A clip needs at least one frame.", where=str(path))
                container.mux(stream.encode(None))
        except FFmpegError as problem:
            if known := why_not_written(temporary):
                raise storage_error(known, path) from problem
            raise StorageError(f"{path.name} could not be written: {problem}.", where=str(path)) from problem
    movie = inspect_movie(path)
    if (movie.frames, movie.rate) != (count, rate):
        path.unlink(missing_ok=True)
        raise StorageError(
            f"{path.name} has {movie.frames} frames at {movie.rate}; {count} at {rate} were written.",
            where=str(path),
        )
    return movie


def _stream(container: Any, shape: tuple[int, ...], rate: Rate, density: int) -> Any:
    each = Fraction(rate.numerator, rate.denominator)
    stream = container.add_stream("prores_ks", rate=each)
    stream.height, stream.width = shape[:2]
    stream.pix_fmt = "yuva444p10le"
    stream.options = {"profile": "4444", "vendor": "apl0", "alpha_bits": "16"} | (
        {"bits_per_mb": str(density)} if density else {}
    )
    context = stream.codec_context
    context.time_base = stream.time_base = 1 / each
    context.color_primaries = context.colorspace = _BT709
    context.color_trc = _SRGB
    context.color_range = _LIMITED
    return stream


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
