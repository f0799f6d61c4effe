"""The rows of guides in Blender's panel: before they are made, after, and when the camera moved."""

from __future__ import annotations

from typing import Any

import begin
import bpy
from drawn import drawn


def act() -> object:
    begin.switch_on()
    from secondunit.wire import Capability, Form, GuideKind, GuideNeed, Intake, Need, Task, encode
    from secondunit.wire.guide import camera_digest

    scene = begin.empty(64, 36, 1001, 1003)
    here = begin.part("session").current()
    begin.part("session")._tick()
    panel = here.panel
    needs = (
        GuideNeed(GuideKind.DEPTH),
        GuideNeed(GuideKind.MASK, Need.OPTIONAL),
        GuideNeed(GuideKind.POSE, Need.OPTIONAL),
    )
    model = Capability(
        "studio", "Studio", "control", "Depth to video", tasks=(Task.VIDEO,), made_by="AI model",
        leaves=True, prompt=1000, intake=Intake(result=Form.FRAMES, most_frames=100, guides=needs),
    )  # fmt: skip
    panel.fields.use_capabilities((*panel.fields.capabilities, model))
    for name, value in (("task", "video"), ("provider", "studio"), ("model", "control")):
        panel.set(name, value)
    panel.set("prompt", "a street")
    here.look()
    before = drawn()
    cube = bpy.data.objects["Cube"]
    cube.select_set(True)
    bpy.context.view_layer.objects.active = cube
    pressed = list(bpy.ops.second_unit.make_guides())
    after = drawn()
    brief = panel.brief()
    scene.camera.location.x += 0.5
    bpy.context.view_layer.update()
    here.look_at_plate()
    moved: list[Any] = [drawn(), [encode(guide) for guide in panel.brief().guides]]
    scene.camera.location.x -= 0.5
    bpy.context.view_layer.update()
    here.look_at_plate()
    back = len(panel.brief().guides)
    scene.camera = None
    refused = list(bpy.ops.second_unit.make_guides())
    problem = panel.message
    return {
        "before": before, "after": after, "pressed": pressed, "moved": moved, "back": back,
        "guides": [encode(guide) for guide in brief.guides],
        "camera": camera_digest(brief.camera, brief.frames) if brief.camera is not None else "",
        "refused": [refused, problem.message if problem else "", problem.remedy if problem else ""],
        "terms": list(panel.terms()),
    }  # fmt: skip


begin.answer(act)
