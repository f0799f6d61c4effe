"""A camera's place in the world as Nuke's `world_matrix` tells it: 16 numbers, row by row, of column vectors.

So vfxli/Lab2Shot measured it in Nuke 17.0v2 on Camera3 and Camera4 (6b1ac0f, clients/nuke, reader.py and
probe_n0.py): the place in the world with all that is above, at the frame that is asked for. That a camera may
have a matrix specified in place of its own knobs, and that scale shows in the matrix, is Nukepedia's "Enter
the Matrix Knob" (Nuke 6.1). Skew, pivots and nodes above a camera are not simulated.
"""

from __future__ import annotations

import math

from .document import NodeData

Matrix = list[list[float]]


def world(node: NodeData, frame: float) -> Matrix:
    """The 4 by 4 matrix of a camera that hangs on nothing."""
    assert not any(node.inputs), f"{node.name}: what is above a camera is not simulated"

    def numbers(name: str, unset: tuple[float, ...]) -> list[float]:
        spec = node.spec(name)
        return [node.state(name).at(n, frame) for n in range(spec.width)] if spec else list(unset)

    if numbers("useMatrix", (0,))[0]:
        matrix = numbers("matrix", ())
        return [matrix[4 * row : 4 * row + 4] for row in range(4)]
    axes = [[float(row == column) for column in range(3)] for row in range(3)]
    angles = numbers("rotate", (0, 0, 0))
    for axis in node.state("rot_order").text:
        axes = _turned(axes, "XYZ".index(axis), math.radians(angles["XYZ".index(axis)]))
    scale = [each * numbers("uniform_scale", (1,))[0] for each in numbers("scaling", (1, 1, 1))]
    place = numbers("translate", (0, 0, 0))
    rows = [[*(axes[row][column] * scale[column] for column in range(3)), place[row]] for row in range(3)]
    return [*rows, [0.0, 0.0, 0.0, 1.0]]


def _turned(axes: Matrix, axis: int, angle: float) -> Matrix:
    """The axes after a turn about one of the world's, by the right hand."""
    one, two = axes[(axis + 1) % 3], axes[(axis + 2) % 3]
    c, s = math.cos(angle), math.sin(angle)
    made = list(axes)
    made[(axis + 1) % 3] = [c * a - s * b for a, b in zip(one, two, strict=True)]
    made[(axis + 2) % 3] = [s * a + c * b for a, b in zip(one, two, strict=True)]
    return made
