"""Second Unit in Nuke: a folder with the plug-in and its core, and our lines in the user's own start files.

A studio's folder stands by itself on NUKE_PATH, with an init.py and a menu.py of its own, and as rez package.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import marked_lines
from blender_extension import core_version
from environments import ROOT, SERVICE

SOURCE = ROOT / "plugins" / "nuke"
PACKAGE = "second_unit_nuke"
#: The folder in the user's own that holds the package.
FOLDER = "second_unit"
#: What of the core runs inside Nuke.
ROOMS = ("wire", "host", "qt")
#: What the folder holds that is ours, for `--check` and `--uninstall`.
RECORD = "second_unit_files.json"
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


class InstallFailed(Exception):
    """It could not be done; the message says what stood in the way and what was kept."""


@dataclass(frozen=True)
class Place:
    """Where it goes: `folder` holds our files; `home` holds the user's init.py and menu.py, or is None."""

    folder: Path
    home: Path | None = None

    @classmethod
    def user(cls) -> Place:
        """The user's own `.nuke`."""
        home = Path.home() / ".nuke"
        return cls(home / FOLDER, home)

    @classmethod
    def studio(cls, folder: Path) -> Place:
        """A folder for NUKE_PATH."""
        return cls(folder.expanduser().absolute())


def install(place: Place) -> list[str]:
    """Put it there, over an older one if need be; repeatable. Raises `InstallFailed`."""
    _require_ours(place.folder)
    edits = _edits(place, put=True)
    try:
        _copy(place)
        for path, data in edits.items():
            marked_lines.replace(path, data)
    except OSError as error:
        raise InstallFailed(
            f"{error.filename or place.folder} cannot be written ({error.strerror}). "
            "Your own init.py and menu.py are as they were, or hold our marked lines and no more of ours."
        ) from None
    said = [f"Second Unit {core_version()} for Nuke is in {place.folder}."]
    if place.home is None:
        said.append(f"Put this folder on NUKE_PATH: {place.folder}")
        said.append("The rez package definition is package.py in the same folder.")
    else:
        said += [f"{path} loads it." for path in edits] or ["init.py and menu.py load it already."]
    return [*said, _register(), 'Start Nuke; the panel is in the menu "Second Unit".']


def uninstall(place: Place) -> list[str]:
    """Take it out: our lines, our files, and the files and folders that hold nothing else."""
    edits = _edits(place, put=False)
    if not edits and not place.folder.exists():
        return ["Second Unit is not there."]
    _require_ours(place.folder)
    made = set(_record(place.folder).get("made", []))
    try:
        for path, data in edits.items():
            if not data and path.name in made:
                path.unlink()
            else:
                marked_lines.replace(path, data)
        _remove(place.folder)
    except OSError as error:
        raise InstallFailed(
            f"{error.filename or place.folder} cannot be changed ({error.strerror}). The rest is as it was."
        ) from None
    return ["Second Unit is out of Nuke. Scripts keep their Groups, and open and render as before."]


def check(place: Place) -> tuple[list[str], bool]:
    """What is there, in lines, and whether it is in order."""
    record = _record(place.folder)
    if not record:
        return [f"Second Unit is not in {place.folder}."], False
    said, good = [f"{place.folder}: Second Unit {record['version']}."], True
    if record["version"] != core_version():
        said.append(f"These sources are {core_version()}: install again to bring the two together.")
        good = False
    gone = [name for name in record["files"] if not (place.folder / name).is_file()]
    if gone:
        said.append(f"{len(gone)} of its files are gone, {gone[0]} first: install again.")
        good = False
    for name in LINES if place.home is not None else ():
        path = place.home / name  # type: ignore[operator]
        there = marked_lines.has(path)
        said.append(f"{path}: {'loads it' if there else 'does not load it: install again'}.")
        good = good and there
    if place.home is None:
        on_path = str(place.folder) in os.environ.get("NUKE_PATH", "").split(os.pathsep)
        said.append(f"NUKE_PATH {'names' if on_path else 'does not name'} this folder here.")
    reached, sentence = _service()
    return [*said, sentence], good and reached


