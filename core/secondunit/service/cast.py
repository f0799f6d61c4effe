"""A show's cast on disk: `cast/<name>/v003/` below its root, pictures and an optional `character.toml`.

Read anew whenever it is asked for, and never written to from here. A link is no part of a version: what it
shows could change while the version stays.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from secondunit.media.whole import storage_error
from secondunit.wire import (
    CastMember,
    CastPicture,
    Character,
    CharacterList,
    CharacterVersion,
    check_name,
    version_text,
)
from secondunit.wire.errors import BadInput, BadSettings, SecondUnitError

from .cast_entry import entry_remarks
from .character_file import CHARACTER_FILE, read_words

#: Below a show's root.
FOLDER = "cast"
#: What pictures of a character end in.
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".exr")
#: What a picture shows, when its name says it, in the order in which a model is shown them.
ROLES = ("front", "face", "three_quarter", "side", "left", "right", "back", "full")
MOST_CHARACTERS, MOST_VERSIONS, MOST_PICTURES = 1000, 1000, 64
#: The folder of a version.
VERSION = re.compile(r"v(\d{3,5})")


def listed(root: Path) -> CharacterList:
    """The cast of the show whose files lie below `root`; what cannot be used is named and says why.

    Raises `NoRights`, `StorageError` where the folder cannot be read; no folder is no cast.
    """
    folder = root / FOLDER
    remarks: list[str] = []
    characters = []
    for entry in _entries(folder, MOST_CHARACTERS, remarks):
        if not _is_folder(entry):
            if entry.is_symlink():
                remarks.append(f"{shown(entry.name)} is a link: it is no character.")
            continue
        try:
            check_name("character", entry.name)
            characters.append(Character(entry.name, _versions(Path(entry.path))))
        except SecondUnitError as error:
            remarks.append(f"{shown(entry.name)} is left out: {error.problem.message}")
    return CharacterList(tuple(characters), str(folder), tuple(remarks))


def member(root: Path, named: CastMember) -> CharacterVersion:
    """The version that a brief names; raises `BadInput` that says what there is, `BadName`, `BadSettings`."""
    check_name("character", named.name)
    folder = root / FOLDER
    names = [entry.name for entry in _entries(folder, MOST_CHARACTERS, []) if _is_folder(entry)]
    if named.name not in names:  # as it is spelt, on a disk too that does not tell letters apart
        roster = ", ".join(shown(name)[1:-1] for name in names[:20])
        raise BadInput(
            f"The show's cast has no {named.name}.",
            remedy=f"It has: {roster}." if roster
            else f"Add pictures with secondunit cast add, or put them into {folder}.",
            where="cast",
        )  # fmt: skip
    folders = _version_folders(folder / named.name)
    if named.version not in folders:
        have = ", ".join(version_text(number) for number in sorted(folders)[-20:])
        raise BadInput(
            f"{named.name} has no {version_text(named.version)}.",
            remedy=f"There is: {have}." if have else "Add pictures with secondunit cast add.",
            where="cast",
        )
    version = _version(folders[named.version], named.version)
    if version.problem:
        raise BadSettings(
            f"{named.name} {version_text(named.version)} cannot be used: {version.problem}",
            remedy="Choose another version, or make a new one: secondunit cast add.",
            where="cast",
        )
    return version


def shown(text: str) -> str:
    """A file's name as it can be said."""
    return repr(text.encode("utf-8", "replace").decode()[:64])


def _entries(folder: Path, most: int, remarks: list[str]) -> list[os.DirEntry[str]]:
    """What lies in a folder and is not hidden, by name."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted((entry for entry in scan if entry.name[:1] != "."), key=lambda entry: entry.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise storage_error(error, folder) from error
    if len(entries) > most:
        remarks.append(f"{folder.name} holds {len(entries):,} entries: the first {most:,} are read.")
    return entries[:most]


def _versions(folder: Path) -> tuple[CharacterVersion, ...]:
    return tuple(_version(path, number) for number, path in sorted(_version_folders(folder).items()))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _version_folders(folder: Path) -> dict[int, Path]:
    """The folders of a character's versions by number, links too."""
    folders = {}
    for entry in _entries(folder, MOST_VERSIONS, []):
        name = VERSION.fullmatch(entry.name)
        number = int(name[1]) if name else 0
        if number and entry.name == version_text(number) and entry.is_dir():
            folders[number] = Path(entry.path)
    return folders


def _version(folder: Path, number: int) -> CharacterVersion:
    remarks: list[str] = []
    if folder.is_symlink():
        return CharacterVersion(number, problem="Its folder is a link.")
    try:
        names = []
        for entry in _entries(folder, 4 * MOST_PICTURES, remarks):
            if not entry.name.lower().endswith(PICTURES):
                continue
            if entry.is_symlink():
                remarks.append(f"{shown(entry.name)} is a link: it is left out.")
            elif entry.is_file() and _sayable(entry.name):
                names.append(entry.name)
        words = read_words(folder / CHARACTER_FILE, names)
    except SecondUnitError as error:
        return CharacterVersion(number, problem=error.problem.message)
    stems = {name: name.rpartition(".")[0].lower() for name in names}
    views = {name: stem for name, stem in stems.items() if stem in ROLES} | dict(words.views)
    order = {view: place for place, view in enumerate(dict.fromkeys((*words.views.values(), *ROLES)))}
    names.sort(key=lambda name: (order.get(views.get(name, ""), len(order)), name))
    if len(names) > MOST_PICTURES:
        remarks.append(f"It has {len(names)} pictures: the first {MOST_PICTURES} are used.")
    pictures = tuple(
        CastPicture(f"{folder}{os.sep}{name}", views.get(name, ""), words.lights.get(name, ""))
        for name in names[:MOST_PICTURES]
    )
    return CharacterVersion(
        number, pictures, words.label, words.persons, words.note, "" if pictures else "It has no pictures.",
        (*remarks, *entry_remarks(folder)), words.costume, words.age, words.wounds,
    )  # fmt: skip


def _sayable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
