"""The chooser of models with a thousand of them: search, what works first, favourites, the keyboard."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from secondunit.host.model_list import ListedModel, read_favourites
from secondunit.qt.binding import Qt
from secondunit.qt.form.model_choice import FEW, ModelChoice

staging = sys.modules["secondunit_qt_staging"]
offered = staging.load("secondunit_test_offered", Path(__file__).parents[1] / "host" / "offered.py")
MANY = tuple(
    ListedModel(f"model_{number:04d}", f"Model {number} {'turbo' if number % 10 == 0 else 'base'}",
                "" if number < 900 else "The node X is not installed.", number < 900, number == 999)
    for number in range(1000)
)  # fmt: skip


@pytest.fixture
def choice(qtbot: Any) -> ModelChoice:
    made = ModelChoice()
    qtbot.addWidget(made)
    made.resize(300, made.sizeHint().height())
    made.show()
    made.offer_models(MANY)
    made.show_value("model_0003")
    return made


def opened(choice: ModelChoice, qtbot: Any) -> Any:
    choice.showPopup()
    qtbot.waitUntil(lambda: choice._search is not None and choice._search.isVisible())
    return choice._search


def test_a_thousand_models_are_shown_and_the_chosen_one_stands(choice: ModelChoice) -> None:
    assert choice.count() == 1000 and choice.currentText() == "Model 3 base"
    assert choice.findData("model_0500") == 500
    assert not choice.model().flags(choice.model().index(999, 0)) & Qt.ItemFlag.ItemIsEnabled
    choice.show_value("gone")
    assert choice.currentText() == "gone (not here)" and choice.count() == 1001


def test_words_find_and_return_takes_the_first(choice: ModelChoice, qtbot: Any) -> None:
    taken: list[str] = []
    choice.chosen.connect(taken.append)
    search = opened(choice, qtbot)
    assert search.count.text() == "1,000 of 1,000, 900 work now"
    qtbot.keyClicks(search.words, "turbo 12")
    assert [model.value for model in search.items.models] == [
        model.value for model in MANY if "12" in model.label + model.value and "turbo" in model.label
    ]
    qtbot.keyClick(search.words, Qt.Key.Key_Return)
    assert taken == ["model_0120"] and not search.isVisible()
    assert choice.currentText() == "Model 120 turbo"


def test_arrows_move_in_the_list_while_words_are_written(choice: ModelChoice, qtbot: Any) -> None:
    taken: list[str] = []
    choice.chosen.connect(taken.append)
    search = opened(choice, qtbot)
    qtbot.keyClicks(search.words, "turbo")
    qtbot.keyClick(search.words, Qt.Key.Key_Down)
    qtbot.keyClick(search.words, Qt.Key.Key_Return)
    assert taken == ["model_0010"]


def test_what_cannot_be_asked_is_not_taken(choice: ModelChoice, qtbot: Any) -> None:
    taken: list[str] = []
    choice.chosen.connect(taken.append)
    search = opened(choice, qtbot)
    qtbot.keyClicks(search.words, "model 999")
    qtbot.keyClick(search.words, Qt.Key.Key_Return)
    assert taken == [] and search.isVisible() and not search.star.isEnabled()


def test_a_few_models_are_a_list_without_a_search(qtbot: Any) -> None:
    made = ModelChoice()
    qtbot.addWidget(made)
    made.offer_models(MANY[:FEW])
    made.show()
    made.showPopup()
    assert made._search is None
    made.hidePopup()


def test_a_star_makes_a_favourite_that_stands_first_and_stays(
    service: Any, make_panel: Any, session: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "own"))
    service.capabilities = (*service.capabilities, *offered.ALL)
    panel = make_panel(session)
    qtbot.waitUntil(lambda: len(session.panel.capabilities) > 2, timeout=10_000)
    for name, value in (("task", "video"), ("provider", "bedrock")):
        session.set(name, value)
    qtbot.waitUntil(lambda: panel.form.complete and panel.form.provider is not None)
    maker = panel.form.provider
    # The form is drawn in turns of its own: until it shows this provider's models, the list is another's.
    qtbot.waitUntil(lambda: maker.model.currentData() == session.panel.fields.value("model") != "")
    model = str(maker.model.itemData(maker.model.count() - 1))
    maker._star(model)
    assert read_favourites(str(tmp_path / "own")) == {f"bedrock/{model}"}
    assert maker.model.itemData(0) == model and maker.model.itemText(0).startswith("\N{BLACK STAR}")
    maker._star(model)
    assert read_favourites(str(tmp_path / "own")) == frozenset()
