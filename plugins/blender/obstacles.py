"""What of the set an element flows around: the box about an object, in the shot's world. Reads only."""

from __future__ import annotations

from math import atan2, degrees
from typing import Any

import bpy
from mathutils import Vector

from secondunit.host.shot_space import Bounds

from .handles import World

#: The kinds of objects that have a body.
SOLID = ("MESH", "CURVE", "SURFACE", "META", "FONT")
#: An object stands upright where its own z leans less than this over a metre.
UPRIGHT = 0.02


def bounds_of(thing: Any, world: World) -> Bounds:
    """The box about an object with its modifiers: along its own sides where it stands upright.

    One that leans has a box along the scene's axes.
    """
    graph = bpy.context.evaluated_depsgraph_get()
    seen: Any = thing.evaluated_get(graph)
    corners = [Vector(corner) for corner in seen.bound_box]
    matrix = seen.matrix_world
    up = matrix.col[2].to_3d().normalized()
    turn = 0.0
    if (up.x**2 + up.y**2) ** 0.5 < UPRIGHT and matrix.col[0].to_3d().length > 0.0:
        side = matrix.col[0].to_3d()
        turn = atan2(side.y, side.x)
    ahead = Vector((1.0, 0.0, 0.0)), Vector((0.0, 1.0, 0.0))
    if turn:
        from mathutils import Matrix

        rotation = Matrix.Rotation(turn, 3, "Z")
        ahead = rotation @ ahead[0], rotation @ ahead[1]
    places = [matrix @ corner for corner in corners]
    across, along = ([place.dot(axis) for place in places] for axis in ahead)
    heights = [place.z for place in places]
    middle = ahead[0] * (0.5 * (min(across) + max(across))) + ahead[1] * (0.5 * (min(along) + max(along)))
    middle.z = min(heights)
    size = 1.0 / world.metre
    return Bounds(
        world.to_shot(middle),
        (max(across) - min(across)) * size,
        (max(heights) - min(heights)) * size,
        (max(along) - min(along)) * size,
        degrees(turn),
    )
