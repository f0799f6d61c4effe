"""Movies in: their facts and, one at a time, their frames as float RGB with nothing lost.

It decodes with PyAV and makes RGB by the movie's own matrix and range; what those RGB values mean is a colour
space's matter. A damaged movie is refused, unless what is left of it is asked for. It may not write.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from ..wire.errors import DamagedPicture, OutOfRange, SecondUnitError
from ..wire.picture import Format
from ..wire.rate import Rate
from ..wire.timecode import Timecode
from .decoding import Decoded, Decoding, opened
from .display_matrix import Orientation, turn_of
from .matroska import changed_cluster
from .movie_times import Scan, numbered, rate_of, scan
from .whole import named, storage_error
from .ycbcr import Matrix, RGBFrame, rgb_of

# Code points of ITU-T H.273, table 4; 2 is "unspecified".
_MATRICES: dict[int, Matrix] = {
    0: "rgb", 1: "bt709", 4: "bt601", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020", 10: "bt2020",
}  # fmt: skip
_LIMITED, _FULL_RANGE = 1, 2
_REMEDY = (
    "Copy the movie again from where it came. To go on with what is left of it, accept its damage "
    "(--accept-damage): the take then says so."
)


class DamagedFrame(DamagedPicture):
    """A movie that is damaged from frame `index` on (0 is its first)."""

    def __init__(
        self, message: str, *, remedy: str = "", kept: str = "", where: str = "", index: int = 0,
        frames: int | None = None,
    ) -> None:  # fmt: skip
        """In `message` `{frame}` stands for the frame."""
        of = f" of {frames}" if frames else ""
        super().__init__(
            message.replace("{frame}", f"frame {index}{of}"), remedy=remedy, kept=kept, where=where
        )
        self.index, self._text = index, message

    def as_frame(self, number: int) -> DamagedPicture:
        """The same with the number that the frame has in a plate."""
        problem = self.problem
        return DamagedPicture(
            self._text.replace("{frame}", f"frame {number}"), remedy=problem.remedy, where=problem.where
        )


@dataclass(frozen=True)
class Movie:
    """The facts of a movie's picture; width and height are after its `turn`.

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
    turn: Orientation = Orientation()
    timecode: Timecode | None = None
    matrix: Matrix = "bt709"
    matrix_is_guess: bool = False
    full_range: bool = False
    transfer: int = 2
    primaries: int = 2
    #: When its first frame is shown, in seconds, and what its clock counts in.
    start: Fraction = Fraction(0)
    clock: Fraction = Fraction(1)
    #: Whether damage of it is accepted, and what of it was seen without decoding, as a sentence.
    accept_damage: bool = False
    damage: str = ""

    @property
    def format(self) -> Format:
        """Size and pixel aspect; raises `PictureTooLarge`, `OutOfRange`."""
        return Format(self.width, self.height, float(self.pixel_aspect))

    def number(self, time: int) -> int:
        """The number of the frame that is shown at a time of its clock."""
        rate = Fraction(self.rate.numerator, self.rate.denominator)
        return round((time * self.clock - self.start) * rate)

    def damaged(self, index: int, reason: str) -> DamagedFrame:
        """The error of a movie whose frame `index` cannot be had."""
        return DamagedFrame(
            f"{self.path.name} is damaged: {{frame}} cannot be decoded ({reason}).",
            remedy=_REMEDY, where=str(self.path), index=index, frames=self.frames,
        )  # fmt: skip


def inspect_movie(path: Path | str, *, accept_damage: bool = False) -> Movie:
    """The facts of a movie; every packet is looked at (not decoded) to count frames and check the rate.

    Raises `NotFound`, `NoRights`, `DamagedPicture` for one that breaks off or whose checksums are wrong, and
    `BadPicture` when there is no picture in the file or its frame rate varies: such a movie has no frame
    numbers that an editor and a compositor would agree on. With `accept_damage` a movie that breaks off is as
    long as what is left of it.
    """
    return survey(path, accept_damage=accept_damage)[0]


