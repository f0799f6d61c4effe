"""The note field names the frame that the scrubber shows, and badges of notes are there from the start."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from secondunit.wire import FrameRange

loopback = sys.modules["secondunit_qt_staging"].loopback


@pytest.fixture
def noted(service: Any, session: Any, panel: Any, qtbot: Any) -> Any:
    """A panel whose shot has two takes; the older has two notes."""
    job = service.make_job(frames=FrameRange(1001, 1010))
    older = service.add_take(loopback.take_of(job))
    service.add_take(loopback.take_of(service.make_job(frames=FrameRange(1001, 1010)), version=2))
    service.add_note(older.id, "darker", 1004)
    service.add_note(older.id, "slower")
    qtbot.waitUntil(lambda: len(session.panel.shot_takes()) == 2, timeout=10_000)
    return older


@pytest.fixture
def early(service: Any) -> Any:
    """A take with two notes that were written before anybody connected."""
    take = service.add_take(loopback.take_of(service.make_job(frames=FrameRange(1001, 1010))))
    service.add_note(take.id, "darker", 1004)
    service.add_note(take.id, "slower")
    return take


def test_the_number_of_notes_is_known_before_a_take_is_looked_at(
    early: Any, service: Any, panel: Any, session: Any, qtbot: Any
) -> None:
    qtbot.waitUntil(lambda: session.gallery.note_count(early.id) == 2, timeout=10_000)
    assert session.viewer.a == ""


def test_the_note_field_follows_the_frame_of_the_scrubber(
    noted: Any, session: Any, panel: Any, qtbot: Any
) -> None:
    takes = panel.takes
    session.canvas.show_take(noted.id)
    for frame in (1001, 1007, 1010):
        session.viewer.go(frame)
        qtbot.waitUntil(lambda frame=frame: f"frame {frame}" in takes.notes.field.placeholderText())
        scrubber = takes.viewer.scrubber
        assert scrubber.frame_at(scrubber.middle_of(frame)) == frame == session.viewer.frame
        assert takes.notes.on_frame.text() == f"On frame {frame}"


def test_a_note_on_the_whole_take_names_no_frame(noted: Any, session: Any, panel: Any, qtbot: Any) -> None:
    takes = panel.takes
    session.canvas.show_take(noted.id)
    qtbot.waitUntil(lambda: "frame" in takes.notes.field.placeholderText())
    takes.notes.on_frame.setChecked(False)
    assert takes.notes.field.placeholderText() == "Note on the take, then Ctrl+Return"
