"""Reference pictures: dropped in, shown, weighed and taken away, as many as the model takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import Qt, QtCore, QtGui
from secondunit.wire import Intake


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Two pictures that Qt reads."""
    paths = [tmp_path / "left ö.png", tmp_path / "right.png"]
    for path, color in zip(paths, (Qt.GlobalColor.red, Qt.GlobalColor.blue)):  # noqa: B905 - two each
        image = QtGui.QImage(64, 36, QtGui.QImage.Format.Format_RGB32)
        image.fill(color)
        assert image.save(str(path))
    return paths


def drop(widget: Any, paths: list[Path]) -> None:
    """Drop files on a widget."""
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile(str(path)) for path in paths])
    at = QtCore.QPointF(5, 5)
    event = QtGui.QDropEvent(
        at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    widget.dropEvent(event)


def test_dropped_pictures_become_cards_that_can_be_taken_away(
    service: Any, panel: Any, session: Any, qtbot: Any, pictures: list[Path]
) -> None:
    group = panel.form.groups["References"]
    assert group.isHidden(), "this model takes none"
    service.capabilities = tuple(replace(one, references=2) for one in service.capabilities)
    session.commands.refresh()
    qtbot.waitUntil(lambda: not panel.form.groups["References"].isHidden())
    panel.form.groups["References"].open()
    panel.form.finish()
    references = panel.form.references
    assert references.said.text() == "Drop pictures here; the chosen model takes 2."
    drop(references, pictures)
    qtbot.waitUntil(lambda: len(references.cards) == 2)
    assert [Path(one.path).name for one in session.panel.references] == ["left ö.png", "right.png"]
    seen = references.cards[0].grab().toImage().pixelColor(20, 10)
    assert (seen.red(), seen.blue()) == (255, 0)
    assert not references.add.isEnabled(), "the model takes no third"
    qtbot.keyClick(references.cards[1].role, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: session.panel.references[1].role == "subject")
    qtbot.waitUntil(lambda: references.cards[1].role.currentData() == "subject")
    qtbot.mouseClick(references.cards[0].away, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [Path(one.path).name for one in session.panel.references] == ["right.png"])


def test_a_key_frame_is_asked_where_it_stands_in_place_of_how_much_it_counts(
    service: Any, panel: Any, session: Any, qtbot: Any, pictures: list[Path]
) -> None:
    takes = Intake(reference_roles=("first_frame", "key_frame"), windows=True)
    service.capabilities = tuple(replace(one, references=5, intake=takes) for one in service.capabilities)
    session.commands.refresh()
    qtbot.waitUntil(lambda: not panel.form.groups["References"].isHidden())
    panel.form.groups["References"].open()
    panel.form.finish()
    references = panel.form.references
    drop(references, pictures[:1])
    qtbot.waitUntil(lambda: len(references.cards) == 1)
    [card] = references.cards
    assert card.strength.isVisibleTo(card) and not card.moment.isVisibleTo(card)
    qtbot.keyClick(card.role, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: session.panel.references[0].role == "key_frame")
    qtbot.waitUntil(lambda: references.cards[0].moment.isVisibleTo(references.cards[0]))
    [card] = references.cards
    assert not card.strength.isVisibleTo(card) and card.stops() == [card.role, card.moment, card.away]
    card.moment.setFocus()
    card.moment.selectAll()
    qtbot.keyClicks(card.moment, "1024:1010-1040")
    qtbot.keyClick(card.moment, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.panel.references[0].moment == "1024:1010-1040")
    qtbot.waitUntil(lambda: references.cards != [card])
    [card] = references.cards
    assert card.moment.text() == "1024:1010-1040"
    card.moment.selectAll()
    qtbot.keyClicks(card.moment, "later")
    qtbot.keyClick(card.moment, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.panel.message is not None)
    assert card.moment.text() == "1024:1010-1040", "what stands there is shown again"


def test_passes_are_rows_that_say_at_which_frame_they_begin(
    service: Any, panel: Any, session: Any, qtbot: Any, tmp_path: Path
) -> None:
    takes = Intake(reference_roles=("pass",))
    service.capabilities = tuple(replace(one, references=7, intake=takes) for one in service.capabilities)
    session.commands.refresh()
    qtbot.waitUntil(lambda: not panel.form.groups["References"].isHidden())
    panel.form.groups["References"].open()
    panel.form.finish()
    references = panel.form.references
    assert "passes" in references.add.text() and "passes" in references.said.text()
    drop(references, [tmp_path / "b.1001.exr", tmp_path / "c.mov"])
    qtbot.waitUntil(lambda: len(references.cards) == 2)
    second = references.cards[1]
    assert [card.reference.role for card in references.cards] == ["pass", "pass"]
    assert second.moment.isVisibleTo(second) and not second.strength.isVisibleTo(second)
    second.moment.setFocus()
    qtbot.keyClicks(second.moment, "1009")
    qtbot.keyClick(second.moment, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.panel.references[1].frame == 1009)
    qtbot.waitUntil(lambda: references.cards[1] is not second)
    cleared = references.cards[1]
    cleared.moment.setFocus()
    cleared.moment.selectAll()
    qtbot.keyClick(cleared.moment, Qt.Key.Key_Delete)
    qtbot.keyClick(cleared.moment, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.panel.references[1].frame is None)
    assert session.panel.message is None
