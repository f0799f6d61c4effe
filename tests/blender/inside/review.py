"""From a prompt to the take that is kept: variants, stars, hiding, the bin, a brief used again, undo."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import begin
import bpy
from drawn import Layout, drawn
from working_service import loopback

loopback_path, takes_path, home = sys.argv[1:4]


def act() -> object:
    begin.switch_on()
    from secondunit.wire import JobState

    session, acts = begin.part("session"), begin.part("take_acts")
    here = session.current()

    def until(holds: Callable[[], object], what: str) -> None:
        end, rest = time.monotonic() + 20, Event()
        while not holds():
            session._tick()
            assert time.monotonic() < end, f"{what}: {here.panel.connection} {here.panel.message}"
            rest.wait(0.01)

    def menu(take: str) -> list[str]:
        lines: list[str] = []
        acts.draw_acts(Layout(lines), here, take)
        return lines

    def takes() -> list[str]:
        lines = drawn()
        return lines[lines.index("== Takes") : lines.index("== In This Scene")]

    found: dict[str, Any] = {}
    scene = begin.empty()
    manager = bpy.context.window_manager
    with loopback(loopback_path).Loopback(Path(home)) as service:
        drawn()
        until(lambda: here.panel.connection.state.value == "online", "connected")
        settings = scene.second_unit
        settings.show, settings.shot, settings.element = "show", "sh010", "smoke_left"
        settings.prompt, settings.seed = "thick smoke", 7
        until(lambda: hasattr(bpy.types.Scene, "second_unit_smoke"), "controls as properties")
        found["before"] = takes()

        notices: list[str] = []
        clock = [0.0]
        here.send_notice = lambda heading, sentence: notices.append(heading)
        here._long_jobs._clock = lambda: clock[0]

        # Three seeds at once: one batch of jobs, then of takes.
        assert bpy.ops.second_unit.variants(number=3) == {"FINISHED"}, here.panel.message
        until(lambda: len(here.panel.own_jobs) == 3, "three jobs")
        clock[0] = 61.0
        found["seeds"] = sorted(service.briefs[job].seed for job in service.jobs)
        for job, take in zip(sorted(service.jobs, key=lambda id: service.briefs[id].seed),
                             begin.takes(takes_path), strict=True):  # fmt: skip
            service.add_take(replace(take, job=job, bytes=640_000_000))
            service.change(job, state=JobState.DONE, take=take.id)
        until(lambda: len(here.panel.shot_takes()) == 3, "three takes")
        first, second, third = (take.id for take in sorted(here.panel.shot_takes(), key=lambda t: t.version))
        until(lambda: here.panel.variants.words(third), "a batch")
        found["notices"] = notices
        found["batch"] = [here.panel.variants.words(take) for take in (first, second, third)]
        found["listed"] = takes()
        found["menu"] = menu(second)

        # What is out of sight, and what has a star.
        assert bpy.ops.second_unit.hide(take=first) == {"FINISHED"}
        until(lambda: here.panel.marks.hidden(first), "hidden")
        found["hidden_away"] = takes()
        manager.second_unit_takes = "hidden"
        found["hidden"] = [takes(), menu(first)]
        assert bpy.ops.second_unit.hide(take=first) == {"FINISHED"}
        until(lambda: not here.panel.marks.hidden(first), "shown again")
        manager.second_unit_takes = "all"
        assert bpy.ops.second_unit.keep_variant(take=second, bin_rest=True) == {"FINISHED"}
        until(lambda: here.panel.marks.star(second) and len(service.bin) == 2, "kept, the others in the bin")
        until(lambda: len(here.panel.shot_takes()) == 1, "one is left")
        found["kept"] = takes()
        manager.second_unit_takes = "starred"
        found["starred"] = [take.id == second for take in here.gallery.rows()]

        # The bin says how large it is, and gives back.
        manager.second_unit_takes = "bin"
        until(lambda: here.panel.bin is not None and len(here.panel.bin.takes) == 2, "the bin")
        found["bin"] = [takes(), menu(first)]
        assert bpy.ops.second_unit.restore_take(take=first) == {"FINISHED"}
        until(lambda: here.panel.takes.get(first) is not None and len(here.panel.bin.takes) == 1, "back")
        manager.second_unit_takes = "all"

        # What is placed here is not put away.
        assert bpy.ops.second_unit.place(take=second) == {"FINISHED"}
        found["placed"] = [list(bpy.ops.second_unit.put_in_bin(take=second)), here.panel.message.message]

        # The brief of the first take comes back whole, as one step that undo takes back and redo brings.
        settings.prompt, settings.seed = "a thin mist", 99
        scene.second_unit_smoke.density = 0.5
        assert bpy.ops.second_unit.add_reference(filepath="/shots/ink.png") == {"FINISHED"}
        bpy.ops.ed.undo_push(message="typed")
        steps = begin.undo_steps()
        assert bpy.ops.second_unit.use_brief(take=first) == {"FINISHED"}
        until(lambda: here.panel.fields.value("prompt") == "thick smoke", "filled in")

        def form() -> list[object]:
            here.look()
            fields = here.panel.fields
            by_hand = fields.hand.get("controls.density")
            return [fields.value("prompt"), fields.value("seed"), by_hand, len(here.panel.references)]

        found["filled"] = form()
        found["steps"] = begin.undo_steps()[len(steps) :]
        bpy.ops.ed.undo()
        found["undone"] = form()
        jobs = len(here.panel.own_jobs)
        bpy.ops.ed.redo()
        found["redone"] = form()
        stored = bpy.context.scene.second_unit.memory
        found["jobs_known"] = [jobs, len(here.panel.own_jobs), all(job in stored for job in service.jobs)]
    bpy.ops.preferences.addon_disable(module=begin.PACKAGE)
    found["left"] = [hasattr(bpy.types.WindowManager, "second_unit_takes")]
    return found


begin.answer(act)
