"""Choosing among takes: each user's marks, a bin that gives everything back, playlists in cut order."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from sqlalchemy import create_engine, text

from secondunit.engines.delivery import versions
from secondunit.service import bin as bin_of_takes
from secondunit.service.store import Store, binned, takes
from secondunit.wire import (
    BinList,
    BinnedTake,
    ColorSpace,
    Decision,
    Event,
    Format,
    FrameRange,
    MarkChange,
    MarkList,
    Playlist,
    PlaylistChange,
    PlaylistList,
    Rate,
    ShowCut,
    SignOff,
    Take,
    TakeLayer,
    TakeMark,
    TakePage,
    Task,
    Topic,
    dumps,
    loads,
)
from secondunit.wire.errors import Conflict, StorageError

KIM, ANA = {"X-Secondunit-User": "kim"}, {"X-Secondunit-User": "ana"}


def take_in(folder: Path, number: int, shot: str = "sh010", **changes: Any) -> Take:
    layers = (TakeLayer("beauty", f"smoke_v{number:03d}.%04d.exr", ("R", "G", "B", "A")),)
    made = Take(
        f"t{number}", f"j{number}", "S", shot, "smoke", number, str(folder), FrameRange(1001, 1002), Rate(24),
        Format(160, 90), ColorSpace("ACEScg"), "0" * 64, layers,
    )  # fmt: skip
    return replace(made, **changes)


@pytest.fixture
def add(api: Any, tmp_path: Path, make_brief: Callable[..., Any]) -> Callable[..., Take]:
    """A take of the show, with files on the disk."""

    def make(number: int, shot: str = "sh010") -> Take:
        folder = tmp_path / "takes" / shot / "smoke" / f"v{number:03d}"
        (folder / "previews").mkdir(parents=True)
        for frame in (1001, 1002):
            (folder / f"smoke_v{number:03d}.{frame}.exr").write_bytes(b"x" * 1000)
        (folder / "previews" / "thumbnail.png").write_bytes(b"y" * 24)
        made = take_in(folder, number, shot)
        api.room.store.write(lambda transaction: takes.add(transaction, made, make_brief()))
        return made

    return make


def act(api: Any, path: str, user: dict[str, str] | None = None) -> Any:
    return api.client.post(path, headers=user or {})


def told(api: Any, topic: Topic) -> list[Event]:
    body = api.client.get("/v1/events", params={"wait": 0}).text
    found = [loads(Event, line[6:]) for line in body.splitlines() if line.startswith("data: ")]
    return [event for event in found if event.topic is topic]


def listed(api: Any) -> list[str]:
    return [
        take.id for take in loads(TakePage, api.client.get("/v1/takes", params={"show": "S"}).content).takes
    ]


def test_two_panels_that_star_and_hide_undo_nothing_of_each_other(api: Any, add: Callable[..., Take]) -> None:
    add(1)
    first = loads(TakeMark, api.post("/v1/takes/t1/mark", MarkChange(star=True), **KIM).content)
    second = loads(TakeMark, api.post("/v1/takes/t1/mark", MarkChange(hidden=True), **KIM).content)
    assert (first.star, first.hidden, second.star, second.hidden) == (True, False, True, True)
    assert api.post("/v1/takes/t1/mark", MarkChange(star=True), **KIM).status_code == 200, "and again"
    assert [event.mark for event in told(api, Topic.MARK_CHANGED)] == [first, second], "told once each"
    page = loads(MarkList, api.client.get("/v1/marks", params={"show": "S"}, headers=KIM).content)
    assert page.marks == (second,)
    assert loads(MarkList, api.client.get("/v1/marks", headers=ANA).content).marks == (), (
        "another user's are not"
    )
    assert api.post("/v1/takes/t9/mark", MarkChange(star=True), **KIM).status_code == 404


def test_a_take_goes_to_the_bin_whole_and_comes_back_as_it_was(api: Any, add: Callable[..., Take]) -> None:
    take, other = add(1), add(2)
    home = Path(take.folder)
    before = {path.relative_to(home): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    device = home.stat().st_dev
    entry = loads(BinnedTake, act(api, "/v1/takes/t1/bin", KIM).content)
    assert (entry.bytes, entry.user, entry.take) == (2024, "kim", take)
    assert not home.exists() and Path(entry.folder).stat().st_dev == device
    assert listed(api) == [other.id]
    page = loads(BinList, api.client.get("/v1/bin", params={"show": "S"}).content)
    assert (page.takes, page.bytes) == ((entry,), 2024)
    assert loads(BinnedTake, act(api, "/v1/takes/t1/bin", ANA).content).user == "kim", "once is enough"
    assert loads(Take, act(api, "/v1/takes/t1/restore").content) == take
    after = {path.relative_to(home): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert after == before and not Path(entry.folder).exists()
    assert listed(api) == [other.id, take.id]
    assert act(api, "/v1/takes/t1/restore").status_code == 200, "it is where it is"
    assert [event.take for event in told(api, Topic.TAKE_RESTORED)] == [take]


def test_an_accepted_take_is_not_put_in_the_bin(api: Any, add: Callable[..., Take]) -> None:
    take = add(1)
    assert (
        api.post("/v1/takes/t1/signoffs", SignOff("t1", Decision.ACCEPTED, "Zoë", "lead")).status_code == 201
    )
    answer = act(api, "/v1/takes/t1/bin", KIM)
    assert answer.status_code == 409 and "Zoë accepted sh010/smoke v001" in answer.json()["message"]
    assert Path(take.folder).is_dir() and listed(api) == ["t1"]


def test_a_take_is_not_brought_back_over_another_folder(api: Any, add: Callable[..., Take]) -> None:
    take = add(1)
    entry = loads(BinnedTake, act(api, "/v1/takes/t1/bin").content)
    Path(take.folder).mkdir()
    answer = act(api, "/v1/takes/t1/restore")
    assert answer.status_code == 409 and "in the bin, whole" in answer.json()["kept"]
    assert len(list(Path(entry.folder).iterdir())) == 3
    assert loads(BinList, api.client.get("/v1/bin").content).takes == (entry,)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_moved_stays_a_take(api: Any, add: Callable[..., Take]) -> None:
    parent = Path(add(1).folder).parent
    parent.chmod(0o500)
    try:
        assert act(api, "/v1/takes/t1/bin").json()["code"] == "storage.rights"
    finally:
        parent.chmod(0o700)
    assert listed(api) == ["t1"]


def test_a_service_that_died_between_store_and_disk_can_do_it_again(
    api: Any, add: Callable[..., Take]
) -> None:
    take, other = add(1), add(2)
    aside = Path(take.folder).with_name(".v001.binned")
    api.room.store.write(lambda transaction: binned.reserve(transaction, take, str(aside), "kim"))
    assert loads(BinnedTake, act(api, "/v1/takes/t1/bin", KIM).content).bytes == 2024
    assert aside.is_dir()
    act(api, "/v1/takes/t2/bin")
    Path(other.folder).with_name(".v002.binned").rename(other.folder)
    assert act(api, "/v1/takes/t2/restore").status_code == 200
    assert listed(api) == ["t2"]


def in_bin(api: Any) -> list[str]:
    return [entry.take.id for entry in loads(BinList, api.client.get("/v1/bin").content).takes]


def test_a_take_is_moved_by_one_caller_at_a_time_and_is_in_the_bin_afterwards(
    api: Any, add: Callable[..., Take], monkeypatch: pytest.MonkeyPatch
) -> None:
    take, measured = add(1), bin_of_takes._size
    root, refused = Path(take.folder).parent, []

    def meanwhile(folder: Path) -> int:
        monkeypatch.setattr(bin_of_takes, "_size", measured)
        for second in (
            lambda: bin_of_takes.put_in_bin(api.room.store, take, root, "ana"),
            lambda: bin_of_takes.take_back(api.room.store, take, root),
        ):
            with pytest.raises(Conflict, match="being moved just now"):
                second()
            refused.append(second)
        return measured(folder)

    monkeypatch.setattr(bin_of_takes, "_size", meanwhile)
    entry = bin_of_takes.put_in_bin(api.room.store, take, root, "kim")
    assert (entry.user, entry.bytes, len(refused)) == ("kim", 2024, 2)
    assert in_bin(api) == ["t1"] and Path(entry.folder).is_dir()
    assert act(api, "/v1/takes/t1/restore").status_code == 200 and Path(take.folder).is_dir()


def test_a_take_in_the_bin_stays_there_where_another_folder_took_its_place(
    api: Any, add: Callable[..., Take]
) -> None:
    take = add(1)
    act(api, "/v1/takes/t1/bin")
    Path(take.folder).mkdir()
    answer = act(api, "/v1/takes/t1/bin")
    assert answer.status_code == 409 and "v001 is there again" in answer.json()["message"]
    assert in_bin(api) == ["t1"]


def test_a_take_that_was_moved_is_in_the_bin_whatever_failed_afterwards(
    api: Any, add: Callable[..., Take], monkeypatch: pytest.MonkeyPatch
) -> None:
    take = add(1)

    def moved(folder: Path, target: Path) -> None:
        folder.rename(target)
        raise StorageError("The server said no, and had done it.")

    monkeypatch.setattr(bin_of_takes, "_move", moved)
    assert act(api, "/v1/takes/t1/bin").json()["message"].startswith("The server said no")
    assert in_bin(api) == ["t1"] and not Path(take.folder).exists()


def test_a_folder_that_lies_aside_without_a_word_in_the_store_comes_back(
    api: Any, add: Callable[..., Take]
) -> None:
    take = add(1)
    Path(take.folder).rename(Path(take.folder).with_name(".v001.binned"))
    assert act(api, "/v1/takes/t1/restore").status_code == 200
    assert Path(take.folder).is_dir() and listed(api) == ["t1"]


def test_the_version_of_a_binned_take_stays_claimed(
    api: Any, add: Callable[..., Take], idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    folder = Path(add(3).folder)
    work = replace(idle_room.work(make_brief()), folder_name="{version}")
    act(api, "/v1/takes/t3/bin")
    assert list(versions(work, folder.parent)) == [3]


def playlist(answer: Any) -> Playlist:
    assert answer.status_code in (200, 201), answer.content
    return loads(Playlist, answer.content)


def test_a_playlist_is_made_renamed_reordered_and_removed(api: Any, add: Callable[..., Take]) -> None:
    for number in (1, 2, 3):
        add(number)
    made = playlist(api.post("/v1/playlists", Playlist("S", " Dailies ", ("t1", "t2", "t1")), **KIM))
    assert (made.name, made.takes, made.user) == ("Dailies", ("t1", "t2"), "kim")
    path = f"/v1/playlists/{made.id}"
    assert playlist(api.post(f"{path}/change", PlaylistChange(add=("t3",), at=0))).takes == ("t3", "t1", "t2")
    changed = playlist(
        api.post(f"{path}/change", PlaylistChange(name="Monday", remove=("t1",), order=("t2",)))
    )
    assert (changed.name, changed.takes) == ("Monday", ("t2", "t3"))
    assert playlist(api.client.get(path)) == changed
    assert api.post("/v1/playlists", Playlist("S", "Monday")).status_code == 409
    assert api.post("/v1/playlists", Playlist("S", "Other", ("t9",))).status_code in (404, 422)
    assert act(api, f"{path}/remove").status_code == 200
    assert loads(PlaylistList, api.client.get("/v1/playlists", params={"show": "S"}).content).playlists == ()
    assert api.client.get(path).status_code == 404 and listed(api) == ["t3", "t2", "t1"]
    assert [event.playlist.name for event in told(api, Topic.PLAYLIST_CHANGED) if event.playlist] == [
        "Dailies", "Dailies", "Monday",
    ]  # fmt: skip
    assert len(told(api, Topic.PLAYLIST_REMOVED)) == 1


def cut_file(folder: Path, *names: str) -> None:
    timeline = otio.schema.Timeline("reel 1 v7")
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    for name in names:
        span = otio.opentime.TimeRange(otio.opentime.RationalTime(0, 24), otio.opentime.RationalTime(24, 24))
        track.append(otio.schema.Clip(name, source_range=span))
    timeline.tracks.append(track)
    folder.mkdir(parents=True, exist_ok=True)
    otio.adapters.write_to_file(timeline, str(folder / "reel.otio"))


def test_a_playlist_is_listed_as_the_show_s_cut_has_its_shots(api: Any, add: Callable[..., Take]) -> None:
    for number, shot in ((1, "sh010"), (2, "sh030"), (3, "sh020"), (4, "sh010"), (5, "sh999")):
        add(number, shot)
    folder = api.room.folder / "shows" / "S"
    cut_file(folder, "sh030_bg_v2", "sh010.mov", "sh020", "sh030_bg_v2")
    (folder / "secondunit.toml").write_text(
        'cut = "reel.otio"\n[sequences]\nsq01 = ["sh010", "sh030"]\nsq02 = ["sh020", "sh040"]\n'
    )
    cut = loads(ShowCut, api.client.get("/v1/shows/S/cut").content)
    assert [(place.shot, place.sequence) for place in cut.shots] == [
        ("sh030", "sq01"), ("sh010", "sq01"), ("sh020", "sq02"), ("sh040", "sq02"),
    ]  # fmt: skip
    assert (cut.name, cut.position("sh020"), cut.sequence("sh020")) == ("reel 1 v7", 2, "sq02")
    assert [place.record for place in cut.shots[:3]] == [
        FrameRange(0, 23), FrameRange(24, 47), FrameRange(48, 71),
    ]  # fmt: skip
    made = playlist(api.post("/v1/playlists", Playlist("S", "Dailies", ("t5", "t4", "t3", "t2", "t1"))))
    path = f"/v1/playlists/{made.id}/takes"

    def order(**query: str) -> list[str]:
        return [take.id for take in loads(TakePage, api.client.get(path, params=query).content).takes]

    assert order() == ["t2", "t4", "t1", "t3", "t5"]
    assert order(order="own") == ["t5", "t4", "t3", "t2", "t1"]
    act(api, "/v1/takes/t4/bin")
    assert order() == ["t2", "t1", "t3", "t5"]
    (folder / "reel.otio").write_text("no timeline")
    assert loads(ShowCut, api.client.get("/v1/shows/S/cut").content).problem is not None
    assert order() == ["t1", "t2", "t3", "t5"], "without a cut the sequences say it"


def test_takes_of_an_older_store_say_which_task_they_were_asked_for_as(
    tmp_path: Path, make_brief: Callable[..., Any]
) -> None:
    file = tmp_path / "store.db"
    store = Store(file)
    made = take_in(tmp_path, 1)
    element, restyle = make_brief(), make_brief(task=Task.RESTYLE, kind="", provider="folder")
    store.write(lambda transaction: takes.add(transaction, made, element))
    store.write(lambda transaction: takes.add(transaction, replace(made, id="t2", version=2), restyle))
    store.close()
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        for table in ("drifts", "marks", "binned", "playlists"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0008'"))
        bodies = connection.execute(text("SELECT body FROM takes ORDER BY id")).scalars().all()
    engine.dispose()
    assert all("task" not in json.loads(body) for body in bodies) and dumps(made) == bodies[0]
    store = Store(file)
    found = store.read(lambda connection: takes.page(connection, show="S")).takes
    store.close()
    assert [(take.id, take.task) for take in found] == [("t2", Task.RESTYLE), ("t1", Task.ELEMENT)]
