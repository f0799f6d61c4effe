"""Movies in: their facts and, one at a time, their frames as float RGB with nothing lost.

It decodes with PyAV and makes RGB by the movie's own matrix and range; what those RGB values mean is a colour
space's matter. It may not write.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError

from ..wire.errors import BadPicture, DamagedPicture, OutOfRange, SecondUnitError
from ..wire.picture import Format
from ..wire.rate import Rate
from ..wire.timecode import Timecode
from .whole import named, storage_error
from .ycbcr import Matrix, RGBFrame, rgb_of

# Code points of ITU-T H.273, table 4; 2 is "unspecified".
_MATRICES: dict[int, Matrix] = {
    0: "rgb", 1: "bt709", 4: "bt601", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020", 10: "bt2020",
}  # fmt: skip
_LIMITED, _FULL_RANGE = 1, 2
_WHOLE = (24, 25, 30, 48, 50, 60, 96, 100, 120)
_USUAL = [Fraction(n) for n in _WHOLE] + [Fraction(n * 1000, 1001) for n in _WHOLE if n not in (25, 50, 100)]


@dataclass(frozen=True)
class Movie:
    """The facts of a movie's picture; width and height are after `rotation` (degrees, anticlockwise).

    `matrix_is_guess` says that the file does not name its matrix: then BT.709 is taken from 720 rows on and
    BT.601 below, as players do. `transfer` and `primaries` are code points of ITU-T H.273 (2: not said).
    """

    path: Path
    codec: str
    width: int
    height: int
    rate: Rate
    frames: int
    pixel_aspect: Fraction = Fraction(1)
    rotation: int = 0
    timecode: Timecode | None = None
    matrix: Matrix = "bt709"
    matrix_is_guess: bool = False
    full_range: bool = False
    transfer: int = 2
    primaries: int = 2

    @property
    def format(self) -> Format:
        """Size and pixel aspect; raises `PictureTooLarge`, `OutOfRange`."""
        return Format(self.width, self.height, float(self.pixel_aspect))


def inspect_movie(path: Path | str) -> Movie:
    """The facts of a movie; every packet is looked at (not decoded) to count frames and check the rate.

    Raises `NotFound`, `NoRights`, `DamagedPicture`, and `BadPicture` when there is no picture in the file or
    its frame rate varies: such a movie has no frame numbers that an editor and a compositor would agree on.
    """
    path = named(path)
    with opened(path) as (container, stream):
        times = frame_times(container, stream, path)
        rate = _rate(stream, times, path)
    with opened(path) as (container, stream):
        try:
            first = next(container.decode(stream))
        except (StopIteration, FFmpegError):
            raise DamagedPicture(f"{path.name} is damaged at its first frame.", where=str(path)) from None
        context = stream.codec_context
        turned = first.rotation % 180 == 90
        size = (first.height, first.width) if turned else (first.width, first.height)
        told = _MATRICES.get(int(first.colorspace))
        if first.format.is_rgb:
            told = "rgb"
        aspect = stream.sample_aspect_ratio or Fraction(1)
        return Movie(
            path=path,
            codec=context.name,
            width=size[0],
            height=size[1],
            rate=rate,
            frames=len(times),
            pixel_aspect=1 / aspect if turned else aspect,
            rotation=int(first.rotation) % 360,
            timecode=_timecode(stream, container),
            matrix=told or ("bt709" if min(size) >= 720 else "bt601"),
            matrix_is_guess=told is None,
            full_range=_is_full(first),
            transfer=int(first.color_trc),
            primaries=int(first.color_primaries),
        )


def movie_frames(
    movie: Movie | Path | str, first: int = 0, count: int | None = None
) -> Iterator[tuple[int, RGBFrame]]:
    """The frames `first`, `first` + 1, ... (0 is the first of the movie) with their pixels, one at a time.

    Pixels are (height, width, 3) float32, encoded as in the movie: nominal black 0, nominal white 1, and what
    lies beyond them (super-white) kept. Memory does not grow with length. An alpha in the movie is left out.
    Raises `DamagedPicture` naming the frame where a movie breaks off.
    """
    movie = movie if isinstance(movie, Movie) else inspect_movie(movie)
    after = movie.frames if count is None else first + count
    if first < 0 or after > movie.frames:
        raise OutOfRange(
            f"{movie.path.name} has {movie.frames} frames; frames {first} to {after - 1} were asked for.",
            where=str(movie.path),
        )
    index = 0
    with opened(movie.path) as (container, stream):
        stream.thread_type = "AUTO"
        decoded = container.decode(stream)
        while index < after:
            try:
                frame = next(decoded, None)
            except FFmpegError:
                frame = None
            if frame is None or frame.is_corrupt:
                raise DamagedPicture(
                    f"{movie.path.name} is damaged: frame {index} of {movie.frames} cannot be decoded.",
                    remedy="Copy the movie again, or ask for the frames before it.",
                    where=str(movie.path),
                )
            if index >= first:
                yield index, rgb_of(frame, movie.matrix, full_range=movie.full_range, rotation=movie.rotation)
            index += 1


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[Any, Any]]:
    """The container and the picture stream of a movie; raises as `inspect_movie` does."""
    try:
        with path.open("rb"):
            pass
        container = av.open(str(path), metadata_errors="replace")
    except FFmpegError as problem:
        raise DamagedPicture(
            f"{path.name} is not a movie, or is damaged: {problem.strerror}.", where=str(path)
        ) from problem
    except OSError as problem:
        raise storage_error(problem, path) from problem
    try:
        if not container.streams.video:
            raise BadPicture(f"{path.name} holds no picture.", where=str(path))
        yield container, container.streams.video[0]
    finally:
        container.close()


def frame_times(container: Any, stream: Any, path: Path) -> array[int]:
    """When each frame is shown, in units of the stream's time base, in order."""
    times = array("q")
    try:
        for packet in container.demux(stream):
            if packet.size and not packet.is_discard:
                times.append(packet.pts if packet.pts is not None else packet.dts or 0)
    except FFmpegError as problem:
        raise DamagedPicture(
            f"{path.name} is damaged after frame {len(times)}: {problem.strerror}.", where=str(path)
        ) from problem
    if not times:
        raise DamagedPicture(f"{path.name} holds no frame.", where=str(path))
    return array("q", sorted(times))


