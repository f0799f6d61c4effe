"""ComfyUI from a terminal: which server is not well, which workflow is no model, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def show(home: Path, comfy: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A show with that server and a folder of workflows: one that runs, two that are none."""
    folder = home / "shows" / f"c{abs(hash(request.node.name)) % 10**8}"
    folder.mkdir(parents=True)
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "restyle_soft.json").write_text(json.dumps(comfy.workflow))
    (flows / "restyle_page.json").write_text('{"nodes": [], "links": []}')
    (flows / "inpaint_cut.json").write_text('{"1": {"class_ty')
    table = f'[comfyui]\nservers = "{comfy.url}"\nworkflows = {json.dumps(str(flows))}\n'
    (folder / "providers.toml").write_text(table, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ((401, b"", "text/plain"), "does not let us in (401)"),
        ((500, b"oh", "text/plain"), "answers with the fault 500"),
        ((503, b"", "text/plain"), "asks for a pause"),
        ((200, b"<html>Sign in</html>", "text/html"), "answers with a web page"),
    ],
)
def test_a_check_does_not_pass_a_server_that_answers_wrongly(
    run, show: Path, comfy: Any, front: tuple[int, bytes, str], words: str
) -> None:
    comfy.front = front
    answer = run("providers", "--show", show.name, "--check", "comfyui")
    assert answer.code != 0 and words in answer.out and comfy.url.split("//")[1] in answer.out


def test_a_workflow_that_is_no_model_is_listed_with_its_reason_and_so_is_it_when_it_is_asked_for(
    run, show: Path
) -> None:
    listed = run("providers", "--show", show.name)
    assert "restyle_soft" in listed.out and "restyle_page" not in listed.out
    assert "comfyui, restyle_page, cannot be used: " in listed.err
    assert "restyle_page.json: This workflow has no node that a server runs." in listed.err
    assert "Export (API)" in listed.err and "inpaint_cut" in listed.err and "not JSON" in listed.err
    asked = run(
        "estimate", "a drawing", "--show", show.name, "--shot", "sh010", "--element", "door", "--frames",
        "1001-1001", "--size", "64x64", "--fps", "24", "--provider", "comfyui", "--model", "restyle_page",
        "--task", "restyle", "--json",
    )  # fmt: skip
    assert asked.problem["code"] == "settings.bad" and "no node" in asked.problem["message"]


def test_a_check_passes_where_all_is_well(run, show: Path, tmp_path: Path) -> None:
    for name in ("restyle_page", "inpaint_cut"):
        (tmp_path / "flows" / f"{name}.json").unlink()
    answer = run("providers", "--show", show.name, "--check", "comfyui")
    assert answer.code == 0 and "restyle_soft" in answer.out, answer.out
