"""Blueprints that keep to a guide: it goes in where they would estimate it, and a first frame is no must."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.providers.comfyui.intake import intake_of
from secondunit.providers.comfyui.interface.blueprint import read_blueprint
from secondunit.providers.comfyui.interface.guided import GUIDED_BLUEPRINTS, splice_guide
from secondunit.providers.comfyui.interface.library import published
from secondunit.providers.comfyui.interface.wrapping import workflow_of
from secondunit.providers.comfyui.reading import workflow_from
from secondunit.providers.comfyui.workflow import Workflow
from secondunit.providers.protocol import Input, Request
from secondunit.wire import Form, GuideKind, GuideNeed, Need, Rate, Task
from secondunit.wire.errors import BadInput

ESTIMATORS = {"LotusConditioning", "Canny"}


def workflow(name: str) -> Workflow:
    return workflow_of(read_blueprint(name, published(name), {}))


def guide(about: str = "depth", kind: str = "video/quicktime") -> Input:
    return Input("guide", Path(f"{about}.mov"), "0" * 64, media_type=kind, about=about)


def asked(made: Workflow, *inputs: Input) -> Request:
    return Request(made.task, made.name, "a street at dawn", 7, 1280, 704, 17, Rate(24), inputs)


@pytest.mark.parametrize("name", sorted(GUIDED_BLUEPRINTS))
def test_a_guided_blueprint_takes_its_guide_and_estimates_none(name: str) -> None:
    made, guided = workflow(name), GUIDED_BLUEPRINTS[name]
    moves = guided.task is Task.VIDEO
    form = Form.MOVIE if moves else Form.STILL
    intake = intake_of(made, {})
    assert made.task is guided.task and intake.guides == (GuideNeed(guided.kind, Need.REQUIRED, form),)
    assert intake.lossless is moves and intake.multiple % guided.side == 0
    assert (intake.least_frames, intake.frame_step) == ((9, 8) if moves else (1, 1))
    assert not ESTIMATORS & {body["class_type"] for body in made.graph.values()}
    for body in made.graph.values():
        for value in body["inputs"].values():
            assert not isinstance(value, list) or value[0] in made.graph


def test_the_depth_of_the_scene_reaches_the_model_through_no_estimate() -> None:
    made = workflow("depth_to_video_ltx_2_0")
    graph = made.filled(asked(made, guide()), {"depth_guide": ("d.mov",)}, "su")
    [added] = [body for body in graph.values() if body["class_type"] == "LTXVAddGuide"]
    way, link = [], added["inputs"]["image"]
    while isinstance(link, list):
        body = graph[link[0]]
        way.append(body["class_type"])
        link = next(
            (value for name, value in body["inputs"].items() if name in ("image", "input", "video")), None
        )
    assert way == ["ImageScaleBy", "ResizeImageMaskNode", "ImageFromBatch", "GetVideoComponents", "LoadVideo"]
    [loads] = [body for body in graph.values() if body["class_type"] == "LoadVideo"]
    assert loads["inputs"]["file"] == "d.mov"
    [count] = [body for body in graph.values() if body["class_type"] == "ImageFromBatch"]
    [size] = [body for body in graph.values() if body["class_type"] == "ResizeImageMaskNode"]
    assert count["inputs"]["length"] == 17
    assert (size["inputs"]["resize_type.width"], size["inputs"]["resize_type.height"]) == (1280, 704)


@pytest.mark.parametrize(
    "name", [name for name in sorted(GUIDED_BLUEPRINTS) if GUIDED_BLUEPRINTS[name].task is Task.VIDEO]
)
def test_without_a_first_frame_the_nodes_that_put_it_in_are_told_to_leave_it_out(name: str) -> None:
    made, place = workflow(name), f"{GUIDED_BLUEPRINTS[name].kind.value}_guide"
    request = asked(made, guide(GUIDED_BLUEPRINTS[name].kind.value))
    made.check(request, {})

    def first_frames(files: dict[str, tuple[str, ...]]) -> tuple[list[Any], dict[str, Any]]:
        graph = made.filled(request, files, "su")
        for body in graph.values():
            assert all(not isinstance(value, list) or value[0] in graph for value in body["inputs"].values())
        return [b["inputs"] for b in graph.values() if b["class_type"] == "LTXVImgToVideoInplace"], graph

    without, graph = first_frames({place: ("g.mov",)})
    assert len(without) == 2 and all(inputs["bypass"] is True for inputs in without)
    assert {graph[inputs["image"][0]]["class_type"] for inputs in without} == {"GetVideoComponents"}
    given, graph = first_frames({place: ("g.mov",), "reference": ("first.png",)})
    assert {graph[inputs["image"][0]]["class_type"] for inputs in given} == {"LoadImage"}
    assert all(inputs["bypass"] is False for inputs in given)


def test_a_request_without_its_guide_or_with_another_is_refused() -> None:
    made = workflow("depth_to_video_ltx_2_0")
    with pytest.raises(BadInput, match="needs a picture as depth_guide"):
        made.check(asked(made), {})
    with pytest.raises(BadInput, match="1 pictures as edges_guide and takes none"):
        made.check(asked(made, guide(), guide("edges")), {})
    with pytest.raises(BadInput, match="takes a movie as depth_guide"):
        made.check(asked(made, guide(kind="image/png")), {})


def test_a_studios_own_workflow_names_its_guide_in_a_title() -> None:
    graph = {
        "1": {"class_type": "LoadVideo", "inputs": {"file": "x"}, "_meta": {"title": "Load [depth guide]"}},
        "2": {"class_type": "GetVideoComponents", "inputs": {"video": ["1", 0]}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "out"}},
    }  # fmt: skip
    made = workflow_from("video_control", graph, {})
    assert intake_of(made, {}).guides == (GuideNeed(GuideKind.DEPTH, Need.REQUIRED, Form.MOVIE),)
    assert not made.controls({})


def test_an_estimate_that_is_not_where_it_was_is_not_taken_for_one() -> None:
    assert not splice_guide({"1": {"class_type": "LoadImage", "inputs": {"image": ""}}}, "Canny")
    graph = {
        "5": {"class_type": "Canny", "inputs": {"image": ["1", 0], "low_threshold": 0.1}},
        "6": {"class_type": "SaveImage", "inputs": {"images": ["5", 0]}},
    }
    assert splice_guide(graph, "Canny") and graph["6"]["inputs"]["images"] == ["1", 0]
