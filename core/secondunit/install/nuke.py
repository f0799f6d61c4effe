"""Second Unit in Nuke: a folder with the plug-in and its core, and our lines in the user's own start files.

A studio's folder stands by itself on NUKE_PATH, with an init.py and a menu.py of its own, and as rez package.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from .. import __version__
from ..wire.errors import BadInput
from . import bundle, marked_lines, sources
from .bundle import InstallReport

PACKAGE = "second_unit_nuke"
#: The folder in the user's own that holds the package.
FOLDER = "second_unit"
#: What of the core runs inside Nuke.
ROOMS = ("ground", "wire", "host", "qt")
INIT_LINES = ["import nuke", f'nuke.pluginAddPath("./{FOLDER}")']
MENU_LINES = [
    "try:",
    "    import second_unit_nuke.menus",
    "    second_unit_nuke.menus.register()",
    "except Exception as second_unit_error:",
    "    import nuke",
    '    nuke.tprint("Second Unit is not available: %s" % second_unit_error)',
]
LINES = {"init.py": INIT_LINES, "menu.py": MENU_LINES}
UNCHANGED = "Nothing was changed."


@dataclass(frozen=True)
class NukeFolders:
    """Where it goes: `folder` holds our files; `home` holds the user's init.py and menu.py, or is None."""

    folder: Path
    home: Path | None = None

    @classmethod
    def user(cls) -> NukeFolders:
        """The user's own `.nuke`."""
        home = Path.home() / ".nuke"
        return cls(home / FOLDER, home)

    @classmethod
    def studio(cls, folder: Path) -> NukeFolders:
        """A folder for NUKE_PATH."""
        return cls(folder.expanduser().absolute())


def install(place: NukeFolders) -> InstallReport:
    """Put it there, over an older one if need be; repeatable. Raises `BadInput`, `StorageError`."""
    bundle.require_ours(place.folder)
    edits = _edits(place, put=True)
    additions = set()
    if place.home is not None:
        additions = {name for name in LINES if not (place.home / name).exists()}
        if not place.home.exists():
            additions.add(place.home.name)
    try:
        bundle.write(place.folder, _files(place), additions)
        for path, data in edits.items():
            marked_lines.replace(path, data)
    except OSError as error:
        assurance = (
            "Your own init.py and menu.py are as they were, or hold our marked lines and no more of ours."
        )
        raise bundle.unwritten(error, place.folder, assurance) from None
    lines = [f"Second Unit {__version__} for Nuke is in {place.folder}."]
    if place.home is None:
        lines.append(f"Put this folder on NUKE_PATH: {place.folder}")
        lines.append("The rez package definition is package.py in the same folder.")
    else:
        lines += [f"{path} loads it." for path in edits] or ["init.py and menu.py load it already."]
    return InstallReport((*lines, 'Start Nuke; the panel is in the menu "Second Unit".'))


def uninstall(place: NukeFolders) -> InstallReport:
    """Take it out: our lines, our files, and the files and folders that hold nothing else."""
    edits = _edits(place, put=False)
    if not edits and not place.folder.exists():
        return InstallReport(("Second Unit is not there.",))
    bundle.require_ours(place.folder)
    record = bundle.record(place.folder)
    additions = set(record.made if record else ())
    try:
        for path, data in edits.items():
            if not data and path.name in additions:
                path.unlink()
            else:
                marked_lines.replace(path, data)
        bundle.remove(place.folder)
        if place.home is not None and place.home.name in additions:
            bundle.remove_empty(place.home)
    except OSError as error:
        raise bundle.unwritten(error, place.folder, "The rest is as it was.") from None
    return InstallReport(
        ("Second Unit is out of Nuke. Scripts keep their Groups, and open and render as before.",)
    )


def check(place: NukeFolders) -> InstallReport:
    """What is there, in lines, and whether it is in order."""
    report = bundle.look(place.folder)
    if bundle.record(place.folder) is None:
        return report
    lines, good = list(report.lines), report.good
    for path in _start_files(place):
        there = marked_lines.has(path)
        lines.append(f"{path}: {'loads it' if there else 'does not load it: install again'}.")
        good = good and there
    if place.home is None:
        on_path = str(place.folder) in os.environ.get("NUKE_PATH", "").split(os.pathsep)
        lines.append(f"NUKE_PATH {'names' if on_path else 'does not name'} this folder here.")
    return InstallReport(tuple(lines), good)


def _start_files(place: NukeFolders) -> dict[Path, list[str]]:
    """The user's own files that load it, each with our lines; none in a studio's folder."""
    return {place.home / name: lines for name, lines in LINES.items()} if place.home is not None else {}


def _edits(place: NukeFolders, *, put: bool) -> dict[Path, bytes]:
    """The user's files that change, with what they will hold. Raises `BadInput`, `StorageError`."""
    edits: dict[Path, bytes] = {}
    for path, lines in _start_files(place).items():
        try:
            before = path.read_bytes() if path.exists() else b""
            after = marked_lines.written(before, lines) if put else marked_lines.removed(before)
        except marked_lines.MarkersBroken as error:
            raise BadInput(
                f"{path}: {error}",
                remedy="Mend it by hand, then try again.",
                kept=f"{path} was left as it is.",
            ) from None
        except OSError as error:
            raise bundle.unwritten(error, path, UNCHANGED) from None
        if after != before:
            if path.exists() and not os.access(path, os.W_OK):
                remedy = "Make it writable, or use --path with a folder for NUKE_PATH."
                raise BadInput(f"{path} is read-only.", remedy=remedy, kept=UNCHANGED)
            edits[path] = after
    return edits


def _files(place: NukeFolders) -> dict[str, bytes]:
    """Everything that goes into the folder, by its name there."""
    source = sources.plugin("nuke")
    files: dict[str, bytes] = {}
    for path in sorted(file for end in ("*.py", "*.json") for file in (source / PACKAGE).rglob(end)):
        name = path.relative_to(source).as_posix()
        if "/vendor/" not in name:
            files[name] = path.read_bytes()
    files |= {f"{PACKAGE}/vendor/{name}": data for name, data in sources.core_files(ROOMS).items()}
    files["LICENSE"] = sources.licence()
    if place.home is None:
        for name in ("init.py", "menu.py"):
            files[name] = (source / name).read_bytes()
        text = (source / "package.py").read_text(encoding="utf-8")
        files["package.py"] = text.replace("@VERSION@", __version__).encode()
    return files
