"""Shows: where each one's files are and how they are called, from its `secondunit.toml`.

A show is looked up in `$SECONDUNIT_SHOWS/<show>/secondunit.toml`, then in the user's `shows.toml` (names and
paths); a show nobody described has default settings and a root of its name.
"""

from __future__ import annotations

import contextlib
import os
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter
from typing import Any

from secondunit.media.foreign import asking, require_regular, settings_of
from secondunit.media.whole import storage_error
from secondunit.wire import Delivery, Format, Rate, ShowSettings, Take, check_name, decode
from secondunit.wire.errors import BadSettings, SecondUnitError

from .home import Home

SHOW_FILE = "secondunit.toml"
#: The folder of all shows that have no other place.
SHOWS = "SECONDUNIT_SHOWS"
_WORDS = {"show", "shot", "element", "version"}


@dataclass(frozen=True)
class Shows:
    """The shows of one user."""

    home: Home

    def find(self, show: str) -> ShowSettings:
        """A show's settings, checked; raises `BadName`, `BadSettings`, `NoRights`."""
        check_name("show", show)
        file = self._file(show)
        values = _read(file)
        values.setdefault("root", str(file.parent))
        return _checked(show, values, file)

    def names(self) -> tuple[str, ...]:
        """The shows that have a folder here, or a place in the user's `shows.toml`, by name."""
        shows = os.environ.get(SHOWS)
        folder = Path(shows).expanduser() if shows else Path.home() / "SecondUnit"
        try:
            with asking(folder):
                names = {entry.name for entry in folder.iterdir() if entry.is_dir()}
        except OSError:
            names = set()
        with contextlib.suppress(SecondUnitError):  # whoever opens a show of it is told
            names |= set(_read(self.home.shows))
        return tuple(sorted(name for name in names if not name.startswith(".")))

    def config(self, show: str) -> str:
        """The OCIO config a show names, empty where it names none or is not there any more."""
        try:
            return self.find(show).colorspace_config
        except SecondUnitError:
            return ""

    def bounds(self, take: Take) -> Path:
        """What the files of a take lie below: its show's root, or its own folder where it is not there."""
        folder = Path(take.folder)
        try:
            root = Path(self.find(take.show).root)
        except SecondUnitError:
            return folder
        return root if folder.is_relative_to(root) else folder

    def beside(self, show: str, name: str) -> Path:
        """The path of a file beside a show's `secondunit.toml`, whether it is there or not.

        Raises `BadName`, `BadSettings`, and `NotAFile` for a pipe that stands there.
        """
        check_name("show", show)
        path = self._file(show).with_name(name)
        try:
            require_regular(path)
        except OSError as error:
            raise storage_error(error, path) from error
        return path

    def _file(self, show: str) -> Path:
        folder = self._folder(show)
        return folder if folder.suffix == ".toml" else folder / SHOW_FILE

    def _folder(self, show: str) -> Path:
        shows = os.environ.get(SHOWS)
        here = Path(shows).expanduser() / show if shows else None
        if here:
            with asking(here):
                if (here / SHOW_FILE).is_file():
                    return here
        listed = _read(self.home.shows).get(show)
        if listed is not None:
            if not isinstance(listed, str) or not Path(listed).expanduser().is_absolute():
                raise BadSettings(
                    f"The place of {show} is not an absolute path.", where=f"{self.home.shows}: {show}"
                )
            return Path(listed).expanduser()
        return here or Path.home() / "SecondUnit" / show


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(settings_of(file).decode("utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as error:  # no TOML, no text, or a number of too many digits
        raise BadSettings(
            f"{file.name} cannot be read: {error}.", remedy="Correct the file.", where=str(file)
        ) from None


def _checked(show: str, values: dict[str, Any], file: Path) -> ShowSettings:
    try:
        if isinstance(values.get("rate"), int):  # `rate = 24` is what a person writes
            values["rate"] = str(values["rate"])
        settings = decode(ShowSettings, {"name": show, **values})
        if settings.name != show:
            raise BadSettings(f"This file describes the show {settings.name[:64]!r}.", where="name")
        root = Path(os.path.expandvars(settings.root)).expanduser()
        if not root.is_absolute():
            root = file.parent / root
        _each("rate", lambda: Rate.parse(settings.rate))
        _each("format", lambda: Format.parse(settings.format))
        Delivery(depth=settings.depth, compression=settings.compression)
        if not settings.working_space:
            raise BadSettings("The working space needs a name.", where="working_space")
        cut = Path(os.path.expandvars(settings.cut)).expanduser() if settings.cut else None
        if cut is not None and not cut.is_absolute():
            cut = file.parent / cut
        _check_sequences(settings)
        _check_layout(settings.layout)
        _check_naming(settings.naming)
    except BadSettings as error:
        raise _in_file(error, file) from None
    except SecondUnitError as error:
        raise _in_file(error, file) from None
    return replace(settings, root=str(root), cut=str(cut) if cut is not None else "")


def _each(name: str, read: Any) -> None:
    try:
        read()
    except SecondUnitError as error:
        raise error.at(name) from None


def _in_file(error: SecondUnitError, file: Path) -> BadSettings:
    problem = error.problem
    where = f"{file}: {problem.where}" if problem.where else str(file)
    return BadSettings(problem.message, remedy=problem.remedy, kept=problem.kept, where=where)


def _check_sequences(settings: ShowSettings) -> None:
    """A shot stands in one sequence."""
    before: dict[str, str] = {}
    for sequence, shots in settings.sequences.items():
        for shot in shots:
            if before.setdefault(shot, sequence) != sequence:
                raise BadSettings(
                    f"The shot {shot[:64]!r} stands in {before[shot]!r} and in {sequence!r}.",
                    where="sequences",
                )


def _check_layout(layout: str) -> None:
    """A relative path of known words, whose last part carries the version."""
    parts = layout.split("/")
    _check_words("layout", layout)
    if any(not part or part in (".", "..") or part.startswith(".") for part in parts) or "\\" in layout:
        raise BadSettings("The layout is a relative path such as {shot}/{element}/{version}.", where="layout")
    if parts[-1].count("{version}") != 1 or any("{version}" in part for part in parts[:-1]):
        raise BadSettings("The last folder of the layout, and only it, holds {version}.", where="layout")
    if "{shot}" not in layout or "{element}" not in layout:
        raise BadSettings("The layout holds {shot} and {element}: takes would mix.", where="layout")


def _check_naming(naming: str) -> None:
    _check_words("naming", naming)
    if "/" in naming or "\\" in naming or naming.startswith("."):
        raise BadSettings("The naming is a file name, not a path.", where="naming")
    if naming.count("{version}") != 1:
        raise BadSettings("The naming holds {version} once.", where="naming")


def _check_words(where: str, template: str) -> None:
    try:
        words = {name for _, name, spec, kind in Formatter().parse(template) if name is not None}
        plain = all(not spec and not kind for _, name, spec, kind in Formatter().parse(template) if name)
    except ValueError as error:
        raise BadSettings(f"The {where} cannot be read: {error}.", where=where) from None
    if not words <= _WORDS or not plain:
        unknown = ", ".join(sorted(words - _WORDS)) or template
        raise BadSettings(
            f"The {where} knows no {{{unknown[:40]}}}.",
            remedy="It knows {show}, {shot}, {element} and {version}.",
            where=where,
        )


def place(settings: ShowSettings, shot: str, element: str) -> tuple[Path, str, str]:
    """The folder that holds the versions of an element, and the names of version folder and files.

    The names still hold `{version}`.
    """
    words = {"show": settings.name, "shot": shot, "element": element, "version": "{version}"}
    parts = settings.layout.format(**words).split("/")
    return Path(settings.root, *parts[:-1]), parts[-1], settings.naming.format(**words)
