"""Reference pictures: dropped in, shown, weighed and taken away, as many as the model takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import Qt, QtCore, QtGui


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
