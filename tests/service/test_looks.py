"""Saved looks over the API: files that a show shares, what a newer version wrote, and files that are none."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from secondunit.wire import FrozenMap, Problem, loads
from secondunit.wire.saved_look import LookList, LookRemoval, LookSaving, LookScope, SavedLook

THIN = SavedLook("smoke", "", "Thin Haze", FrozenMap({"density": 0.1, "wind": 2.5}), help="For the hall.")


def listed(api: Any, show: str = "S") -> LookList:
    answer = api.client.get("/v1/looks", params={"show": show})
    assert answer.status_code == 200, answer.content
    return loads(LookList, answer.content)


def folder(api: Any, scope: LookScope) -> Path:
    from secondunit.service.looks import LookFiles

    return LookFiles(api.home, api.desk.shows).folder(scope, "S")


def save(api: Any, look: SavedLook, replace: bool = False) -> Any:
    return api.post("/v1/looks", LookSaving(look, "S", replace))


def in_show(look: SavedLook) -> SavedLook:
    from dataclasses import replace

    return replace(look, scope=LookScope.SHOW)


@pytest.mark.parametrize("scope", LookScope)
def test_a_look_that_is_saved_is_a_file_that_is_listed_again(api: Any, scope: LookScope) -> None:
    from dataclasses import replace

    answer = save(api, replace(THIN, scope=scope))
    assert answer.status_code == 200, answer.content
    saved = loads(SavedLook, answer.content)
    assert (saved.name, saved.choice) == ("thin_haze", f"{scope.value}:thin_haze")
    written = json.loads((folder(api, scope) / "smoke.thin_haze.json").read_text("utf-8"))
    assert written == {
        "what": "secondunit.look", "schema": 1, "kind": "smoke", "version": 1, "label": "Thin Haze",
        "help": "For the hall.", "settings": {"density": 0.1, "wind": 2.5},
    }  # fmt: skip
    assert listed(api).looks == (saved,)


def test_a_look_of_its_name_is_replaced_only_where_that_is_asked(api: Any) -> None:
    save(api, THIN)
    answer = save(api, THIN)
    assert answer.status_code == 409 and "Thin Haze" in loads(Problem, answer.content).message
    assert save(api, THIN, replace=True).status_code == 200
    assert len(listed(api).looks) == 1


def test_of_two_that_save_a_look_of_one_name_at_once_one_is_told(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from secondunit.service import looks

    write, answers = looks.written, []

    def meanwhile(look: SavedLook, before: Any) -> str:
        monkeypatch.setattr(looks, "written", write)
        answers.append(save(api, replace(THIN, help="Of the other.")))
        return write(look, before)

    monkeypatch.setattr(looks, "written", meanwhile)
    answers.append(save(api, THIN))
    assert [answer.status_code for answer in answers] == [200, 409]
    assert [look.help for look in listed(api).looks] == ["Of the other."]
    assert [path.name for path in folder(api, LookScope.MINE).iterdir()] == ["smoke.thin_haze.json"]


def test_what_a_newer_version_wrote_stays_where_a_look_is_saved_again(api: Any) -> None:
    save(api, in_show(THIN))
    path = folder(api, LookScope.SHOW) / "smoke.thin_haze.json"
    body = json.loads(path.read_text("utf-8"))
    body["mood"] = {"of": ["the", "night"]}
    body["settings"]["swirl_of_tomorrow"] = 3
    path.write_text(json.dumps(body), "utf-8")
    [look] = listed(api).looks
    assert look.usable and "swirl_of_tomorrow" in look.remarks[0] and "swirl_of_tomorrow" not in look.settings
    assert save(api, in_show(THIN), replace=True).status_code == 200
    again = json.loads(path.read_text("utf-8"))
    assert again["mood"] == {"of": ["the", "night"]} and again["settings"]["swirl_of_tomorrow"] == 3


def put(api: Any, name: str, **changes: object) -> None:
    body = {"what": "secondunit.look", "schema": 1, "kind": "smoke", "version": 1, "label": "Old",
            "settings": {"density": 0.5}}  # fmt: skip
    place = folder(api, LookScope.MINE)
    place.mkdir(exist_ok=True)
    (place / name).write_text(json.dumps({**body, **changes}), "utf-8")


def test_a_look_of_a_newer_kind_or_of_none_is_a_sentence_and_sets_nothing(api: Any) -> None:
    put(api, "smoke.future.json", version=99)
    put(api, "lava.flow.json", kind="lava")
    put(api, "smoke.thick.json", settings={"density": 900.0, "wind": 1.0})
    looks = {look.name: look for look in listed(api).looks}
    assert not looks["future"].usable and "version 99" in looks["future"].remarks[0]
    assert not looks["flow"].usable and "'lava'" in looks["flow"].remarks[0]
    assert looks["thick"].usable and dict(looks["thick"].settings) == {"wind": 1.0}
    assert looks["thick"].remarks[0].startswith("Without Density")


def test_a_form_of_tomorrow_is_neither_read_nor_written_over(api: Any) -> None:
    put(api, "smoke.thin_haze.json", schema=2)
    [remark] = listed(api).remarks
    assert "form 2" in remark and listed(api).looks == ()
    answer = save(api, THIN, replace=True)
    assert answer.status_code == 422
    text = (folder(api, LookScope.MINE) / "smoke.thin_haze.json").read_text("utf-8")
    assert json.loads(text)["schema"] == 2


def file_of(**changes: object) -> bytes:
    """The bytes of a look's file with some of its fields changed."""
    body = {
        "what": "secondunit.look",
        "schema": 1,
        "kind": "smoke",
        "version": 1,
        "label": "L",
        "settings": {},
    }
    return json.dumps({**body, **changes}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"[]", b"{}", b"[" * 60_000, b'{"what": "secondunit.look"}', b'"' + b"x" * 70_000,
        file_of(settings={"density": float("nan")}), file_of(version=True), file_of(label="\ud800"),
        file_of(settings={"density": [1]}), file_of(kind=["smoke"]), file_of(settings={"wind": 10**4000}),
        file_of(schema="1"), file_of(label=" "),
    ],
    ids=range(15),
)  # fmt: skip
def test_a_file_that_is_no_look_is_a_sentence_with_its_name_and_the_others_are_there(
    api: Any, content: bytes
) -> None:
    put(api, "smoke.good.json")
    (folder(api, LookScope.MINE) / "smoke.bad.json").write_bytes(content)
    every = listed(api)
    assert [look.name for look in every.looks] == ["good"]
    assert len(every.remarks) == 1 and every.remarks[0].startswith("smoke.bad.json cannot be used.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_among_the_looks_holds_nothing_up(api: Any) -> None:
    put(api, "smoke.good.json")
    os.mkfifo(folder(api, LookScope.MINE) / "smoke.pipe.json")
    every = listed(api)
    assert [look.name for look in every.looks] == ["good"] and "smoke.pipe.json" in every.remarks[0]


@pytest.mark.parametrize("label", ["", "  ", "../..", "\N{BULLET}"])
def test_a_look_without_a_name_is_refused(api: Any, label: str) -> None:
    from dataclasses import replace

    assert save(api, replace(THIN, label=label)).status_code == 422
    assert not folder(api, LookScope.MINE).exists()


def test_a_name_of_any_alphabet_stays_below_the_folder(api: Any) -> None:
    from dataclasses import replace

    for label in ("../../Étage 3", "濃い煙", "con"):
        assert save(api, replace(THIN, label=label)).status_code == 200
    names = sorted(path.name for path in folder(api, LookScope.MINE).iterdir())
    assert names == ["smoke.con.json", "smoke.étage_3.json", "smoke.濃い煙.json"]
    assert save(api, replace(THIN, kind="../smoke")).status_code == 422


def test_a_show_that_nobody_may_name_is_refused(api: Any) -> None:
    assert api.client.get("/v1/looks", params={"show": "../x"}).status_code == 422


def test_a_look_that_comes_with_its_kind_has_a_small_picture(api: Any) -> None:
    answer = api.client.get("/v1/kinds/smoke/looks/oil/picture")
    assert answer.status_code == 200, answer.content
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.format == "JPEG" and picture.size == (192, 108)
    assert picture.convert("L").getextrema()[0] < 60 < picture.convert("L").getextrema()[1]
    assert api.client.get("/v1/kinds/smoke/looks/nowhere/picture").status_code == 404


def test_every_look_that_comes_with_a_kind_of_ours_has_its_picture() -> None:
    from secondunit.engines.looks.thumbnail import packaged
    from secondunit.service.kinds import kind_list

    names = [(kind.name, look.name) for kind in kind_list().kinds for look in kind.looks]
    assert [name for name in names if packaged(*name) is None] == [] and len(names) > 60


def picture(color: str, size: tuple[int, int] = (480, 270), kind: str = "JPEG", **more: Any) -> str:
    from base64 import b64encode

    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, kind, **more)
    return b64encode(file.getvalue()).decode()


