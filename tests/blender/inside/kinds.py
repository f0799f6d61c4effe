"""The panel for a kind that a studio brings, chosen by words alone."""

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
    from secondunit.wire import Control, Kind

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
        service.kinds = (*service.kinds, Kind("lantern", "Lantern", controls=(glow,)))
        drawn()
        until(lambda: len(here.panel.fields.kinds) == 2, "the kinds")
        scene.second_unit.prompt = "a lantern on the wall"
        until(lambda: "controls.glow" in here.panel.fields, "the kind of the words")
        lines = drawn()
        scene.second_unit_lantern.glow = 9.0
        controls = dict(here.panel.brief().controls)
    return {"lines": lines, "controls": controls}


begin.answer(main)
