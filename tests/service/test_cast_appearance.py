"""What a version of a character looks like, in its `character.toml`; and what was seen of it, beside that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from secondunit.service.cast import listed, member
from secondunit.service.cast_adding import add
from secondunit.service.cast_entry import ENTRY_FILE, MOST_BYTES
from secondunit.service.character_file import CharacterWords
from secondunit.wire import CastMember, CharacterVersion
from secondunit.wire.errors import BadInput

WORDS = CharacterWords(
    persons=("Jane Doe",), costume='red "Sunday" coat', age="30 years", wounds="cut lip, mud",
    views={"a.png": "front", "b.png": "front", "c.png": "side"}, lights={"b.png": "night", "d.png": "day"},
)  # fmt: skip


def pictures(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        Image.new("RGB", (40, 30), (200, 40, 40)).save(folder / name)
    return [folder / name for name in names]


def only(root: Path) -> CharacterVersion:
    (character,) = listed(root).characters
    return character.versions[-1]


def test_an_appearance_and_views_in_several_lights_come_back_as_they_were_said(tmp_path: Path) -> None:
    add(tmp_path, "ada", pictures(tmp_path / "in", "d.png", "c.png", "b.png", "a.png"), WORDS)
    version = member(tmp_path, CastMember("ada", 1))
    assert (version.costume, version.age, version.wounds) == (WORDS.costume, WORDS.age, WORDS.wounds)
    assert version.views == "front, front (night), side, (day)"
    assert version.appearance == 'red "Sunday" coat, 30 years, cut lip, mud'
    assert [(Path(one.path).name, one.role, one.light) for one in version.pictures] == [
        ("a.png", "front", ""), ("b.png", "front", "night"), ("c.png", "side", ""), ("d.png", "", "day")
    ]  # fmt: skip


def test_the_older_form_of_a_view_is_read_beside_the_new_one(tmp_path: Path) -> None:
    folder = tmp_path / "cast" / "ada" / "v001"
    pictures(folder, "a.png", "b.png")
    text = '[roles]\nback = "a.png"\n[lights]\n"b.png" = "day"\n'
    (folder / "character.toml").write_text(text, "utf-8")
    assert [(one.role, one.light) for one in only(tmp_path).pictures] == [("back", ""), ("", "day")]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("costume = 3", "costume in character.toml is a text"),
        ("costume = " + "9" * 5_000, "character.toml cannot be read"),
        ("views = 3", "views in character.toml is a table"),
        ("[[lights]]\n'a.png' = 'day'", "lights in character.toml is a table"),
        ("[views]\n'a.png' = 3", "views in character.toml is a table"),
        ("[views]\n'../x.png' = 'front'", "calls '../x.png' its front view"),
        ("[lights]\n'no.png' = 'day'", "calls 'no.png' its day light, and there is no such picture"),
        ("[picture]\n'a.png' = 'day'", "knows no 'picture'"),
    ],
)
def test_an_appearance_that_cannot_be_read_takes_the_version_out_of_use(
    tmp_path: Path, toml: str, message: str
) -> None:
    folder = tmp_path / "cast" / "ada" / "v001"
    pictures(folder, "a.png")
    (folder / "character.toml").write_text(toml, "utf-8")
    assert message in only(tmp_path).problem


@pytest.mark.parametrize("costume", ["x" * 501, "two\nlines", "bell\a"])
def test_an_appearance_that_is_no_line_is_refused_and_leaves_nothing(tmp_path: Path, costume: str) -> None:
    with pytest.raises(BadInput, match="The costume is a line"):
        add(tmp_path, "ada", pictures(tmp_path / "in", "a.png"), CharacterWords(costume=costume))
    assert not (tmp_path / "cast").exists()


def test_what_was_seen_when_pictures_came_in_stays_with_their_version(tmp_path: Path) -> None:
    made = add(tmp_path, "ada", pictures(tmp_path / "in", "a.png"), remarks=("a.png shows 2 faces.",))
    assert only(tmp_path).remarks == ("a.png shows 2 faces.",)
    assert json.loads((made / ENTRY_FILE).read_text("utf-8")) == {"remarks": ["a.png shows 2 faces."]}
    assert sorted(path.name for path in made.iterdir()) == ["a.png", ENTRY_FILE]


def test_of_more_than_is_kept_the_first_sentences_stay(tmp_path: Path) -> None:
    seen = [f"{'é' * 200}{number}.png and its copy are nearly the same picture." for number in range(2_000)]
    made = add(tmp_path, "ada", pictures(tmp_path / "in", "a.png"), remarks=seen)
    kept = only(tmp_path).remarks
    assert len(kept) > 50 and list(kept) == seen[: len(kept)]
    assert (made / ENTRY_FILE).stat().st_size <= MOST_BYTES


@pytest.mark.parametrize(
    "body",
    [b"", b"[", b"\xff\xfe", b"[" * 50_000, b'{"remarks": 3}', b'{"remarks": [3, {}, "a\\u001b[31m"]}',
     b'{"remarks": ["' + b"x" * 70_000 + b'"]}'],
)  # fmt: skip
def test_what_was_seen_says_nothing_where_its_file_is_not_as_it_was_written(
    tmp_path: Path, body: bytes
) -> None:
    folder = tmp_path / "cast" / "ada" / "v001"
    pictures(folder, "a.png")
    (folder / ENTRY_FILE).write_bytes(body)
    version = only(tmp_path)
    assert not version.problem and not version.remarks


def test_what_was_seen_is_not_read_through_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "cast" / "ada" / "v001"
    pictures(folder, "a.png")
    (tmp_path / "other.json").write_text('{"remarks": ["elsewhere"]}', "utf-8")
    (folder / ENTRY_FILE).symlink_to(tmp_path / "other.json")
    assert not only(tmp_path).remarks
