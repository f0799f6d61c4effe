"""The cast of a show from a terminal: pictures become a version, and every version is listed."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from secondunit.media.foreign import digest_of
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.models.weights.store import weights_folder
from secondunit.rights import Consent, InputRight, Replica
from secondunit.rights.show import ShowRights
from secondunit.wire.rights import MaterialKind

from ..models.faces_of import HEADS, networks


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
    again = run("cast", "add", "ada", front, "--show", show.name, "--json").lines[0]
    assert (again["name"], again["version"], again["folder"]) == (
        "ada", 2, str(show / "cast" / "ada" / "v002")
    )  # fmt: skip
    (show / "cast" / "a..b").mkdir()
    found = run("cast", "list", "--show", show.name)
    rows = [line.split("\t") for line in found.out.splitlines()]
    assert [row[:5] for row in rows] == [
        ["ada", "v001", "2", "front, side", "Jane Doe"], ["ada", "v002", "1", "front", ""]
    ]  # fmt: skip
    assert rows[0][5].startswith("wet; front.png is small: 40x30 pixels; ")
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


RIGHTS = """
[terms]
input_rights = false
[[rule]]
name = "the studio's tool"
provider = "folder"
models = ["*"]
accounts = ["*"]
tasks = ["*"]
materials = ["*"]
geography = ["*"]
hosts = ["localhost"]
training = "none"
visibility = "private"
retention = "0 days"
contract = "none"
evidence = "none"
evidence_date = 2026-10-01
expires = 2099-12-31
"""
CONSENT = """
[jane]
person = "Jane Doe"
replica = "alteration"
uses = ["crowd"]
shows = ["*"]
providers = ["folder"]
first_day = 2026-01-01
last_day = 2099-12-31
signer = "Jane Doe"
signed = 2026-01-01
"""


def test_a_character_leaves_only_with_consent_and_then_whole_under_its_name(
    run: Any, show: Path, tmp_path: Path
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    (show / "secondunit.toml").write_text('format = "64x36"\n', "utf-8")
    (show / "rights.toml").write_text(RIGHTS, "utf-8")
    (show / "providers.toml").write_text(f'[folder]\npath = "{watched}"\n', "utf-8")
    front = picture(tmp_path / "front.png")
    assert run("cast", "add", "ada", front, "--show", show.name, "--person", "Jane Doe").code == 0
    asked = ("generate", "ada at the window", "--show", show.name, "--shot", "sh010", "--element", "ada",
             "--frames", "1001", "--provider", "folder", "--task", "image",
             "--use", "crowd", "--detach", "--json")  # fmt: skip
    gone = run(*asked, "--cast", "ada=2")
    assert gone.code == 2, (gone.out, gone.err)
    assert gone.problem["message"] == "ada has no v002.", gone.out
    assert gone.problem["remedy"] == "There is: v001."
    refused = run(*asked, "--cast", "ada=1")
    assert refused.code == 4, refused.out
    assert "there is no consent of Jane Doe" in refused.out
    (tmp_path / "jane.toml").write_text(CONSENT, "utf-8")
    assert run("rights", "consent", str(tmp_path / "jane.toml"), "--show", show.name).code == 0
    made = run(*asked, "--cast", "ada=1")
    assert made.code == 0, made.out
    end = time.monotonic() + 60
    while not (there := list(watched.glob("jobs/*/request.json"))):
        assert time.monotonic() < end, run("jobs", "--show", show.name, "--json").out
        threading.Event().wait(0.1)
    given = json.loads(there[0].read_text("utf-8"))["inputs"]
    assert [(one["role"], one["about"]) for one in given] == [("reference", "ada")]
    with Image.open(there[0].with_name(given[0]["name"])) as shown:
        assert shown.size == (40, 30) and shown.getpixel((5, 5)) == (200, 40, 40)
    job = made.lines[-1]["id"]
    assert run("cancel", job).code == 0


def test_nobodys_face_is_described_before_a_consent_to_be_measured_is_on_record(
    run: Any, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    networks()
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(weights_folder()))
    looked: list[object] = []

    def largest(_: object, codes: object) -> tuple[None, int]:
        looked.append(codes)
        return None, 0

    monkeypatch.setattr(IdentityNetworks, "largest", largest)
    front = str(HEADS / "hopper.jpg")
    asked = ("cast", "add", "grace", front, "--show", show.name, "--person", "Grace H.", "--json")
    (made,) = run(*asked).lines
    assert made["remarks"][1:] == ["Its faces were not looked at: no consent to measure Grace H.'s likeness."]
    assert looked == []
    consent = Consent("Grace H.", Replica.ALTERATION, ("measure",), ("*",), ("*",), "2026-01-01",
                      "2099-01-01", "Grace H.", "2026-01-01")  # fmt: skip
    ShowRights(show.name, show).consent("grace", consent, "legal")
    (again,) = run(*asked).lines
    assert again["remarks"][1:] == ["hopper.jpg is not held against: no face is seen in it."]
    assert len(looked) == 1
    rows = [json.loads(line) for line in (show / "rights" / "ledger.jsonl").read_text("utf-8").splitlines()]
    assert [row["kind"] for row in rows] == ["not_measured", "consent", "measured"]
    assert rows[0]["body"]["persons"] == ["Grace H."]


def test_whom_an_input_on_record_names_is_asked_for_too(
    run: Any, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    networks()
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(weights_folder()))
    front = HEADS / "hopper.jpg"
    right = InputRight(digest_of(front), MaterialKind.LIKENESS, "cleared", "Grace H.", "lee", ("Grace H.",))
    ShowRights(show.name, show).record_input(right)
    (made,) = run("cast", "add", "grace", str(front), "--show", show.name, "--json").lines
    assert made["remarks"][1:] == ["Its faces were not looked at: no consent to measure Grace H.'s likeness."]


def test_pictures_may_stand_behind_options(run: Any, show: Path, tmp_path: Path) -> None:
    front, side = picture(tmp_path / "front.png"), picture(tmp_path / "side.jpg")
    made = run("cast", "add", "ada", "--show", show.name, front, "--note", "wet", side)
    assert made.code == 0, made.err
    names = {path.name for path in (show / "cast" / "ada" / "v001").iterdir()}
    assert {"front.png", "side.jpg"} <= names
    wrong = run("cast", "list", "--show", show.name, "ada")
    assert wrong.code == 2 and "There is one word too many: 'ada'." in wrong.err


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("add", "ada"), "Name its pictures: secondunit cast add ada front.png side.png"),
        (("add", "ada", "gone.png"), "Correct its path"),
        (("unpin", "ada", "--shot", "sh010"), "secondunit cast sheet --show"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(
    run: Any, show: Path, words: tuple[str, ...], remedy: str
) -> None:
    answer = run("cast", *words, "--show", show.name, "--json")
    assert answer.code in (2, 3) and remedy in answer.problem["remedy"]


def test_a_show_without_a_match_says_so(run: Any, show: Path) -> None:
    assert (
        f"No match to the cast was begun in {show.name}." in run("cast", "matches", "--show", show.name).err
    )
    answer = run("cast", "match-stop", "m1", "--json")
    assert answer.code == 3 and "secondunit cast matches --show" in answer.problem["remedy"]
