"""A first, a middle and a last frame of footage, decoded: an estimate believes no header.

What was looked at and has not changed on disk is not decoded again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from secondunit.media.contact import spread
from secondunit.media.foreign import facts_of
from secondunit.media.movie import DamagedFrame, Movie, inspect_movie
from secondunit.media.movie_reader import MovieReader
from secondunit.media.sequence import Sequence
from secondunit.media.still import verify_still
from secondunit.media.whole import storage_error
from secondunit.wire import Matte, Plate
from secondunit.wire.errors import SecondUnitError

#: How many frames of footage are decoded.
FRAMES = 3


def movie_of(plate: Plate) -> Movie:
    """The facts of a plate that is a movie; raises as `inspect_movie`, with the plate's number of a frame."""
    try:
        return _movie(plate.path, plate.accept_damage, *_stamp(Path(plate.path)))
    except DamagedFrame as error:
        raise error.as_frame(_number(plate, error.index)) from error


def sample_plate(plate: Plate, files: Sequence | None) -> None:
    """Decode three frames of a plate, None of `files` for a movie; raises what is wrong, with its number."""
    frames = spread(tuple(plate.frames), FRAMES)
    if files is not None:
        _sample({frame: files.path(plate.file_frame(frame)) for frame in frames}, plate.part, "plate")
        return
    start = plate.first_in_file or 0
    indices = tuple(start + frame - plate.frames.first for frame in frames)
    try:
        _decode(plate.path, plate.accept_damage, indices, *_stamp(Path(plate.path)))
    except DamagedFrame as error:
        raise error.as_frame(_number(plate, error.index)) from error


def sample_matte(matte: Matte) -> None:
    """Decode three frames of a matte; raises what is wrong with one, with its number."""
    files = Sequence.find(matte.path)
    frames = spread(tuple(matte.frames), FRAMES)
    _sample({frame: files.path(matte.file_frame(frame)) for frame in frames}, matte.part, "matte")


def sample_pictures(paths: Iterable[Path]) -> None:
    """Decode pictures that stand alone; raises what is wrong with one."""
    for path in paths:
        _verify(str(path), "", *_stamp(path))


def _sample(files: dict[int, Path], part: str, label: str) -> None:
    for frame, path in files.items():
        try:
            _verify(str(path), part, *_stamp(path))
        except SecondUnitError as error:
            problem = error.problem
            raise type(error)(
                f"Frame {frame} of the {label}: {problem.message}", remedy=problem.remedy, where=path.name
            ) from error


def _number(plate: Plate, index: int) -> int:
    return plate.frames.first + index - (plate.first_in_file or 0)


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file does; raises `NotFound`, `NoRights`."""
    try:
        facts = facts_of(path)
    except OSError as error:
        raise storage_error(error, path) from error
    return facts.st_mtime_ns, facts.st_size


@lru_cache(maxsize=20_000)
def _verify(path: str, part: str, _changed: int, _size: int) -> None:
    verify_still(path, part=part)


@lru_cache(maxsize=64)
def _movie(path: str, accept_damage: bool, _changed: int, _size: int) -> Movie:
    return inspect_movie(path, accept_damage=accept_damage)


@lru_cache(maxsize=256)
def _decode(path: str, accept_damage: bool, indices: tuple[int, ...], _changed: int, _size: int) -> None:
    with contextlib.closing(MovieReader(path, accept_damage=accept_damage)) as reader:
        for index in indices:
            reader.frame(index)
