"""`secondunit doctor`: whether this installation can do its work, and what to do where it cannot."""

from __future__ import annotations

import importlib
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from secondunit import __version__
from secondunit.wire import SecondUnitError, state_home
from secondunit.wire.errors import ServiceError

from .doctor_outside import guard_refuses, shows_rights
from .finding import Finding

#: What the service side imports, and what for.
PACKAGES = {
    "numpy": "pixels",
    "numba": "the simulator",
    "scipy": "the simulator",
    "OpenImageIO": "EXR files",
    "PyOpenColorIO": "colour",
    "av": "movies",
    "openjd.sessions": "running work",
    "fastapi": "the service",
    "sqlalchemy": "the store",
    "opentimelineio": "timelines",
}
LEAST_FREE = 5 * 2**30


def findings() -> Iterator[Finding]:
    """Every check, each guarded: a check that fails is itself a finding."""
    for check in (
        _python,
        _packages,
        _encoder,
        _colour,
        _state_folder,
        _store,
        _shows,
        _memory,
        _service,
        guard_refuses,
        shows_rights,
        _nuke,
        _resolve,
    ):
        try:
            yield from check()
        except SecondUnitError as error:
            yield Finding(check.__name__.strip("_"), "broken", error.problem.message, error.problem.remedy)
        except Exception as error:  # a doctor must not fall ill
            yield Finding(check.__name__.strip("_"), "broken", f"{type(error).__name__}: {error}")


Check = Callable[[], Iterator[Finding]]


def _python() -> Iterator[Finding]:
    yield Finding(
        "version", "ok", f"Second Unit {__version__}, Python {platform.python_version()}, {sys.platform}"
    )


def _packages() -> Iterator[Finding]:
    missing = []
    for name, purpose in PACKAGES.items():
        try:
            importlib.import_module(name)
        except ImportError as error:
            missing.append(f"{name} ({purpose}): {error}")
    if missing:
        yield Finding("packages", "broken", "; ".join(missing), "Run: python3 installers/setup.py")
    else:
        yield Finding("packages", "ok", f"all {len(PACKAGES)} import")


def _encoder() -> Iterator[Finding]:
    from secondunit.media import review

    yield Finding("review movies", "ok", f"H.264 by {review.encoder()}")


def _colour() -> Iterator[Finding]:
    from secondunit.media.config import open_config

    config = open_config("")
    source = "$OCIO" if os.environ.get("OCIO") else "built in"
    yield Finding("colour config", "ok", f"{config.name} ({source}), {len(config.spaces())} spaces")


def _state_folder() -> Iterator[Finding]:
    yield from _folder("state folder", Path(state_home()))


def _store() -> Iterator[Finding]:
    import sqlite3
    from contextlib import closing

    from secondunit.service.home import Home
    from secondunit.service.store.database import storage_error

    path = Home.of_user().database
    if not isinstance(path, Path) or not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if said != "ok":
                raise sqlite3.DatabaseError(f"database disk image is malformed ({said})")
    except sqlite3.Error as error:
        raise storage_error(error) from error
    yield Finding("store", "ok", f"{path}, {path.stat().st_size / 2**20:.0f} MB")


def _shows() -> Iterator[Finding]:
    from secondunit.service.shows import SHOWS

    yield from _folder("shows", Path(os.environ.get(SHOWS) or "~/SecondUnit").expanduser())


def _folder(check: str, folder: Path) -> Iterator[Finding]:
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not os.access(there, os.W_OK):
        yield Finding(
            check, "broken", f"{folder} cannot be written", "Ask for write access, or choose another."
        )
        return
    free = shutil.disk_usage(there).free
    state = "ok" if free >= LEAST_FREE else "warning"
    remedy = "" if state == "ok" else "Free some space: a 48-frame HD take with passes needs about 2 GB."
    yield Finding(check, state, f"{folder}, {free / 2**30:.0f} GB free", remedy)


def _memory() -> Iterator[Finding]:
    import psutil

    memory = psutil.virtual_memory()
    state = "ok" if memory.available > 2 * 2**30 else "warning"
    remedy = "" if state == "ok" else "Close other applications before large jobs."
    yield Finding(
        "machine", state, f"{os.cpu_count()} cores, {memory.available / 2**30:.0f} GB of memory free", remedy
    )


