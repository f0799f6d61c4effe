"""A day at the panel, through Blender's own properties, operators and files, with a service on loopback."""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import begin
import bpy
from drawn import drawn

loopback_path, takes_path, home, folder = sys.argv[1:5]


def loopback() -> Any:
    spec = importlib.util.spec_from_file_location("secondunit_test_loopback", loopback_path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["secondunit_test_loopback"] = module
    spec.loader.exec_module(module)
    return module


def act() -> object:
    begin.switch_on()
    from secondunit.wire import Decision, JobState, SignOff

    session = begin.part("session")
    here = session.current()
    slowest = [0.0]

    def until(holds: Callable[[], object], what: str) -> None:
        end, rest = time.monotonic() + 20, Event()
        while not holds():
            began = time.perf_counter()
            session._tick()
            slowest[0] = max(slowest[0], time.perf_counter() - began)
            assert time.monotonic() < end, f"{what}: {here.panel.connection} {here.panel.message}"
            rest.wait(0.01)

    found: dict[str, Any] = {}
    scene = begin.empty()
    session._tick()
    assert not here.link.running, "nothing is started before the panel is looked at"
    drawn()
    until(lambda: here.panel.connection.state.value == "away", "away at first")
    found["away"] = drawn()
    with loopback().Loopback(Path(home)) as service:
        until(lambda: here.panel.connection.state.value == "online", "connected")
        until(lambda: hasattr(bpy.types.Scene, "second_unit_smoke"), "controls as properties")
        settings, smoke = scene.second_unit, scene.second_unit_smoke
        settings.show, settings.shot, settings.element = "show", "sh010", "smoke_left"
        settings.prompt = "thick smoke, a unicorn"
        until(lambda: abs(smoke.density - 2.5) < 1e-6, "the prompt moved the slider")
        smoke.density = 0.75
        smoke.color = (0.1, 0.2, 0.3)
        smoke.source = "line"
        until(lambda: here.panel.estimate.settings["density"] == 0.75, "the hand won")
        settings.frames = "9-1"
        found["wrong"] = drawn()
        assert bpy.ops.second_unit.generate() == {"CANCELLED"}
        assert not service.jobs
        settings.frames = "1001-1006"
        assert bpy.ops.second_unit.generate() == {"FINISHED"}
        until(lambda: here.panel.own_jobs, "the job was made")
        job = service.jobs[here.panel.own_jobs[0]]
        brief = service.briefs[job.id]
        found["brief"] = [dict(brief.controls), str(brief.frames), str(brief.rate), brief.colorspace.name]
        service.change(job.id, state=JobState.RUNNING, progress=0.4, status="frame 3 of 6")
        until(lambda: here.panel.jobs.get(job.id).progress == 0.4, "progress")
        for take in begin.takes(takes_path):
            service.add_take(take)
        until(lambda: len(here.panel.shot_takes()) == 2, "the takes came")
        found["panel"] = drawn()

        # What somebody decided elsewhere, and what is decided here.
        newest = here.panel.shot_takes()[0]
        service._sign_off(SignOff(newest.id, Decision.ACCEPTED, "ana", "supervisor"), "ana")
        until(lambda: here.panel.signoffs(newest.id).signoffs, "a decision was heard")
        sign_off = bpy.ops.second_unit.sign_off
        found["no_reason"] = list(sign_off(take=newest.id, decision="changes", role="lead"))
        assert len(service.signoffs) == 1
        assert sign_off(take=newest.id, decision="changes", role="lead", why="Thinner.") == {"FINISHED"}
        until(lambda: len(here.panel.signoffs(newest.id).signoffs) == 2, "the decision was kept")
        found["decided"] = drawn()

        # Place, version, undo, redo.
        bpy.ops.ed.undo_push(message="opened")
        first, _second = reversed(here.panel.shot_takes())
        settings.place_as = "comp"
        steps = begin.undo_steps()
        assert bpy.ops.second_unit.place(take=first.id) == {"FINISHED"}, here.panel.message
        (placed,) = here.host.placed()
        assert bpy.ops.second_unit.version(placed=placed.id, step=1) == {"FINISHED"}, here.panel.message
        found["steps"] = begin.undo_steps()[len(steps) :]
        assert here.host.placed()[0].version == 2
        bpy.ops.ed.undo()
        assert here.host.placed()[0].version == 1
        bpy.ops.ed.undo()
        assert here.host.placed() == ()
        bpy.ops.ed.redo()
        assert here.host.placed()[0].version == 1
        found["drawn_after_undo"] = any("v001" in line for line in drawn())

        # A slider that is undone is undone in the model too.
        smoke = bpy.context.scene.second_unit_smoke
        smoke.density = 0.5
        bpy.ops.ed.undo_push(message="slider")
        smoke.density = 3.0
        bpy.ops.ed.undo_push(message="slider")
        bpy.ops.ed.undo()
        until(lambda: here.panel.fields.value("controls.density") == 0.5, "the model followed the undo")
        bpy.ops.second_unit.clear(field="controls.density")
        until(lambda: abs(bpy.context.scene.second_unit_smoke.density - 2.5) < 1e-6, "back to the prompt")

        # Save, open another file, open this one again: everything is there, the job too.
        blend = str(Path(folder) / "day ü.blend")
        bpy.ops.wm.save_as_mainfile(filepath=blend)
        begin.empty()
        until(lambda: here.panel.fields.value("prompt") == "", "a new file begins empty")
        bpy.ops.wm.open_mainfile(filepath=blend)
        until(lambda: here.panel.fields.value("prompt") == "thick smoke, a unicorn", "the prompt came back")
        until(lambda: here.panel.jobs.get(job.id), "the job was attached again")
        assert here.host.placed()[0].version == 1
        assert bpy.app.timers.is_registered(session._tick), "the pump did not survive the load"

        # The service dies, the job ends meanwhile, the service comes back.
        service.stop()
        until(lambda: here.panel.connection.state.value == "away", "noticed")
        found["died"] = drawn()[:3]
        assert bpy.ops.second_unit.generate() == {"FINISHED"}
        until(lambda: here.panel.message is not None, "said so")
        service.change(job.id, state=JobState.DONE)
        service.start()
        until(lambda: here.panel.jobs.get(job.id).state is JobState.DONE, "heard what happened meanwhile")
        assert bpy.ops.second_unit.cancel(job=job.id) == {"CANCELLED"}
        found["message"] = here.panel.message.message
    found["slowest_ms"] = slowest[0] * 1000
    found["stored"] = json.loads(bpy.context.scene.second_unit.hand)
    bpy.ops.preferences.addon_disable(module=begin.PACKAGE)
    import threading

    found["threads"] = [
        t.name for t in threading.enumerate() if t.name.startswith("secondunit-") and t.is_alive()
    ]
    return found


begin.answer(act)
