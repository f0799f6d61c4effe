"""What changed on a server, or is not what a workflow was made for, is named before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.providers.comfyui.reading import workflow_from
from secondunit.wire.errors import BadSettings, ProviderLacks


def chain(count: int, first: str = "0") -> dict[str, Any]:
    """A workflow of the API's form: a picture through `count` nodes."""
    graph: dict[str, Any] = {"0": {"class_type": "LoadImage", "inputs": {"image": "a.png"}}}
    for number in range(1, count):
        source = first if number == 1 else str(number - 1)
        graph[str(number)] = {"class_type": "ImageInvert", "inputs": {"image": [source, 0]}}
    return graph


def test_a_chain_of_ten_thousand_nodes_is_a_workflow_and_one_more_is_refused() -> None:
    assert len(workflow_from("long", chain(10_000), {}).graph) == 10_000
    with pytest.raises(BadSettings, match="more than 10,000 nodes"):
        workflow_from("longer", chain(10_001), {})


def test_a_circle_is_named_by_its_nodes_alone() -> None:
    graph = chain(6, first="3")
    with pytest.raises(BadSettings, match="circle: 1, 2, 3, 4, 5"):
        workflow_from("round", graph, {})


def test_a_node_that_asks_for_more_than_it_did_is_named_with_what_it_asks_for(bench: Any) -> None:
    server = bench.server()
    blur = server.catalogue["ImageBlur"]["input"]["required"]
    blur["falloff"] = ["FLOAT", {"default": 1.0}]
    with pytest.raises(ProviderLacks, match=r"ImageBlur \(number 5\) asks for falloff") as caught:
        bench.provider().submit(bench.request, "key")
    assert "changed" in caught.value.problem.message and server.asked == 0
    limits = {limit.label: limit.text for limit in bench.offered("soften").limits}
    assert "falloff" in limits["Missing"]


def test_a_number_that_a_node_takes_no_more_is_named(bench: Any) -> None:
    server = bench.server()
    server.catalogue["ImageBlur"]["input"]["required"]["blur_radius"][1]["max"] = 2
    bench.workflow(
        "blur",
        {
            "1": {"class_type": "LoadImage", "inputs": {"image": "x"}, "_meta": {"title": "[plate]"}},
            "5": {"class_type": "ImageBlur", "inputs": {"image": ["1", 0], "blur_radius": 3, "sigma": 1.0}},
            "9": {"class_type": "SaveImage", "inputs": {"images": ["5", 0], "filename_prefix": "a"}},
        },
    )
    limits = {limit.label: limit.text for limit in bench.offered("blur").limits}
    assert "ImageBlur (number 5) takes blur_radius from 1 to 2, not 3." in limits["Missing"]


def test_inputs_that_grow_count_by_their_first(bench: Any) -> None:
    server = bench.server()
    server.catalogue["Join"] = {"input": {"required": {"images": ["COMFY_AUTOGROW_V3", {}]}}}
    bench.workflow(
        "join",
        {
            "1": {"class_type": "LoadImage", "inputs": {"image": "x"}, "_meta": {"title": "[plate]"}},
            "2": {"class_type": "Join", "inputs": {"images.image0": ["1", 0]}},
            "9": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "a"}},
        },
    )
    assert "Missing" not in {limit.label for limit in bench.offered("join").limits}


def test_a_server_of_2024_that_names_jobs_itself_is_told_from_one_that_lost_it(bench: Any) -> None:
    server = bench.server()
    server.names_itself = True
    with pytest.raises(ProviderLacks, match="names jobs itself") as caught:
        bench.provider().submit(bench.request, "key")
    assert "0.3.64" in caught.value.problem.remedy
    assert server.pending == [] and server.taken == 1, "what it took is taken out of its queue"


def test_an_answer_of_2024_without_features_is_enough_to_be_listed(bench: Any) -> None:
    server = bench.server()
    server.features = False
    offered = bench.offered("soften")
    assert offered.problem is None and offered.intake is not None and offered.intake.most_bytes == 0
