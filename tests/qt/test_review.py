"""From a take to the next in widgets: stars, bin, variants, side by side, other jobs, notices, undo."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt import notice
from secondunit.qt.binding import Qt, QtCore, QtGui, QtWidgets
from secondunit.wire import FrozenMap, JobState

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Left = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's settings in a folder of the test."""
    file = str(tmp_path / "settings.ini")
    made = QtCore.QSettings(file, QtCore.QSettings.Format.IniFormat)
    monkeypatch.setattr(notice, "settings", lambda: made)


@pytest.fixture
def add(service: Any, tmp_path: Path) -> Callable[..., Any]:
    """A take with a thumbnail and a brief, told of by the service."""
    module = sys.modules[type(service).__module__]
    previews = tmp_path / "previews"
    previews.mkdir(exist_ok=True)
    (previews / "thumbnail.png").write_bytes(module.png(384, 216, (70, 90, 120), 100))

    def make(version: int, **changes: Any) -> Any:
        job = service.make_job(state=JobState.DONE)
        return service.add_take(module.take_of(job, str(tmp_path), version, kind="smoke", **changes))

    return make


@pytest.fixture
def wide(session: Any, make_panel: Any, qtbot: Any) -> Any:
    """A wide panel, connected and complete."""
    made = make_panel(session, 1300, 900)
    qtbot.waitUntil(lambda: session.panel.estimate is not None and made.complete, timeout=10_000)
    return made


def entry(menu: QtWidgets.QMenu, text: str) -> QtGui.QAction:
    return next(action for action in menu.actions() if action.text().startswith(text))


def versions(panel: Any) -> list[int]:
    rows = panel.takes.gallery.list.rows
    return [rows.take(rows.index(n)).version for n in range(rows.rowCount())]


def test_a_star_a_hidden_take_and_the_bin_are_found_by_the_gallery_s_choice(
    wide: Any, session: Any, add: Any, qtbot: Any, service: Any
) -> None:
    takes = [add(number, bytes=3_000_000) for number in (1, 2, 3)]
    gallery = wide.takes.gallery
    qtbot.waitUntil(lambda: versions(wide) == [3, 2, 1], timeout=10_000)
    gallery.list.setFocus()
    gallery.list.setCurrentIndex(gallery.list.rows.index_of(takes[2].id))
    qtbot.keyClick(gallery.list, Key.Key_D, Ctrl)
    qtbot.waitUntil(lambda: session.panel.marks.star(takes[2].id), timeout=10_000)
    row = gallery.list.rows.row(takes[2])
    assert row.star and "starred" in gallery.list.rows.index_of(takes[2].id).data(
        int(Qt.ItemDataRole.AccessibleTextRole)
    )
    entry(gallery.menu(takes[0]), "Hide").trigger()
    qtbot.waitUntil(lambda: versions(wide) == [3, 2], timeout=10_000)
    assert entry(gallery.menu(takes[1]), "To the Bin").text() == "To the Bin (3 MB)"
    gallery.list.setCurrentIndex(gallery.list.rows.index_of(takes[1].id))
    qtbot.keyClick(gallery.list, Key.Key_Delete)
    qtbot.waitUntil(lambda: versions(wide) == [3], timeout=10_000)
    for choice, expected in (("starred", [3]), ("hidden", [1]), ("bin", [2])):
        gallery.choice.setCurrentIndex(gallery.choice.findData(choice))
        gallery.choice.activated.emit(gallery.choice.currentIndex())
        qtbot.waitUntil(lambda expected=expected: versions(wide) == expected, timeout=10_000)
    assert "in the bin" in gallery.count.text()
    (only,) = gallery.menu(takes[1]).actions()
    only.trigger()
    qtbot.waitUntil(lambda: not service.bin and versions(wide) == [], timeout=10_000)
    assert gallery.list.said.startswith("The bin is empty")


