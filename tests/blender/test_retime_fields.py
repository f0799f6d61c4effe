"""A retime in Blender's panel: curve and shutter as on the command line, and a cut answered by name."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="module")
def found(blender: Any) -> Any:
    return blender.run("retime_fields")


def test_one_speed_is_asked_for_until_a_curve_is_chosen(found: Any) -> None:
    lines = found["one speed"]
    assert "Speed: 'constant'" in lines and "Times slower: '2'" in lines
    assert not any(line.startswith("Curve") for line in lines)
    assert "Curve: '1001=100%, 1025=25%'" in found["asked"]
    assert not any(line.startswith("Times slower") for line in found["asked"])


def test_a_curve_by_speeds_goes_into_the_brief_as_places(found: Any) -> None:
    assert found["keys"] == ["1001=1001", "1025=1025", "1049=1031"]
    assert found["rest"] == [True, 180.0, None]


def test_a_cut_is_answered_by_a_named_button_and_the_answer_is_kept_in_the_scene(found: Any) -> None:
    text = " ".join(found["asked"])
    assert "There is a cut between 1012 and 1013" in text
    assert "Accept the plate's cuts" in text and "Not now" in text
    assert found["answered"] == ["FINISHED"] and found["accepted"] == [True, "/p/cut.%04d.exr"]
    after = " ".join(found["after"])
    assert "Accept the plate's cuts" not in after and "Its cuts are accepted." in after
    assert found["again"] is False


def test_an_undo_of_the_scene_takes_the_answer_back(found: Any) -> None:
    assert found["undone"] == [False, True]
