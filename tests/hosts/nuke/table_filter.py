"""Classes that change one picture: colour, filter, transform, key."""

from __future__ import annotations

from .nodes import defined

_UNPREMULT = "h unpremult = none\n"
_MASK = """
h maskChannelMask = none
h maskChannelInput = none
b inject = false
b invert_mask = false
b fringe = false
d mix = 1
"""
_FILTERS = "Impulse | Cubic | Keys | Simon | Rifman | Mitchell | Parzen | Notch | Lanczos4 | Lanczos6 | Sinc4"

_TRANSFORM = f"""
xy translate = 0
d rotate = 0
sc scale = 1
d skewX = 0
d skewY = 0
e skew_order = XY : XY | YX
xy center = 0
b invert_matrix = false
e filter = Cubic : {_FILTERS}
b clamp = false
b black_outside = true
d motionblur = 0
d shutter = 0.5
e shutteroffset = start : centred | start | end | custom
d shuttercustomoffset = 0
m extra_matrix
"""

_SIZE = "wh size = 0\ne filter = gaussian : box | triangle | quadratic | cubic | gaussian\ni quality = 15\n"

CLASSES = (
    defined(
        "Grade",
        "l channels = rgb\nrgba blackpoint = 0\nrgba whitepoint = 1\nrgba black = 0\nrgba white = 1\n"
        "rgba multiply = 1\nrgba add = 0\nrgba gamma = 1\nb reverse = false\nb black_clamp = true\n"
        "b white_clamp = false\n" + _MASK + _UNPREMULT,
        (1, 2),
        1,
    ),
    defined("Multiply", "l channels = all\nrgba value = 1\n" + _MASK + _UNPREMULT, (1, 2), 1),
    defined("Add", "l channels = all\nrgba value = 0\n" + _MASK + _UNPREMULT, (1, 2), 1),
    defined("Gamma", "l channels = rgb\nrgba value = 1\n" + _MASK + _UNPREMULT, (1, 2), 1),
    defined(
        "Saturation",
        "l channels = rgb\nd saturation = 1\n"
        "e mode = Rec 709 : Rec 709 | Ccir 601 | Average | Maximum\n" + _MASK + _UNPREMULT,
        (1, 2),
        1,
    ),
    defined(
        "ColorCorrect",
        "l channels = rgb\n"
        + "".join(
            f"rgba {prefix}{name} = {default}\n"
            for prefix in ("", "shadows.", "midtones.", "highlights.")
            for name, default in (
                ("saturation", 1),
                ("contrast", 1),
                ("gamma", 1),
                ("gain", 1),
                ("offset", 0),
            )
        )
        + "c lookup\n"
        + _MASK
        + _UNPREMULT,
        (1, 2),
        1,
    ),
    defined(
        "ColorMatrix",
        "l channels = rgb\nmat matrix = 1 0 0 0 1 0 0 0 1\nb invert = false\n" + _MASK + _UNPREMULT,
        (1, 2),
        1,
    ),
    defined(
        "ColorLookup",
        "l channels = rgb\nc lut\nrgba source = 0\nrgba target = 0\nb use_precomputed = false\n"
        + _MASK
        + _UNPREMULT,
        (1, 2),
        1,
    ),
    defined(
        "Clamp",
        "l channels = all\nrgba minimum = 0\nb minimum_enable = true\nrgba maximum = 1\n"
        "b maximum_enable = true\nrgba MinClampTo = 0\nb MinClampTo_enable = false\nrgba MaxClampTo = 1\n"
        "b MaxClampTo_enable = false\n" + _MASK,
        (1, 2),
        1,
    ),
    defined("Invert", "l channels = all\nb clamp = false\n" + _MASK, (1, 2), 1),
    defined(
        "HueShift",
        "d hue_rotation = 0\nd saturation = 1\nxyz color = 0\nd color_saturation = 1\n"
        "d brightness = 1\nb ingray = false\nb outgray = false\n" + _MASK,
        (1, 2),
        1,
    ),
    defined(
        "Expression",
        "".join(f"s temp_name{n}\ns temp_expr{n}\n" for n in range(4))
        + "".join(
            f"l channel{n} = {value}\ns expr{n}\n" for n, value in enumerate(("rgb", "alpha", "none", "none"))
        )
        + _MASK,
        (1, 3),
        1,
    ),
    defined(
        "Colorspace",
        "l channels = rgb\nE colorspace_in = Linear : Linear\nE colorspace_out = Linear : Linear\n"
        "E illuminant_in = sRGB : sRGB\nE illuminant_out = sRGB : sRGB\nE primary_in = sRGB : sRGB\n"
        "E primary_out = sRGB : sRGB\nb bradford_matrix = false\n" + _MASK + _UNPREMULT,
        (1, 2),
        1,
    ),
    defined(
        "OCIOColorSpace",
        "l channels = rgb\nE in_colorspace = scene_linear : scene_linear\n"
        "E out_colorspace = scene_linear : scene_linear\n" + _MASK + _UNPREMULT,
        (1, 2),
        1,
    ),
    defined(
        "Log2Lin",
        "l channels = rgb\ne operation = log2lin : log2lin | lin2log\nrgba black = 95\n"
        "rgba white = 685\nrgba gamma = 0.6\n" + _MASK + _UNPREMULT,
        (1, 2),
        1,
    ),
    defined("Blur", "l channels = all\n" + _SIZE + "b crop = true\n" + _MASK, (1, 2), 1),
    defined(
        "Defocus",
        "l channels = all\nd defocus = 0\nd ratio = 1\nd scaling = 1\ni quality = 15\n"
        "e method = accelerated : accelerated | full precision\n" + _MASK,
        (1, 2),
        1,
    ),
    defined(
        "Soften",
        "l channels = all\nwh size = 10\nd minimum = 0.05\nd maximum = 0.5\nd amount = 0.5\n"
        "e filter = gaussian : box | triangle | quadratic | cubic | gaussian\n" + _MASK,
        (1, 2),
        1,
    ),
    defined(
        "Sharpen",
        "l channels = rgb\nwh size = 15\nd minimum = 0.05\nd maximum = 0.5\nd amount = 0.5\n"
        "e filter = gaussian : box | triangle | quadratic | cubic | gaussian\n" + _MASK,
        (1, 2),
        1,
    ),
    defined(
        "Glow2",
        "d tolerance = 0\nd brightness = 1\nd saturation = 1\nd tint = 1\nwh size = 10\n"
        "e filter = gaussian : box | triangle | quadratic | cubic | gaussian\nb effect_only = false\n"
        "h W = none\n" + _MASK,
        (1, 2),
        1,
        "Glow",
    ),
    defined("Dilate", "l channels = alpha\nwh size = 1\n" + _MASK, (1, 2), 1),
    defined(
        "FilterErode",
        "l channels = alpha\nwh size = 1\n"
        "e filter = gaussian : box | triangle | quadratic | cubic | gaussian\n" + _MASK,
        (1, 2),
        1,
    ),
    defined(
        "Median", "l channels = all\nwh size = 5\ni ignore_top = 0\ni ignore_bottom = 0\n" + _MASK, (1, 2), 1
    ),
    defined("EdgeBlur", "l channels = rgba\nwh size = 3\nd edge_mult = 2\nrgb tint = 1\n" + _MASK, (1, 2), 1),
    defined(
        "VectorBlur",
        "l channels = rgb\nh uv = none\nd uv_offset = 0\nd scale = 1\nd offset = 0\n"
        "e method = backward : backward | forward\nh alpha = none\nb grow_bbox = false\nb maskShape = false\n"
        "d motion_falloff = 0\nd blur_uv = 0\ne normalize = false : true | false\n" + _MASK,
        (1, 2),
        1,
    ),
    defined(
        "VectorBlur2",
        "l channels = rgb\nh uv = none\nd uv_offset = 0\nd scale = 1\nd offset = 0\n"
        "e blur_type = uniform : uniform | linear\nh uvalpha = none\nb soft_lines = false\n"
        "b normalize = false\nb useGPUIfAvailable = true\n" + _MASK,
        (1, 2),
        1,
        "VectorBlur",
    ),
    defined(
        "MotionBlur2D",
        "l channels = all\nd shutter = 0.5\ne shutteroffset = start : centred | start | end | custom\n"
        "d shuttercustomoffset = 0\nh uv = forward\n",
        (1, 2),
    ),
    defined(
        "Transform",
        _TRANSFORM + "h maskChannelMask = none\nh maskChannelInput = none\nb inject = false\n"
        "b invert_mask = false\nb fringe = false\nd mix = 1\n",
        (1, 2),
        1,
    ),
    defined("TransformMasked", _TRANSFORM + "l channels = all\n" + _MASK, (1, 2), 1, "Transform"),
    defined("Position", "xy translate = 0\n"),
    defined("Mirror2", "b flip = false\nb flop = false\n", stem="Mirror"),
    defined(
        "CornerPin2D",
        "".join(f"xy to{n} = 0\nb enable{n} = true\nxy from{n} = 0\n" for n in range(1, 5))
        + f"b invert = false\ne filter = Cubic : {_FILTERS}\nb clamp = false\nb black_outside = true\n"
        "d motionblur = 0\nd shutter = 0.5\n"
        "e shutteroffset = start : centred | start | end | custom\nd shuttercustomoffset = 0\n"
        "m transform_matrix\n",
    ),
    defined(
        "Reformat",
        "e type = to format : to format | to box | scale\nF format\ni box_width = 200\ni box_height = 200\n"
        "b box_fixed = false\nd box_pixel_aspect = 1\nsc scale = 1\n"
        "e resize = width : none | width | height | fit | fill | distort\nb center = true\nb flip = false\n"
        "b flop = false\nb turn = false\n"
        f"e filter = Cubic : {_FILTERS}\nb clamp = false\nb black_outside = false\nb pbb = false\n"
        f"m extra_matrix\n",
    ),
    defined(
        "Crop",
        "box box = 0 0 0 0\nd softness = 0\nb reformat = false\nb intersect = false\nb crop = true\n"
        "e preset = format : format | custom\n",
    ),
    defined("AdjBBox", "wh numpixels = 25\n"),
    defined("BlackOutside", ""),
    defined(
        "STMap",
        "l channels = rgba\nh uv = none\nd uv_offset = 0\nd uv_scale = 1\nd blur_scale = 1\n"
        f"e filter = Cubic : {_FILTERS}\n" + _MASK,
        (2, 3),
        2,
    ),
    defined(
        "IDistort",
        "l channels = all\nh uv = none\nd uv_offset = 0\nwh uv_scale = 1\nd blur = 0\nd blur_scale = 0\n"
        f"e filter = Cubic : {_FILTERS}\nh maskChannel = none\n" + _MASK,
        (1, 2),
        1,
    ),
    defined(
        "Keyer",
        "h input = rgb\nh output = alpha\ne operation = luminance key : luminance key | red keyer | "
        "green keyer | blue keyer | red difference | green difference | blue difference | "
        "saturation key | max | min | "
        "greenscreen | bluescreen | redscreen\nrange range = 0 1 1 1\nb invert = false\n"
        "e combine = replace : replace | union | mask | stencil | out | min | max\n"
        "h maskChannelInput = none\n"
        "b inject = false\nb invert_mask = false\nd mix = 1\n",
        (1, 2),
        1,
    ),
    defined("Primatte3", "o DataKey\nh output = alpha\n", (1, 4), 3, "Primatte"),
    defined("Keylight", "h output = rgba\nrgb screenColour = 0\n", (1, 4), None),
    defined("HueKeyer", "h in = rgb\nh out = alpha\nb invert = true\n"),
    defined("Tracker4", "o tracks\nE transform = none : none\n", stem="Tracker"),
    defined("ModifyMetaData", "o metadata\n"),
    defined("Sampler", "c samples\n"),
    defined("Histogram", "o histogram\n"),
    defined("Denoise2", "rgb denoise = 1\nd sharpen = 0\n", (1, 2), stem="Denoise"),
    defined("F_ReGrain", "d grainAmount = 1\n", (1, 3), stem="F_ReGrain"),
    defined(
        "ZDefocus2",
        "l channels = rgb\nh z = depth.Z\ne math = far=0 : direct | depth | far=0 | far=1 | 1/z\n"
        "d center = 0\nd dof = 0\nd size = 7\nd max_size = 200\nb image = false\nb ui = false\n" + _MASK,
        (1, 3),
        2,
        "ZDefocus",
    ),
    defined(
        "ZMerge",
        "l C = rgb\nh Z = depth.Z\nh A = alpha\nb smoothZ = false\ne bbox = union : union | "
        "intersection | A | B\n",
        (2, 1000),
    ),
)
