"""Time nodes, and the nodes that hand on what they get (Group, Input, Dot, NoOp).

TimeOffset by "Offsetting and Slipping Clips" of the User Guide, read; the others from working knowledge of
Nuke, to be checked against "Time Nodes" and "Other Nodes" of the Reference Guide.
"""

from __future__ import annotations

import math

from .engine import Call, PixelError, node
from .expressions import NotExecuted
from .image import Image


@node("TimeOffset", honours={"time_offset": "0", "reverse_input": "false"}, harmless="time")
def time_offset(call: Call) -> Image:
    """The input later by so many frames: a positive number adds frames to the head."""
    call.only("reverse_input", "false")
    return call.engine.image(call.connected(0), call.frame - call.number("time_offset"))


@node("TimeWarp", honours={"lookup": "0", "filter": "linear", "length": "1"}, harmless="time")
def time_warp(call: Call) -> Image:
    """The input at the frame that the lookup says; only its nearest frame is executed."""
    if call.text("filter") not in ("nearest", "none"):
        raise NotExecuted(f"the filter {call.text('filter')} of {call.node.name}")
    return call.engine.image(call.connected(0), float(math.floor(call.number("lookup") + 0.5)))


@node("FrameHold", honours={"firstFrame": "0", "increment": "0"})
def frame_hold(call: Call) -> Image:
    """One frame for ever, or one frame in every so many."""
    first, step = call.number("firstFrame"), call.number("increment")
    held = first if step == 0 else first + ((call.frame - first) // step) * step
    return call.engine.image(call.connected(0), held)


@node("FrameRange", honours={"first_frame": "1", "last_frame": "1"}, harmless="time first last")
def frame_range(call: Call) -> Image:
    """Tells downstream a range; no pixel changes."""
    return call.input(0)


@node("NoOp", "Dot", "Output")
def passed_on(call: Call) -> Image:
    """What comes in."""
    return call.input(0)


@node("Input", honours={"number": "0"}, passes=None)
def input_of_group(call: Call) -> Image:
    """What the Group gets at that input."""
    group = call.node.parent
    number = int(call.number("number"))
    outside = group.inputs[number] if group is not None and number < len(group.inputs) else None
    return call.engine.image(outside, call.frame)


@node("Group")
def group(call: Call) -> Image:
    """What arrives at the Output inside."""
    outputs = [one for one in call.node.children if one.cls == "Output"]
    if len(outputs) != 1:
        raise PixelError(f"{call.node.name} has {len(outputs)} Outputs")
    return call.engine.image(outputs[0], call.frame)


@node("BackdropNode", "StickyNote", harmless="bdwidth bdheight z_order appearance border_width", passes=None)
def picture_of_nothing(call: Call) -> Image:
    """A note in the tree, which no other node may take for a picture."""
    raise NotExecuted(f"{call.node.cls} {call.node.name} as an input")
