"""The licences of blueprints' models: read for every source, and held against a show's being commercial."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers.comfyui.interface.blueprint import ModelFile
from secondunit.providers.comfyui.interface.licences import (
    Commercial,
    licence_of,
    licence_words,
    licences_read_on,
    model_licences,
    repository,
    strictest,
)
from secondunit.providers.comfyui.interface.listing import Listed, freely_licensed, listed
from secondunit.providers.comfyui.settings import read_settings
from secondunit.providers.protocol import Request
from secondunit.wire import Task
from secondunit.wire.errors import BadInput, BadSettings

HUB = "https://huggingface.co"
#: By hand, from the names alone: what their makers call non-commercial.
FORBIDDEN = {
    "image_edit_flux_2_dev", "image_inpainting_flux_1_fill_dev", "text_to_image_anima",
    "text_to_image_anima_base_1_0", "text_to_image_flux_1_dev", "text_to_image_flux_1_krea_dev",
    "text_to_image_flux_2_dev", "text_to_image_ideogram_v4",
}  # fmt: skip


@pytest.fixture(scope="module")
def tasks() -> dict[str, Listed]:
    return {entry.name: entry for entry in listed({}) if entry.task is not None}


def file(repository: str, name: str) -> ModelFile:
    return ModelFile(name, "diffusion_models", f"{HUB}/{repository}/resolve/main/{name}?download=true")


def test_every_source_that_a_blueprint_with_a_task_names_has_a_row(tasks: dict[str, Listed]) -> None:
    sources = {repository(model.source) for entry in tasks.values() for model in entry.models}
    assert "" not in sources and len(tasks) >= 52
    assert sources <= {row.source for row in model_licences()}


def test_each_row_says_where_and_when_it_was_read_or_that_it_is_unknown() -> None:
    for row in model_licences():
        assert row.model and row.source.count("/") == 1, row
        if row.commercial is Commercial.UNKNOWN:
            assert not row.licence and not row.read_at and row.terms, row
        else:
            assert row.licence and row.read_at.startswith("https://"), row
            assert datetime.date.fromisoformat(row.read_on) >= datetime.date(2026, 12, 1), row
        if row.commercial is Commercial.CONDITIONS:
            assert row.terms.endswith("."), row


def test_the_oldest_reading_is_what_a_list_says() -> None:
    assert licences_read_on() == min(row.read_on for row in model_licences() if row.read_on) >= "2026-12-01"


def test_no_row_is_hidden_by_one_before_it() -> None:
    whole: set[str] = set()
    for row in model_licences():
        assert row.source not in whole, row
        if not row.files:
            whole.add(row.source)


def test_what_a_file_is_decides_where_a_repository_holds_models_of_several_makers() -> None:
    assert licence_of(file("Comfy-Org/flux2-dev", "flux2-vae.safetensors")).commercial is Commercial.YES
    assert (
        licence_of(file("Comfy-Org/flux2-dev", "flux2_dev_fp8mixed.safetensors")).commercial is Commercial.NO
    )
    assert licence_of(file("comfy-org/FLUX2-dev", "other.safetensors")).commercial is Commercial.NO


@pytest.mark.parametrize(
    "source",
    [
        "",
        f"{HUB}/somebody/else/resolve/main/a.safetensors",
        "https://civitai.com/api/download/1",
        "http://[",
        HUB,
    ],
)
def test_a_source_that_nobody_looked_at_is_unknown(source: str) -> None:
    row = licence_of(ModelFile("a.safetensors", "vae", source))
    assert row.commercial is Commercial.UNKNOWN and "not been looked at" in str(row)


def test_the_strictest_model_binds_a_blueprint_and_is_named() -> None:
    free = file("Comfy-Org/Qwen-Image_ComfyUI", "qwen_image_vae.safetensors")
    some = file("Comfy-Org/MiniMax-H3", "h3.safetensors")
    unread = file("somebody/else", "lora.safetensors")
    forbidden = file("Comfy-Org/flux1-dev", "flux1-dev.safetensors")
    for models, expected in [
        ((free,), free),
        ((free, some), some),
        ((unread, some), unread),
        ((free, forbidden, unread), forbidden),
    ]:
        bound = strictest(models)
        assert bound is not None and bound.model == expected
    assert strictest(()) is None and licence_words(()) == ""
    assert licence_words((free,)) == "Apache-2.0"
    words = licence_words((free, some, forbidden))
    assert (
        "European Union" in words and words.index("FLUX.1") < words.index("MiniMax") and "Apache" not in words
    )


def test_a_list_says_of_each_blueprint_whether_it_may_be_used_commercially(tasks: dict[str, Listed]) -> None:
    assert {name for name, entry in tasks.items() if entry.commercial is Commercial.NO} == FORBIDDEN
    void = tasks["video_inpaint_void"]
    assert void.commercial is Commercial.CONDITIONS and "CogVideoX" in licence_words(void.models)
    assert tasks["text_to_image_ideogram_v4"].strictest.startswith("ideogram4")
    assert all(entry.commercial is not None for entry in tasks.values())
    assert "image_inpainting_qwen_image" in freely_licensed(Task.INPAINT)


def test_a_blueprint_that_forbids_commercial_work_is_refused_with_what_is_free_instead(bench: Any) -> None:
    bench.server()
    name = "image_inpainting_flux_1_fill_dev"
    offered = bench.offered(name, blueprints=name)
    assert offered.problem is not None and offered.tasks == ()
    assert "flux1-fill-dev.safetensors" in offered.problem.message
    assert "FLUX.1 [dev] Non-Commercial License" in offered.problem.message
    assert "https://github.com/black-forest-labs/flux" in offered.problem.message
    assert "noncommercial = true" in offered.problem.remedy
    assert "image_inpainting_qwen_image" in offered.problem.remedy
    with pytest.raises(BadInput, match="commercial work"):
        bench.provider(blueprints=name).estimate(Request(Task.INPAINT, name, "a door"))
    assert not bench.servers[0].taken


def test_a_show_that_is_not_commercial_is_offered_it_with_its_licence(bench: Any) -> None:
    bench.server()
    name = "image_inpainting_flux_1_fill_dev"
    offered = bench.offered(name, blueprints=name, noncommercial=True)
    assert offered.problem is None and offered.tasks == (Task.INPAINT,)
    licence = {limit.label: limit.text for limit in offered.limits}["Licence"]
    assert "FLUX.1 [dev] Non-Commercial License" in licence


def test_conditions_and_what_the_studio_cleared_are_said_and_not_refused(bench: Any) -> None:
    bench.server()
    cleared = "text_to_image_qwen_image_2512"
    names = ("pose_to_video_ltx_2_0", "text_to_image_qwen_image_2512", "remove_background_birefnet")
    offers = {
        each.model: each
        for each in bench.provider(blueprints=", ".join(names), cleared=cleared).capabilities()
    }
    said = {
        name: {limit.label: limit.text for limit in offers[name].limits}["Licence"]
        for name in names
        if offers[name].problem is None
    }
    assert set(said) == set(names)
    assert "not known" in said["text_to_image_qwen_image_2512"]
    assert "10 million USD" in said["pose_to_video_ltx_2_0"]
    assert said["remove_background_birefnet"] == "MIT"


@pytest.mark.parametrize(
    ("name", "task", "instead"),
    [
        ("text_to_image_qwen_image_2512", Task.IMAGE, "text_to_image_z_image_turbo"),
        ("frame_interpolation", Task.RETIME, "retime_plate or retime_rife, on board"),
    ],
)
def test_what_is_unknown_is_refused_until_the_studio_says_that_it_read_it(
    bench: Any, name: str, task: Task, instead: str
) -> None:
    bench.server()
    offered = bench.offered(name, blueprints=name)
    assert offered.problem is not None and offered.tasks == ()
    assert "whose licence is not known" in offered.problem.message
    assert "cleared" in offered.problem.remedy and instead in offered.problem.remedy
    with pytest.raises(BadInput, match="licence is not known"):
        bench.provider(blueprints=name).estimate(Request(task, name, "a door"))
    for lifted in ({"cleared": name}, {"noncommercial": True}):
        assert bench.offered(name, blueprints=name, **lifted).problem is None
    assert bench.offered(name, blueprints=name, cleared="image_edit").problem is not None


def test_a_studio_with_a_licence_of_its_own_clears_what_is_forbidden(bench: Any) -> None:
    bench.server()
    name = "image_inpainting_flux_1_fill_dev"
    assert bench.offered(name, blueprints=name, cleared=name).problem is None


def test_of_a_studios_own_workflow_nothing_is_said(bench: Any) -> None:
    bench.server()
    for offered in bench.provider().capabilities():
        assert "Licence" not in {limit.label for limit in offered.limits}


def test_whether_a_show_is_commercial_is_true_or_false(tmp_path: Path) -> None:
    values = {"servers": "http://gpu1:8188", "workflows": str(tmp_path)}
    assert read_settings(values).noncommercial is False
    assert read_settings({**values, "noncommercial": True}).noncommercial is True
    with pytest.raises(BadSettings, match="true or false"):
        read_settings({**values, "noncommercial": "yes"})
