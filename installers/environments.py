"""The project's virtual environments: `.venv` for the service and tests, one for each Blender and Qt."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import interpreters

ROOT = Path(__file__).resolve().parents[1]
SERVICE_VERSIONS = ("3.11", "3.12", "3.13")


class SetupFailed(Exception):
    """A step of the set-up failed; the message is for a person."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment: where it is, which Pythons may make it, and what goes in."""

    name: str
    folder: str
    versions: tuple[str, ...]
    requirements: tuple[str, ...]

    @property
    def python(self) -> Path:
        """Its interpreter."""
        inside = "Scripts/python.exe" if os.name == "nt" else "bin/python"
        return ROOT / self.folder / inside


SERVICE = Environment("service", ".venv", SERVICE_VERSIONS, ("-e", f"{ROOT}[test,demo]"))
BLENDERS = {
    "4.5": Environment("Blender 4.5 LTS", ".venv-blender-4.5", ("3.11",), ("bpy>=4.5,<4.6", "numpy<2")),
    "5.0": Environment("Blender 5.0", ".venv-blender-5.0", ("3.11",), ("bpy==5.0.1", "numpy<2")),
    "5.2": Environment("Blender 5.2 LTS", ".venv-blender-5.2", ("3.13",), ("bpy>=5.2,<5.3",)),
}
_QT_TESTS = ("pytest>=8.3", "pytest-timeout>=2.3")
#: The Qt of Nuke 15 (PySide2 ends at Python 3.10) and of Nuke 16 and 17; neither has the service's packages.
QTS = {
    "PySide2": Environment(
        "PySide2 5.15", ".venv-pyside2", ("3.10",), ("PySide2==5.15.2.1", "pytest-qt==4.2.*", *_QT_TESTS)
    ),
    "PySide6.5": Environment(
        "PySide6 6.5",
        ".venv-pyside6.5",
        ("3.11",),
        ("PySide6-Essentials==6.5.*", "pytest-qt>=4.5", *_QT_TESTS),
    ),
}


def prepare(environment: Environment) -> str:
    """Make the environment, or leave it when it is as it should be; returns a sentence.

    Raises `SetupFailed` with the remedy when no fitting Python is here or packages cannot be had.
    """
    found = interpreters.first_of(environment.versions)
    if found is None:
        wanted = " or ".join(environment.versions)
        raise SetupFailed(f"{environment.name}: needs Python {wanted}, which this machine does not have.")
    version, interpreter = found
    folder = ROOT / environment.folder
    stamp, wanted_stamp = folder / "secondunit-stamp", _stamp(environment, interpreter)
    if environment.python.exists() and stamp.exists() and stamp.read_text() == wanted_stamp:
        return f"{environment.name}: ready ({environment.folder}, Python {version})."
    begun = time.monotonic()
    same_python = stamp.exists() and stamp.read_text().startswith(interpreter + "\n")
    if not (environment.python.exists() and same_python):
        if folder.exists():
            shutil.rmtree(folder)
        _run([interpreter, "-m", "venv", str(folder)], environment, "Debian: apt-get install python3-venv")
    pip = [str(environment.python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    _run([*pip, *environment.requirements], environment, "check that a package registry can be reached")
    stamp.write_text(wanted_stamp)
    took = time.monotonic() - begun
    return f"{environment.name}: made in {took:.0f} s ({environment.folder}, Python {version})."


def _stamp(environment: Environment, interpreter: str) -> str:
    parts = [interpreter, *environment.requirements]
    if environment is SERVICE:
        parts += [(ROOT / name).read_text() for name in ("setup.cfg", "pyproject.toml")]
    return f"{interpreter}\n{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}"


def _run(command: list[str], environment: Environment, remedy: str) -> None:
    log = ROOT / "build" / "setup.log"
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


def service_python() -> Path:
    """The service environment's interpreter."""
    return SERVICE.python


if __name__ == "__main__":
    sys.exit("Call installers/setup.py instead.")
