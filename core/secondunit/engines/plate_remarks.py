"""What an artist should know of a plate beside its pixels: its parts, its primaries, accepted damage.

Remarks, not faults: the plate is read as it was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondunit.media.config import Config, open_config
from secondunit.media.exr_header import Header
from secondunit.media.movie import damaged_frames
from secondunit.media.primaries import apart, chromaticities, space_with
from secondunit.media.sequence import Sequence
from secondunit.media.still import color_hint, inspect_still
from secondunit.wire import Plate, frames_text
from secondunit.wire.errors import SecondUnitError
from secondunit.wire.footage import is_movie

from .samples import movie_of


def plate_remarks(plate: Plate, config: Config) -> tuple[str, ...]:
    """Sentences on a plate whose space is a name of its own config or of `config`; none where it has gone."""
    try:
        if is_movie(plate.path):
            return (movie_of(plate).damage,) if plate.accept_damage and movie_of(plate).damage else ()
        path = Sequence.find(plate.path).path(plate.file_frame(plate.frames.first))
        header = inspect_still(path, part=plate.part)
        own = open_config(plate.colorspace.config) if plate.colorspace.config else config
        return tuple(_of_still(header, path.name, plate.colorspace.name, own))
    except SecondUnitError:
        return ()


def damage_remarks(plate: Plate) -> tuple[str, ...]:
    """What is wrong with a plate whose damage was accepted, by decoding all of it; none where it is whole."""
    if not plate.accept_damage or not is_movie(plate.path):
        return ()
    movie = movie_of(plate)
    start = plate.first_in_file or 0
    count = min(len(plate.frames), movie.frames - start)
    faults = damaged_frames(movie, start, count)
    remarks = [movie.damage] if movie.damage else []
    if faults:
        numbers = sorted(index - start + plate.frames.first for index in faults)
        text = frames_text(numbers).replace(",", ", ")
        name = movie.path.name
        subject = f"Frame {text} of {name} is" if len(numbers) == 1 else f"Frames {text} of {name} are"
        remarks.append(f"{subject} damaged, which was accepted: what could not be decoded stands still.")
    return tuple(remarks)


def _of_still(header: Header, name: str, space: str, config: Config) -> Iterator[str]:
    if header.part_names:
        yield f"{name} has {header.parts} parts: {header.part} is read. Its others: {_others(header)}."
    elif header.parts > 1:
        yield f"{name} has {header.parts} pages: the first is read."
    if not space:
        return
    config_space = config.space(space)
    hint = color_hint(header)
    if "which is log" in hint and config_space.encoding == "scene-linear":
        yield f"{name} is read as {config_space.name}, which is scene-linear; {hint}"
    primaries = chromaticities(space, config)
    if header.chromaticities and primaries and apart(header.chromaticities, primaries):
        match = space_with(header.chromaticities, config)
        stated, expected = _corners(header.chromaticities), _corners(primaries)
        yield (
            f"{name} states other primaries than those of {config_space.name}: {stated}, not {expected}."
            + (f" They are those of {match}." if match else "")
        )


def _corners(corners: tuple[float, ...]) -> str:
    names = ("red", "green", "blue", "white")
    places = zip(names, corners[0::2], corners[1::2], strict=True)
    return ", ".join(f"{name} {x:.4f} {y:.4f}" for name, x, y in places)


def _others(header: Header) -> str:
    names = [name for name in header.part_names if name != header.part]
    return ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
