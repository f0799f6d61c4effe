"""A Camera node as the controls of an element take it: height, pitch, focal length and film back.

Nuke's cameras look along -Z with Y up; a script's units are taken as metres, and that is said.
"""

from __future__ import annotations

from math import asin, cos, degrees, hypot, radians
from typing import Any

import nuke
from secondunit.host import CameraView, Source

from . import dag, shots

CLASSES = ("Camera", "Camera2", "Camera3", "Camera4")
#: Rolls (degrees) and moves (units) below these are none.
LEAST_ROLL, LEAST_MOVE = 0.05, 0.001

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
    matrix, last = world(node, frames.first), world(node, frames.last)
    pitch = degrees(asin(_clip(-matrix[1][2])))
    roll = degrees(asin(_clip(matrix[1][0] / max(1e-6, cos(radians(pitch))))))
    remarks = ["Its height is read as metres: one unit of the script is one metre."]
    if abs(roll) > LEAST_ROLL:
        remarks.append(f"Its roll of {roll:.1f} degrees is not taken over.")
    if _moved(matrix, last) or _zoomed(node, frames.first, frames.last):
        remarks.append(f"It moves over the shot; its place at frame {frames.first} is taken.")
    if any(abs(_at(node, "win_translate", frames.first, axis)) > 1e-6 for axis in (0, 1)):
        remarks.append("Its window is shifted, which is not taken over.")
    sensor = _at(node, "haperture", frames.first) * _at(node, "win_scale", frames.first, default=1.0)
    return CameraView(
        node.name(),
        height=round(matrix[1][3], 4),
        pitch=round(pitch, 3) + 0.0,
        focal=round(_at(node, "focal", frames.first), 4) or None,
        sensor=round(sensor, 4) or None,
        remarks=tuple(remarks),
    )


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


def _moved(first: Matrix, last: Matrix) -> bool:
    return any(
        hypot(*(a - b for a, b in zip(here, there, strict=True))) > LEAST_MOVE
        for here, there in zip(first, last, strict=True)
    )


def _zoomed(node: nuke.Node, first: int, last: int) -> bool:
    return abs(_at(node, "focal", first) - _at(node, "focal", last)) > LEAST_MOVE


def _clip(number: float) -> float:
    return max(-1.0, min(1.0, number))
