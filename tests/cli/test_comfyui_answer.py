"""`secondunit comfyui answer`: a studio's own blueprint is asked about once, and remembered."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers.comfyui.interface.library import BLUEPRINTS, files

HEAD = '# ours\norder = ["comfyui"]\n\n[comfyui]\nservers = "http://gpu1:8188"\nworkflows = "{folder}"\n'


def own(folder: Path, name: str, source: str, **labels: str) -> None:
    """A studio's own blueprint: a published one, under another name, without a category, inputs renamed."""
    body = json.loads(files(BLUEPRINTS)[source].read_text("utf-8"))
    [subgraph] = [each for each in body["definitions"]["subgraphs"] if each["id"] == body["nodes"][0]["type"]]
    subgraph.pop("category", None)
    for port in subgraph["inputs"]:
        known = port.get("label") or port["name"]
        if known in labels:
            port["label"] = labels[known]
    (folder / f"{name}.json").write_text(json.dumps(body), "utf-8")


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    (home / "shows" / "asked").mkdir(parents=True, exist_ok=True)
    path = home / "shows" / "asked" / "providers.toml"
    path.write_text(HEAD.format(folder=folder) + '\n[luma]\nsecret = "luma.key"\n', "utf-8")
    return path


def flows(place: Path) -> Path:
    return Path(tomllib.loads(place.read_text("utf-8"))["comfyui"]["workflows"])


def test_what_a_blueprint_does_is_asked_once_and_remembered(run: Any, place: Path) -> None:
    own(flows(place), "clean_up", "image_inpainting_qwen_image")
    asked = run("comfyui", "answer", "--show", "asked")
    assert asked.code == 0
    assert "What does clean_up do: inpaint, extend, restyle, upscale, matte or image?" in asked.out
    assert "secondunit comfyui answer clean_up task=inpaint" in asked.out
    assert run("comfyui", "answer", "clean_up", "task=inpaint", "--show", "asked").code == 0
    table = tomllib.loads(place.read_text("utf-8"))
    assert table["comfyui"]["parts"] == {"clean_up": {"task": "inpaint"}}
    assert table["luma"] == {"secret": "luma.key"} and place.read_text("utf-8").startswith("# ours\n")
    again = run("comfyui", "answer", "--show", "asked")
    assert "Nothing is to be asked." in again.err and "clean_up" not in again.out


def test_one_question_follows_another_and_answers_of_one_model_stay_together(run: Any, place: Path) -> None:
    names = {"image 1": "left picture", "image 2 (optional)": "right picture", "prompt": "wish"}
    own(flows(place), "restyle_ours", "image_edit", **names)
    asked = run("comfyui", "answer", "--show", "asked").out
    assert "takes the plate: left_picture, right_picture or image_3_optional?" in asked
    assert run("comfyui", "answer", "restyle_ours", "plate=right_picture", "--show", "asked").code == 0
    asked = run("comfyui", "answer", "--show", "asked").out
    assert "takes the prompt: wish or none?" in asked
    assert run("comfyui", "answer", "restyle_ours", "prompt=wish", "--show", "asked").code == 0
    table = tomllib.loads(place.read_text("utf-8"))["comfyui"]["parts"]["restyle_ours"]
    assert table == {"plate": "right_picture", "prompt": "wish"}
    assert place.read_text("utf-8").count("restyle_ours") == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("clean_up", "task=dance"), "has no task 'dance'"),
        (("clean_up", "light=image"), "'light' is nothing that is asked"),
        (("clean_up",), "Nothing is said"),
        (("other", "task=inpaint"), "There is no workflow 'other'"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_written(
    run: Any, place: Path, said: tuple[str, ...], words: str
) -> None:
    own(flows(place), "clean_up", "image_inpainting_qwen_image")
    before = place.read_text("utf-8")
    answer = run("comfyui", "answer", *said, "--show", "asked")
    assert answer.code != 0 and words in answer.err
    assert place.read_text("utf-8") == before