def pictured(api: Any, color: str, replace: bool = False) -> SavedLook:
    answer = api.post("/v1/looks", LookSaving(in_show(THIN), "S", replace, picture(color)))
    assert answer.status_code == 200, answer.content
    return loads(SavedLook, answer.content)


def shown(api: Any, look: str = "thin_haze") -> Any:
    return api.client.get(f"/v1/looks/show/smoke/{look}/picture", params={"show": "S"})


def test_a_look_has_the_picture_that_it_was_saved_with_small_and_nothing_else_of_it(api: Any) -> None:
    first = pictured(api, "red")
    (look,) = listed(api).looks
    assert look == first and look.picture
    answer = shown(api)
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/jpeg"
    small = Image.open(io.BytesIO(answer.content))
    assert small.size == (192, 108) and small.getpixel((5, 5))[0] > 200 and not small.getexif()  # type: ignore[index]
    second = pictured(api, "blue", replace=True)
    assert second.picture not in ("", first.picture)
    assert Image.open(io.BytesIO(shown(api).content)).getpixel((5, 5))[2] > 200  # type: ignore[index]
    save(api, in_show(THIN), replace=True)
    assert listed(api).looks[0].picture == "" and shown(api).status_code == 404, "another look is another one"


@pytest.mark.parametrize("text", ["no base64 !", "R0lGODlhAQABAAAAACw=", picture("red", (4000, 3000))])
def test_what_is_no_picture_is_refused_and_nothing_is_written(api: Any, text: str) -> None:
    answer = api.post("/v1/looks", LookSaving(in_show(THIN), "S", False, text))
    assert answer.status_code == 422 and loads(Problem, answer.content).where == "picture"
    assert listed(api).looks == ()


