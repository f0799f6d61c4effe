"""A field that is said once, in `host`, is drawn by the panel of widgets, and set by what is pressed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import brief_fields
from secondunit.qt.binding import Qt


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Any:
    path = Path(__file__).parents[1] / "host" / "added_fields.py"
    module = sys.modules["secondunit_qt_staging"].load("secondunit_test_added_fields", path)
    monkeypatch.setattr(brief_fields, "BRIEF_FIELDS", module.added())
    return module


def test_a_field_has_a_row_with_its_label_unit_and_choices_and_its_value_is_in_the_brief(
    added: Any, panel: Any, session: Any, qtbot: Any
) -> None:
    panel.form.reveal("purpose")
    purpose, choice = panel.form.rows["purpose"], panel.form.rows["purpose"].editor.choice
    assert purpose.label.text() == "Purpose" and purpose.label.toolTip() == "What the take is for"
    assert panel.form.groups["Delivery"].isAncestorOf(purpose)
    assert [choice.itemText(number) for number in range(choice.count())] == ["For the final", "For the temp"]
    choice.chosen.emit("temp")
    panel.form.reveal("bleed")
    bleed = panel.form.rows["bleed"]
    assert panel.form.groups["Framing"].isAncestorOf(bleed), "a group of its own comes with its first field"
    entry = bleed.editor.entry
    assert entry._unit == "px"
    entry.setFocus()
    entry.selectAll()
    qtbot.keyClicks(entry, "7")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    brief = session.panel.brief()
    assert (brief.use, brief.delivery.overscan) == ("temp", 7)
