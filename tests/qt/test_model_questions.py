"""A model that asks one question in the panel of widgets: chosen by key, answered by mouse, used at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import Qt

staging = sys.modules["secondunit_qt_staging"]
offered = staging.load("secondunit_test_offered", Path(__file__).parents[1] / "host" / "offered.py")


@pytest.fixture
def asking(service: Any, session: Any, make_panel: Callable[..., Any], qtbot: Any) -> Any:
    """A panel whose ComfyUI has one model and a second that asks; the first is chosen."""
    service.capabilities = (*service.capabilities, offered.COMFY, offered.ASKS)
    service.after_answers = [(*service.capabilities[:-1], offered.TOLD)]
    panel = make_panel(session)
    qtbot.waitUntil(lambda: len(session.panel.capabilities) == 3, timeout=10_000)
    for name, value in (("task", "restyle"), ("provider", "comfyui"), ("model", "restyle_dream")):
        session.set(name, value)
    qtbot.waitUntil(lambda: panel.complete and panel.form.provider.model.count() == 2, timeout=10_000)
    return panel


def cards(panel: Any) -> list[Any]:
    return list(panel.form.provider.questions.cards)


def test_chosen_by_key_it_asks_and_answered_by_mouse_it_is_used(
    asking: Any, service: Any, session: Any, qtbot: Any
) -> None:
    model = asking.form.provider.model
    assert model.itemText(1) == "restyle ours asks one question"
    model.setFocus()
    qtbot.keyClick(model, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(cards(asking)))
    assert model.currentData() == "restyle_dream", "what was chosen stays until it is answered"
    [card] = cards(asking)
    words = [label.text() for label in card.findChildren(type(asking.form.provider.where))]
    assert words[0] == "Which input of restyle ours takes the plate?"
    assert "right picture: Takes pictures, and may be left out." in words[1]
    assert [button.text() for button in card.buttons] == ["left picture", "right picture", "Not now"]
    qtbot.mouseClick(card.buttons[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.panel.capability == offered.TOLD, timeout=10_000)
    qtbot.waitUntil(lambda: model.currentData() == "restyle_ours" and not cards(asking))
    assert model.currentText() == "restyle ours" and [each.choice for each in service.answers] == [
        "right_picture"
    ]


def test_a_provider_of_whom_every_model_asks_is_chosen_to_be_asked(
    asking: Any, service: Any, session: Any, qtbot: Any
) -> None:
    service.capabilities = (service.capabilities[0], offered.ASKS)
    service.after_answers = [(service.capabilities[0], offered.TOLD)]
    for name in ("task", "provider", "model"):
        session.clear(name)
    session.commands.refresh()
    provider = asking.form.provider.provider
    label = "ComfyUI asks one question"
    qtbot.waitUntil(lambda: label in [provider.itemText(row) for row in range(provider.count())])
    provider.setFocus()
    qtbot.keyClick(provider, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(cards(asking)))
    card = cards(asking)[0]
    card.buttons[0].setFocus()
    qtbot.keyClick(card.buttons[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.panel.capability == offered.TOLD, timeout=10_000)


def test_not_now_takes_the_question_away_and_sends_nothing(
    asking: Any, service: Any, session: Any, qtbot: Any
) -> None:
    asking.form.provider.model.setFocus()
    qtbot.keyClick(asking.form.provider.model, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(cards(asking)))
    qtbot.mouseClick(cards(asking)[0].buttons[-1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not cards(asking))
    assert service.answers == [] and session.panel.capability == offered.COMFY
