"""The panel by keyboard alone: Tab walks through all of it, and Escape loses nothing that was typed."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.qt import shortcuts
from secondunit.qt.binding import Qt, QtWidgets

TAB, CTRL = Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier
#: What can be pressed or typed into.
CONTROLS = (
    QtWidgets.QAbstractButton,
    QtWidgets.QLineEdit,
    QtWidgets.QComboBox,
    QtWidgets.QAbstractSpinBox,
    QtWidgets.QPlainTextEdit,
    QtWidgets.QAbstractItemView,
)


def walked(panel: Any) -> list[Any]:
    """Every widget that Tab meets from the first one on, until it comes round."""
    met: list[Any] = []
    while panel.focusWidget() not in met:
        met.append(panel.focusWidget())
        assert len(met) < 400
        panel.focusNextPrevChild(True)
    return met


def reachable(panel: Any) -> list[Any]:
    """Every control that is in view and can be used now."""
    found = []
    for control in panel.findChildren(QtWidgets.QWidget):
        around = control.parentWidget()
        inner = isinstance(
            around,
            (QtWidgets.QAbstractSpinBox, QtWidgets.QComboBox, QtWidgets.QLineEdit, QtWidgets.QTabBar),
        )
        usable = control.isVisibleTo(panel) and control.isEnabled()
        if isinstance(control, CONTROLS) and usable and not inner:
            found.append(control)
    return found


@pytest.mark.parametrize("width", [380, 1300])
def test_tab_alone_meets_every_control_in_view(panel: Any, qtbot: Any, width: int) -> None:
    panel.resize(width, 900)
    qtbot.waitUntil(lambda: panel.wide == (width > 700))
    for group in panel.form.groups.values():
        group.open()
    panel.form.finish()
    missed = []
    for part in ("brief", "queue", "takes"):
        panel.show_part(part)
        met = walked(panel)
        missed += [
            one for one in reachable(panel) if one not in met and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        ]
    names = [f"{type(one).__name__} {one.objectName() or one.accessibleName()}" for one in missed]
    assert not names


def test_an_act_that_has_a_key_says_it_in_its_tip(panel: Any) -> None:
    told = " ".join(keys for _, keys, _ in (*shortcuts.LISTED, *panel.takes.shortcuts))
    acts = (panel.connection.mend, panel.connection.help, panel.foot.away, panel.estimate.button)
    for act in (*acts, panel.queue.cancel, panel.queue.retry):
        key = act.toolTip().rpartition("(")[2].rstrip(")")
        assert key and key in told, act.toolTip()


def test_escape_in_a_number_gives_back_the_value_and_in_the_prompt_loses_nothing(
    panel: Any, session: Any, qtbot: Any
) -> None:
    qtbot.keyClicks(panel.form.prompt.text, "slow smoke")
    qtbot.keyClick(panel.form.prompt.text, Qt.Key.Key_Escape)
    assert panel.form.prompt.text.toPlainText() == "slow smoke"
    qtbot.waitUntil(lambda: session.panel.fields.value("prompt") == "slow smoke")
    panel.form.reveal("controls.density")
    entry = panel.form.rows["controls.density"].editor.entry
    before = entry.text()
    qtbot.keyClicks(entry, "7")
    qtbot.keyClick(entry, Qt.Key.Key_Escape)
    assert entry.text() == before
    assert panel.form.prompt.text.toPlainText() == "slow smoke"


def test_escape_in_a_note_keeps_what_was_written(panel: Any, qtbot: Any) -> None:
    panel.show_part("takes")
    text = panel.takes.notes.field
    text.setEnabled(True)
    qtbot.keyClicks(text, "too thick")
    qtbot.keyClick(text, Qt.Key.Key_Escape)
    assert text.toPlainText() == "too thick"


def test_every_part_and_the_prompt_have_a_key(panel: Any, qtbot: Any) -> None:
    for key, part in ((Qt.Key.Key_2, "queue"), (Qt.Key.Key_3, "takes"), (Qt.Key.Key_1, "brief")):
        qtbot.keyClick(panel, key, CTRL)
        front, shown = panel.tabs.currentWidget(), getattr(panel, part)
        assert front is shown or front.isAncestorOf(shown)
        focused = panel.focusWidget()
        assert focused is not None and getattr(panel, part).isAncestorOf(focused)


def test_typing_goes_on_in_the_prompt_while_kinds_arrive(
    panel: Any, service: Any, session: Any, qtbot: Any
) -> None:
    from dataclasses import replace

    panel.activateWindow()
    text = panel.form.prompt.text
    text.setFocus()
    qtbot.keyClicks(text, "thin ")
    service.kinds = (*service.kinds, replace(service.kinds[0], name="fog", label="Fog"))
    session.commands.refresh()
    qtbot.waitUntil(lambda: "fog" in session.panel.fields["kind"].choices)
    qtbot.waitUntil(lambda: panel.form.complete and panel.focusWidget() is text)
    qtbot.keyClicks(panel.focusWidget(), "fog")
    assert text.toPlainText() == "thin fog"
