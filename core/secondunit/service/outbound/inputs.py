"""The files of a brief that a provider's model works from, and their hashes: what an approval is bound to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from secondunit.engines.guides import guide_files
from secondunit.engines.inputs import content_hashes, middle_frame
from secondunit.media.sequence import Sequence
from secondunit.media.whole import storage_error
from secondunit.rights.provenance import content
from secondunit.wire import Brief, Plate, brief_digest
from secondunit.wire.footage import is_movie

from ..casting import words_of


@dataclass(frozen=True)
class Original:
    """A file of a brief: its role (`plate`, `matte`, `guide`, `reference`), its path, its SHA-256 (hex).

    `persons` are seen in it, as far as the show's cast says.
    """

    role: str
    path: Path
    sha256: str
    persons: tuple[str, ...] = ()


def originals(brief: Brief) -> tuple[Original, ...]:
    """What the gate is asked about before anything is prepared: each file that a piece is made from.

    Of a sequence the first, the middle and the last frame stand for all; the very files that
    leave are judged when they are made.
    """
    sources = tuple(Original(role, path, hash_file(path)) for role, path in dict.fromkeys(_paths(brief)))
    cast = {Path(path): member.persons for member in brief.cast for path in member.pictures}
    return sources + tuple(
        Original("reference", path, hash_file(path), persons) for path, persons in cast.items()
    )


def contents_of(brief: Brief) -> dict[str, str]:
    """The SHA-256 (hex) of the files that name a brief, by path; raises what a missing file raises."""
    contents = content_hashes(brief) | {str(path): hash_file(path) for path in words_of(brief)}
    return contents | {str(original.path): original.sha256 for original in originals(brief)}


def digest_of(brief: Brief) -> str:
    """The digest of a brief and its files' contents, the same wherever it is asked for."""
    return brief_digest(brief, contents_of(brief))


def _paths(brief: Brief) -> Iterator[tuple[str, Path]]:
    if brief.plate is not None:
        yield from (("plate", path) for path in _of_plate(brief.plate))
    if brief.matte is not None:
        files = Sequence.find(brief.matte.path)
        frames = brief.matte.frames
        for frame in dict.fromkeys((frames.first, (frames.first + frames.last) // 2, frames.last)):
            yield "matte", files.path(brief.matte.file_frame(frame))
    for guide in brief.guides:
        frames = brief.frames
        for path in guide_files(guide, (frames.first, (frames.first + frames.last) // 2, frames.last)):
            yield "guide", path
    for reference in brief.references:
        yield "reference", Path(reference.path)


def _of_plate(plate: Plate) -> list[Path]:
    if is_movie(plate.path):
        return [Path(plate.path)]
    files = Sequence.find(plate.path)
    frames = dict.fromkeys((plate.frames.first, middle_frame(plate), plate.frames.last))
    return [files.path(plate.file_frame(frame)) for frame in frames]


def hash_file(path: Path) -> str:
    """The SHA-256 (hex) of a file's bytes, read once as long as it does not change; raises `NotFound`."""
    try:
        facts = path.stat()
    except OSError as problem:
        raise storage_error(problem, path) from problem
    return _hashed(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=20_000)
def _hashed(path: Path, _changed: int, _size: int) -> str:
    return content(path)[0]
