"""The whole panel: connection, questions, generating, the queue, keys and widths."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import Qt, QtCore, QtWidgets
from secondunit.wire import JobState
from secondunit.wire.errors import FrameFailed

from ..calls import calls

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_return_in_the_prompt_makes_a_job_of_what_was_just_typed(
    service: Any, panel: Any, qtbot: Any
) -> None:
    text = panel.form.prompt.text
    qtbot.keyClicks(text, "thick")
    qtbot.keyClick(text, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(service.briefs) == 1)
    assert next(iter(service.briefs.values())).prompt == "thick"
    assert text.toPlainText() == "thick", "no line was broken"
    qtbot.waitUntil(lambda: panel.queue.model.rowCount() == 1)


def test_a_value_still_being_typed_goes_into_the_job(service: Any, panel: Any, qtbot: Any) -> None:
    panel.form.reveal("controls.density")
    entry = panel.form.rows["controls.density"].editor.entry
    entry.selectAll()
    qtbot.keyClicks(entry, "3.25")
    qtbot.mouseClick(panel.estimate.button, LEFT)
    qtbot.waitUntil(lambda: len(service.briefs) == 1)
    assert next(iter(service.briefs.values())).controls["density"] == 3.25


def test_the_estimate_says_time_disk_and_cost(panel: Any) -> None:
    assert panel.estimate.what.text() == "1001-1048   1920x1080   24 fps"
    assert panel.estimate.takes.text() == "About 12 s   10 MB of 1.0 TB free   no cost"
    assert panel.estimate.verdict.text() == "Allowed: nothing leaves this machine."


def test_a_service_that_goes_away_is_said_with_a_button_that_mends_it(
    service: Any, panel: Any, session: Any, qtbot: Any
) -> None:
    service.stop()
    qtbot.waitUntil(lambda: session.panel.connection.state.value == "away", timeout=10_000)
    qtbot.waitUntil(lambda: not panel.estimate.button.isEnabled())
    assert panel.estimate.verdict.text() == "Waits for the service."
    service.start()
    qtbot.mouseClick(panel.connection.mend, LEFT)
    qtbot.waitUntil(lambda: panel.connection.sentence.text() == "Connected.", timeout=10_000)
    qtbot.waitUntil(lambda: panel.estimate.button.isEnabled())


def test_a_question_is_answered_by_a_press_and_goes(
    document: Any, panel: Any, session: Any, qtbot: Any
) -> None:
    from secondunit.host import Question

    document.asked = (Question("space", "Which space is it?", (("a", "Space A"), ("b", "Space B"))),)
    qtbot.waitUntil(lambda: len(panel.form.questions.cards) == 1)
    assert panel.form.questions.isVisible()
    qtbot.mouseClick(panel.form.questions.cards[0].buttons[1], LEFT)
    assert document.answers == {"space": "b"}
    qtbot.waitUntil(lambda: not panel.form.questions.isVisible())


def test_choosing_a_plate_shows_what_it_is_and_gives_the_brief_its_frames(
    document: Any, panel: Any, session: Any, qtbot: Any
) -> None:
    staging = sys.modules["secondunit_qt_staging"]
    document.plates = {"Read1": staging.PLATE}
    choice = panel.form.sources.plate.choice
    qtbot.waitUntil(lambda: session.panel.plate == staging.PLATE)
    qtbot.waitUntil(lambda: "2048x1152" in panel.form.sources.plate.said.text())
    qtbot.waitUntil(lambda: "24000/1001" in panel.estimate.what.text())
    choice.setFocus()
    choice.setCurrentIndex(choice.findData(""))
    choice.activated.emit(choice.currentIndex())
    qtbot.waitUntil(lambda: session.panel.plate is None)


def test_a_plate_that_cannot_be_read_says_so_under_its_chooser(
    document: Any, panel: Any, session: Any, qtbot: Any
) -> None:
    session.use_source("Read9")
    qtbot.waitUntil(lambda: "There is no such plate." in panel.form.sources.plate.said.text())


def test_the_message_foot_shows_what_to_do_and_escape_puts_it_away(
    panel: Any, session: Any, qtbot: Any
) -> None:
    session.panel.say(FrameFailed("It failed.", remedy="Try again.", kept="3 frames are kept.").problem)
    qtbot.waitUntil(panel.foot.isVisible)
    assert panel.foot.sentence.text() == "It failed."
    assert panel.foot.more.text() == "3 frames are kept. Try again."
    qtbot.keyClick(panel.form.groups["Shot"].heading, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not panel.foot.isVisible())


def test_delete_cancels_the_chosen_job_and_r_takes_it_up_again(
    service: Any, panel: Any, session: Any, qtbot: Any
) -> None:
    job = service.make_job(state=JobState.RUNNING)
    panel.show_part("queue")
    qtbot.waitUntil(lambda: panel.queue.model.rowCount() == 1)
    panel.queue.list.setCurrentIndex(panel.queue.model.index(0, 0))
    qtbot.keyClick(panel.queue.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: service.jobs[job.id].state is JobState.CANCELLED)
    qtbot.waitUntil(panel.queue.retry.isEnabled)
    qtbot.keyClick(panel.queue.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: service.jobs[job.id].state is JobState.PLANNED)


def test_a_press_on_a_rows_cross_cancels_that_job(service: Any, panel: Any, qtbot: Any) -> None:
    job = service.make_job(state=JobState.RUNNING)
    other = service.make_job(state=JobState.RUNNING)
    panel.show_part("queue")
    qtbot.waitUntil(lambda: panel.queue.model.rowCount() == 2)
    place = panel.queue.model.place_of(job.id)
    rect = panel.queue.list.visualRect(panel.queue.model.index(place, 0))
    qtbot.mouseClick(panel.queue.list.viewport(), LEFT, pos=panel.queue.drawing.button_of(rect))
    qtbot.waitUntil(lambda: service.jobs[job.id].state is JobState.CANCELLED)
    assert service.jobs[other.id].state is JobState.RUNNING


def test_a_failed_job_says_what_was_kept_and_what_to_do(service: Any, panel: Any, qtbot: Any) -> None:
    job = service.make_job(state=JobState.RUNNING)
    problem = FrameFailed("The disk is full.", remedy="Make room.", kept="16 frames are kept.").problem
    service.change(job.id, state=JobState.FAILED, problem=problem)
    panel.show_part("queue")
    qtbot.waitUntil(lambda: panel.queue.model.rowCount() == 1 and panel.queue.model.rows[0].can_retry)
    panel.queue.list.setCurrentIndex(panel.queue.model.index(0, 0))
    assert panel.queue.beneath.detail.text() == "The disk is full. 16 frames are kept. Make room."


def test_a_running_job_shows_its_newest_frame(service: Any, panel: Any, session: Any, qtbot: Any) -> None:
    job = service.make_job(state=JobState.RUNNING)
    panel.show_part("queue")
    qtbot.waitUntil(lambda: panel.queue.model.rowCount() == 1)
    before = panel.queue.list.viewport().grab().toImage()
    service.previews[job.id] = 1001
    service.change(job.id, frames_done=1, progress=0.1)
    qtbot.waitUntil(lambda: panel.queue.model.rows[0].preview is not None)
    key = panel.queue.model.rows[0].preview
    qtbot.waitUntil(lambda: session.pictures.serial(key) == 1)
    qtbot.waitUntil(lambda: panel.queue.drawing.painted.get(key) == 1)
    after = panel.queue.list.viewport().grab().toImage()
    assert after.pixelColor(30, 20) != before.pixelColor(30, 20)


def test_the_chosen_job_stays_chosen_while_others_come(service: Any, panel: Any, qtbot: Any) -> None:
    job = service.make_job(state=JobState.RUNNING)
    qtbot.waitUntil(lambda: panel.queue.model.rowCount() == 1)
    panel.queue.list.setCurrentIndex(panel.queue.model.index(0, 0))
    for _ in range(3):
        service.make_job(state=JobState.RUNNING)
    qtbot.waitUntil(lambda: panel.queue.model.rowCount() == 4)
    assert panel.queue.chosen().job == job.id


def test_narrow_it_has_tabs_and_wide_it_stands_side_by_side(panel: Any, qtbot: Any) -> None:
    assert panel.tabs.isVisible() and not panel.wide
    assert [panel.tabs.tabText(n) for n in range(3)] == ["&Brief", "&Queue", "&Takes"]
    panel.resize(1300, 900)
    qtbot.waitUntil(lambda: panel.wide)
    assert panel.form.isVisible() and panel.queue.isVisible() and panel.takes.isVisible()
    panel.resize(380, 900)
    qtbot.waitUntil(lambda: not panel.wide)
    assert panel.tabs.count() == 3 and panel.form.isVisible()


def test_nothing_is_wider_than_a_narrow_panel(panel: Any) -> None:
    for group in panel.form.groups.values():
        group.open()
    panel.form.finish()
    assert panel.form.widget().minimumSizeHint().width() <= panel.form.viewport().width()
    for widget in panel.form.widget().findChildren(QtWidgets.QWidget):
        if widget.isVisible():
            right = widget.mapTo(panel, QtCore.QPoint(widget.width(), 0)).x()
            assert right <= panel.width(), widget


def test_tab_reaches_every_control_from_top_to_bottom(panel: Any, qtbot: Any) -> None:
    for group in panel.form.groups.values():
        group.open()
    panel.form.finish()
    wanted = [stop for stop in panel.form.stops() if stop.isVisible() and stop.isEnabled()]
    wanted = [stop for stop in wanted if stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
    wanted[0].setFocus()
    met = []
    for _ in wanted:
        met.append(panel.focusWidget())
        panel.focusNextPrevChild(True)
    assert met == wanted


def test_every_control_has_a_name_for_a_screen_reader(panel: Any) -> None:
    for group in panel.form.groups.values():
        group.open()
    panel.form.finish()
    for stop in panel.form.stops():
        name = stop.accessibleName() or (stop.text() if hasattr(stop, "text") else "")
        assert name or not stop.isEnabled(), stop


def test_shortcuts_bring_up_the_parts(panel: Any, qtbot: Any) -> None:
    qtbot.keyClick(panel.form.groups["Shot"].heading, Qt.Key.Key_2, CTRL)
    assert panel.tabs.currentWidget() is panel.queue
    qtbot.keyClick(panel.queue.list, Qt.Key.Key_P, CTRL)
    assert panel.tabs.currentWidget() is panel.brief
    assert panel.form.prompt.text.hasFocus() or panel.focusWidget() is panel.form.prompt.text


def test_a_question_mark_lists_the_shortcuts_but_not_while_one_types(panel: Any, qtbot: Any) -> None:
    seen: list[Any] = []

    def look() -> None:
        card = QtWidgets.QApplication.activeModalWidget()
        seen.append([label.text() for label in card.findChildren(QtWidgets.QLabel)])
        card.close()

    QtCore.QTimer.singleShot(0, look)
    qtbot.keyClicks(panel.form.groups["Shot"].heading, "?")
    assert "Ctrl+Return" in seen[0]
    qtbot.keyClicks(panel.form.prompt.text, "?")
    assert panel.form.prompt.text.toPlainText() == "?"


def test_a_closed_panel_pumps_no_more_and_the_session_lives_on(panel: Any, session: Any, qtbot: Any) -> None:
    panel.close()
    assert not panel.pumping.running
    assert session.link.running


def test_opening_the_panel_is_little_work(online: Any, make_panel: Any, qtbot: Any) -> None:
    make_panel(online).close()
    with calls() as opening:
        made = make_panel(online)
        QtWidgets.QApplication.processEvents()
    made.close()
    assert opening.count < 36_000, opening.count


@pytest.fixture
def streaming(home: Path) -> Iterator[Any]:
    """The small service as a process of its own, streaming the progress of 200 jobs."""
    program = Path(__file__).parents[1] / "host" / "loopback.py"
    command = [sys.executable, str(program), "--home", str(home), "--jobs", "200", "--rate", "5"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdin is not None
        process.stdout.readline()
        yield process
        process.stdin.close()


@pytest.mark.timeout(60)
def test_no_turn_of_the_panel_is_long_while_200_jobs_stream(
    streaming: Any, home: Path, document: Any, make_panel: Any, qtbot: Any
) -> None:
    from secondunit.host import Dialling
    from secondunit.host.session import Session

    session = Session(document, Dialling(command="", user="kim", home=str(home)))
    session.start()
    panel = make_panel(session, 1300)
    panel.pumping.stop()
    app = QtWidgets.QApplication.instance()
    qtbot.waitUntil(lambda: session.pump() >= 0 and panel.queue.model.rowCount() == 200, timeout=20_000)
    pumps, paints, seen = [], [], set()

    def streamed() -> bool:
        with calls() as pump:
            session.pump()
        with calls() as paint:
            app.processEvents()
        pumps.append(pump.count)
        paints.append(paint.count)
        seen.add(panel.queue.model.rows[0].fraction)
        return len(seen) > 10

    qtbot.waitUntil(streamed, timeout=20_000)
    session.close()
    assert max(pumps) < 30_000, sorted(pumps)
    assert max(paints) < 20_000, sorted(paints)


@pytest.mark.parametrize(
    "choices",
    [
        ("Rec.709 / sRGB", "ACEScg (AP1)", "P3-D65", "Rec.2020"),
        (
            "Render (takes a render licence)",
            "Render (takes a second interactive licence)",
            "Keep what was rendered",
        ),
    ],
    ids=["colour", "licences"],
)
def test_the_questions_that_nuke_asks_fit_a_narrow_panel(
    document: Any, panel: Any, qtbot: Any, choices: tuple[str, ...]
) -> None:
    from secondunit.host import Question

    document.asked = (Question("q", "Which one?", tuple((one, one) for one in choices)),)
    qtbot.waitUntil(lambda: len(panel.form.questions.cards) == 1)
    (card,) = panel.form.questions.cards
    qtbot.waitUntil(card.buttons[-1].isVisible)
    assert [button.text() for button in card.buttons] == list(choices)
    assert panel.form.widget().minimumSizeHint().width() <= panel.form.viewport().width()
    for button in card.buttons:
        assert button.width() >= button.sizeHint().width()
        assert button.mapTo(panel, QtCore.QPoint(button.width(), 0)).x() <= panel.width()
    qtbot.mouseClick(card.buttons[-1], LEFT)
    assert document.answers == {"q": choices[-1]}
