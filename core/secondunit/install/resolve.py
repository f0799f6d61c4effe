"""Second Unit in DaVinci Resolve: one script in its menu, and the panel's package beside it.

Resolve lists every script below its Scripts folders, so the package lies outside. Places are Blackmagic's:
for all users, or for this one alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import __version__
from ..wire.errors import BadInput
from . import bundle, marked_lines, sources
from .bundle import InstallReport

PACKAGE = "second_unit_resolve"
SCRIPT = "Second Unit.py"
#: Where in Resolve's Scripts folder the script lies: on every page, in the menu Workspace > Scripts.
PAGE = "Utility"
FOLDER = "Second Unit"
FREE = (
    "Resolve Studio 18.5 and newer, and the free edition up to 21.0. From 21.1 on the free edition runs no "
    "Python: use the desk (secondunit desk) and OTIO there."
)


@dataclass(frozen=True)
class ResolveFolders:
    """Where it goes: `scripts` is Resolve's Scripts folder, `folder` holds the package."""

    scripts: Path
    folder: Path

    @property
    def script(self) -> Path:
        """The script of the menu."""
        return self.scripts / PAGE / SCRIPT

    @classmethod
    def user(
        cls, platform: str = sys.platform, environment: Mapping[str, str] = os.environ
    ) -> ResolveFolders:
        """This user's own folders."""
        home = Path.home()
        if platform == "win32":
            roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
            base = roaming / "Blackmagic Design" / "DaVinci Resolve"
            return cls(base / "Support" / "Fusion" / "Scripts", base / FOLDER)
        if platform == "darwin":
            base = home / "Library" / "Application Support" / "Blackmagic Design" / "DaVinci Resolve"
        else:
            base = home / ".local" / "share" / "DaVinciResolve"
        return cls(base / "Fusion" / "Scripts", base / FOLDER)

    @classmethod
    def system(
        cls, platform: str = sys.platform, environment: Mapping[str, str] = os.environ
    ) -> ResolveFolders:
        """The folders of all users; they need an administrator's rights."""
        if platform == "win32":
            base = (
                Path(environment.get("PROGRAMDATA") or "C:/ProgramData")
                / "Blackmagic Design"
                / "DaVinci Resolve"
            )
        elif platform == "darwin":
            base = Path("/Library/Application Support/Blackmagic Design/DaVinci Resolve")
        else:
            base = Path("/opt/resolve")
        return cls(base / "Fusion" / "Scripts", base / FOLDER)

    @classmethod
    def other(cls, folder: Path) -> ResolveFolders:
        """A folder that stands for Resolve's own, of an installation somewhere else."""
        base = folder.expanduser().absolute()
        return cls(base / "Fusion" / "Scripts", base / FOLDER)


def install(place: ResolveFolders) -> InstallReport:
    """Put it there, over an older one if need be; repeatable. Raises `BadInput`, `StorageError`."""
    bundle.require_ours(place.folder)
    if place.script.exists() and not _ours(place.script):
        remedy = "Rename that script, then install again."
        raise BadInput(f"{place.script} is another program's.", remedy=remedy, kept="Nothing was changed.")
    source = sources.plugin("resolve")
    files = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in sorted((source / PACKAGE).rglob("*"))
        if path.suffix in (".py", ".json")
    }
    folders = _made(place)
    try:
        bundle.write(place.folder, files, folders)
        place.script.parent.mkdir(parents=True, exist_ok=True)
        marked_lines.replace(place.script, _script(place))
    except OSError as error:
        assurance = "What is there of Second Unit can be taken out with --uninstall."
        raise bundle.unwritten(error, place.folder, assurance) from None
    return InstallReport(
        (
            f"Second Unit {__version__} for Resolve: {place.script}",
            f"Its panel: {place.folder / PACKAGE}",
            FREE,
            "In Resolve: Workspace > Scripts > Second Unit. In Studio set Preferences > System > General > "
            "External scripting using to Local.",
        )
    )


def uninstall(place: ResolveFolders) -> InstallReport:
    """Take it out: our files, and the folders that hold nothing else."""
    record = bundle.record(place.folder)
    there = place.script.exists() and _ours(place.script)
    if record is None and not there:
        return InstallReport(("Second Unit is not there.",))
    try:
        if there:
            place.script.unlink()
        bundle.remove(place.folder)
        for name in sorted(record.made if record else (), key=len, reverse=True):
            bundle.remove_empty(Path(name))
    except OSError as error:
        raise bundle.unwritten(error, place.folder, "The rest is as it was.") from None
    return InstallReport(
        ("Second Unit is out of Resolve. Takes stay on the timelines and in the media pool.",)
    )


def check(place: ResolveFolders) -> InstallReport:
    """What is there, in lines, and whether it is in order."""
    report = bundle.look(place.folder)
    if bundle.record(place.folder) is None:
        return report
    there = place.script.is_file() and place.script.read_bytes() == _script(place)
    state = "is in the menu" if there else "is not as installed: install again"
    return InstallReport((*report.lines, f"{place.script}: {state}.", FREE), report.good and there)


def _script(place: ResolveFolders) -> bytes:
    """The script of the menu, with the package's place filled in."""
    text = (sources.plugin("resolve") / SCRIPT).read_text(encoding="utf-8")
    folder = str(place.folder).replace("\\", "\\\\").replace('"', '\\"')
    home = os.environ.get("SECONDUNIT_HOME", "").replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("@PACKAGES@", folder).replace("@HOME@", home).encode("utf-8")


def _ours(script: Path) -> bool:
    try:
        return b"second_unit_resolve" in script.read_bytes()
    except OSError:
        return False


def _made(place: ResolveFolders) -> set[str]:
    """The folders that are not there yet and will be made, to be taken away again when they are empty."""
    folders: set[str] = set()
    for start in (place.script.parent, place.folder):
        path = start
        while not path.exists() and path != path.parent:
            folders.add(str(path))
            path = path.parent
    return folders
