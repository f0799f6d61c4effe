"""Takes beside a strip that does not run as shot: which frame of them is seen, and how large."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import begin
import bpy

takes_path, pattern, out = sys.argv[1:4]


def act() -> object:
    begin.switch_on()
    from secondunit.wire import (
        Brief,
        ColorSpace,
        Format,
        FrameRange,
        Placement,
        PlacementKind,
        Plate,
        Rate,
        Retime,
        SecondUnitError,
        Task,
        dumps,
        encode,
    )

    host = begin.part("blender_host").BlenderHost()
    takes = {f"{take.element} v{take.version}": take for take in begin.takes(takes_path)}
    found: dict[str, Any] = {}

    def scene_with_plate() -> Any:
        scene = begin.empty(first=1001, last=1012)
        editor = scene.sequence_editor_create()
        plate = editor.strips.new_image("plate", pattern % 1001, 1, 1001)
        for frame in range(1002, 1007):
            plate.elements.append(Path(pattern % frame).name)
        plate.colorspace_settings.name = "Linear Rec.709"
        return scene, editor, plate

    def speed(editor: Any, plate: Any, last: int, control: str) -> Any:
        plate.frame_final_duration = last + 1 - 1001
        over = {"length": last + 1 - 1001} if bpy.app.version >= (5, 0, 0) else {"frame_end": last + 1}
        effect = editor.strips.new_effect("ramp", "SPEED", 2, frame_start=1001, input1=plate, **over)
        effect.speed_control = control
        return effect

    def place(take: Any, **changes: Any) -> Any:
        plate = Plate(pattern, FrameRange(1001, 1006), Rate(24), Format(64, 36), ColorSpace("Linear Rec.709"))
        brief = Brief(
            "show", "sh010", take.element, take.frames, Rate(24), take.format, plate=plate, **changes
        )
        Path(take.folder, "brief.json").write_text(dumps(brief), "utf-8")
        return host.place(Placement(take.id, PlacementKind.STRIP, channel=5), take)

    def seen(scene: Any, editor: Any, name: str, frames: list[int]) -> None:
        for what, ours in ((name, True), (f"{name}_plate", False)):
            for strip in editor.strips_all:
                strip.mute = (strip.name in ("plate", "ramp")) is ours
            begin.render(scene, f"{out}/{what}", frames)

    # Half as fast by its factor; three places on; by its frame, faster and slower; all of it in three frames.
    for name, last, control in (
        ("half", 1012, "MULTIPLY"), ("ramp", 1008, "FRAME_NUMBER"), ("ends", 1003, "STRETCH"),
    ):  # fmt: skip
        scene, editor, plate = scene_with_plate()
        effect = speed(editor, plate, last, control)
        if control == "MULTIPLY":
            effect.speed_factor = 0.5
        elif control == "FRAME_NUMBER":
            for frame, number in zip(range(1001, 1009), (0, 0, 1, 2, 4, 5, 5, 3), strict=True):
                effect.speed_frame_number = number
                effect.keyframe_insert("speed_frame_number", frame=frame)
        found[f"{name} plate"] = encode(host.plate("strip:plate"))
        place(takes["solid v1"])
        found[f"{name} strips"] = sorted(strip.name for strip in editor.strips_all)
        seen(scene, editor, name, list(range(1001, last + 2)))

    # A part of its frames, and retiming keys, which a script may add from 5.2 on.
    def refused(editor: Any, name: str, take: Any) -> None:
        try:
            place(take)
        except SecondUnitError as error:
            found[name] = error.problem.message
        found[f"{name} strips"] = sorted(strip.name for strip in editor.strips_all)

    scene, editor, plate = scene_with_plate()
    speed(editor, plate, 1012, "MULTIPLY").speed_factor = 0.5
    refused(editor, "part", takes["part v1"])
    if bpy.app.version >= (5, 2, 0):
        scene, editor, plate = scene_with_plate()
        keys = plate.retiming_keys
        keys.add(timeline_frame=1001)
        keys[len(keys) - 1].timeline_frame = 1013
        found["keys plate"] = encode(host.plate("strip:plate"))
        refused(editor, "keys", takes["solid v1"])

    # A retime has the scene's frames: nothing retimes it again.
    scene, editor, plate = scene_with_plate()
    speed(editor, plate, 1012, "MULTIPLY").speed_factor = 0.5
    slow = takes["slow v1"]
    place(slow, task=Task.RETIME, retime=Retime(2))
    found["retime"] = sorted(strip.name for strip in editor.strips_all)
    # As it was shot nothing is retimed either; another version with more pixels stays as large.
    scene, editor, plate = scene_with_plate()
    placed = place(takes["solid v1"])
    found["as shot"] = sorted(strip.name for strip in editor.strips_all)
    host.set_version(placed.id, takes["solid v3"])
    seen(scene, editor, "finer", [1002])
    # What is mixed in a space for screens is not what a comp would give.
    strips, working = begin.part("strips"), begin.part("colors").working_space().name
    scene.sequencer_colorspace_settings.name = "sRGB"
    found["advice"] = [strips.advice(scene)]
    scene.sequencer_colorspace_settings.name = working
    found["advice"] += [strips.advice(scene), strips.advice(begin.empty(first=1001, last=1012))]
    return found


begin.answer(act)
