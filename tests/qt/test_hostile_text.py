"""The whole panel over material that somebody named to deceive: everything that it says can be read."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from secondunit.host import Question
from secondunit.qt.binding import Qt, QtWidgets
from secondunit.wire import JobState, Problem

HOSTILE = "smoke\x1b[2J\x9b1A\x7f\u202egpj.exe\u2066\u200b"


def words(top: Any) -> Iterator[tuple[str, str]]:
    """Everything that a widget and those in it say: labels, tips, lists, titles, names for readers."""
    for widget in (top, *top.findChildren(QtWidgets.QWidget)):
        kind = type(widget).__name__
        for get in (
            "text",
            "toolTip",
            "accessibleName",
            "accessibleDescription",
            "windowTitle",
            "currentText",
        ):
            said = getattr(widget, get, None)
            if callable(said) and not isinstance(widget, QtWidgets.QLineEdit):
                yield f"{kind}.{get}", str(said())
        if isinstance(widget, QtWidgets.QComboBox):
            yield from ((kind, widget.itemText(row)) for row in range(widget.count()))
        model = widget.model() if isinstance(widget, QtWidgets.QAbstractItemView) else None
        for row in range(model.rowCount() if model is not None else 0):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield kind, str(model.index(row, 0).data(int(role)) or "")
                yield kind, str(model.index(row, 0).data(int(Qt.ItemDataRole.AccessibleTextRole)) or "")


def test_no_word_of_the_panel_hides_anything(
    service: Any, document: Any, panel: Any, session: Any, qtbot: Any, tmp_path: Path
) -> None:
    staging = sys.modules["secondunit_qt_staging"]
    job = service.make_job(prompt=HOSTILE, status=HOSTILE, user=HOSTILE, show="show", shot="shot")
    other = service.make_job(prompt=HOSTILE)
    problem = Problem("provider.broken", HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    service.change(other.id, state=JobState.FAILED, problem=problem)
    take = staging.loopback.take_of(job, prompt=HOSTILE, user=HOSTILE, maker=HOSTILE)
    service.add_take(replace(take, remarks=(HOSTILE,)))
    service.add_note(take.id, HOSTILE, user=HOSTILE)
    document.plates = {HOSTILE: replace(staging.PLATE, path=f"/shows/{HOSTILE}.%04d.exr")}
    document.asked = (Question("space", HOSTILE, (("a", HOSTILE), ("b", "B")), HOSTILE),)
    session.panel.say(problem)
    qtbot.waitUntil(lambda: panel.queue.model.rowCount() == 2)
    qtbot.waitUntil(lambda: len(panel.form.questions.cards) == 1)
    qtbot.waitUntil(lambda: session.panel.takes.get(take.id) is not None)
    session.viewer.show(take.id)
    qtbot.waitUntil(lambda: session.panel.notes(take.id) != ())
    session.look()
    qtbot.waitUntil(lambda: any(r"\u202e" in said for _, said in words(panel)))
    hidden = {
        (where, said)
        for where, said in words(panel)
        if any(unicodedata.category(one) in ("Cc", "Cf") and one != "\n" for one in said)
    }
    assert hidden == set()
