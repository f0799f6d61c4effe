"""Blueprints that enlarge, slow down or extend a plate, and those that would scale one by themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.engines.pieces import enlarged_by, factor_asked
from secondunit.providers.comfyui.intake import intake_of
from secondunit.providers.comfyui.interface.blueprint import read_blueprint
from secondunit.providers.comfyui.interface.library import published
from secondunit.providers.comfyui.interface.wrapping import workflow_of
from secondunit.providers.comfyui.workflow import Workflow
from secondunit.providers.protocol import Input, Request
from secondunit.wire import Brief, ColorSpace, Form, Format, FrameRange, Intake, Need, Plate, Rate, Task
from secondunit.wire.errors import OutOfRange


def workflow(name: str) -> Workflow:
    return workflow_of(read_blueprint(name, published(name), {}))


def given(made: Workflow, role: str) -> object:
    """The value of the graph's own where a role leads first."""
    place = made.places[role][0]
    return made.graph[place.node]["inputs"][place.input]


def asked(made: Workflow, **more: Any) -> dict[str, Any]:
    values = {"width": 640, "height": 352, "frames": 9, "rate": Rate(24), **more}
    return made.filled(Request(made.task, made.name, "", 5, **values), {"plate": ("p",)}, "su")


def value(made: Workflow, graph: dict[str, Any], role: str) -> object:
    place = made.places[role][0]
    return graph[place.node]["inputs"][place.input]


def brief(task: Task, plate: Format, target: Format) -> Brief:
    frames = FrameRange(1001, 1009)
    source = Plate("/show/p.%04d.exr", frames, Rate(24), plate, ColorSpace("ACEScg"))
    return Brief("nova", "sh010", "larger", frames, Rate(24), target, task=task, plate=source)


def test_a_plate_is_sent_on_its_larger_canvas_where_a_blueprint_would_add_margins() -> None:
    made = workflow("image_outpainting_qwen_image")
    assert made.task is Task.EXTEND
    assert all(body["class_type"] != "ImagePadForOutpaint" for body in made.graph.values())
    intake = intake_of(made, {})
    assert intake.plate is Need.REQUIRED and intake.matte is Need.REQUIRED and intake.margin == 0
    plate, matte = made.places["plate"][0].node, made.places["matte"][0].node
    takes = [body["class_type"] for body in made.graph.values() if [plate, 0] in body["inputs"].values()]
    assert takes == ["ImageScaleToMaxDimension"]
    assert [b["class_type"] for b in made.graph.values() if [matte, 0] in b["inputs"].values()] == [
        "MaskToImage"
    ]
    assert not {"left", "top", "right", "bottom", "feathering"} & {c.name for c in made.controls({})}


def test_a_canvas_is_not_scaled_on_the_way_and_no_larger_than_the_blueprint_works() -> None:
    made = workflow("image_outpainting_qwen_image")
    assert intake_of(made, {}).most_side == 1536
    assert value(made, asked(made, width=1216, height=640), "plate_longer_side") == 1216


def test_a_retime_is_told_how_many_times_slower() -> None:
    made = workflow("frame_interpolation")
    intake = intake_of(made, {})
    assert made.task is Task.RETIME and intake.plate_form is Form.MOVIE and intake.result is Form.FRAMES
    assert intake.slower[0] == given(made, "slower") == 2 and set(intake.slower) == set(
        map(float, range(2, 17))
    )
    assert value(made, asked(made, slower=4.0), "slower") == 4
    assert value(made, asked(made), "slower") == 2, "as the blueprint makes it"
    assert "slower" not in {control.name for control in made.controls({})}


def test_a_server_bounds_the_speeds_that_are_offered() -> None:
    made = workflow("frame_interpolation")
    place = made.places["slower"][0]
    kind = made.graph[place.node]["class_type"]
    catalogue = {kind: {"input": {"required": {"value": ["INT", {"min": 2, "max": 4}]}}}}
    assert intake_of(made, catalogue).slower == (2.0, 3.0, 4.0)


def test_an_upscale_is_told_how_many_times_larger_and_its_cuts_are_no_controls() -> None:
    made = workflow("upscale_video_seedvr2_3b_int8")
    intake = intake_of(made, {})
    assert made.task is Task.UPSCALE and intake.scales == (2, 3, 4) and intake.scale == 2
    assert value(made, asked(made, scale=3), "scale") == 3
    names = {control.name for control in made.controls({})}
    assert not {"scale", "trim_video", "trim_start_time", "duration", "scale_multiplier"} & names
    assert "seconds" not in made.places, "its duration is a cut of the plate's"


