"""The project's virtual environments: `.venv` for the service and tests, one for each Blender and Qt.

Packages come from the lock files beside this module, by hash and as wheels alone: nothing that was not looked
at when the lock was made is installed, and no package's build runs here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import interpreters

ROOT = Path(__file__).resolve().parents[1]
LOCKS = Path(__file__).resolve().parent / "locks"
SERVICE_VERSIONS = ("3.11", "3.12", "3.13")


class SetupFailed(Exception):
    """A step of the set-up failed; the message is for a person."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment: where it is, which Pythons may make it, and the locks of what goes in.

    `project` puts this project's own sources in as well, editable.
    """

    name: str
    folder: str
    versions: tuple[str, ...]
    locks: tuple[str, ...]
    project: bool = False

    @property
    def python(self) -> Path:
        """Its interpreter."""
        inside = "Scripts/python.exe" if os.name == "nt" else "bin/python"
        return ROOT / self.folder / inside


#: For those who work with it; the demo and the tests add their locks to the same environment.
SERVICE = Environment("service", ".venv", SERVICE_VERSIONS, ("work",), project=True)
DEMO = replace(SERVICE, locks=("work", "demo"))
TESTS = replace(SERVICE, locks=("work", "demo", "test"))
#: What makes the locks and the bill of materials; nobody who works needs it.
SUPPLY = Environment("supply", ".venv-supply", SERVICE_VERSIONS, ("supply",))
BLENDERS = {
    "4.5": Environment("Blender 4.5 LTS", ".venv-blender-4.5", ("3.11",), ("blender-4.5",)),
    "5.0": Environment("Blender 5.0", ".venv-blender-5.0", ("3.11",), ("blender-5.0",)),
    "5.2": Environment("Blender 5.2 LTS", ".venv-blender-5.2", ("3.13",), ("blender-5.2",)),
}
#: The Qt of Nuke 15 (PySide2 ends at Python 3.10) and of Nuke 16 and 17; neither has the service's packages.
QTS = {
    "PySide2": Environment("PySide2 5.15", ".venv-pyside2", ("3.10",), ("pyside2",)),
    "PySide6.5": Environment("PySide6 6.5", ".venv-pyside6.5", ("3.11",), ("pyside6.5",)),
}


def prepare(environment: Environment) -> str:
    """Make the environment, or leave it when it is as it should be; returns a sentence.

    Locks that are in it already stay in it. Raises `SetupFailed` with the remedy when no fitting Python is
    here or packages cannot be had.
    """
    found = interpreters.first_of(environment.versions)
    if found is None:
        wanted = " or ".join(environment.versions)
        raise SetupFailed(f"{environment.name}: needs Python {wanted}, which this machine does not have.")
    version, interpreter = found
    folder = ROOT / environment.folder
    stamp = folder / "secondunit-stamp"
    before = stamp.read_text().splitlines() if stamp.exists() else []
    same_python = environment.python.exists() and before[:1] == [interpreter]
    held = tuple(before[2].split()) if same_python and len(before) > 2 else ()
    locks = (*environment.locks, *(name for name in held if name not in environment.locks))
    environment = replace(environment, locks=tuple(name for name in locks if lock(name).is_file()))
    wanted_stamp = _stamp(environment, interpreter)
    if same_python and "\n".join(before) == wanted_stamp:
        return f"{environment.name}: ready ({environment.folder}, Python {version})."
    begun = time.monotonic()
    if not same_python:
        if folder.exists():
            shutil.rmtree(folder)
        _run([interpreter, "-m", "venv", str(folder)], environment, "Debian: apt-get install python3-venv")
    pip = [str(environment.python), "-m", "pip", "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet"]
    by_lock = [word for name in environment.locks for word in ("-r", str(lock(name)))]
    remedy = "check that a package registry can be reached, and that it has what the locks name"
    _run([*install, "--require-hashes", "--only-binary", ":all:", *by_lock], environment, remedy)
    if environment.project:
        _run([*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], environment, "see the log")
        _run([*pip, "check"], environment, "setup.cfg and its locks disagree: python3 installers/locks.py")
    stamp.write_text(wanted_stamp)
    took = time.monotonic() - begun
    return f"{environment.name}: made in {took:.0f} s ({environment.folder}, Python {version})."


def lock(name: str) -> Path:
    """The lock file of that name."""
    return LOCKS / f"{name}.txt"


def _stamp(environment: Environment, interpreter: str) -> str:
    """What the environment was made of: the interpreter, a digest of its files, the names of its locks."""
    files = [lock(name) for name in environment.locks]
    if environment.project:
        files += [ROOT / "setup.cfg", ROOT / "pyproject.toml"]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
    return f"{interpreter}\n{digest}\n{' '.join(environment.locks)}"


def _run(command: list[str], environment: Environment, remedy: str) -> None:
    # One for each: several environments may be made at a time.
    log = ROOT / "build" / f"setup{environment.folder}.log"
    log.parent.mkdir(exist_ok=True)
    # A PYTHONPATH or an active environment of the caller must not leak into the new one.
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}
    with log.open("a", encoding="utf-8") as sink:
        sink.write(f"$ {' '.join(command)}\n")
        sink.flush()
        answer = subprocess.run(
            command, cwd=ROOT, env=clean, stdout=sink, stderr=subprocess.STDOUT, check=False
        )
    if answer.returncode != 0:
        last = "\n    ".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])
        raise SetupFailed(
            f"{environment.name}: a step failed ({remedy}). The end of {log.relative_to(ROOT)}:\n    {last}"
        )


if __name__ == "__main__":
    sys.exit("Call installers/setup.py instead.")
