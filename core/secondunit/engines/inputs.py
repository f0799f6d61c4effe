"""What a brief points at on disk beside its plate: matte and colour spaces, checked before any work."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from secondunit.media.config import Config, open_config
from secondunit.media.foreign import digest_of, facts_of
from secondunit.media.sequence import Sequence
from secondunit.media.still import inspect_still
from secondunit.media.whole import storage_error
from secondunit.wire import Brief, ColorSpace, Plate, Work
from secondunit.wire.errors import BadColor, SecondUnitError
from secondunit.wire.footage import is_movie

from .guides import guide_files
from .holdouts import occluder_files
from .mattes import matte_channels, matte_files
from .samples import sample_matte


def config_of(work: Work) -> Config:
    """The config that the brief's colour space is named in."""
    return open_config(work.brief.colorspace.config or work.colorspace_config)


def config_name(work: Work) -> str:
    """What frames call that config: as it was named where the work was planned."""
    planned = work.planned
    named = planned and (planned.brief.colorspace.config or planned.colorspace_config)
    return named or config_of(work).name


def linear_space(space: ColorSpace, show_config: str) -> tuple[Config, str]:
    """The config a space is named in and the space's own name; refuses what no comp is done in.

    Raises `UnknownConfig`, `UnknownColorSpace`, `BadColor`.
    """
    config = open_config(space.config or show_config)
    config_space = config.space(space.name)
    if config_space.is_data:
        raise BadColor(
            f"{config_space.name} is data, not a colour space.",
            remedy=f"Deliver in a scene-linear space such as {config.scene_linear}.",
            where="colorspace",
        )
    if config_space.encoding and config_space.encoding != "scene-linear":
        raise BadColor(
            f"{config_space.name} is not scene-linear.",
            remedy=f"Deliver in a scene-linear space such as {config.scene_linear}.",
            where="colorspace",
        )
    return config, config_space.name


def matte_faults(brief: Brief) -> list[SecondUnitError]:
    """What keeps the matte from shaping the element: missing or damaged frames, no such channel."""
    matte = brief.matte
    if matte is None:
        return []
    try:
        files = Sequence.find(matte.path)
        wanted = sorted({matte.file_frame(frame) for frame in matte.frames})
        if not files.still:
            files.require(wanted)
        header = inspect_still(files.path(wanted[0]), part=matte.part)
        matte_channels(matte.channel, header.channels)
        sample_matte(matte)
    except SecondUnitError as error:
        return [error.at("matte")]
    return []


def content_hashes(brief: Brief) -> dict[str, str]:
    """The SHA-256 (hex) of every file whose content shapes the element, by path.

    That is the matte, what holds the element out, the guides, and of the plate the frame whose brightness
    sets the light (a movie's whole file); what else a result takes from the plate, its size and space, is in
    the brief.
    """
    paths: set[Path] = set()
    if brief.matte is not None:
        files = Sequence.find(brief.matte.path)
        paths |= {files.path(brief.matte.file_frame(frame)) for frame in brief.matte.frames}
    paths.update(occluder_files(brief.occluder))
    for guide in brief.guides:
        paths.update(guide_files(guide, brief.frames))
    if brief.patch is not None:
        paths.update(matte_files(brief.patch.matte, brief.frames))
    if brief.plate is not None:
        paths.add(_lit_by(brief.plate))
    return {str(path): _hash_file(path) for path in sorted(paths)}


def middle_frame(plate: Plate) -> int:
    """The frame of a plate whose brightness sets an element's light."""
    return (plate.frames.first + plate.frames.last) // 2


def _lit_by(plate: Plate) -> Path:
    if is_movie(plate.path):
        return Path(plate.path)
    return Sequence.find(plate.path).path(plate.file_frame(middle_frame(plate)))


def _hash_file(path: Path) -> str:
    try:
        facts = facts_of(path)
        return _hashed(str(path), facts.st_mtime_ns, facts.st_size)
    except OSError as error:
        raise storage_error(error, path) from error


@lru_cache(maxsize=20_000)
def _hashed(path: str, _changed: int, _size: int) -> str:
    return digest_of(path)
