"""Files named on the command line, sequences and folders too, and the hash of each one's content."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from secondunit.wire.errors import NotFound

from .output import Output


def files(named: Iterable[str]) -> list[Path]:
    """The files that patterns (`plate.%04d.exr`), folders and names stand for; raises `NotFound`."""
    from secondunit.media.sequence import Sequence

    paths: dict[Path, None] = {}
    for name in named:
        path = Path(name).absolute()
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.is_file() and file.name[0] != ".")
            if not inside:
                raise NotFound("There is no file in this folder.", where=name)
            paths |= dict.fromkeys(inside)
        elif path.is_file():
            paths[path] = None
        else:
            sequence = Sequence.find(path)
            paths |= dict.fromkeys(sequence.path(frame) for frame in sequence.frames)
    return list(paths)


def hashed(named: Iterable[str], output: Output | None = None) -> dict[Path, str]:
    """The SHA-256 (hex) of each file's content; raises `NotFound`, `NoRights`."""
    from secondunit.rights.provenance import content

    hashes = {}
    every = files(named)
    for number, path in enumerate(every, 1):
        hashes[path] = content(path)[0]
        if output is not None and number % 100 == 0:
            output.remark(f"{number:,} of {len(every):,} files are hashed.")
    return hashes
