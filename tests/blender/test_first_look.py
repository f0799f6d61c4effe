"""What an artist sees of the panel first: in reading order, without a fault that is nobody's, and named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest


@pytest.fixture(scope="module")
def seen(blender: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("first")

    def grey(frame: int) -> np.ndarray[Any, Any]:
        return np.full((36, 64, 4), 0.25, np.float32)

    takes = [tools.make_take(place, grey), tools.make_take(place, grey, version=2)]
    return blender.run(
        "first_look",
        tools.ROOT / "tests" / "host" / "loopback.py",
        tools.as_json(place / "takes.json", takes),
        place / "home",
        place,
        home=place / "home",
    )


def test_the_prompt_and_what_sets_it_going_come_before_everything_else(seen: Any) -> None:
    lines = seen["blank"]
    first_section = next(n for n, line in enumerate(lines) if line.startswith("== "))
    assert lines[0] == "Prompt" and lines[1].startswith("Prompt:")
    assert 1 < lines.index("<second_unit.generate>") < first_section


def test_an_empty_panel_is_neutral(seen: Any) -> None:
    assert seen["blank_problems"] == ["prompt"], "the service does find that nothing was asked for"
    text = "\n".join(seen["blank"])
    assert "(alert)" not in text and "[ERROR]" not in text
    assert "Say what you want" in text, "what to do is said all the same"


def test_show_and_shot_come_from_the_file_s_name_until_a_hand_writes_others(seen: Any) -> None:
    assert seen["named"] == [["nova", "sq010_sh020"], ["nova", "sh030"], ["nova", "shot"]]
    assert "sq010" not in seen["by_hand"], "what the file says is not stored as if a hand had written it"
    assert seen["hand"] == ["show", "sh010"]


def test_after_placing_the_take_says_where_it_shows_until_that_is_opened(seen: Any) -> None:
    assert not [line for line in seen["before"] if "Placed:" in line]
    assert [line for line in seen["comp"] if "Placed:" in line] == [
        "<second_unit.open_placed> Placed: open the compositor"
    ]
    assert [line for line in seen["strip"] if "Placed:" in line] == [
        "<second_unit.open_placed> Placed: open the sequencer"
    ]
    assert not [line for line in seen["opened"] if "Placed:" in line]


def test_the_editor_of_what_was_placed_takes_the_largest_area_where_no_workspace_is_for_it(seen: Any) -> None:
    # To another workspace Blender goes with its next event: `test_window` sees that.
    assert seen["areas"].count("SEQUENCE_EDITOR") == 1
