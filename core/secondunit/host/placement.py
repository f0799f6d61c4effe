"""Placement arithmetic that every host shares: which frames, which names, and the stamp that finds it again.

Knows no host: it turns a `Placement` and a `Take` into numbers and plain text.
"""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.wire import FrameRange, Placement, SecondUnitError, Take, decode, dumps, loads, version_text
from secondunit.wire.errors import CannotPlace

from .protocol import Placed

#: The one key under which a node, object or strip carries its stamp.
STAMP_KEY = "second_unit"
PREFIX = "SecondUnit_"


def placed_name(take: Take) -> str:
    """`SecondUnit_smoke_left`: the name of what is built; the same for every version."""
    return PREFIX + take.element


def version_name(take: Take) -> str:
    """`smoke_left_v003`: the name of what holds one version's files."""
    return f"{take.element}_{version_text(take.version)}"


def maker_text(take: Take) -> str:
    """How a take was made, for what is placed: `AI model (comfyui, inpaint_fill)`, `simulated`."""
    maker = ", ".join(part for part in (take.provider, take.model) if part)
    return f"{take.made_by} ({maker})" if maker else take.made_by


def placed_frames(placement: Placement, take: Take) -> FrameRange:
    """The frames of the host's timeline on which the take is seen."""
    return take.frames.moved(placement.offset)


def center_offset(take: Take) -> tuple[float, float]:
    """How far the centre of the files' pixels lies from the centre of the format.

    In pixels, x to the right and y *up* (as hosts measure); (0, 0) for symmetric overscan.
    """
    window = take.data_window
    if window is None:
        return 0.0, 0.0
    x = window.x + window.width / 2 - take.format.width / 2
    y = window.y + window.height / 2 - take.format.height / 2
    return x, -y


def stored_size(take: Take) -> tuple[int, int]:
    """Width and height of the files' pixels: the data window, or the format."""
    window = take.data_window or take.format.window
    return window.width, window.height


def frame_path(take: Take, frame: int, layer: str = "beauty") -> str:
    """The absolute path of one frame's file, with forward slashes; raises `CannotPlace`."""
    return sequence_path(take, layer) % frame


def sequence_path(take: Take, layer: str = "beauty") -> str:
    """The absolute pattern of a layer (`.../smoke_left_v003.%04d.exr`); raises `CannotPlace`."""
    take_layer = take.layer(layer)
    if take_layer is None:
        raise CannotPlace(
            f"{take.label} has no {layer} layer.", remedy="Generate it again with that layer switched on."
        )
    if take_layer.path.count("%") != 1:
        raise CannotPlace(
            f"The files of {take.label} are not a numbered sequence.", where=take_layer.path[:120]
        )
    return take.folder.replace("\\", "/").rstrip("/") + "/" + take_layer.path


def stamp(placement: Placement, take: Take) -> dict[str, object]:
    """What is written on the thing that was placed: enough to find the take and to change its version."""
    return {
        "placement": dumps(placement),
        "show": take.show,
        "shot": take.shot,
        "element": take.element,
        "version": take.version,
    }


def read_stamp(id: str, stamped: Mapping[str, object]) -> Placed | None:
    """What a stamp says, or None where it is not one of ours or was damaged by hand."""
    try:
        placement = loads(Placement, str(stamped["placement"]))
        version = decode(int, stamped["version"])
        names = (str(stamped["show"]), str(stamped["shot"]), str(stamped["element"]))
    except (KeyError, SecondUnitError):
        return None
    return Placed(id, placement, *names, version)


def require_same_element(placed: Placed, take: Take) -> None:
    """Raise `CannotPlace` unless `take` is another version of what was placed."""
    if (placed.show, placed.shot, placed.element) != (take.show, take.shot, take.element):
        raise CannotPlace(
            f"{take.label} is no version of {placed.shot}/{placed.element}.",
            remedy="Place it beside the other one instead.",
        )