def survey(path: Path | str, *, accept_damage: bool = False) -> tuple[Movie, dict[int, int]]:
    """The facts of a movie as of `inspect_movie`, and when its frames are shown, by their numbers."""
    path = named(path)
    with opened(path) as (container, stream):
        packet_scan = scan(container, stream)
        times = np.asarray(packet_scan.times)
        if not accept_damage:
            _require_whole(path, packet_scan)
        if not times.size:
            raise DamagedPicture(f"{path.name} holds no whole frame.", where=str(path))
        with opened(path) as (again, pictures):
            first = _first_picture(path, again, pictures)
            # Pictures at its head that lean on what was cut away are no part of a movie.
            times = times[times >= first.time] if first.time is not None else times
            rate = rate_of(stream, times, path, gaps=accept_damage)
            numbers = numbered(times, Fraction(rate.numerator, rate.denominator), packet_scan.clock)
            assert numbers is not None
            movie = _facts(path, again, pictures, first.frame, rate, int(numbers[-1]) + 1)
    movie = replace(
        movie, start=int(times[0]) * packet_scan.clock, clock=packet_scan.clock, accept_damage=accept_damage,
        damage=_accepted(path, packet_scan, movie.frames) if accept_damage else "",
    )  # fmt: skip
    if not accept_damage:
        _require_unchanged(movie)
    return movie, dict(zip(numbers.tolist(), times.tolist(), strict=True))


def movie_frames(
    movie: Movie | Path | str, first: int = 0, count: int | None = None,
    *, faults: dict[int, str] | None = None,
) -> Iterator[tuple[int, RGBFrame]]:  # fmt: skip
    """The frames `first`, `first` + 1, ... (0 is the first of the movie) with their pixels, one at a time.

    Pixels are (height, width, 3) float32, encoded as in the movie: nominal black 0, nominal white 1, and what
    lies beyond them (super-white) kept. Memory does not grow with length. An alpha in the movie is left out.
    Raises `DamagedFrame` naming the frame where a movie is damaged. Where its damage was accepted, frames are
    what the decoder makes of them, and the one before where it makes nothing; `faults` then gets what is
    wrong with each.
    """
    movie = movie if isinstance(movie, Movie) else inspect_movie(movie)
    after = movie.frames if count is None else first + count
    if first < 0 or after > movie.frames:
        raise OutOfRange(
            f"{movie.path.name} has {movie.frames} frames; frames {first} to {after - 1} were asked for.",
            where=str(movie.path),
        )
    with opened(movie.path) as (container, stream):
        decoding = Decoding(container, stream, accept=movie.accept_damage)
        frames = _accepting(movie, decoding, {} if faults is None else faults)
        for index, frame in enumerate(frames if movie.accept_damage else _strict(movie, decoding)):
            if index >= after:
                return
            if index >= first:
                yield index, pixels_of(movie, frame)


def damaged_frames(movie: Movie, first: int, count: int) -> dict[int, str]:
    """What is wrong with frames of a movie whose damage is accepted, by their numbers; all are decoded."""
    faults: dict[int, str] = {}
    with opened(movie.path) as (container, stream):
        decoding = Decoding(container, stream, accept=True)
        for index, _ in enumerate(_accepting(movie, decoding, faults)):
            if index >= first + count - 1:
                break
    return {index: fault for index, fault in faults.items() if first <= index < first + count}


def pixels_of(movie: Movie, frame: Any) -> RGBFrame:
    """A decoded frame of a movie as `movie_frames` gives it."""
    return movie.turn.made(rgb_of(frame, movie.matrix, full_range=movie.full_range))


def _strict(movie: Movie, decoding: Iterator[Decoded]) -> Iterator[Any]:
    index = 0
    for outcome in decoding:
        if outcome.frame is None:
            raise movie.damaged(index, outcome.fault)
        yield outcome.frame
        index += 1
    if index < movie.frames:
        raise movie.damaged(index, "the movie ends before it")


