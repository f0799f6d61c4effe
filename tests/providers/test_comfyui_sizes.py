"""Sizes of a workflow: which input a name means, and what its own nodes make whatever it is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from secondunit.wire import Size, Task
from secondunit.wire.errors import BadInput

SAVE = {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "a"}}
LOAD = {"class_type": "LoadImage", "inputs": {"image": "x.png"}, "_meta": {"title": "[plate]"}}


def scaled(title: str = "", **inputs: Any) -> dict[str, Any]:
    """A plate, scaled, and saved."""
    scale = {"class_type": "ImageScale", "inputs": {"image": ["1", 0], "upscale_method": "area", "width": 512,
             "height": 320, "crop": "disabled", **inputs}, "_meta": {"title": title}}  # fmt: skip
    return {"1": LOAD, "8": scale, "9": SAVE}


def by_factor(factor: float) -> dict[str, Any]:
    """A plate enlarged by a factor, and saved."""
    scale = {"class_type": "ImageScaleBy",
             "inputs": {"image": ["1", 0], "upscale_method": "area", "scale_by": factor}}  # fmt: skip
    return {"1": LOAD, "8": scale, "9": SAVE}


def test_a_name_means_the_input_of_that_very_name_first(bench: Any) -> None:
    server = bench.server()
    empty = {"class_type": "EmptyImage", "inputs": {"width": 64, "height": 64, "batch_size": 1, "color": 0},
             "_meta": {"title": "Paper [width] [height] [Color]"}}  # fmt: skip
    bench.workflow("image_paper", {"8": empty, "9": SAVE})
    provider = bench.provider()
    [control] = bench.offered("image_paper").controls
    assert (control.name, control.kind) == ("color", "int")
    asked = replace(bench.request, task=Task.IMAGE, model="image_paper", inputs=(), width=640, height=360)
    provider.submit(asked, "key")
    assert server.pending[0][2]["8"]["inputs"] | {"color": 0} == {
        "width": 640, "height": 360, "batch_size": 1, "color": 0
    }  # fmt: skip


def test_a_named_side_goes_before_a_text_of_the_same_node(bench: Any) -> None:
    server = bench.server()
    server.catalogue["Odd"] = {"input": {"required": {"text": ["STRING", {}], "width": ["INT", {}]}}}
    odd = {"class_type": "Odd", "inputs": {"text": "t", "width": 64}, "_meta": {"title": "[width] [prompt]"}}
    bench.workflow("image_odd", {"8": odd, "9": SAVE})
    asked = replace(bench.request, task=Task.IMAGE, model="image_odd", inputs=(), width=640, height=360)
    bench.provider().submit(replace(asked, prompt="fog"), "key")
    assert server.pending[0][2]["8"]["inputs"] == {"text": "fog", "width": 640}


def test_a_workflow_of_one_size_is_known_to_make_that_size(bench: Any) -> None:
    bench.server()
    latent = {
        "1": {"class_type": "EmptyLatentImage", "inputs": {"width": 768, "height": 512, "batch_size": 1}},
        "2": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "x"}},
        "3": {"class_type": "KSampler", "inputs": {"latent_image": ["1", 0], "seed": 1}},
        "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["2", 2]}},
        "9": SAVE,
    }  # fmt: skip
    bench.workflow("image_square", latent)
    bench.workflow("restyle_small", scaled())
    bench.workflow("restyle_any", scaled("[width] [height]"))
    for model, sizes in (
        ("image_square", (Size(768, 512),)), ("restyle_small", (Size(512, 320),)), ("restyle_any", ()),
    ):  # fmt: skip
        intake = bench.offered(model).intake
        assert intake is not None and intake.sizes == sizes


def test_how_many_times_a_workflow_enlarges_is_read_from_its_nodes_and_not_from_its_name(bench: Any) -> None:
    bench.server()
    bench.workflow("upscale_4x", by_factor(3.0))
    network = {
        "2": {"class_type": "UpscaleModelLoader", "inputs": {"model_name": "x.pth"}},
        "8": {"class_type": "ImageUpscaleWithModel",
              "inputs": {"image": ["1", 0], "upscale_model": ["2", 0]}},
    }  # fmt: skip
    bench.workflow("upscale_2x_model", by_factor(1.0) | network)
    for model, scale in (("upscale_4x", 3), ("upscale_2x_model", 2)):
        intake = bench.offered(model).intake
        assert intake is not None and intake.scale == scale


@pytest.mark.parametrize("factor", [2.0, 0.5, 1.3])
def test_an_answer_of_another_size_than_the_plates_is_refused_before_the_run(
    bench: Any, factor: float
) -> None:
    server = bench.server()
    bench.workflow("restyle_big", by_factor(factor))
    asked = replace(bench.request, model="restyle_big", width=640, height=360)
    with pytest.raises(BadInput, match=f"makes the plate {factor:g} times as large") as caught:
        bench.provider().estimate(asked)
    assert "upscale" in caught.value.problem.remedy and server.asked == 0


def test_a_size_that_is_a_control_of_the_artists_is_not_foretold(bench: Any) -> None:
    server = bench.server()
    # As ComfyUI 0.33.0 lists it.
    server.catalogue["ImageScaleBy"] = {"input": {"required": {
        "image": ["IMAGE"], "upscale_method": [["nearest-exact", "bilinear", "area", "bicubic", "lanczos"]],
        "scale_by": ["FLOAT", {"default": 1.0, "min": 0.01, "max": 8.0, "step": 0.01}],
    }}}  # fmt: skip
    graph = by_factor(2.0)
    graph["8"] = {**graph["8"], "_meta": {"title": "[By: scale_by]"}}
    bench.workflow("restyle_by", graph)
    bench.workflow("restyle_wide", scaled("[Paper width: width]"))
    bench.provider().estimate(replace(bench.request, model="restyle_by", width=640, height=360))
    intake = bench.offered("restyle_wide").intake
    assert intake is not None and intake.sizes == ()


def test_a_side_that_the_server_does_not_take_is_refused_before_the_run(bench: Any) -> None:
    server = bench.server()
    bench.workflow("restyle_any", scaled("[width] [height]"))
    asked = replace(bench.request, model="restyle_any", width=20000, height=360)
    with pytest.raises(BadInput, match="takes a width from 0 to 16384, not 20000"):
        bench.provider().estimate(asked)
    assert server.asked == 0
