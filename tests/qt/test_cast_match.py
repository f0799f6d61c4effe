"""A match to the cast in the panel: what would be tried, one yes to all of it, which take is closest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import (
    Brief,
    CastMatchOffer,
    CastMatchOutcome,
    CastMatchState,
    CastMatchWish,
    CastMember,
    CastTry,
    CastTryJob,
    CharacterDrift,
    Format,
    FrameDrift,
    FrameRange,
    JobState,
    Money,
    Rate,
)

FAR = CharacterDrift("ada", 1, 3, (FrameDrift(1001, 0.58), FrameDrift(1002, 0.71)))
NEAR = CharacterDrift("ada", 1, 3, (FrameDrift(1001, 0.31), FrameDrift(1002, 0.38)))
WHYS = (
    "ada: side.png goes first, the face is turned away in 14 of 24 frames; seed 1653295577.",
    "ada: full.png goes first, it was not shown before; Hold 0.83, more of the references; seed 1653303496.",
    "ada: front.png goes alone; seed 1653311415.",
)


def tries_of(take: str, *costs: str) -> tuple[CastTry, ...]:
    brief = Brief(
        "nordlys", "sh010", "ada", FrameRange(1001, 1002), Rate(24), Format(64, 36),
        cast=(CastMember("ada", 1),),
    )  # fmt: skip
    return tuple(
        CastTry(take, replace(brief, seed=number), WHYS[number], f"{number}" * 64, Money(cost))
        for number, cost in enumerate(costs)
    )


@pytest.fixture
def drifting(service: Any, online: Any, takes: Any, settle: Callable[..., None], tmp_path: Path) -> Any:
    """A take that drifts is shown; what would be tried for it is known to the service."""
    from secondunit_qt_staging import loopback

    (tmp_path / "previews").mkdir()
    (tmp_path / "previews" / "thumbnail.png").write_bytes(loopback.png(64, 36, (90, 40, 20)))

    def take(version: int, drift: CharacterDrift) -> Any:
        made = loopback.take_of(service.make_job(), folder=str(tmp_path), version=version)
        return service.add_take(replace(made, drift=(drift.in_list,)))

    first = take(1, FAR)
    settle(lambda: len(online.gallery.rows()) == 1)
    online.gallery.choose(first.id)
    settle(lambda: online.viewer.take_a == first)
    tries = tries_of(first.id, "0.40", "0.40", "0.40")
    remark = "ada is pinned to v002 in sh010: this names v001."
    service.cast_offers = [CastMatchOffer(CastMatchWish((first.id,)), tries, Money("1.20"), (), (remark,))]
    return takes, first, take


def texts(window: Any, column: int) -> list[str]:
    return [window.table.item(row, column).text() for row in range(window.table.rowCount())]


def test_the_list_is_shown_approved_whole_and_followed_to_the_closest_take(
    drifting: Any, service: Any, online: Any, settle: Callable[..., None], look: Any
) -> None:
    view, first, take = drifting
    pane = view.viewer.drift
    assert pane.ask.isVisible()
    pane.ask.click()
    window = pane.window_of_match
    settle(lambda: window.table.rowCount() == 3)
    assert texts(window, 1) == list(WHYS) and window.ceiling.text() == "1.20" and window.yes.isEnabled()
    assert any("pinned to v002" in line.text() for line in window._lines)
    look(window, "offer")
    window.ceiling.setText("1.00")
    window.yes.click()
    settle(lambda: bool(service.cast_approvals))
    (yes,) = service.cast_approvals
    assert yes.brief_digests == service.cast_offers[0].digests and yes.ceiling == Money("1.00")
    assert yes.by == online.panel.user
    settle(lambda: online.panel.cast_matching.running)
    assert window.halt.isVisible() and not window.yes.isVisible()
    second, third = take(2, FAR), take(3, NEAR)
    sentence = f"{third.label} is closest of 2: {NEAR.sentence} Before, {first.label} was at 0.58."
    service.cast_matches[-1] = replace(
        service.cast_matches[-1], state=CastMatchState.DONE, why="Close enough.", spent=Money("0.80"),
        jobs=tuple(
            CastTryJob(number, f"j{number}", JobState.DONE, (made.id,))
            for number, made in enumerate((second, third))
        ),
        outcomes=(CastMatchOutcome(first.id, third.id, sentence, True),),
    )  # fmt: skip
    settle(lambda: not online.panel.cast_matching.running and window.closest.isEnabled())
    settle(lambda: texts(window, 3)[:2] == ["v002, median 0.58", "v003, median 0.31"])
    assert texts(window, 3)[2] == "not begun"
    assert [line.text() for line in window._lines if line.text()] == [
        sentence, "Close enough. Spent 0.80 USD of 1.00 USD. All takes stay.",
    ]  # fmt: skip
    look(window, "ended")
    window.closest.click()
    settle(lambda: online.viewer.take_a == third)
    assert not pane.ask.isVisible()


def test_a_look_writes_only_the_cells_that_changed(
    drifting: Any, service: Any, online: Any, settle: Callable[..., None]
) -> None:
    view, *_ = drifting
    view.viewer.drift.ask.click()
    window = view.viewer.drift.window_of_match
    settle(lambda: window.yes.isEnabled())
    window.yes.click()
    settle(lambda: online.panel.cast_matching.running)
    cells = [window.table.item(row, 3) for row in range(3)]
    service.cast_matches[-1] = replace(
        service.cast_matches[-1], jobs=(CastTryJob(1, "j1", JobState.RUNNING, ()),)
    )
    settle(lambda: texts(window, 3) == ["", "running", ""])
    assert [window.table.item(row, 3) is cells[row] for row in range(3)] == [True, False, True]


def test_reasons_wrap_again_in_a_narrower_window(
    drifting: Any, online: Any, settle: Callable[..., None]
) -> None:
    view, *_ = drifting
    view.viewer.drift.ask.click()
    window = view.viewer.drift.window_of_match
    settle(lambda: window.table.rowCount() == 3)
    before = window.table.rowHeight(1)
    window.resize(window.minimumWidth(), window.height())
    settle(lambda: window.table.rowHeight(1) > before)
    assert window.table.rowHeight(1) >= window.table.sizeHintForRow(1)


def test_the_tab_key_of_the_panel_does_not_reach_into_the_window(drifting: Any) -> None:
    view, *_ = drifting
    view.viewer.drift.ask.click()
    window = view.viewer.drift.window_of_match
    stops = view.stops()
    assert view.viewer.drift.ask in stops and window.yes not in stops
    assert {stop.window() for stop in stops} == {view.window()}


def test_who_may_not_approve_is_told_who_may(
    drifting: Any, service: Any, online: Any, settle: Callable[..., None]
) -> None:
    view, *_ = drifting
    service.cast_offers[0] = replace(service.cast_offers[0], approvers=("Vera",))
    view.viewer.drift.ask.click()
    window = view.viewer.drift.window_of_match
    settle(lambda: window.table.rowCount() == 3)
    assert not window.yes.isEnabled()
    assert any(line.text() == "Vera may approve it." for line in window._lines)
    assert online.commands.approve_cast_match("1") is not None and not service.cast_approvals


def test_a_yes_whose_answer_was_lost_is_not_given_twice(
    drifting: Any, service: Any, online: Any, settle: Callable[..., None]
) -> None:
    view, *_ = drifting
    view.viewer.drift.ask.click()
    settle(lambda: view.viewer.drift.window_of_match.yes.isEnabled())
    service.silent_once.add("POST /v1/cast-matches")
    view.viewer.drift.window_of_match.yes.click()
    settle(lambda: online.panel.cast_matching.running)
    assert len(service.cast_approvals) == 1
    view.viewer.drift.window_of_match.halt.click()
    settle(lambda: not online.panel.cast_matching.running)


@pytest.mark.parametrize("ceiling", ["a lot", "-1", "NaN", ""])
def test_a_ceiling_that_is_none_is_said(
    drifting: Any, service: Any, online: Any, settle: Callable[..., None], ceiling: str
) -> None:
    view, *_ = drifting
    view.viewer.drift.ask.click()
    settle(lambda: view.viewer.drift.window_of_match.yes.isEnabled())
    problem = online.commands.approve_cast_match(ceiling)
    assert problem is not None and problem.where == "ceiling" and not service.cast_approvals


def test_where_nothing_can_be_tried_the_reason_is_shown(
    drifting: Any, service: Any, online: Any, settle: Callable[..., None]
) -> None:
    view, *_ = drifting
    service.cast_offers = []
    view.viewer.drift.ask.click()
    window = view.viewer.drift.window_of_match
    settle(lambda: any("No take drifts." in line.text() for line in window._lines))
    assert not window.yes.isEnabled() and window.table.rowCount() == 0


@pytest.fixture
def look(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Any, str], None]:
    """Writes a picture of a window, and holds that every button's words fit."""
    from secondunit.qt.binding import QtWidgets

    def shoot(window: Any, name: str) -> None:
        QtWidgets.QApplication.processEvents()
        window.grab().save(str(tmp_path_factory.mktemp("looks") / f"{name}.png"))
        for button in window.findChildren(QtWidgets.QPushButton):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width() - 1, button.text()

    return shoot
