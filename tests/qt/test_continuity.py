"""The continuity of a sequence in its window: rows in cut order, amber where to look, clicks show takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt import style
from secondunit.qt.binding import Qt, QtCore, QtWidgets
from secondunit.wire import CharacterDrift, Continuity, ContinuityShot, FrameDrift, SequenceContinuity, Take

LEFT = Qt.MouseButton.LeftButton
BOX = (0.3, 0.3, 0.3, 0.4)
#: A name that is written from right to left.
SHOT = "\u05e9\u05d5\u05d8 30"
SHOTS = ("shot", "sh020", SHOT, "sh040")


def drift(character: str, *distances: float | None) -> CharacterDrift:
    frames = tuple(
        FrameDrift(1001 + number, value, "" if value is not None else "no face", BOX)
        for number, value in enumerate(distances)
    )
    return CharacterDrift(character, 1, 2, frames, 0.2, "front.png", 1001)


def measured(take: Take, number: int, curve: tuple[float | None, ...], *warnings: str) -> ContinuityShot:
    return ContinuityShot(take.in_list, take.drift[number].in_list, curve, warnings)


@pytest.fixture
def window(service: Any, online: Any, takes: Any, settle: Callable[..., None], tmp_path: Path) -> Any:
    """Opens the window on a sequence of four shots: near, far in frame 1003, not measured, no take."""
    from secondunit_qt_staging import loopback

    (tmp_path / "previews").mkdir()
    (tmp_path / "previews" / "thumbnail.png").write_bytes(loopback.png(64, 36, (90, 40, 20)))
    made = loopback.take_of(service.make_job(), folder=str(tmp_path))
    near = replace(made, drift=(drift("ada", 0.3, 0.4), drift("bob", 0.2)))
    far = replace(made, id="t" + "2" * 25, shot="sh020", drift=(drift("ada", 0.5, 0.6, 0.7, None),))
    unseen = replace(made, id="t" + "3" * 25, shot=SHOT, drift=(drift("ada", None),))
    service.add_take(replace(near, drift=tuple(one.in_list for one in near.drift)))
    red, green, blue = (
        loopback.png(40, 40, color) for color in ((200, 30, 30), (30, 200, 30), (30, 30, 200))
    )
    service.faces = {
        (near.id, "ada", 1001): red, (near.id, "ada", 1002): green, (far.id, "ada", 1001): blue,
    }  # fmt: skip
    ada = Continuity("ada", 1, (
        measured(near, 0, (0.3, 0.4)),
        measured(far, 0, (0.5, 0.6, 0.7, None), "cannot tell, please look (median 0.60)",
                 "frame 1003 is farther than any same-person pair measured (0.70)"),
        measured(unseen, 0, (None,), "not measured: no face in 1 of 1 frames from 1001"),
    ), ("sh040",))  # fmt: skip
    bob = Continuity("bob", 1, (measured(near, 1, (0.2,)),), SHOTS[1:])
    service.sequence = SequenceContinuity("show", "SQ", SHOTS, (ada, bob), ("A face cannot be read.",))
    settle(lambda: online.gallery.rows())

    def show() -> Any:
        online.continuity.show()
        settle(lambda: takes.continuity is not None and not online.continuity.asking)
        settle(lambda: takes.continuity.table.rowCount() == (4 if service.sequence else 0))
        return takes.continuity

    return show


def test_every_shot_stands_in_cut_order_with_its_words_and_what_is_missing(window: Any) -> None:
    opened = window()
    rows = opened.session.continuity.rows
    assert [row.shot for row in rows] == list(SHOTS)
    assert [row.lines for row in rows] == [
        ("close to the references (median 0.30)",),
        ("cannot tell, please look (median 0.60)",
         "frame 1003 is farther than any same-person pair measured (0.70)"),
        ("not measured: no face in 1 of 1 frames from 1001",), ("no measured take",),
    ]  # fmt: skip
    said = opened.sentence.text()
    assert said.startswith(f"3 of 4 shots measured. To look at: sh020, {SHOT}. No measured take: sh040.")
    assert said.endswith("A face cannot be read.") and opened.title.text() == "SQ, show"
    spoken = opened.table.data(opened.table.index(1), int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("sh020. to look at. cannot tell")


def _seen(opened: Any, number: int) -> set[str]:
    """The colours of a row as it is painted."""
    place = opened.list.visualRect(opened.table.index(number))
    image = opened.list.viewport().grab(QtCore.QRect(place)).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_rows_to_look_at_are_amber_and_faces_are_seen_or_said_to_be_gone(
    window: Any, settle: Callable[..., None]
) -> None:
    opened = window()
    pictures, model = opened.session.pictures, opened.session.continuity
    keys = [key for row in model.rows for key in model.faces(row)]
    assert [(key.take[:3], key.frame) for key in keys][:2] == [
        (keys[0].take[:3], 1001),
        (keys[0].take[:3], 1002),
    ]

    def settled() -> bool:
        opened.list.viewport().grab()
        return all(pictures.has(key) or pictures.problem(key) is not None for key in keys)

    settle(settled)
    amber = style.state(opened.list, "warning").name()
    assert [amber in _seen(opened, number) for number in range(4)] == [False, True, True, False]
    first = _seen(opened, 0)
    assert any(color[1:3] > "b0" and color[3:5] < "40" for color in first)  # red, the nearest face
    assert any(color[1:3] < "40" and color[3:5] > "b0" for color in first)  # green, the farthest
    assert pictures.problem(keys[3]) is not None and pictures.has(keys[2])


def test_a_click_and_return_show_a_shots_take_at_its_farthest_frame(
    window: Any, online: Any, qtbot: Any, settle: Callable[..., None]
) -> None:
    opened = window()
    asked = len(online.continuity.rows)
    place = opened.list.visualRect(opened.table.index(1)).center()
    qtbot.mouseClick(opened.list.viewport(), LEFT, pos=place)
    settle(lambda: online.viewer.take_a is not None and online.viewer.take_a.shot == "sh020")
    assert online.viewer.frame == 1003 and len(online.continuity.rows) == asked
    assert [row.shot for row in opened.chosen()] == ["sh020"]
    opened.list.setCurrentIndex(opened.table.index(0))
    qtbot.keyClick(opened.list, Qt.Key.Key_Return)
    settle(lambda: online.viewer.take_a.shot == "shot")
    assert online.viewer.frame == 1002
    opened.list.setCurrentIndex(opened.table.index(3))
    qtbot.keyClick(opened.list, Qt.Key.Key_Return)  # no take: what is shown stays
    assert online.viewer.take_a.shot == "shot"


def test_another_character_is_chosen_and_a_new_measured_take_is_asked_about(
    window: Any, online: Any, service: Any, settle: Callable[..., None]
) -> None:
    opened = window()
    assert [opened.character.itemText(n) for n in range(opened.character.count())] == ["ada", "bob"]
    opened.character.setCurrentIndex(1)
    opened.character.activated.emit(1)
    settle(lambda: online.continuity.of.character == "bob" and "1 of 4" in opened.sentence.text())
    known: Take = next(iter(service.takes.values()))
    better = replace(known, id="t" + "9" * 25, version=9, drift=(drift("ada", 0.2).in_list,))
    shots = (*SHOTS, "sh050")
    service.sequence = replace(service.sequence, shots=shots)
    service.add_take(better)
    settle(lambda: opened.table.rowCount() == 5)


def test_page_and_file_are_fetched_for_the_shot(
    window: Any, online: Any, home: Path, settle: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    shown: list[str] = []
    monkeypatch.setenv("SECONDUNIT_HOME", str(home))
    monkeypatch.setattr("secondunit.qt.takes.continuity.show_page", shown.append)
    opened = window()
    opened.page.click()
    settle(lambda: shown)
    assert Path(shown[0]).read_text() == "<html>shot ['page']"
    saved = tmp_path / "sheet.png"
    monkeypatch.setattr(QtWidgets.QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    opened.save.click()
    settle(saved.exists)
    assert saved.read_text() == "<html>shot ['picture']"
    unnamed, form = tmp_path / "sq", ["Page (*.html)", "Picture (*.png)"][0]
    monkeypatch.setattr(QtWidgets.QFileDialog, "getSaveFileName", lambda *_: (str(unnamed), form))
    opened.save.click()
    settle((tmp_path / "sq.html").exists)
    monkeypatch.setattr(
        QtWidgets.QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "a.png"), "")
    )
    opened.save.click()
    settle(lambda: online.panel.message is not None)
    assert online.panel.message.message.startswith("a.png cannot be written")


def test_a_sequence_that_is_not_there_is_said_and_offers_nothing(
    window: Any, service: Any, online: Any
) -> None:
    service.sequence = None
    opened = window()
    assert opened.sentence.text() == "sh010 is in no sequence." and opened.table.rowCount() == 0
    assert not opened.page.isEnabled() and not opened.save.isEnabled()
    assert "There are: none." in opened.sentence.toolTip()


def test_it_opens_by_the_button_beside_the_drift_and_escape_puts_it_away(
    window: Any, takes: Any, online: Any, qtbot: Any, settle: Callable[..., None]
) -> None:
    assert not takes.viewer.continuity.isVisible()
    online.gallery.choose(online.gallery.rows()[0].id)
    settle(lambda: takes.viewer.continuity.isVisible())
    takes.viewer.continuity.click()
    settle(lambda: takes.continuity is not None and takes.continuity.isVisible())
    qtbot.keyClick(takes.continuity, Qt.Key.Key_Escape)
    settle(lambda: not takes.continuity.isVisible())
    assert not online.continuity.open


def test_shots_that_drift_are_offered_again_in_one_list_from_the_foot(
    window: Any, online: Any, settle: Callable[..., None]
) -> None:
    opened = window()
    opened.match.click()
    settle(lambda: not online.panel.cast_matching.asking)
    wish = online.panel.cast_matching.wish
    assert (wish.takes, wish.sequence, wish.show) == ((), "SQ", online.panel.show_name)
    opened.list.selectionModel().select(
        opened.table.index(1), QtCore.QItemSelectionModel.SelectionFlag.Select
    )
    opened.match.click()
    settle(lambda: not online.panel.cast_matching.asking)
    chosen = opened.chosen()[0].measured
    assert chosen is not None and online.panel.cast_matching.wish.takes == (chosen.take.id,)


def test_another_shot_of_the_panel_is_another_sequence_in_the_window_and_its_files(
    window: Any, service: Any, online: Any, settle: Callable[..., None]
) -> None:
    opened = window()
    service.sequence = replace(service.sequence, sequence="SQ020", shots=("sh900",), characters=())
    online.set("shot", "sh900")
    settle(lambda: opened.title.text() == "SQ020, show")


def test_a_sequence_is_asked_for_again_once_the_service_is_back(
    window: Any, service: Any, online: Any, settle: Callable[..., None]
) -> None:
    opened = window()
    service.stop()
    settle(lambda: not online.panel.online)
    opened.again.click()
    settle(lambda: online.continuity.problem is not None)
    assert not opened.page.isEnabled()
    service.start()
    settle(lambda: online.panel.online)
    settle(lambda: online.continuity.problem is None and opened.table.rowCount() == 4)
