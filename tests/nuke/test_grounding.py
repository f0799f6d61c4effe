"""What the plug-in writes into a script was seen in scripts that Nuke wrote, or was read somewhere.

The scripts are the real ones: the golden files, and whatever the writer makes of takes with and without each
layer, of one naming or none, of either blend, of other sizes and of every number that a placement can have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import nk
from secondunit.wire import ColorSpace, Format, Placement, PlacementKind, Retime, Task

GOLDEN = Path(__file__).parents[1] / "golden" / "nk"
SAVED = json.loads((Path(__file__).parents[1] / "hosts" / "nuke" / "saved_knobs.json").read_text("utf-8"))
CLASSES = SAVED["classes"]
#: A knob that so many of the classes were saved with is one that every node has.
EVERYWHERE = 5


def simulated(part: str) -> Any:
    """A module of the simulator, which the room's conftest loads as a package."""
    return __import__(f"second_unit_simulated_nuke.{part}", fromlist=[part])


def variants(element_take: Any) -> Iterator[str]:
    """Every kind of text that the writer makes."""
    for passes, pinned, blend, other in product(
        ((), ("light",), ("forward",), ("emission",), ("light", "forward", "emission")),
        (False, True), ("over", "plus"), (False, True),
    ):  # fmt: skip
        takes = [element_take(1, passes), element_take(2, ())]
        if pinned:
            takes = [element_take(1, passes, name="final"), element_take(2, (), name="another")]
        if other:
            takes = [element_take(n, passes, format=Format(48, 20, 2.0), exposure=0.5) for n in (1, 2)]
        numbers = {"offset": -3, "mix": 0.25, "gain": 1.5} if other else {}
        placement = Placement(takes[0].id, PlacementKind.COMP, blend=blend, **numbers)
        format = Format(64, 36, 1.0)
        yield nk.group_script(takes, placement, name="SecondUnit_smoke", plate_format=format)
        yield nk.nodes_script(takes[0], placement, name="SecondUnit_smoke", plate_format=format)
    slow = element_take(1, (), task=Task.RETIME, retime=Retime(2), provider="methods")
    for text in (nk.group_script, nk.nodes_script):
        yield text([slow] if text is nk.group_script else slow, Placement("t1", PlacementKind.COMP), name="x")
    unnamed = element_take(1, (), colorspace=ColorSpace(""))
    yield nk.nodes_script(unnamed, Placement(unnamed.id, PlacementKind.NODES), name="x")


@pytest.fixture(scope="module")
def texts(element_take: Any) -> list[str]:
    """All of them, each once."""
    golden = [path.read_text("utf-8") for path in sorted(GOLDEN.glob("*.nk"))]
    assert len(golden) >= 4
    return list(dict.fromkeys([*golden, *variants(element_take)]))


@pytest.fixture(scope="module")
def nodes(texts: list[str]) -> list[Any]:
    """Every node in them."""
    script = simulated("script")
    given = [None, script.ParsedNode("NoOp")]
    return [node for text in texts for top in script.parse(text, given) for node in top.walk()]


def own(node: Any) -> Iterator[tuple[str, str]]:
    """The knobs of a node that are not its user's."""
    users = {knob.name for knob in node.user_knobs}
    return ((name, text) for name, text in node.knobs.items() if name not in users and name != "inputs")


def common(name: str) -> bool:
    """Whether a knob is one that nodes have beside their own, by how many classes were saved with it."""
    seen = sum(name in found["knobs"] for found in CLASSES.values())
    return seen >= EVERYWHERE and name in simulated("nodes").common_knobs("Blur")


def grounded(cls: str, name: str) -> bool:
    """Whether a class has a knob, by saved files or by review."""
    reviewed = simulated("reviewed")
    known = cls in CLASSES or cls in reviewed.CLASSES
    found = CLASSES.get(cls, {"knobs": {}})["knobs"]
    return (known and common(name)) or name in found or (cls, name) in reviewed.KNOBS


def saved(cls: str, name: str) -> list[str]:
    """The values that Nuke was seen to save in a knob."""
    return list(CLASSES.get(cls, {"knobs": {}})["knobs"].get(name, [0])[1:])


def components(text: str) -> int:
    """How many numbers or expressions a value has: `1`, `{1 0}`, `{{a} 2}`, `{{a}}`."""
    inner = text[1:-1] if text.startswith("{") and text.endswith("}") else text
    return len(simulated("script").words(inner))


def test_the_guard_sees_what_is_written(texts: list[str], nodes: list[Any]) -> None:
    assert len(texts) > 40
    classes = {node.cls for node in nodes}
    assert {
        "TimeWarp",
        "Group",
        "Grain2",
        "VectorBlur2",
        "Shuffle2",
        "MergeExpression",
        "Reformat",
    } <= classes


