"""A folder of ours in a host's place: its files, and a record that tells them from everybody else's."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import __version__
from ..media.whole import storage_error
from ..wire.errors import BadInput, SecondUnitError
from . import marked_lines

RECORD = "second_unit_files.json"
UNWRITTEN = "Ask for write access or free some space, or choose another place with --path."


@dataclass(frozen=True)
class InstalledFiles:
    """What an installation wrote: its version, its files, and what it made that was not there before."""

    version: str
    files: tuple[str, ...]
    made: tuple[str, ...] = ()


@dataclass(frozen=True)
class InstallReport:
    """What an act says, line by line, and whether all is in order."""

    lines: tuple[str, ...]
    good: bool = True


def record(folder: Path) -> InstalledFiles | None:
    """The record in a folder; None where there is none, or none that can be read."""
    try:
        fields = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return InstalledFiles(str(fields["version"]), tuple(fields["files"]), tuple(fields.get("made", ())))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def require_ours(folder: Path) -> None:
    """Refuse a file, and a folder of somebody else's files without a record of ours. Raises `BadInput`."""
    for place in (folder, *folder.parents):
        if place.is_file():
            raise BadInput(
                f"{place} is a file, and a folder is needed.",
                remedy="Name a folder, or one that is not there yet.",
                kept="Nothing was changed.",
            )
    if folder.is_dir() and any(folder.iterdir()) and not (folder / RECORD).is_file():
        raise BadInput(
            f"{folder} holds files that are not ours.",
            remedy="Choose an empty folder, or one that is not there yet.",
            kept="Nothing was changed.",
        )


def write(folder: Path, files: Mapping[str, bytes], additions: set[str]) -> None:
    """Write every file that is not as it should be, take away those of an older version, leave a record.

    Raises OSError.
    """
    before = record(folder)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            marked_lines.replace(path, data)
    for name in set(before.files if before else ()) - set(files):
        (folder / name).unlink(missing_ok=True)
    fields = {
        "version": __version__,
        "files": sorted(files),
        "made": sorted({*additions, *(before.made if before else ())}),
    }
    marked_lines.replace(folder / RECORD, (json.dumps(fields, indent=1) + "\n").encode())


def remove(folder: Path) -> None:
    """Remove our files and the compiled ones beside them; a folder stays where something else lies in it.

    Raises OSError.
    """
    manifest = record(folder)
    if manifest is None:
        return
    for name in [*manifest.files, RECORD]:
        (folder / name).unlink(missing_ok=True)
    for cache in list(folder.rglob("__pycache__")):
        shutil.rmtree(cache, ignore_errors=True)
    for inside in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        remove_empty(inside)
    remove_empty(folder)


def remove_empty(folder: Path) -> None:
    """Remove a folder that holds nothing."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def look(folder: Path) -> InstallReport:
    """What a folder of ours holds, and whether it is whole and of this version."""
    manifest = record(folder)
    if manifest is None:
        return InstallReport((f"Second Unit is not in {folder}.",), good=False)
    lines = [f"{folder}: Second Unit {manifest.version}."]
    gaps = [name for name in manifest.files if not (folder / name).is_file()]
    if manifest.version != __version__:
        lines.append(f"This is Second Unit {__version__}: install again to bring the two together.")
    if gaps:
        lines.append(f"{len(gaps)} of its files are gone, {gaps[0]} first: install again.")
    return InstallReport(tuple(lines), good=len(lines) == 1)


def unwritten(error: OSError, folder: Path, assurance: str) -> SecondUnitError:
    """The error for a place that could not be written."""
    place = str(error.filename or folder)
    plain = storage_error(error, place)
    return type(plain)(
        plain.problem.message,
        remedy=UNWRITTEN,
        kept=assurance,
        where=place,
    )
