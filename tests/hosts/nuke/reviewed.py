"""What the table and the plug-in hold and no file of saved_knobs.json shows, each with where it was read.

Reviewed by hand. An entry that nothing uses any more, or that the saved files show after all, fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping

_READ_PAGE = "Foundry, Nuke 11.1 Reference Guide, Image Nodes, Read"
_APPLY_GRAIN = (
    "the public gizmo apply_grain as Nuke saved it (`channel3 {none none none -rgba.alpha}`, `expr3 Aa/Ba`)"
)
_LAB2SHOT = "vfxli/Lab2Shot 6b1ac0f, clients/nuke, run in Nuke 17.0v2"
_SNAP = "Foundry's own nukescripts/snap3d.py, cameraProjectionMatrix; saved in public scripts"
_CAMERAS = ("Camera", "Camera2", "Camera3", "Camera4")
_LENS = ("rot_order", "translate", "rotate", "focal", "haperture", "vaperture", "win_translate")

#: Classes.
CLASSES: Mapping[str, str] = {
    "MergeExpression": _APPLY_GRAIN + ", `name Divide1`, two inputs",
    "ScanlineRender": "Foundry, Nuke 15.1 Reference Guide, ScanlineRender: bg, obj/scn and cam; numbered as "
    "its own nukescripts connect them, `scanline.setInput(2, cameraToScanlineRenderDot)`",
    "Camera3": _LAB2SHOT + ", probe_n0.py, a Camera3 as text",
    "Camera4": _LAB2SHOT + ", probe_n0.py, nuke.nodes.Camera4()",
}
#: Knobs, by class and name.
KNOBS: Mapping[tuple[str, str], str] = {
    ("Root", "proxy"): 'Foundry\'s own menu.py: `nuke.toNode("root").knob("proxy").setValue(...)`',
    **{(name, "world_matrix"): 'Nukepedia, "Enter the Matrix Knob"; ' + _LAB2SHOT for name in _CAMERAS},
    **{(name, knob): _LAB2SHOT + ", probe_n0.py" for name in _CAMERAS[2:] for knob in _LENS},
    **{(name, knob): _SNAP for name in _CAMERAS[:2] for knob in ("winroll", "projection_mode")},
    ("Read", "before"): _READ_PAGE + ": before",
    ("Read", "after"): _READ_PAGE + ": after",
    ("Read", "frame_mode"): _READ_PAGE + ": frame; a Write that Nuke saved has both",
    ("Read", "frame"): _READ_PAGE + ": frame; a Write that Nuke saved has both",
    ("Shuffle2", "in1"): "a label that Nuke saved on a Shuffle2: `[value in1] == [value out1]`",
    **{("MergeExpression", f"channel{n}"): _APPLY_GRAIN for n in range(4)},
    **{("MergeExpression", f"expr{n}"): _APPLY_GRAIN for n in range(4)},
}
#: Values of pull-downs that are written, by class, knob and value.
VALUES: Mapping[tuple[str, str, str], str] = {
    ("Read", "before", "black"): _READ_PAGE + ": hold, loop, bounce, black",
    ("Read", "after", "black"): _READ_PAGE + ": hold, loop, bounce, black",
    ("Read", "on_error", "error"): _READ_PAGE + ": error is the default, which Nuke does not save",
    ("Merge2", "operation", "over"): "Foundry, Nuke 15.1 Reference Guide, Merge: over is the default",
}
