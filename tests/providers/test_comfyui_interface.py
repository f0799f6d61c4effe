"""Workflows of ComfyUI's interface become what its own `graphToPrompt` makes of them."""

from __future__ import annotations

import json
import os
import struct
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers.comfyui.interface.document import WorkflowDocument, read_document
from secondunit.providers.comfyui.interface.flattening import flattened
from secondunit.providers.comfyui.interface.library import BLUEPRINTS, TEMPLATES, body, files
from secondunit.providers.comfyui.interface.resolving import VIRTUAL
from secondunit.providers.comfyui.interface.widget_values import widget_values
from secondunit.providers.comfyui.reading import read_workflow
from secondunit.wire.errors import BadInput, BadSettings

from .interface_files import instance, node, slot, softening, subgraph, whole, widget

LOAD = node(1, "LoadImage", [widget("image", "COMBO")], ["IMAGE", "MASK"], widgets_values=["a.png", "image"])
SAVE = node(
    9, "SaveImage", [slot("images", "IMAGE", 20), widget("filename_prefix", "STRING")], [],
    widgets_values=["out"],
)  # fmt: skip


def graph(file: dict[str, Any]) -> dict[str, Any]:
    flat = flattened(read_document(file), {})
    return {name: body["inputs"] for name, body in flat.graph.items()}


def test_an_instance_of_a_subgraph_is_laid_open_and_its_values_stand_above_those_inside() -> None:
    opened = graph(
        whole(
            [LOAD, instance(5, 19, widgets_values=[11]), SAVE],
            [(19, 1, 0, 5, 0), (20, 5, 0, 9, 0)],
            softening(),
        )
    )
    assert opened == {
        "1": {"image": "a.png"},
        "9": {"images": ["5:7", 0], "filename_prefix": "out"},
        "5:7": {"image": ["1", 0], "blur_radius": 11, "sigma": 1.5},
    }


def test_subgraphs_in_each_other_are_laid_open_by_the_path_to_each_node() -> None:
    outer = subgraph(
        [instance(3, 1)],
        [(1, -10, 0, 3, 0), (2, 3, 0, -20, 0)],
        [("image", "IMAGE", [1])],
        [("IMAGE", "IMAGE", [2])],
        "outer",
    )
    file = whole(
        [LOAD, node(5, "outer", [slot("image", "IMAGE", 19)]), SAVE],
        [(19, 1, 0, 5, 0), (20, 5, 0, 9, 0)], outer, softening(),
    )  # fmt: skip
    assert graph(file)["5:3:7"] == {"image": ["1", 0], "blur_radius": 3, "sigma": 1.5}
    assert graph(file)["9"]["images"] == ["5:3:7", 0]


@pytest.mark.parametrize(
    ("between", "leads_to"),
    [
        (node(4, "Reroute", [slot("", "*", 19)], ["*"]), ["1", 0]),
        (node(4, "ImageBlur", [slot("image", "IMAGE", 19)], mode=4), ["1", 0]),
        (node(4, "ImageBlur", [slot("image", "IMAGE", 19)], mode=2), None),
        (node(4, "ImageBlur", [slot("image", "IMAGE", 19)]), ["4", 0]),
        (node(4, "ToMask", [slot("mask", "MASK", 19)], mode=4), None),
    ],
    ids=["a reroute", "bypassed", "muted", "at work", "bypassed with nothing of its type"],
)  # fmt: skip
def test_what_stands_between_lets_through_what_the_interface_says(between: Any, leads_to: Any) -> None:
    opened = graph(whole([LOAD, between, SAVE], [(19, 1, 0, 4, 0), (20, 4, 0, 9, 0)]))
    assert opened["9"].get("images") == leads_to


def test_a_primitive_is_its_value_and_no_node() -> None:
    primitive = node(4, "PrimitiveNode", [], ["INT"], widgets_values=[42, "fixed"])
    blur = node(
        5, "ImageBlur", [slot("image", "IMAGE", 19), widget("blur_radius", link=21)], widgets_values=[3]
    )
    opened = graph(whole([LOAD, primitive, blur], [(19, 1, 0, 5, 0), (21, 4, 0, 5, 1)]))
    assert opened["5"] == {"image": ["1", 0], "blur_radius": 42} and "4" not in opened


