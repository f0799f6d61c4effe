"""What a take was made of, as far as files and headers tell: brief, provider's bytes, plate, other takes.

It reads and hashes; it signs nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from secondunit.engines.guides import guide_files
from secondunit.engines.makers import PixelOrigin, find_makers
from secondunit.engines.names import BRIEF_FILE
from secondunit.engines.provider_files import ARCHIVE
from secondunit.media.exr import inspect_exr
from secondunit.media.exr_header import NAMESPACE
from secondunit.media.footage import files_at
from secondunit.media.sequence import Sequence
from secondunit.rights.provenance import FRAMES_FILE, Ingredient, Made
from secondunit.rights.reading import read_provenance
from secondunit.wire import Brief, Matte, Plate, SecondUnitError, Take, version_text
from secondunit.wire.footage import is_movie
from secondunit.wire.plate import PASS

_MODELS = (Made.GENERATED.value, Made.COMPOSITED.value)
log = logging.getLogger(__name__)


def ingredients(take: Take, brief: Brief, takes: Iterable[Take] = ()) -> tuple[Ingredient, ...]:
    """Everything on disk that a take was made of, each hashed once; `takes` are what a comp was made of.

    A plate, matte or reference that is not there any more is left out. Raises `NoRights`.
    """
    folder = Path(take.folder)
    sources = [Ingredient(folder / BRIEF_FILE)]
    sources += [
        Ingredient(path, path.relative_to(folder).as_posix())
        for path in sorted((folder / ARCHIVE).rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    for used in takes:
        # The list holds the hash of each frame; the thumbnail carries its whole history into ours.
        sources += [
            Ingredient(Path(used.folder, name), f"{used.label} {name}")
            for name in (FRAMES_FILE, used.thumbnail)
            if name and Path(used.folder, name).is_file()
        ]
    hashed = [source.hashed() for source in sources]
    for ingredient in _footage(take, brief):
        try:
            hashed.append(ingredient.hashed())
        except SecondUnitError as error:
            log.warning("%s: %s is not linked: %s", take.id, ingredient.title, error)
    return tuple(hashed)


def takes_in(brief: Brief, takes: Iterable[Take]) -> tuple[Take, ...]:
    """The takes that a comp was made of, as far as its files name them."""
    named = _named(brief)
    return tuple(take for take in takes if take.id in named)


def made_of(take: Take, takes: Iterable[Take] = ()) -> Made:
    """How a take came to be; `takes` are those that a comp was, or may have been, made of."""
    if is_composited(take):
        return Made.COMPOSITED if any(map(_by_a_model, takes)) else Made.COMPOSITED_SIMULATION
    return Made.GENERATED if find_makers().origin(take) is PixelOrigin.GENERATED else Made.SIMULATED


def is_composited(take: Take) -> bool:
    """Whether other takes may be in it."""
    return find_makers().origin(take) is PixelOrigin.COMPOSITED


def _by_a_model(take: Take) -> bool:
    """Of a comp, what it was signed as when it was taken in."""
    if not is_composited(take):
        return made_of(take) is Made.GENERATED
    try:
        return read_provenance(Path(take.folder, FRAMES_FILE)).made in _MODELS
    except SecondUnitError:
        return False


def _named(brief: Brief) -> set[str]:
    """The ids of takes in the headers of a comp's first, middle and last file.

    Compositing programs carry a header's attributes on, some with a prefix of their own (`exr/`).
    """
    comp = brief.plate
    if comp is None or is_movie(comp.path):
        return set()
    frames = tuple(brief.frames)
    named = set()
    for frame in {frames[0], frames[len(frames) // 2], frames[-1]}:
        try:
            header = inspect_exr(Sequence.find(comp.path).path(comp.file_frame(frame)))
        except SecondUnitError:
            continue
        named |= {
            str(value) for name, value in header.attributes.items() if name.endswith(NAMESPACE + "take")
        }
    return named


def _footage(take: Take, brief: Brief) -> Iterator[Ingredient]:
    """The first file of plate, matte, holdout and guides, pictures of the cast, references."""
    kind = "comp" if is_composited(take) else "plate"
    occluder = brief.occluder
    inputs: tuple[tuple[str, Plate | Matte | None], ...] = (
        (kind, brief.plate), ("matte", brief.matte), ("holdout", occluder.matte),
        ("holdout depth", occluder.depth.matte if occluder.depth is not None else None),
    )  # fmt: skip
    for role, footage in inputs:
        if footage is None:
            continue
        try:
            path = _first(footage, brief)
        except SecondUnitError as error:
            log.warning("%s: the %s is not linked: %s", take.id, role, error)
            continue
        yield Ingredient(path, f"{role} {path.name}")
    for member in brief.cast:
        for picture in map(Path, member.pictures):
            yield Ingredient(picture, f"cast {member.name} {version_text(member.version)} {picture.name}")
    for guide in brief.guides:
        try:
            path = guide_files(guide, (brief.frames.first,))[0]
        except SecondUnitError as error:
            log.warning("%s: the guide %s is not linked: %s", take.id, guide.name, error)
            continue
        yield Ingredient(path, f"guide {guide.name} {path.name}")
    for reference in brief.references:
        path = Path(reference.path)
        if reference.role == PASS and not is_movie(reference.path):
            try:
                files = files_at(reference.path)
                path = files.path(files.frames[0] if files.frames else brief.frames.first)
            except SecondUnitError as error:
                log.warning("%s: the pass is not linked: %s", take.id, error)
                continue
        yield Ingredient(path, f"reference {reference.role} {path.name}")


def _first(footage: Plate | Matte, brief: Brief) -> Path:
    if is_movie(footage.path):
        return Path(footage.path)
    return Sequence.find(footage.path).path(footage.file_frame(max(brief.frames.first, footage.frames.first)))
