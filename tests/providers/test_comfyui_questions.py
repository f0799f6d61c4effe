"""A studio's own blueprint on a server: asked about once, then a model like any other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from secondunit.providers.comfyui.interface.library import BLUEPRINTS, files
from secondunit.providers.comfyui.settings import read_settings
from secondunit.wire import Task
from secondunit.wire.errors import BadSettings


def own(source: str, **labels: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(files(BLUEPRINTS)[source].read_text("utf-8"))
    [subgraph] = [each for each in body["definitions"]["subgraphs"] if each["id"] == body["nodes"][0]["type"]]
    subgraph.pop("category", None)
    for port in subgraph["inputs"]:
        known = port.get("label") or port["name"]
        port["label"] = labels.get(known, known)
    return body


def test_a_panel_shows_the_question_and_no_task_until_it_is_answered(bench: Any) -> None:
    bench.server()
    bench.workflow("clean_up", own("image_inpainting_qwen_image"))
    asked = bench.offered("clean_up")
    assert asked.tasks == () and asked.problem is not None
    assert asked.problem.message.startswith("What does clean_up do: inpaint, extend, restyle")
    assert "comfyui answer clean_up task=inpaint" in asked.problem.remedy
    assert "providers.toml" in asked.problem.kept
    answered = bench.offered("clean_up", **{"parts.clean_up.task": "inpaint"})
    assert answered.tasks == (Task.INPAINT,) and answered.problem is None
    assert answered.intake is not None and answered.intake.matte.value == "required"


def test_the_input_that_was_named_is_the_plate_and_the_others_are_references(bench: Any) -> None:
    bench.server()
    names = {"image 1": "left", "image 2 (optional)": "right", "image 3 (optional)": "style reference"}
    bench.workflow("restyle_ours", own("image_edit", **names))
    provider = bench.provider(**{"parts.restyle_ours.plate": "right"})
    workflow = provider._models.workflow("restyle_ours")
    plain = bench.provider(**{"parts.restyle_ours.plate": "left"})._models.workflow("restyle_ours")
    fed = [
        {
            name
            for body in made.graph.values()
            for name, value in body["inputs"].items()
            if value == ["plate_1", 0]
        }
        for made in (workflow, plain)
    ]
    assert fed == [{"image2"}, {"image"}]
    assert len(workflow.places["reference"]) == 2


def test_a_blueprint_whose_names_leave_no_doubt_is_not_asked_about(bench: Any) -> None:
    bench.server()
    bench.workflow("inpaint_ours", own("image_inpainting_qwen_image"))
    assert bench.offered("inpaint_ours").problem is None
    bench.workflow("text_ours", own("text_to_image_z_image_turbo"))
    assert bench.offered("text_ours").tasks == (Task.IMAGE,)


@pytest.mark.parametrize("name", ["parts.clean_up.light", "parts.plate", "parts.clean_up.plate"])
def test_a_setting_that_answers_nothing_is_refused(name: str, tmp_path: Any) -> None:
    values = {"servers": "http://gpu1:8188", "workflows": str(tmp_path), name: 3}
    with pytest.raises(BadSettings, match="says nothing that is asked") as caught:
        read_settings(values)
    assert caught.value.problem.where == name
