"""The one check of a plate: whether it is there, is what the brief says, and has the frames asked for.

Every plan goes through it, when a brief is estimated and again when it is submitted, whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from secondunit.media.config import Config, open_config
from secondunit.media.footage import movie_space, still_space
from secondunit.media.foreign import asking
from secondunit.media.sequence import Sequence, missing_text
from secondunit.media.still import color_hint, inspect_still
from secondunit.media.whole import storage_error
from secondunit.wire import Brief, ColorSpace, Format, Plate, Task
from secondunit.wire.errors import BadColor, BadPicture, MissingFrames, NotAFile, SecondUnitError
from secondunit.wire.footage import is_movie

from .samples import movie_of, sample_plate

#: A plate may differ this much from its stated pixel aspect and still be it.
_ASPECT = 0.01


def stated_space(plate: Plate, config: Config) -> ColorSpace:
    """What a plate's own files, or the file rules of `config`, say of its colour space; empty for nothing.

    Raises what looking at its first frame raises.
    """
    if is_movie(plate.path):
        return ColorSpace(movie_space(movie_of(plate), config))
    first = _first_file(plate, Sequence.find(plate.path))
    return still_space(first, inspect_still(first, part=plate.part), config)


def plate_faults(brief: Brief, *, sample: bool = True) -> list[SecondUnitError]:
    """What keeps the plate of a brief from being the one it means, what matters most first.

    A plate that is not there has no other fault. With `sample` a first, a middle and a last frame of it are
    decoded.
    """
    plate = brief.plate
    if plate is None:
        return []
    try:
        files = _files(plate)
    except SecondUnitError as error:
        return [_at_path(error, plate)]
    faults: list[SecondUnitError] = []
    looks: tuple[Callable[[], None], ...] = (
        partial(_check_files, plate, files, sample),
        partial(_check_frames, brief, plate, files),
        partial(_check_space, brief, plate, files),
    )
    for look in looks:
        try:
            look()
        except SecondUnitError as error:
            named = error.problem.where.startswith(("plate", "frames"))
            faults.append(error if named else error.at("plate"))
    return faults


def _at_path(error: SecondUnitError, plate: Plate) -> SecondUnitError:
    """The error at `plate.path`, and in its words the folder that was looked in."""
    problem = error.problem
    message = problem.message
    if problem.where == plate.path:
        message = f"{message} It was looked for in {Path(plate.path).parent}."
    return type(error)(message, remedy=problem.remedy, kept=problem.kept, where="plate.path")


def _files(plate: Plate) -> Sequence | None:
    """The files of a plate, None for a movie; raises `NotFound`, `NotAFile`, `NoRights`."""
    if is_movie(plate.path):
        movie_of(plate)
        return None
    path = Path(plate.path)
    try:
        with asking(path):
            is_folder = path.is_dir()
    except OSError as problem:
        raise storage_error(problem, path) from problem
    if is_folder:
        raise NotAFile(
            f"{path.name} is a folder.", remedy="Name its frames: plate.%04d.exr.", where=plate.path
        )
    return Sequence.find(plate.path)


def _check_files(plate: Plate, files: Sequence | None, sample: bool) -> None:
    if files is None:
        _check_movie(plate)
    else:
        _check_sequence(plate, files)
    if sample:
        sample_plate(plate, files)


def _check_movie(plate: Plate) -> None:
    movie = movie_of(plate)
    start = plate.first_in_file or 0
    if start < 0 or start + len(plate.frames) > movie.frames:
        raise MissingFrames(
            f"{Path(plate.path).name} holds {movie.frames} frames; frames {start} to "
            f"{start + len(plate.frames) - 1} of it were asked for.",
            where="path",
        )
    _check_format(plate, movie.format)


def _check_sequence(plate: Plate, files: Sequence) -> None:
    if not files.still:
        files.require([plate.file_frame(frame) for frame in plate.frames])
    header = inspect_still(_first_file(plate, files), part=plate.part)
    window = header.display_window
    _check_format(plate, Format(window.width, window.height, header.pixel_aspect))


def _check_format(plate: Plate, source_format: Format) -> None:
    brief_format = plate.format
    if (brief_format.width, brief_format.height) != (source_format.width, source_format.height):
        raise BadPicture(
            f"The plate is {source_format}, not {brief_format} as the brief says.", where="format"
        )
    if abs(brief_format.pixel_aspect / source_format.pixel_aspect - 1.0) > _ASPECT:
        raise BadPicture(
            f"The plate's pixel aspect is {source_format.pixel_aspect:g}, not {brief_format.pixel_aspect:g}.",
            where="format",
        )


def _check_frames(brief: Brief, plate: Plate, files: Sequence | None) -> None:
    """Every frame that is asked for is one of the plate's, or of its files beyond the part that is in use.

    A retime has more frames than its plate: which of them it takes, its model says.
    """
    if brief.task is Task.RETIME or (files is not None and files.still):
        return
    outside = [frame for frame in brief.frames if frame not in plate.frames]
    missing = _not_held(plate, files, outside)
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise MissingFrames(
            f"The plate has frames {plate.frames}; {missing_text(missing)} {verb} asked for.",
            remedy="Ask for frames that the plate has, or choose a longer plate.",
            where="frames",
        )


def _not_held(plate: Plate, files: Sequence | None, frames: Iterable[int]) -> list[int]:
    """Those of the shot's `frames` that the plate's files do not hold."""
    if files is None:
        start, many = plate.first_in_file or 0, movie_of(plate).frames
        return [frame for frame in frames if not 0 <= frame - plate.frames.first + start < many]
    held = set(files.frames)
    return [frame for frame in frames if plate.file_frame(frame) not in held]


def _check_space(brief: Brief, plate: Plate, files: Sequence | None) -> None:
    if not plate.colorspace.name:
        hint = ""
        if files is not None:
            hint = color_hint(inspect_still(_first_file(plate, files), part=plate.part))
        raise BadColor(
            "The plate's colour space is not known: its files do not say it."
            + (f" Of it {hint}" if hint else ""),
            remedy="Say which it is; it is never guessed.",
            where="plate.colorspace",
        )
    try:
        open_config(plate.colorspace.config or brief.colorspace.config).space(plate.colorspace.name)
    except SecondUnitError as error:
        raise error.at("plate.colorspace") from None


def _first_file(plate: Plate, files: Sequence) -> Path:
    return files.path(plate.file_frame(plate.frames.first))
