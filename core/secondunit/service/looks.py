"""The looks that were saved: one JSON file each, in the user's state folder and in a show's root."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

from secondunit.engines.looks.thumbnail import small_picture
from secondunit.ground.disk import write_new, write_whole
from secondunit.media.foreign import asking, facts_of, settings_of
from secondunit.media.whole import storage_error
from secondunit.wire.errors import Conflict, NotFound, OutOfRange, SecondUnitError
from secondunit.wire.name import check_name
from secondunit.wire.saved_look import (
    LookList,
    LookRemoval,
    LookSaving,
    LookScope,
    SavedLook,
    fields_of,
    file_name,
    fitted,
    look_of,
    name_for,
    written,
)

from .home import Home
from .kinds import kind_list
from .shows import Shows

#: The folder of looks in the user's state folder, and in a show's root.
FOLDER = "looks"
#: What a look's picture is called beside its file, and where looks lie that were taken away.
PICTURE, REMOVED = ".jpg", "removed"
#: How many files of a folder are looked at.
MOST = 500


@dataclass(frozen=True)
class LookFiles:
    """The files of one user's and their shows' looks; each call looks at them anew."""

    home: Home
    shows: Shows

    def all(self, show: str = "") -> LookList:
        """Every look of the user, and of a show where one is named; what is no look becomes a remark.

        Raises `BadName` and `BadSettings` for the show's name and place.
        """
        looks, remarks = _looks_in(self.folder(LookScope.MINE), LookScope.MINE)
        if show:
            of_show = _looks_in(self.folder(LookScope.SHOW, show), LookScope.SHOW)
            looks, remarks = of_show[0] + looks, of_show[1] + remarks
        kinds = kind_list().kinds
        return LookList(tuple(fitted(look, kinds) for look in looks), tuple(remarks))

    def save(self, saving: LookSaving) -> SavedLook:
        """Write a look, whole or not at all; returns it under the name of its label.

        What another version wrote into the file that it replaces stays there. Raises `Conflict` where one of
        that name is not to be replaced, `BadValue`, `BadName`, and what storage says.
        """
        if saving.look.scope is LookScope.SHOW and not saving.show:
            raise OutOfRange("A look of a show needs the show's name.", where="show")
        check_name("kind", saving.look.kind)
        look = replace(saving.look, name=name_for(saving.look.label), usable=True, remarks=())
        path = self.folder(look.scope, saving.show) / file_name(look)
        before = None
        with contextlib.suppress(FileNotFoundError):
            before = fields_of(settings_of(path))
        if before is not None and not saving.replace:
            raise _taken(look)
        picture = small_picture(saving.picture) if saving.picture else b""
        text = written(look, before)
        look_of(fields_of(text.encode()), look.name, look.scope)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, text.encode(), look, saving.replace)
            _write_picture(path.with_suffix(PICTURE), picture)
        except OSError as error:
            raise storage_error(error, path) from error
        return fitted(replace(look, picture=_stamp(path)), kind_list().kinds)

    def picture(self, scope: LookScope, kind: str, name: str, show: str = "") -> bytes:
        """The small picture of a saved look, JPEG; raises `NotFound`."""
        path = self._file(scope, kind, name, show).with_suffix(PICTURE)
        try:
            return settings_of(path)
        except FileNotFoundError:
            raise NotFound("This look has no picture.", where=name) from None

    def remove(self, removal: LookRemoval) -> SavedLook:
        """Take a look away, or give it back; the look as it is or was. Nothing of it is lost.

        What was taken away lies in `removed` beside the others, until one of its name is taken away after it.
        Raises `NotFound`, and `Conflict` where another has its name meanwhile.
        """
        path = self._file(removal.scope, removal.kind, removal.name, removal.show)
        away = path.parent / REMOVED / path.name
        source, target = (away, path) if removal.restore else (path, away)
        try:
            body = fields_of(settings_of(source))
            look = look_of(body, removal.name, removal.scope)
            if removal.restore and path.exists():
                raise _taken(look)
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                source.with_suffix(PICTURE).replace(target.with_suffix(PICTURE))
            source.replace(target)
        except FileNotFoundError:
            raise NotFound(f"There is no look {removal.name[:60]!r} to be had.", where="name") from None
        except OSError as error:
            raise storage_error(error, source) from error
        return fitted(replace(look, picture=_stamp(path)), kind_list().kinds)

    def _file(self, scope: LookScope, kind: str, name: str, show: str) -> Path:
        """The file of a look by its name; raises `BadName`, `OutOfRange` for a name that is no look's."""
        check_name("kind", kind)
        if name_for(name) != name:
            raise OutOfRange("This is no name of a look.", where="name")
        return self.folder(scope, show) / f"{kind}.{name}.json"

    def folder(self, scope: LookScope, show: str = "") -> Path:
        """Where the looks of a scope lie, whether the folder is there or not."""
        root = Path(self.shows.find(show).root) if scope is LookScope.SHOW else self.home.root
        return root / FOLDER


def _write(path: Path, data: bytes, look: SavedLook, replacing: bool) -> None:
    """Write a look's file; raises `Conflict` where somebody wrote one since it was looked for, `OSError`."""
    if replacing:
        write_whole(path, data)
        return
    try:
        write_new(path, data)
    except FileExistsError:
        raise _taken(look) from None


def _write_picture(path: Path, data: bytes) -> None:
    """Write the picture of a look, or take that of the one before away."""
    if data:
        write_whole(path, data)
    else:
        path.unlink(missing_ok=True)


def _stamp(path: Path) -> str:
    """What names the state of a look's picture; empty where it has none, or its disk does not say."""
    try:
        facts = facts_of(path.with_suffix(PICTURE))
    except OSError:
        return ""
    return f"{facts.st_mtime_ns:x}-{facts.st_size:x}"


def _taken(look: SavedLook) -> Conflict:
    return Conflict(
        f"There is a look {look.label!r} already.",
        remedy="Give it another name, or replace that one.", where="label",
    )  # fmt: skip


def _looks_in(folder: Path, scope: LookScope) -> tuple[list[SavedLook], list[str]]:
    try:
        with asking(folder):
            files = sorted(path for path in folder.iterdir() if path.name.endswith(".json"))
    except OSError as error:
        return [], [] if isinstance(error, FileNotFoundError) else [
            storage_error(error, folder).problem.message
        ]
    looks, remarks = [], []
    for path in files[:MOST]:
        if path.name.startswith("."):
            continue
        try:
            body = fields_of(settings_of(path))
            name = path.name[: -len(".json")].partition(".")[2]
            looks.append(replace(look_of(body, name or path.stem, scope), picture=_stamp(path)))
        except FileNotFoundError:
            continue
        except SecondUnitError as error:
            problem = error.problem
            remarks.append(f"{path.name} cannot be used. {problem.message} {problem.remedy}".strip())
    if len(files) > MOST:
        remarks.append(f"{folder} holds more than {MOST} files: the others are left out.")
    return looks, remarks


__all__ = ["LookFiles"]
