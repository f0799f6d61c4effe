"""The cast of a show from a terminal: pictures become a version, and every version is listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image


@pytest.fixture
def show(home: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of a show of this test's own."""
    folder = home / "shows" / f"c{abs(hash(request.node.name)) % 10**8}"
    folder.mkdir(parents=True)
    return folder


def picture(path: Path) -> str:
    Image.new("RGB", (40, 30), (200, 40, 40)).save(path)
    return str(path)


def test_pictures_become_a_version_and_are_listed(run: Any, show: Path, tmp_path: Path) -> None:
    front, side = picture(tmp_path / "front.png"), picture(tmp_path / "side.jpg")
    made = run(
        "cast", "add", "ada", front, side, "--show", show.name, "--person", "Jane Doe", "--note", "wet"
    )
    assert made.code == 0, made.err
    folder = show / "cast" / "ada" / "v001"
    assert f"ada v001 is in {folder}." in made.out and "--cast ada=1" in made.out
    assert "consent" in made.err
    assert (folder / "front.png").read_bytes() == Path(front).read_bytes()
    again = run("cast", "add", "ada", front, "--show", show.name, "--json")
    assert again.lines == [{"name": "ada", "version": 2, "folder": str(show / "cast" / "ada" / "v002")}]
    (show / "cast" / "a..b").mkdir()
    found = run("cast", "list", "--show", show.name)
    assert found.out.splitlines() == ["ada\tv001\t2\tJane Doe\twet", "ada\tv002\t1\t\t"]
    assert "'a..b' is left out" in found.err
    listed = run("cast", "list", "--show", show.name, "--json").lines[0]
    assert [one["version"] for one in listed["characters"][0]["versions"]] == [1, 2]


def test_what_is_no_picture_or_no_name_is_refused_and_leaves_nothing(
    run: Any, show: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("x")
    front = picture(tmp_path / "front.png")
    for name, file in (("ada", str(tmp_path / "notes.txt")), ("../ada", front), ("con", front)):
        answer = run("cast", "add", name, file, "--show", show.name, "--json")
        assert answer.code == 2, answer.out
    assert run("cast", "add", "ada", str(tmp_path / "no.png"), "--show", show.name).code == 3
    assert not (show / "cast").exists()
    assert "There is no character" in run("cast", "list", "--show", show.name).err
