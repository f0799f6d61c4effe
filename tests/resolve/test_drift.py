"""The drift guard: each call that the plugin makes of Resolve is in the stubs or the overlay, and simulated.

`SECONDUNIT_WRITE_CONTRACT=1` writes the list of calls anew, which a doctor compares with `dir()` of a real
Resolve or with the `.pyi` that Resolve 21.1 installs. Resolve alone spells its names with capitals, so a call
of a capitalised name on anything but a class or module of the file is one of Resolve.
"""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "plugins" / "resolve"
PACKAGE = SOURCES / "second_unit_resolve"
#: Beside the installed plugin's own modules, so that it is found with `__file__`.
CONTRACT = PACKAGE / "contract.json"
#: The files that may touch Resolve's objects; the launcher only asks for name and version.
TOUCHING = {"bridge.py", "pool.py", "deliver.py", "reaching.py", "Second Unit.py"}
#: The oldest Resolve that the plugin is for.
OLDEST = (18, 5, 0)
#: The classes whose objects a doctor can reach in any project.
CLASSES = (
    "Resolve",
    "ProjectManager",
    "Project",
    "MediaPool",
    "Folder",
    "MediaPoolItem",
    "Timeline",
    "TimelineItem",
)


def sources() -> list[Path]:
    return sorted(SOURCES.rglob("*.py"))


def imported(tree: ast.AST) -> set[str]:
    """Names that a file imports, or that it defines as classes: `QtCore.QTimer(...)` is none of Resolve's."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ClassDef):
            found.add(node.name)
    return found


def calls(path: Path) -> set[str]:
    """The names of Resolve's that a file calls, or reads as constants."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ours, found = imported(tree), set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not node.attr[:1].isupper():
            continue
        at: ast.AST = node.value
        while isinstance(at, ast.Attribute):
            at = at.value
        if not (isinstance(at, ast.Name) and at.id in ours):
            found.add(node.attr)
    return found


def asked_for(path: Path) -> set[str]:
    """The names that a file looks up in `dir()` of something, or would by `hasattr`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Constant):
            right = node.comparators[0]
            if isinstance(right, ast.Call) and getattr(right.func, "id", "") == "dir":
                found.add(node.left.value)
    return found


def probes(path: Path) -> list[str]:
    """Calls of `hasattr` and `getattr` with a constant name of Resolve's: they tell nothing there."""
    return [
        node.args[1].value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("hasattr", "getattr")
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
        and str(node.args[1].value)[:1].isupper()
    ]


def used() -> set[str]:
    return {name for path in sources() for name in calls(path)}


@pytest.fixture
def contract(simulated):
    return simulated("stubs").resolve_contract()


def owners(contract, name: str) -> list[str]:
    return [cls for cls in sorted(contract.classes) if name in contract.members(cls)]


def test_the_guard_finds_calls_at_all():
    assert {"GetProductName", "AppendToTimeline", "AddRenderJob"} <= used()


def test_the_guard_sees_an_invented_call_wherever_it_hangs(tmp_path, contract):
    path = tmp_path / "mine.py"
    path.write_text(
        "from PySide6 import QtCore\n"
        "def act(timeline, raw):\n"
        "    QtCore.QTimer(timeline)\n"
        "    timeline.raw.GetTimelineByName('x')\n"
        "    if 'Razor' in dir(raw) or hasattr(raw, 'GetItsLength'):\n"
        "        raw.GetMediaPool().GetRootFolder()\n"
    )
    assert calls(path) == {"GetTimelineByName", "GetMediaPool", "GetRootFolder"}
    assert (asked_for(path), probes(path)) == ({"Razor"}, ["GetItsLength"])
    assert not owners(contract, "GetTimelineByName")
    assert owners(contract, "GetRootFolder") == ["MediaPool"]


