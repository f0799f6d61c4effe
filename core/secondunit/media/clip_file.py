"""A clip as a model takes it: H.264 in MP4, frame for frame at one exact rate, and no word beside it.

It encodes with what PyAV offers (decision 006) and takes the encoder's remarks out of the stream. It knows
code values; `movie` reads clips.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.bitstream import BitStreamFilterContext
from av.error import FFmpegError

from ..wire.errors import BadPicture, EmptyFrames, StorageError
from ..wire.rate import Rate
from .movie import Movie, inspect_movie, movie_frames
from .review import encoder
from .whole import storage_error, whole_file, why_not_written
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
    name = encoder()
    tick = 1 / Fraction(rate.numerator, rate.denominator)
    count = 0
    with whole_file(path) as temporary:
        try:
            options = {"movflags": "+faststart", "fflags": "+bitexact"}
            with av.open(str(temporary), "w", format="mp4", options=options) as container:
                stream: Any = None
                chosen: Any = None
                shape: tuple[int, ...] = ()
                for codes in frames:
                    if stream is None:
                        shape = _required(codes, path)
                        stream = _stream(container, name, rate, shape, quality)
                        chosen = BitStreamFilterContext(_NO_REMARKS, stream)
                    elif codes.shape != shape:
                        raise BadPicture(f"Frame {count} of the clip has another size.", where=str(path))
                    picture = _coded(codes)
                    picture.pts, picture.time_base = count, tick
                    _mux(container, chosen, stream, stream.encode(picture))
                    count += 1
                if stream is None:
                    raise EmptyFrames("A clip needs at least one frame.", where=str(path))
                _mux(container, chosen, stream, stream.encode(None))
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


def read_clip(path: Path | str) -> tuple[Movie, Iterator[npt.NDArray[np.float32]]]:
    """A movie's facts and its frames in order: code values, nominally 0 to 1, (height, width, 3) float32.

    Raises what `inspect_movie` and `movie_frames` raise.
    """
    movie = inspect_movie(path)
    return movie, (pixels for _, pixels in movie_frames(movie))


def _required(codes: npt.NDArray[np.uint8], path: Path) -> tuple[int, ...]:
    if codes.ndim != 3 or codes.shape[2] != 3 or codes.dtype != np.uint8:
        raise BadPicture(f"A clip holds no {codes.dtype} frames of shape {codes.shape}.", where=str(path))
    if codes.shape[0] % 2 or codes.shape[1] % 2:
        raise BadPicture(
            f"A clip of {codes.shape[1]}x{codes.shape[0]} cannot be written: both sides must be even.",
            where=str(path),
        )
    return codes.shape


def _stream(container: Any, name: str, rate: Rate, shape: tuple[int, ...], quality: int) -> Any:
    each = Fraction(rate.numerator, rate.denominator)
    stream = container.add_stream(name, rate=each)
    stream.height, stream.width = shape[:2]
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = stream.time_base = 1 / each
    context.gop_size = _KEY
    # Without frames out of order the first one is at time 0, in every reader.
    context.max_b_frames = 0
    context.color_primaries = context.colorspace = _BT709
    context.color_trc = _SRGB
    context.color_range = _LIMITED
    if name == "libx264":
        stream.options = {"crf": str(quality), "preset": "medium"}
    else:
        stream.bit_rate = round(shape[0] * shape[1] * float(each) * 0.4 * 2 ** ((18 - quality) / 6))
    return stream


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


def _mux(container: Any, chosen: Any, stream: Any, packets: list[Any]) -> None:
    for packet in packets:
        for kept in chosen.filter(packet):
            kept.stream = stream
            container.mux(kept)
