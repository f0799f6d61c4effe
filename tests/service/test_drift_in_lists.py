"""The drift of a take over the API: a list says what its frames come to, the one take has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secondunit.service.store import takes
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


def test_lists_of_takes_leave_out_the_frames_of_a_drift(api: Any, make_brief: Callable[..., Any]) -> None:
    frames = tuple(
        FrameDrift(1001 + number, 0.2 + number / 1000, "", (0.1, 0.2, 0.3, 0.4)) for number in range(480)
    )
    drift = CharacterDrift("ada", 1, 2, frames, 0.3, "front.png", 1001)
    made = Take(
        "t1", "j1", "S", "sh010", "ada", 1, "gone", FrameRange(1001, 1480), Rate(24), Format(64, 36),
        ColorSpace("ACEScg"), "0" * 64, (), drift=(drift,),
    )  # fmt: skip
    api.room.store.write(lambda transaction: takes.add(transaction, made, make_brief()))
    answer = api.client.get("/v1/takes?show=S")
    [listed] = loads(TakePage, answer.content).takes
    assert listed.drift[0].frames == () and listed.drift[0].sentence == drift.sentence
    assert len(answer.content) < 4000 < len(dumps(made))
    assert loads(Take, api.client.get("/v1/takes/t1").content).drift == (drift,)
    body = {"show": "S", "name": "dailies", "takes": ["t1"]}
    playlist = api.client.post("/v1/playlists", json=body)
    assert playlist.status_code < 300, playlist.content
    members = api.client.get(f"/v1/playlists/{playlist.json()['id']}/takes?order=own")
    assert loads(TakePage, members.content).takes == (listed,)
