"""Small things of the form: words that were read, colours that flashed, numbers that are none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host.prompt_words import as_written
from secondunit.wire import Control, Estimate, Problem


@pytest.mark.parametrize(
    ("read", "prompt", "written"),
    [
        ("not fire", "grey smoke, no fire", "no fire"),
        ("not fire", "grey smoke WITHOUT any fire please", "WITHOUT any fire"),
        ("not fire", "not  fire", "not fire"),
        ("not fire", "smoke where I never want to see a big fire", "no fire"),
        ("thick", "no thick smoke", "thick"),
        ("not (x", "no (x", "no (x"),
    ],
)
def test_what_was_denied_is_said_as_it_was_written(read: str, prompt: str, written: str) -> None:
    assert as_written(read, prompt) == written


def said(panel: Any) -> list[str]:
    return [word.words for word in panel.form.prompt.understood.words]


def test_understood_words_stand_alone_and_their_numbers_in_a_hint(
    panel: Any, session: Any, qtbot: Any
) -> None:
    session.set("prompt", "thick billowing smoke, a unicorn")
    qtbot.waitUntil(lambda: said(panel) == ["thick"], timeout=10_000)
    chips = panel.form.prompt.understood
    rect = chips._rects(chips.width())[1]
    assert chips.hint_at(rect.center()).startswith("Density ")
    assert chips.hint_at(rect.bottomRight() + rect.bottomRight()) == ""
    assert "thick: Density" in chips.accessibleDescription()
    assert panel.form.prompt.ignored.text() == "Not understood: unicorn"


def test_many_words_run_over_lines_within_the_width_of_the_panel(panel: Any, qtbot: Any) -> None:
    from secondunit.host.prompt_words import PromptWord

    chips = panel.form.prompt.understood
    chips.show_words([PromptWord(f"word {number} of many", ("Density 1",)) for number in range(9)])
    qtbot.waitUntil(lambda: chips.height() >= chips.heightForWidth(chips.width()), timeout=5_000)
    rects = chips._rects(chips.width())
    assert len({rect.top() for rect in rects}) > 2
    assert all(rect.right() <= chips.width() for rect in rects)
    assert not any(one.intersects(two) for n, one in enumerate(rects) for two in rects[n + 1 :])


def test_an_answer_about_the_empty_prompt_says_nothing_of_the_one_that_was_written_since(
    panel: Any, session: Any, qtbot: Any
) -> None:
    model = session.panel
    empty = model.brief()
    session.set("prompt", "thick smoke")
    late = Estimate(
        "d", problems=(Problem("prompt.bad", "The prompt is empty.", "Write one.", "", "prompt"),)
    )
    model.take_estimate(late, replace(empty, prompt=""))
    session.pump()
    panel.form.prompt.show_field()
    panel.estimate.show_estimate()
    from secondunit.qt import style

    assert panel.form.prompt.error.text() == ""
    color = panel.estimate.verdict.palette().color(style.Role.WindowText)
    assert color != style.state(panel.estimate, "error")


def test_a_number_that_is_left_to_the_simulator_says_automatic(panel: Any, session: Any, qtbot: Any) -> None:
    from secondunit.qt.binding import Qt

    def left(control: Control) -> Control:
        return replace(control, automatic=0.0, default=0.0, minimum=0.0)

    session.panel.fields.use_kinds(
        tuple(
            replace(kind, controls=tuple(left(c) if c.name == "density" else c for c in kind.controls))
            for kind in session.panel.fields.kinds
        )
    )
    panel.form.show_all()
    panel.form.reveal("controls.density")
    entry = panel.form.rows["controls.density"].editor.entry
    assert entry.text() == "automatic"
    entry.selectAll()
    qtbot.keyClicks(entry, "3")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert (session.panel.fields.value("controls.density"), entry.text()) == (3.0, "3")
    entry.selectAll()
    qtbot.keyClicks(entry, "auto")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert session.panel.fields.value("controls.density") == 0.0 and entry.text() == "automatic"


def test_before_the_service_answers_nothing_is_called_missing(
    session: Any, make_panel: Callable[..., Any], service: Any
) -> None:
    from secondunit.qt.form.entries import Choice

    service.stop()
    session.panel.fields.set("kind", "smoke")
    session.panel.fields.set("look", "show:thin_haze")
    made = make_panel(session)
    made.form.finish()
    texts = [choice.currentText() for choice in made.findChildren(Choice)]
    assert not [text for text in texts if "not here" in text] and texts


def test_a_kind_that_the_service_does_not_have_is_called_missing(
    panel: Any, session: Any, qtbot: Any
) -> None:
    session.set("kind", "lava")
    qtbot.waitUntil(
        lambda: panel.form.rows["kind"].editor.choice.currentText() == "Lava (not here)", timeout=5_000
    )


def test_that_nothing_leaves_is_said_once(panel: Any, qtbot: Any) -> None:
    from secondunit.qt.binding import QtWidgets

    panel.form.groups["Provider"].open()
    panel.form.finish()
    texts = [label.text().lower() for label in panel.findChildren(QtWidgets.QLabel) if label.isVisible()]
    assert len([text for text in texts if "nothing leaves" in text]) == 1
