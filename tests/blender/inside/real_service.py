"""From a sentence in the panel to pixels in Blender's render, with the real service, started by itself."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from threading import Event

import begin
import bpy

pattern, out = sys.argv[1:3]


def act() -> object:
    begin.switch_on()
    session = begin.part("session")
    here = session.current()
    slowest = [0.0, ""]

    def until(holds: Callable[[], object], what: str, patience: float = 60.0) -> None:
        end, rest = time.monotonic() + patience, Event()
        while not holds():
            began = time.perf_counter()
            session._tick()
            took = time.perf_counter() - began
            if took > slowest[0]:
                slowest[:] = took, what
            assert time.monotonic() < end, f"{what}: {here.panel.connection} {here.panel.message}"
            rest.wait(0.02)

    scene = begin.empty(width=128, height=72, first=1001, last=1004)
    clip = bpy.data.movieclips.load(pattern % 1001)
    clip.frame_start = 1001
    clip.colorspace_settings.name = "ACEScg"
    scene.active_clip = clip
    here.wanted = True
    until(lambda: here.panel.connection.state.value == "online", "the service started by itself")
    until(lambda: hasattr(bpy.types.Scene, "second_unit_smoke"), "its kinds")
    settings = scene.second_unit
    settings.show, settings.shot, settings.element = "show ü", "sh010", "smoke_left"
    settings.prompt = "thin grey smoke"
    scene.second_unit_smoke.resolution, scene.second_unit_smoke.preroll = 24, 0.5
    until(lambda: here.panel.estimate is not None, "an estimate")
    estimate = here.panel.estimate
    assert here.panel.plate is not None, here.panel.message
    assert bpy.ops.second_unit.generate() == {"FINISHED"}, here.panel.message
    until(lambda: here.panel.own_jobs or here.panel.message, "a job")
    assert here.panel.own_jobs, here.panel.message
    job = here.panel.own_jobs[0]
    until(lambda: here.panel.jobs.get(job).state.ended, "the job's end", 300.0)
    ended = here.panel.jobs.get(job)
    assert ended.state.value == "done", ended.problem
    until(lambda: here.panel.shot_takes(), "the take")
    (take,) = here.panel.shot_takes()
    assert bpy.ops.second_unit.place(take=take.id) == {"FINISHED"}, here.panel.message
    begin.render(scene, out, [1000, 1001, 1004])
    found = {
        "take": take.folder,
        "file": take.layers[0].path,
        "space": take.colorspace.name,
        "frames": str(take.frames),
        "understood": [word.control for word in estimate.understood],
        "controls": len(here.panel.fields.kind_controls()),
        "progress": ended.progress,
        "user": ended.user,
        "slowest": slowest,
    }
    here.panel.ask(lambda client: client.stop(), lambda status: None)
    until(lambda: here.panel.connection.state.value != "online", "the service's orderly end", 30.0)
    return found


begin.answer(act)