def removal(api: Any, name: str = "thin_haze", restore: bool = False) -> Any:
    return api.post("/v1/looks/remove", LookRemoval("smoke", name, LookScope.SHOW, "S", restore))


def test_a_look_that_is_taken_away_is_given_back_whole(api: Any) -> None:
    saved = pictured(api, "red")
    before = (folder(api, LookScope.SHOW) / "smoke.thin_haze.json").read_bytes()
    body = shown(api).content
    assert removal(api).status_code == 200 and listed(api).looks == () and shown(api).status_code == 404
    assert loads(Problem, removal(api).content).code == "not_found"
    answer = removal(api, restore=True)
    assert answer.status_code == 200 and loads(SavedLook, answer.content).settings == saved.settings
    assert listed(api).looks[0].label == saved.label and shown(api).content == body
    assert (folder(api, LookScope.SHOW) / "smoke.thin_haze.json").read_bytes() == before


def test_a_look_is_not_given_back_over_one_that_has_its_name_meanwhile(api: Any) -> None:
    pictured(api, "red")
    removal(api)
    pictured(api, "blue")
    answer = removal(api, restore=True)
    assert answer.status_code == 409
    assert Image.open(io.BytesIO(shown(api).content)).getpixel((5, 5))[2] > 200  # type: ignore[index]


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "", "Thin Haze"])
def test_no_name_leads_out_of_the_folder_of_looks(api: Any, name: str) -> None:
    assert removal(api, name).status_code == 422