def test_the_header_says_prompt_seed_and_what_was_set_by_hand(
    wide: Any, session: Any, service: Any, add: Any, qtbot: Any
) -> None:
    take = add(1, prompt="thick smoke", seed=7)

    service.briefs[take.job] = replace(
        session.panel.brief(), controls=FrozenMap({"height": 2.5, "loop": True})
    )
    qtbot.waitUntil(lambda: versions(wide) == [1], timeout=10_000)
    session.viewer.show(take.id)
    line = wide.takes.viewer.asked
    expected = "\u201cthick smoke\u201d   seed 7   by hand: Height 2.5 m, Loop on"
    qtbot.waitUntil(lambda: line.toolTip() == expected, timeout=10_000)
    assert line.isVisible()


def test_variants_are_made_by_their_menu_and_shown_side_by_side(
    wide: Any, session: Any, service: Any, qtbot: Any, add: Any, tmp_path: Path
) -> None:
    module = sys.modules[type(service).__module__]
    wide.estimate.variants.menu().actions()[1].trigger()
    qtbot.waitUntil(lambda: len(service.jobs) == 3, timeout=10_000)
    qtbot.waitUntil(lambda: len(session.panel.variants.batches[0].jobs) == 3, timeout=10_000)
    ids = [id for _, id in session.panel.variants.batches[0].jobs]
    takes = [
        service.add_take(module.take_of(service.jobs[id], str(tmp_path), n, seed=n))
        for n, id in enumerate(ids, 1)
    ]
    for take, id in zip(takes, ids):  # noqa: B905 - they are as long
        service.change(id, state=JobState.DONE, take=take.id)
    qtbot.waitUntil(lambda: len(session.panel.variants.others(takes[0].id)) == 2, timeout=10_000)
    entry(wide.takes.gallery.menu(takes[0]), "Show All Variants").trigger()
    qtbot.waitUntil(lambda: wide.takes.sheet is not None and wide.takes.sheet.isVisible(), timeout=10_000)
    window = wide.takes.sheet
    assert [take.id for take, _ in window.view.cells()] == [take.id for take in takes]
    pictures, side = session.pictures, session.side_by_side
    qtbot.waitUntil(lambda: all(pictures.image(side.key(take)) for take in takes), timeout=10_000)
    place = window.view.cells()[1][1].center().toPoint()
    qtbot.mouseClick(window.view, Left, pos=place)
    assert session.viewer.a == takes[1].id
    qtbot.keyClick(window.view, Key.Key_Left)
    assert session.viewer.a == takes[0].id
    seen = window.view.grab().toImage()
    middles = [cell.center().toPoint() for _, cell in window.view.cells()]
    assert len({seen.pixelColor(middle * seen.devicePixelRatio()).name() for middle in middles}) == 3
    window.bin_rest.setChecked(True)
    qtbot.mouseClick(window.keep, Left)
    qtbot.waitUntil(lambda: set(service.bin) == {takes[1].id, takes[2].id}, timeout=10_000)
    qtbot.waitUntil(lambda: session.panel.marks.star(takes[0].id), timeout=10_000)
    window.close()
    assert not session.side_by_side.open


def test_the_queue_shows_other_shots_on_request_and_brings_new_jobs_into_view(
    panel: Any, session: Any, service: Any, qtbot: Any
) -> None:
    module = sys.modules[type(service).__module__]
    assert module is not None
    for _ in range(30):
        service.make_job(state=JobState.RUNNING)
    service.make_job(shot="sh777", state=JobState.RUNNING)
    panel.show_part("queue")
    queue = panel.queue
    qtbot.waitUntil(lambda: len(queue.model.rows) == 30, timeout=10_000)
    queue.scope.setCurrentIndex(1)
    queue.scope.activated.emit(1)
    qtbot.waitUntil(lambda: len(queue.model.rows) == 31, timeout=10_000)
    assert queue.model.rows[0].label == "sh777/smoke"
    queue.list.scrollToBottom()
    qtbot.waitUntil(
        lambda: not session.panel.estimating and panel.estimate.button.isEnabled(), timeout=30_000
    )
    session.commands.generate()
    qtbot.waitUntil(lambda: len(queue.model.rows) == 32 and queue.model.rows[0].own, timeout=60_000)
    first = queue.list.visualRect(queue.model.index(0, 0))
    assert queue.list.viewport().rect().intersects(first), "the new job is in view"
    acts = [action.text() for action in queue.menu(queue.model.rows[0]).actions()]
    assert {"Cancel", "Use This Brief"} <= set(acts)


