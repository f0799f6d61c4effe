"""Text for eyes: what nobody sees becomes what everybody can read, and all else stays."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondunit.wire.visible import visible, visible_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1b[2Jc", r"a\x00b\x1b[2Jc"),
        ("\x7f\x80\x9b\xad", r"\x7f\x80\x9b\xad"),
        ("a\u202eb\u2066c\u200e\u200f\u061c", r"a\u202eb\u2066c\u200e\u200f\u061c"),
        ("\u200b\u2060\ufeff\u180e", r"\u200b\u2060\ufeff\u180e"),
        ("a\u200db \u200c", r"a\u200db \u200c"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
        ("two\nlines\tand\ra tab", r"two\nlines\tand\ra tab"),
    ],
)
def test_what_is_hidden_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_the_ends_of_lines_stay_where_a_text_may_have_several() -> None:
    assert visible("two\nlines\x1b", lines=True) == "two\nlines\\x1b"


@pytest.mark.parametrize(
    "text", ["", "Zoë 場面 😀", "C:\\shows\\new", "👩‍👩‍👧", "می‌خواهم", "🏳️‍🌈", "क्‍ष", "a\u0301"]
)
def test_all_else_stays(text: str) -> None:
    assert visible(text) is text


@given(st.text())
def test_json_with_escapes_is_the_same_value(text: str) -> None:
    written = visible_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(written) == [text]
    assert visible(written) == written


@given(st.text())
def test_what_was_written_out_once_stays_so(text: str) -> None:
    assert visible(visible(text)) == visible(text)
