"""Points and boxes on a plate: texts and values are one, what is none is refused, digests of before stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit import wire
from secondunit.wire.pointing import MOST, prompts_text, read_boxes, read_points

GOLDEN = Path(__file__).parents[1] / "golden" / "wire" / "schema_2"
places = st.integers(0, 9_999_999).map(lambda n: n / 1000)
sizes = st.integers(1, 9_999_999).map(lambda n: n / 1000)
frames = st.integers(-1000, 100_000)
points = st.builds(wire.PointPrompt, places, places, frames, st.booleans())
boxes = st.builds(wire.BoxPrompt, places, places, sizes, sizes, frames)


@settings(deadline=None)
@given(st.lists(points, max_size=5).map(tuple), st.lists(boxes, max_size=5).map(tuple))
def test_texts_are_read_back_as_they_were(
    some: tuple[wire.PointPrompt, ...], others: tuple[wire.BoxPrompt, ...]
) -> None:
    assert read_points(prompts_text(some)) == some
    assert read_boxes(prompts_text(others)) == others


def test_what_an_artist_types_is_read() -> None:
    assert read_points(" +412.5,300@1001; -88,20@1001 ") == (
        wire.PointPrompt(412.5, 300.0, 1001), wire.PointPrompt(88.0, 20.0, 1001, True),
    )  # fmt: skip
    assert read_boxes("100,50,200x150@1001") == (wire.BoxPrompt(100.0, 50.0, 200.0, 150.0, 1001),)
    assert read_points("") == () == read_boxes("  ")


@pytest.mark.parametrize("text", ["412", "412,300", "4e2,3@1", "1,2@", "a,b@1", "1,2@1.5", "--1,2@1"])
def test_what_is_no_point_is_named(text: str) -> None:
    with pytest.raises(wire.SecondUnitError, match="is no point"):
        read_points(text)


@pytest.mark.parametrize("text", ["1,2@1001", "1,2,3@1", "1,2,3x@1", "1,2,-3x4@1"])
def test_what_is_no_box_is_named(text: str) -> None:
    with pytest.raises(wire.SecondUnitError, match="is no box"):
        read_boxes(text)


def test_a_box_without_a_size_a_place_beyond_all_pictures_and_too_many_are_refused() -> None:
    with pytest.raises(wire.SecondUnitError, match="width and a height"):
        read_boxes("1,2,0x4@1")
    with pytest.raises(wire.SecondUnitError, match="top left"):
        wire.PointPrompt(float("nan"), 1.0, 1001)
    with pytest.raises(wire.SecondUnitError, match="at most"):
        read_points("1,2@3 " * (MOST + 1))


def test_a_brief_holds_them_and_is_another_brief() -> None:
    brief = wire.loads(wire.Brief, (GOLDEN / "brief_model_alone.json").read_bytes())
    pointed = replace(brief, points=read_points("4,5@1001 -6,7@1001"))
    boxed = replace(brief, boxes=read_boxes("4,5,6x7@1001"))
    assert len({wire.brief_digest(one) for one in (brief, pointed, boxed)}) == 3
    for one in (pointed, boxed):
        again = wire.loads(wire.Brief, wire.dumps(one))
        assert again == one and wire.brief_digest(again) == wire.brief_digest(one)
    with pytest.raises(wire.SecondUnitError, match="at most"):
        replace(brief, points=read_points("1,2@3") * (MOST + 1))
