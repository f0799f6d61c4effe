"""The takes view by real keys and presses: gallery, viewer, wipe, notes, placing and versions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import Qt, QtCore, QtGui, QtWidgets
from secondunit.wire import FrameRange

pytest.importorskip("pytestqt")

Key, Left, Control, Shift = (
    Qt.Key,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """A take's folder with a thumbnail, whose name is not plain."""
    from secondunit_qt_staging import loopback

    made = tmp_path / "Łódź" / "sh 010" / "v001"
    (made / "previews").mkdir(parents=True)
    (made / "previews" / "thumbnail.png").write_bytes(loopback.png(64, 36, (90, 40, 20)))
    return str(made)


@pytest.fixture
def fill(service: Any, online: Any, qtbot: Any, folder: str) -> Callable[..., list[Any]]:
    """Give the service versions of one element and wait until the session knows them; newest first."""
    from secondunit_qt_staging import loopback

    def made(number: int = 3, element: str = "smoke", **changes: Any) -> list[Any]:
        before = len(service.takes)
        for version in range(1, number + 1):
            job = service.make_job(element=element, frames=FrameRange(1001, 1024))
            service.add_take(
                loopback.take_of(
                    job, folder=folder, version=version, created="2026-11-22T20:38:49.637Z", **changes
                )
            )

        def known() -> bool:
            online.pump()
            return len(online.gallery.rows()) == before + number

        qtbot.waitUntil(known, timeout=10_000)
        return list(online.gallery.rows())

    return made


def test_an_empty_gallery_says_what_to_do_next(takes: Any, online: Any) -> None:
    assert "Generate" in takes.gallery.list.said
    assert takes.viewer.picture.said
    assert not takes.place.button.isEnabled()


def test_return_shows_the_chosen_take_and_shift_return_compares(
    takes: Any, fill: Any, qtbot: Any, settle: Any, online: Any
) -> None:
    rows = fill()
    settle(lambda: takes.gallery.list.rows.rowCount() == 3)
    takes.gallery.list.setFocus()
    online.gallery.choose(rows[1].id)
    online.pump()
    qtbot.keyClick(takes.gallery.list, Key.Key_Return)
    assert online.viewer.a == rows[1].id
    takes.gallery.list.setCurrentIndex(takes.gallery.list.rows.index_of(rows[0].id))
    online.viewer.show(rows[1].id)
    qtbot.keyClick(takes.gallery.list, Key.Key_Return, Shift)
    assert (online.viewer.a, online.viewer.b) == (rows[1].id, rows[0].id)
    online.pump()
    assert takes.viewer.title.text() == "shot/smoke v002"
    assert takes.viewer.picture.labels == ("A  v002", "B  v003")


def test_a_press_in_the_gallery_shows_the_take(
    takes: Any, fill: Any, qtbot: Any, settle: Any, online: Any
) -> None:
    rows = fill()
    settle(lambda: takes.gallery.list.rows.rowCount() == 3)
    shown = takes.gallery.list
    place = shown.visualRect(shown.rows.index_of(rows[2].id)).center()
    qtbot.mouseClick(shown.viewport(), Left, pos=place)
    assert online.viewer.a == rows[2].id


