"""A camera's place in the world as Nuke's `world_matrix` tells it: 16 numbers, row by row, of column vectors.

So vfxli/Lab2Shot measured it in Nuke 17.0v2 on Camera3 and Camera4 (6b1ac0f, clients/nuke, reader.py and
probe_n0.py): the place in the world with all that is above, at the frame that is asked for. That a camera may
have a matrix specified in place of its own knobs, and that scale shows in the matrix, is Nukepedia's "Enter
the Matrix Knob" (Nuke 6.1). Skew, pivots and nodes above a camera are not simulated.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from .document import NodeData

Matrix = npt.NDArray[np.float64]


def world(node: NodeData, frame: float) -> Matrix:
    """The 4 by 4 matrix of a camera that hangs on nothing."""
    assert not any(node.inputs), f"{node.name}: what is above a camera is not simulated"

    def numbers(name: str, unset: tuple[float, ...]) -> list[float]:
        spec = node.spec(name)
        return [node.state(name).at(n, frame) for n in range(spec.width)] if spec else list(unset)

    if numbers("useMatrix", (0,))[0]:
        return np.array(numbers("matrix", ())).reshape(4, 4)
    found = np.eye(4)
    angles = numbers("rotate", (0, 0, 0))
    for axis in node.state("rot_order").text:
        found = _turn("XYZ".index(axis), math.radians(angles["XYZ".index(axis)])) @ found
    found[:3, :3] *= np.array(numbers("scaling", (1, 1, 1))) * numbers("uniform_scale", (1,))[0]
    found[:3, 3] = numbers("translate", (0, 0, 0))
    return found


def _turn(axis: int, angle: float) -> Matrix:
    """A turn about an axis, by the right hand."""
    found = np.eye(4)
    one, two = (axis + 1) % 3, (axis + 2) % 3
    found[one, one] = found[two, two] = math.cos(angle)
    found[two, one], found[one, two] = math.sin(angle), -math.sin(angle)
    return found
