"""A retime in Blender's panel: its curve and shutter, and the question about the plate's cuts."""

from __future__ import annotations

from dataclasses import replace

import begin
import bpy
from drawn import drawn


def act() -> object:
    begin.switch_on()
    scene = begin.empty(first=1001, last=1049)
    from secondunit.wire import (
        Capability,
        ColorSpace,
        Estimate,
        Form,
        Format,
        FrameRange,
        Intake,
        Need,
        Plate,
        Rate,
        Task,
    )
    from secondunit.wire.errors import CutInPlate

    session = begin.part("session")
    here = session.current()
    panel = here.panel
    intake = Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100)
    method = Capability(
        "methods", "This machine", "retime_plate", "Retime", tasks=(Task.RETIME,), intake=intake
    )
    panel.fields.use_capabilities((method,))
    plate = Plate("/p/cut.%04d.exr", FrameRange(1001, 1049), Rate(24), Format(64, 36), ColorSpace("lin"))
    panel.use(shot=panel.shot, plate=plate)
    settings = scene.second_unit
    for name, choice in (("task", "retime"), ("provider", "methods"), ("model", "retime_plate")):
        panel.set(name, choice)
    session._tick()
    one_speed = drawn()
    settings.speed = "curve"
    settings.curve = "1001=100%, 1025=25%"
    settings.smooth, settings.shutter = True, 180.0
    panel.use(shot=panel.shot, plate=plate)
    retime = panel.brief().retime
    found = CutInPlate("There is a cut between 1012 and 1013: a retime would work across it.").problem
    panel.take_estimate(replace(panel.estimate or Estimate("d"), problems=(found,)), panel.brief())
    asked = drawn()
    answered = bpy.ops.second_unit.answer(question="plate.cuts", choice="accept")
    accepted, kept = panel.brief().plate.accept_cuts, here.host.kept()["accepted_cuts"]
    after = drawn()
    bpy.ops.second_unit.ask_about_cuts()
    again = panel.brief().plate.accept_cuts
    bpy.ops.second_unit.answer(question="plate.cuts", choice="accept")
    here.host.keep({**here.host.kept(), "accepted_cuts": ""})  # what an undo leaves in the scene
    here.look()
    undone = [panel.cuts.accepted, panel.plate is not None]
    return {
        "undone": undone,
        "one speed": one_speed,
        "keys": [str(key) for key in retime.keys],
        "rest": [retime.smooth, retime.shutter, retime.slower],
        "asked": asked,
        "answered": sorted(answered),
        "accepted": [accepted, kept],
        "after": after,
        "again": again,
    }


begin.answer(act)
