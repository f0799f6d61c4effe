"""Providers in real Blender: chosen, explained, approved, and decided about when nobody knows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def found(blender: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("elsewhere")
    return blender.run(
        "elsewhere", tools.ROOT / "tests" / "host", place / "home", home=place / "home"
    )  # fmt: skip


def test_a_model_s_own_controls_pictures_and_characters_go_into_the_brief(found: Any) -> None:
    task, provider, model, controls, references, cast = found["brief"]
    assert (task, provider, model) == ("restyle", "comfyui", "restyle_dream")
    assert controls == {"strength": 0.25, "sampler": "uni_pc"}
    assert references == [["/shots/ink.png", "subject"]]
    assert cast == [["Ingrid", 3]]


def test_a_key_frame_stands_at_a_frame_and_says_which_may_change(found: Any) -> None:
    lines, moment = found["keyed"]
    assert moment == "1002:1001-1003"
    assert any(line.startswith("<second_unit.reference_moment>") for line in lines), "\n".join(lines)


def test_the_panel_says_what_a_model_takes_and_who_is_not_here(found: Any) -> None:
    text = "\n".join(found["comfy"])
    assert "Task: 'restyle'" in text and "Strength: 0.25" in text
    assert "nothing leaves" in text.lower().replace("\n", " ")
    assert "runway: There is no key named runway." in text
    assert "<second_unit.add_reference>" in text
    assert text.count("<second_unit.change_cast>") == 3, "who is in it, what is newer, and one more"


def test_what_is_pinned_worn_and_withdrawn_is_said_beneath_a_character(found: Any) -> None:
    text = " ".join(found["pinned"])
    assert "v003 is pinned for" in text and "<second_unit.change_cast> v003" in text
    assert "red coat, torn at the sleeve, 34" in text
    assert "Ada Lind: the consent was withdrawn on 2026-11-30." in text


def test_a_model_that_asks_is_told_in_the_panel_and_used_at_once(found: Any) -> None:
    listed, asked, told, choices = ("\n".join(lines) for lines in found["asks"])
    assert "<second_unit.ask_model> restyle ours asks one question" in listed
    assert "Which input of restyle ours" not in listed
    assert "Which input of restyle ours" in asked
    assert "<second_unit.answer> right picture" in asked and "<second_unit.answer> Not now" in asked
    assert "Model: 'restyle_ours'" in told and "asks one question" not in told
    assert choices == "right_picture"


def test_price_what_leaves_and_a_missing_approval_are_in_view(found: Any) -> None:
    text = " ".join(found["missing"])
    assert "About 1.20 USD, 2 requests, 40 s" in text
    assert "Leaves this machine: the prompt, to Bedrock" in text
    assert "ana or you may approve it." in text
    assert "<second_unit.approve>" in text
    assert found["approved"] == ["1.50"]
    assert found["frame"] == 1003


def test_an_uncertain_job_is_decided_by_a_person_and_offers_fill_the_form(found: Any) -> None:
    text = " ".join(re.sub(r" \[\w+\]$", "", line) for line in found["uncertain"])
    assert "Bedrock, Ray2   1.20 USD held" in text
    assert "it may be made, and paid for, twice" in text
    assert text.count("<second_unit.take_offer>") == 2
    assert found["jobs"] == 1, "an offer sends nothing"
