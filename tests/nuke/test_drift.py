"""The drift guard: what the plugin calls is in the stubs or the overlay, what it writes in the table.

`SECONDUNIT_WRITE_CONTRACT=1` writes the list of calls anew, which a doctor compares with a real Nuke.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = (ROOT / "plugins" / "nuke", ROOT / "core" / "secondunit" / "host" / "nk")
#: Beside the installed plugin's own modules, so that `second_unit.doctor()` finds it with `__file__`.
CONTRACT = ROOT / "plugins" / "nuke" / "second_unit_nuke" / "contract.json"
#: Names that the plugin calls on its own objects and that classes of Nuke happen to have too.
NOT_NUKE = {"__init__", "running", "add", "get", "items", "node"}


def simulated(part: str):
    """A module of the simulator, which the room's conftest loads as a package."""
    return __import__(f"second_unit_simulated_nuke.{part}", fromlist=[part])


def sources() -> list[Path]:
    return sorted(path for folder in SOURCES for path in folder.rglob("*.py"))


def reached(path: Path) -> dict[str, set[str]]:
    """The names a file asks `nuke` and `nukescripts` for, and the methods on what those return."""
    found: dict[str, set[str]] = {"nuke": set(), "nukescripts": set(), "objects": set()}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Attribute):
            continue
        chain, at = [], node
        while isinstance(at, ast.Attribute):
            chain.append(at.attr)
            at = at.value  # type: ignore[assignment]
        chain.reverse()
        if isinstance(at, ast.Name) and at.id in ("nuke", "nukescripts"):
            names = chain[1:] if chain[0] == "panels" else chain
            if names:
                found[at.id].add(".".join(names[:2]) if names[0] == "Undo" else names[0])
        elif isinstance(at, ast.Call) and isinstance(at.func, ast.Attribute):
            owner = at.func
            if isinstance(owner.value, ast.Name) and owner.value.id == "nuke":
                found["objects"].add(chain[0])
    return found


def used() -> dict[str, set[str]]:
    together: dict[str, set[str]] = {"nuke": set(), "nukescripts": set(), "objects": set()}
    for path in sources():
        for key, names in reached(path).items():
            together[key] |= names
    return together


@pytest.fixture
def contracts(fake_nuke):
    stubs = simulated("stubs")
    return stubs.nuke_contract(), stubs.nukescripts_contract()


def test_the_guard_finds_calls_at_all():
    assert {"nodePaste", "root", "Undo.begin"} <= used()["nuke"]


def test_every_name_of_nuke_that_the_plugin_reaches_has_a_stub_or_an_overlay_line(contracts):
    nuke, nukescripts = contracts
    missing = []
    for name in used()["nuke"]:
        head, _, tail = name.partition(".")
        if head not in nuke.names() or (tail and nuke.method(head, tail) is None):
            missing.append(f"nuke.{name}")
    missing += [f"nukescripts.{name}" for name in used()["nukescripts"] - nukescripts.names()]
    assert not missing, f"without stub or overlay line: {', '.join(sorted(missing))}"


def test_every_method_on_what_nuke_returns_is_a_method_of_some_class_of_its(contracts):
    nuke, _ = contracts
    known = {name for cls in nuke.classes for name in nuke.members(cls)}
    plain = {"get", "append", "items", "keys", "values"}
    strangers = used()["objects"] - known - plain
    assert not strangers, f"no class of the stubs has: {', '.join(sorted(strangers))}"


def test_the_simulator_does_every_call_that_the_plugin_makes(fake_nuke):
    absent = []
    for name in used()["nuke"]:
        head, _, tail = name.partition(".")
        if head not in vars(fake_nuke.nuke) or (
            tail and head == "Undo" and hasattr(getattr(fake_nuke.nuke.Undo, tail), "not_simulated")
        ):
            absent.append(name)
    assert not absent, f"the simulator does not do: {', '.join(sorted(absent))}"


def test_the_plugin_reaches_no_private_name_and_runs_no_text():
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                private = node.value.id == "nuke" and node.attr.startswith("_")
                assert not private, f"{path.name}: nuke.{node.attr}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec"), f"{path.name} runs text"


def contract_now() -> dict[str, object]:
    """What doctor compares with `dir()` of a real Nuke: names of the modules, and methods by class."""
    stubs = simulated("stubs")
    nuke = stubs.nuke_contract()
    names = used()
    methods: dict[str, list[str]] = {}
    for cls in (
        "Node",
        "Group",
        "Root",
        "Knob",
        "Array_Knob",
        "Enumeration_Knob",
        "Format",
        "Menu",
        "Viewer",
    ):
        own = {name for name in spoken() - NOT_NUKE if nuke.method(cls, name) is not None}
        inherited = {
            name for base in nuke.classes[cls].bases for name in own if nuke.method(base, name) is not None
        }
        methods[cls] = sorted(own - inherited)
    return {
        "schema": 1,
        "nuke": sorted({name.partition(".")[0] for name in names["nuke"]}),
        "nukescripts": sorted(names["nukescripts"]),
        "methods": {
            **{cls: listed for cls, listed in methods.items() if listed},
            "Undo": sorted(name.partition(".")[2] for name in names["nuke"] if name.startswith("Undo.")),
        },
    }


def spoken() -> set[str]:
    """Every attribute name the plugin writes on anything: those that a stub class has are its methods."""
    return {
        node.func.attr
        for path in sources()
        if path.is_relative_to(SOURCES[0])
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def test_the_list_that_doctor_reads_is_the_list_of_calls_that_are_made(fake_nuke):
    assert "second_unit_simulated_nuke.stubs" in sys.modules
    text = json.dumps(contract_now(), indent=1, sort_keys=True) + "\n"
    if os.environ.get("SECONDUNIT_WRITE_CONTRACT"):
        CONTRACT.write_text(text, encoding="utf-8")
    assert CONTRACT.read_text(encoding="utf-8") == text, (
        "plugins/nuke calls other things than contract.json says: SECONDUNIT_WRITE_CONTRACT=1 writes it anew"
    )
