"""What is drawn again when something changed that it does not show: nothing."""

from __future__ import annotations

from typing import Any

import pytest
from secondunit_qt_staging import full_document

from secondunit.host import PanelTopic
from secondunit.qt.binding import QtCore, QtWidgets
from secondunit.wire import JobState


class Paints(QtCore.QObject):
    """Counts the paint events of a widget."""

    def __init__(self, widget: Any) -> None:
        super().__init__(widget)
        self.number = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        self.number += event.type() == QtCore.QEvent.Type.Paint
        return False


@pytest.fixture
def document() -> Any:
    return full_document()


@pytest.fixture
def wide(session: Any, make_panel: Any, qtbot: Any) -> Any:
    """A wide panel with its plate on the canvas; the test pumps it."""
    made = make_panel(session, 1100, 760)
    qtbot.waitUntil(lambda: session.panel.estimate is not None and made.complete, timeout=10_000)
    made.pumping.stop()
    session.use_source("Read1")
    paints, quiet = Paints(made.takes.viewer.picture), [0]

    def at_rest() -> bool:
        before = paints.number
        session.pump()
        QtWidgets.QApplication.processEvents()
        quiet[0] = quiet[0] + 1 if paints.number == before and not session.pictures.waiting else 0
        return quiet[0] > 5

    qtbot.waitUntil(at_rest, timeout=10_000)
    return made


def test_jobs_that_move_do_not_draw_a_canvas_anew_that_shows_none_of_them(
    session: Any, wide: Any, qtbot: Any
) -> None:
    viewer = wide.takes.viewer
    canvas, scrubber = Paints(viewer.picture), Paints(viewer.scrubber)
    session.panel.touch(PanelTopic.JOBS)
    session.pump()
    QtWidgets.QApplication.processEvents()
    assert (canvas.number, scrubber.number) == (0, 0)
    session.viewer.go(session.viewer.frame + 1)
    session.pump()
    qtbot.waitUntil(lambda: canvas.number > 0 and scrubber.number > 0, timeout=10_000)  # it moved: drawn


def test_a_picture_that_is_not_on_the_canvas_does_not_draw_it_anew(session: Any, wide: Any) -> None:
    canvas = Paints(wide.takes.viewer.picture)
    session.panel.touch(PanelTopic.PICTURES)
    session.pump()
    QtWidgets.QApplication.processEvents()
    assert canvas.number == 0


def test_a_panel_that_opens_makes_no_tools_for_a_matte_that_nobody_draws(wide: Any) -> None:
    takes = wide.takes
    assert takes.findChild(QtWidgets.QFrame, "matteBar") is None
    assert takes.matte_bar is takes.findChild(QtWidgets.QFrame, "matteBar")


def test_the_job_on_the_canvas_is_drawn_as_it_moves(
    service: Any, session: Any, wide: Any, qtbot: Any
) -> None:
    job = service.make_job(show="show", shot="shot", state=JobState.RUNNING, frames_done=1)
    pumped = lambda: (session.pump(), session.panel.jobs.get(job.id) is not None)[1]  # noqa: E731
    qtbot.waitUntil(pumped, timeout=10_000)
    session.viewer.show_job(job.id)
    session.pump()
    assert wide.takes.viewer.title.toolTip().endswith(f"frame 1 of {len(job.frames)}")
    service.change(job.id, progress=0.5, frames_done=2)
    expected = f"frame 2 of {len(job.frames)}"
    qtbot.waitUntil(
        lambda: (session.pump(), wide.takes.viewer.title.toolTip())[1].endswith(expected), timeout=10_000
    )