def test_the_frame_of_the_service_is_on_the_screen(takes: Any, fill: Any, settle: Any, online: Any) -> None:
    rows = fill()
    online.viewer.show(rows[0].id)
    online.viewer.set_view("black")
    settle(lambda: online.pictures.image(online.viewer.keys()[0]) is not None)
    image = online.pictures.image(online.viewer.keys()[0])
    wanted = image.pixelColor(int(image.width() * 0.7), image.height() // 2)
    picture = takes.viewer.picture
    left, top, width, height = picture.framing.rect
    seen = picture.grab().toImage().pixelColor(int(left + width * 0.7), int(top + height * 0.5))
    assert (seen.red(), seen.green(), seen.blue()) == (wanted.red(), wanted.green(), wanted.blue())


def test_the_wipe_is_dragged_to_any_place_and_shows_a_left_of_it_and_b_right(
    takes: Any, fill: Any, qtbot: Any, settle: Any, online: Any
) -> None:
    rows = fill()
    online.viewer.show(rows[0].id)
    online.viewer.compare(rows[1].id)
    wanted = online.viewer.keys()
    settle(lambda: all(online.pictures.image(key) is not None for key in wanted))
    picture = takes.viewer.picture
    left, top, width, height = picture.framing.rect
    middle = round(top + height * 0.4)
    qtbot.mousePress(picture, Left, pos=QtCore.QPoint(round(picture.wipe_x()), middle))
    for part in (0.4, 0.3, 0.25):
        qtbot.mouseMove(picture, QtCore.QPoint(round(left + width * part), middle))
        move(picture, QtCore.QPoint(round(left + width * part), middle))
    qtbot.mouseRelease(picture, Left, pos=QtCore.QPoint(round(left + width * 0.25), middle))
    assert online.viewer.wipe == pytest.approx(0.25, abs=0.005)
    a, b = (QtGui.QColor(online.pictures.image(key).pixelColor(400, 200).rgb()) for key in wanted)
    flat = round(top + height * 0.8)  # below the frame's number, which the service's stand-in writes

    def sides() -> list[Any]:
        image = picture.grab().toImage()
        return [image.pixelColor(round(left + width * part), flat) for part in (0.18, 0.60)]

    # Pictures of the width that the canvas has by now may still be on their way.
    settle(lambda: sides() == [a, b])


@pytest.mark.parametrize(
    ("key", "frame"),
    [(Key.Key_Home, 1001), (Key.Key_End, 1024), (Key.Key_Right, 1011), (Key.Key_Left, 1009)],
)
def test_keys_go_from_frame_to_frame(
    takes: Any, fill: Any, qtbot: Any, online: Any, key: Any, frame: int
) -> None:
    rows = fill(1)
    online.viewer.show(rows[0].id)
    online.viewer.go(1010)
    qtbot.keyClick(takes.viewer.picture, key)
    assert online.viewer.frame == frame


def test_space_and_j_k_l_play(takes: Any, fill: Any, qtbot: Any, online: Any) -> None:
    rows = fill(1)
    online.viewer.show(rows[0].id)
    picture = takes.viewer.picture
    qtbot.keyClick(picture, Key.Key_Space)
    assert online.viewer.playing and online.viewer.direction == 1
    qtbot.keyClick(picture, Key.Key_K)
    assert not online.viewer.playing
    qtbot.keyClick(picture, Key.Key_J)
    assert online.viewer.playing and online.viewer.direction == -1
    qtbot.keyClick(picture, Key.Key_L)
    assert online.viewer.playing and online.viewer.direction == 1


def test_digits_choose_the_view_and_w_compares_to_the_plate(
    takes: Any, fill: Any, qtbot: Any, online: Any
) -> None:
    rows = fill(1)
    online.viewer.show(rows[0].id)
    seen = []
    for digit in range(1, 8):
        qtbot.keyClick(takes.viewer.picture, getattr(Key, f"Key_{digit}"))
        seen.append(online.viewer.view)
    assert seen == ["plate", "black", "white", "grey", "checker", "alpha", "behind"]
    qtbot.keyClick(takes.viewer.picture, Key.Key_W)
    assert online.viewer.b == "plate"
    qtbot.keyClick(takes.viewer.picture, Key.Key_W)
    assert online.viewer.b == ""


def test_a_host_s_shortcut_does_not_take_the_view_s_keys(
    takes: Any, fill: Any, qtbot: Any, online: Any
) -> None:
    rows = fill(1)
    online.viewer.show(rows[0].id)
    asked = QtGui.QKeyEvent(
        QtCore.QEvent.Type.ShortcutOverride, int(Key.Key_P), Qt.KeyboardModifier.NoModifier
    )
    asked.ignore()
    QtWidgets.QApplication.sendEvent(takes.viewer.picture, asked)
    assert asked.isAccepted()
    other = QtGui.QKeyEvent(
        QtCore.QEvent.Type.ShortcutOverride, int(Key.Key_F5), Qt.KeyboardModifier.NoModifier
    )
    other.ignore()
    QtWidgets.QApplication.sendEvent(takes.viewer.picture, other)
    assert not other.isAccepted()


def test_scrubbing_goes_to_original_frame_numbers(takes: Any, fill: Any, qtbot: Any, online: Any) -> None:
    rows = fill(1)
    online.viewer.show(rows[0].id)
    online.pump()
    bar = takes.viewer.scrubber
    qtbot.mouseClick(bar, Left, pos=QtCore.QPoint(round(bar.middle_of(1017)), 6))
    assert online.viewer.frame == 1017
    qtbot.mouseClick(bar, Left, pos=QtCore.QPoint(bar.width() - 1, 6))
    assert online.viewer.frame == 1024


def test_a_typed_frame_is_gone_to_and_held_to_the_range(
    takes: Any, fill: Any, qtbot: Any, online: Any
) -> None:
    rows = fill(1)
    online.viewer.show(rows[0].id)
    online.pump()
    number = takes.viewer.transport.frame
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "9999")
    qtbot.keyClick(number, Key.Key_Return)
    assert (online.viewer.frame, number.text()) == (1024, "1024")


