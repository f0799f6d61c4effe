"""What is kept of a character's face in a take: a description, in the character's own folder alone.

A description is personal data: it lies below `cast/<name>/faces/` in the show, one file a take, readable for
the user alone who made the take; no take, archive, request or log holds one. Everybody may add files there,
and remove his own. Erasing writes over a file before it is removed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.whole import storage_error, whole_file
from secondunit.models.identity.measurement import TakeFace
from secondunit.wire import CastMember, check_name
from secondunit.wire.errors import NoRights

#: A show's folder of characters, and what is kept of faces below a character's own.
CAST, FACES = "cast", "faces"
#: Everybody who works on the show keeps files of his own there, and removes nobody else's.
_SHARED = 0o1777


@dataclass(frozen=True)
class KeptFace:
    """A face that is kept: of whom, in which take, at which frame, and its numbers."""

    character: str
    version: int
    take: str
    frame: int
    description: npt.NDArray[np.float32]
    costume: npt.NDArray[np.float32] | None
    path: Path


def cast_folder(member: CastMember) -> Path | None:
    """The `cast` folder that a character's pictures lie in; None where they lie elsewhere."""
    folder = Path(member.pictures[0]).parents[2] if member.pictures else None
    return folder if folder is not None and folder.name == CAST else None


def has_kept_faces(member: CastMember) -> bool:
    """Whether anything is kept of a character's face, as far as its folder can be looked into."""
    cast = cast_folder(member)
    try:
        return cast is not None and any((cast / member.name / FACES).iterdir())
    except OSError:
        return False


def keep_face(cast: Path, character: str, version: int, take: str, face: TakeFace) -> Path:
    """Write what is kept of a take's face below the show's `cast` folder; raises `DiskFull`, `NoRights`."""
    check_name("character", character)
    path = cast / character / FACES / f"{take}.json"
    value = {
        "character": character, "version": version, "take": take, "frame": face.frame,
        "description": [round(float(number), 6) for number in face.description],
        "costume": None if face.costume is None else [round(float(share), 5) for share in face.costume],
    }  # fmt: skip
    try:
        with contextlib.suppress(FileExistsError):
            path.parent.mkdir()
            path.parent.chmod(_SHARED)
        with whole_file(path) as temporary:
            temporary.touch(0o600)
            temporary.chmod(0o600)  # before there is anything in it that another user might read
            temporary.write_text(json.dumps(value) + "\n", "utf-8")
    except OSError as error:
        raise storage_error(error, path) from error
    return path


def kept_faces(cast: Path, character: str = "") -> Iterator[KeptFace]:
    """Every face that is kept in a show's `cast` folder, or of one character; what is damaged is left out.

    Raises `NoRights`, after all that can be read, where something is kept for another user alone.
    """
    if character:
        check_name("character", character)
    closed: NoRights | None = None
    names = [character] if character else [entry.name for entry in _entries(cast, cast)]
    for name in names:
        try:
            paths = _entries(cast / name / FACES, cast)
        except NoRights as error:
            closed = closed or error
            continue
        for path in paths:
            if path.suffix != ".json":
                continue
            try:
                value = json.loads(path.read_text("utf-8"))
                worn = value["costume"]
                yield KeptFace(
                    name, int(value["version"]), str(value["take"]), int(value["frame"]),
                    np.array(value["description"], np.float32),
                    None if worn is None else np.array(worn, np.float32), path,
                )  # fmt: skip
            except PermissionError:
                closed = closed or _unreadable(path, cast)
            except (OSError, ValueError, KeyError, TypeError):
                continue
    if closed is not None:
        raise closed


def erase_faces(cast: Path, character: str) -> int:
    """Erase all that is kept of a character's faces, damaged files too; gives how many there were.

    Raises `NoRights`, and stops at the first file that cannot be read or erased.
    """
    check_name("character", character)
    folder = cast / character / FACES
    paths = [] if folder.is_symlink() else _entries(folder, cast)
    for path in paths:
        try:
            if path.is_file() and not path.is_symlink():
                _overwrite(path)
            path.unlink()
        except PermissionError as error:
            raise _unreadable(path, cast) from error
        except OSError as error:
            raise storage_error(error, path) from error
    if paths:
        # It stays where somebody keeps a face at this moment, or where the folder around it is another's.
        with contextlib.suppress(OSError):
            folder.rmdir()
    return len(paths)


def _entries(folder: Path, cast: Path) -> list[Path]:
    """What lies in a folder, by name; nothing where there is none. Raises `NoRights`."""
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable(folder, cast) from error


def _unreadable(path: Path, cast: Path) -> NoRights:
    owner = path.relative_to(cast).parts[:1]
    return NoRights(
        f"Something that is kept of {owner[0]}'s face cannot be read."
        if owner
        else "The cast cannot be read.",
        remedy="It is for the user alone who made the takes: ask for it as that user, or as the disk's "
        "administrator.",
        where=str(path),
    )


def _overwrite(path: Path) -> None:
    """Zeros in place of what a file held: its blocks may be handed to another file."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
