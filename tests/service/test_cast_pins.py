"""Pins of a show's cast: which version a shot wears, in a file to edit by hand, and what a brief gets."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from secondunit.rights import Consent, Replica
from secondunit.rights.show import ShowRights
from secondunit.service.cast_pins import pinned, pins, set_pins, unpin
from secondunit.service.casting import as_pinned
from secondunit.wire import CastMember, CastPin, CharacterList, FrozenMap, ShowSettings, loads
from secondunit.wire.errors import BadInput, BadName, BadSettings, NotAFile, NotFound

ADA = CastPin("ada", 3, sequence="sc01")


def write(root: Path, text: str) -> Path:
    path = root / "cast" / "pins.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_shots_pin_beats_its_sequences(tmp_path: Path) -> None:
    assert pinned(tmp_path, "sc01", "sh010") == ()
    shot = CastPin("ada", 4, shot="sh020")
    assert set_pins(tmp_path, (ADA, CastPin("bob", 1, sequence="sc01"), shot)) == ()
    assert pinned(tmp_path, "sc01", "sh010") == (CastMember("ada", 3), CastMember("bob", 1))
    assert pinned(tmp_path, "sc01", "sh020") == (CastMember("ada", 4), CastMember("bob", 1))
    assert pinned(tmp_path, "", "sh020") == (CastMember("ada", 4),)
    assert pinned(tmp_path, "sc02", "sh030") == pinned(tmp_path, "", "") == ()


def test_another_pin_takes_the_place_of_the_one_before_and_gives_it_back(tmp_path: Path) -> None:
    set_pins(tmp_path, (ADA,))
    assert set_pins(tmp_path, (CastPin("ada", 5, sequence="sc01"),)) == (ADA,)
    assert unpin(tmp_path, "ada", sequence="sc01") == 5
    assert pins(tmp_path) == ()
    with pytest.raises(NotFound, match="ada is not pinned for the sequence sc01"):
        unpin(tmp_path, "ada", sequence="sc01")


def test_what_a_person_wrote_beside_a_pin_stays(tmp_path: Path) -> None:
    path = write(
        tmp_path, "# the fire\n[sequence.sc01]\nada = 3 # with the coat\n\n[shot]\nsh010 = { bob = 1 }\n"
    )
    set_pins(tmp_path, (CastPin("eve", 2, sequence="sc01"), CastPin("ada", 9, shot="sh010")))
    text = path.read_text("utf-8")
    assert "# the fire" in text and "ada = 3 # with the coat" in text
    assert pinned(tmp_path, "sc01", "sh010") == (
        CastMember("ada", 9),
        CastMember("bob", 1),
        CastMember("eve", 2),
    )


def test_names_of_any_script_are_pinned(tmp_path: Path) -> None:
    pin = CastPin("Zoë König", 2, sequence="séquence 1.2")
    set_pins(tmp_path, (pin, CastPin("李", 1, shot="sh.010")))
    assert pins(tmp_path) == (pin, CastPin("李", 1, shot="sh.010"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[sequence.sc01", "cannot be read"),
        ("a = " + "[" * 20_000, "cannot be read"),
        ("[scene.sc01]\nada = 1", "knows no 'scene'"),
        ("sequence = 3", "nothing that can be read under sequence"),
        ("[sequence]\nada = 3", "nothing that can be read under sequence"),
        ("[sequence.sc01]\nada = 'v003'", "no version"),
        ("[sequence.sc01]\nada = 0", "no version"),
        ("[sequence.sc01]\nada = " + "9" * 5_000, "cannot be read"),
        ("[sequence.sc01]\nada = true", "no version"),
        ("[sequence.sc01]\n'../ada' = 1", "No character can be called"),
        ("[shot.'a/b']\nada = 1", "No shot can be called"),
    ],
)
def test_a_file_that_cannot_be_believed_says_why_and_is_left_as_it_is(
    tmp_path: Path, text: str, said: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(BadSettings, match=said):
        pins(tmp_path)
    with pytest.raises(BadSettings, match=said):
        set_pins(tmp_path, (ADA,))
    assert path.read_text("utf-8") == text


def test_what_is_no_text_and_what_is_no_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSettings, match="no text"):
        pins(tmp_path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(NotAFile):
        pins(tmp_path)


@pytest.mark.parametrize(
    "pin",
    [
        CastPin("../ada", 1, shot="sh010"),
        CastPin("ada", 1, shot="../sh010"),
        CastPin("ada", 1, sequence="sc01", shot="sh010"),
        CastPin("ada", 1),
        CastPin("ada", -1, shot="sh010"),
    ],
)
def test_a_pin_that_names_nothing_is_refused_and_nothing_is_written(tmp_path: Path, pin: CastPin) -> None:
    with pytest.raises((BadInput, BadName)):
        set_pins(tmp_path, (ADA, pin))
    assert not (tmp_path / "cast").exists()


def test_those_who_pin_at_once_lose_nothing(tmp_path: Path) -> None:
    wanted = [CastPin(f"c{number}", number + 1, shot="sh010") for number in range(8)]
    pinning = [threading.Thread(target=set_pins, args=(tmp_path, (pin,))) for pin in wanted]
    for thread in pinning:
        thread.start()
    for thread in pinning:
        thread.join(20)
    assert set(pins(tmp_path)) == set(wanted)


def show_of(root: Path) -> ShowSettings:
    return ShowSettings("S", str(root), sequences=FrozenMap({"sc01": ("sh010", "sh020")}))


def test_a_brief_without_a_version_gets_the_pinned_one(tmp_path: Path, make_brief: Any) -> None:
    set_pins(tmp_path, (ADA, CastPin("ada", 4, shot="sh020")))
    for shot, version in (("sh010", 3), ("sh020", 4)):
        casting = as_pinned(make_brief(shot=shot, cast=(CastMember("ada", 0),)), show_of(tmp_path))
        assert casting.brief.cast == (CastMember("ada", version),) and not casting.warnings
    with pytest.raises(BadInput, match="No version of bob is pinned for sh010") as raised:
        as_pinned(make_brief(cast=(CastMember("bob", 0),)), show_of(tmp_path))
    assert "secondunit cast pin" in raised.value.problem.remedy


def test_a_brief_that_names_another_version_than_the_pinned_one_is_warned(
    tmp_path: Path, make_brief: Any
) -> None:
    set_pins(tmp_path, (ADA,))
    casting = as_pinned(make_brief(cast=(CastMember("ada", 2), CastMember("bob", 7))), show_of(tmp_path))
    assert [member.version for member in casting.brief.cast] == [2, 7]
    assert casting.warnings == ("ada is pinned to v003 in sh010: this names v002.",)


def test_the_plan_of_a_brief_has_the_pinned_version_and_the_warning(
    room: Any, api: Any, make_brief: Any
) -> None:
    root = room.folder / "shows" / "S"
    root.mkdir(parents=True, exist_ok=True)
    (root / "secondunit.toml").write_text("[sequences]\nsc01 = ['sh010']\n", "utf-8")
    set_pins(root, (ADA,))
    planner = api.desk.planner
    plan = planner.plan(make_brief(cast=(CastMember("ada", 0), CastMember("bob", 1))))
    assert plan.brief.cast == (CastMember("ada", 3), CastMember("bob", 1))
    warned = planner.plan(make_brief(cast=(CastMember("ada", 1),)))
    assert "ada is pinned to v003 in sh010: this names v001." in warned.estimate.warnings


def test_the_cast_of_a_show_is_served_with_its_pins(room: Any, api: Any) -> None:
    root = room.folder / "shows" / "S"
    set_pins(root, (ADA,))
    served = loads(CharacterList, api.client.get("/v1/cast", params={"show": "S"}).content)
    assert served.pins == (ADA,) and not served.remarks
    write(root, "[")
    served = loads(CharacterList, api.client.get("/v1/cast", params={"show": "S"}).content)
    assert served.pins == () and "cannot be read" in served.remarks[0]


def test_a_consent_that_is_withdrawn_between_two_looks_is_said_at_the_next(room: Any, api: Any) -> None:
    root = room.folder / "shows" / "S"
    folder = root / "cast" / "ada" / "v001"
    folder.mkdir(parents=True)
    Image.new("RGB", (40, 30)).save(folder / "front.png")
    (folder / "character.toml").write_text('persons = ["Jane Doe"]', "utf-8")

    def sentence() -> str:
        served = loads(CharacterList, api.client.get("/v1/cast", params={"show": "S"}).content)
        (consent,) = served.consents_of(("Jane Doe",))
        return consent.sentence

    assert sentence() == "Jane Doe: no consent is on record."
    consent = Consent("Jane Doe", Replica.ALTERATION, ("*",), ("*",), ("*",), "2026-01-01", "2099-12-31",
                      "Jane Doe", "2026-01-01")  # fmt: skip
    rights = ShowRights("S", root)
    rights.consent("jane", consent, "Ana")
    assert "has agreed" in sentence()
    withdrawal = rights.revoke("jane", "Ana")
    assert sentence() == f"Jane Doe: the consent was withdrawn on {withdrawal.when[:10]}."
    (root / "rights" / "consents" / "jane.json").write_text("{", "utf-8")
    served = loads(CharacterList, api.client.get("/v1/cast", params={"show": "S"}).content)
    assert served.consents == () and "Who has agreed cannot be read" in served.remarks[0]


@pytest.mark.parametrize(
    "text",
    [
        "sequence.sc01.ada = 1\n",
        "[sequence]\nsc01.ada = 1\n",
        "[sequence.sc01]\nada = 1\n[shot.x]\nbob = 1\n[sequence.sc02]\neve = 1\n",
        "[sequence.sc01]\r\nada = 1\r\n",
        "\ufeff[sequence.sc01]\nada = 1\n",
        "sequence = { sc01 = { ada = 1 } }\n",
    ],
)
def test_a_pin_is_changed_in_every_form_that_a_person_writes(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "")
    path.write_bytes(text.encode())
    assert set_pins(tmp_path, (CastPin("ada", 2, "sc01"),)) == (CastPin("ada", 1, "sc01"),)
    assert CastPin("ada", 2, "sc01") in pins(tmp_path)


def test_a_form_that_takes_no_further_pin_says_so_and_stays(tmp_path: Path) -> None:
    text = "sequence = { sc01 = { ada = 1 } }\n"
    path = write(tmp_path, text)
    with pytest.raises(BadSettings, match="stands in a form that takes no further pin") as raised:
        set_pins(tmp_path, (CastPin("ada", 2, "sc09"),))
    assert "[sequence.NAME]" in raised.value.problem.remedy
    assert path.read_text("utf-8") == text