def test_cancel_and_retry_stand_on_the_row_for_mouse_and_keys(
    panel: Any, session: Any, service: Any, qtbot: Any
) -> None:
    job = service.make_job(state=JobState.RUNNING)
    panel.show_part("queue")
    queue = panel.queue
    qtbot.waitUntil(lambda: len(queue.model.rows) == 1, timeout=10_000)
    rect = queue.list.visualRect(queue.model.index(0, 0))
    qtbot.mouseClick(queue.list.viewport(), Left, pos=queue.drawing.button_of(rect))
    qtbot.waitUntil(lambda: service.jobs[job.id].state is JobState.CANCELLED, timeout=10_000)
    qtbot.waitUntil(lambda: queue.model.rows[0].can_retry, timeout=10_000)
    queue.list.setCurrentIndex(queue.model.index(0, 0))
    qtbot.keyClick(queue.list, Key.Key_R)
    qtbot.waitUntil(lambda: service.jobs[job.id].state is JobState.PLANNED, timeout=10_000)


def test_a_notice_is_given_of_a_long_job_of_ours_that_ended(
    panel: Any, session: Any, service: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    time = [0.0]
    notices = notice.Notices(session, panel, clock=lambda: time[0], send=lambda head, _: given.append(head))
    monkeypatch.setattr(panel, "isActiveWindow", lambda: False)
    panel.notices = notices
    own, other = service.make_job(state=JobState.RUNNING), service.make_job(state=JobState.RUNNING)
    session.panel.own_jobs.append(own.id)

    def active(job: Any) -> bool:
        row = session.queue.row(job.id)
        return row is not None and row.active

    def end(job: Any, at: float) -> None:
        qtbot.waitUntil(lambda: active(job), timeout=10_000)
        notices.follow()
        time[0] = at
        service.change(job.id, state=JobState.DONE)
        qtbot.waitUntil(lambda: not active(job), timeout=10_000)
        notices.follow()

    end(own, 61.0)
    end(other, 130.0)
    assert given == ["shot/smoke has ended"]
    notice.turn_notices(False)
    third = service.make_job(state=JobState.RUNNING)
    session.panel.own_jobs.append(third.id)
    end(third, 300.0)
    assert given == ["shot/smoke has ended"], "it was turned off"
    assert not entry(panel.queue.menu(None), "Give a Notice").isChecked()


def test_ctrl_z_takes_the_form_back_and_leaves_text_edits_their_own(
    panel: Any, session: Any, qtbot: Any
) -> None:
    session.set("seed", 7)
    session.panel.pump()
    session.set("controls.density", 3.0)
    session.panel.pump()
    panel.queue.list.setFocus()
    qtbot.keyClick(panel.queue.list, Key.Key_Z, Ctrl)
    assert not session.panel.fields.is_set("controls.density")
    qtbot.keyClick(panel.queue.list, Key.Key_Z, Ctrl | Shift)
    assert session.panel.fields.value("controls.density") == 3.0
    text = panel.form.prompt.text
    text.setFocus()
    qtbot.keyClicks(text, "smoke")
    qtbot.keyClick(text, Key.Key_Z, Ctrl)
    assert session.panel.fields.value("controls.density") == 3.0, "the text's own undo"
    assert text.toPlainText() != "smoke"
