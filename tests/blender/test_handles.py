"""Handles in Blender: what is dragged sets fields, what is typed moves handles, undo takes both back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from secondunit.elements.carriers.obstacles import read_obstacles
from secondunit.service.kinds import kind_list
from secondunit.wire import encode


@pytest.fixture(scope="module")
def found(blender: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("handles")
    kinds = place / "kinds.json"
    kinds.write_text(json.dumps(encode(kind_list())))
    return blender.run("handles", kinds, place)


def test_handles_stand_where_the_controls_say_and_set_nothing_by_themselves(found: Any) -> None:
    values, framed, place = found["at_first"]
    assert found["roles"] == ["ground", "light", "source", "top", "wind"]
    assert framed[:2] == pytest.approx((values["x"], values["y"]), abs=1e-4)
    assert place[2] == pytest.approx(0.0, abs=1e-4), "a source without a distance stands on the ground"
    assert found["hand_at_first"] == found["untouched"] == ["kind"]
    assert found["steps"] == ["Second Unit: add handles"] and found["selection_kept"]


def test_a_source_that_is_dragged_sets_its_place_and_distance(found: Any) -> None:
    values, framed = found["moved"]
    assert (values["x"], values["y"]) == pytest.approx(framed[:2], abs=2e-4)
    assert values["distance"] == pytest.approx(framed[2], abs=2e-3)


def test_sizes_are_dragged_in_metres(found: Any) -> None:
    assert found["at_first"][0]["width"] == 0.5 and found["sized"]["width"] == pytest.approx(1.0)
    assert found["sized"]["height"] == pytest.approx(found["at_first"][0]["height"] + 2.0, abs=1e-3)


def test_an_arrow_says_where_the_wind_blows_and_how_strongly(found: Any) -> None:
    assert found["moved"][0]["wind"] == 0.0
    assert found["blown"]["wind_direction"] == pytest.approx(30.0, abs=0.1), "turned against the clock, away"
    assert found["blown"]["wind"] == pytest.approx(2.0, abs=0.02), "three times as long"


def test_a_light_to_the_right_of_the_source_is_a_key_from_the_right(found: Any) -> None:
    assert (found["lit"]["key_side"], found["lit"]["key_height"]) == pytest.approx((90.0, 0.0), abs=0.1)
    assert found["brief"]["key_side"] == pytest.approx(90.0, abs=0.1)
    assert found["brief"]["wind_direction"] == pytest.approx(30.0, abs=0.1)


def test_a_field_that_is_set_moves_its_handle_at_once_and_is_not_rounded_by_it(found: Any) -> None:
    assert found["placed"] == pytest.approx((0.25, 0.2, 8.0), abs=1e-4)
    high, arrow = found["fields_lead"]
    assert high == pytest.approx(3.0, abs=1e-4)
    assert arrow == pytest.approx((-2.25, 0.0, 0.0), abs=1e-3), "eight metres a second to the left"
    assert found["after_fields"] == found["stays"]
    assert (found["stays"]["x"], found["stays"]["wind"], found["stays"]["wind_direction"]) == (
        0.25,
        8.0,
        180.0,
    )
    assert found["line"][0] == "CUBE" and found["line"][1][0] > 5 * found["line"][1][1]


def test_the_ground_says_how_high_the_camera_is_and_follows_what_is_typed(found: Any) -> None:
    height, track = found["ground"]
    assert height == pytest.approx(2.6) and track[0] == pytest.approx(2.6, abs=1e-5)
    assert found["typed_ground"] == pytest.approx(-1.4, abs=1e-5)
    assert found["ground_after"] == pytest.approx(3.0)


def test_a_camera_that_moves_leaves_the_source_where_it_stands(found: Any) -> None:
    way, x, framed = found["camera_moved"]
    assert way < 1e-3 and x == pytest.approx(framed, abs=2e-4)


def test_undo_takes_handle_and_field_back_and_redo_brings_both(found: Any) -> None:
    was, back, after, again = found["undo"]
    assert back[0] == pytest.approx(was[0], abs=1e-5) and back[1] == was[1]
    assert after != was[1]["x"] and again == after


def test_smoke_flows_around_a_piece_of_the_set(found: Any) -> None:
    text, foot = found["obstacle"]
    (box,) = read_obstacles(text)
    assert (box.width, box.height, box.depth) == pytest.approx((1.0, 4.0, 2.0), abs=2e-3)
    assert box.turn == pytest.approx(20.0, abs=0.1)
    # The camera looks along y: its right is x, away is y.
    assert (box.x, box.z) == pytest.approx((2.0 - foot[0], -(1.0 - foot[1])), abs=2e-3)
    assert box.y == pytest.approx(-2.0 - foot[2], abs=2e-3)
    (moved,) = read_obstacles(found["obstacle_moved"])
    assert moved.x == pytest.approx(box.x + 1.0, abs=2e-3)
    assert "Cube [MESH_CUBE]" in found["drawn"]


def test_a_lamp_of_the_artist_s_is_the_light_and_is_not_moved_with_the_source(found: Any) -> None:
    assert found["own_light_gone"] == []
    assert (found["lamp"]["key_side"], found["lamp"]["key_height"]) == pytest.approx((-90.0, 0.0), abs=0.1)
    way, side = found["lamp_stays"]
    assert way == 0.0 and -72.0 < side < -71.0, "the source went a metre away from a lamp three metres off"


def test_a_file_keeps_handles_and_removing_them_keeps_the_fields_and_what_is_the_artist_s(found: Any) -> None:
    kept, again, roles = found["reopened"]
    assert again == kept and roles == ["ground", "light", "source", "top", "wind"]
    assert found["released"] == ""
    assert found["left"] == [[], [], True, True]


def test_without_a_perspective_camera_it_is_said_what_is_missing(found: Any) -> None:
    done, lines = found["flat"]
    assert done == ["CANCELLED"]
    assert any("perspective camera" in line for line in lines)