def test_every_class_and_knob_that_is_written_is_grounded(nodes: list[Any]) -> None:
    strange = {(node.cls, name) for node in nodes for name, _ in own(node) if not grounded(node.cls, name)}
    assert not strange, sorted(strange)


def test_every_value_of_a_pull_down_that_is_written_is_grounded(nodes: list[Any]) -> None:
    table, reviewed = simulated("nodes"), simulated("reviewed")
    strange, used = set(), set()
    for node in nodes:
        for name, text in own(node):
            spec = table.node_class(node.cls).knobs.get(name)
            if spec is None or spec.kind != "Enumeration_Knob" or spec.open or text in saved(node.cls, name):
                continue
            used.add((node.cls, name, text))
            if (node.cls, name, text) not in reviewed.VALUES:
                strange.add((node.cls, name, text))
    assert not strange, sorted(strange)
    assert used == set(reviewed.VALUES), sorted(set(reviewed.VALUES) - used)


def test_every_number_that_is_written_has_as_many_components_as_nuke_saves(nodes: list[Any]) -> None:
    table, script = simulated("nodes"), simulated("script")
    compared, strange = set(), set()
    for node in nodes:
        for name, text in own(node):
            spec = table.node_class(node.cls).knobs.get(name)
            counts = {components(value) for value in saved(node.cls, name)}
            if spec is None or spec.width < 2 or not counts:
                continue
            compared.add((node.cls, name))
            if len(script.words(text)) not in counts:
                strange.add((node.cls, name, text))
    assert not strange, sorted(strange)
    assert {("Grain2", "red_size"), ("Grain2", "black"), ("Transform", "center")} <= compared


def test_every_count_of_inputs_that_is_written_was_saved(nodes: list[Any]) -> None:
    strange = {
        (node.cls, node.knobs["inputs"])
        for node in nodes
        if "inputs" in node.knobs
        and node.cls not in simulated("reviewed").CLASSES
        and node.knobs["inputs"] not in saved(node.cls, "inputs")
    }
    assert not strange, sorted(strange)


def test_every_number_of_a_user_knob_was_saved(nodes: list[Any]) -> None:
    types = {str(knob.type) for node in nodes for knob in node.user_knobs}
    assert len(types) > 5
    assert types <= set(SAVED["user knobs"]), sorted(types - set(SAVED["user knobs"]))


def test_no_layer_of_nuke_s_own_is_declared_and_every_other_before_it_is_named(texts: list[str]) -> None:
    layers = simulated("layers")
    for text in texts:
        assert not set(layers.declared(text)) & layers.OWN
        for layer in set(re.findall(r"\b(light_\w+|emission)\.(?:red|green|blue)\b", text)):
            assert text.index(f"add_layer {{{layer} ") <= text.index(f"{layer}.red")
    assert SAVED["layers"] and not set(SAVED["layers"]) & layers.OWN


def test_every_line_of_the_table_is_grounded() -> None:
    table = simulated("nodes")
    strange = {
        (cls, name)
        for cls, kind in table.classes().items()
        for name in kind.knobs
        if not grounded(cls, name) or common(name)
    }
    strange |= {(cls, "") for cls in table.classes() if cls not in CLASSES | simulated("reviewed").CLASSES}
    strange |= {("every node", name) for name in table.common_knobs("Blur") if not common(name)}
    assert not strange, sorted(strange)


def test_every_value_that_nuke_saved_is_one_of_the_table_s() -> None:
    table, values = simulated("nodes"), simulated("values")
    for cls, found in CLASSES.items():
        for name, (_, *texts) in found["knobs"].items():
            spec = table.node_class(cls).knobs.get(name)
            for text in texts if spec is not None and spec.kind != "Format_Knob" else ():
                if "{{" in text or "curve" in text:
                    continue
                inner = text[1:-1] if spec.width and text.startswith("{") else text
                if spec.kind == "Enumeration_Knob" and not spec.open:
                    # An older Nuke wrote some of them in small letters, and reads them so.
                    assert inner.lower() in {value.lower() for value in spec.values}, (cls, name, text)
                else:
                    values.parsed(spec, inner, values.initial(spec))


def test_every_reviewed_entry_is_needed() -> None:
    reviewed, table = simulated("reviewed"), simulated("nodes")
    assert not [cls for cls in reviewed.CLASSES if cls in CLASSES or cls not in table.classes()]
    for cls, name in reviewed.KNOBS:
        assert name in table.node_class(cls).knobs
        assert name not in CLASSES.get(cls, {"knobs": {}})["knobs"], f"{cls}.{name} was saved after all"
    for cls, name, value in reviewed.VALUES:
        assert value not in saved(cls, name), f"{cls}.{name} {value} was saved after all"
    entries = (*reviewed.CLASSES.values(), *reviewed.KNOBS.values(), *reviewed.VALUES.values())
    assert all(len(source) > 20 for source in entries)
