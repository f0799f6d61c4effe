"""secondunit.toml: what it may say, and what is said when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondunit.service.home import Home
from secondunit.service.shows import Shows, place
from secondunit.wire.errors import BadName, BadSettings


@pytest.fixture
def shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shows:
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    (tmp_path / "home").mkdir()
    return Shows(Home(tmp_path / "home"))


def write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "secondunit.toml").write_text(text, "utf-8")


def test_a_show_that_nobody_described_has_defaults(shows: Shows, tmp_path: Path) -> None:
    found = shows.find("S")
    assert found.root == str(tmp_path / "shows" / "S") and found.working_space == "ACEScg"


def test_without_a_place_for_shows_they_are_in_the_users_folder(
    shows: Shows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECONDUNIT_SHOWS")
    assert shows.find("S").root == str(tmp_path / "user" / "SecondUnit" / "S")


def test_a_show_says_its_own_rules(shows: Shows, tmp_path: Path) -> None:
    write(
        tmp_path / "shows" / "S",
        'root = "takes"\nrate = 25\nformat = "2048x858"\ndepth = "float"\n'
        'layout = "{shot}/fx/{element}_{version}"\nnaming = "{show}_{shot}_{element}_{version}"\n',
    )
    found = shows.find("S")
    assert found.root == str(tmp_path / "shows" / "S" / "takes") and found.rate == "25"
    folder, version, file = place(found, "sh 10", "smoke")
    assert folder == Path(found.root) / "sh 10" / "fx"
    assert (version, file) == ("smoke_{version}", "S_sh 10_smoke_{version}")


def test_a_show_may_be_listed_anywhere(shows: Shows, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", 'working_space = "Linear Rec.709 (sRGB)"\n')
    shows.home.shows.write_text(f"S = {str(tmp_path / 'elsewhere')!r}\n", "utf-8")
    found = shows.find("S")
    assert found.root == str(tmp_path / "elsewhere") and found.working_space == "Linear Rec.709 (sRGB)"


@pytest.mark.parametrize(
    ("text", "says", "where"),
    [
        ("colour = 1", "no field 'colour'", "colour"),
        ("root = [1]", "takes text", "root"),
        ("rate = 23.976", "takes text", "rate"),
        ('rate = "23.976"', "exact frame rate", "rate"),
        ('format = "wide"', "is not a format", "format"),
        ('depth = "double"', "half or float", "depth"),
        ('layout = "/abs/{shot}/{element}/{version}"', "relative path", "layout"),
        ('layout = "../{shot}/{element}/{version}"', "relative path", "layout"),
        ('layout = "{shot}/{element}"', "holds {version}", "layout"),
        ('layout = "{version}/{shot}/{element}"', "holds {version}", "layout"),
        ('layout = "{shot}/{version}"', "takes would mix", "layout"),
        ('layout = "{shot}/{element}/{artist}/{version}"', "knows no {artist}", "layout"),
        ('layout = "{shot.real}/{element}/{version}"', "knows no", "layout"),
        ('naming = "{element}"', "holds {version} once", "naming"),
        ('naming = "a/{element}_{version}"', "not a path", "naming"),
        ('naming = "{element"', "cannot be read", "naming"),
        ('working_space = ""', "needs a name", "working_space"),
        ('name = "T"', "describes the show", "name"),
        ("root = ", "cannot be read", "secondunit.toml"),
        ("rate = " + "9" * 5_000, "cannot be read", "secondunit.toml"),
        ("sequences = " + "[" * 20_000, "cannot be read", "secondunit.toml"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    shows: Shows, tmp_path: Path, text: str, says: str, where: str
) -> None:
    write(tmp_path / "shows" / "S", text)
    with pytest.raises(BadSettings) as caught:
        shows.find("S")
    assert says in caught.value.problem.message and where in caught.value.problem.where
    assert "secondunit.toml" in caught.value.problem.where


@pytest.mark.parametrize("name", ["", "..", "a/b", "con", "x" * 65, "nul.txt"])
def test_a_name_that_no_disk_holds_is_refused(shows: Shows, name: str) -> None:
    with pytest.raises(BadName):
        shows.find(name)