def _service() -> Iterator[Finding]:
    from secondunit.host.client import Client
    from secondunit.host.find import find, read_token

    address = find()
    try:
        status = Client(address.url, read_token(address)).status() if address else None
    except ServiceError:
        status = None
    if address is None or status is None:
        yield Finding("service", "ok", "not running; it starts when it is needed")
        return
    waiting = f"{status.jobs_running} jobs running, {status.jobs_waiting} waiting"
    if status.version != __version__:
        remedy = "Run: secondunit stop. The next command starts the right one; jobs go on."
        yield Finding(
            "service", "warning", f"version {status.version} is running, this is {__version__}", remedy
        )
    else:
        yield Finding("service", "ok", f"running at {address.url}, {waiting}")


def _nuke() -> Iterator[Finding]:
    """The plug-in in this user's Nuke and in the folders of NUKE_PATH; nothing where there is no Nuke."""
    home = Path.home() / ".nuke"
    studio = [Path(one) for one in os.environ.get("NUKE_PATH", "").split(os.pathsep) if one]
    found = [
        (folder, version)
        for folder in dict.fromkeys([home / "second_unit", *studio, *(one / "second_unit" for one in studio)])
        if (version := _plugin_version(folder)) is not None
    ]
    if not found:
        if home.is_dir() or studio:
            yield Finding(
                "Nuke", "ok", "without Second Unit; python3 installers/install.py --host nuke puts it in"
            )
        return
    for folder, version in found:
        if version == __version__:
            yield Finding("Nuke", "ok", f"Second Unit {version} in {folder}")
        else:
            remedy = "Run: python3 installers/install.py --host nuke, with the same --path."
            yield Finding(
                "Nuke", "warning", f"Second Unit {version} in {folder}, this is {__version__}", remedy
            )
    if len(found) > 1:
        remedy = "Keep one: python3 installers/install.py --host nuke --uninstall takes this user's out."
        yield Finding(
            "Nuke", "warning", "the plug-in is there twice, and Nuke loads only one of them", remedy
        )


def _resolve() -> Iterator[Finding]:
    """The script in Resolve's menu, this user's and all users'; nothing where there is no Resolve."""
    places = _resolve_places()
    found = [(place, place[0] / "Utility" / "Second Unit.py") for place in places]
    there = [(place, script) for place, script in found if script.is_file()]
    for place, script in there:
        version = _plugin_version(place[1])
        remedy = "Run: python3 installers/install.py --host resolve"
        remedy += " --system." if place is places[-1] else "."
        if version is None:
            yield Finding("Resolve", "broken", f"{script} is there without its panel", remedy)
        elif version != __version__:
            said = f"Second Unit {version} in {script}, this is {__version__}"
            yield Finding("Resolve", "warning", said, remedy)
        else:
            yield Finding("Resolve", "ok", f"Second Unit {version} in {script}")
    if len(there) > 1:
        remedy = "Keep one: python3 installers/install.py --host resolve --uninstall takes this user's out."
        yield Finding("Resolve", "warning", "the script is in the menu twice", remedy)
    if not there and any(scripts.parents[1].is_dir() for scripts, _ in places):
        said = f"without Second Unit in {places[0][0]}"
        yield Finding("Resolve", "ok", f"{said}; python3 installers/install.py --host resolve puts it in")


def _resolve_places() -> tuple[tuple[Path, Path], tuple[Path, Path]]:
    """Resolve's Scripts folder and our panel's, this user's and all users': Blackmagic's own places."""
    home, name = Path.home(), Path("Blackmagic Design", "DaVinci Resolve")
    if sys.platform == "win32":
        user = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / name
        all_users = Path(os.environ.get("PROGRAMDATA") or "C:/ProgramData") / name
    elif sys.platform == "darwin":
        library = Path("Library", "Application Support")
        user, all_users = home / library / name, Path("/") / library / name
    else:
        user, all_users = home / ".local" / "share" / "DaVinciResolve", Path("/opt/resolve")
    support = user / "Support" if sys.platform == "win32" else user
    fusion = Path("Fusion", "Scripts")
    return (support / fusion, user / "Second Unit"), (all_users / fusion, all_users / "Second Unit")


def _plugin_version(folder: Path) -> str | None:
    """The version of the plug-in in a folder, by the record that the installer left; None without one."""
    try:
        record = json.loads((folder / "second_unit_files.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return str(record.get("version", "?")) if isinstance(record, dict) else None
