"""What a provider gave, kept in its take byte for byte: `provider/<piece>/...`.

Of several pictures that were made in place of each other a take keeps the one that it was made from.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Work
from secondunit.wire.errors import DamagedPicture

from .comp import content_of
from .provider_files import ARCHIVE, answer_folder, given, read_prepared
from .result_reading import Answers


def archive(work: Work) -> None:
    """Copy every answer into the staging folder and compare what was written with what was given.

    What is there and the same already stays. Raises `DiskFull`, `NoRights`, `DamagedPicture`.
    """
    prepared = read_prepared(Path(work.scratch))
    with contextlib.closing(Answers(work, prepared)) as answers:
        other_files = set(answers.of_other_takes())
    for piece in prepared.pieces:
        source = answer_folder(Path(work.scratch), piece.number)
        target = Path(work.staging) / ARCHIVE / str(piece.number)
        files = [path for path in given(source) if path not in other_files]
        wanted = {target / path.relative_to(source) for path in files}
        for old in target.rglob("*"):
            if old.is_file() and old not in wanted:
                old.unlink()
        for path in files:
            _copy(path, target / path.relative_to(source))


def _copy(source: Path, target: Path) -> None:
    digest = content_of(source)
    if target.is_file() and target.stat().st_size == source.stat().st_size and content_of(target) == digest:
        return
    with whole_file(target) as temporary:
        try:
            with source.open("rb") as given_file, temporary.open("wb") as target_file:
                shutil.copyfileobj(given_file, target_file, 1 << 20)
                target_file.flush()
                os.fsync(target_file.fileno())
        except OSError as error:
            raise storage_error(error, target) from error
    if content_of(target) != digest:
        target.unlink(missing_ok=True)
        raise DamagedPicture("It did not come out as it went in.", remedy="Retry.", where=str(target))