def test_a_note_is_added_by_ctrl_return_and_a_click_on_it_goes_to_its_frame(
    takes: Any, fill: Any, qtbot: Any, settle: Any, online: Any, service: Any
) -> None:
    rows = fill(1)
    online.viewer.show(rows[0].id)
    online.viewer.go(1012)
    online.pump()
    qtbot.keyClick(takes.viewer.picture, Key.Key_N)
    qtbot.keyClicks(takes.notes.field, "Lift the base")
    qtbot.keyClick(takes.notes.field, Key.Key_Return, Control)
    settle(lambda: takes.notes.list.count() == 1)
    assert [(note.frame, note.text, note.user) for note in service.notes] == [(1012, "Lift the base", "kim")]
    assert takes.notes.field.toPlainText() == ""
    online.viewer.go(1001)
    takes.side.setCurrentWidget(takes.notes)
    listed = takes.notes.list
    qtbot.mouseClick(listed.viewport(), Left, pos=listed.visualItemRect(listed.item(0)).center())
    assert online.viewer.frame == 1012
    assert takes.side.tabText(1) == "&Notes (1)"


def test_a_letter_typed_into_a_note_is_no_command(takes: Any, fill: Any, qtbot: Any, online: Any) -> None:
    rows = fill(1)
    online.viewer.show(rows[0].id)
    online.pump()
    takes.side.setCurrentWidget(takes.notes)
    qtbot.keyClicks(takes.notes.field, "pwl 12")
    assert takes.notes.field.toPlainText() == "pwl 12"
    assert (online.viewer.view, online.viewer.b, online.viewer.playing) == ("plate", "", False)


def test_p_places_with_the_values_of_the_bar(
    takes: Any, fill: Any, qtbot: Any, online: Any, document: Any
) -> None:
    rows = fill(1, blend="plus")
    online.viewer.show(rows[0].id)
    online.pump()
    takes.place.offset.setValue(-12)
    takes.place.mix.setValue(0.5)
    takes.place.gain.setValue(2.0)
    qtbot.keyClick(takes.viewer.picture, Key.Key_P)
    (placed,) = document.placed()
    set_ = placed.placement
    assert (set_.take, set_.offset, set_.mix, set_.gain, set_.blend) == (rows[0].id, -12, 0.5, 2.0, "plus")


def test_versions_of_what_is_placed_go_up_and_down_by_keys_and_by_the_pull_down(
    takes: Any, fill: Any, qtbot: Any, settle: Any, online: Any, document: Any
) -> None:
    rows = fill(3)
    online.viewer.show(rows[2].id)
    online.pump()
    qtbot.keyClick(takes.viewer.picture, Key.Key_P)
    settle(lambda: len(takes.placed.rows) == 1)
    row = takes.placed.rows[0]
    assert row.standing.text() == "newer v003 there"
    qtbot.keyClick(takes.viewer.picture, Key.Key_PageUp)
    settle(lambda: document.placed()[0].version == 2)
    qtbot.mouseClick(row.up, Left)
    settle(lambda: document.placed()[0].version == 3)
    settle(lambda: row.standing.text() == "")
    row.version.setFocus()
    qtbot.keyClick(row.version, Key.Key_End)
    row.version.activated.emit(row.version.currentIndex())
    settle(lambda: document.placed()[0].version == 1)


def test_a_filter_leaves_what_says_all_its_words_and_an_empty_one_says_how_to_go_back(
    takes: Any, fill: Any, qtbot: Any, settle: Any, online: Any
) -> None:
    fill(3)
    settle(lambda: takes.gallery.list.rows.rowCount() == 3)
    qtbot.keyClick(takes.viewer.picture, Key.Key_F, Control)
    assert takes.gallery.filter.hasFocus()
    qtbot.keyClicks(takes.gallery.filter, "smoke v2")
    settle(lambda: takes.gallery.list.rows.rowCount() == 1)
    qtbot.keyClicks(takes.gallery.filter, " unicorn")
    settle(lambda: takes.gallery.list.rows.rowCount() == 0)
    assert "unicorn" in takes.gallery.list.said


def test_a_take_is_dragged_out_as_files_and_as_nuke_nodes(takes: Any, fill: Any, folder: str) -> None:
    rows = fill(1)
    model = takes.gallery.list.rows
    model.refresh()
    data = model.mimeData([model.index_of(rows[0].id)])
    files = [url.toLocalFile() for url in data.urls()]
    assert files[0] == f"{folder}/smoke_v001.1001.exr"
    assert len(files) == 24
    assert data.hasFormat("text/uri-list")
    assert "SecondUnit_smoke" in data.text() and data.text().rstrip().endswith("end_group")


