"""A Camera node as the controls of an element take it: height, pitch, focal length and film back.

Nuke's cameras look along -Z with Y up; a script's units are taken as metres, and that is said.
"""

from __future__ import annotations

from math import asin, cos, degrees, hypot, radians, sin
from typing import Any

import nuke
from secondunit.host import CameraView, Source

from . import dag, shots

CLASSES = ("Camera2", "Camera3", "Camera4")
#: Rolls (degrees) and moves (units) below these are none.
LEAST_ROLL, LEAST_MOVE = 0.05, 0.001

Matrix = tuple[tuple[float, float, float, float], ...]


def cameras() -> tuple[Source, ...]:
    """The cameras of the script, a selected one first; in a limited Nuke the selected ones only."""
    chosen = [node for node in dag.selected() if node.Class() in CLASSES]
    names = [node.fullName() for node in chosen]
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
    """The camera's matrix in the world at a frame, row by row."""
    found: Any = node.knob("world_matrix")
    if found is not None and (node.input(0) is not None or _reads_file(node)):
        values = [float(found.getValueAt(frame, index)) for index in range(16)]
        return tuple(
            (values[4 * row], values[4 * row + 1], values[4 * row + 2], values[4 * row + 3])
            for row in range(3)
        )
    turned = _turned(
        str(dag.value(node, "rot_order", "ZXY")),
        [_at(node, "rotate", frame, axis) for axis in range(3)],
    )
    place = [_at(node, "translate", frame, axis) for axis in range(3)]
    return tuple((*turned[row], place[row]) for row in range(3))


def _turned(order: str, angles: list[float]) -> list[tuple[float, float, float]]:
    """The rotation of these angles (degrees about X, Y, Z); the first axis of `order` turns first."""
    total = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]
    for axis in order:
        c, s = cos(radians(angles["XYZ".index(axis)])), sin(radians(angles["XYZ".index(axis)]))
        one = {
            "X": [(1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)],
            "Y": [(c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)],
            "Z": [(c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)],
        }[axis]
        total = [
            (_dot(row, total, 0), _dot(row, total, 1), _dot(row, total, 2)) for row in one
        ]  # fmt: skip
    return total


def _dot(row: tuple[float, float, float], other: list[tuple[float, float, float]], column: int) -> float:
    return sum(row[index] * other[index][column] for index in range(3))


def _at(node: nuke.Node, name: str, frame: int, axis: int = 0, default: float = 0.0) -> float:
    found: Any = node.knob(name)
    return default if found is None else float(found.getValueAt(frame, axis))


def _reads_file(node: nuke.Node) -> bool:
    return bool(dag.value(node, "read_from_file", False))


def _moved(first: Matrix, last: Matrix) -> bool:
    return any(
        hypot(*(a - b for a, b in zip(here, there, strict=True))) > LEAST_MOVE
        for here, there in zip(first, last, strict=True)
    )


def _zoomed(node: nuke.Node, first: int, last: int) -> bool:
    return abs(_at(node, "focal", first) - _at(node, "focal", last)) > LEAST_MOVE


def _clip(number: float) -> float:
    return max(-1.0, min(1.0, number))