def _accepting(movie: Movie, decoding: Iterator[Decoded], faults: dict[int, str]) -> Iterator[Any]:
    index, last = 0, None
    for outcome in decoding:
        number = index if outcome.time is None else movie.number(outcome.time)
        if outcome.frame is None:
            faults.setdefault(number, outcome.fault)
            continue
        last = last or outcome.frame
        for missing in range(index, number):
            faults.setdefault(missing, "it is missing")
            yield last
        if number >= index:
            yield outcome.frame
            index, last = number + 1, outcome.frame
    for missing in range(index if last is not None else movie.frames, movie.frames):
        faults.setdefault(missing, "it is missing")
        yield last


def _require_whole(path: Path, packet_scan: Scan) -> None:
    """Raise `DamagedFrame` for a movie that is shorter than it says, or whose container is damaged."""
    if not packet_scan.fault:
        return
    left = len(packet_scan.times)
    of = f" of {packet_scan.stated}" if packet_scan.stated and packet_scan.stated > left else ""
    raise DamagedFrame(
        f"{path.name} is damaged: it breaks off after {left}{of} frames; {{frame}} and what follows are "
        f"missing ({packet_scan.fault}).",
        remedy=_REMEDY, where=str(path), index=left,
    )  # fmt: skip


def _require_unchanged(movie: Movie) -> None:
    """Raise `DamagedFrame` where a checksum of its container is wrong."""
    try:
        changed = changed_cluster(movie.path)
    except OSError as problem:
        raise storage_error(problem, movie.path) from problem
    if changed is not None:
        # A cluster holds many frames: the decoder may say which one it is.
        with opened(movie.path) as (container, stream):
            for _ in _strict(movie, Decoding(container, stream)):
                pass
        rate = Fraction(movie.rate.numerator, movie.rate.denominator)
        index = min(max(0, round((changed.start - movie.start) * rate)), movie.frames - 1)
        raise movie.damaged(index, "it or one soon after it has changed: a checksum of the file is wrong")


def _accepted(path: Path, packet_scan: Scan, frames: int) -> str:
    """What was accepted of a damaged movie as a whole, as a sentence; empty for a whole one."""
    if not packet_scan.fault:
        return ""
    of = f" of {packet_scan.stated}" if packet_scan.stated and packet_scan.stated > frames else ""
    return f"{path.name} is damaged, which was accepted: it breaks off after {frames}{of} frames."


def _first_picture(path: Path, container: Any, stream: Any) -> Decoded:
    first = next(Decoding(container, stream), None)
    if first is None or first.frame is None:
        why = f" ({first.fault})" if first is not None and first.fault else ""
        raise DamagedFrame(
            f"{path.name} is damaged: {{frame}} cannot be decoded{why}.", remedy=_REMEDY, where=str(path)
        )
    return first


def _facts(path: Path, container: Any, stream: Any, first: Any, rate: Rate, frames: int) -> Movie:
    turn = turn_of(first, path)
    turned = turn.rotation % 180 == 90
    size = (first.height, first.width) if turned else (first.width, first.height)
    matrix = "rgb" if first.format.is_rgb else _MATRICES.get(int(first.colorspace))
    aspect = stream.sample_aspect_ratio or Fraction(1)
    return Movie(
        path=path,
        codec=stream.codec_context.name,
        width=size[0],
        height=size[1],
        rate=rate,
        frames=frames,
        pixel_aspect=1 / aspect if turned else aspect,
        turn=turn,
        timecode=_timecode(stream, container),
        matrix=matrix or ("bt709" if min(size) >= 720 else "bt601"),
        matrix_is_guess=matrix is None,
        full_range=_is_full(first),
        transfer=int(first.color_trc),
        primaries=int(first.color_primaries),
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
