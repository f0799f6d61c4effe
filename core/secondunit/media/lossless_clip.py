"""A clip without any loss, frame for frame at one exact rate: EXR or PNG pictures in MOV.

What reads movies with FFmpeg's libraries gets the very codes back: RGB of 8 bits as PNG, floats as EXR of 32
bits (half floats come through FFmpeg's scaler, which cuts them off at 0 and 1). It knows code values;
`clip_file` writes what every model takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from ..wire.errors import BadPicture, EmptyFrames, PictureTooLarge, StorageError
from ..wire.rate import Rate
from .movie import Movie, inspect_movie
from .whole import storage_error, whole_file, why_not_written

LosslessCodes = npt.NDArray[np.uint8] | npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Kind:
    codec: str
    pixels: str
    options: dict[str, str]


_PNG = _Kind("png", "rgb24", {})
#: FFmpeg's EXR encoder: ZIP in blocks of 16 lines.
_FLOAT = _Kind("exr", "gbrpf32le", {"format": "float", "compression": "zip16"})


def write_lossless(path: Path | str, frames: Iterable[LosslessCodes], rate: Rate, *, most: int = 0) -> Movie:
    """Write frames (height, width, 3) of one size as MOV at exactly `rate`: uint8 as PNG, float32 as EXR.

    `most` is the largest file in bytes, 0 for any. Raises `PictureTooLarge` past it, `EmptyFrames`,
    `BadPicture`, `DiskFull`, `NoRights`, `StorageError`.
    """
    path = Path(path)
    tick = 1 / Fraction(rate.numerator, rate.denominator)
    count = size = 0
    with whole_file(path) as temporary:
        try:
            with av.open(str(temporary), "w", format="mov", options={"fflags": "+bitexact"}) as container:
                stream: Any = None
                shape: tuple[int, ...] = ()
                kind = _PNG
                for codes in frames:
                    if stream is None:
                        kind, shape = _kind_of(codes, path), codes.shape
                        stream = _stream(container, kind, 1 / tick, shape)
                    elif codes.shape != shape:
                        raise BadPicture(f"Frame {count} of the clip has another size.", where=str(path))
                    whole: Any = np.ascontiguousarray(codes)
                    picture = av.VideoFrame.from_ndarray(whole, format=kind.pixels)
                    picture.pts, picture.time_base = count, tick
                    for packet in stream.encode(picture):
                        size += packet.size
                        container.mux(packet)
                    if most and size > most:
                        raise PictureTooLarge(f"{path.name} is larger than {most:,} bytes.", where=str(path))
                    count += 1
                if stream is None:
                    raise EmptyFrames("A clip needs at least one frame.", where=str(path))
                for packet in stream.encode(None):
                    container.mux(packet)
        except FFmpegError as problem:
            if known := why_not_written(temporary):
                raise storage_error(known, path) from problem
            raise StorageError(f"{path.name} could not be written: {problem}.", where=str(path)) from problem
        if most and temporary.stat().st_size > most:
            raise PictureTooLarge(f"{path.name} is larger than {most:,} bytes.", where=str(path))
    movie = inspect_movie(path)
    if (movie.frames, movie.rate) != (count, rate):
        path.unlink(missing_ok=True)
        raise StorageError(
            f"{path.name} has {movie.frames} frames at {movie.rate}; {count} at {rate} were written.",
            where=str(path),
        )
    return movie


def _kind_of(codes: LosslessCodes, path: Path) -> _Kind:
    if codes.ndim == 3 and codes.shape[2] == 3:
        if codes.dtype == np.uint8:
            return _PNG
        if codes.dtype == np.float32:
            return _FLOAT
    raise BadPicture(f"A clip holds no {codes.dtype} frames of shape {codes.shape}.", where=str(path))


def _stream(container: Any, kind: _Kind, rate: Fraction, shape: tuple[int, ...]) -> Any:
    stream = container.add_stream(kind.codec, rate=rate)
    stream.height, stream.width = shape[:2]
    stream.pix_fmt = kind.pixels
    stream.options = dict(kind.options)
    stream.codec_context.time_base = stream.time_base = 1 / rate
    return stream