def test_a_still_is_enlarged_as_often_as_the_nodes_say_whatever_its_size() -> None:
    made = workflow("image_upscale_z_image_turbo")
    intake = intake_of(made, {})
    assert intake.scale == 2 and not intake.scales and intake.most_pixels == 0
    graph = asked(made, width=1920, height=1088)
    assert value(made, graph, "plate_megapixels") == pytest.approx(1920 * 1088 / 2**20, abs=1e-12)
    assert intake_of(workflow("video_upscale_gan_x4"), {}).scale == 4


@pytest.mark.parametrize("name", ["image_edit", "image_edit_qwen_2511", "image_inpainting_qwen_image"])
def test_a_blueprint_that_cuts_a_plate_to_one_of_its_sizes_is_sent_that_size(name: str) -> None:
    intake = intake_of(workflow(name), {})
    assert "1392x752" in set(map(str, intake.sizes)) and len(intake.sizes) == 17


def test_a_plate_is_sent_with_as_many_pixels_as_it_would_be_scaled_to() -> None:
    made = workflow("image_edit_mage_flow_edit")
    intake = intake_of(made, {})
    assert intake.most_pixels == 2**20 and intake.multiple % 16 == 0
    assert "target_megapixels" not in {control.name for control in made.controls({})}
    assert value(made, asked(made, width=960, height=544), "plate_megapixels") == 960 * 544 / 2**20


def test_a_character_of_a_reference_takes_the_place_of_one_in_the_plate() -> None:
    made = workflow("character_replacement_scail_2_base")
    intake = intake_of(made, {})
    assert made.task is Task.PERFORMANCE and len(made.places["reference"]) == 1
    assert intake.plate_form is Form.MOVIE and (intake.most_frames, intake.frame_step) == (81, 4)
    assert intake.multiple % 32 == 0, "its own nodes round sides down to it"
    names = {control.name for control in made.controls({})}
    assert {"replace_mode", "sam3_video_object"} <= names and "segment_index" not in names
    graph = asked(made, frames=41)
    assert {graph[place.node]["inputs"][place.input] for place in made.places["frames"]} == {41}


def test_motion_of_the_plate_is_given_to_a_reference() -> None:
    made = workflow("motion_transfer_wan_animate_2")
    assert made.task is Task.PERFORMANCE
    plate = made.places["plate"][0]
    assert made.graph[plate.node]["class_type"] == "LoadVideo"
    assert len(made.places["reference"]) == 1, "what it goes on from is no reference"


def test_a_clip_of_void_has_a_length_that_its_latents_have() -> None:
    intake = intake_of(workflow("video_inpaint_void"), {})
    lengths = range(intake.least_frames, intake.most_frames + 1, intake.frame_step)
    # Of n frames there are (n - 1) // 4 + 1 latents, and they come in pairs (nodes_void.py).
    assert 45 in lengths and all(((n - 1) // 4 + 1) % 2 == 0 for n in lengths)


def test_void_makes_the_plates_own_size() -> None:
    made = workflow("video_inpaint_void")
    graph = asked(made, width=960, height=544)
    assert (value(made, graph, "width"), value(made, graph, "height")) == (960, 544)


def test_a_factor_is_asked_for_only_where_a_model_offers_several() -> None:
    larger = brief(Task.UPSCALE, Format(640, 360), Format(1920, 1080))
    several, one = Intake(scale=2, scales=(2, 3, 4)), Intake(scale=4)
    assert (enlarged_by(larger, several), factor_asked(larger, several)) == (3, 3)
    assert (enlarged_by(larger, one), factor_asked(larger, one)) == (4, None)
    with pytest.raises(OutOfRange, match="no plate 3 times") as caught:
        enlarged_by(larger, replace(several, scales=(2, 4)))
    assert "2, 4" in caught.value.problem.remedy


def test_a_request_without_a_factor_has_the_digest_that_it_always_had() -> None:
    plain = Request(Task.UPSCALE, "x4", inputs=(Input("plate", Path("p.png"), "0" * 64),))
    digests = {plain.digest, replace(plain, scale=2).digest, replace(plain, scale=3).digest}
    assert len(digests) == 3
    assert plain.digest == "4b13300261d44dc4f0a0e2b03b86cfdc7001b045c7817231f7ffbcfca73ff97d"
