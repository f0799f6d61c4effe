"""Workflows of ComfyUI that are pointed at what is meant: titles name the texts, requests fill them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers.comfyui.intake import intake_of
from secondunit.providers.comfyui.reading import read_workflow
from secondunit.providers.comfyui.workflow import Workflow
from secondunit.providers.protocol import Input, Request
from secondunit.wire import Need, PreparedBox, PreparedPoint, Task
from secondunit.wire.errors import BadInput

PLATE = Input("plate", Path("plate.png"), "0" * 64)
MEANT, NOT_MEANT = PreparedPoint(12.4, 34.6), PreparedPoint(50.0, 8.0, 0, True)


def read(folder: Path, title: str) -> Workflow:
    graph: dict[str, Any] = {
        "1": {"class_type": "LoadImage", "inputs": {"image": "a.png"}, "_meta": {"title": "Load [plate]"}},
        "2": {
            "class_type": "Sam2Segmentation",
            "inputs": {"image": ["1", 0], "coordinates_positive": "[]", "coordinates_negative": "[]"},
            "_meta": {"title": title},
        },
        "3": {"class_type": "MaskToImage", "inputs": {"mask": ["2", 0]}},
        "4": {
            "class_type": "SaveImage",
            "inputs": {"images": ["3", 0], "filename_prefix": "a"},
            "_meta": {"title": "Save [output]"},
        },
    }
    path = folder / "matte_pointed.json"
    path.write_text(json.dumps(graph), "utf-8")
    return read_workflow(path)


@pytest.fixture
def workflow(tmp_path: Path) -> Workflow:
    return read(tmp_path, "SAM 2 [points: coordinates_positive] [negative points: coordinates_negative]")


def asked(*points: PreparedPoint, **more: Any) -> Request:
    return Request(Task.MATTE, "matte_pointed", inputs=(PLATE,), points=points, **more)


def test_points_stand_in_the_texts_that_the_title_names(workflow: Workflow) -> None:
    request = asked(MEANT, NOT_MEANT)
    workflow.check(request, {})
    inputs = workflow.filled(request, {"plate": ("sent.png",)}, "su")["2"]["inputs"]
    assert json.loads(inputs["coordinates_positive"]) == [{"x": 12, "y": 35}]
    assert json.loads(inputs["coordinates_negative"]) == [{"x": 50, "y": 8}]
    assert workflow.controls({}) == (), "they are no controls of the panel"


def test_a_workflow_with_points_says_that_it_needs_them(workflow: Workflow, tmp_path: Path) -> None:
    assert intake_of(workflow, {}).points is Need.REQUIRED
    assert intake_of(read(tmp_path, "SAM 2"), {}).points is Need.NONE


@pytest.mark.parametrize(
    ("request_", "where", "words"),
    [
        (asked(), "points", "needs a point"),
        (asked(NOT_MEANT), "points", "needs a point"),
        (asked(MEANT, PreparedPoint(1.0, 1.0, 3)), "points", "first frame"),
        (asked(MEANT, boxes=(PreparedBox(1.0, 1.0, 5.0, 5.0),)), "boxes", "takes no boxes"),
    ],
)
def test_what_has_no_place_in_it_is_refused(
    workflow: Workflow, request_: Request, where: str, words: str
) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        workflow.check(request_, {})
    assert caught.value.problem.where == where


def test_a_workflow_without_such_texts_takes_no_points(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="takes no points"):
        read(tmp_path, "SAM 2").check(asked(MEANT), {})
    with pytest.raises(BadInput, match="takes no negative points"):
        read(tmp_path, "SAM 2 [points: coordinates_positive]").check(asked(MEANT, NOT_MEANT), {})
