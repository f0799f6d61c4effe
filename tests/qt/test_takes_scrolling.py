"""The gallery with 2,000 takes: what a paint costs while it scrolls, thumbnails included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import QtCore, QtGui
from secondunit.wire import FrameRange

from ..calls import calls

pytest.importorskip("pytestqt")

TAKES = 2_000


@pytest.fixture
def full(service: Any, online: Any, qtbot: Any, tmp_path: Path) -> Any:
    """The takes view with 2,000 takes, each with a thumbnail of 384 x 216 pixels in the service."""
    from secondunit_qt_staging import loopback

    from secondunit.qt.takes import TakesView

    (tmp_path / "previews").mkdir()
    picture = QtGui.QImage(384, 216, QtGui.QImage.Format.Format_RGB32)
    for y in range(216):
        for x in range(0, 384, 2):
            picture.setPixel(x, y, (x * 7919 ^ y * 104729) & 0xFFFFFF)
    assert picture.save(str(tmp_path / "previews" / "thumbnail.png"))
    for number in range(TAKES):
        job = service.make_job(element=f"smoke_{number % 40:02d}", frames=FrameRange(1001, 1048))
        take = loopback.take_of(job, folder=str(tmp_path), version=number // 40 + 1)
        service.takes[take.id] = take
        online.panel.takes.put(take)
    online.panel.touch("takes")
    view = TakesView(online)
    qtbot.addWidget(view)
    view.resize(1000, 1000)
    view.show()
    qtbot.waitExposed(view)

    def all_there() -> bool:
        online.pump()
        return len(online.gallery.rows()) == view.gallery.list.rows.rowCount() > 900

    qtbot.waitUntil(all_there, timeout=20_000)
    return view


def test_two_thousand_takes_scroll_by_painting_what_is_seen(full: Any, online: Any, qtbot: Any) -> None:
    shown = full.gallery.list
    bar = shown.verticalScrollBar()
    target = QtGui.QImage(shown.viewport().size(), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    counts = []
    for step in range(120):
        bar.setValue(step * 137 % bar.maximum())
        online.pump()
        with calls() as paint:
            shown.viewport().render(target, QtCore.QPoint())
        counts.append(paint.count)
    assert max(counts) < 8_000, sorted(counts)


def test_pixmaps_of_many_takes_stay_within_their_bound(full: Any, online: Any, qtbot: Any) -> None:
    shown = full.gallery.list
    cells = shown.cells.kept
    cells.most_bytes = 4_000_000
    bar = shown.verticalScrollBar()
    drawn = 0
    for step in range(8):
        bar.setValue(step * 900 % bar.maximum())
        seen = [row for row in range(shown.rows.rowCount()) if visible(shown, row)]
        keys = [shown.rows.row(shown.rows.take(shown.rows.index(row))).key for row in seen]

        def painted(keys: list[Any] = keys) -> bool:
            online.pump()
            shown.viewport().grab()
            assert cells.used <= cells.most_bytes + 400_000
            return not cells.left_over and all(online.pictures.image(key) is not None for key in keys)

        qtbot.waitUntil(painted, timeout=10_000)
        drawn += len(keys)
    assert drawn > 100, drawn
    assert 0 < cells.used <= cells.most_bytes


def visible(shown: Any, row: int) -> bool:
    """Whether a cell is within what is seen."""
    return bool(shown.visualRect(shown.rows.index(row)).intersects(shown.viewport().rect()))
