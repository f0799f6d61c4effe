"""The looks of a kind in the panel: applied, compared and saved by the operators."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from threading import Event
from typing import Any

import begin
from drawn import drawn


def main() -> Any:
    begin.switch_on()
    folder, home = sys.argv[1:3]
    sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location("loopback", Path(folder) / "loopback.py")
    assert spec is not None and spec.loader is not None
    loopback = importlib.util.module_from_spec(spec)
    sys.modules["loopback"] = loopback
    spec.loader.exec_module(loopback)
    import bpy

    from secondunit.wire import Control, FrozenMap, Kind, Look
    from secondunit.wire.saved_look import LookScope, SavedLook

    session = begin.part("session")
    here = session.current()

    def until(holds: Any, what: str) -> None:
        end, rest = time.monotonic() + 20, Event()
        while not holds():
            session._tick()
            assert time.monotonic() < end, f"{what}: {here.panel.connection} {here.panel.message}"
            rest.wait(0.01)

    scene = begin.empty()
    with loopback.Loopback(Path(home)) as service:
        glow = Control("glow", "Glow", default=4.0, minimum=0.0, maximum=100.0, group="Look")
        cells = Control(
            "resolution", "Resolution", "int", "cells", 0, 0, 480, 8, group="Quality", automatic=0.0
        )
        paper = Look("paper", "Paper", FrozenMap({"glow": 2.0}))
        service.kinds = (*service.kinds, Kind("lantern", "Lantern", controls=(glow, cells), looks=(paper,)))
        service.looks = [SavedLook("lantern", "dusk", "Dusk", FrozenMap({"glow": 7.0}), LookScope.SHOW)]
        drawn()
        until(lambda: len(here.panel.fields.kinds) == 2 and here.panel.fields.saved_looks, "the looks")
        scene.second_unit.kind = "lantern"
        scene.second_unit.prompt = "a lantern on the wall"
        scene.second_unit.seed = 5
        lines = drawn()
        looks = begin.part("looks")
        properties = type("Properties", (), {"look": "show:dusk"})
        hint = looks.SECONDUNIT_OT_use_look.description(bpy.context, properties)
        offered = [item[0] for item in scene.second_unit.bl_rna.properties["look"].enum_items]
        used = bpy.ops.second_unit.use_look(look="show:dusk")
        fields = dict(here.panel.fields.hand)
        again = looks.SECONDUNIT_OT_use_look.description(bpy.context, properties)
        here.set("controls.glow", 33.0)
        saved = bpy.ops.second_unit.save_look(label="Harbour", scope="show")
        until(lambda: "show:harbour" in here.panel.fields["look"].choices, "the look that was saved")
        written = {look.label: dict(look.settings) for look in service.looks}
    return {
        "lines": lines,
        "hint": hint,
        "again": again,
        "used": list(used),
        "saved": list(saved),
        "hand": fields,
        "written": written,
        "offered": offered,
    }


begin.answer(main)
