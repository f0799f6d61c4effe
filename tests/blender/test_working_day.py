"""The panel in real Blender, from the first connection to a service that dies and comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest


@pytest.fixture(scope="module")
def day(blender: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("day")

    def grey(frame: int) -> np.ndarray[Any, Any]:
        return np.full((36, 64, 4), 0.25, np.float32)

    takes = [tools.make_take(place, grey), tools.make_take(place, grey, version=2)]
    return blender.run(
        "working_day",
        tools.ROOT / "tests" / "host" / "loopback.py",
        tools.as_json(place / "takes.json", takes),
        place / "home",
        place,
        home=place / "home",
    )


def test_before_the_service_is_there_the_panel_says_so_with_a_remedy(day: Any) -> None:
    text = "\n".join(day["away"])
    assert "service" in text and "<second_unit.connect>" in text
    assert "secondunit" in text
    assert "Prompt" in text, "the fields are there without the service"


def test_the_brief_holds_what_was_set_by_hand_in_blender_s_own_properties(day: Any) -> None:
    controls, frames, rate, space = day["brief"]
    assert controls == {"density": 0.75, "color": "0.1 0.2 0.3", "source": "line"}
    assert (frames, rate, space) == ("1001-1006", "24", "Linear Rec.709")


def test_a_wrong_field_is_marked_with_its_reason(day: Any) -> None:
    at = day["wrong"].index("Frames: '9-1'")
    assert "(alert)" in day["wrong"][at - 1]
    assert "ends before it begins" in " ".join(day["wrong"][at : at + 3])


def test_the_panel_shows_progress_takes_what_was_understood_and_what_was_not(day: Any) -> None:
    text = "\n".join(day["panel"])
    assert "progress 0.40 smoke_left 40%\n<second_unit.cancel>\nframe 3 of 6" in text
    assert "smoke_left v002" in text and "smoke_left v001" in text
    assert "Understood: thick" in text
    assert "Not understood: unicorn" in text
    assert "Height (m): 6.0" in text
    assert "About 12 s, 10 MB" in text


def test_who_decided_what_about_a_take_stands_at_it_and_a_decision_needs_its_reason(day: Any) -> None:
    assert day["no_reason"] == ["CANCELLED"]
    lines = day["decided"][day["decided"].index("== Takes") :]
    first = next(n for n, line in enumerate(lines) if "v002" in line)
    shown = lines[first : lines.index("<second_unit.place>", first)]
    said = [line for line in shown if "[" in line or "   " in line]
    assert said[0].startswith("Changes by ") and ", lead" in said[0] and "FILE_REFRESH" in said[0]
    assert "Thinner." in " ".join(shown)
    assert any(line.startswith("Accepted by ana, supervisor") and "CHECKMARK" in line for line in said)
    assert lines.count("<second_unit.sign_off>") == 2


def test_each_act_is_one_undo_step_with_a_name(day: Any) -> None:
    assert day["steps"] == [
        "Second Unit: place sh010/smoke_left v001",
        "Second Unit: change to sh010/smoke_left v002",
    ]
    assert day["drawn_after_undo"]


def test_a_dead_service_is_said_in_a_sentence_and_heard_again(day: Any) -> None:
    assert "UNLINKED" in day["died"][0]
    assert day["message"] == "This job has ended already."


def test_the_scene_keeps_only_what_was_set_by_hand(day: Any) -> None:
    assert day["stored"]["prompt"] == "thick smoke, a unicorn"
    assert "controls.density" not in day["stored"]


def test_switching_off_leaves_no_thread(day: Any) -> None:
    assert day["threads"] == []
