"""Published blueprints as models: which part of a brief each input is, and what a server is then given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers.comfyui.intake import intake_of
from secondunit.providers.comfyui.interface.blueprint import read_blueprint
from secondunit.providers.comfyui.interface.library import BLUEPRINTS, files, published
from secondunit.providers.comfyui.interface.roles import roles_of, task_of_blueprint
from secondunit.providers.comfyui.interface.wrapping import workflow_of
from secondunit.providers.comfyui.saving import answering, saves_pictures
from secondunit.providers.comfyui.workflow import Workflow
from secondunit.providers.protocol import Input, Request
from secondunit.wire import Form, Need, Rate, Task
from secondunit.wire.errors import BadInput

GOLDEN = Path(__file__).parents[1] / "golden" / "comfyui" / "blueprints.json"


def workflow(name: str) -> Workflow:
    return workflow_of(read_blueprint(name, published(name), {}))


def described(name: str) -> dict[str, Any] | str:
    """The task and the parts of a brief, or why there is none."""
    blueprint = read_blueprint(name, published(name), {})
    try:
        made = workflow_of(blueprint)
    except BadInput as error:
        return error.problem.message
    roles = roles_of(blueprint, task_of_blueprint(blueprint))
    labels = {port.name: port.label for port in blueprint.inputs}
    meant = {labels[name]: role for name, role in roles.items() if role != "control"}
    return {"task": made.task.value, "parts": meant, "answer": made.graph[made.outputs[0]]["class_type"]}


def test_each_blueprints_inputs_are_the_parts_of_a_brief_that_were_reviewed() -> None:
    """The golden file was read by a person; a new package is looked at and then kept by hand."""
    found = {name: described(name) for name in files(BLUEPRINTS)}
    golden = json.loads(GOLDEN.read_text("utf-8"))
    known = {name: found[name] for name in golden if name in found}
    assert known == {name: golden[name] for name in known}
    assert len(known) >= 100


@pytest.mark.parametrize("name", ["video_inpaint_void", "video_inpainting_wan2_1_vace"])
def test_an_artists_matte_takes_the_place_of_one_that_words_would_find(name: str) -> None:
    made = workflow(name)
    assert all(body["class_type"] != "SAM3_Detect" for body in made.graph.values())
    assert {role: len(made.places[role]) for role in ("plate", "matte")} == {"plate": 1, "matte": 1}
    [masked] = [node for node, body in made.graph.items() if body["class_type"] == "ImageToMask"]
    plain = {node for node in made.graph if f"{node}_matte" in made.graph}
    for node in plain:  # the matte is cut and scaled by the same nodes with the same values
        ours, theirs = made.graph[f"{node}_matte"], made.graph[node]
        assert ours["class_type"] == theirs["class_type"]
        assert {name: value for name, value in ours["inputs"].items() if not isinstance(value, list)} == {
            name: value for name, value in theirs["inputs"].items() if not isinstance(value, list)
        }
    assert plain and any([masked, 0] in body["inputs"].values() for body in made.graph.values())


def test_the_number_of_frames_is_the_same_for_plate_and_matte() -> None:
    made = workflow("video_inpainting_wan2_1_vace")
    asset = Input("plate", Path("plate.mp4"), "0" * 64, media_type="video/mp4")
    request = Request(Task.INPAINT, made.name, "empty street", 7, 640, 368, 41, Rate(24), (asset,))
    graph = made.filled(request, {"plate": ("p.mp4",), "matte": ("m.mp4",)}, "su")
    lengths = [body["inputs"]["length"] for body in graph.values() if body["class_type"] == "ImageFromBatch"]
    assert lengths == [41, 41]
    loads = {body["inputs"]["file"] for body in graph.values() if body["class_type"] == "LoadVideo"}
    assert loads == {"p.mp4", "m.mp4"}
    seeds = {body["inputs"]["seed"] for body in graph.values() if body["class_type"] == "KSampler"}
    assert seeds == {7}
    texts = [body["inputs"]["text"] for body in graph.values() if body["class_type"] == "CLIPTextEncode"]
    assert "empty street" in texts


def test_a_reference_that_is_not_given_is_left_out_with_what_loads_it() -> None:
    made = workflow("image_edit_qwen_2509")
    request = Request(Task.RESTYLE, made.name, "ink")
    without = made.filled(request, {"plate": ("p.png",)}, "su")
    assert [body["inputs"]["image"] for body in without.values() if body["class_type"] == "LoadImage"] == [
        "p.png"
    ]
    for body in without.values():
        assert all(value[0] in without for value in body["inputs"].values() if isinstance(value, list))
    with_one = made.filled(request, {"plate": ("p.png",), "reference": ("r.png",)}, "su")
    loaded = {body["inputs"]["image"] for body in with_one.values() if body["class_type"] == "LoadImage"}
    assert loaded == {"p.png", "r.png"}


@pytest.mark.parametrize(
    ("frames", "rate", "seconds", "given_rate"),
    [(48, Rate(24), 2, 24), (49, Rate(24), 3, 24), (47, Rate(24000, 1001), 2, 24), (1, Rate(25), 1, 25)],
)
def test_a_clip_that_is_told_seconds_is_at_least_as_long_as_its_frames(
    frames: int, rate: Rate, seconds: int, given_rate: int
) -> None:
    made = workflow("text_to_video_ltx_2_5")
    graph = made.filled(Request(Task.VIDEO, made.name, "rain", frames=frames, rate=rate), {}, "su")
    [length], [fps] = made.places["seconds"], made.places["rate"]
    assert graph[length.node]["inputs"][length.input] == seconds
    assert graph[fps.node]["inputs"][fps.input] == given_rate
    intake = intake_of(made, {})
    assert intake.result is Form.FRAMES and intake.most_frames > 200


def test_what_a_blueprint_takes_and_gives_is_known_before_a_server_answers() -> None:
    filling = intake_of(workflow("video_inpaint_wan2_1_vace"), {})
    assert filling.plate is Need.REQUIRED and filling.matte is Need.REQUIRED
    assert filling.plate_form is Form.MOVIE and filling.result is Form.FRAMES
    still = intake_of(workflow("image_inpainting_qwen_image"), {})
    assert still.plate_form is Form.FRAMES and still.matte is Need.REQUIRED
    assert intake_of(workflow("video_upscale_gan_x4"), {}).scale == 4


def test_every_answer_is_saved_as_the_pictures_that_the_model_made() -> None:
    for name, about in json.loads(GOLDEN.read_text("utf-8")).items():
        if isinstance(about, dict):
            made = workflow(name)
            assert answering(made) == made.outputs and saves_pictures(made), name


def test_a_blueprint_is_offered_only_where_the_settings_name_it_with_what_the_server_lacks(
    bench: Any,
) -> None:
    bench.server()
    bench.provider()
    assert "video_inpaint_void" not in {each.model for each in bench.provider().capabilities()}
    offered = bench.offered("video_inpaint_void", blueprints="video_inpaint_void, remove_background_birefnet")
    assert offered.problem is None and offered.tasks == (Task.INPAINT,)
    missing = {limit.label: limit.text for limit in offered.limits}["Missing"]
    assert "VOIDInpaintConditioning" in missing
    labels = {control.label for control in offered.controls}
    assert "Skip pass 2 (reuse pass 1)" in labels and "SAM3 object mask prompt" not in labels


def test_a_name_that_is_no_blueprint_is_listed_with_its_reason(bench: Any) -> None:
    bench.server()
    offered = bench.offered("no_such", blueprints="no_such")
    assert offered.problem is not None and "no blueprint 'no_such'" in offered.problem.message
    offered = bench.offered("glow", blueprints="glow")
    assert offered.problem is not None and "none of a brief's tasks" in offered.problem.message