def test_a_link_that_is_its_subgraphs_no_more_is_left_out_and_named() -> None:
    stale = softening()
    stale["inputs"][1]["linkIds"] = []
    flat = flattened(read_document(whole([instance(5)], [], stale)), {})
    assert flat.graph["5:7"]["inputs"] == {"blur_radius": 3, "sigma": 1.5}
    assert flat.stale == (
        "Link 2, into blur_radius of ImageBlur (number 5:7), belongs to no input of its subgraph.",
    )


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ([5, "randomize", 20], {"seed": 5, "steps": 20}),
        ([5, True, 20], {"seed": 5, "steps": 20}),
        ([5, 20], {"seed": 5, "steps": 20}),
        ([5], {"seed": 5}),
        ([5, "fixed", 20, 7.5], None),
        ({"seed": 5, "control_after_generate": "fixed"}, {"seed": 5}),
    ],
)
def test_values_have_the_names_of_widgets_or_none(values: Any, named: Any) -> None:
    file = whole([node(4, "KSampler", [widget("seed"), widget("steps")], widgets_values=values)], [])
    assert widget_values(read_document(file).graph.nodes["4"], {}) == named


def test_values_without_names_are_refused_by_the_node_unless_a_server_names_them() -> None:
    file = whole([node(4, "KSampler", [], widgets_values=[5, "fixed", 20])], [])
    with pytest.raises(BadInput, match=r"KSampler \(number 4\)"):
        flattened(read_document(file), {}).whole()
    told = {
        "KSampler": {"input": {"required": {"model": ["MODEL"], "seed": ["INT", {}], "steps": ["INT", {}]}}}
    }
    assert flattened(read_document(file), told).whole()["4"]["inputs"] == {"seed": 5, "steps": 20}


def test_a_list_is_wrapped_so_that_it_is_no_link() -> None:
    file = whole([node(4, "Curve", [widget("points", "STRING")], widgets_values=[["0", 1]])], [])
    assert graph(file)["4"] == {"points": {"__value__": ["0", 1]}}


def circle() -> dict[str, Any]:
    return whole(
        [node(1, "Reroute", [slot("", "*", 2)]), node(2, "Reroute", [slot("", "*", 1)]),
         node(3, "SaveImage", [slot("images", "IMAGE", 3)])],
        [(1, 1, 0, 2, 0), (2, 2, 0, 1, 0), (3, 1, 0, 3, 0)],
    )  # fmt: skip


def itself() -> dict[str, Any]:
    return whole([instance(1)], [], subgraph([instance(2)], [], [("image", "IMAGE", [])], []))


