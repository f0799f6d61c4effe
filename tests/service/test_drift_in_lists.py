"""The drift of a take over the API: a list says what its frames come to, the one take has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert, select

from secondunit.service.store import Store, events, takes
from secondunit.service.store.tables import takes as rows
from secondunit.wire import (
    CharacterDrift,
    ColorSpace,
    Format,
    FrameDrift,
    FrameRange,
    Rate,
    Take,
    TakePage,
    dumps,
    loads,
)

FRAMES = tuple(
    FrameDrift(1001 + number, 0.2 + number / 1000, "", (0.1, 0.2, 0.3, 0.4)) for number in range(480)
)
DRIFT = CharacterDrift("ada", 1, 2, FRAMES, 0.3, "front.png", 1001)
MADE = Take(
    "t1", "j1", "S", "sh010", "ada", 1, "gone", FrameRange(1001, 1480), Rate(24), Format(64, 36),
    ColorSpace("ACEScg"), "0" * 64, (), drift=(DRIFT,),
)  # fmt: skip


def test_lists_of_takes_leave_out_the_frames_of_a_drift(api: Any, make_brief: Callable[..., Any]) -> None:
    api.room.store.write(lambda transaction: takes.add(transaction, MADE, make_brief()))
    answer = api.client.get("/v1/takes?show=S")
    [listed] = loads(TakePage, answer.content).takes
    assert listed.drift[0].frames == () and listed.drift[0].sentence == DRIFT.sentence
    assert len(answer.content) < 4000 < len(dumps(MADE))
    assert loads(Take, api.client.get("/v1/takes/t1").content).drift == (DRIFT,)
    body = {"show": "S", "name": "dailies", "takes": ["t1"]}
    playlist = api.client.post("/v1/playlists", json=body)
    assert playlist.status_code < 300, playlist.content
    members = api.client.get(f"/v1/playlists/{playlist.json()['id']}/takes?order=own")
    assert loads(TakePage, members.content).takes == (listed,)


def test_what_a_list_and_an_event_read_holds_no_frames_of_a_drift(
    api: Any, make_brief: Callable[..., Any]
) -> None:
    store = api.room.store
    store.write(lambda transaction: takes.add(transaction, MADE, make_brief()))
    row = store.read(lambda connection: connection.execute(select(rows.c.body)).one())
    assert len(row.body) < 4000 < len(dumps(MADE))
    [event] = events.read(store.read(lambda connection: events.after(connection, 0)))
    assert event.take is not None and event.take.drift[0].frames == ()
    assert event.take.drift[0].sentence == DRIFT.sentence


def test_a_store_of_before_frames_lay_apart_reads_as_one_of_today(
    older_store: Callable[[str], Path], make_brief: Callable[..., Any]
) -> None:
    place = older_store("0010")
    engine = create_engine(f"sqlite:///{place}")
    row = {
        "id": "t1", "job": "j1", "show": "S", "shot": "sh010", "element": "ada", "version": 1,
        "folder": "gone", "body": dumps(MADE), "brief": dumps(make_brief()),
    }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(rows).values(row))
    engine.dispose()
    store = Store(place)
    assert store.read(lambda connection: takes.page(connection, show="S")).takes == (MADE.in_list,)
    assert store.read(lambda connection: takes.whole(connection, "t1")) == MADE
    store.close()
