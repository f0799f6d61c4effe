"""A Camera node through the shot, and as the controls of an element take it at its first frame.

Nuke's cameras look along -Z with Y up; a script's units are taken as metres, and that is said. The window is
that of Foundry's own nukescripts/snap3d.py: moved by *window translate* in halves of the frame's width along
both axes, divided by *window scale*, then rolled.
"""

from __future__ import annotations

from math import asin, cos, degrees, hypot, radians, sin
from time import monotonic
from typing import Any

import nuke
from secondunit.host import CameraView, Source
from secondunit.wire import CameraSample, CameraTrack, Format
from secondunit.wire.camera import LONGEST_TRACK
from secondunit.wire.errors import HostError
from secondunit.wire.rotation import angles_of, rotation_of, times

from . import dag, shots

CLASSES = ("Camera", "Camera2", "Camera3", "Camera4")
#: The longest that Nuke is kept for a camera, in seconds.
PATIENCE = 4.0

Matrix = tuple[tuple[float, float, float, float], ...]


def cameras() -> tuple[Source, ...]:
    """The cameras of the script, a selected one first; in a limited Nuke the selected ones only."""
    nodes = [node for node in dag.selected() if node.Class() in CLASSES]
    names = [node.fullName() for node in nodes]
    if not dag.edition():
        for kind in CLASSES:
            names += [node.fullName() for node in nuke.allNodes(kind)]
    return tuple(Source(name, name, "Camera") for name in dict.fromkeys(names))


def view(name: str) -> CameraView:
    """The camera of this name at the first frame of the shot; raises `NothingSelected`."""
    node = dag.find(name)
    frames = shots.root_frames()
    matrix = world(node, frames.first)
    pitch = degrees(asin(_clip(-matrix[1][2])))
    remarks = [
        "Its place is read as metres: one unit of the script is one metre, unless Scene unit says else."
    ]
    mode: Any = node.knob("projection_mode")
    flat = mode is not None and mode.value() != "perspective"
    if flat:
        remarks.append("Only a perspective camera is taken over whole.")
    sensor = _at(node, "haperture", frames.first) * _at(node, "win_scale", frames.first, default=1.0)
    return CameraView(
        node.name(),
        height=round(matrix[1][3], 4),
        pitch=round(pitch, 3) + 0.0,
        focal=round(_at(node, "focal", frames.first), 4) or None,
        sensor=round(sensor, 4) or None,
        remarks=tuple(remarks),
        track=None if flat else track_of(node),
    )


def track_of(node: nuke.Node) -> CameraTrack:
    """The camera over the script's frames and one around them; raises `HostError` where that takes too long.

    A connected axis counts, since it is in the matrix that is read.
    """
    frames, format = shots.root_frames().with_handles(1), shots.root_format()
    samples = []
    until = monotonic() + PATIENCE
    for frame in list(frames)[:LONGEST_TRACK]:
        samples.append(_sample(node, frame, format))
        if monotonic() > until:
            raise HostError(
                f"Reading {node.name()} takes too long: {len(samples)} of {len(frames)} frames.",
                remedy="Bake it, or export it as a .chan and name that as the camera file.",
            )
    return CameraTrack.of(frames.first, samples, str(node.name()))


def _sample(node: nuke.Node, frame: int, format: Format) -> CameraSample:
    matrix = world(node, frame)
    wide, high = (_at(node, "win_scale", frame, axis, 1.0) for axis in (0, 1))
    across, up = (_at(node, "win_translate", frame, axis) for axis in (0, 1))
    roll, back = _at(node, "winroll", frame), _at(node, "haperture", frame)
    # Rolling the window is rolling the camera the other way, and the slid window with it.
    c, s = cos(radians(roll)), sin(radians(roll))
    axes = ((matrix[0][0], matrix[0][1], matrix[0][2]), (matrix[1][0], matrix[1][1], matrix[1][2]),
            (matrix[2][0], matrix[2][1], matrix[2][2]))  # fmt: skip
    rx, ry, rz = angles_of(times(axes, rotation_of(0.0, 0.0, -roll)))
    shape = format.height / (format.width * format.pixel_aspect)
    across, up = across / wide, up / high
    return CameraSample(
        matrix[0][3], matrix[1][3], matrix[2][3], rx, ry, rz, _at(node, "focal", frame), back * wide,
        0.0 if wide == high else back * high * shape, 0.5 * (c * across - s * up),
        0.5 * (s * across + c * up) / shape,
    )  # fmt: skip


def world(node: nuke.Node, frame: int) -> Matrix:
    """Where the camera stands and looks in the world at a frame, row by row; its axes are of length one.

    Nuke's own matrix has in it what is above the camera, the file it reads, and a matrix specified in place
    of its own knobs.
    """
    knob: Any = node.knob("world_matrix")
    rows = [[float(knob.getValueAt(frame, 4 * row + column)) for column in range(4)] for row in range(3)]
    long = [hypot(*(row[column] for row in rows)) or 1.0 for column in range(3)]
    return tuple((row[0] / long[0], row[1] / long[1], row[2] / long[2], row[3]) for row in rows)


def _at(node: nuke.Node, name: str, frame: int, axis: int = 0, default: float = 0.0) -> float:
    knob: Any = node.knob(name)
    return default if knob is None else float(knob.getValueAt(frame, axis))


def _clip(number: float) -> float:
    return max(-1.0, min(1.0, number))
