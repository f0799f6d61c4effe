"""Several shots in the panel: who wears what, one approval of the list with real keys, then all of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host.batch import Entry
from secondunit.qt.batch import CAST, BatchCard
from secondunit.qt.binding import Qt
from secondunit.wire import (
    CastMember,
    CastPin,
    Continuity,
    FrameRange,
    FrozenMap,
    JobState,
    Money,
    SequenceContinuity,
)

LEFT = Qt.MouseButton.LeftButton
staging = sys.modules["secondunit_qt_staging"]
offered = staging.load("secondunit_test_offered", Path(__file__).parents[1] / "host" / "offered.py")
SHOTS = ("sh010", "sh020", "sh030")


def entry(shot: str, first: int) -> Entry:
    plate = replace(staging.PLATE, frames=FrameRange.starting(first, 24))
    return Entry(
        shot, f"{shot}_bg  01:00:0{first // 1000}", shot, plate.frames, plate.rate, plate.format, plate
    )


@pytest.fixture
def served(service: Any) -> Any:
    """A service with a model that takes characters, whose rules ask for an approval."""
    service.capabilities = (*service.capabilities, replace(offered.COMFY, leaves=True))
    service.estimates = {"comfyui": replace(offered.UNAPPROVED, rule="plates", warnings=("It is 8 bit.",))}
    pins = (CastPin("Ingrid", 4, sequence="SQ"), CastPin("Ingrid", 3, shot="sh030"))
    service.cast = replace(offered.CAST, pins=pins, sequences=FrozenMap({"SQ": SHOTS[:2]}))
    return service


@pytest.fixture
def open_card(served: Any, online: Any, qtbot: Any, settle: Callable[..., None]) -> Callable[..., Any]:
    """Opens three shots over a brief that names Ingrid v003 and Ola v001."""

    def make(width: int = 700) -> Any:
        settle(lambda: len(online.panel.capabilities) > 1)
        for name, value in (
            ("show", "nordlys"), ("shot", "sh900"), ("task", "restyle"), ("provider", "comfyui"),
            ("model", offered.COMFY.model), ("element", "face"), ("prompt", "she turns to the door"),
        ):  # fmt: skip
            online.set(name, value)
        online.panel.use_cast((CastMember("Ingrid", 3), CastMember("Ola", 1)))
        assert online.panel.outside.takes_cast
        card = BatchCard(online)
        qtbot.addWidget(card)
        card.resize(width, card.sizeHint().height())
        card.open([entry(shot, number * 1000 + 1) for number, shot in enumerate(SHOTS, 1)])
        qtbot.waitExposed(card)
        settle(lambda: online.panel.outside.characters.known is not None)
        return card

    return make


def worn(card: Any) -> list[str]:
    return [card.table.item(row, CAST).text() for row in range(card.table.rowCount())]


def test_every_shot_says_who_wears_what_and_is_made_so_after_one_yes(
    served: Any, open_card: Any, online: Any, qtbot: Any, settle: Callable[..., None]
) -> None:
    card = open_card()
    settle(lambda: worn(card) == [
        "Ingrid v004, pinned\nOla v001", "Ingrid v004, pinned\nOla v001", "Ingrid v003, pinned\nOla v001",
    ])  # fmt: skip
    qtbot.mouseClick(card.estimate, LEFT)
    settle(lambda: card.approval.isVisible())
    assert "3 of 3 shots wait for an approval: ana or you may approve the list." in card.remarks.text()
    assert (
        "Each shot: Leaves this machine: plate (24 frames), pictures of Ingrid and Ola" in card.remarks.text()
    )
    assert not card.generate.isEnabled()
    qtbot.mouseClick(card.approval.ask, LEFT)
    assert card.approval.ceiling.text() == "3.60" and card.approval.ceiling.hasFocus()
    qtbot.keyClicks(card.approval.ceiling, "3.50")
    qtbot.mouseClick(card.approval.yes, LEFT)
    assert "below the price, 3.60 USD" in online.panel.message.message and not served.list_approvals
    assert card.approval.ceiling.text() == "3.50", "what somebody typed stays"
    card.approval.ceiling.selectAll()
    qtbot.keyClicks(card.approval.ceiling, "5")
    qtbot.keyClick(card.approval.ceiling, Qt.Key.Key_Tab)
    qtbot.keyClicks(card.approval.note, "for the trailer")
    qtbot.mouseClick(card.approval.yes, LEFT)
    settle(lambda: card.generate.isEnabled())
    (yes,) = served.list_approvals
    assert (yes.by, yes.ceiling, yes.note) == ("kim", Money("5"), "for the trailer")
    assert [brief.shot for brief in yes.briefs] == list(SHOTS) and not served.jobs
    assert not card.approval.isVisible()
    qtbot.mouseClick(card.generate, LEFT)
    settle(lambda: len(served.jobs) == 3)
    versions = {brief.shot: brief.cast[0].version for brief in served.briefs.values() if brief}
    assert versions == {"sh010": 4, "sh020": 4, "sh030": 3}


def test_a_list_that_differs_since_is_not_approved_and_says_so(
    served: Any, open_card: Any, online: Any, qtbot: Any, settle: Callable[..., None]
) -> None:
    card = open_card()
    qtbot.mouseClick(card.estimate, LEFT)
    settle(lambda: card.approval.isVisible())
    qtbot.mouseClick(card.approval.ask, LEFT)
    served.cast = replace(served.cast, pins=(CastPin("Ingrid", 4, shot="sh030"),))
    online.panel.outside.characters.ask()
    settle(lambda: worn(card)[2].startswith("Ingrid v004, pinned"))
    qtbot.mouseClick(card.approval.yes, LEFT)
    assert "another one than was estimated" in card.wrong.text()
    settle(lambda: card.approval.ask.isVisible())
    assert not served.list_approvals and not card.generate.isEnabled()


def test_who_may_not_approve_is_told_who_may_and_has_no_button(
    served: Any, open_card: Any, qtbot: Any, settle: Callable[..., None]
) -> None:
    served.estimates["comfyui"] = replace(offered.UNAPPROVED, approvers=("ana",))
    card = open_card()
    qtbot.mouseClick(card.estimate, LEFT)
    settle(lambda: "ana may approve the list." in card.remarks.text())
    assert not card.approval.isVisible() and not card.generate.isEnabled()


def test_without_characters_there_is_no_column_of_them_and_no_continuity(
    open_card: Any, online: Any, settle: Callable[..., None]
) -> None:
    card = open_card()
    settle(lambda: not card.table.isColumnHidden(CAST))
    online.panel.use_cast(())
    settle(lambda: card.table.isColumnHidden(CAST))
    assert not card.continuity.isVisible()


def test_afterwards_the_continuity_of_the_shots_sequence_is_one_press_away(
    served: Any, open_card: Any, online: Any, takes: Any, qtbot: Any, settle: Callable[..., None]
) -> None:
    served.estimates["comfyui"] = offered.ALLOWED
    served.sequence = SequenceContinuity(
        "nordlys", "SQ", SHOTS[:2], (Continuity("Ingrid", 4, (), SHOTS[:2]),)
    )
    card = open_card()
    qtbot.mouseClick(card.estimate, LEFT)
    settle(lambda: card.generate.isEnabled())
    qtbot.mouseClick(card.generate, LEFT)
    settle(lambda: len(served.jobs) == 3 and len(card.batch.jobs()) == 3)
    assert card.continuity.isVisible() and not card.continuity.isEnabled()
    job = next(one for one in served.jobs.values() if one.shot == "sh020")
    served.change(job.id, state=JobState.DONE, take="t" + "2" * 25)
    settle(lambda: card.continuity.isEnabled())
    asked = len(served.continuity_of)
    qtbot.mouseClick(card.continuity, LEFT)
    settle(lambda: takes.continuity is not None and takes.continuity.isVisible())
    settle(lambda: takes.continuity.title.text() == "SQ, nordlys")
    assert served.continuity_of[asked:] == ["sh020"], "it is asked for by the batch's shot, not the panel's"
