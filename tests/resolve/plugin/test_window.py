"""The floating window: on top, where it was left, gone with Resolve, and batches of clips."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.host.session import Session
from secondunit.host.start import Dialling
from secondunit.wire import Capability, Estimate, FrameRange, Job, JobState, Kind, Money, Task
from secondunit.wire.errors import Problem

pytest.importorskip("PySide6")


@pytest.fixture
def window(plugin: Any, qtbot: Any, tmp_path: Path) -> Any:
    """The window over a host, with no service to be had; `heard` is what it said aloud."""
    host = plugin.host()
    host.memory.answer("footage space", "ACEScg")
    session = Session(host, Dialling(command="", home=str(tmp_path / "nobody")))
    session.document_changed()
    heard: list[str] = []
    made = plugin.module("window").ResolveWindow(session, host, lambda parent, text: heard.append(text))
    made.heard = heard
    qtbot.addWidget(made)
    yield made
    made.close()


def test_the_window_stays_on_top_and_comes_back_where_it_was(plugin: Any, window: Any, qtbot: Any) -> None:
    from PySide6.QtCore import Qt

    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    window.show()
    window.resize(640, 700)
    window.close()
    again = plugin.module("window").ResolveWindow(window.session, window.host)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (640, 700)
    again.close()


def test_the_choice_of_range_changes_the_shot(plugin: Any, window: Any) -> None:
    edit = plugin.edit
    edit.timeline.playhead = edit.at(1.5)
    edit.timeline.tracks["video"][2].items.clear()
    window.host.looking.forget()
    window.scope.setCurrentIndex(window.scope.findText("Extend shot"))
    window.extend.setValue(48)
    window.scope.activated.emit(window.scope.currentIndex())
    assert not window.extend.isHidden()
    assert str(window.session.panel.shot.frames) == f"{edit.at(2)}-{edit.at(2) + 47}"


def test_a_frame_becomes_a_reference(window: Any) -> None:
    window.still.click()
    (reference,) = window.session.panel.references
    assert Path(reference.path).is_file()


def test_what_could_not_be_done_is_said_below(window: Any) -> None:
    window.host.on_said("Set the gain by hand.")
    assert window.told.text() == "Set the gain by hand."
    assert not window.told.isHidden()


def test_it_ends_with_resolve_and_says_that_jobs_go_on(plugin: Any, window: Any) -> None:
    from secondunit.wire import FrameRange

    panel = window.session.panel
    panel.own_jobs.append("j1")
    panel.put_job(Job("j1", "show", "sh010", "smoke", "d", FrameRange(1, 2), JobState.RUNNING))
    window.show()
    window.watch()
    assert window.isVisible()
    plugin.fake.app.close()
    window.watch()
    window.watch()
    assert not window.isVisible()
    (said,) = window.heard
    assert "1 job goes on" in said


def test_another_project_brings_its_own_state(plugin: Any, window: Any) -> None:
    window.session.set("prompt", "dust")
    window.watch()
    plugin.fake.app.new_project("Another", "25")
    window.host.looking.forget()
    window.watch()
    assert window.session.panel.fields.value("prompt") != "dust"
    plugin.fake.app.project = plugin.edit.project
    window.watch()
    assert window.session.panel.fields.value("prompt") == "dust"


class Service:
    """A service that estimates and takes jobs; each costs what it is told."""

    def __init__(self) -> None:
        self.jobs: list[Any] = []

    def estimate(self, brief: Any) -> Estimate:
        return Estimate("d", seconds=10.0, cost=Money("0.10"), disk=1_000_000, disk_free=10**9)

    def submit(self, brief: Any, key: str) -> Job:
        self.jobs.append(brief)
        return Job(f"j{len(self.jobs)}", brief.show, brief.shot, brief.element, "d", brief.frames)


def test_several_clips_get_one_estimate_and_one_progress(plugin: Any, window: Any) -> None:
    edit, panel = plugin.edit, window.session.panel
    for name in ("plate", "movie", "offline"):
        edit.item(name).color = "Orange"
    service = Service()

    def ask(work: Any, then: Any, key: str = "", otherwise: Any = None) -> None:
        then(work(service))

    panel.ask = ask
    panel.fields.use_kinds((Kind("smoke", "Smoke"),))
    panel.set("element", "smoke_left")
    panel.set("prompt", "thick smoke")
    window.session.look()
    menu = window.clips_menu()
    (action,) = [one for one in menu.actions() if "Orange" in one.text()]
    assert "(3)" in action.text()
    action.trigger()
    card = window.batch
    names = [entry.shot for entry in card.batch.entries]
    assert len(set(names)) == 3
    assert [entry.problem is not None for entry in card.batch.entries].count(True) == 1
    card.batch.change(card.batch.entries[1].id, prompt="thin dust")
    card.estimate.click()
    texts = [line.text for line in card.batch.lines()]
    assert texts[0].startswith("2 shots")
    assert "Costs about 0.20 USD." in texts
    assert any("offline" in text for text in texts)
    assert card.generate.isEnabled()
    card.generate.click()
    assert sorted(brief.prompt for brief in service.jobs) == ["thick smoke", "thin dust"]
    assert {brief.shot for brief in service.jobs} <= set(names)
    assert all(brief.plate is not None for brief in service.jobs)
    from dataclasses import replace

    jobs = card.batch.jobs()
    panel.put_job(replace(jobs[0], state=JobState.DONE, progress=1.0, take="t1"))
    panel.put_job(replace(jobs[1], state=JobState.FAILED, problem=Problem("work.bad", "No.")))
    card.refresh()
    standing = card.batch.standing()
    assert (standing.shots, standing.done, standing.failed, standing.ended) == (2, 1, 1, True)
    assert "1 of 2 shots done, 1 failed" in card.bar.format()
    assert not card.generate.isEnabled()


def capability(*tasks: Task) -> Capability:
    return Capability(provider="somebody", model="one", tasks=tasks, label="Somebody")


def test_extending_a_shot_says_so_in_the_brief_where_the_model_does_it(plugin: Any, window: Any) -> None:
    edit, panel = plugin.edit, window.session.panel
    edit.timeline.playhead = edit.at(1.5)
    edit.timeline.tracks["video"][2].items.clear()
    panel.fields.use_capabilities((capability(Task.VIDEO, Task.EXTEND),))
    window.extend.setValue(10)
    window.scope.setCurrentIndex(window.scope.findText("Extend shot"))
    window.scope.activated.emit(window.scope.currentIndex())
    brief = panel.brief()
    assert (brief.task, brief.frames) == (Task.EXTEND, FrameRange.starting(edit.at(2), 10))
    assert not window.told.text()
    window.scope.setCurrentIndex(0)
    window.scope.activated.emit(0)
    assert panel.brief().task is Task.VIDEO


def test_a_model_that_makes_elements_only_says_what_it_makes_of_an_extension(
    plugin: Any, window: Any
) -> None:
    edit, panel = plugin.edit, window.session.panel
    edit.timeline.playhead = edit.at(1.5)
    edit.timeline.tracks["video"][2].items.clear()
    panel.fields.use_capabilities((capability(Task.ELEMENT),))
    window.extend.setValue(10)
    window.scope.setCurrentIndex(window.scope.findText("Extend shot"))
    window.scope.activated.emit(window.scope.currentIndex())
    assert panel.brief().task is Task.ELEMENT
    assert panel.brief().frames == FrameRange.starting(edit.at(2), 10)
    assert "element over the new frames" in window.told.text()


def test_a_comp_that_is_chosen_is_brought_in(window: Any, monkeypatch: Any) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(window.session.commands, "adopt", lambda *paths: asked.append(paths))
    monkeypatch.setattr(window, "_choose_files", lambda title: [])
    window.comp.click()
    assert asked == []
    monkeypatch.setattr(window, "_choose_files", lambda title: ["/comp.0001.exr", "/comp.0002.exr"])
    window.comp.click()
    assert asked == [("/comp.0001.exr", "/comp.0002.exr")]
