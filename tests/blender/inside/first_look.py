"""What an artist sees first: the panel while nothing is asked for, names by the file, and after placing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import begin
import bpy
from drawn import drawn
from working_service import loopback

takes_path, home, folder = sys.argv[2:5]


def act() -> object:
    begin.switch_on()
    from secondunit.wire import Estimate
    from secondunit.wire.errors import BadPrompt

    session = begin.part("session")
    here = session.current()

    def until(holds: Callable[[], object], what: str) -> None:
        end, rest = time.monotonic() + 20, Event()
        while not holds():
            session._tick()
            assert time.monotonic() < end, f"{what}: {here.panel.connection} {here.panel.message}"
            rest.wait(0.01)

    found: dict[str, Any] = {}
    scene = begin.empty()
    with loopback(sys.argv[1]).Loopback(Path(home)) as service:
        # As the simulator of the real service answers a brief that asks for nothing.
        nothing = BadPrompt(
            "The prompt is empty.", remedy="Say what you want, or set a control by hand.", where="prompt"
        )
        service.estimates["onboard"] = Estimate("", problems=(nothing.problem,))
        drawn()
        until(lambda: here.panel.online and here.panel.estimate, "an estimate of nothing")
        found["blank"] = drawn()
        found["blank_problems"] = [problem.where for problem in here.panel.estimate.problems]

        # The file's own name says the shot, until a hand does; another file says another.
        named = []
        for name in ("sq010_sh020_comp_v003.blend", "sh030/smoke_v001.blend", "untitled.blend"):
            path = Path(folder) / "nova" / "shots" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            bpy.ops.wm.save_as_mainfile(filepath=str(path))
            here.look()
            named.append([bpy.context.scene.second_unit.show, bpy.context.scene.second_unit.shot])
        found["named"], found["by_hand"] = named, bpy.context.scene.second_unit.hand
        scene = bpy.context.scene
        scene.second_unit.show, scene.second_unit.shot = "show", "sh010"
        path = Path(folder) / "sh050.blend"
        bpy.ops.wm.save_as_mainfile(filepath=str(path))
        here.look()
        found["hand"] = [scene.second_unit.show, scene.second_unit.shot]

        del service.estimates["onboard"]
        scene.second_unit.prompt = "thick smoke"
        until(lambda: here.panel.estimate and not here.panel.estimate.problems, "estimated")
        for take in begin.takes(takes_path):
            service.add_take(take)
        until(lambda: len(here.panel.shot_takes()) == 2, "the takes came")
        found["before"] = drawn()
        for kind in ("comp", "strip"):
            scene.second_unit.place_as = kind
            newest = here.panel.shot_takes()[0]
            assert bpy.ops.second_unit.place(take=newest.id) == {"FINISHED"}, here.panel.message
            found[kind] = drawn()
        window = bpy.context.window_manager.windows[0]
        with bpy.context.temp_override(window=window):
            assert bpy.ops.second_unit.open_placed() == {"FINISHED"}
        found["areas"] = [area.ui_type for area in window.screen.areas]
        found["opened"] = drawn()

        # Narrow and wide: nothing that stands alone in its line is cut.
        lines = begin.part("lines")
        for pixels in (180, 240, 600):
            lines.fit(pixels, 1.0)
            drawn()
    return found


begin.answer(act)