def test_every_name_that_the_plugin_calls_has_a_stub_or_an_overlay_line(contract):
    missing = sorted(
        name for name in used() | {n for p in sources() for n in asked_for(p)} if not owners(contract, name)
    )
    assert not missing, f"without stub or overlay line: {', '.join(missing)}"


def test_the_plugin_calls_nothing_that_resolve_has_given_up(contract):
    for name in used():
        ways = [each for cls in owners(contract, name) for each in contract.method(cls, name) or ()]
        assert not ways or any("deprecated" not in each.marks for each in ways), f"{name} is deprecated"


def test_the_simulator_does_every_call_that_the_plugin_makes(contract, simulated):
    parts = (
        "project_objects",
        "pool_objects",
        "media_objects",
        "timeline_objects",
        "item_objects",
        "gallery_objects",
    )
    classes = {
        cls.stub: cls
        for part in parts
        for cls in vars(simulated(part)).values()
        if isinstance(cls, type) and getattr(cls, "stub", "")
    }
    absent = []
    for name in sorted(used()):
        done = [
            cls
            for cls in owners(contract, name)
            if cls in classes and not hasattr(getattr(classes[cls], name, None), "not_simulated")
        ]
        if not done:
            absent.append(name)
    assert not absent, f"the simulator does not do: {', '.join(absent)}"


def test_only_the_files_of_the_bridge_touch_resolves_objects():
    strangers = {
        path.name: sorted(calls(path)) for path in sources() if path.name not in TOUCHING and calls(path)
    }
    assert not strangers


def test_the_plugin_never_probes_with_hasattr():
    found = {path.name: probes(path) for path in sources() if probes(path)}
    assert not found, "Resolve says yes to every hasattr: look in dir()"


def test_what_came_after_the_oldest_resolve_is_looked_up_in_dir_before_it_is_called(contract, simulated):
    available = simulated("availability").available
    for path in sources():
        late = {
            name
            for name in calls(path)
            if owners(contract, name)
            and not any(available(f"{c}.{name}", OLDEST) for c in owners(contract, name))
        }
        together = {name for name in late if name.startswith("GetSource")}
        unasked = late - asked_for(path) - (together if together & asked_for(path) else set())
        assert not unasked, (
            f"{path.name} calls {', '.join(sorted(unasked))}, which 18.5 lacks, without asking dir()"
        )


def test_no_name_of_resolves_is_reached_with_keyword_arguments():
    for path in sources():
        known = calls(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in known
            ):
                assert not node.keywords, f"{path.name}:{node.lineno}: {node.func.attr}"


def contract_now(contract, simulated) -> dict[str, object]:
    """What doctor compares: methods by class, constants, and the first version that has what came later."""
    first = simulated("availability").FIRST
    names = used()
    methods = {
        cls: sorted(name for name in names if contract.method(cls, name) is not None)
        for cls in sorted(contract.classes)
    }
    listed = {cls: found for cls, found in methods.items() if found and cls in (*CLASSES, "Gallery")}
    return {
        "schema": 1,
        "stubs": "fusionscript-stubs 21.0.0",
        "methods": listed,
        "constants": sorted(names & contract.classes["Resolve"].attributes),
        "since": {
            f"{cls}.{name}": ".".join(str(part) for part in first[f"{cls}.{name}"])
            for cls, found in listed.items()
            for name in found
            if f"{cls}.{name}" in first
        },
    }


def test_the_list_that_doctor_reads_is_the_list_of_calls_that_are_made(contract, simulated):
    text = json.dumps(contract_now(contract, simulated), indent=1, sort_keys=True) + "\n"
    if os.environ.get("SECONDUNIT_WRITE_CONTRACT"):
        CONTRACT.write_text(text, encoding="utf-8")
    assert CONTRACT.is_file() and CONTRACT.read_text(encoding="utf-8") == text, (
        "contract.json says other calls than are made: SECONDUNIT_WRITE_CONTRACT=1 writes it anew"
    )