def test_the_menu_of_a_take_copies_its_path(takes: Any, fill: Any, folder: str) -> None:
    rows = fill(1)
    menu = takes.gallery.menu(rows[0])
    next(action for action in menu.actions() if action.text() == "Copy Path").trigger()
    assert QtGui.QGuiApplication.clipboard().text() == f"{folder}/smoke_v001.%04d.exr 1001-1024"


def test_the_zoom_holds_the_place_under_the_mouse(takes: Any, fill: Any, qtbot: Any, online: Any) -> None:
    rows = fill(1)
    online.viewer.show(rows[0].id)
    online.pump()
    picture = takes.viewer.picture
    before = picture.framing
    point = (picture.width() * 0.3, picture.height() * 0.5)
    at = ((point[0] - before.rect[0]) / before.scaled, (point[1] - before.rect[1]) / before.scaled)
    qtbot.mouseDClick(picture, Left, pos=QtCore.QPoint(round(point[0]), round(point[1])))
    after = picture.framing
    assert after.scale == pytest.approx(1.0 / picture.devicePixelRatioF())
    held = ((point[0] - after.rect[0]) / after.scaled, (point[1] - after.rect[1]) / after.scaled)
    assert held == pytest.approx(at, abs=1.5 / after.scaled)
    qtbot.keyClick(picture, Key.Key_F)
    assert picture.framing.scale is None


def test_an_anamorphic_take_is_drawn_in_the_shape_of_its_format(takes: Any, fill: Any, online: Any) -> None:
    rows = fill(1)
    take = rows[0]
    wide = replace(take, id="twide", format=replace(take.format, width=2048, height=1716, pixel_aspect=2.0))
    online.panel.takes.put(wide)
    online.viewer.show("twide")
    online.pump()
    _, _, width, height = takes.viewer.picture.framing.rect
    assert width / height == pytest.approx(2 * 2048 / 1716, rel=1e-3)
    assert "pixel aspect 2" in takes.viewer.facts.toolTip()


def test_where_there_is_room_the_notes_stand_beside_the_frame(takes: Any, qtbot: Any) -> None:
    assert takes.side.indexOf(takes.notes) == 1
    takes.resize(1500, 780)
    qtbot.waitUntil(lambda: takes.beside.indexOf(takes.notes) == 1, timeout=2_000)
    takes.resize(500, 780)
    qtbot.waitUntil(lambda: takes.side.indexOf(takes.notes) == 1, timeout=2_000)


def test_every_control_has_a_name_for_those_who_do_not_see_it(takes: Any) -> None:
    nameless = [
        child.objectName() or type(child).__name__
        for kind in (QtWidgets.QAbstractButton, QtWidgets.QComboBox, QtWidgets.QAbstractSpinBox)
        for child in takes.findChildren(kind)
        if not (child.accessibleName() or getattr(child, "text", lambda: "")())
        and child.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert nameless == []


def move(widget: Any, to: Any) -> None:
    """A mouse move with the left button held: `qtbot.mouseMove` tells of no button."""
    event = QtGui.QMouseEvent(
        QtCore.QEvent.Type.MouseMove,
        QtCore.QPointF(to),
        QtCore.QPointF(widget.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        Left,
        Qt.KeyboardModifier.NoModifier,
    )
    QtWidgets.QApplication.sendEvent(widget, event)


def test_the_canvas_has_the_room_of_the_gallery_until_there_is_a_take(
    service: Any, document: Any, session: Any, make_panel: Any, qtbot: Any, tmp_path: Path
) -> None:
    module = sys.modules[type(service).__module__]
    panel = make_panel(session, 1280, 800)
    qtbot.waitUntil(lambda: session.panel.estimate is not None, timeout=10_000)
    view = panel.takes

    def canvas() -> tuple[int, int]:
        return view.viewer.picture.width(), view.viewer.picture.height()

    before = canvas()
    assert not view.place.isVisible() and not view.notes.isVisible() and view.gallery.filter.isVisible()
    assert view.gallery.height() < 0.2 * panel.height()
    view.gallery.filter.setText("nothing of this name")
    session.pump()
    assert canvas() == before, "typing moves nothing"
    view.gallery.filter.clear()
    made = service.add_take(module.take_of(service.make_job(), str(tmp_path)))
    qtbot.waitUntil(lambda: session.panel.takes.get(made.id) is not None, timeout=10_000)
    qtbot.waitUntil(view.place.isVisible, timeout=10_000)
    assert view.notes.isVisible() and view.gallery.height() > 0.25 * panel.height()
    assert before[0] * before[1] > 1.4 * canvas()[0] * canvas()[1]
    panel.resize(600, 900)
    assert view.place.isVisibleTo(view) and view.gallery.list.maximumHeight() > 10_000
