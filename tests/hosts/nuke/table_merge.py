"""Classes that put pictures together, choose, shift in time or move channels."""

from __future__ import annotations

from .nodes import defined

_OPERATIONS = (
    "atop | average | color-burn | color-dodge | conjoint-over | copy | difference | "
    "disjoint-over | divide | "
    "exclusion | from | geometric | hard-light | hypot | in | mask | matte | max | min | minus | "
    "multiply | out | "
    "over | overlay | plus | screen | soft-light | stencil | under | xor"
)

_MERGE = f"""
e operation = over : {_OPERATIONS}
b screen_alpha = false
l Achannels = rgba
l Bchannels = rgba
l output = rgba
b also_merge_on = false
l also_merge = none
b sRGB = false
e bbox = union : union | intersection | A | B
E metainput = B : B | A | All
e rangeinput = All : B | A | All
h maskChannelMask = none
h maskChannelInput = none
b inject = false
b invert_mask = false
b fringe = false
d mix = 1
"""

_MASK = """
h maskChannelMask = none
h maskChannelInput = none
b inject = false
b invert_mask = false
b fringe = false
d mix = 1
"""

_KEYMIX = """
l channels = all
h maskChannel = alpha
b invertMask = false
d mix = 1
e bbox = union : union | intersection | A side | B side
"""

_COPY = "".join(f"h from{n} = none\nh to{n} = none\n" for n in range(4)) + (
    "l channels = none\ne bbox = B side : union | intersection | A side | B side\n"
    "b metainput = false\n" + _MASK
)

CLASSES = (
    # Input 0 is B, 1 is A, 2 the mask; further A's follow the mask.
    defined("Merge2", _MERGE, (2, 1000), 2, "Merge"),
    defined("Keymix", _KEYMIX, (3, 3)),
    defined("Copy", _COPY, (2, 3), 2),
    defined(
        "ChannelMerge",
        "h A = alpha\nh B = alpha\nh output = alpha\n"
        "e operation = union : absminus | b if a | b if not a | divide | from | in | max | min | "
        "minus | multiply | "
        "out | plus | stencil | union | xor | a if not b\n"
        "e bbox = union : union | intersection | A | B\n" + _MASK,
        (2, 3),
        2,
    ),
    defined("Switch", "d which = 0\n", (1, 1000)),
    defined(
        "Dissolve",
        "l channels = all\nd which = 0\nh maskChannelInput = none\nb invert_mask = false\n",
        (2, 1000),
        2,
    ),
    defined(
        "AddMix",
        "l channels = rgb\nb premultiplied = false\nc alpha_curves\nh maskChannelInput = none\n",
        (2, 3),
        2,
    ),
    defined("Premult", "l channels = rgb\nh alpha = alpha\nb invert = false\n"),
    defined("Unpremult", "l channels = rgb\nh alpha = alpha\nb invert = false\n"),
    defined(
        "Shuffle2",
        "s fromInput1\ns fromInput2\nh in1 = rgba\nh in2 = none\nh out1 = rgba\nh out2 = none\ns mappings\n"
        "s fromOutput1\ns fromOutput2\n",
        (1, 2),
        None,
        "Shuffle",
    ),
    defined(
        "Shuffle",
        "h in = rgba\nh in2 = none\nh out = rgba\nh out2 = none\n"
        + "".join(
            f"e {name} = {name} : red | green | blue | alpha | black | white | red2 | green2 | blue2 | "
            f"alpha2\n"
            for name in ("red", "green", "blue", "alpha")
        )
        + "e black = red : red | green | blue | alpha | black | white | red2 | green2 | blue2 | alpha2\n"
        "e white = green : red | green | blue | alpha | black | white | red2 | green2 | blue2 | alpha2\n"
        "e red2 = blue : red | green | blue | alpha | black | white | red2 | green2 | blue2 | alpha2\n"
        "e green2 = alpha : red | green | blue | alpha | black | white | red2 | green2 | blue2 | alpha2\n",
        (1, 2),
        None,
        "Shuffle",
    ),
    defined(
        "ShuffleCopy",
        "h in = rgb\nh in2 = rgba\nh out = rgba\nh out2 = none\n"
        + "".join(
            f"e {name} = {name}{'' if name == 'alpha' else '2'} : red | green | blue | alpha | black | "
            f"white | "
            "red2 | green2 | blue2 | alpha2\n"
            for name in ("red", "green", "blue", "alpha")
        ),
        (2, 2),
    ),
    defined(
        "Remove",
        "e operation = remove : remove | keep\nl channels = all\nl channels2 = none\n"
        "l channels3 = none\nl channels4 = none\n",
    ),
    defined(
        "AddChannels",
        "h channels = none\nh channels2 = none\nh channels3 = none\nh channels4 = none\n"
        "rgba color = 0\nb format_size = false\n",
    ),
    defined("CopyMetaData", "e mergeMode = Meta only : Meta only | Image only | Merge\n", (2, 2)),
    defined("CopyBBox", "", (2, 2)),
    # Knobs as scripts that Nuke wrote have them.
    defined(
        "MergeExpression",
        "".join(f"s temp_name{n}\ns temp_expr{n}\n" for n in range(4))
        + "".join(
            f"l channel{n} = {name}\ns expr{n}\n"
            for n, name in enumerate(("rgba.red", "rgba.green", "rgba.blue", "rgba.alpha"))
        )
        + _MASK,
        (2, 3),
        2,
    ),
    defined("TimeOffset", "i time_offset = 0\nb reverse_input = false\ns time\n"),
    defined("FrameHold", "i first_frame = 0\ni increment = 0\nb firstFrame_as_current = false\n"),
    defined(
        "FrameRange",
        "i first_frame = 1\ni last_frame = 1\nb lock_range = false\ny reset\n",
    ),
    defined(
        "Retime",
        "b input.first_lock = false\ni input.first = 1\nb input.last_lock = false\ni input.last = 1\n"
        "b output.first_lock = false\ni output.first = 1\nb output.last_lock = false\ni output.last = 1\n"
        "b reverse = false\nd speed = 1\nc warp\nd shutter = 0\n"
        "e shutteroffset = start : centred | start | end | custom\nd shuttercustomoffset = 0\n"
        "e filter = box : none | nearest | box\ne before = hold : hold | black | loop | bounce | continue\n"
        "e after = hold : hold | black | loop | bounce | continue\n",
    ),
    defined(
        "TimeWarp",
        "d lookup = 0\nd length = 1\ne filter = nearest : none | nearest | box\nd shutter = 0\n"
        "e time = outsideframe : outsideframe\ni first = 1\ni last = 1\n",
    ),
    defined(
        "AppendClip",
        "i fadeIn = 0\ni fadeOut = 0\ni dissolve = 0\ni firstFrame = 1\nb meta_from_first = false\n",
        (1, 1000),
    ),
    defined(
        "TimeBlur",
        "d divisions = 10\nd shutter = 0.5\ne shutteroffset = start : centred | start | end | custom\n"
        "d shuttercustomoffset = 0\n",
    ),
    defined(
        "TimeEcho",
        "i framesbehind = 5\ni framesahead = 0\ni framesfade = 0\ne mode = Plus : Average | Plus | Max\n",
    ),
    defined(
        "FrameBlend",
        "i numframes = 5\ni startframe = 1\ni endframe = 1\nb userange = false\n"
        "b forceinput = false\nl channels = all\n" + _MASK,
        (1, 3),
        1,
    ),
)
