"""The brief as a form: what keys and presses do to the model, and what the model shows."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.qt.binding import Qt, QtCore, QtGui, QtWidgets

LEFT = Qt.MouseButton.LeftButton
DENSITY = "controls.density"


def row(panel: Any, name: str) -> Any:
    """A field's row, its group opened."""
    panel.form.reveal(name)
    return panel.form.rows[name]


def retype(qtbot: Any, entry: Any, text: str) -> None:
    """Type over an entry and press Return."""
    entry.setFocus()
    entry.selectAll()
    qtbot.keyClicks(entry, text)
    qtbot.keyClick(entry, Qt.Key.Key_Return)


def test_a_number_typed_with_its_unit_is_set_by_hand(panel: Any, session: Any, qtbot: Any) -> None:
    height = row(panel, "controls.height")
    retype(qtbot, height.editor.entry, "12.5 m")
    assert session.panel.fields.value("controls.height") == 12.5
    assert height.editor.entry.text() == "12.5"
    assert height.origin.origin == "hand"


def test_a_number_with_a_foreign_unit_is_refused_at_its_field_with_the_remedy(
    panel: Any, session: Any, qtbot: Any
) -> None:
    height = row(panel, "controls.height")
    retype(qtbot, height.editor.entry, "12 px")
    assert "is in m, not in px" in height.error.text()
    assert height.editor.entry.text() == "12 px", "what was typed stays to be mended"
    retype(qtbot, height.editor.entry, "7")
    assert not height.error.isVisible()


def test_an_out_of_range_value_disables_generate_and_says_why_beside_it(panel: Any, qtbot: Any) -> None:
    assert panel.estimate.button.isEnabled()
    retype(qtbot, row(panel, DENSITY).editor.entry, "99")
    qtbot.waitUntil(lambda: not panel.estimate.button.isEnabled())
    assert "outside its range" in panel.estimate.verdict.text()
    assert "Stay within 0 to 4" in panel.form.rows[DENSITY].error.text()


@pytest.mark.parametrize(
    ("key", "modifier", "after"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 1.05),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, 0.95),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier, 1.5),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, 1.005),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 0.5),
    ],
)
def test_arrow_keys_step_a_number_coarse_under_ctrl_and_fine_under_shift(
    panel: Any, session: Any, qtbot: Any, key: Any, modifier: Any, after: float
) -> None:
    qtbot.keyClick(row(panel, DENSITY).editor.entry, key, modifier)
    assert session.panel.fields.value(DENSITY) == pytest.approx(after)


