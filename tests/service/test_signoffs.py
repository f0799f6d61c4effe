"""Sign-offs: of the frames that were judged, kept beside one another, told of, and never overwritten."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from secondunit.media import foreign
from secondunit.service.reads import Patience
from secondunit.service.store import Store, events, takes
from secondunit.service.store import signoffs as stored_signoffs
from secondunit.wire import (
    ColorSpace,
    Decision,
    Format,
    FrameRange,
    Rate,
    SignOff,
    SignOffList,
    Take,
    TakeLayer,
    Task,
    Topic,
    dumps,
    errors,
    loads,
)

PATH = "/v1/takes/t1/signoffs"
FRAMES = FrameRange(1001, 1003)


def take_in(folder: Path, **changes: Any) -> Take:
    layers = (
        TakeLayer("beauty", "smoke_v001.%04d.exr", ("R", "G", "B", "A")),
        TakeLayer("passes", "smoke_v001_passes.%04d.exr", ("Z",)),
    )
    made = Take(
        "t1", "j1", "S", "sh010", "smoke", 1, str(folder), FRAMES, Rate(24), Format(160, 90),
        ColorSpace("ACEScg"), "0" * 64, layers, thumbnail="thumbnail.png",
    )  # fmt: skip
    return replace(made, **changes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "v001"
    place.mkdir()
    for frame in FRAMES:
        (place / f"smoke_v001.{frame}.exr").write_bytes(b"beauty %d" % frame)
        (place / f"smoke_v001_passes.{frame}.exr").write_bytes(b"passes %d" % frame)
    (place / "thumbnail.png").write_bytes(b"small")
    return place


@pytest.fixture
def take(api: Any, folder: Path, make_brief: Callable[..., Any]) -> Take:
    made = take_in(folder)
    api.room.store.write(lambda transaction: takes.add(transaction, made, make_brief()))
    return made


def sign(api: Any, decision: str = "accepted", why: str = "", **more: str) -> Any:
    given = SignOff("t1", Decision(decision), more.pop("by", "Zoë"), "supervisor", why, **more)
    return api.post(PATH, given, **{"X-Secondunit-User": "Zo%C3%AB"})


def page_of(api: Any) -> SignOffList:
    return loads(SignOffList, api.client.get(PATH).content)


def test_a_later_decision_stands_beside_the_earlier_ones(api: Any, take: Take) -> None:
    assert page_of(api).signoffs == ()
    for decision, why in (("changes", "Thinner."), ("rejected", "Out of the cut."), ("accepted", "")):
        assert sign(api, decision, why).status_code == 201
    page = page_of(api)
    assert [(one.decision.value, one.why) for one in page.signoffs] == [
        ("changes", "Thinner."), ("rejected", "Out of the cut."), ("accepted", ""),
    ]  # fmt: skip
    assert {(one.take, one.by, one.role) for one in page.signoffs} == {("t1", "Zoë", "supervisor")}
    assert len({one.id for one in page.signoffs}) == 3
    assert all(one.when.endswith("Z") and page.stands(one) for one in page.signoffs)


def test_the_digest_is_the_one_that_sha256sum_gives_for_the_frames(
    api: Any, take: Take, folder: Path
) -> None:
    names = sorted(path.name for path in folder.glob("*.exr"))
    assert len(names) == 6
    lines = [f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    assert page_of(api).take_digest == sha256("".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("name", ["smoke_v001.1002.exr", "smoke_v001_passes.1003.exr"])
def test_a_frame_that_changed_shows_that_the_sign_off_is_of_other_files(
    api: Any, take: Take, folder: Path, name: str
) -> None:
    assert sign(api).status_code == 201
    before = (folder / name).read_bytes()
    (folder / name).write_bytes(before[::-1])
    page = page_of(api)
    (record,) = page.signoffs
    assert page.stands(record) is False and record.take_digest != page.take_digest
    assert sign(api).status_code == 201
    page = page_of(api)
    assert [page.stands(one) for one in page.signoffs] == [False, True]
    (folder / name).write_bytes(before)
    page = page_of(api)
    assert [page.stands(one) for one in page.signoffs] == [True, False]


def test_a_preview_made_anew_is_not_another_take(api: Any, take: Take, folder: Path) -> None:
    assert sign(api).status_code == 201
    (folder / "thumbnail.png").write_bytes(b"signed since")
    page = page_of(api)
    assert page.stands(page.signoffs[0]) is True


def test_what_was_decided_is_told_also_where_the_frames_are_gone(api: Any, take: Take, folder: Path) -> None:
    assert sign(api).status_code == 201
    (folder / "smoke_v001.1002.exr").unlink()
    page = page_of(api)
    assert len(page.signoffs) == 1 and page.stands(page.signoffs[0]) is None
    assert page.problem is not None and page.problem.code == "not_found"
    assert page.problem.where.endswith("smoke_v001.1002.exr")
    assert sign(api).status_code == 404 and len(page_of(api).signoffs) == 1


def test_frames_other_than_those_looked_at_are_not_signed_off(api: Any, take: Take, folder: Path) -> None:
    judged = page_of(api).take_digest
    (folder / "smoke_v001.1001.exr").write_bytes(b"another")
    answer = sign(api, take_digest=judged)
    assert answer.status_code == 409 and answer.json()["where"] == "take_digest"
    assert page_of(api).signoffs == ()
    assert sign(api, take_digest=page_of(api).take_digest).status_code == 201


def test_one_sent_twice_is_there_once_even_where_the_frames_changed_between(
    api: Any, take: Take, folder: Path
) -> None:
    first = sign(api, id="s1", take_digest=page_of(api).take_digest)
    (folder / "smoke_v001.1001.exr").write_bytes(b"another")
    again = sign(api, id="s1", take_digest=first.json()["take_digest"])
    assert (again.status_code, again.json()) == (201, first.json())
    other = sign(api, "rejected", "No.", id="s1")
    assert other.status_code == 409 and other.json()["where"] == "id"
    assert len(page_of(api).signoffs) == 1


def test_the_stream_tells_its_show_of_a_sign_off_once(api: Any, take: Take) -> None:
    record = loads(SignOff, sign(api, id="s1").content)
    sign(api, id="s1")

    def heard(show: str) -> list[Any]:
        stored = api.room.store.read(lambda connection: events.after(connection, 0, show))
        return [event for event in events.read(stored) if event.topic is Topic.SIGN_OFF_CREATED]

    assert [event.signoff for event in heard("S")] == [record] and heard("T") == []
    assert heard("S")[0].take is None


def test_whoever_enters_a_decision_for_another_is_named(api: Any, take: Take) -> None:
    assert loads(SignOff, sign(api).content).entered_by == ""
    record = loads(SignOff, sign(api, by=" Ana ", entered_by="nobody", when="never").content)
    assert (record.by, record.entered_by) == ("Ana", "Zoë") and record.when.endswith("Z")


def test_a_disk_that_does_not_answer_hides_no_decision_and_takes_none(
    api: Any, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sign(api).status_code == 201
    back, stat = threading.Event(), foreign.stat_of

    def away(path: Path | str) -> Any:
        back.wait()
        return stat(path)

    with monkeypatch.context() as patch:
        patch.setattr(foreign, "stat_of", away)
        patch.setattr(api.desk.reads, "_patience", Patience(reach=0.2))
        try:
            page, refused = page_of(api), sign(api, "rejected", "No.")
        finally:
            back.set()
    assert page.problem is not None and page.problem.code == "storage.silent"
    assert len(page.signoffs) == 1 and page.stands(page.signoffs[0]) is None
    assert refused.status_code == 504
    assert [one.decision for one in page_of(api).signoffs] == [Decision.ACCEPTED]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ('{"take": "t1", "decision": "approved", "by": "Zoë", "role": "lead"}', "decision"),
        ('{"take": "t1", "decision": "accepted", "by": "Zoë"}', "role"),
        ('{"take": "t1", "decision": "rejected", "by": "Zoë", "role": "lead"}', "why"),
        ('{"take": "t2", "decision": "accepted", "by": "Zoë", "role": "lead"}', "take"),
        ('{"take": "t1", "decision": "accepted", "by": "Zo\\u0000", "role": "lead"}', "by"),
    ],
)
def test_what_is_no_sign_off_is_refused_with_its_field(api: Any, take: Take, body: str, where: str) -> None:
    answer = api.client.post(PATH, content=body.encode())
    assert answer.status_code == 422 and answer.json()["where"] == where, answer.text
    assert page_of(api).signoffs == ()


def test_a_take_that_is_not_there_and_one_without_frames_have_no_sign_offs(
    api: Any, folder: Path, make_brief: Callable[..., Any]
) -> None:
    assert api.client.get(PATH).status_code == 404 and sign(api).status_code == 404
    bare = take_in(folder, layers=())
    api.room.store.write(lambda transaction: takes.add(transaction, bare, make_brief()))
    assert sign(api).status_code == 422
    page = page_of(api)
    assert page.signoffs == () and page.problem is not None and "no frames" in page.problem.message


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_frame_that_lies_outside_the_show_is_not_read(
    api: Any, folder: Path, tmp_path: Path, make_brief: Callable[..., Any]
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"not of this show")
    (folder / "smoke_v001.1002.exr").unlink()
    (folder / "smoke_v001.1002.exr").symlink_to(secret)
    api.room.store.write(lambda transaction: takes.add(transaction, take_in(folder), make_brief()))
    assert sign(api).json()["code"] == "denied.outside_show"
    problem = page_of(api).problem
    assert problem is not None and problem.code == "denied.outside_show"


def test_a_store_of_before_sign_offs_is_brought_forward_with_its_takes(
    older_store: Callable[[str], Path], folder: Path, make_brief: Callable[..., Any]
) -> None:
    place, made = older_store("0005"), take_in(folder)
    with sqlite3.connect(place) as old:
        old.execute(
            "INSERT INTO takes VALUES ('t1', 'j1', 'S', 'sh010', 'smoke', 1, ?, ?, ?)",
            (str(folder), dumps(made), dumps(make_brief())),
        )
    old.close()
    store = Store(place)
    given = SignOff("t1", Decision.ACCEPTED, "Zoë", "supervisor", "", "0" * 64, "now", "kim", "s1")
    try:
        assert store.read(lambda connection: takes.find(connection, "t1")) == replace(made, task=Task.ELEMENT)
        store.write(lambda transaction: stored_signoffs.add(transaction, given, made))
        assert store.read(lambda connection: stored_signoffs.of_take(connection, "t1")) == (given,)
        with pytest.raises(errors.Conflict):
            other = replace(given, decision=Decision.REJECTED, why="No.")
            store.write(lambda transaction: stored_signoffs.add(transaction, other, made))
        assert store.read(lambda connection: stored_signoffs.of_take(connection, "t1")) == (given,)
    finally:
        store.close()


def test_without_its_frames_a_take_s_decisions_are_told_without_a_digest(
    api: Any, take: Take, folder: Path
) -> None:
    assert sign(api).status_code == 201
    (folder / "smoke_v001.1002.exr").unlink()
    page = loads(SignOffList, api.client.get(PATH, params={"frames": "false"}).content)
    assert len(page.signoffs) == 1 and page.take_digest == "" and page.problem is None
