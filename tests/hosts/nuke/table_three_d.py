"""Classes of the 3D room: cameras, axes, lights, cards and what renders them."""

from __future__ import annotations

from .nodes import defined

_AXIS = """
e display = wireframe : off | wireframe | solid | solid+wireframe | textured | textured+wireframe | unchanged
b selectable = true
e xform_order = SRT : SRT | STR | RST | RTS | TSR | TRS
e rot_order = ZXY : XYZ | XZY | YXZ | YZX | ZXY | ZYX
xyz translate = 0
xyz rotate = 0
xyz scaling = 1
d uniform_scale = 1
xyz skew = 0
xyz pivot = 0
xyz pivot_translate = 0
xyz pivot_rotate = 0
b useMatrix = false
mat4 matrix = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1
o look
mat4 world_matrix = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1
mat4 local_matrix = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1
b read_from_file = false
f file
d frame_rate = 24
b use_frame_rate = true
b read_on_each_frame = false
"""

_CAMERA = (
    _AXIS
    + """
e projection_mode = perspective : perspective | orthographic | uv | spherical
d focal = 50
d haperture = 24.576
d vaperture = 18.672
d near = 0.1
d far = 10000
uv win_translate = 0
uv win_scale = 1
d winroll = 0
d focal_point = 2
d fstop = 16
b suppress_dialog = false
b reading_gui = false
"""
)

_LIGHT = _AXIS + "rgb color = 1\nd intensity = 1\ne light_type = point : point | directional | spot\n"

CLASSES = (
    defined("Camera2", _CAMERA, (0, 2), stem="Camera"),
    defined("Camera3", _CAMERA, (0, 2), stem="Camera"),
    # The new 3D system's camera (Nuke 14 and later).
    defined("Camera4", _CAMERA, (0, 2), stem="Camera"),
    defined("Axis2", _AXIS, (0, 2), stem="Axis"),
    defined("Axis3", _AXIS, (0, 2), stem="Axis"),
    defined("Card2", _AXIS + "i rows = 8\ni columns = 8\n", (0, 3), stem="Card"),
    defined("Light2", _LIGHT, (0, 2), stem="Light"),
    defined("Light3", _LIGHT, (0, 2), stem="Light"),
    defined("Scene", _AXIS, (0, 1000)),
    defined(
        "Project3D2",
        "e project_on = both : front | back | both | off\nb crop = true\n",
        (2, 2),
        stem="Project3D",
    ),
    defined("ReadGeo2", _AXIS, (0, 1), stem="ReadGeo"),
    defined(
        "ScanlineRender",
        "e projection_mode = render camera : render camera | perspective | orthographic | uv | spherical\n"
        "i samples = 1\nd shutter = 0.5\ne shutteroffset = start : centred | start | end | custom\n"
        "d overscan = 0\nb transparency = true\nb ztest_enabled = true\n"
        "e antialiasing = none : none | low | medium | high\n"
        "e motion_vectors_type = distance : off | velocity | distance\nh MB_channel = none\n",
        (1, 3),
    ),
)