def test_dragging_a_slider_sets_the_value_and_a_double_click_gives_it_back(
    panel: Any, session: Any, qtbot: Any, drag: Any
) -> None:
    density = row(panel, DENSITY)
    slider = density.editor.slider
    end = QtCore.QPoint(slider.width() - 2, slider.height() // 2)
    start = QtCore.QPoint(round(slider._x()), slider.height() // 2)
    drag(slider, start, end)
    assert session.panel.fields.value(DENSITY) == 4.0
    assert density.editor.entry.text() == "4"
    qtbot.mouseDClick(slider, LEFT, pos=end)
    assert session.panel.fields.origin(DENSITY) == "default"
    assert density.editor.entry.text() == "1"


def test_what_the_prompt_says_moves_the_slider_and_is_marked(panel: Any, session: Any, qtbot: Any) -> None:
    text = panel.form.prompt.text
    qtbot.keyClicks(text, "thick smoke and a unicorn")
    density = row(panel, DENSITY)
    qtbot.waitUntil(lambda: density.origin.origin == "prompt")
    assert density.editor.entry.text() == "2.5"
    [word] = panel.form.prompt.understood.words
    assert (word.words, word.settings) == ("thick", ("Density 2.5",))
    assert panel.form.prompt.ignored.text() == "Not understood: unicorn"
    marked = [selection.cursor.selectedText() for selection in text.extraSelections()]
    assert marked == ["thick", "unicorn"]


def test_one_press_gives_a_value_back_to_the_prompt(panel: Any, session: Any, qtbot: Any) -> None:
    qtbot.keyClicks(panel.form.prompt.text, "thick smoke")
    density = row(panel, DENSITY)
    qtbot.waitUntil(lambda: density.origin.origin == "prompt")
    retype(qtbot, density.editor.entry, "0.4")
    assert density.origin.origin == "hand"
    qtbot.mouseClick(density.origin, LEFT)
    qtbot.waitUntil(lambda: density.origin.origin == "prompt")
    assert density.editor.entry.text() == "2.5"


def test_a_colour_is_three_linear_numbers_and_its_swatch_shows_them_as_displayed(
    panel: Any, session: Any, qtbot: Any
) -> None:
    color = row(panel, "controls.color")
    retype(qtbot, color.editor.entry, "0.214 0 0")
    assert session.panel.fields.value("controls.color") == "0.214 0 0"
    seen = color.editor.swatch.grab().toImage().pixelColor(10, color.editor.swatch.height() // 2)
    assert abs(seen.red() - 127) <= 2, "0.214 scene-linear is the middle of sRGB"
    assert seen.green() == seen.blue() == 0


def test_the_picker_gives_linear_numbers_and_leaving_it_gives_the_old_ones_back(
    panel: Any, session: Any, qtbot: Any
) -> None:
    color = row(panel, "controls.color")
    retype(qtbot, color.editor.entry, "2 1 1")
    qtbot.mouseClick(color.editor.swatch, LEFT)
    dialog = panel.findChild(QtWidgets.QColorDialog)
    dialog.setCurrentColor(QtGui.QColor(255, 0, 0))
    assert session.panel.fields.value("controls.color") == "2 0 0"
    dialog.reject()
    assert session.panel.fields.value("controls.color") == "2 1 1"


def test_a_choice_and_a_switch_are_set_by_keyboard(panel: Any, session: Any, qtbot: Any) -> None:
    source = row(panel, "controls.source")
    qtbot.keyClick(source.editor.choice, Qt.Key.Key_Down)
    assert session.panel.fields.value("controls.source") == "line"
    loop = row(panel, "controls.loop")
    qtbot.keyClick(loop.editor.switch, Qt.Key.Key_Space)
    assert session.panel.fields.value("controls.loop") is True


def test_the_wheel_over_a_field_without_focus_changes_nothing(panel: Any, session: Any, qtbot: Any) -> None:
    density = row(panel, DENSITY)
    panel.form.prompt.text.setFocus()
    event = QtGui.QWheelEvent(
        QtCore.QPointF(5, 5), QtCore.QPointF(5, 5), QtCore.QPoint(), QtCore.QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QtWidgets.QApplication.sendEvent(density.editor.entry, event)
    assert session.panel.fields.origin(DENSITY) == "default"


def test_a_folded_group_says_what_was_set_in_it(panel: Any, qtbot: Any) -> None:
    retype(qtbot, row(panel, "controls.steps").editor.entry, "4")
    group = panel.form.groups["Quality"]
    group.open(False)
    qtbot.waitUntil(lambda: group.heading.summary == "1 by hand")
    assert not group.body.isVisible()


def test_a_group_opens_by_itself_when_a_field_in_it_is_wrong(panel: Any, session: Any, qtbot: Any) -> None:
    assert not panel.form.groups["Frames"].opened
    session.set("frames", "1048-1001")
    qtbot.waitUntil(lambda: panel.form.groups["Frames"].opened)
    qtbot.waitUntil(lambda: "frames" in panel.form.rows and panel.form.rows["frames"].error.isVisible())


def test_another_kind_brings_other_rows_and_keeps_the_prompt(
    service: Any, panel: Any, session: Any, qtbot: Any
) -> None:
    from dataclasses import replace

    smoke = service.kinds[0]
    dust = replace(smoke, name="dust", label="Dust", controls=smoke.controls[:1])
    service.kinds = (smoke, dust)
    qtbot.keyClicks(panel.form.prompt.text, "thin")
    qtbot.mouseClick(panel.connection.mend, LEFT)
    qtbot.waitUntil(lambda: len(session.panel.fields.kinds) == 2)
    qtbot.waitUntil(lambda: panel.form.complete and panel.form.rows["kind"].editor.choice.count() == 3)
    qtbot.keyClick(panel.form.rows["kind"].editor.choice, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: session.panel.fields.value("kind") == "smoke")
    qtbot.keyClick(panel.form.rows["kind"].editor.choice, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "Dust" in panel.form.groups and "Source" not in panel.form.groups)
    assert panel.form.prompt.text.toPlainText() == "thin"
    qtbot.waitUntil(panel.form.prompt.text.isVisible)


def test_the_seed_has_a_button_for_another_one(panel: Any, session: Any, qtbot: Any) -> None:
    before = session.panel.fields.value("seed")
    qtbot.mouseClick(row(panel, "seed").editor.another, LEFT)
    assert session.panel.fields.value("seed") != before or session.panel.fields.is_set("seed")


def test_what_is_not_typed_is_read_in_the_empty_entry(panel: Any, session: Any, qtbot: Any) -> None:
    frames = row(panel, "frames")
    shot = session.panel.shot
    assert frames.editor.entry.text() == ""
    assert frames.editor.entry.placeholderText() == str(shot.frames)
    assert row(panel, "format").editor.entry.placeholderText() == str(shot.format)
    assert row(panel, "rate").editor.entry.placeholderText() == str(shot.rate)


def test_no_field_changes_its_width_when_the_form_needs_its_scroll_bar(panel: Any, qtbot: Any) -> None:
    form, bar = panel.form, panel.form.verticalScrollBar()
    assert panel.takes.complete  # what stands beside the form is there, and takes its room from now on
    width = form.widget().width()
    assert bar.maximum() > 0
    widths: list[int] = []  # as the bar comes and goes, before anything else can lay the form out again
    bar.rangeChanged.connect(lambda *_: widths.append(form.widget().width()))
    for group in form.groups.values():
        group.open(False)
    panel.resize(panel.width(), 1600)
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    qtbot.waitUntil(lambda: form.widget().width() == form.viewport().width())
    for group in form.groups.values():
        group.open()
    form.finish()
    panel.resize(panel.width(), 500)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.waitUntil(lambda: form.widget().width() == form.viewport().width())
    assert widths and set(widths) == {width}


def test_a_word_that_sets_several_controls_is_named_once(panel: Any, session: Any, qtbot: Any) -> None:
    from dataclasses import replace

    from secondunit.wire import Understood

    qtbot.keyClicks(panel.form.prompt.text, "thick smoke")
    chips = panel.form.prompt.understood
    qtbot.waitUntil(lambda: [word.settings for word in chips.words] == [("Density 2.5",)])
    words = (Understood("thick", "density", 2.5), Understood("thick", "height", 4.0))
    session.panel.estimate = replace(session.panel.estimate, understood=words)
    panel.form.show_fields()
    [word] = chips.words
    assert (word.words, word.settings) == ("thick", ("Density 2.5", "Height 4 m"))
