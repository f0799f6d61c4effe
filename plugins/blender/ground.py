"""What an element does to the ground, laid on the plate inside a placed group: shadow, contact, light.

    plate x (1 - shadow x ground_shadow) x (1 - contact x ground_occlusion) x (1 + light x ground_light)

with the group's own inputs, which are 0 as placed: the plate is then as it was. A picture is 0 beyond its own
edge, so that each is a share of black or of light that is mixed in, never a factor.
"""

from __future__ import annotations

from typing import Any

from secondunit.wire import Take

#: The inputs of the group with the layer of the passes that each is for.
LAYERS = {
    "Ground shadow": "ground_shadow", "Ground contact": "ground_occlusion", "Ground light": "ground_light",
}  # fmt: skip
HELP = {
    "Ground shadow": "How much of the plate's light is the key's: its shadow on the ground is as dark",
    "Ground contact": "How much darker the ground is where the element stops the sky",
    "Ground light": "How much of the light that the element throws on the ground is seen",
}
#: The node that reads the passes, and the one that says whether the take that shows has them.
SOURCE, THERE = "Passes", "Ground is there"


def has_ground(take: Take) -> bool:
    """Whether a take has what it does to the ground among its passes."""
    passes = take.layer("passes")
    names = {channel.rpartition(".")[0] for channel in passes.channels} if passes is not None else set()
    return names >= set(LAYERS.values())


def add_ground(group: Any, image: Any, plate: Any, inside: Any, moves: tuple[Any, Any]) -> Any:
    """Lay the layers of `image`, the passes, on the socket `plate`; gives the socket of what comes of it.

    `inside` is the socket that is 1 on the take's frames, `moves` those of how far the take is moved.
    """
    nodes, link = group.nodes, group.links.new
    inputs = next(node for node in nodes if node.bl_idname == "NodeGroupInput")
    source: Any = _node(nodes, "CompositorNodeImage", SOURCE, -1200, 500)
    source.image = image
    there: Any = _node(nodes, "ShaderNodeMath", THERE, -1000, 800)
    there.operation = "MULTIPLY"
    there.inputs[1].default_value = 1.0
    link(inside, there.inputs[0])
    for index, (name, layer) in enumerate(LAYERS.items()):
        y = 350 + 220 * index
        move: Any = _node(nodes, "CompositorNodeTranslate", f"Move {name.lower()}", -800, y)
        link(source.outputs[layer], move.inputs["Image"])
        for axis, total in zip("XY", moves, strict=True):
            link(total, move.inputs[axis])
        share: Any = _node(nodes, "ShaderNodeMath", f"{name} share", -600, y + 100)
        share.operation = "MULTIPLY"
        link(inputs.outputs[name], share.inputs[0])
        link(there.outputs[0], share.inputs[1])
        if layer == "ground_light":
            lit, lit_out = _mix(nodes, "Plate in its light", "MULTIPLY", -400, y)
            _input(lit, "Factor_Float").default_value = 1.0
            link(plate, _input(lit, "A_Color"))
            link(move.outputs["Image"], _input(lit, "B_Color"))
            laid, out = _mix(nodes, name, "ADD", -250, y)
            link(share.outputs[0], _input(laid, "Factor_Float"))
            link(lit_out, _input(laid, "B_Color"))
        else:
            stops: Any = _node(nodes, "ShaderNodeMath", f"{name} stops", -400, y)
            stops.operation = "MULTIPLY"
            link(share.outputs[0], stops.inputs[0])
            link(move.outputs["Image"], stops.inputs[1])
            laid, out = _mix(nodes, name, "MULTIPLY", -250, y)
            link(stops.outputs[0], _input(laid, "Factor_Float"))
            _input(laid, "B_Color").default_value = (0.0, 0.0, 0.0, 1.0)
        link(plate, _input(laid, "A_Color"))
        plate = out
    return plate


def _mix(nodes: Any, name: str, blend: str, x: float, y: float) -> tuple[Any, Any]:
    mix = _node(nodes, "ShaderNodeMix", name, x, y)
    mix.data_type, mix.blend_type = "RGBA", blend
    return mix, next(socket for socket in mix.outputs if socket.identifier == "Result_Color")


def _node(nodes: Any, kind: str, name: str, x: float, y: float) -> Any:
    node = nodes.new(kind)
    node.name = node.label = name
    node.location = (x, y)
    return node


def _input(node: Any, identifier: str) -> Any:
    return next(socket for socket in node.inputs if socket.identifier == identifier)
