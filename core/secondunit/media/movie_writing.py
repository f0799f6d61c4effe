"""A movie from frames, whatever its codec: each at its own time, at one exact rate, or no file at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeVar

import av
import numpy as np
import numpy.typing as npt
from av.bitstream import BitStreamFilterContext
from av.error import FFmpegError

from ..wire.errors import BadPicture, EmptyFrames, PictureTooLarge, StorageError
from ..wire.rate import Rate
from .movie import Movie, inspect_movie
from .whole import storage_error, whole_file, why_not_written

Codes = TypeVar("Codes", bound=npt.NDArray[np.generic])


@dataclass(frozen=True)
class MovieCodec(Generic[Codes]):
    """A codec in a container, and how a frame is made for it: by FFmpeg's names for all three."""

    container: str
    codec: str
    pixels: str
    #: (height, width, channels) into the encoder's own planes.
    picture: Callable[[Codes], Any]
    #: Of the encoder, and of the container.
    options: Mapping[str, str] = field(default_factory=dict)
    container_options: Mapping[str, str] = field(default_factory=dict)
    #: What else is set on the stream before its first frame.
    settings: Callable[[Any], None] = lambda stream: None
    #: A bitstream filter that every packet goes through.
    filter: str = ""


def write_frames(
    path: Path,
    frames: Iterable[Codes],
    rate: Rate,
    kind_of: Callable[[Codes], MovieCodec[Codes]],
    most: int = 0,
) -> int:
    """Write frames of one shape at exactly `rate`, the first at time 0; gives how many there were.

    `kind_of` is asked with the first frame; `most` is the largest file in bytes, 0 for any. Raises
    `EmptyFrames`, `BadPicture`, `PictureTooLarge`, `DiskFull`, `NoRights`, `StorageError`.
    """
    coming = iter(frames)
    first = next(coming, None)
    if first is None:
        raise EmptyFrames("A movie needs at least one frame.", where=str(path))
    kind = kind_of(first)
    with whole_file(path) as temporary:
        try:
            count = _write(temporary, path, chain((first,), coming), rate, kind, most)
        except FFmpegError as problem:
            if cause := why_not_written(temporary):
                raise storage_error(cause, path) from problem
            raise StorageError(f"{path.name} could not be written: {problem}.", where=str(path)) from problem
        _require_small(path, temporary.stat().st_size, most)
    return count


def verified(path: Path, count: int, rate: Rate) -> Movie:
    """The movie that was written; raises `StorageError`, and takes it away, where it reads as another."""
    movie = inspect_movie(path)
    if (movie.frames, movie.rate) != (count, rate):
        path.unlink(missing_ok=True)
        raise StorageError(
            f"{path.name} has {movie.frames} frames at {movie.rate}; {count} at {rate} were written.",
            where=str(path),
        )
    return movie


def _write(
    temporary: Path, path: Path, frames: Iterable[Codes], rate: Rate, kind: MovieCodec[Codes], most: int
) -> int:
    tick, count, size = 1 / Fraction(rate.numerator, rate.denominator), 0, 0
    options = dict(kind.container_options)
    with av.open(str(temporary), "w", format=kind.container, options=options) as container:
        stream: Any = None
        shape: tuple[int, ...] = ()
        sieve: Any = None
        for codes in frames:
            if stream is None:
                shape = codes.shape
                stream = _stream(container, kind, tick, shape)
                sieve = BitStreamFilterContext(kind.filter, stream) if kind.filter else None
            elif codes.shape != shape:
                raise BadPicture(f"Frame {count} of the movie has another size.", where=str(path))
            picture = kind.picture(codes)
            picture.pts, picture.time_base = count, tick
            size += _mux(container, stream, sieve, stream.encode(picture))
            _require_small(path, size, most)
            count += 1
        _mux(container, stream, sieve, stream.encode(None))
    return count


def _stream(container: Any, kind: MovieCodec[Codes], tick: Fraction, shape: tuple[int, ...]) -> Any:
    stream = container.add_stream(kind.codec, rate=1 / tick)
    stream.height, stream.width = shape[:2]
    stream.pix_fmt = kind.pixels
    stream.options = dict(kind.options)
    stream.codec_context.time_base = stream.time_base = tick
    kind.settings(stream)
    return stream


def _mux(container: Any, stream: Any, sieve: Any, packets: list[Any]) -> int:
    """Into the file; gives the bytes of what was encoded."""
    size = 0
    for packet in packets:
        size += packet.size
        for output in sieve.filter(packet) if sieve else (packet,):
            output.stream = stream
            container.mux(output)
    return size


def _require_small(path: Path, size: int, most: int) -> None:
    if most and size > most:
        raise PictureTooLarge(f"{path.name} is larger than {most:,} bytes.", where=str(path))
