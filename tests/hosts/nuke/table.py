"""The node classes that the plug-in writes, touches or reads, and those of the artists' scripts in the tests.

A class or knob stands here only where Nuke itself was seen to save it (saved_knobs.json) or where a source
was read for it (reviewed.py): a test holds every line to these two. Kinds and defaults come from Foundry's
Reference Guide; a knob's kind decides how many numbers it takes and whether its values are a fixed list.
"""

from __future__ import annotations

from .nodes import defined

#: What nodes have beside their own.
COMMON = """
s name
u tile_color = 0
t label
E note_font = Verdana : Verdana
d note_font_size = 11
u note_font_color = 0
b selected = false
d xpos = -2147483648
d ypos = -2147483648
b hide_input = false
dis disable = false
b postage_stamp = false
"""

#: Root has a name (the file), and no place in the graph.
COMMON_ROOT = "f name\nb selected = false\n"

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
e colorManagement = Nuke : Nuke | OCIO
E OCIO_config = fn-nuke_cg-config-v1.0.0_aces-v1.3_ocio-v2.1 : nuke-default | \
fn-nuke_cg-config-v1.0.0_aces-v1.3_ocio-v2.1 | fn-nuke_studio-config-v1.0.0_aces-v1.3_ocio-v2.1 | \
aces_1.2 | custom
f customOCIOConfigPath
E workingSpaceLUT = linear : linear
E monitorLut = sRGB : sRGB
E int8Lut = sRGB : sRGB
E int16Lut = sRGB : sRGB
E logLut = Cineon : Cineon
E floatLut = linear : linear
"""

_READ = """
E file_type = : exr | dpx | png | jpeg | tiff | mov
f file
f proxy
F format
F proxy_format
i first = 1
e before = hold : hold | loop | bounce | black
i last = 1
e after = hold : hold | loop | bounce | black
e frame_mode = expression : expression | start at | offset
v frame
i origfirst = 1
i origlast = 1
b origset = false
e on_error = error : error | black | checkerboard | nearest frame
E colorspace = default : default
b premultiplied = false
b raw = false
b auto_alpha = false
e localizationPolicy = fromAutoLocalizePath : on | fromAutoLocalizePath | onDemand | off
i version = 1
"""

_WRITE = """
h channels = rgb
f file
f proxy
E file_type = : exr | dpx | png | jpeg | tiff | mov
E datatype = 16 bit half : 16 bit half | 32 bit float
E compression = Zip (1 scanline) : none | Zip (1 scanline)
E colorspace = default : default
b raw = false
i first = 1
i last = 1
b use_limit = false
b checkHashOnRead = true
e on_error = error : error | black | checkerboard | nearest frame
b create_directories = false
d render_order = 1
E views = main : main
i version = 0
"""

#: What the four classes of camera have in common; `world_matrix` is worked out, see space.py.
_PLACED = """
e rot_order = ZXY : XYZ | XZY | YXZ | YZX | ZXY | ZYX
xyz translate = 0
xyz rotate = 0
mat4 world_matrix = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1
d focal = 50
d haperture = 24.576
d vaperture = 18.672
uv win_translate = 0
"""
_CLASSIC = (
    _PLACED
    + """
