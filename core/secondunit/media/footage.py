"""Footage by its path: what plate lies in a file, a folder, a pattern or a movie.

It reads names and headers, and of a movie its packets; no picture is decoded but a movie's first. Whatever
files do not say is left empty (the colour space) or is the usual thing (24 frames a second).
"""

from __future__ import annotations

import re
from pathlib import Path

from ..wire.errors import BadColor, BadInput, NotFound, WrongType
from ..wire.footage import MOVIES, STILLS
from ..wire.frames import FrameRange
from ..wire.picture import ColorSpace, Format
from ..wire.plate import Plate
from ..wire.rate import Rate
from .config import Config, open_config
from .display import plain_view
from .exr_header import Header
from .foreign import asking
from .movie import DamagedFrame, Movie, inspect_movie
from .plate import movie_colorspace
from .sequence import Sequence
from .still import inspect_still, ruled_colorspace
from .whole import named, storage_error

#: The number of the first frame of a movie, and of a still without a number.
FIRST = 1001
USUAL_RATE = Rate(24)

_NUMBERED = re.compile(r"(?P<head>.*?)(?P<number>\d+)(?P<tail>\.[^.\d][^.]*)")
_MOST_NAMED = 5


def inspect_plate(
    path: str,
    config: Config | None = None,
    *,
    frames: FrameRange | None = None,
    part: str = "",
    accept_damage: bool = False,
    usual: Rate | None = USUAL_RATE,
) -> Plate:
    """The plate at `path`, which is absolute; `config` (the default one) is what spaces are looked up in.

    A numbered file that has neighbours stands for its whole sequence. A sequence with gaps is refused, with
    `frames` one with gaps among those, which then are all of the plate; so are a folder of several sequences
    and what is neither frames nor a movie. `usual` is the rate of files that say none; None refuses those.
    Raises `NotFound`, `NoRights`, `MissingFrames`, `BadInput`, `BadPicture`, `DamagedPicture`.
    """
    config = config or open_config()
    place = named(path.strip())
    if not place.is_absolute():
        raise WrongType(
            f"{str(place)[:200]} is not a whole path.",
            remedy="Begin it with the drive or the root folder.",
            where="path",
        )
    place = _of_folder_or_frame(place)
    if place.suffix.lower() in MOVIES:
        return _movie(place, config, accept_damage)
    if place.suffix.lower() in STILLS:
        return _sequence(place, config, frames, part, usual)
    if not place.exists():
        raise NotFound(f"There is no file {place.name}.", where=str(place))
    raise BadInput(
        f"{place.name} is no footage that can be read.",
        remedy=f"Choose frames ({', '.join(STILLS)}) or a movie ({', '.join(MOVIES)}).",
        where=str(place),
    )


def files_at(path: str) -> Sequence:
    """The frames or the still at a path: a file, a folder of one sequence, or a pattern.

    A numbered file that has neighbours stands for its whole sequence.
    Raises `NotFound`, `BadInput`, `NoRights`.
    """
    return Sequence.find(_of_folder_or_frame(named(path.strip()).absolute()))


def _of_folder_or_frame(place: Path) -> Path:
    """The sequence, still or movie in a folder, or that a frame is of; another path as it is."""
    try:
        with asking(place):
            is_folder, is_file = place.is_dir(), place.is_file()
        if is_folder:
            with asking(place):
                return _in_folder(place)
        return _sequence_of(place) if is_file else place
    except OSError as problem:
        raise storage_error(problem, place) from problem


def _in_folder(folder: Path) -> Path:
    """The one sequence, still or movie that a folder holds, as a path or pattern."""
    paths: dict[Path, None] = {}
    for entry in sorted(folder.iterdir()):
        if not entry.name.startswith(".") and entry.suffix.lower() in MOVIES + STILLS and entry.is_file():
            paths[_pattern_of(entry)] = None
    if not paths:
        raise NotFound(f"The folder {folder.name} holds no frames and no movie.", where=str(folder))
    if len(paths) > 1:
        names = [path.name for path in paths]
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        raise BadInput(
            f"The folder {folder.name} holds several plates: {', '.join(names[:_MOST_NAMED])}{more}.",
            remedy="Choose one of them.",
            where=str(folder),
        )
    (only,) = paths
    return only if only.is_file() else _alone(only)


def _sequence_of(file: Path) -> Path:
    return _alone(_pattern_of(file)) if file.suffix.lower() in STILLS else file


def _pattern_of(file: Path) -> Path:
    """`plate.1001.exr` as `plate.####.exr`; a movie and a name without a number stay."""
    match = _NUMBERED.fullmatch(file.name)
    if match is None or file.suffix.lower() in MOVIES:
        return file
    return file.with_name(f"{match['head']}{'#' * len(match['number'])}{match['tail']}")


def _alone(pattern: Path) -> Path:
    """A pattern that only one file fulfils as that file: a still whose name happens to end in a number."""
    if pattern.is_file():
        return pattern
    sequence = Sequence.find(pattern)
    return sequence.path(sequence.frames[0]) if len(sequence.frames) == 1 else pattern


def _sequence(
    pattern: Path, config: Config, frames: FrameRange | None, part: str, usual: Rate | None
) -> Plate:
    sequence = Sequence.find(pattern)
    numbers = sequence.frames or (FIRST,)
    span = frames or FrameRange(numbers[0], numbers[-1])
    if not sequence.still:
        sequence.require(span)
    first = sequence.path(span.first)
    header = inspect_still(first, part=part)
    window = header.display_window
    rate = header.rate or usual
    if rate is None:
        raise BadInput("The plate's files do not say their frame rate.", remedy="Say it.", where="rate")
    return Plate(
        path=sequence.pattern if sequence.still else sequence.printf(),
        frames=span,
        rate=rate,
        format=Format(window.width, window.height, round(header.pixel_aspect, 6)),
        colorspace=still_space(first, header, config),
        timecode=str(header.timecode or ""),
        view=header.provenance.get("view", ""),
        part=part,
    )


def still_space(first: Path, header: Header, config: Config) -> ColorSpace:
    """What our own frames say, or the file rules of a studio's config; empty where a person must say it."""
    facts = header.provenance
    if facts.get("colorspace"):
        return ColorSpace(facts["colorspace"], _config_named(facts.get("config", "")))
    return ColorSpace(ruled_colorspace(first, config))


def _config_named(name: str) -> str:
    """A config that our own frames name, where it is one that every machine has or that is still there."""
    return name if name.startswith("ocio://") or (name and Path(name).is_file()) else ""


def _movie(path: Path, config: Config, accept_damage: bool) -> Plate:
    try:
        movie = inspect_movie(path, accept_damage=accept_damage)
    except DamagedFrame as damage:
        raise damage.as_frame(FIRST + damage.index) from damage
    space = movie_space(movie, config)
    return Plate(
        path=str(path),
        frames=FrameRange(FIRST, FIRST + movie.frames - 1),
        rate=movie.rate,
        format=movie.format,
        colorspace=ColorSpace(space),
        timecode=str(movie.timecode or ""),
        view=plain_view(config) if space else "",
        accept_damage=accept_damage,
    )


def movie_space(movie: Movie, config: Config) -> str:
    """What a movie's tags say; empty for log, PQ or wide gamut, of which a person must say what it is."""
    try:
        return movie_colorspace(movie, config)
    except BadColor:
        return ""
