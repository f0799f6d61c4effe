"""From a take to the next: marks, bin, briefs used again, variants, side by side, undo of the form."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import Dialling
from secondunit.host.session import Session
from secondunit.wire import (
    Brief,
    ColorSpace,
    Delivery,
    Format,
    FrameRange,
    JobState,
    MarkChange,
    Matte,
    Patch,
    PlacementKind,
    Plate,
    PlaylistChange,
    Rate,
    Reference,
    Take,
    dumps,
)

Until = Callable[..., None]


@pytest.fixture
def online(host: Any, home: Path, service: Any, until: Until) -> Iterator[Session]:
    made = Session(host, Dialling(command="", user="kim", home=str(home)))
    made.start()
    until(made.panel, lambda: made.panel.connection.state.value == "online" and made.panel.fields.kind)
    yield made
    made.close()


@pytest.fixture
def add(online: Session, service: Any, until: Until) -> Callable[..., Take]:
    """A take of the shot that the panel has heard of."""

    def make(version: int, **changes: Any) -> Take:
        module = sys.modules[type(service).__module__]
        job = service.make_job(state=JobState.DONE)
        made: Take = service.add_take(module.take_of(job, version=version, kind="smoke", **changes))
        until(online.panel, lambda: online.panel.takes.get(made.id))
        return made

    return make


def shown(session: Session) -> list[int]:
    return [take.version for take in session.gallery.rows()]


def test_two_panels_see_each_other_s_stars_and_hides(
    online: Session, add: Callable[..., Take], service: Any, home: Path, until: Until
) -> None:
    first, second = add(1), add(2)
    other = Session(type(online.host)(), Dialling(command="", user="kim", home=str(home)))
    other.start()
    try:
        until(other.panel, lambda: len(other.panel.takes.all()) == 2)
        assert online.commands.star(first.id) is None
        assert other.commands.hide(first.id) is None
        for session in (online, other):
            marks = session.panel.marks
            until(session.panel, lambda marks=marks: marks.star(first.id) and marks.hidden(first.id), "both")
            assert shown(session) == [2]
            session.gallery.set_choice("hidden")
            assert shown(session) == [1]
            session.gallery.set_choice("all")
        assert online.commands.hide(first.id, False) is None
        until(other.panel, lambda: not other.panel.marks.hidden(first.id))
        other.gallery.set_choice("starred")
        assert shown(other) == [1]
        service.mark(second.id, "ana", MarkChange(star=True))
        last = add(3)
        until(other.panel, lambda: other.panel.takes.get(last.id))
        assert not other.panel.marks.star(second.id), "another user's star is hers"
    finally:
        other.close()


def test_a_take_goes_to_the_bin_and_comes_back(
    online: Session, add: Callable[..., Take], until: Until
) -> None:
    first, second = add(1), add(2)
    assert online.commands.put_in_bin(second.id) is None
    until(online.panel, lambda: shown(online) == [1])
    assert online.panel.takes.newest_of(first) == 1
    online.gallery.set_choice("bin")
    until(online.panel, lambda: online.panel.bin is not None and shown(online) == [2])
    assert online.panel.bin is not None and online.panel.bin.bytes == 2024
    assert online.commands.restore(second.id) is None
    online.gallery.set_choice("all")
    until(online.panel, lambda: shown(online) == [2, 1])


def test_a_take_that_was_not_put_in_the_bin_is_still_said_when_the_others_are_there(
    online: Session, add: Callable[..., Take], until: Until
) -> None:
    panel, first = online.panel, add(1)
    assert online.commands.put_in_bin("t-gone", first.id) is None
    until(panel, lambda: panel.bin is not None and len(panel.bin.takes) == 1)
    assert panel.message is not None and panel.message.code == "not_found"


def test_a_playlist_that_somebody_changes_leaves_what_was_said(
    online: Session, add: Callable[..., Take], service: Any, until: Until
) -> None:
    panel, first, second = online.panel, add(1), add(2)
    online.commands.create_playlist("Dailies", first.id)
    until(panel, lambda: panel.playlists)
    online.gallery.set_playlist(panel.playlists[0].id)
    until(panel, lambda: shown(online) == [1])
    problem = online.commands.variants(9)
    body = dumps(PlaylistChange(add=(second.id,))).encode()
    service.answer("POST", ["playlists", panel.playlists[0].id, "change"], {}, body, {})
    until(panel, lambda: shown(online) == [1, 2])
    assert problem is not None and panel.message == problem


def test_a_take_that_is_placed_here_is_not_put_in_the_bin(
    online: Session, add: Callable[..., Take], service: Any
) -> None:
    first, second = add(1), add(2)
    online.commands.place(first.id, PlacementKind.COMP)
    problem = online.commands.put_in_bin(second.id, first.id)
    assert problem is not None and "placed in this document" in problem.message
    assert not service.bin, "nothing was moved"


def test_a_take_s_brief_fills_the_form_and_one_undo_takes_it_back(
    online: Session, host: Any, service: Any, until: Until
) -> None:
    host.open_plate = Plate(
        "/p.%04d.exr", FrameRange(1001, 1004), Rate(24), Format(64, 36), ColorSpace("lin")
    )
    online.look()
    panel = online.panel
    for name, value in (("prompt", "thick smoke"), ("seed", 7), ("frames", "1002-1003")):
        online.set(name, value)
    online.set("controls.density", 3.0)
    panel.use_references((Reference("/r.png", "style"),))
    brief = panel.brief()
    module = sys.modules[type(service).__module__]
    job = service.make_job(state=JobState.DONE)
    service.briefs[job.id] = brief
    take = service.add_take(module.take_of(job, kind="smoke"))
    until(panel, lambda: panel.takes.get(take.id))
    for name in ("seed", "frames", "controls.density"):
        online.clear(name)
    panel.use_references(())
    online.set("prompt", "something else")
    panel.pump()
    before = panel.brief()
    assert online.commands.use_brief(take=take.id) is None
    until(panel, lambda: panel.fields.value("seed") == 7)
    assert panel.brief() == brief
    assert "element" not in panel.fields.hand, "a name that nobody typed follows on"
    online.history.undo()
    assert panel.brief() == before and host.kept()["fields"] == {"prompt": "something else"}
    online.history.redo()
    assert panel.brief() == brief
    assert online.commands.use_brief(job=job.id) is None


def test_what_is_dragged_without_a_rest_is_one_step_of_undo(online: Session, host: Any) -> None:
    fields = online.panel.fields
    online.set("prompt", "a")
    online.panel.pump()
    for value in (1.5, 2.0, 2.5):
        online.set("controls.density", value)
        online.panel.pump()
    online.use_matte("rig")
    online.panel.pump()
    online.history.undo()
    assert online.matte == "" and fields.value("controls.density") == 2.5
    online.history.undo()
    assert not fields.is_set("controls.density") and fields.value("prompt") == "a"
    online.history.undo()
    assert fields.value("prompt") == "" and not online.history.can_undo
    online.history.undo()
    online.history.redo()
    assert fields.value("prompt") == "a" and online.history.can_redo
    online.set("seed", 3)
    online.panel.pump()
    assert not online.history.can_redo, "another step takes its place"
    online.document_changed()
    assert not online.history.can_undo, "another document has steps of its own"


def test_variants_are_one_batch_of_which_one_is_kept(
    online: Session, service: Any, until: Until, host: Any
) -> None:
    panel = online.panel
    online.set("seed", 2**32 - 2)
    assert online.commands.variants(4) is None
    until(panel, lambda: panel.variants.batches and len(panel.variants.batches[0].jobs) == 4)
    (batch,) = panel.variants.batches
    assert batch.seeds == (2**32 - 2, 2**32 - 1, 0, 1)
    assert [service.briefs[job].seed for _, job in batch.jobs] == list(batch.seeds)
    module = sys.modules[type(service).__module__]
    for version, (seed, id) in enumerate(batch.jobs, 1):
        take = service.add_take(module.take_of(service.jobs[id], version=version, seed=seed))
        service.change(id, state=JobState.DONE, take=take.id)
    until(panel, lambda: len(batch.takes(panel)) == 4 and len(panel.takes.all()) == 4)
    takes = batch.takes(panel)
    online.side_by_side.show(takes)
    assert (online.side_by_side.layout, online.side_by_side.grid) == ("4-up", (2, 2))
    assert [take.seed for take in online.side_by_side.takes] == list(batch.seeds)
    again = Session(host, online.link.dialling)
    again.panel.restore(host.kept())
    assert again.panel.variants.batches == panel.variants.batches, "a batch after a reload too"
    assert online.commands.keep_variant(takes[2], bin_rest=True) is None
    until(panel, lambda: panel.marks.star(takes[2]) and len(panel.takes.all()) == 1)
    assert set(service.bin) == {takes[0], takes[1], takes[3]}
    problem = online.commands.variants(9)
    assert problem is not None and problem.where == "variants"


def test_variants_of_which_an_answer_was_lost_are_not_made_twice(
    online: Session, service: Any, until: Until
) -> None:
    panel = online.panel
    service.silent_once.add("POST /v1/jobs")
    online.commands.variants(3)
    until(panel, lambda: panel.message and len(panel.variants.batches[0].jobs) == 2)
    assert panel.message is not None and panel.message.code == "service.lost"
    online.commands.variants(3)
    until(panel, lambda: len(panel.variants.batches[-1].jobs) == 3)
    assert len(service.jobs) == 3
    module = sys.modules[type(service).__module__]
    for version, id in enumerate(tuple(service.jobs), 1):
        take = service.add_take(module.take_of(service.jobs[id], version=version))
        service.change(id, state=JobState.DONE, take=take.id)
    until(panel, lambda: len(panel.variants.batches[-1].takes(panel)) == 3)
    assert all(len(panel.variants.others(take)) == 2 for take in service.takes)
    online.commands.variants(3)
    until(panel, lambda: len(panel.variants.batches[-1].jobs) == 3)
    assert len(service.jobs) == 6, "once all answers are there a press makes others"


def test_a_variant_whose_answer_comes_after_another_document_was_opened_is_of_none_of_its_batches(
    panel: Any,
) -> None:
    late = panel.variants.begin([1, 2])
    panel.variants.restore([{"seeds": [7, 8], "jobs": [[7, "j7"]]}])
    before = panel.variants.batches
    panel.variants.put(late, 1, "j1")
    assert len(before) == 1 and panel.variants.batches == before


def test_a_sheet_has_the_pictures_of_every_take_on_one_frame(
    online: Session, add: Callable[..., Take]
) -> None:
    takes = [add(number) for number in (1, 2, 3, 4, 5)]
    online.viewer.show(takes[0].id)
    online.viewer.go(1003)
    sheet = online.side_by_side
    sheet.fill("2-up")
    assert [take.version for take in sheet.takes] == [1, 5]
    sheet.show(tuple(take.id for take in takes))
    assert (sheet.layout, sheet.grid) == ("sheet", (3, 2))
    assert {(sheet.key(take).frame, sheet.key(take).view) for take in sheet.takes} == {(1003, "plate")}
    short = add(6, frames=FrameRange(1001, 1002))
    assert sheet.key(short).frame == 1002, "the nearest it has"
    sheet.toggle(takes[0].id)
    assert [take.version for take in sheet.takes] == [2, 3, 4, 5] and sheet.layout == "4-up"


def test_playlists_of_the_show_follow_whoever_changes_them(
    online: Session, add: Callable[..., Take], until: Until
) -> None:
    first, second = add(1), add(2)
    panel = online.panel
    assert online.commands.create_playlist("Dailies", first.id) is None
    until(panel, lambda: [one.name for one in panel.playlists] == ["Dailies"])
    change = PlaylistChange("Monday", add=(second.id,), at=0)
    assert online.commands.change_playlist(panel.playlists[0].id, change) is None
    until(panel, lambda: panel.playlists[0].takes == (second.id, first.id))
    online.gallery.set_playlist(panel.playlists[0].id)
    until(panel, lambda: shown(online) == [2, 1])
    third = add(3)
    online.commands.change_playlist(panel.playlists[0].id, PlaylistChange(add=(third.id,)))
    until(panel, lambda: shown(online) == [2, 1, 3], "the list that is shown follows")
    online.gallery.set_choice("all")
    assert shown(online) == [3, 2, 1]
    assert online.commands.remove_playlist(panel.playlists[0].id) is None
    until(panel, lambda: not panel.playlists)


def test_jobs_of_other_shots_and_shows_are_listed_on_request(
    online: Session, service: Any, until: Until
) -> None:
    panel = online.panel
    here = service.make_job(state=JobState.RUNNING)
    beside = service.make_job(shot="sh777", state=JobState.RUNNING)
    far = service.make_job(show="other", state=JobState.RUNNING)

    def labels() -> list[str]:
        return [row.label for row in online.queue.rows()]

    until(panel, lambda: labels() == ["shot/smoke"])
    panel.lists.show_jobs_of("show")
    until(panel, lambda: labels() == ["sh777/smoke", "shot/smoke"])
    panel.lists.show_jobs_of("every")
    until(panel, lambda: labels() == ["other/shot/smoke", "sh777/smoke", "shot/smoke"])
    service.change(far.id, progress=0.5)
    until(panel, lambda: online.queue.rows()[0].fraction == 0.5)
    panel.lists.show_jobs_of("shot")
    assert labels() == ["shot/smoke"]
    assert {here.id, beside.id, far.id} == {job.id for job in panel.jobs.all()}


def test_the_queue_begins_with_the_newest_two_hundred_jobs(
    online: Session, service: Any, until: Until
) -> None:
    for _ in range(230):
        newest = service.make_job(shot="sh777", state=JobState.RUNNING)
    online.panel.lists.show_jobs_of("show")
    until(online.panel, lambda: len(online.queue.rows()) >= 200)
    assert online.queue.rows()[0].job == newest.id


def test_a_part_of_a_take_is_asked_for_by_its_own_brief_its_next_seed_and_the_chosen_matte(
    online: Session, add: Callable[..., Take], service: Any, until: Until
) -> None:
    take = add(1)
    brief = Brief(
        take.show, take.shot, take.element, take.frames, Rate(24), Format(64, 36), kind="smoke", seed=7,
        delivery=Delivery(volume=True),
    )  # fmt: skip
    service.briefs[take.job] = brief
    problem = online.commands.patch(take.id)
    assert problem is not None and "No matte" in problem.message
    matte = Matte("/plates/part.%04d.exr", take.frames)
    online.panel.use(shot=online.panel.shot, plate=online.panel.plate, matte=matte)
    before = set(service.briefs)
    assert online.commands.patch(take.id) is None
    until(online.panel, lambda: set(service.briefs) > before)
    (asked,) = (service.briefs[job] for job in set(service.briefs) - before)
    assert asked == replace(brief, seed=8, patch=Patch(take.id, matte), delivery=Delivery())
    until(online.panel, lambda: set(online.panel.own_jobs) & (set(service.briefs) - before))
