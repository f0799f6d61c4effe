"""Which Python interpreters this machine has; knows nothing of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

#: Where version switchers and installers put interpreters, besides PATH.
_PLACES = (
    ("~/.pyenv/versions", "*/bin/python{v}"),
    ("~/.local/share/uv/python", "*/bin/python{v}"),
    ("~/.asdf/installs/python", "*/bin/python{v}"),
    ("~/.local/share/mise/installs/python", "*/bin/python{v}"),
    ("/opt", "python{v}*/bin/python{v}"),
    ("/usr/local/opt", "python@{v}/bin/python{v}"),
    ("/opt/homebrew/opt", "python@{v}/bin/python{v}"),
    ("/Library/Frameworks/Python.framework/Versions", "{v}/bin/python{v}"),
    ("~/AppData/Local/Programs/Python", "Python{n}/python.exe"),
    ("C:/Program Files", "Python{n}/python.exe"),
)


def find(version: str) -> str | None:
    """The real path of a working Python of that version (`"3.11"`), or None."""
    found = next((path for path in _candidates(version) if _answers(path, version)), None)
    # However it was called, the same interpreter must give the same environment: links are followed.
    return os.path.realpath(found) if found and os.name == "posix" else found


def first_of(versions: tuple[str, ...]) -> tuple[str, str] | None:
    """The first of `versions` that this machine has, with its path, or None."""
    for version in versions:
        path = find(version)
        if path:
            return version, path
    return None


def _candidates(version: str) -> Iterator[str]:
    if sys.version_info[:2] == tuple(int(part) for part in version.split(".")):
        yield getattr(sys, "_base_executable", "") or sys.executable
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield on_path
    places = (
        [(os.environ["PYENV_ROOT"] + "/versions", "*/bin/python{v}")] if "PYENV_ROOT" in os.environ else []
    )
    for root, pattern in (*places, *_PLACES):
        folder = Path(root).expanduser()
        if folder.is_dir():
            named = pattern.format(v=version, n=version.replace(".", ""))
            yield from (str(path) for path in sorted(folder.glob(named), reverse=True))


def _answers(path: str, version: str) -> bool:
    """Whether the thing really runs as that version (a switcher's shim may refuse) and can make venvs."""
    script = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [path, "-I", "-c", script], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.strip() == version
