"""Who makes a take is decided in the makers' room, and nowhere else: read from the product's own code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Where makers may be compared, and what of the wire says in which form earlier schemas were written: that
#: is history, and decides nothing.
ROOM = "core/secondunit/engines/makers"
HISTORY = ("core/secondunit/wire/fitting.py",)
#: Migrations are history too.
MIGRATIONS = "core/secondunit/service/migrations"
#: The makers' names, as constants and as texts.
CONSTANTS, TEXTS = {"ONBOARD", "COMP"}, {"onboard", "comp", "simulated"}
#: Other enumerations that have a member of such a name.
OTHERS = {"PlacementKind"}
#: Rooms where a task that is an element would be asked for to find out who makes it.
BY_TASK = ("core/secondunit/service", "core/secondunit/engines")


def product() -> Iterator[Path]:
    for folder in ("core/secondunit", "plugins"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith((ROOM, MIGRATIONS)) and name not in HISTORY:
                yield path


def comparisons(tree: ast.AST, by_task: bool) -> Iterator[int]:
    """The lines on which a maker is compared, or asked for by whether there is a capability."""
    asserts = (node for node in ast.walk(tree) if isinstance(node, ast.Assert))
    asserted = {id(part) for node in asserts for part in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) not in asserted:
            compared = any(_names_a_maker(side, by_task) for side in _compared(node))
            if compared or any(map(_of_a_work, _tested(node))):
                yield getattr(node, "lineno", 0)


def _compared(node: ast.AST) -> list[ast.expr]:
    """What a node holds against something else."""
    if isinstance(node, ast.Compare):
        return [part for side in (node.left, *node.comparators) for part in _parts(side)]
    return [node.value] if isinstance(node, ast.MatchValue) else []


def _tested(node: ast.AST) -> list[ast.expr]:
    """What a node asks of whether it is there."""
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        return [node.test]
    return node.values if isinstance(node, ast.BoolOp) else _compared(node)


def _parts(side: ast.expr) -> list[ast.expr]:
    return side.elts if isinstance(side, (ast.Tuple, ast.List, ast.Set)) else [side]


def _names_a_maker(side: ast.expr, by_task: bool) -> bool:
    if isinstance(side, ast.Constant):
        return side.value in TEXTS
    if isinstance(side, ast.Name):
        return side.id in CONSTANTS
    if isinstance(side, ast.Attribute):
        owner = side.value.id if isinstance(side.value, ast.Name) else ""
        task = by_task and (owner, side.attr) == ("Task", "ELEMENT")
        return task or (side.attr in CONSTANTS and owner not in OTHERS)
    return False


def _of_a_work(side: ast.expr) -> bool:
    """`work.capability`, `self._work.capability`."""
    if not isinstance(side, ast.Attribute) or side.attr != "capability":
        return False
    owner = side.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    return name.lstrip("_") == "work"


def test_only_the_makers_room_compares_a_provider_a_task_or_a_capability_with_a_maker() -> None:
    found = []
    for path in product():
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        found += [f"{name}:{line}" for line in comparisons(tree, name.startswith(BY_TASK))]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "brief.provider == COMP", "brief.provider not in ('', ONBOARD)", "one.made_by != 'comp'",
        "if work.capability: pass", "first = 1 if self._work.capability is None else 2",
        "brief.task is Task.ELEMENT", "match take.made_by:\n    case 'simulated': pass",
    ],
)  # fmt: skip
def test_a_comparison_with_a_maker_is_seen(text: str) -> None:
    assert list(comparisons(ast.parse(text), by_task=True))


@pytest.mark.parametrize(
    "text",
    [
        "placement.kind is PlacementKind.COMP", "job.provider == provider", "if chosen is not None: pass",
        "kinds = {'comp': 1}", "assert work.capability is not None", "brief.task is Task.EXTEND",
    ],
)  # fmt: skip
def test_what_compares_nothing_with_a_maker_is_let_pass(text: str) -> None:
    assert not list(comparisons(ast.parse(text), by_task=True))
