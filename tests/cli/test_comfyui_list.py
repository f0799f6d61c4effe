"""`secondunit comfyui list`: a line for everything that is published, with why it cannot be asked for."""

from __future__ import annotations

import json
from typing import Any

from secondunit.cli.output import _LONGEST_WORD


def test_every_blueprint_has_a_line_with_its_task_or_the_reason(run: Any) -> None:
    answer = run("comfyui", "list")
    rows = {cells[0]: cells for line in answer.out.splitlines() if (cells := line.split("\t"))}
    assert len(rows) >= 115
    assert rows["video_inpaint_void"][1:4] == ["inpaint", "yes", ""]
    assert rows["glow"][1:4] == ["-", "yes", "Image Tools/Color adjust: none of a brief's tasks."]
    assert "115 blueprints, 115 read, 66 with a task" in answer.err and "licences" in answer.err


def test_a_line_says_whether_a_blueprint_is_for_commercial_work_and_which_model_decides(run: Any) -> None:
    answer = run("comfyui", "list")
    rows = {cells[0]: cells for line in answer.out.splitlines() if (cells := line.split("\t"))}
    assert (
        rows["text_to_image_flux_1_dev"][5] == "FLUX.1 [dev] Non-Commercial License (flux1-dev.safetensors)"
    )
    assert [rows[name][4] for name in ("text_to_image_flux_1_dev", "remove_background_birefnet", "glow")] == [
        "no", "yes", "-",
    ]  # fmt: skip
    assert "no: 8" in answer.err


def test_in_json_each_model_has_its_folder_and_its_source(run: Any) -> None:
    answer = run("comfyui", "list", "--templates", "--json")
    entries = {entry["name"]: entry for line in answer.out.splitlines() if (entry := json.loads(line))}
    assert len(entries) > 700
    models = {model["name"]: model for model in entries["remove_background_birefnet"]["models"]}
    [birefnet] = models.values()
    assert birefnet["folder"] == "background_removal" and birefnet["source"].startswith("https://")
    assert {entry["kind"] for entry in entries.values()} == {"blueprint", "template"}


def test_what_a_brief_can_ask_for_comes_first_and_names_can_be_copied_whole(run: Any) -> None:
    rows = [line.split("\t") for line in run("comfyui", "list").out.splitlines()]
    tasks = [row[1] for row in rows]
    assert tasks[:66] == sorted(tasks[:66]) and "-" not in tasks[:66] and set(tasks[66:]) == {"-"}
    assert max(len(row[0]) for row in rows) <= _LONGEST_WORD


def test_what_is_offered_first_has_its_licence_memory_and_speed(run: Any) -> None:
    rows = [line.split("\t") for line in run("comfyui", "list", "--first").out.splitlines()]
    assert len(rows) >= 12 and all(len(row) == 7 and all(row) for row in rows)
    assert {row[2] for row in rows} == {"yes", "conditions"}
    assert any("GB card" in row[4] for row in rows) and any("step" in row[5] for row in rows)
