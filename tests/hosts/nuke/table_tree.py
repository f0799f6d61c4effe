"""Classes of the tree itself: Group and its ends, Dot, Viewer, Backdrop, Root; and what every node has."""

from __future__ import annotations

from .nodes import defined

#: Every node's own (Nuke Reference Guide, "Node tab", and writeKnobs of any node).
COMMON = """
s name
s help
s onCreate
s onDestroy
s knobChanged
s updateUI
s autolabel
e panel = : | custom
u tile_color = 0
u gl_color = 0
t label
E note_font = Verdana : Verdana
d note_font_size = 11
u note_font_color = 0
b selected = false
d xpos = -2147483648
d ypos = -2147483648
s icon
i indicators = 0
b hide_input = false
b cached = false
dis disable = false
b dope_sheet = false
b bookmark = false
b postage_stamp = false
i postage_stamp_frame = 0
d lifetimeStart = 0
d lifetimeEnd = 0
b useLifetime = false
E rootNodeUpdated = : true | false
xyz process_mask = 0
"""

#: Root has a name (the file) and callbacks, and no place in the graph.
COMMON_ROOT = """
f name
t label
s onCreate
s onDestroy
s knobChanged
s updateUI
s autolabel
s onScriptLoad
s onScriptSave
s onScriptClose
s beforeRender
s beforeFrameRender
s afterFrameRender
s afterRender
s renderProgress
u tile_color = 0
b selected = false
d xpos = 0
d ypos = 0
"""

_ROOT = """
f project_directory
i frame = 1
i first_frame = 1
i last_frame = 100
b lock_range = false
d fps = 24
F format = 2048 1556 0 0 2048 1556 1 2K_Super_35(full-ap)
b proxy = false
e proxy_type = format : format | scale
F proxy_format = 1024 778 0 0 1024 778 1 1K_Super_35(full-ap)
d proxy_scale = 0.5
b proxySetting = false
e colorManagement = Nuke : Nuke | OCIO
E OCIO_config = fn-nuke_cg-config-v1.0.0_aces-v1.3_ocio-v2.1 : nuke-default | \
fn-nuke_cg-config-v1.0.0_aces-v1.3_ocio-v2.1 | fn-nuke_studio-config-v1.0.0_aces-v1.3_ocio-v2.1 | \
aces_1.2 | custom
f customOCIOConfigPath
s defaultViewerLUT = Nuke Root LUTs
E workingSpaceLUT = linear : linear
E monitorLut = sRGB : sRGB
E monitorOutLUT = rec709 : rec709
E int8Lut = sRGB : sRGB
E int16Lut = sRGB : sRGB
E logLut = Cineon : Cineon
E floatLut = linear : linear
c luts
o views
s heroview = main
b free_type_font_path = false
b auto_local_dir = false
o localizationMode
"""

CLASSES = (
    defined("Root", _ROOT, (0, 0)),
    defined("Group", "b lock_connections = false\nb mapsize = false\nh mask = none\n", (0, 1000)),
    defined("Gizmo", "", (0, 1000)),
    defined(
        "LiveGroup", "f file\nb published = false\nb modified = false\nb liveGroupInfo = false\n", (0, 1000)
    ),
    defined(
        "Precomp",
        "f file\nb useOutput = false\nh output = rgba\nb enable = true\nb reading = false\n"
        "e on_error = error : error | black | checkerboard | nearest frame\n",
        (0, 1000),
    ),
    defined("Input", "i number = 0\nE mappings = : mappings\n", (0, 0)),
    defined("Output", ""),
    defined("Dot", ""),
    defined("NoOp", ""),
    defined(
        "Viewer",
        "E viewerProcess = sRGB : sRGB\ni frame = 1\nb frame_range_lock = false\n"
        "s frame_range = 1-100\nd fps = 24\n"
        "d gain = 1\nd gamma = 1\nh channels = rgba\ni input_number = 0\ni inputs_number = 1\n"
        "b hide_viewer = false\n"
        "o rgb_only\nb useGPUForViewer = false\n"
        "E viewerInputOrder = before viewer process : before viewer process\n"
        "xy center = 0\nd zoom = 1\nE viewer_inputs = : 1\n",
        (0, 10),
    ),
    defined(
        "BackdropNode",
        "d bdwidth = 80\nd bdheight = 80\ne appearance = Fill : Fill | Border\nd border_width = 5\n"
        "d z_order = 0\n",
        (0, 0),
        stem="BackdropNode",
    ),
    defined("StickyNote", "", (0, 0)),
    defined("PostageStamp", "b autohide = false\n"),
    defined("Assert", "t expression\nt message\n"),
)
