"""A comp check among the takes: its light, the figure behind it, its page, a reason where it is red."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import Qt
from secondunit.wire import CheckFigure, CheckLight, CheckSubject, CompCheck, Decision

LEFT = Qt.MouseButton.LeftButton
GREEN = CheckFigure(CheckSubject.NUMBERS, CheckLight.GREEN, "Every value is a number.")
AMBER = CheckFigure(CheckSubject.FLICKER, CheckLight.AMBER, "Frame 1004 jumps.", 60.0, "%", 1004)
RED = CheckFigure(CheckSubject.OUTSIDE, CheckLight.RED, "12 pixels differ outside.", 12.0, "px", 1003)


@pytest.fixture
def shown(service: Any, online: Any, takes: Any, settle: Callable[..., None], tmp_path: Path) -> Any:
    """Shows a take with these figures."""
    from secondunit_qt_staging import loopback

    (tmp_path / "previews").mkdir()
    (tmp_path / "previews" / "thumbnail.png").write_bytes(loopback.png(64, 36, (90, 40, 20)))

    def show(*figures: CheckFigure) -> Any:
        take = loopback.take_of(service.make_job(), folder=str(tmp_path))
        take = service.add_take(replace(take, check=CompCheck(figures) if figures else None))
        settle(lambda: online.gallery.rows())
        online.gallery.choose(take.id)
        settle(lambda: online.panel.signoffs(take.id).take_digest)
        return take

    return show


@pytest.mark.parametrize(
    ("figures", "text", "state"),
    [
        ((GREEN,), "Comp check: green", ""),
        ((GREEN, AMBER), "Comp check: amber. Frame 1004 jumps.", "warning"),
        ((AMBER, GREEN, RED), "Comp check: red. 12 pixels differ outside.", "error"),
        ((), "Comp check: not measured yet", ""),
    ],
)
def test_the_light_and_the_figure_behind_it_stand_over_the_picture_and_in_the_gallery(
    takes: Any, shown: Any, figures: tuple[CheckFigure, ...], text: str, state: str
) -> None:
    take = shown(*figures)
    assert takes.viewer.check.line.text() == text and takes.viewer.check.ask.isVisible()
    assert all(figure.sentence in takes.viewer.check.line.toolTip() for figure in figures)
    assert takes.gallery.list.model().row(take).check == state


def test_a_red_take_is_accepted_with_a_reason_only(takes: Any, shown: Any, qtbot: Any) -> None:
    shown(RED)
    pane = takes.viewer.signoff
    qtbot.mouseClick(pane.ask, LEFT)
    pane.role.setText("supervisor")
    assert not pane.decisions[Decision.ACCEPTED].isEnabled() and "red" in pane.why.placeholderText()
    pane.why.setText("Behind the title card.")
    assert pane.decisions[Decision.ACCEPTED].isEnabled()


def test_a_green_take_is_accepted_without_a_reason(takes: Any, shown: Any, qtbot: Any) -> None:
    shown(GREEN)
    pane = takes.viewer.signoff
    qtbot.mouseClick(pane.ask, LEFT)
    pane.role.setText("supervisor")
    assert pane.decisions[Decision.ACCEPTED].isEnabled()


def test_the_page_is_fetched_written_and_opened(
    service: Any, online: Any, takes: Any, shown: Any, qtbot: Any, settle: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    from secondunit.qt.takes import check

    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "home"))
    take, opened = shown(AMBER), []
    monkeypatch.setattr(check, "show_page", opened.append)
    service.pages[take.id] = b"<!doctype html><p>Amber"
    qtbot.mouseClick(takes.viewer.check.ask, LEFT)
    settle(lambda: opened)
    assert Path(opened[0]).read_bytes() == service.pages[take.id]
    assert Path(opened[0]).name == f"{take.id}.html"


def test_how_far_a_guided_take_keeps_to_its_layout_stands_below_at_the_frame_that_is_shown(
    takes: Any, shown: Any, service: Any, online: Any, settle: Callable[..., None]
) -> None:
    shown(GREEN)
    assert takes.viewer.check.kept.isHidden()
    figure = CheckFigure(CheckSubject.LAYOUT, CheckLight.AMBER, "It drifts.", 0.9, "", 1003)
    curve = tuple(range(1001, 1005)), (0.1,) * 4, (1.0,) * 4, (0.91, 0.9, 0.4, 0.92)
    from secondunit_qt_staging import loopback

    made = loopback.take_of(service.make_job(), folder=online.viewer.take_a.folder)
    take = service.add_take(replace(made, check=CompCheck((GREEN, figure), *curve)))
    settle(lambda: online.panel.takes.get(take.id) is not None)
    online.gallery.choose(take.id)
    online.viewer.go(1001)
    kept = takes.viewer.check.kept
    settle(lambda: kept.text() == "Layout kept at 0.90, here 0.91, least 0.40 in frame 1003")
    online.viewer.go(1003)
    settle(lambda: kept.text() == "Layout kept at 0.90, here 0.40, least 0.40 in frame 1003")
    assert not kept.isHidden()
    online.viewer.playing = True
    takes.viewer.refresh_frame()
    assert kept.text() == "Layout kept at 0.90, least 0.40 in frame 1003"
