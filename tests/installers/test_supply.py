"""The bill of materials and the licences: of what is locked, with what lies in the wheels, and true."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "guide" / "licences.md").read_text("utf-8")


@pytest.fixture
def supply() -> ModuleType:
    return importlib.import_module("supply")


def component(name: str, *licenses: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "version": "1.0", "bom-ref": f"{name}==1.0", "licenses": list(licenses), **more}


def bill() -> dict[str, Any]:
    """What cyclonedx-py says of an environment: this project, its packages, and those of the tests."""
    here = [{"type": "distribution", "url": "file:///home/artist/second-unit"}]
    return {
        "metadata": {"tools": {}},
        "components": [
            component("secondunit", externalReferences=here),
            component("secondunit"),
            component("OpenEXR"),
            component("Mako", {"license": {"id": "MIT", "acknowledgement": "declared"}}),
            component("pytest", {"license": {"id": "MIT"}}),
        ],
        "dependencies": [
            {"ref": "secondunit==1.0", "dependsOn": ["OpenEXR==1.0", "pytest==1.0"]},
            {"ref": "OpenEXR==1.0"},
            {"ref": "pytest==1.0", "dependsOn": ["OpenEXR==1.0"]},
        ],
    }


def test_the_bill_is_of_what_is_installed_to_work(supply: ModuleType) -> None:
    made = supply.only_locked(bill())
    assert [one["name"] for one in made["components"]] == ["OpenEXR", "Mako"]
    assert made["metadata"]["component"]["name"] == "secondunit"
    assert made["dependencies"][0] == {"ref": "secondunit==1.0", "dependsOn": ["OpenEXR==1.0"]}
    assert "pytest" not in str(made)
    assert "/home/artist" not in str(made)


def test_a_missing_licence_field_is_answered_and_marked_as_our_conclusion(supply: ModuleType) -> None:
    exr, mako = supply.only_locked(bill())["components"]
    assert exr["licenses"] == [{"expression": "BSD-3-Clause", "acknowledgement": "concluded"}]
    assert "LICENSE.md" in exr["properties"][0]["value"]
    assert mako["licenses"] == [{"expression": "MIT", "acknowledgement": "declared"}]


def test_what_no_metadata_and_nobody_says_is_not_known(supply: ModuleType) -> None:
    named = {"license": {"name": "License :: OSI Approved :: BSD License"}}
    assert supply.licence(component("somebody-s", named)) == ""
    assert supply.licence(component("numba", named)) == "BSD-2-Clause"
    rows, unknown = supply.table({})
    assert "alembic" in unknown
    assert "openexr" not in unknown
    assert any(row.startswith("| alembic |") and "not known" in row for row in rows)


@pytest.mark.parametrize(
    "name",
    [
        "av.libs/libx264-d6533a8d.so.165",
        "av/.dylibs/libx264.165.dylib",
        "av.libs/libx264-165-f3a909470ddc2d85ed21eda3d0fb7954.dll",
    ],
)
def test_a_library_in_a_wheel_is_found_on_every_system(supply: ModuleType, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x264")
    made = {"components": [component("av")]}
    supply.add_bundled(made, {"av": [str(path), str(tmp_path / "av" / "_core.so")]})
    (part,) = made["components"][0]["components"]
    assert part["licenses"][0]["expression"] == "GPL-2.0-or-later"
    assert len(part["hashes"][0]["content"]) == 64


def test_the_table_is_of_the_lock_and_has_a_licence_for_every_package(supply: ModuleType) -> None:
    rows = PAGE.partition(supply.BEGIN)[2].partition(supply.END)[0].strip().splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("| ").split("|")] for row in rows]
    remedy = "run: python3 installers/supply.py"
    assert {row[0]: row[1] for row in cells} == {
        name: ", ".join(versions) for name, versions in supply.pins("work").items()
    }, remedy
    assert not [row[0] for row in cells if not row[2] or "not known" in row[2]]
    assert supply.with_table(PAGE, [*"ab"]).count(supply.END) == 1


def test_pyav_s_wheel_is_as_the_page_says() -> None:
    import av

    core = importlib.import_module("av._core")
    meta = core.library_meta["libavcodec"]
    said = re.findall(r'"(LGPL[^"]*)"', PAGE)
    bundled = [Path(str(file)).name for file in importlib.metadata.files("av") or []]
    assert f"`av` {av.__version__}" in PAGE
    assert meta["license"] in said
    assert "--enable-libx264" in meta["configuration"]
    assert "--enable-gpl" not in meta["configuration"]
    assert any("x264" in name for name in bundled)
    assert any("x265" in name for name in bundled)
    assert "libopenh264" not in av.codecs_available


def test_only_the_modules_of_qt_that_the_page_names_are_used() -> None:
    sources = [*(ROOT / "core").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]
    imported = re.compile(r"(?:PySide[26]\b|binding import)[^\n]*")
    used = {
        name
        for path in sources
        for line in imported.findall(path.read_text("utf-8"))
        for name in re.findall(r"\bQt[A-Z]\w+", line)
    }
    assert used == {"QtCore", "QtGui", "QtWidgets"}
    assert all(name in PAGE for name in used)
