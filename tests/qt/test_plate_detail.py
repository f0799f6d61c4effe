"""The part of a plate's EXR and the damage of a movie, by hand: shown when there is something to decide."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import Qt
from secondunit.wire import ColorSpace, Estimate, Format, FrameRange, Plate, Rate
from secondunit.wire.errors import CutInPlate, DamagedPicture

staging = sys.modules["secondunit_qt_staging"]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def stereo(document: Any, session: Any, tmp_path: Path) -> Plate:
    """The plate is an EXR of three parts."""
    plate = Plate(staging.parted(tmp_path), FrameRange(1001, 1004), Rate(24), Format(64, 36),
                  ColorSpace("ACEScg"))  # fmt: skip
    document.plates = {"Read9": plate}
    session.look()
    session.use_source("Read9")
    return plate


def choose(choice: Any, value: str) -> None:
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


def test_the_parts_of_an_exr_are_offered_and_the_chosen_one_goes_into_the_brief(
    stereo: Plate, panel: Any, session: Any, document: Any, qtbot: Any
) -> None:
    detail = panel.form.sources.detail
    qtbot.waitUntil(lambda: detail.part.isVisible() and detail.part.count() == 4)
    assert detail.part.currentText() == "left (automatic)" and not detail.damage.isVisible()
    choose(detail.part, "right")
    assert session.panel.brief().plate == replace(stereo, part="right")
    assert document.state["plate_part"] == "right"
    session.document_changed()
    assert session.panel.brief().plate.part == "right"


def test_a_plate_of_one_part_shows_nothing_to_decide(panel: Any, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: panel.form.sources.isVisible())
    assert not panel.form.sources.detail.isVisible()


def test_damage_can_be_accepted_once_it_is_found(
    panel: Any, session: Any, document: Any, stereo: Plate, qtbot: Any
) -> None:
    movie = replace(stereo, path="/jobs/torn.mov")
    document.plates = {"Read9": movie}
    session.look()
    session.use_source("Read9")
    detail = panel.form.sources.detail
    assert not detail.damage.isVisible()
    problem = DamagedPicture("torn.mov is damaged: frame 1003 cannot be decoded.", where="plate").problem
    session.panel.take_estimate(Estimate("", problems=(problem,)), session.panel.brief())
    qtbot.waitUntil(detail.damage.isVisible)
    qtbot.mouseClick(detail.damage, LEFT, pos=detail.damage.rect().center() * 0.2)
    assert session.panel.brief().plate.accept_damage
    assert document.state["accept_damage"] is True
    session.use_source("")
    session.use_source("Read9")
    assert not session.panel.brief().plate.accept_damage, "another choice of plate asks anew"


def test_a_cut_is_asked_about_as_a_card_and_what_was_accepted_can_be_taken_back(
    panel: Any, session: Any, document: Any, stereo: Plate, qtbot: Any
) -> None:
    found = CutInPlate("There is a cut between 1002 and 1003: a retime would work across it.").problem
    answer = replace(session.panel.estimate or Estimate("d"), problems=(found,))
    session.panel.take_estimate(answer, session.panel.brief())
    qtbot.waitUntil(lambda: len(panel.form.questions.cards) == 1)
    [card] = panel.form.questions.cards
    assert [button.text() for button in card.buttons] == ["Accept the plate's cuts", "Not now"]
    qtbot.mouseClick(card.buttons[0], LEFT)
    detail = panel.form.sources.detail
    qtbot.waitUntil(lambda: not panel.form.questions.cards and detail.cuts.isVisible())
    assert detail.cuts.isChecked() and session.panel.brief().plate == replace(stereo, accept_cuts=True)
    assert document.state["accepted_cuts"] == stereo.path
    qtbot.mouseClick(detail.cuts, LEFT)
    qtbot.waitUntil(lambda: not detail.cuts.isVisible())
    assert session.panel.brief().plate == stereo and document.state["accepted_cuts"] == ""
