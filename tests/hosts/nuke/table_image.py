"""Classes that make or keep pictures: Read, Write, Constant and their kin."""

from __future__ import annotations

from .nodes import defined

_READ = """
E file_type = : exr | dpx | png | jpeg | tiff | mov | sgi | targa | cin | hdr | psd | pic | mxf | \
xpm | dng | crw
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
y reload
E colorspace = default : default
b premultiplied = false
b raw = false
b auto_alpha = false
e localizationPolicy = fromAutoLocalizePath : on | fromAutoLocalizePath | onDemand | off
e version = 1 : 1 | 2 | 3 | 4
b noprefix = false
b edge_pixels = false
b exr_offset_negative_display_window = true
b exr_ignore_part_names = false
b doNotAttachPrefix = false
b autoAlpha = false
i cacheLocal = 0
b postage_stamp_override = false
"""

_WRITE = """
h channels = rgb
f file
f proxy
e frame_mode = expression : expression | start at | offset
v frame
E file_type = : exr | dpx | png | jpeg | tiff | mov | sgi | targa | cin | hdr | pic | xpm | yuv | mxf
e datatype = 16 bit half : 16 bit half | 32 bit float | 8 bit | 10 bit | 12 bit | 16 bit
e compression = Zip (1 scanline) : none | Zip (1 scanline) | Zip (16 scanlines) | \
PIZ Wavelet (32 scanlines) | RLE | B44 | B44A | DWAA | DWAB
d dw_compression_level = 45
e metadata = default metadata : no metadata | default metadata | default metadata and exr/* | \
all metadata except input/* | all metadata
e interleave = channels, layers and views : channels, layers and views | channels and layers | channels
b heroview = false
b autocrop = false
b noprefix = false
b standard_layer_name_format = false
b write_ACES_compliant_EXR = false
b write_full_layer_names = false
b truncateLayerNames = true
b truncateChannelNames = false
b first_part = false
E colorspace = default : default
e transformType = colorspace : colorspace | display
E ocioDisplay = default : default
E ocioView = default : default
E display = default : default
E view = default : default
b raw = false
b premultiplied = false
i first = 1
i last = 1
b use_limit = false
b reading = false
b checkHashOnRead = true
e on_error = error : error | black | checkerboard | nearest frame
b create_directories = false
d render_order = 1
E views = main : main
e read_all_lines = false : true | false
b postage_stamp_override = false
y Execute
i version = 0
"""

_GENERATE = """
h channels = rgb
F format
i first = 1
i last = 1
"""

CLASSES = (
    defined("Read", _READ, (0, 0)),
    defined("Write", _WRITE),
    defined("Constant", _GENERATE + "rgba color = 0 0 0 0\n", (0, 1)),
    defined(
        "CheckerBoard2",
        _GENERATE
        + """
wh boxsize = 64
rgba color0 = 0.1 0.1 0.1 1
rgba color1 = 0.5 0.5 0.5 1
rgba color2 = 0.1 0.1 0.1 1
rgba color3 = 0.5 0.5 0.5 1
rgba linecolor = 1 1 1 1
d linewidth = 0
rgba centerlinecolor = 1 1 0 1
d centerlinewidth = 3
""",
        (0, 1),
    ),
    defined("ColorBars", _GENERATE + "d barintensity = 0.75\nb yc_format = false\n", (0, 1)),
    defined(
        "ColorWheel", _GENERATE + "d gamma = 0.45\nd centerSaturation = 0\nd edgeSaturation = 1\n", (0, 1)
    ),
    defined(
        "Ramp",
        "h output = rgba\nb replace = false\nb invert_mask = false\nxy p0 = 100\nxy p1 = 100 400\n"
        "e type = linear : linear | smooth | smooth0 | smooth1\nrgba color = 1\nh maskChannelInput = none\n",
        (0, 1),
        0,
    ),
    defined(
        "Noise",
        "h output = rgb\nb replace = false\ne type = fBm : fBm | turbulence\nsc size = 350\nd zoffset = 0\n"
        "i octaves = 10\nd lacunarity = 2\nd gain = 0.5\nd gamma = 0.5\nxy translate = 0\nd rotate = 0\n"
        "sc scale = 1\nd skewX = 0\nd skewY = 0\nxy center = 0\nm matrix\nd XRotate = 0\nd YRotate = 0\n"
        "rgba color = 1\nb inject = false\nb invert_mask = false\nh maskChannelInput = none\n",
        (0, 1),
        0,
    ),
    defined(
        "Grain2",
        "l channels = rgb\nl grainmask = rgb\nd red_size = 3.3\nd green_size = 2.9\nd blue_size = 2.5\n"
        "d red_i = 0.6\nd green_i = 0.6\nd blue_i = 0.6\nd red_m = 0.42\nd green_m = 0.46\nd blue_m = 0.85\n"
        "d seed = 134\nrgb black = 0\nb maskgrain = false\nd minimum = 0\nd maximum = 0\n"
        "h maskChannelMask = none\nh maskChannelInput = none\nb inject = false\nb invert_mask = false\n"
        "b fringe = false\nd mix = 1\n",
        (1, 2),
        1,
        "Grain",
    ),
    defined(
        "Roto",
        "o curves\nh output = alpha\nE premultiply = none : none\nb cliptype_old = false\n"
        "e cliptype = no clip : no clip | bbox | format | union | intersect | to format\nb replace = false\n"
        "rgba color = 1\nd opacity = 1\nd feather = 0\nd feather_falloff = 1\nF format\n"
        "b invert_mask = false\n"
        "o toolbox\no toolbar_visibility_all\no view\ns toolbar_source_transform_center\n"
        "e motionblur_mode = shape : shape | global\nd motionblur = 1\nd motionblur_shutter = 0.5\n"
        "e motionblur_shutter_offset_type = start : centred | start | end | custom\nb motionblur_on = false\n"
        "d global_motionblur = 0\nd global_motionblur_shutter = 0.5\nh maskChannelInput = none\n",
        (0, 2),
        1,
    ),
    defined(
        "RotoPaint",
        "o curves\nh output = rgba\nE premultiply = none : none\n"
        "e cliptype = no clip : no clip | bbox | format | union | intersect | to format\nb replace = false\n"
        "rgba color = 1\nd opacity = 1\nF format\no toolbox\no toolbar_visibility_all\no view\n"
        "o toolbar_paint_brush_size\nb invert_mask = false\nh maskChannelInput = none\n",
        (0, 5),
        4,
    ),
    defined(
        "Text2",
        "t message\nh output = rgba\nrgba color = 1\nd global_font_scale = 1\nbox box = 0\nF format\n"
        "o font\nh maskChannelInput = none\nb replace = false\n",
        (0, 2),
        1,
        "Text",
    ),
    defined(
        "Rectangle",
        "h output = rgba\nbox area = 0 0 0 0\nd softness = 0\nrgba color = 1\nb replace = false\n"
        "d opacity = 1\nb invert_mask = false\nh maskChannelInput = none\n",
        (0, 1),
        0,
    ),
    defined(
        "Radial",
        "h output = rgba\nbox area = 0 0 0 0\nd softness = 1\nrgba color = 1\nb replace = false\n"
        "d opacity = 1\nb invert_mask = false\nb plinear = false\nh maskChannelInput = none\n",
        (0, 1),
        0,
    ),
)
