"""What travels to a model and what comes back, as files: one door to PNG, clips and any provider's answer.

It finds the frames in a folder of an answer and reads them under the shot's numbers. It knows files and code
values; `coding` knows what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..wire.errors import BadDownload, BadPicture, DamagedPicture, MissingFrames, NotFound, SecondUnitError
from ..wire.frames import FrameRange
from ..wire.intake import Form
from .archive import unpack
from .clip_file import QUALITY, read_clip, write_clip
from .codes_file import CODED, FileKind, WholeCodes, kind_of, read_codes
from .exr import read_exr
from .movie import Movie, inspect_movie, movie_frames
from .picture import Picture
from .png import write_png
from .sequence import missing_text
from .whole import MARK, named, storage_error

__all__ = ["QUALITY", "AnswerFiles", "Answered", "alternatives", "answers", "read_answer", "read_clip",
           "read_codes", "write_clip", "write_png"]  # fmt: skip

#: One frame of an answer: code values (uint8, uint16, or float32 of a movie), or a picture (EXR).
Answered = WholeCodes | npt.NDArray[np.float32] | Picture

_NUMBERED = re.compile(r"(?P<head>.*?)(?P<number>\d{1,12})(?P<tail>\D*)")
_PARTS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class AnswerFiles:
    """The files of an answer that hold its frames, in order; `others` were left aside.

    A movie is one file, with its facts in `movie`; of a still there is one file.
    """

    form: Form
    files: tuple[Path, ...]
    others: tuple[Path, ...] = ()
    movie: Movie | None = None

    @property
    def count(self) -> int:
        """How many frames it has."""
        return self.movie.frames if self.movie else len(self.files)


def answers(folder: Path | str, form: Form, unpacked: Path | str | None = None) -> AnswerFiles:
    """What in a provider's folder holds the frames; files are known by their content, not by their names.

    `form` is what was asked for: frames in place of a movie, and a movie in place of frames, are taken too.
    Archives are unpacked into `unpacked`, each in a folder of its own. Of several sequences the longest is
    taken, EXR before others; of several stills or movies the first. Frames are ordered by the last number in
    their names; one that is missing between two others raises `MissingFrames`. Raises `NotFound` where there
    is no picture, `BadDownload` for a bad archive, `NoRights`, `DiskFull`, `DamagedPicture` for a bad movie.
    """
    folder = named(folder)
    kinds = _kinds(folder)
    for number, archive in enumerate([path for path, kind in kinds.items() if kind is FileKind.ARCHIVE], 1):
        if unpacked is None:
            raise BadDownload(
                f"{archive.name} is an archive where a picture was asked for.", where=str(archive)
            )
        place = Path(unpacked) / str(number)
        unpack(archive, place)
        kinds |= _kinds(place)
    movies = [path for path, kind in kinds.items() if kind is FileKind.MOVIE]
    pictures = [path for path, kind in kinds.items() if kind is FileKind.EXR or kind in CODED]
    if not movies and not pictures:
        raise NotFound("The provider's answer holds neither a picture nor a movie.", where=str(folder))
    if movies and (form is Form.MOVIE or not pictures):
        return AnswerFiles(Form.MOVIE, (movies[0],), _besides(kinds, movies[:1]), inspect_movie(movies[0]))
    if form is Form.STILL:
        first = next((path for path in pictures if kinds[path] is FileKind.EXR), pictures[0])
        return AnswerFiles(Form.STILL, (first,), _besides(kinds, [first]))
    frames = _longest(pictures, kinds)
    if movies and len(frames) == 1 and kinds[frames[0]] is not FileKind.EXR:  # its poster
        return AnswerFiles(Form.MOVIE, (movies[0],), _besides(kinds, movies[:1]), inspect_movie(movies[0]))
    return AnswerFiles(Form.FRAMES, tuple(frames), _besides(kinds, frames))


def alternatives(
    folder: Path | str, form: Form, unpacked: Path | str | None = None
) -> tuple[AnswerFiles, ...]:
    """What in a provider's folder was made in place of each other, the first as `answers` gives it.

    Of stills and movies those that are called alike but for their number (`a_1`, `a_2`, or `a`, `a-2`);
    frames of a sequence are one answer. Raises as `answers` does.
    """
    first = answers(folder, form, unpacked)
    if first.form is Form.FRAMES:
        return (first,)
    own = first.files[0]
    kinds = {path: kind_of(path) for path in (own, *first.others)}
    is_movie = first.form is Form.MOVIE
    alike: dict[int, Path] = {}
    for path, kind in kinds.items():
        same_kind = kind is FileKind.MOVIE if is_movie else kind is FileKind.EXR or kind in CODED
        number = _number_beside(own, path) if same_kind else None
        if number is not None:
            alike[number] = path
    if len(alike) < 2:
        return (first,)
    return tuple(
        AnswerFiles(first.form, (path,), _besides(kinds, [path]), inspect_movie(path) if is_movie else None)
        for _, path in sorted(alike.items())
    )


def _number_beside(own: Path, path: Path) -> int | None:
    """The number of a file that is called as `own` is but for it; None for other names."""
    if (path.parent, path.suffix) != (own.parent, own.suffix):
        return None
    own_match, other = (_NUMBERED.fullmatch(file.stem) for file in (own, path))
    if own_match is None:  # the first of a name that was taken twice
        second = re.fullmatch(re.escape(own.stem) + r"-(\d{1,3})", path.stem)
        return 1 if path == own else int(second[1]) if second else None
    if other is None or (other["head"], other["tail"]) != (own_match["head"], own_match["tail"]):
        return None
    return int(other["number"])


def read_answer(answer: AnswerFiles, frames: FrameRange) -> Iterator[tuple[int, Answered]]:
    """The frames of an answer one at a time under the shot's numbers, its first one as `frames.first`.

    What an answer has beyond `frames` is not read; of a still only the first number is given. EXR comes as a
    picture with every channel, all else as code values. Raises `MissingFrames` with the first number that
    there is none for, before anything is read, and `DamagedPicture` or `BadPicture` with the number of a
    frame that is damaged or of another size.
    """
    wanted = 1 if answer.form is Form.STILL else len(frames)
    count = answer.count
    if count < wanted:
        raise MissingFrames(
            f"The provider made {count} of {wanted} frames; frame {frames.first + count} is missing.",
            remedy="Ask again, or ask for a shorter range.",
            where=str(answer.files[0]),
        )
    size: tuple[int, ...] | None = None
    numbered = _movie(answer.movie, frames) if answer.movie else _files(answer.files[:wanted], frames)
    for frame, pixels in numbered:
        shape = pixels.pixels.shape[:2] if isinstance(pixels, Picture) else pixels.shape[:2]
        if size not in (None, shape):
            raise BadPicture(
                f"Frame {frame} is {shape[1]}x{shape[0]}; the frames before it are of another size.",
                where=str(frame),
            )
        size = shape
        yield frame, pixels


def _movie(movie: Movie, frames: FrameRange) -> Iterator[tuple[int, Answered]]:
    number = frames.first
    try:
        for index, pixels in movie_frames(movie, 0, len(frames)):
            number = frames.first + index + 1
            yield frames.first + index, pixels
    except DamagedPicture as problem:
        raise _with_frame(problem, number) from problem


def _files(files: Iterable[Path], frames: FrameRange) -> Iterator[tuple[int, Answered]]:
    for frame, path in enumerate(files, frames.first):
        try:
            pixels = read_exr(path) if kind_of(path) is FileKind.EXR else read_codes(path)[0]
        except BadPicture as problem:
            raise _with_frame(problem, frame) from problem
        yield frame, pixels


def _with_frame(problem: SecondUnitError, frame: int) -> SecondUnitError:
    cause = problem.problem
    return type(problem)(
        f"Frame {frame}: {cause.message}",
        remedy="Ask the provider for it again.",
        kept=cause.kept,
        where=cause.where,
    )


def _kinds(folder: Path) -> dict[Path, FileKind]:
    """Every file below a folder with what it is, in natural order; links and hidden files are passed over."""
    try:
        files = [
            path
            for path in folder.rglob("*")
            if path.is_file()
            and not path.is_symlink()
            and not any(part.startswith(".") or MARK in part for part in path.relative_to(folder).parts)
        ]
    except OSError as problem:
        raise storage_error(problem, folder) from problem
    return {path: kind_of(path) for path in sorted(files, key=_natural)}


def _natural(path: Path) -> list[tuple[int, str]]:
    # `frame9` before `frame10`: numbers by value, all else as text.
    parts = _PARTS.split(str(path).lower())
    return [(int(part), "") if part.isdecimal() and len(part) < 19 else (-1, part) for part in parts]


def _besides(kinds: dict[Path, FileKind], paths: Iterable[Path]) -> tuple[Path, ...]:
    exclusions = set(paths)
    return tuple(path for path in kinds if path not in exclusions)


def _longest(pictures: list[Path], kinds: dict[Path, FileKind]) -> list[Path]:
    """The frames of the longest sequence among pictures, in the order of their numbers."""
    groups: dict[tuple[object, ...], dict[int, Path]] = {}
    for path in pictures:
        name = _NUMBERED.fullmatch(path.stem)
        head, number, tail = (
            (name["head"], int(name["number"]), name["tail"]) if name else (path.stem, -1, "")
        )
        key = (path.parent, head, tail, path.suffix.lower())
        if number in groups.setdefault(key, {}):
            raise BadPicture(
                f"{path.name} and {groups[key][number].name} are both frame {number}.", where=str(path)
            )
        groups[key][number] = path
    # `result.png`, `result-2.png`, ...: the first of a name that was taken twice.
    for (parent, head, tail, suffix), members in list(groups.items()):
        alone = groups.get((parent, str(head).rstrip("-_ ."), tail, suffix), {})
        if list(alone) == [-1] and min(members) == 2:
            members[1] = alone.pop(-1)
    longest_group = max(
        groups.values(), key=lambda group: (len(group), bool(group) and _is_exr(group, kinds))
    )
    numbers = sorted(longest_group)
    gaps = sorted(set(range(numbers[0], numbers[-1] + 1)) - set(numbers)) if len(numbers) > 1 else []
    if gaps:
        raise MissingFrames(
            f"The provider's frames have gaps: {missing_text(gaps)} of {numbers[0]}-{numbers[-1]}.",
            remedy="Fetch the answer again.",
            where=str(longest_group[numbers[0]]),
        )
    return [longest_group[number] for number in numbers]


def _is_exr(group: dict[int, Path], kinds: dict[Path, FileKind]) -> bool:
    return kinds[next(iter(group.values()))] is FileKind.EXR