def _rate(stream: Any, times: array[int], path: Path) -> Rate:
    """The rate that explains every time within a tick of the clock; one of the usual rates if any does."""
    told = [rate for rate in (stream.base_rate, stream.average_rate, stream.guessed_rate) if rate]
    average = stream.average_rate or Fraction(24)
    # Some containers keep a rounded rate: the usual one beside it is meant.
    usual = sorted(
        (rate for rate in _USUAL if abs(rate / average - 1) < 0.001), key=lambda r: abs(r - average)
    )
    shown = np.asarray(times, np.float64) - times[0]
    for rate in [*(r for r in told if r in _USUAL), *usual, *told]:
        ticks = 1 / (rate * stream.time_base)
        if np.abs(shown - np.arange(len(times)) * float(ticks)).max() <= 1.0:
            return Rate(rate.numerator, rate.denominator)
    raise BadPicture(
        f"The frame rate of {path.name} varies.",
        remedy="Make it constant first, for example: "
        f"ffmpeg -i {path.name} -fps_mode cfr -r {stream.guessed_rate or average} ...",
        where=str(path),
    )


def _is_full(frame: Any) -> bool:
    if int(frame.color_range) in (_LIMITED, _FULL_RANGE):
        return int(frame.color_range) == _FULL_RANGE
    name: str = frame.format.name
    return name.startswith(("yuvj", "gray"))


def _timecode(stream: Any, container: Any) -> Timecode | None:
    for metadata in (stream.metadata, container.metadata, *(s.metadata for s in container.streams)):
        text = metadata.get("timecode", "")
        with contextlib.suppress(SecondUnitError):
            if text:
                return Timecode.parse(text)
    return None
