"""`secondunit doctor`: whether this installation can do its work, and what to do where it cannot."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from secondunit import __version__
from secondunit.install import blender, bundle, nuke, resolve
from secondunit.install.sources import set_up_again
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
    "starlette": "the service",
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
        _blender,
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
        yield Finding("packages", "broken", "; ".join(missing), set_up_again())
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
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise sqlite3.DatabaseError(f"database disk image is malformed ({verdict})")
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
    home = nuke.NukeFolders.user()
    studio = [Path(entry) for entry in os.environ.get("NUKE_PATH", "").split(os.pathsep) if entry]
    folders = dict.fromkeys([home.folder, *studio, *(entry / nuke.FOLDER for entry in studio)])
    there = [(folder, record.version) for folder in folders if (record := bundle.record(folder)) is not None]
    if not there:
        if home.folder.parent.is_dir() or studio:
            yield Finding("Nuke", "ok", "without Second Unit; secondunit install --host nuke puts it in")
        return
    for folder, version in there:
        if version == __version__:
            yield Finding("Nuke", "ok", f"Second Unit {version} in {folder}")
        else:
            remedy = "Run: secondunit install --host nuke, with the same --path."
            yield Finding(
                "Nuke", "warning", f"Second Unit {version} in {folder}, this is {__version__}", remedy
            )
    if len(there) > 1:
        remedy = "Keep one: secondunit install --host nuke --uninstall takes this user's out."
        yield Finding(
            "Nuke", "warning", "the plug-in is there twice, and Nuke loads only one of them", remedy
        )


def _resolve() -> Iterator[Finding]:
    """The script in Resolve's menu, this user's and all users'; nothing where there is no Resolve."""
    places = (resolve.ResolveFolders.user(), resolve.ResolveFolders.system())
    there = [place for place in places if place.script.is_file()]
    for place in there:
        record = bundle.record(place.folder)
        remedy = "Run: secondunit install --host resolve"
        remedy += " --system." if place is places[-1] else "."
        if record is None:
            yield Finding("Resolve", "broken", f"{place.script} is there without its panel", remedy)
        elif record.version != __version__:
            text = f"Second Unit {record.version} in {place.script}, this is {__version__}"
            yield Finding("Resolve", "warning", text, remedy)
        else:
            yield Finding("Resolve", "ok", f"Second Unit {record.version} in {place.script}")
    if len(there) > 1:
        remedy = "Keep one: secondunit install --host resolve --uninstall takes this user's out."
        yield Finding("Resolve", "warning", "the script is in the menu twice", remedy)
    if not there and any(place.scripts.parents[1].is_dir() for place in places):
        text = f"without Second Unit in {places[0].scripts}"
        yield Finding("Resolve", "ok", f"{text}; secondunit install --host resolve puts it in")


def _blender() -> Iterator[Finding]:
    """The extension in this user's Blenders; nothing where none has it."""
    for folder, version in blender.installed():
        if version == __version__:
            yield Finding("Blender", "ok", f"Second Unit {version} in {folder}")
        else:
            remedy = "Run: secondunit install --host blender, and install that file in Blender."
            text = f"Second Unit {version} in {folder}, this is {__version__}"
            yield Finding("Blender", "warning", text, remedy)
