"""The versions of Nuke that are claimed are those that are simulated, each with its own Qt and Python."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import Placement, PlacementKind

ROOT = Path(__file__).parents[3]
#: Major and minor number, and a release of it.
VERSIONS = {"15.1": (15, 1, 3), "16.0": (16, 0, 1), "17.0": (17, 0, 2), "17.1": (17, 1, 2)}
#: By the VFX Reference Platform: Nuke 15 is Python 3.10 with PySide2, 16 and 17 are 3.11 with PySide6 6.5.
ENVIRONMENTS = {"PySide2": ".venv-pyside2", "PySide6.5": ".venv-pyside6.5"}
OPENING = Path(__file__).with_name("test_opening.py")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_opens_the_panel_and_places_a_take(
    start_nuke: Callable[..., Any], start_up: Callable[..., Any], make_take: Callable[..., Any], version: str
) -> None:
    plugin = start_up(start_nuke(version=VERSIONS[version]))
    plugin.fake.nuke.menu("Nuke").findItem("Second Unit/Open Panel").invoke()
    assert plugin.fake.app.panes.in_front("com.secondunit.panel")
    host = plugin.host()
    placed = host.place(Placement(make_take(1).id, PlacementKind.COMP), make_take(1))
    host.set_version(placed.id, make_take(2))
    assert host.placed()[0].version == 2
    assert host.name == f"Nuke {version}"
    assert plugin.module("doctor").report()[0].startswith(f"Nuke {version}, Python 3.")


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_panel_opens_and_docks_in_the_python_and_the_qt_of_each_nuke(name: str, tmp_path: Path) -> None:
    python = ROOT / ENVIRONMENTS[name] / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        pytest.skip(f"{name}: its environment is not here; python3 installers/setup.py makes it")
    for stub in importlib.metadata.files("types-nuke") or ():
        (tmp_path / str(stub)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(str(stub.locate()), tmp_path / str(stub))
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "core"), str(tmp_path)]),
    }  # fmt: skip
    environment.pop("PYTEST_ADDOPTS", None)
    answer = subprocess.run(
        [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", str(OPENING)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout[-6000:] + answer.stderr[-2000:]
    assert re.search(r"^\d\d passed", answer.stdout, re.M), answer.stdout[-500:]


def test_no_other_version_is_claimed_and_nothing_but_a_simulation(plugin: Any) -> None:
    assert tuple(VERSIONS) == plugin.module("doctor").SIMULATED
    *first, last = VERSIONS
    named = f"{', '.join(first)} and {last}"
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert f"**In Nuke {named}**" in readme
    assert "**No real Nuke and no real Resolve has run this.**" in readme
    guide = (ROOT / "docs" / "guide" / "nuke.md").read_text("utf-8").splitlines()[2]
    assert guide.startswith(f"For Nuke {named}, as simulations")
    assert "no real Nuke has run it" in guide
    package = (ROOT / "plugins" / "nuke" / "package.py").read_text("utf-8")
    majors = [int(version.partition(".")[0]) for version in VERSIONS]
    assert f'requires = ["nuke-{majors[0]}+<{majors[-1] + 1}"]' in package
    for path in (ROOT / "plugins" / "nuke" / "second_unit_nuke").glob("*.py"):
        for major in re.findall(r"Nuke (\d\d)\b(?!\.\dv)", path.read_text("utf-8")):
            assert int(major) in majors, f"{path.name} speaks of Nuke {major}"


def test_a_nuke_that_was_not_simulated_is_told_so(
    start_nuke: Callable[..., Any], load_plugin: Callable[[Any], Any]
) -> None:
    plugin = load_plugin(start_nuke(version=(14, 0, 5)))
    assert any("not on this one" in line for line in plugin.module("doctor").report())
    plugin = load_plugin(start_nuke(version=(17, 1, 2)))
    assert not any("not on this one" in line for line in plugin.module("doctor").report())
