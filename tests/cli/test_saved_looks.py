"""Looks from the command line: saved, listed, and applied to a brief; what is none is said."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import Run


def test_a_look_is_saved_listed_and_applied_to_a_brief(run: Run, home: Path) -> None:
    made = run(
        "looks", "save", "Hall haze", "--kind", "smoke", "--look", "haze", "--set", "wind=2.5",
        "--to", "show", "--show", "lookshow",
    )  # fmt: skip
    assert made.code == 0, made.err
    assert "--look show:hall_haze" in made.out
    body = json.loads((home / "shows" / "lookshow" / "looks" / "smoke.hall_haze.json").read_text("utf-8"))
    assert body["settings"]["wind"] == 2.5 and body["settings"]["density"] == 0.08
    assert "x" not in body["settings"] and "resolution" not in body["settings"]
    listed = run("looks", "list", "--show", "lookshow", "--kind", "smoke")
    assert "show:hall_haze" in listed.out and "chimney" in listed.out
    brief = run(
        "estimate", "--show", "lookshow", "--shot", "sh010", "--element", "haze", "--frames", "1001-1002",
        "--kind", "smoke", "--look", "show:hall_haze", "--set", "wind=4", "--json", "smoke",
    )  # fmt: skip
    assert brief.code == 0, brief.err
    settings = brief.lines[-1]["settings"]
    assert (settings["wind"], settings["density"]) == (4.0, 0.08)


def test_a_look_is_replaced_only_where_that_is_said(run: Run) -> None:
    save = ("looks", "save", "Mine alone", "--kind", "steam")
    assert run(*save).code == 0
    refused = run(*save, "--json")
    assert refused.code != 0 and "already" in refused.problem["message"]
    assert run(*save, "--replace").code == 0


def test_a_look_of_a_show_needs_the_show_and_a_look_a_kind(run: Run) -> None:
    assert (
        "show's name"
        in run("looks", "save", "A", "--kind", "smoke", "--to", "show", "--json").problem["message"]
    )
    assert "kind" in run("looks", "save", "A", "--json").problem["message"]
    assert run("looks", "save", "A", "--kind", "smok", "--json").problem["remedy"].startswith("Did you mean")


def test_the_page_of_looks_is_rendered_as_before(run: Run) -> None:
    refused = run("looks", "--kind", "smoke", "--look", "emerald", "--json")
    assert refused.code == 2 and "emerald" in refused.problem["message"]


def test_a_look_that_is_saved_from_a_take_has_its_picture(run: Run, home: Path) -> None:
    made = run(
        "generate", "--show", "lookshow", "--shot", "sh020", "--element", "puff", "--frames", "1001",
        "--size", "64x36", "--fps", "24", "--set", "resolution=16", "--set", "preroll=0.2", "--json",
        "smoke",
    )  # fmt: skip
    assert made.code == 0, made.err
    take = made.lines[-1]["id"]
    folder = home / "shows" / "lookshow" / "looks"
    whose = ("--to", "show", "--show", "lookshow", "--json")
    saved = run("looks", "save", "Of a take", "--take", take, *whose)
    assert saved.code == 0, saved.err
    assert saved.lines[-1]["picture"]
    assert (folder / "smoke.of_a_take.jpg").read_bytes().startswith(b"\xff\xd8\xff")
    other = run("looks", "save", "Of more", "--take", take, "--set", "density=3", *whose)
    assert other.code == 0 and "picture" not in other.lines[-1], "the take does not show that density"
    assert not (folder / "smoke.of_more.jpg").exists()
