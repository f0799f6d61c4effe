"""The table of facts: what is known of each call that the plug-in makes, by whom, and where it is played.

`facts.json` has a row for each fact: the call, how it is known (`measured` in a build of Resolve,
`documented` by Blackmagic, or `assumed` where nobody's word was found), its source, and the simulator's
clause: a test of it, or `module:name` within it. A call of which nothing is known fails here, and a fact that
is not played.
"""

from __future__ import annotations

import ast
import json
from functools import cache, reduce
from pathlib import Path

import pytest

from .test_drift import CLASSES, calls, owners, sources

ROOT = Path(__file__).parents[2]
FACTS = json.loads(Path(__file__).with_name("facts.json").read_text("utf-8"))
ROWS = FACTS["rows"]
KINDS = ("measured", "documented", "assumed")


@pytest.fixture
def contract(simulated):
    return simulated("stubs").resolve_contract()


def used():
    """The names of Resolve's that the plug-in calls."""
    return {name for path in sources() for name in calls(path)}


@cache
def names_of_tests(path):
    """The names of the tests in a file, relative to the project."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def is_there(clause, simulated):
    """Whether a clause names a test, or something of the simulator."""
    path, _, test = clause.partition("::")
    if test:
        return (ROOT / path).is_file() and test in names_of_tests(path)
    module, _, name = clause.partition(":")
    try:
        return bool(name) and reduce(getattr, name.split("."), simulated(module)) is not None
    except (ImportError, AttributeError):
        return False


def without_a_row(names, rows):
    return sorted(names - {row["call"].partition(".")[2] for row in rows})


def of_nothing(names, rows):
    return sorted({row["call"] for row in rows if row["call"].partition(".")[2] not in names})


def test_every_call_that_the_plugin_makes_has_a_row():
    assert not without_a_row(used(), ROWS)


def test_no_row_names_a_call_that_is_not_made():
    assert not of_nothing(used(), ROWS)


def test_every_row_names_a_call_that_resolve_has(contract):
    for row in ROWS:
        cls, _, name = row["call"].partition(".")
        assert cls in CLASSES
        assert cls in owners(contract, name), row["call"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['call']} {row['build'] or row['kind']}")
def test_every_row_is_whole_and_the_simulator_plays_it(row, simulated):
    assert set(row) == {"call", "kind", "build", "fact", "source", "clause"}
    assert row["kind"] in KINDS
    assert bool(row["build"]) or row["kind"] != "measured", "a measured fact names the build"
    assert row["fact"].strip()
    first = row["source"].partition(":")[0].partition(" ")[0].rstrip(";")
    assert first in FACTS["sources"] or "/" in first, f"no source is called {first}"
    assert is_there(row["clause"], simulated), f"nothing is called {row['clause']}"


def test_every_source_is_one_of_a_row():
    text = " ".join(row["source"] for row in ROWS)
    assert not [name for name in FACTS["sources"] if name not in text]


def test_what_is_measured_is_most_of_what_is_said():
    assert sum(row["kind"] == "measured" for row in ROWS) > 0.75 * len(ROWS)


# The guard itself


def test_the_guard_sees_a_call_without_a_row_and_a_row_without_a_call(simulated):
    rows = [{"call": "MediaPool.AppendToTimeline"}, {"call": "Timeline.Razor"}]
    assert without_a_row({"AppendToTimeline", "GetMarkers"}, rows) == ["GetMarkers"]
    assert of_nothing({"AppendToTimeline", "GetMarkers"}, rows) == ["Timeline.Razor"]
    assert is_there("placing:append", simulated)
    assert is_there("timeline_objects:Timeline.DeleteClips", simulated)
    assert is_there(
        f"tests/resolve/{Path(__file__).name}::test_no_row_names_a_call_that_is_not_made", simulated
    )
    for clause in (
        "placing:gone",
        "gone:append",
        "placing",
        "tests/resolve/test_facts.py::test_gone",
        "x.py::y",
    ):
        assert not is_there(clause, simulated), clause