def bomb() -> dict[str, Any]:
    doubled = [
        subgraph([node(1, f"s{depth + 1}"), node(2, f"s{depth + 1}")], [], [], [], f"s{depth}")
        for depth in range(30)
    ]
    return whole([node(1, "s0")], [], *doubled)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (circle(), "circle"),
        (itself(), "circle"),
        (bomb(), "10,000 nodes"),
        (whole([node(1, "A"), node(1, "B")], []), "Two nodes"),
        (whole([{"id": 1}], []), "no class"),
        (whole([{"type": "A"}], []), "no number"),
        ({"nodes": 3}, "a list is expected"),
        ({"nodes": [1]}, "an object is expected"),
        ({"nodes": [], "links": [7]}, "A link"),
        ({"nodes": [], "links": [[1, 2, "x", 4, 5, "*"]]}, "no slot"),
        (whole([node(1, "workflow>Mine")], []), "group node"),
        ({}, "no nodes"),
        ([], "an object is expected"),
    ],
)
def test_a_file_that_cannot_be_flattened_is_a_sentence(file: Any, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        flattened(read_document(file), {})


def test_a_chain_of_ten_thousand_reroutes_is_followed() -> None:
    count = 9_990
    nodes = [LOAD] + [node(10 + at, "Reroute", [slot("", "*", 30 + at)]) for at in range(count)]
    links = [(30, 1, 0, 10, 0)] + [(30 + at, 9 + at, 0, 10 + at, 0) for at in range(1, count)]
    save = node(9, "SaveImage", [slot("images", "IMAGE", 29)], [])
    assert graph(whole([*nodes, save], [*links, (29, 9 + count, 0, 9, 0)]))["9"]["images"] == ["1", 0]


def test_a_workflow_of_the_interface_with_names_in_its_titles_is_a_model(tmp_path: Path) -> None:
    load, save = {**LOAD, "title": "Load [plate]"}, {**SAVE, "title": "Save [output]"}
    path = tmp_path / "restyle_soft.json"
    path.write_text(
        json.dumps(whole([load, instance(5, 19), save], [(19, 1, 0, 5, 0), (20, 5, 0, 9, 0)], softening()))
    )
    workflow = read_workflow(path)
    assert [(place.node, place.input) for place in workflow.places["plate"]] == [("1", "image")]
    assert workflow.outputs == ("9",) and workflow.task.value == "restyle"
    path.write_text(json.dumps(circle()))
    with pytest.raises(BadSettings, match="circle") as caught:
        read_workflow(path)
    assert caught.value.problem.where == str(path)


# What is published ------------------------------------------------------------------------------------------


def documents(package: str) -> dict[str, WorkflowDocument]:
    read: dict[str, WorkflowDocument] = {}
    for name, path in files(package).items():
        read[name] = read_document(body(path))
    return read


def test_every_published_blueprint_is_flattened_and_each_of_its_outputs_is_made() -> None:
    read = documents(BLUEPRINTS)
    assert len(read) >= 115
    for name, document in read.items():
        [top] = document.graph.nodes.values()
        flat = flattened(document, {}, top.id)
        assert len(flat.outputs) == len(top.outputs), name
        needed = flat.needed([node for node, _ in flat.outputs.values()])
        for number, entry in needed.items():
            links = [value for value in entry["inputs"].values() if isinstance(value, list)]
            assert all(link[0] in needed for link in links), (name, number)


def test_no_value_differs_where_a_published_node_has_its_values_by_name_as_well() -> None:
    compared = 0
    for name, document in documents(BLUEPRINTS).items():
        for definition in document.subgraphs.values():
            for number, found in definition.graph.nodes.items():
                if found.named is None or found.type in document.subgraphs or found.type in VIRTUAL:
                    continue
                assert widget_values(replace(found, named=None), {}) == widget_values(found, {}), (
                    name,
                    number,
                )
                compared += 1
    assert compared > 350


def test_templates_are_read_as_far_as_their_values_have_names() -> None:
    read: Counter[str] = Counter()
    for name, path in files(TEMPLATES).items():
        try:
            document = read_document(body(path))
            flattened(document, {}).whole()
        except BadInput as error:
            assert error.problem.message and not error.problem.message.startswith("In "), name
            read["refused"] += 1
        else:
            read["read"] += 1
    assert sum(read.values()) > 600 and read["read"] > 200, read


@pytest.mark.skipif(
    "SECONDUNIT_COMFYUI_PICTURES" not in os.environ, reason="no folder of pictures from ComfyUI"
)
def test_pictures_that_comfyui_saved_hold_the_graph_that_their_workflow_becomes() -> None:
    """Each PNG has both, written by the interface itself; a button's value is read by no server."""
    compared = 0
    for path in Path(os.environ["SECONDUNIT_COMFYUI_PICTURES"]).rglob("*.png"):
        texts = _texts(path.read_bytes())
        if not {"prompt", "workflow"} <= texts.keys():
            continue
        try:
            flat = flattened(read_document(json.loads(texts["workflow"])), {})
        except BadInput as error:
            assert "group node" in error.problem.message, path.name
            continue
        for number, sent in json.loads(texts["prompt"]).items():
            buttons = ("upload", "choose file to upload")
            inputs = {name: value for name, value in sent["inputs"].items() if name not in buttons}
            ours = flat.graph[number]["inputs"]
            if number in flat.unnamed:  # its links alone
                inputs, ours = (
                    {name: value for name, value in side.items() if isinstance(value, list)}
                    for side in (inputs, ours)
                )
            assert ours == inputs, (path.name, number)
            compared += 1
    assert compared


def _texts(data: bytes) -> dict[str, str]:
    texts, place = {}, 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        if data[place + 4 : place + 8] == b"tEXt":
            name, _, text = data[place + 8 : place + 8 + length].partition(b"\0")
            texts[name.decode("latin-1")] = text.decode("latin-1")
        place += 12 + length
    return texts
