"""Second Unit in DaVinci Resolve: one script in its menu, and the panel's package beside it.

Resolve lists every script below its Scripts folders, so the package lies outside. Places are Blackmagic's:
for all users, or for this one alone.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import marked_lines
from blender_extension import core_version
from environments import ROOT, SERVICE
from nuke_install import InstallFailed, _record, _register, _service

SOURCE = ROOT / "plugins" / "resolve"
PACKAGE = "second_unit_resolve"
SCRIPT = "Second Unit.py"
#: Where in Resolve's Scripts folder the script lies: on every page, in the menu Workspace > Scripts.
PAGE = "Utility"
FOLDER = "Second Unit"
RECORD = "second_unit_files.json"
FREE = (
    "Resolve Studio 18.5 and newer, and the free edition up to 21.0. From 21.1 on the free edition runs no "
    "Python: use the desk (secondunit desk) and OTIO there."
)


@dataclass(frozen=True)
class Place:
    """Where it goes: `scripts` is Resolve's Scripts folder, `folder` holds the package."""

    scripts: Path
    folder: Path

    @property
    def script(self) -> Path:
        """The script of the menu."""
        return self.scripts / PAGE / SCRIPT

    @classmethod
    def user(cls, platform: str = sys.platform, given: Mapping[str, str] = os.environ) -> Place:
        """This user's own folders."""
        home = Path.home()
        if platform == "win32":
            roaming = Path(given.get("APPDATA") or home / "AppData" / "Roaming")
            base = roaming / "Blackmagic Design" / "DaVinci Resolve"
            return cls(base / "Support" / "Fusion" / "Scripts", base / FOLDER)
        if platform == "darwin":
            base = home / "Library" / "Application Support" / "Blackmagic Design" / "DaVinci Resolve"
        else:
            base = home / ".local" / "share" / "DaVinciResolve"
        return cls(base / "Fusion" / "Scripts", base / FOLDER)

    @classmethod
    def system(cls, platform: str = sys.platform, given: Mapping[str, str] = os.environ) -> Place:
        """The folders of all users; they need an administrator's rights."""
        if platform == "win32":
            base = (
                Path(given.get("PROGRAMDATA") or "C:/ProgramData") / "Blackmagic Design" / "DaVinci Resolve"
            )
        elif platform == "darwin":
            base = Path("/Library/Application Support/Blackmagic Design/DaVinci Resolve")
        else:
            base = Path("/opt/resolve")
        return cls(base / "Fusion" / "Scripts", base / FOLDER)

    @classmethod
    def other(cls, folder: Path) -> Place:
        """A folder that stands for Resolve's own, of an installation somewhere else."""
        base = folder.expanduser().absolute()
        return cls(base / "Fusion" / "Scripts", base / FOLDER)


def install(place: Place) -> list[str]:
    """Put it there, over an older one if need be; repeatable. Raises `InstallFailed`."""
    if place.folder.is_dir() and any(place.folder.iterdir()) and not (place.folder / RECORD).is_file():
        raise InstallFailed(f"{place.folder} holds files that are not ours. Nothing was changed.")
    if place.script.exists() and not _ours(place.script):
        raise InstallFailed(f"{place.script} is another program's. Nothing was changed.")
    files = {
        path.relative_to(SOURCE).as_posix(): path.read_bytes()
        for path in sorted((SOURCE / PACKAGE).rglob("*"))
        if path.suffix in (".py", ".json")
    }
    made = _made(place)
    before = _record(place.folder)
    try:
        for name, data in files.items():
            path = place.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            marked_lines.replace(path, data)
        for name in set(before.get("files", [])) - set(files):
            (place.folder / name).unlink(missing_ok=True)
        record = {
            "version": core_version(),
            "files": sorted(files),
            "made": sorted({*before.get("made", []), *made}),
        }
        marked_lines.replace(place.folder / RECORD, (json.dumps(record, indent=1) + "\n").encode())
        place.script.parent.mkdir(parents=True, exist_ok=True)
        marked_lines.replace(place.script, _script(place))
    except OSError as error:
        raise InstallFailed(
            f"{error.filename or place.folder} cannot be written ({error.strerror}). "
            "What is there of Second Unit can be taken out with --uninstall."
        ) from None
    return [
        f"Second Unit {core_version()} for Resolve: {place.script}",
        f"Its panel: {place.folder / PACKAGE}",
        FREE,
        _register(),
        "In Resolve: Workspace > Scripts > Second Unit. In Studio set Preferences > System > General > "
        "External scripting using to Local.",
    ]


def uninstall(place: Place) -> list[str]:
    """Take it out: our files, and the folders that hold nothing else."""
    record = _record(place.folder)
    there = place.script.exists() and _ours(place.script)
    if not record and not there:
        return ["Second Unit is not there."]
    try:
        if there:
            place.script.unlink()
        for name in [*record.get("files", []), RECORD]:
            (place.folder / name).unlink(missing_ok=True)
        if record:
            shutil.rmtree(place.folder / PACKAGE / "__pycache__", ignore_errors=True)
            for folder in (place.folder / PACKAGE, place.folder):
                _remove_empty(folder)
        for name in sorted(record.get("made", []), key=len, reverse=True):
            _remove_empty(Path(name))
    except OSError as error:
        raise InstallFailed(
            f"{error.filename or place.folder} cannot be changed ({error.strerror}). The rest is as it was."
        ) from None
    return ["Second Unit is out of Resolve. Takes stay on the timelines and in the media pool."]


def check(place: Place) -> tuple[list[str], bool]:
    """What is there, in lines, and whether it is in order."""
    record = _record(place.folder)
    if not record:
        return [f"Second Unit is not in {place.folder}."], False
    said, good = [f"{place.folder}: Second Unit {record['version']}."], True
    if str(record["version"]) != core_version():
        said.append(f"These sources are {core_version()}: install again to bring the two together.")
        good = False
    gone = [name for name in record["files"] if not (place.folder / name).is_file()]
    if gone:
        said.append(f"{len(gone)} of its files are gone, {gone[0]} first: install again.")
        good = False
    there = place.script.is_file() and place.script.read_bytes() == _script(place)
    said.append(f"{place.script}: {'is in the menu' if there else 'is not as installed: install again'}.")
    if not SERVICE.python.exists():
        good = False
    reached, sentence = _service()
    return [*said, sentence, FREE], good and there and reached


def _script(place: Place) -> bytes:
    """The script of the menu, with the package's place filled in."""
    text = (SOURCE / SCRIPT).read_text(encoding="utf-8")
    folder = str(place.folder).replace("\\", "\\\\").replace('"', '\\"')
    home = os.environ.get("SECONDUNIT_HOME", "").replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("@PACKAGES@", folder).replace("@HOME@", home).encode("utf-8")


def _ours(script: Path) -> bool:
    try:
        return b"second_unit_resolve" in script.read_bytes()
    except OSError:
        return False


def _made(place: Place) -> list[str]:
    """The folders that are not there yet and will be made, to be taken away again when they are empty."""
    found = []
    for start in (place.script.parent, place.folder):
        path = start
        while not path.exists() and path != path.parent:
            found.append(str(path))
            path = path.parent
    return found


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