e display = wireframe : off | wireframe | solid | solid+wireframe | textured | textured+wireframe
b selectable = true
b useMatrix = false
mat4 matrix = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1
uv win_scale = 1
d winroll = 0
e projection_mode = perspective : perspective | orthographic | uv | spherical
"""
)

_MASK = "h maskChannelMask = none\nh maskChannelInput = none\nb invert_mask = false\nd mix = 1\n"
_OPERATIONS = (
    "atop | average | color-burn | color-dodge | conjoint-over | copy | difference | disjoint-over | "
    "divide | exclusion | from | geometric | hard-light | hypot | in | mask | matte | max | min | minus | "
    "multiply | out | over | overlay | plus | screen | soft-light | stencil | under | xor"
)
#: How frames between two of the input are made.
_MOMENTS = "none | nearest | linear | box | triangle | quadratic | cubic | gaussian"
_FILTERS = "Impulse | Cubic | Keys | Simon | Rifman | Mitchell | Parzen | Notch | Lanczos4 | Lanczos6 | Sinc4"

CLASSES = (
    # The tree itself.
    defined("Root", _ROOT, (0, 0)),
    defined("Group", "", (0, 1000)),
    defined("Input", "i number = 0\n", (0, 0)),
    defined("Output"),
    defined("Dot"),
    defined("NoOp"),
    defined("PostageStamp"),
    defined(
        "Viewer",
        "E viewerProcess = sRGB : sRGB\ni frame = 1\ns frame_range = 1-100\nd fps = 24\nd gain = 1\n"
        "h channels = rgba\ni input_number = 0\n",
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
    # Pictures.
    defined("Read", _READ, (0, 0)),
    defined("Write", _WRITE),
    defined("Constant", "h channels = rgb\nF format\nrgba color = 0 0 0 0\n", (0, 1)),
    defined("Roto", "o curves\nh output = alpha\nrgba color = 1\nd opacity = 1\no toolbox\n", (0, 2), 1),
    defined("Camera", _CLASSIC, (0, 2), stem="Camera"),
    defined(
        "Camera2",
        _CLASSIC + "xyz scaling = 1\nd uniform_scale = 1\nb read_from_file = false\n",
        (0, 2),
        stem="Camera",
    ),
    # Of the two others only this much was seen.
    *(defined(name, _PLACED, (0, 2), stem="Camera") for name in ("Camera3", "Camera4")),
    # A scene's renderer: bg, the scene, the camera. Its many knobs are none of ours.
    defined("ScanlineRender", "", (0, 3)),
    # A gizmo: one input, no mask; a size has two components and is saved as one number where they are equal.
    defined(
        "Grain2",
        "wh red_size = 3.3\nwh green_size = 2.9\nwh blue_size = 2.5\nd red_i = 0.6\nd green_i = 0.6\n"
        "d blue_i = 0.6\nd red_m = 0.42\nd green_m = 0.46\nd blue_m = 0.85\nd seed = 134\nrgb black = 0\n"
        "rgb minimum = 0\nb maskgrain = true\nb maskinvert = false\n",
        stem="Grain",
    ),
    # One from several, and channels. Input 0 is B, 1 is A, 2 the mask; further A's follow the mask.
    defined(
        "Merge2",
        f"e operation = over : {_OPERATIONS}\nl Achannels = rgba\nl Bchannels = rgba\nl output = rgba\n"
        "l also_merge = none\ne bbox = union : union | intersection | A | B\n" + _MASK,
        (2, 1000),
        2,
        "Merge",
    ),
    defined(
        "MergeExpression",
        "".join(
            f"l channel{n} = {name}\ns expr{n}\n"
            for n, name in enumerate(("rgba.red", "rgba.green", "rgba.blue", "rgba.alpha"))
        ),
        (2, 2),
    ),
    defined(
        "Copy",
        "".join(f"h from{n} = none\nh to{n} = none\n" for n in range(4))
        + "l channels = none\ne bbox = B : union | intersection | A | B\n"
        + _MASK,
        (2, 3),
        2,
    ),
    defined("CopyBBox", "", (2, 2)),
    defined("Switch", "d which = 0\n", (1, 1000)),
    defined("Shuffle2", "s fromInput1\ns fromInput2\nh in1 = rgba\ns mappings\n", (1, 2), stem="Shuffle"),
    defined("TimeOffset", "i time_offset = 0\ns time\n"),
    defined("TimeWarp", f"d lookup = 0\nd length = 1\ns time\ne filter = linear : {_MOMENTS}\n"),
    defined(
        "Retime",
        "d input.first = 1\nb input.first_lock = false\nd input.last = 1\nb input.last_lock = false\n"
        "d output.first = 1\nb output.first_lock = false\nd output.last = 1\n"
        "b output.last_lock = false\nd speed = 1\ne before = hold : hold | loop | bounce | black | continue\n"
        "e after = hold : hold | loop | bounce | black | continue\nd shutter = 0\ns time\n"
        f"e filter = linear : {_MOMENTS}\n",
    ),
    # One picture.
    defined("Multiply", "l channels = all\nrgba value = 1\n" + _MASK, (1, 2), 1),
    defined(
        "Grade",
        "l channels = rgb\nrgba blackpoint = 0\nrgba whitepoint = 1\nrgba black = 0\nrgba white = 1\n"
        "rgba multiply = 1\nrgba add = 0\nrgba gamma = 1\nb reverse = false\nb black_clamp = true\n"
        "b white_clamp = false\n" + _MASK,
        (1, 2),
        1,
    ),
    defined(
        "Blur",
        "l channels = all\nwh size = 0\ne filter = gaussian : box | triangle | quadratic | cubic | gaussian\n"
        "i quality = 15\nb crop = true\n" + _MASK,
        (1, 2),
        1,
    ),
    defined(
        "VectorBlur2",
        "l channels = rgb\nh uv = none\nd scale = 1\nd offset = 0\nb soft_lines = false\n"
        "b normalize = false\n",
        stem="VectorBlur",
    ),
    defined(
        "Transform",
        f"xy translate = 0\nd rotate = 0\nsc scale = 1\nd skewX = 0\nd skewY = 0\nxy center = 0\n"
        f"e filter = Cubic : {_FILTERS}\nb clamp = false\nb black_outside = true\n",
    ),
    defined(
        "Reformat",
        "e type = to format : to format | to box | scale\nF format\ni box_width = 200\ni box_height = 200\n"
        "b box_fixed = false\nd box_pixel_aspect = 1\nsc scale = 1\n"
        "e resize = width : none | width | height | fit | fill | distort\nb center = true\n"
        f"e filter = Cubic : {_FILTERS}\nb clamp = false\nb black_outside = false\nb pbb = false\n",
    ),
    defined("BlackOutside"),
)
