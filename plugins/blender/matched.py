"""The plate's look inside a placed group: softness, cast and black, by a match on record beside the take.

Ordinary nodes with the measured values, that an artist may change. Grain is not among them: Blender has no
node that makes it by exposure and size; `secondunit export --baked` writes the element with it.
"""

from __future__ import annotations

from typing import Any

from secondunit.host.sitting import Sitting

SOFTNESS, CAST, BLACK = "Plate's softness", "Plate's cast", "Plate's black"
#: The size of a Gaussian blur by its deviation: its filter reaches three of them (Blender's own
#: RE_filter_value of R_FILTER_GAUSS).
PER_SIGMA = 3.0


def add_match(group: Any, element: Any, sitting: Sitting) -> Any:
    """Put the nodes after the socket `element`; gives the socket of what comes of it."""
    nodes, link = group.nodes, group.links.new
    if sitting.blur >= 0.05:
        soft: Any = _node(nodes, "CompositorNodeBlur", SOFTNESS, -560, -820)
        size = PER_SIGMA * sitting.blur
        soft.inputs["Size"].default_value = (size, size)
        link(element, soft.inputs["Image"])
        element = soft.outputs["Image"]
    cast, out = _mix(nodes, CAST, "MULTIPLY", -380, -820)
    _input(cast, "Factor_Float").default_value = 1.0
    _input(cast, "B_Color").default_value = (*sitting.gains, 1.0)
    link(element, _input(cast, "A_Color"))
    # Light that the lens spreads lies over what covers; where nothing covers the plate has its own.
    parts: Any = _node(nodes, "CompositorNodeSeparateColor", "Cover", -380, -1080)
    link(out, parts.inputs["Image"])
    black, lifted = _mix(nodes, BLACK, "ADD", -200, -820)
    link(parts.outputs["Alpha"], _input(black, "Factor_Float"))
    link(out, _input(black, "A_Color"))
    _input(black, "B_Color").default_value = (*sitting.lift, 0.0)
    return lifted


def _node(nodes: Any, kind: str, name: str, x: float, y: float) -> Any:
    node = nodes.new(kind)
    node.name = node.label = name
    node.location = (x, y)
    return node


def _mix(nodes: Any, name: str, blend: str, x: float, y: float) -> tuple[Any, Any]:
    mix = _node(nodes, "ShaderNodeMix", name, x, y)
    mix.data_type, mix.blend_type = "RGBA", blend
    return mix, next(socket for socket in mix.outputs if socket.identifier == "Result_Color")


def _input(node: Any, identifier: str) -> Any:
    return next(socket for socket in node.inputs if socket.identifier == identifier)
