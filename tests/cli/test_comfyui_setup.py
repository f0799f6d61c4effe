"""`secondunit comfyui setup`: from a server to a table, with what works there and what a blueprint lacks."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from secondunit.cli import comfyui_setup

CATALOGUE_OF_ONE = {
    "RemoveBackground": {"input": {"required": {"image": ["IMAGE"], "bg_removal_model": ["MODEL"]}}},
}


@pytest.fixture
def show(home: Path, request: pytest.FixtureRequest) -> str:
    name = f"s{abs(hash(request.node.name)) % 10**8}"
    (home / "shows" / name).mkdir(parents=True)
    return name


@pytest.fixture
def place(home: Path, show: str) -> Path:
    return home / "shows" / show / "providers.toml"


@pytest.fixture(autouse=True)
def moved_on(comfy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server comes to its job while the command waits."""

    def rest(seconds: float) -> None:
        if comfy.pending:
            comfy.run(0.5)
            comfy.finish()

    monkeypatch.setattr(comfyui_setup.time, "sleep", rest)


def test_a_server_is_asked_proves_itself_and_gets_its_table(
    run: Any, comfy: Any, show: str, place: Path
) -> None:
    answer = run("comfyui", "setup", comfy.url, "--show", show, "--declared-local", "Jane Doe")
    assert answer.code == 0 and comfy.taken == 1 and not comfy.wrong
    table = tomllib.loads(place.read_text("utf-8"))["comfyui"]
    assert table["servers"] == comfy.url and table["declared_local"] == "Jane Doe"
    assert Path(table["workflows"]).is_dir() and "blueprints" not in table
    rows = {cells[0]: cells for line in answer.out.splitlines() if len(cells := line.split("\t")) > 3}
    assert rows["video_inpaint_void"][1:3] == ["inpaint", "no"]
    assert "VOIDInpaintConditioning" in rows["video_inpaint_void"][3]
    assert "0 of 66 blueprints have all that they need" in answer.err
    listed = run("providers", "--show", show)
    assert listed.code == 0


def test_a_model_that_is_missing_is_named_with_its_folder_and_its_source(
    run: Any,
    comfy: Any,
    show: str,
    place: Path,
) -> None:
    loader = {"input": {"required": {"bg_removal_name": [["another.safetensors"], {}]}}}
    comfy.catalogue |= {**CATALOGUE_OF_ONE, "LoadBackgroundRemovalModel": loader}
    answer = run("comfyui", "setup", comfy.url, "--show", show, "--no-proof", "--json")
    entries = {entry["name"]: entry for line in answer.out.splitlines() if (entry := json.loads(line))}
    birefnet = entries["remove_background_birefnet"]
    assert birefnet.get("nodes", []) == [] and comfy.taken == 0
    [model] = birefnet["models"]
    assert model["name"] == "birefnet.safetensors" and model["folder"] == "background_removal"
    loader["input"]["required"]["bg_removal_name"][0].append(model["name"])
    answer = run("comfyui", "setup", comfy.url, "--show", show, "--no-proof")
    assert "remove_background_birefnet\tmatte\tyes\t" in answer.out
    assert "1 of 66 blueprints" in answer.err


def test_a_table_that_is_there_stays_and_so_does_all_else_in_its_file(
    run: Any,
    comfy: Any,
    show: str,
    place: Path,
) -> None:
    place.write_text('# ours\n[luma]\nsecret = "luma.api-key"\n', "utf-8")
    assert run("comfyui", "setup", comfy.url, "--show", show, "--no-proof").code == 0
    text = place.read_text("utf-8")
    assert text.startswith('# ours\n[luma]\nsecret = "luma.api-key"\n\n[comfyui]\n')
    again = run(
        "comfyui", "setup", comfy.url, "--show", show, "--no-proof", "--blueprints", "video_inpaint_void"
    )
    assert place.read_text("utf-8") == text
    assert "already" in again.err and 'blueprints = "video_inpaint_void"' in again.err


def test_a_blueprint_that_forbids_commercial_work_is_set_up_only_for_a_show_that_is_none(
    run: Any, comfy: Any, show: str, place: Path
) -> None:
    asked = ("comfyui", "setup", comfy.url, "--show", show, "--no-proof", "--blueprints")
    answer = run(*asked, "text_to_image_flux_1_dev")
    assert answer.code == 2 and "flux1-dev.safetensors" in answer.err and not place.exists()
    assert run(*asked, "text_to_image_flux_1_dev", "--noncommercial").code == 0
    assert tomllib.loads(place.read_text("utf-8"))["comfyui"]["noncommercial"] is True


def test_a_blueprint_whose_licence_nobody_knows_is_set_up_once_it_is_cleared(
    run: Any, comfy: Any, show: str, place: Path
) -> None:
    asked = ("comfyui", "setup", comfy.url, "--show", show, "--no-proof", "--blueprints")
    answer = run(*asked, "frame_interpolation")
    assert answer.code == 2 and "film_net_fp16.safetensors" in answer.err and not place.exists()
    assert "retime_rife" in answer.err
    assert run(*asked, "frame_interpolation", "--cleared", "frame_interpolation").code == 0
    assert tomllib.loads(place.read_text("utf-8"))["comfyui"]["cleared"] == "frame_interpolation"


@pytest.mark.parametrize(("size", "doubted"), [(434_000_000, False), (12_000, True)])
def test_a_model_file_with_the_right_name_and_other_content_is_doubted(
    run: Any, comfy: Any, show: str, size: int, doubted: bool
) -> None:
    loader = {"input": {"required": {"bg_removal_name": [["birefnet.safetensors"], {}]}}}
    comfy.catalogue |= {**CATALOGUE_OF_ONE, "LoadBackgroundRemovalModel": loader}
    comfy.models["background_removal"] = {"birefnet.safetensors": size, "other.safetensors": 5}
    answer = run("comfyui", "setup", comfy.url, "--show", show, "--no-proof")
    row = next(line for line in answer.out.splitlines() if line.startswith("remove_background_birefnet"))
    assert ("right name and other content" in row) is doubted


def test_what_is_offered_first_is_set_up_by_one_word(run: Any, comfy: Any, show: str, place: Path) -> None:
    assert (
        run("comfyui", "setup", comfy.url, "--show", show, "--blueprints", "curated", "--no-proof").code == 0
    )
    names = tomllib.loads(place.read_text("utf-8"))["comfyui"]["blueprints"].split(", ")
    assert "image_outpainting_qwen_image" in names and len(names) == len(set(names)) >= 12
    offered = run("providers", "--show", show, "--json").out
    assert [name for name in names if name not in offered] == []
    assert "may not be used for commercial work" not in offered


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("http://gpu1:8188", "--declared-local", "Jane"), "not on this machine"),
        (("gpu1",), "not the address"),
        (("http://127.0.0.1:9", "--blueprints", "nothing"), "no blueprint 'nothing'"),
    ],
)
def test_what_cannot_be_set_up_is_refused_before_anything_is_written(
    run: Any, show: str, place: Path, arguments: tuple[str, ...], words: str
) -> None:
    answer = run("comfyui", "setup", *arguments, "--show", show)
    assert answer.code == 2 and words in answer.err and not place.exists()


def test_a_server_that_is_not_there_writes_no_table(run: Any, comfy: Any, show: str, place: Path) -> None:
    comfy.front = (200, b"<html>Sign in</html>", "text/html")
    answer = run("comfyui", "setup", comfy.url, "--show", show)
    assert answer.code != 0 and "web page" in answer.err and not place.exists()