def _edits(place: Place, *, put: bool) -> dict[Path, bytes]:
    """The user's files that change, with what they will hold. Raises `InstallFailed`."""
    found: dict[Path, bytes] = {}
    for name, lines in LINES.items() if place.home is not None else ():
        path = place.home / name  # type: ignore[operator]
        try:
            before = path.read_bytes() if path.exists() else b""
            after = marked_lines.written(before, lines) if put else marked_lines.removed(before)
        except marked_lines.MarkersBroken as error:
            raise InstallFailed(
                f"{path} was left as it is. {error} Mend it by hand, then try again."
            ) from None
        except OSError as error:
            raise InstallFailed(f"{path} cannot be read ({error.strerror}). Nothing was changed.") from None
        if after != before:
            if path.exists() and not os.access(path, os.W_OK):
                raise InstallFailed(f"{path} is read-only. Nothing was changed.")
            found[path] = after
    return found


def _files(place: Place) -> dict[str, bytes]:
    """Everything that goes into the folder, by its name there."""
    found: dict[str, bytes] = {}
    for path in sorted(one for end in ("*.py", "*.json") for one in (SOURCE / PACKAGE).rglob(end)):
        name = path.relative_to(SOURCE).as_posix()
        if "/vendor/" not in name:
            found[name] = path.read_bytes()
    core = ROOT / "core" / "secondunit"
    vendor = f"{PACKAGE}/vendor/secondunit"
    found[f"{vendor}/__init__.py"] = (core / "__init__.py").read_bytes()
    found[f"{vendor}/py.typed"] = b""
    for room in ROOMS:
        for path in sorted((core / room).rglob("*.py")):
            found[f"{vendor}/{path.relative_to(core).as_posix()}"] = path.read_bytes()
    found["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    if place.home is None:
        for name in ("init.py", "menu.py"):
            found[name] = (SOURCE / name).read_bytes()
        text = (SOURCE / "package.py").read_text(encoding="utf-8")
        found["package.py"] = text.replace("@VERSION@", core_version()).encode()
    return found


def _copy(place: Place) -> None:
    """Write every file, then take away those of an older version."""
    before, files = _record(place.folder), _files(place)
    made = set(before.get("made", []))
    if place.home is not None:
        made |= {name for name in LINES if not (place.home / name).exists()}
        if not place.home.exists():
            made.add(".nuke")
    for name, data in files.items():
        path = place.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            marked_lines.replace(path, data)
    for name in set(before.get("files", [])) - set(files):
        (place.folder / name).unlink(missing_ok=True)
    record = {"version": core_version(), "files": sorted(files), "made": sorted(made)}
    marked_lines.replace(place.folder / RECORD, (json.dumps(record, indent=1) + "\n").encode())


def _remove(folder: Path) -> None:
    """Our files and the compiled ones beside them; a folder stays where something else lies in it."""
    record = _record(folder)
    for name in [*record.get("files", []), RECORD]:
        (folder / name).unlink(missing_ok=True)
    for cache in list(folder.rglob("__pycache__")):
        shutil.rmtree(cache, ignore_errors=True)
    for inside in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        _remove_empty(inside)
    _remove_empty(folder)
    if ".nuke" in record.get("made", []):
        _remove_empty(folder.parent)


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _require_ours(folder: Path) -> None:
    """Refuse a folder that holds somebody else's files and none of our records."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / RECORD).is_file():
        raise InstallFailed(
            f"{folder} holds files that are not ours. Choose an empty folder. Nothing was changed."
        )


def _record(folder: Path) -> dict[str, list[str]]:
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and "version" in found and "files" in found else {}


def _register() -> str:
    """Let this user's Nuke find the service of these sources."""
    if not SERVICE.python.exists():
        return "The service is not set up on this machine: python3 installers/setup.py"
    answer = _secondunit("register")
    return (answer.stdout or answer.stderr).strip()


def _service() -> tuple[bool, str]:
    """Whether the service can be had, in one sentence; where it does not run the panel starts it."""
    if not SERVICE.python.exists():
        return False, "The service is not set up on this machine: python3 installers/setup.py"
    answer = _secondunit("status")
    if answer.returncode == 0:
        return True, "Service: " + answer.stdout.strip().splitlines()[0]
    return True, "Service: not running; the panel starts it."


def _secondunit(word: str) -> subprocess.CompletedProcess[str]:
    command = [str(SERVICE.python), "-m", "secondunit", word]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
