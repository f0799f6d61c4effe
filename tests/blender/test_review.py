"""Takes in real Blender: variants, stars, hiding, the bin, a brief that is used again, and undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest


@pytest.fixture(scope="module")
def found(blender: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("review")

    def grey(frame: int) -> np.ndarray[Any, Any]:
        return np.full((36, 64, 4), 0.25, np.float32)

    takes = [tools.make_take(place, grey, version=version) for version in (1, 2, 3)]
    service = tools.ROOT / "tests" / "host" / "loopback.py"
    listed = tools.as_json(place / "takes.json", takes)
    return blender.run("review", service, listed, place / "home", home=place / "home")


def test_nothing_is_to_be_chosen_before_there_is_a_take(found: Any) -> None:
    assert found["before"] == ["== Takes", "No take of this shot yet."]


def test_variants_are_one_batch_with_seeds_from_the_brief_s_own_on(found: Any) -> None:
    assert found["seeds"] == [7, 8, 9]
    assert found["batch"] == [f"Variant {n} of 3, seed {6 + n}" for n in (1, 2, 3)]
    assert found["batch"][1] in found["listed"]


def test_each_job_that_took_a_minute_ends_with_a_notice(found: Any) -> None:
    assert found["notices"] == ["sh010/smoke_left is done"] * 3


def test_a_take_has_its_star_in_reach_and_the_rest_in_a_menu(found: Any) -> None:
    assert found["listed"].count("<second_unit.star>") == 3
    assert found["listed"].count("<second_unit.take_menu>") == 3
    assert found["menu"] == [
        "<second_unit.use_brief> Use This Brief",
        "<second_unit.keep_variant> Keep This Variant",
        "<second_unit.keep_variant> Keep This Variant, Bin the Other 2",
        "<second_unit.side_by_side> Side by Side: 2-up",
        "<second_unit.side_by_side> Side by Side: 4-up",
        "<second_unit.new_playlist> Add to a New Playlist ...",
        "<second_unit.hide> Hide",
        "<second_unit.put_in_bin> To the Bin (640 MB)",
        "<second_unit.reveal> Show Files",
    ]


def test_a_hidden_take_is_out_of_sight_until_the_hidden_ones_are_shown(found: Any) -> None:
    assert not [line for line in found["hidden_away"] if "v001" in line]
    lines, menu = found["hidden"]
    assert [line for line in lines if "smoke_left v" in line] == ["smoke_left v001"]
    assert "<second_unit.hide> Show Again" in menu


def test_the_variant_that_is_kept_has_a_star_and_the_others_lie_in_the_bin(found: Any) -> None:
    assert [line for line in found["kept"] if "smoke_left v" in line] == ["smoke_left v002"]
    assert found["starred"] == [True]
    lines, menu = found["bin"]
    names = sorted(line.partition("  ")[0] for line in lines if "smoke_left v" in line)
    assert names == ["smoke_left v001", "smoke_left v003"]
    assert lines[-1].startswith("1 MB in the bin"), "two of 2024 bytes"
    assert menu == ["<second_unit.restore_take> Take Out of the Bin"]


def test_what_is_placed_in_the_scene_does_not_go_to_the_bin(found: Any) -> None:
    outcome, message = found["placed"]
    assert outcome == ["CANCELLED"] and "is placed in this document" in message


def test_a_used_brief_is_one_step_that_undo_takes_back_whole(found: Any) -> None:
    assert found["filled"] == ["thick smoke", 7, None, 0]
    assert found["steps"] == ["Second Unit: fill in the form"]
    assert found["undone"] == ["a thin mist", 99, 0.5, 1], "its references come back too"
    assert found["redone"] == found["filled"]


def test_an_undo_forgets_no_job(found: Any) -> None:
    before, after, stored = found["jobs_known"]
    assert before == after == 3 and stored


def test_switching_off_takes_the_choices_away(found: Any) -> None:
    assert found["left"] == [False]
