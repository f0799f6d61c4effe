"""Who is seen on a cut's clips: written into their metadata, read back, and nothing else changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from secondunit.timeline import cut_of, read_timeline, timeline_text
from secondunit.timeline.cast import cast_on, clip_names, with_cast
from secondunit.wire import CastMember
from secondunit.wire.errors import BadInput

Make = Callable[..., otio.schema.Timeline]
ADA, BOB = CastMember("ada", 3), CastMember("bob", 1)


def written(timeline: otio.schema.Timeline, folder: Path) -> otio.schema.Timeline:
    path = folder / "cut.otio"
    path.write_text(timeline_text(timeline, path), "utf-8")
    return read_timeline(path)


def test_who_is_seen_comes_back_from_the_file_that_came_out(make_cut: Make, tmp_path: Path) -> None:
    cut = make_cut(("sh010_bg", 1001, 24), 12, ("sh020", 1001, 24), ("sh030", 1001, 24))
    before = cut_of(cut)
    worn = {"sh010_bg": [(ADA, "red coat"), (BOB, "")], "sh030": [(BOB, "")]}
    after = written(with_cast(cut, worn), tmp_path)
    assert cast_on(after) == (("sh010_bg", (ADA, BOB)), ("sh030", (BOB,)))
    assert cut_of(after) == before and cast_on(cut) == ()
    assert clip_names(after) == ("sh010_bg", "sh020", "sh030")


def test_other_metadata_stays_and_what_is_worn_no_more_goes(make_cut: Make, tmp_path: Path) -> None:
    cut = make_cut(("sh010", 1001, 24), ("sh020", 1001, 24))
    for clip in cut.find_clips():
        clip.metadata["studio"] = {"id": 7}
    first = next(iter(cut.find_clips()))
    first.metadata["second_unit"] = {"remarks": ["cut in"]}
    once = with_cast(cut, {"sh010": [(ADA, "")], "sh020": [(ADA, "")]})
    again = written(with_cast(once, {"sh010": [(BOB, "")]}), tmp_path)
    assert cast_on(again) == (("sh010", (BOB,)),)
    one, two = again.find_clips()
    assert list(one.metadata["second_unit"]["remarks"]) == ["cut in"]
    assert "second_unit" not in two.metadata and two.metadata["studio"]["id"] == 7


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (3, "it is no list"),
        ("ada", "it is no list"),
        ([3], "a character has a name"),
        ([{"name": "ada"}], "a character has a name"),
        ([{"name": "ada", "version": True}], "a character has a name"),
        ([{"name": "ada", "version": "3"}], "a character has a name"),
        ([{"name": "../ada", "version": 3}], "No character can be called"),
        ([{"name": "ada", "version": 3}, {"name": "ada", "version": 4}], "ada is in it twice"),
    ],
)
def test_a_cast_that_cannot_be_read_names_its_clip(make_cut: Make, body: Any, message: str) -> None:
    cut = make_cut(("sh010", 1001, 24))
    next(iter(cut.find_clips())).metadata["second_unit"] = {"cast": body}
    with pytest.raises(BadInput, match=message) as raised:
        cast_on(cut)
    assert "'sh010'" in raised.value.problem.message


def test_metadata_of_another_shape_under_our_key_is_no_cast(make_cut: Make) -> None:
    cut = make_cut(("sh010", 1001, 24))
    next(iter(cut.find_clips())).metadata["second_unit"] = "text"
    assert cast_on(cut) == ()
