"""The panel under the Qt of Nuke 15 (PySide2) and of Nuke 16 and 17 (PySide6 6.5), in their environments."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = {"PySide2": ".venv-pyside2", "PySide6.5": ".venv-pyside6.5"}
#: The file that is run in each of them: the editors where most differs, else the whole panel by keyboard.
IN = {"PySide2": "form", "PySide6.5": "keyboard"}
#: What is left to this environment: measured times.
LEFT_OUT = "not quick and not stream"
#: A test that hangs there ends before the process does, and shows where it stood.
LIMIT = ("--timeout", "120")


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_panel_works_under_the_hosts_own_qt(name: str) -> None:
    python = ROOT / ENVIRONMENTS[name] / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        pytest.skip(f"{name}: its environment is not here; python3 installers/setup.py makes it")
    tests = [str(Path(__file__).with_name(f"test_{IN[name]}.py"))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "core"), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTEST_ADDOPTS", None)
    answer = subprocess.run(
        [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", *LIMIT, "-k", LEFT_OUT, *tests],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout[-6000:] + answer.stderr[-2000:]
    assert " passed" in answer.stdout and " failed" not in answer.stdout
