"""What is said of takes: kept once, in order, told of, and never of a frame that is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.service.store import Store, events, takes
from secondunit.wire import (
    SCHEMA,
    ColorSpace,
    Format,
    FrameRange,
    Note,
    NoteList,
    Rate,
    Take,
    TakeLayer,
    Task,
    Topic,
    dumps,
    errors,
    loads,
)


@pytest.fixture
def take(api: Any, make_brief: Callable[..., Any]) -> Take:
    made = Take(
        "t1", "j1", "S", "sh010", "smoke", 1, "/nowhere", FrameRange(1001, 1008), Rate(24), Format(160, 90),
        ColorSpace("ACEScg"), "0" * 64, (TakeLayer("beauty", "smoke.%04d.exr", ("R", "G", "B", "A")),),
    )  # fmt: skip
    api.room.store.write(lambda transaction: takes.add(transaction, made, make_brief()))
    return made


def say(api: Any, text: str, frame: int | None = None, **more: str) -> Any:
    return api.post(
        "/v1/takes/t1/notes", Note("t1", text, frame, **more), **{"X-Secondunit-User": "Zo%C3%AB"}
    )


def test_notes_come_back_in_the_order_they_were_written(api: Any, take: Take) -> None:
    assert api.client.get("/v1/takes/t1/notes").json().get("notes", []) == []
    for text, frame in (("Thinner.", None), ("A hole 💨 here.", 1003), ("Good.", 1001)):
        assert say(api, text, frame).status_code == 201
    found = loads(NoteList, api.client.get("/v1/takes/t1/notes").content).notes
    assert [(note.text, note.frame) for note in found] == [
        ("Thinner.", None), ("A hole 💨 here.", 1003), ("Good.", 1001),
    ]  # fmt: skip
    assert {note.user for note in found} == {"Zoë"} and len({note.id for note in found}) == 3
    assert all(note.created.endswith("Z") for note in found)


def test_a_note_sent_twice_is_there_once_and_told_of_once(api: Any, take: Take) -> None:
    first = say(api, "Thinner.", id="n1").json()
    assert say(api, "Thinner.", id="n1").json() == first
    assert len(api.client.get("/v1/takes/t1/notes").json()["notes"]) == 1
    told = [
        event
        for event in events.read(api.room.store.read(lambda connection: events.after(connection, 0)))
        if event.topic is Topic.NOTE_CREATED
    ]
    assert [event.note for event in told] == [
        loads(Note, dumps(loads(Note, say(api, "Thinner.", id="n1").content)))
    ]
    assert told[0].take is None and told[0].job is None
    other = say(api, "Thicker.", id="n1")
    assert other.status_code == 409 and other.json()["code"] == "conflict"


def test_the_stream_tells_of_a_note_to_its_show(api: Any, take: Take) -> None:
    say(api, "Thinner.", 1002)
    stored = api.room.store.read(lambda connection: events.after(connection, 0, "S"))
    assert [event.topic for event in stored][-1] == "note.created"
    assert '"note":{' in events.text(stored[-1])
    assert not [
        e for e in api.room.store.read(lambda c: events.after(c, 0, "T")) if e.topic == "note.created"
    ]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ('{"take": "t1", "text": "  "}', "text"),
        ('{"take": "t1", "text": "' + "a" * 4001 + '"}', "text"),
        ('{"take": "t2", "text": "About another."}', "take"),
        ('{"take": "t1", "text": "Late.", "frame": 1009}', "frame"),
        ('{"take": "t1", "text": "Odd.", "id": "../n"}', "id"),
        ('{"take": "t1", "text": "Nul\\u0000."}', "text"),
    ],
)
def test_what_is_no_note_is_refused_with_its_field(api: Any, take: Take, body: str, where: str) -> None:
    answer = api.client.post("/v1/takes/t1/notes", content=body)
    assert answer.status_code == 422 and answer.json()["where"] == where, answer.text
    assert api.client.get("/v1/takes/t1/notes").json().get("notes", []) == []


def test_a_take_that_is_not_there_has_no_notes(api: Any) -> None:
    assert api.client.get("/v1/takes/t9/notes").status_code == 404
    assert api.post("/v1/takes/t9/notes", Note("t9", "Hello.")).status_code == 404


def test_a_store_of_the_first_schema_is_brought_forward_with_its_takes(
    api: Any, take: Take, older_store: Callable[[str], Path], make_brief: Callable[..., Any]
) -> None:
    """A store as version 0.1 left it: no notes, and values that say schema 1."""
    import sqlite3

    place = older_store("0001")
    body = dumps(take).replace(f'"schema":{SCHEMA}', '"schema":1')
    brief = dumps(make_brief()).replace(f'"schema":{SCHEMA}', '"schema":1')
    assert '"schema":1' in body and '"schema":1' in brief
    with sqlite3.connect(place) as old:
        old.execute(
            "INSERT INTO takes VALUES ('t1', 'j1', 'S', 'sh010', 'smoke', 1, '/nowhere', ?, ?)", (body, brief)
        )
    old.close()
    from secondunit.service.store import notes

    store = Store(place)
    try:
        found = store.read(lambda connection: takes.find(connection, "t1"))
        # Its task, which takes did not say then, is its brief's.
        assert found == replace(take, task=Task.ELEMENT) and found.exposure == 1.0
        assert store.read(lambda connection: takes.brief(connection, "t1")) == make_brief()
        kept = store.write(lambda transaction: notes.add(transaction, Note("t1", "Old.", id="n1"), found))
        assert store.read(lambda connection: notes.of_take(connection, "t1")).notes == (kept,)
        with pytest.raises(errors.Conflict):
            store.write(lambda transaction: notes.add(transaction, Note("t1", "New.", id="n1"), found))
    finally:
        store.close()
