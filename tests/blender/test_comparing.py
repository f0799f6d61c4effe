"""Notes, playlists and versions side by side in real Blender, the last as the pixels that it renders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.wire import Format, Window

#: Colours that are looked for above the names, which stand at the foot of their cells.
RED, GREEN, BLUE = (0.5, 0.0, 0.0), (0.0, 0.5, 0.0), (0.0, 0.0, 0.5)
#: What a name leaves of a cell has to be large enough to be looked at.
SIZE = Format(256, 144)
#: More pixels than the format's: what lies beyond it is white.
BEYOND = Window(-32, -16, 336, 184)


def plain(color: tuple[float, float, float]) -> Any:
    return lambda frame: np.broadcast_to(np.array((*color, 1.0), np.float32), (144, 256, 4))


def framed(frame: int) -> np.ndarray[Any, Any]:
    """Blue in the format, white beyond it."""
    pixels = np.ones((BEYOND.height, BEYOND.width, 4), np.float32)
    pixels[16:160, 32:288, :3] = BLUE
    return pixels


def thin(frame: int) -> np.ndarray[Any, Any]:
    """A green that covers half of what is behind it."""
    return np.broadcast_to(np.array((0.0, 0.25, 0.0, 0.5), np.float32), (144, 256, 4))


@pytest.fixture(scope="module")
def found(blender: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("comparing")
    takes = [
        tools.make_take(place, plain(RED), version=1, format=SIZE),
        tools.make_take(place, plain(GREEN), version=2, format=SIZE),
        tools.make_take(place, framed, version=3, format=SIZE, window=BEYOND),
        tools.make_take(place, plain(RED), version=4, format=SIZE),
        tools.make_take(place, thin, version=5, format=SIZE),
    ]
    service = tools.ROOT / "tests" / "host" / "loopback.py"
    listed = tools.as_json(place / "takes.json", takes)
    answer = blender.run(
        "comparing", service, listed, place / "home", place / "pictures", home=place / "home"
    )
    answer["pictures"] = {
        name: tools.read_exr(place / "pictures" / name / "frame.1003.exr") for name in ("two", "four", "over")
    }
    return answer


def test_notes_of_others_are_read_under_their_take_and_lead_to_their_frame(found: Any) -> None:
    at = found["notes"].index("mia, frame 1003: softer at the edge [TEXT]")
    assert found["notes"][at + 1 : at + 3] == ["<second_unit.to_frame>", "mia: all of it is too grey [TEXT]"]
    assert found["stands"] == 1003


def test_a_note_is_written_on_a_frame_of_the_take_and_else_on_all_of_it(found: Any) -> None:
    added, notes = found["added"]
    assert added == ["FINISHED"]
    assert notes == [
        ["here it tears", 1004, True],
        ["and everywhere", None, True],
        ["far outside", None, True],
    ]
    assert found["empty_note"][0] == ["CANCELLED"]
    assert found["older"] == ["2 older notes"]


def test_a_playlist_is_made_filled_and_shown_from_a_take_s_menu(found: Any) -> None:
    assert found["menu"] == [
        "<second_unit.change_playlist> Add to “Dailies”",
        "<second_unit.new_playlist> Add to a New Playlist ...",
    ]
    assert found["playlist"] == [True, found["wanted"]]
    assert found["listed"] == ["smoke_left v003", "smoke_left v001", "sh020 / smoke_left v004"]
    assert "<second_unit.change_playlist> Take Out of “Dailies”" in found["menu_in_it"]
    assert found["all_again"] == ["all", 3]


def test_side_by_side_is_offered_where_there_is_something_beside_it(found: Any) -> None:
    assert found["offered"] == [
        "<second_unit.side_by_side> Side by Side: 2-up",
        "<second_unit.side_by_side> Side by Side: 4-up",
    ]
    assert found["not_offered"] == []


def test_the_scene_of_takes_side_by_side_looks_as_the_document_s_and_leaves_the_form_alone(
    found: Any,
) -> None:
    switched, before_5 = found["window"]
    assert switched is before_5, "since Blender 5 the sequencer shows a scene of its own"
    assert found["two"] == [256, 72, 25, 1001, 1006, 0.5]
    assert found["names"] == ["smoke_left v002", "smoke_left v003"]
    assert found["steps"] == ["Second Unit: side by side: smoke_left"]
    assert found["form_stays"][0] == "sh010"
    assert found["reached"] == [
        "<second_unit.open_side_by_side> Side by Side: 2-up",
        "<second_unit.close_side_by_side>",
    ]


def test_each_take_fills_its_own_cell_and_nothing_of_what_is_beyond_its_format_the_next(found: Any) -> None:
    two = found["pictures"]["two"]
    assert two.shape[:2] == (72, 256)
    np.testing.assert_allclose(two[4:40, 6:122, :3], np.broadcast_to(BLUE, (36, 116, 3)), atol=0.02)
    np.testing.assert_allclose(two[4:40, 134:250, :3], np.broadcast_to(GREEN, (36, 116, 3)), atol=0.02)


def test_four_up_has_the_newest_three_and_an_empty_place(found: Any) -> None:
    four = found["pictures"]["four"]
    assert four.shape[:2] == (144, 256)
    for rows, columns, color in (
        (slice(4, 40), slice(6, 122), BLUE), (slice(4, 40), slice(134, 250), GREEN),
        (slice(76, 112), slice(6, 122), RED), (slice(76, 112), slice(134, 250), (0.0, 0.0, 0.0)),
    ):  # fmt: skip
        np.testing.assert_allclose(four[rows, columns, :3], np.broadcast_to(color, (36, 116, 3)), atol=0.02)


def test_a_take_stands_over_a_plate_of_its_own_size_and_over_no_other(found: Any) -> None:
    over = found["pictures"]["over"][4:40, 6:122, :3]
    np.testing.assert_allclose(over, np.broadcast_to((0.25, 0.25, 0.0), over.shape), atol=0.02)
    assert found["other_size"] == []


def test_there_is_one_such_scene_and_closing_it_takes_it_away(found: Any) -> None:
    assert found["one_scene"] == 1
    assert found["closed"] == [True, True]


def test_a_take_without_files_says_so_and_leaves_no_scene(found: Any) -> None:
    answer, same, message = found["gone"]
    assert (answer, same) == (["CANCELLED"], True)
    assert "smoke_left v001" in message
