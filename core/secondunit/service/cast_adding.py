"""A new version of a character: pictures copied into the show's cast, whole or not at all.

A version gets its number by the rename that puts it in its place, as takes do; it is never changed after.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

from secondunit.media.whole import MARK, storage_error
from secondunit.wire import check_name, version_text
from secondunit.wire.errors import BadInput, BadName, Conflict, NotFound

from .cast import FOLDER, MOST_PICTURES, PICTURES, VERSION
from .cast_entry import ENTRY_FILE, entry_text
from .character_file import CHARACTER_FILE, CharacterWords

HIGHEST = 99_999


def add(
    root: Path, name: str, pictures: Iterable[Path], words: CharacterWords | None = None,
    remarks: Iterable[str] = (),
) -> Path:  # fmt: skip
    """Copy pictures into the next version of a character, whole or not at all; gives its folder.

    `words` are said of it, `remarks` what was seen in the pictures, kept beside them. Raises `BadName`,
    `BadInput` for what is no picture, `NotFound`, `NoRights`, `DiskFull`.
    """
    check_name("character", name)
    words = words or CharacterWords()
    words.check()
    files = require_pictures(pictures)
    folder = root / FOLDER / name
    staging = folder / f".adding{MARK}{uuid.uuid4().hex[:12]}"
    try:
        staging.mkdir(parents=True)
        try:
            for file in files:
                _copy(file, staging / file.name)
            for file_name, text in ((CHARACTER_FILE, words.text()), (ENTRY_FILE, entry_text(remarks))):
                if text:
                    _write(staging / file_name, text.encode())
            return _claimed(staging, folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise storage_error(error, error.filename or folder) from error


def require_pictures(pictures: Iterable[Path]) -> list[Path]:
    """Each of the pictures once; raises `BadInput`, `BadName`, `NotFound` for what can be none."""
    files = list(dict.fromkeys(pictures))
    if not files or len(files) > MOST_PICTURES:
        raise BadInput(
            f"A version of a character has 1 to {MOST_PICTURES} pictures.",
            remedy="Name its pictures: secondunit cast add ada front.png side.png --show SHOW.",
            where="pictures",
        )
    for file in files:
        if not file.is_file():
            raise NotFound("There is no such picture.", remedy="Correct its path.", where=str(file))
        if file.suffix.lower() not in PICTURES:
            raise BadInput(
                f"{file.name} is no picture of a character.",
                remedy="Give PNG, JPEG, TIFF or EXR.",
                where=str(file),
            )
        if file.name[:1] == ".":
            raise BadName("A hidden file is no picture of a character.", where=str(file))
    names = [file.name.lower() for file in files]
    for name in names:
        if names.count(name) > 1:
            raise BadInput(f"Two of the pictures are called {name}.", remedy="Rename one.", where="pictures")
    return files


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as output:
        shutil.copyfileobj(read, output, 1 << 20)
        output.flush()
        os.fsync(output.fileno())


def _write(target: Path, body: bytes) -> None:
    with target.open("xb") as output:
        output.write(body)
        output.flush()
        os.fsync(output.fileno())


def _claimed(staging: Path, folder: Path) -> Path:
    """Give the staged folder the next number that is free, by one rename."""
    numbers = [int(match[1]) for entry in folder.iterdir() if (match := VERSION.fullmatch(entry.name))]
    for number in range(max(numbers, default=0) + 1, HIGHEST + 1):
        target = folder / version_text(number)
        try:
            staging.rename(target)
        except OSError:
            if target.exists():
                continue
            raise
        return target
    raise Conflict(f"There is no version number left below {HIGHEST:,}.")
