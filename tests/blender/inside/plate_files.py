"""A plate chosen as a folder or a file: what it becomes in the scene, and what is said where it is none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import begin
import bpy
from drawn import drawn

folder = Path(sys.argv[1])


def act() -> object:
    begin.switch_on()
    from secondunit.wire import encode

    here = begin.part("session").current()
    found: dict[str, Any] = {}

    def choose(path: Path, first: int = 998, last: int = 1012) -> dict[str, Any]:
        scene = begin.empty(first=first, last=last)
        here.look()
        bpy.ops.ed.undo_push(message="before")
        steps = begin.undo_steps()
        outcome = list(bpy.ops.second_unit.plate_files(filepath=str(path)))
        plate = here.panel.plate
        return {
            "outcome": outcome,
            "plate": encode(plate) if plate is not None else None,
            "source": scene.second_unit.source,
            "message": here.panel.message.message if here.panel.message else "",
            "remedy": here.panel.message.remedy if here.panel.message else "",
            "steps": begin.undo_steps()[len(steps) :],
            "clips": len(bpy.data.movieclips),
        }

    found["folder"] = choose(folder / "one")
    found["again"] = list(bpy.ops.second_unit.plate_files(filepath=str(folder / "one")))
    found["clips"] = len(bpy.data.movieclips)
    found["shown"] = drawn()
    found["elsewhere"] = choose(folder / "one", 1, 250)
    found["file"] = choose(folder / "two" / "bg_v2.1004.exr")
    found["movie"] = choose(folder / "movie")
    for name in ("two", "none", "gone"):
        found[name] = choose(folder / name)
    return found


begin.answer(act)
