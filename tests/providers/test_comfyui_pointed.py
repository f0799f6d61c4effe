"""SAM 3 from a canvas: points and boxes in place of words, and what is found is followed through a clip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers.comfyui.intake import intake_of
from secondunit.providers.comfyui.interface.blueprint import read_blueprint
from secondunit.providers.comfyui.interface.library import published
from secondunit.providers.comfyui.interface.wrapping import workflow_of
from secondunit.providers.comfyui.workflow import Workflow
from secondunit.providers.protocol import Input, Request
from secondunit.wire import Need, PreparedBox, PreparedPoint, Task
from secondunit.wire.errors import BadInput

CLIP, STILL = "video_segmentation_sam3", "image_segmentation_sam3"
MEANT, NOT_MEANT, BOX = (
    PreparedPoint(12.4, 34.6),
    PreparedPoint(50.0, 8.0, 0, True),
    PreparedBox(1.2, 2, 30, 40),
)


def workflow(name: str) -> Workflow:
    return workflow_of(read_blueprint(name, published(name), {}))


def asked(made: Workflow, **more: Any) -> Request:
    kind = ("plate.mov", "video/quicktime") if made.name == CLIP else ("plate.png", "image/png")
    plate = Input("plate", Path(kind[0]), "0" * 64, kind[1])
    return Request(Task.MATTE, made.name, inputs=(plate,), **more)


def graph_of(made: Workflow, **more: Any) -> dict[str, Any]:
    request = asked(made, **more)
    made.check(request, {})
    return made.filled(request, {"plate": ("sent",)}, "su")


def only(graph: dict[str, Any], kind: str) -> tuple[str, dict[str, Any]]:
    [(node, body)] = [(node, body) for node, body in graph.items() if body["class_type"] == kind]
    return node, body["inputs"]


@pytest.mark.parametrize("name", [CLIP, STILL])
def test_it_takes_words_or_points_or_boxes(name: str) -> None:
    made = workflow(name)
    intake = intake_of(made, {})
    assert (intake.points, intake.boxes, intake.plate) == (Need.OPTIONAL, Need.OPTIONAL, Need.REQUIRED)
    assert {control.name for control in made.controls({})} == {"threshold", "refine_iterations", "ckpt_name"}
    graph = graph_of(made, prompt="the man on the left")
    _, detects = only(graph, "SAM3_Detect")
    assert "conditioning" in detects and not {"positive_coords", "negative_coords", "bboxes"} & set(detects)
    assert only(graph, "CLIPTextEncode")[1]["text"] == "the man on the left"


@pytest.mark.parametrize("name", [CLIP, STILL])
def test_pointed_it_is_told_the_places_and_no_words(name: str) -> None:
    graph = graph_of(workflow(name), points=(MEANT, NOT_MEANT), boxes=(BOX,))
    _, detects = only(graph, "SAM3_Detect")
    assert json.loads(detects["positive_coords"]) == [{"x": 12, "y": 35}]
    assert json.loads(detects["negative_coords"]) == [{"x": 50, "y": 8}]
    assert detects["bboxes"] == {"__value__": [{"x": 1, "y": 2, "width": 30, "height": 40}]}
    assert "conditioning" not in detects
    assert all(body["class_type"] != "CLIPTextEncode" for body in graph.values()), (
        "nothing that is not needed"
    )


def test_what_is_found_in_the_first_frame_is_followed_through_the_clip() -> None:
    graph = graph_of(workflow(CLIP), points=(MEANT,))
    first, cut = only(graph, "ImageFromBatch")
    detector, detects = only(graph, "SAM3_Detect")
    tracker, tracks = only(graph, "SAM3_VideoTrack")
    masks, mask = only(graph, "SAM3_TrackToMask")
    assert (cut["batch_index"], cut["length"]) == (0, 1) and detects["image"] == [first, 0]
    assert tracks["images"] == cut["image"] and tracks["initial_mask"] == [detector, 0]
    assert tracks["model"] == detects["model"] and mask["track_data"] == [tracker, 0]
    assert only(graph, "MaskToImage")[1]["mask"] == [masks, 0]
    assert "SAM3_VideoTrack" not in {
        b["class_type"] for b in graph_of(workflow(CLIP), prompt="a car").values()
    }


@pytest.mark.parametrize(
    ("more", "where", "words"),
    [
        ({}, "prompt", "needs words, a point or a box"),
        ({"points": (MEANT,), "prompt": "a car"}, "prompt", "not by both"),
        ({"points": (NOT_MEANT,)}, "points", "needs a point"),
        ({"points": (PreparedPoint(1.0, 1.0, 3),)}, "points", "first frame"),
        ({"boxes": (PreparedBox(1.0, 1.0, 5.0, 5.0, 2),)}, "boxes", "first frame"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused(more: dict[str, Any], where: str, words: str) -> None:
    made = workflow(CLIP)
    with pytest.raises(BadInput, match=words) as caught:
        made.check(asked(made, **more), {})
    assert caught.value.problem.where == where


def test_a_negative_point_inside_a_box_is_enough() -> None:
    made = workflow(STILL)
    made.check(asked(made, points=(NOT_MEANT,), boxes=(BOX,)), {})


def test_a_studios_workflow_may_have_its_boxes_as_a_text(tmp_path: Path) -> None:
    from secondunit.providers.comfyui.reading import read_workflow

    graph = {
        "1": {"class_type": "LoadImage", "inputs": {"image": "a.png"}, "_meta": {"title": "Load [plate]"}},
        "2": {"class_type": "Cut", "inputs": {"image": ["1", 0], "areas": "[]"},
              "_meta": {"title": "Cut [boxes: areas]"}},
        "4": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "a"}},
    }  # fmt: skip
    path = tmp_path / "matte_cut.json"
    path.write_text(json.dumps(graph), "utf-8")
    made = read_workflow(path)
    assert intake_of(made, {}).boxes is Need.OPTIONAL
    areas = made.filled(asked(made, boxes=(BOX,)), {"plate": ("p",)}, "su")["2"]["inputs"]["areas"]
    assert json.loads(areas) == [{"x": 1, "y": 2, "width": 30, "height": 40}]
