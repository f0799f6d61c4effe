"""A show's cast on disk: what is listed, what is left out and why, and a version that is added whole."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.service.cast import listed, member
from secondunit.service.cast_adding import add
from secondunit.service.casting import filled
from secondunit.service.character_file import CharacterWords
from secondunit.wire import CastMember, CharacterList, Problem, Reference, loads
from secondunit.wire.errors import BadInput, BadName, BadSettings, NoRights, NotFound


def picture(
    path: Path, color: tuple[int, int, int] = (200, 40, 40), size: tuple[int, int] = (40, 30)
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).save(path)
    return path


def version(root: Path, name: str, number: int, *pictures: str, toml: str = "") -> Path:
    folder = root / "cast" / name / f"v{number:03d}"
    for one in pictures:
        picture(folder / one)
    if toml:
        (folder / "character.toml").write_text(toml, "utf-8")
    return folder


def test_a_cast_is_read_from_folders_that_a_person_made(tmp_path: Path) -> None:
    toml = 'label = "Ada"\nperson = "Jane Doe"\nnote = "after the fire"\n[roles]\nback = "z.jpg"\n'
    version(tmp_path, "ada", 1, "front.png")
    version(tmp_path, "ada", 3, "a.png", "side.tif", "z.jpg", "front.jpeg", toml=toml)
    (tmp_path / "cast" / "ada" / "v003" / "notes.txt").write_text("not a picture")
    found = listed(tmp_path)
    assert [one.name for one in found.characters] == ["ada"] and not found.remarks
    ada = found.characters[0]
    assert [one.version for one in ada.versions] == [1, 3] and ada.newest == 3
    newest = ada.versions[1]
    assert [Path(one.path).name for one in newest.pictures] == ["z.jpg", "front.jpeg", "side.tif", "a.png"]
    assert [one.role for one in newest.pictures] == ["back", "front", "side", ""]
    assert (newest.label, newest.persons, newest.note) == ("Ada", ("Jane Doe",), "after the fire")


def test_no_folder_is_no_cast(tmp_path: Path) -> None:
    assert listed(tmp_path).characters == ()
    with pytest.raises(BadInput, match="has no ada") as raised:
        member(tmp_path, CastMember("ada", 1))
    assert "secondunit cast add" in raised.value.problem.remedy


def test_hostile_names_are_left_out_and_named(tmp_path: Path) -> None:
    for name in ("con", "a..b", "x" * 65, ".hidden", " ada", "ok"):
        version(tmp_path, name, 1, "front.png")
    (tmp_path / "cast" / "a file").write_text("x")
    found = listed(tmp_path)
    assert [one.name for one in found.characters] == ["ok"]
    assert len(found.remarks) == 4 and any("'a..b'" in one for one in found.remarks)
    for name in ("../../etc", "con", ".hidden", "", "a/b", "a\0b"):
        with pytest.raises(BadName):
            member(tmp_path, CastMember(name, 1))


def test_a_name_that_is_no_text_is_left_out(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/cast/b\xffd/v001"
    Path(os.fsdecode(folder)).mkdir(parents=True)
    version(tmp_path, "ada", 1, "front.png")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/cast/ada/v001/bad\xff.png")).write_bytes(b"x")
    found = listed(tmp_path)
    assert [one.name for one in found.characters] == ["ada"] and len(found.remarks) == 1
    found.remarks[0].encode()
    assert [Path(one.path).name for one in found.characters[0].versions[0].pictures] == ["front.png"]


def test_a_link_is_no_part_of_a_version(tmp_path: Path) -> None:
    outside = picture(tmp_path / "elsewhere" / "secret.png")
    folder = version(tmp_path, "ada", 1, "front.png")
    (folder / "side.png").symlink_to(outside)
    (tmp_path / "cast" / "ada" / "v002").symlink_to(outside.parent)
    (tmp_path / "cast" / "eve").symlink_to(tmp_path / "cast" / "ada")
    words = version(tmp_path, "bob", 1, "front.png")
    (words / "character.toml").symlink_to(tmp_path / "words.toml")
    found = listed(tmp_path)
    ada, bob = found.find("ada"), found.find("bob")
    assert ada is not None and bob is not None and found.find("eve") is None
    assert [Path(one.path).name for one in ada.versions[0].pictures] == ["front.png"]
    assert "side.png" in ada.versions[0].remarks[0] and "link" in ada.versions[1].problem
    assert ada.newest == 1 and "link" in bob.versions[0].problem
    assert "eve" in found.remarks[0]
    with pytest.raises(BadSettings, match="link"):
        member(tmp_path, CastMember("ada", 2))
    with pytest.raises(BadInput, match="no eve"):
        member(tmp_path, CastMember("eve", 1))


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("label = ", "cannot be read"),
        ("persons = 3", "list of names"),
        ('persons = [""]', "list of names"),
        ('person = "a"\npersons = ["b"]', "both"),
        ("label = 1", "is a text"),
        ("who = 'x'", "knows no 'who'"),
        ("[roles]\nfront = '../../etc/passwd'", "no such picture"),
        ("roles = 'front'", "is a table"),
        ("note = '" + "x" * 70_000 + "'", "no text file"),
    ],
)
def test_words_that_cannot_be_believed_take_the_version_out_of_use(
    tmp_path: Path, toml: str, said: str
) -> None:
    version(tmp_path, "ada", 1, "front.png", toml=toml)
    found = listed(tmp_path).characters[0]
    assert said in found.versions[0].problem and found.newest == 0
    with pytest.raises(BadSettings, match="cannot be used"):
        member(tmp_path, CastMember("ada", 1))


def test_what_is_not_there_is_said_with_what_is(tmp_path: Path) -> None:
    version(tmp_path, "ada", 1, "front.png")
    version(tmp_path, "ada", 4, "front.png")
    (tmp_path / "cast" / "ada" / "v005").mkdir()
    with pytest.raises(BadInput, match="ada has no v003") as raised:
        member(tmp_path, CastMember("ada", 3))
    assert raised.value.problem.remedy == "There is: v001, v004, v005."
    with pytest.raises(BadInput, match="no Ada") as raised:
        member(tmp_path, CastMember("Ada", 1))
    assert raised.value.problem.remedy == "It has: ada."
    with pytest.raises(BadSettings, match="no pictures"):
        member(tmp_path, CastMember("ada", 5))


def test_added_pictures_are_a_version_of_their_own_whole_and_unchanged(tmp_path: Path) -> None:
    front, side = picture(tmp_path / "in" / "front.png"), picture(tmp_path / "in" / "side.jpg")
    version(tmp_path, "ada", 6, "front.png")
    made = add(
        tmp_path, "ada", [front, side], CharacterWords("Ada\n\\", ('Jane "J" Doe',), "n")
    )  # fmt: skip
    assert made == tmp_path / "cast" / "ada" / "v007"
    assert (made / "front.png").read_bytes() == front.read_bytes()
    found = member(tmp_path, CastMember("ada", 7))
    assert found.persons == ('Jane "J" Doe',) and (found.label, found.note) == ("Ada\n\\", "n")
    assert sorted(path.name for path in made.parent.iterdir()) == ["v006", "v007"]


def test_what_cannot_be_added_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    front = picture(tmp_path / "in" / "front.png")
    text = tmp_path / "in" / "notes.txt"
    text.write_text("x")
    for files, error in (([], BadInput), ([text], BadInput), ([tmp_path / "no.png"], NotFound)):
        with pytest.raises(error):
            add(tmp_path, "ada", files)
    with pytest.raises(BadInput, match=r"called front\.png"):
        add(tmp_path, "ada", [front, picture(tmp_path / "other" / "FRONT.png")])
    with pytest.raises(BadName):
        add(tmp_path, "../ada", [front])
    assert not (tmp_path / "cast").exists()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(Exception, match="disk is full"):
        add(tmp_path, "ada", [front])
    assert list((tmp_path / "cast" / "ada").iterdir()) == []


def test_two_who_add_at_once_get_two_versions(tmp_path: Path) -> None:
    front = picture(tmp_path / "in" / "front.png")
    made: list[Path] = []
    adding = [threading.Thread(target=lambda: made.append(add(tmp_path, "ada", [front]))) for _ in range(6)]
    for one in adding:
        one.start()
    for one in adding:
        one.join(20)
    assert sorted(path.name for path in made) == [f"v{number:03d}" for number in range(1, 7)]
    assert all((path / "front.png").is_file() for path in made)


def test_each_character_has_a_picture_before_one_has_two_and_what_does_not_fit_is_said(
    tmp_path: Path, make_brief: Any
) -> None:
    version(tmp_path, "ada", 1, "front.png", "side.png", "x.png", toml='persons = ["Jane Doe"]')
    version(tmp_path, "bob", 2, "only.png")
    cast = (CastMember("ada", 1, ("/etc/passwd",), ("Nobody",)), CastMember("bob", 2))
    brief = make_brief(cast=cast, references=(Reference("/a.png"),))
    found = filled(brief, tmp_path, 4, "Model")
    names = [[Path(path).name for path in one.pictures] for one in found.brief.cast]
    assert names == [["front.png", "side.png"], ["only.png"]]
    assert [one.persons for one in found.brief.cast] == [("Jane Doe",), ()]
    assert found.warnings == ("Model is shown 2 of the 3 pictures of ada: front.png, side.png.",)
    assert not filled(brief, tmp_path, 9, "Model").warnings
    with pytest.raises(BadInput, match="at most 2 pictures beside the plate; there are 2 characters and 1"):
        filled(brief, tmp_path, 2, "Model")
    with pytest.raises(BadInput, match="no pictures of characters"):
        filled(make_brief(cast=cast), tmp_path, 0, "Model")
    with pytest.raises(BadInput, match="ada is named twice"):
        filled(make_brief(cast=(cast[0], cast[0])), tmp_path, 9, "Model")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_cast_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    version(tmp_path, "ada", 1, "front.png")
    (tmp_path / "cast").chmod(0)
    try:
        with pytest.raises(NoRights):
            listed(tmp_path)
    finally:
        (tmp_path / "cast").chmod(0o755)


def test_the_cast_of_a_show_is_served_with_small_pictures(api: Any, room: Any) -> None:
    show = room.folder / "shows" / "S"
    folder = version(show, "ada", 2, "side.png")
    write_exr(folder / "front.exr", Picture.of(np.full((300, 600, 3), 0.18, np.float32)))
    found = loads(CharacterList, api.client.get("/v1/cast", params={"show": "S"}).content)
    assert [one.name for one in found.characters] == ["ada"] and found.folder == str(show / "cast")
    answer = api.client.get("/v1/cast/ada/2/thumbnail", params={"show": "S"})
    assert answer.status_code == 200, answer.text
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert shown.format == "PNG" and shown.size == (256, 128)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/cast/ada/1/thumbnail?show=S", 404),
        ("/v1/cast/eve/2/thumbnail?show=S", 404),
        ("/v1/cast/ada/0/thumbnail?show=S", 422),
        ("/v1/cast/..%2f..%2fetc/2/thumbnail?show=S", 404),
        ("/v1/cast/ada%00/2/thumbnail?show=S", 422),
        ("/v1/cast/ada/3/thumbnail?show=S", 422),
        ("/v1/cast?show=..", 422),
        ("/v1/cast", 422),
    ],
)
def test_what_is_no_character_is_an_answer_and_no_fault(api: Any, room: Any, path: str, status: int) -> None:
    show = room.folder / "shows" / "S"
    version(show, "ada", 2, "front.png")
    version(show, "ada", 3, "front.png")
    (show / "cast" / "ada" / "v003" / "front.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    answer = api.client.get(path)
    assert answer.status_code == status, answer.text
    assert loads(Problem, answer.content).message
