"""The plate at the speed of a retime: a TimeWarp over the Group, so that below a take lies its own moment.

A retime's frames are the record's; the plate's are others. The TimeWarp shows for each frame of the record
the plate's frame that the take shows there, the nearest one where it lies between two; hang on it what was
drawn or tracked on the plate. Beyond the take's frames the plate stands still.

A curve of straight pieces has its own keys, a smooth one a key for each frame. The format of keys: Foundry's
NDK Developer's Guide, "Curve serialisation format".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire import SpeedKey, Task
from secondunit.wire.retime import plate_place

from .names import node_name
from .syntax import Node, Raw, expression, knob_line, number

if TYPE_CHECKING:
    from secondunit.wire import Take

#: The hidden knob of the TimeWarp, which says whose moments it shows.
SPEED_KEY = "second_unit_speed"
_HIDDEN = "l INVISIBLE +INVISIBLE"
#: How far over the Group the two nodes stand.
ABOVE, STEP = -120, 50


def has_speed(take: Take) -> bool:
    """Whether a take runs at another speed than its plate, and at which one is on record."""
    if take.task is not Task.RETIME:
        return False
    # A model that was not told how many times slower chose it: only methods of this machine are known to.
    from secondunit.wire.brief import METHODS

    return bool(take.retime.keys) or take.retime.slower is not None or take.provider == METHODS


def curve_keys(take: Take) -> tuple[SpeedKey, ...]:
    """The frames of the record, without an offset, with the plate's place there; straight between them."""
    frames, retime = take.frames, take.retime
    if retime.keys and retime.smooth:
        at = list(frames)
    elif retime.keys:
        within = (key.frame for key in retime.keys if key.frame in frames)
        at = [frames.first, *within, frames.last]
    else:
        at = [frames.first, frames.last]
    return tuple(SpeedKey(frame, plate_place(retime, frames, frame)) for frame in dict.fromkeys(at))


def curve_text(take: Take) -> str:
    """The animation of the TimeWarp's lookup: `curve L x1001 1001 L x1049 1025`."""
    keys = (f"L x{key.frame} {number(key.plate)}" for key in curve_keys(take))
    return " ".join(("curve", *keys))


def plate_time(name: str, take: Take, offset: Raw | int, x: int, y: int) -> tuple[Node, Node]:
    """The TimeWarp and the TimeOffset that bring the plate to the take's moments, the first one first.

    `name` is the placement's, `offset` how many frames later it is seen, `x`, `y` where its node stands.
    """
    stamp = (
        'addUserKnob {20 second_unit_tab l "Second Unit"}',
        f"addUserKnob {{1 {SPEED_KEY} {_HIDDEN}}}",
        knob_line(SPEED_KEY, take.id),
    )
    label = "the plate at the take's speed"
    warp = Node(
        "TimeWarp", f"{node_name(name)}_speed",
        (("lookup", Raw("{{" + curve_text(take) + "}}")), ("filter", "nearest"), ("label", label)),
        ("plate",), at=(x, y + ABOVE), extra=stamp,
    )  # fmt: skip
    later = Node(
        "TimeOffset", f"{node_name(name)}_later", (("time_offset", offset),), (warp.name,),
        at=(x, y + ABOVE + STEP),
    )  # fmt: skip
    return warp, later


def offset_of(name: str) -> Raw:
    """The offset of a Group, whatever an artist sets there."""
    return expression(f"{node_name(name)}.offset")
