"""A drift among the takes: its sentence over the picture, and a dot where somebody should look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt import style
from secondunit.qt.binding import QtCore
from secondunit.wire import CharacterDrift, FrameDrift

CLOSE = CharacterDrift("ada", 1, 2, (FrameDrift(1001, 0.31), FrameDrift(1002, 0.40)), 0.2, "front.png", 1001)
FAR = CharacterDrift(
    "ada", 1, 2, (FrameDrift(1001, 0.50), FrameDrift(1002, 0.71), FrameDrift(1003, withheld="no face")),
    0.2, "front.png", 1001, ("side.png is not held against: no face is seen in it.",),
)  # fmt: skip


@pytest.fixture
def shown(service: Any, online: Any, takes: Any, settle: Callable[..., None], tmp_path: Path) -> Any:
    """Shows takes with these drifts, one each, the first of them in the viewer."""
    from secondunit_qt_staging import loopback

    (tmp_path / "previews").mkdir()
    (tmp_path / "previews" / "thumbnail.png").write_bytes(loopback.png(64, 36, (90, 40, 20)))

    def show(*drifts: tuple[CharacterDrift, ...]) -> Any:
        made = [
            service.add_take(replace(
                loopback.take_of(service.make_job(), folder=str(tmp_path)),
                drift=tuple(one.in_list for one in drift),
            ))
            for drift in drifts
        ]  # fmt: skip

        settle(lambda: len(online.gallery.rows()) == len(made))
        online.gallery.choose(made[0].id)
        settle(lambda: online.viewer.take_a == made[0])
        return takes, made

    return show


def test_the_sentence_stands_over_the_picture_in_the_colour_of_what_to_look_at(
    shown: Callable[..., Any], online: Any, settle: Callable[..., None]
) -> None:
    view, takes = shown((FAR,), (CLOSE,), ())
    line = view.viewer.drift.line
    assert line.isVisible() and line.text() == "Drift: " + FAR.sentence
    assert line.palette().windowText().color() == style.state(view, "warning")
    assert FAR.remarks[0] in line.toolTip()
    online.gallery.choose(takes[1].id)
    settle(lambda: line.text() == "Drift: " + CLOSE.sentence)
    assert line.palette().windowText().color() == style.state(view, "good")
    online.gallery.choose(takes[2].id)
    settle(lambda: not line.isVisible())


def test_only_the_take_to_look_at_has_an_amber_dot_in_the_gallery(shown: Callable[..., Any]) -> None:
    view, takes = shown((FAR,), (CLOSE,), ())
    rows = view.gallery.list
    assert [rows.model().row(take).check for take in takes] == ["warning", "", ""]
    amber = style.state(rows, "warning", rows.palette().color(style.Role.Window)).name()
    seen = []
    for take in takes:
        place = rows.visualRect(rows.model().index_of(take.id))
        image = rows.viewport().grab(QtCore.QRect(place)).toImage()
        seen.append(sum(
            image.pixelColor(x, y).name() == amber
            for x in range(image.width()) for y in range(image.height())
        ))  # fmt: skip
    assert seen[0] > 5 and seen[1] == seen[2] == 0
