"""Place a take as compositor nodes: one group with Mix, Gain and Offset, between the plate and the output.

Inside: the take's image sequence, shown only on its own frames, moved and scaled to the plate, multiplied by
the gain, and laid over (premultiplied) or added. Everything in it is an ordinary node an artist may change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bpy

from secondunit.host import Placed
from secondunit.host.placement import center_offset, placed_frames, placed_name, require_same_element
from secondunit.host.sitting import match_beside, sitting_of
from secondunit.wire import Placement, Take, version_text
from secondunit.wire.errors import CannotPlace, NothingSelected

from . import ground, matched
from .footage import scene_plate_node
from .images import drop_if_unused, load_take, set_frames
from .stamps import stamped, write_mark, write_stamp
from .trees import insert, make_tree, output_socket, plate_size, tree_of

PREFIX = "comp:"
#: Between a node's own label and the newer version that is there.
NEWER = "  < "
TAKE, FIRST, LAST, MOVE, FIT = "Take", "First frame", "Last frame", "Move", "Fit"
PLATE = "Plate in the frame"
OFFSET_X, OFFSET_Y = "Offset X", "Offset Y"


def place(scene: bpy.types.Scene, placement: Placement, take: Take) -> Placed:
    """Build the group and put it into the scene's compositing nodes; raises `CannotPlace`."""
    tree = tree_of(scene)
    if tree is not None and tree.library is not None:
        raise CannotPlace("The compositing nodes are linked from another file.", remedy="Make them local.")
    if tree is not None:
        output_socket(tree)
    image = load_take(take)
    fresh = False
    if tree is None:
        tree = make_tree(scene)
        # Nodes that were switched off come back as they were; only an empty tree gets the plate.
        fresh = not output_socket(tree).is_linked
    if fresh:
        plate = scene_plate_node(scene, tree)
        plate.location = (-300, 0)
        tree.links.new(plate.outputs["Image"], output_socket(tree))
    group = _build(placement, take, image)
    selection, active = [node for node in tree.nodes if node.select], tree.nodes.active
    node: Any = tree.nodes.new("CompositorNodeGroup")
    node.node_tree = group
    node.name = node.label = group.name
    node.width = 180
    node.inputs["Mix"].default_value = placement.mix
    node.inputs["Gain"].default_value = placement.gain
    if fresh:
        tree.nodes.active = None
    insert(tree, node, node.inputs["Image"], node.outputs["Image"])
    _fit(scene, group, take)
    _widen(scene, group)
    for member in tree.nodes:
        member.select = member in selection
    tree.nodes.active = active
    write_stamp(group, placement, take)
    return _read(node)


def placed(scene: bpy.types.Scene) -> tuple[Placed, ...]:
    """The takes in the scene's compositing nodes; a group used twice counts once."""
    stamps: dict[str, Placed] = {}
    for node in _groups(scene):
        stamp = stamped(node.node_tree, PREFIX + node.node_tree.name)
        if stamp is not None:
            stamps.setdefault(stamp.id, _with_hand(stamp, node))
    return tuple(stamps.values())


def set_version(scene: bpy.types.Scene, id: str, take: Take) -> Placed:
    """Show another take in the same group; raises `NothingSelected`, `CannotPlace`."""
    node = next((node for node in _groups(scene) if PREFIX + node.node_tree.name == id), None)
    here = stamped(node.node_tree, id) if node is not None else None
    if node is None or here is None:
        raise NothingSelected("These nodes are gone.", where=id)
    require_same_element(here, take)
    nodes = node.node_tree.nodes
    missing = [name for name in (TAKE, FIRST, LAST) if name not in nodes]
    if missing:
        raise CannotPlace(
            f"The node {missing[0]!r} is gone from the group {node.node_tree.name}.",
            remedy="Undo that, or place the other version beside it.",
        )
    placement = replace(here.placement, take=take.id)
    old = nodes[TAKE].image
    nodes[TAKE].image = load_take(take)
    _show_ground(nodes, take)
    _set_numbers(nodes, placement, take)
    _fit(scene, node.node_tree, take)
    _widen(scene, node.node_tree)
    drop_if_unused(old)
    write_stamp(node.node_tree, placement, take)
    return _read(node)


def mark(scene: bpy.types.Scene, id: str, newest: int) -> None:
    """Say on the group, and at the end of its nodes' labels, that a newer version is there."""
    for node in _groups(scene):
        if PREFIX + node.node_tree.name == id:
            write_mark(node.node_tree, newest)
            label = node.label.split(NEWER)[0]
            label += f"{NEWER}{version_text(newest)}" if newest else ""
            if node.label != label:
                node.label = label


def _groups(scene: bpy.types.Scene) -> list[Any]:
    """Every group node of ours, also inside the artist's own groups."""
    groups, tree = [], tree_of(scene)
    waiting, names = [tree] if tree is not None else [], set()
    while waiting:
        branch = waiting.pop()
        names.add(branch.name)
        for node in branch.nodes:
            inner = getattr(node, "node_tree", None)
            if inner is None or inner.bl_idname != "CompositorNodeTree":
                continue
            if stamped(inner, "") is not None:
                groups.append(node)
            elif inner.name not in names:
                waiting.append(inner)
    return groups


def _read(node: Any) -> Placed:
    stamp = stamped(node.node_tree, PREFIX + node.node_tree.name)
    assert stamp is not None
    return _with_hand(stamp, node)


def _with_hand(stamp: Placed, node: Any) -> Placed:
    """The placement with mix and gain as they stand on the node now."""
    mix, gain = (round(float(node.inputs[name].default_value), 6) for name in ("Mix", "Gain"))
    return replace(stamp, placement=replace(stamp.placement, mix=min(max(mix, 0.0), 1.0), gain=gain))


def _build(placement: Placement, take: Take, image: Any) -> Any:
    group: Any = bpy.data.node_groups.new(placed_name(take), "CompositorNodeTree")
    _socket(group, "Image", "INPUT", "NodeSocketColor", "The plate")
    mix: Any = _socket(group, "Mix", "INPUT", "NodeSocketFloat", "How much of the element is seen")
    mix.subtype, mix.min_value, mix.max_value, mix.default_value = "FACTOR", 0.0, 1.0, 1.0
    gain: Any = _socket(group, "Gain", "INPUT", "NodeSocketFloat", "Multiplies the element's light")
    gain.min_value, gain.max_value, gain.default_value = 0.0, 1000.0, 1.0
    for name in (OFFSET_X, OFFSET_Y):
        way = "to the right" if name == OFFSET_X else "up"
        _socket(group, name, "INPUT", "NodeSocketFloat", f"Moves the element {way}, in pixels")
    grounded = ground.has_ground(take)
    for name in ground.LAYERS if grounded else ():
        share: Any = _socket(group, name, "INPUT", "NodeSocketFloat", ground.HELP[name])
        share.subtype, share.min_value, share.max_value, share.default_value = "FACTOR", 0.0, 1.0, 0.0
    _socket(group, "Image", "OUTPUT", "NodeSocketColor", "The element over the plate")
    _socket(group, "Element", "OUTPUT", "NodeSocketColor", "The element alone, premultiplied")

    nodes, link = group.nodes, group.links.new
    inputs: Any = _node(nodes, "NodeGroupInput", "", -1200, 0)
    source: Any = _node(nodes, "CompositorNodeImage", TAKE, -1200, -250)
    source.image = image
    time: Any = _node(nodes, "CompositorNodeSceneTime", "Scene time", -1200, -600)
    first = _math(nodes, FIRST, "GREATER_THAN", -1000, -550)
    last = _math(nodes, LAST, "LESS_THAN", -1000, -750)
    inside = _math(nodes, "On its frames", "MULTIPLY", -800, -620)
    amount = _math(nodes, "Amount", "MULTIPLY", -600, -420)
    move: Any = _node(nodes, "CompositorNodeTranslate", MOVE, -800, -250)
    light: Any = _node(nodes, "ShaderNodeMix", "Gain", -600, -120)
    light.data_type, light.blend_type = "RGBA", "MULTIPLY"
    _input(light, "Factor_Float").default_value = 1.0
    output: Any = _node(nodes, "NodeGroupOutput", "", 0, 0)

    link(time.outputs["Frame"], first.inputs[0])
    link(time.outputs["Frame"], last.inputs[0])
    link(first.outputs[0], inside.inputs[0])
    link(last.outputs[0], inside.inputs[1])
    link(inputs.outputs["Mix"], amount.inputs[0])
    link(inside.outputs[0], amount.inputs[1])
    moves = []
    for axis, offset, down in (("X", OFFSET_X, -60), ("Y", OFFSET_Y, -130)):
        total = _math(nodes, f"{MOVE} {axis}", "ADD", -1000, down - 250)
        link(inputs.outputs[offset], total.inputs[1])
        link(total.outputs[0], move.inputs[axis])
        moves.append(total.outputs[0])
    link(source.outputs["Image"], move.inputs["Image"])
    link(move.outputs["Image"], _input(light, "A_Color"))
    link(inputs.outputs["Gain"], _input(light, "B_Color"))
    element = next(socket for socket in light.outputs if socket.identifier == "Result_Color")
    match = match_beside(take)
    if match is not None:
        element = matched.add_match(group, element, sitting_of(match, take))

    # The element alone, seen on its frames: also what an artist needs to treat it apart from the plate.
    alone: Any = _node(nodes, "CompositorNodeAlphaOver", "Element", -350, -350)
    background, front = (socket for socket in alone.inputs if socket.bl_idname == "NodeSocketColor")
    background.default_value = (0.0, 0.0, 0.0, 0.0)
    link(element, front)
    link(amount.outputs[0], _input(alone, "Fac"))
    link(alone.outputs["Image"], output.inputs["Element"])
    plate: Any = inputs.outputs["Image"]
    if grounded:
        passes = load_take(take, layer="passes")
        plate = ground.add_ground(group, passes, plate, inside.outputs[0], (moves[0], moves[1]))
    if placement.blend == "plus":
        blend: Any = _node(nodes, "ShaderNodeMix", "Plus", -100, 0)
        blend.data_type, blend.blend_type = "RGBA", "ADD"
        _input(blend, "Factor_Float").default_value = 1.0
        link(plate, _input(blend, "A_Color"))
        link(alone.outputs["Image"], _input(blend, "B_Color"))
        result = next(socket for socket in blend.outputs if socket.identifier == "Result_Color")
    else:
        blend = _node(nodes, "CompositorNodeAlphaOver", "Over", -100, 0)
        back, front = (socket for socket in blend.inputs if socket.bl_idname == "NodeSocketColor")
        link(plate, back)
        link(alone.outputs["Image"], front)
        result = blend.outputs["Image"]
    link(result, output.inputs["Image"])
    _set_numbers(nodes, placement, take)
    return group


def _show_ground(nodes: Any, take: Take) -> None:
    """What another version does to the ground; nothing where it does not say."""
    if ground.SOURCE not in nodes or ground.THERE not in nodes:
        return
    there = ground.has_ground(take)
    nodes[ground.THERE].inputs[1].default_value = float(there)
    if there:
        old = nodes[ground.SOURCE].image
        nodes[ground.SOURCE].image = load_take(take, layer="passes")
        drop_if_unused(old)


def _fit(scene: bpy.types.Scene, group: Any, take: Take) -> None:
    """Bring a take that is finer than its plate to the plate's size; a node of that name is made for it.

    In a scene of the take's own size it stays as fine as it is.
    """
    nodes, share = group.nodes, 1.0 / _finer(scene, take)
    if FIT not in nodes:
        if share == 1.0 or MOVE not in nodes:
            return
        into = nodes[MOVE].inputs["Image"]
        fit: Any = _node(nodes, "CompositorNodeScale", FIT, -1000, -250)
        group.links.new(nodes[TAKE].outputs["Image"], fit.inputs["Image"])
        group.links.new(fit.outputs["Image"], into)
    for axis in "XY":
        nodes[FIT].inputs[axis].default_value = share
    for axis, missing in zip("XY", _missing_move(take), strict=True):
        if f"{MOVE} {axis}" in nodes:
            nodes[f"{MOVE} {axis}"].inputs[0].default_value = missing * share


def _widen(scene: bpy.types.Scene, group: Any) -> None:
    """Put a plate smaller than the scene's frame on an empty picture of the frame's size.

    Blender lays one picture over another within the lower one alone: what a model added around the plate
    would not be seen.
    """
    width, height = plate_size(scene)
    frame = scene.render.resolution_x, scene.render.resolution_y
    nodes = group.nodes
    inputs = next((node for node in nodes if node.bl_idname == "NodeGroupInput"), None)
    if PLATE in nodes or inputs is None or not width or (width >= frame[0] and height >= frame[1]):
        return
    below = [link.to_socket for link in inputs.outputs["Image"].links]
    mask: Any = _node(nodes, "CompositorNodeBoxMask", "Frame", -900, 320)
    empty: Any = _node(nodes, "CompositorNodeSetAlpha", "Empty frame", -700, 320)
    for node, name, zero in ((mask, "Size", (0.0, 0.0)), (mask, "Value", 0.0), (empty, "Image", (0.0,) * 4)):
        socket = node.inputs.get(name)
        if socket is not None:
            socket.default_value = zero
    wide: Any = _node(nodes, "CompositorNodeAlphaOver", PLATE, -450, 220)
    back, front = (socket for socket in wide.inputs if socket.bl_idname == "NodeSocketColor")
    group.links.new(mask.outputs["Mask"], empty.inputs["Alpha"])
    group.links.new(empty.outputs["Image"], back)
    for socket in below:
        group.links.new(wide.outputs["Image"], socket)
    group.links.new(inputs.outputs["Image"], front)


def _finer(scene: bpy.types.Scene, take: Take) -> int:
    """How many pixels of the take one of the plate's has a side; 1 where the two are not of one shape."""
    size, (width, height) = (take.format.width, take.format.height), plate_size(scene)
    if size == (scene.render.resolution_x, scene.render.resolution_y) or not width:
        return 1
    times = size[0] // width
    return times if times > 1 and size == (width * times, height * times) else 1


def _set_numbers(nodes: Any, placement: Placement, take: Take) -> None:
    """Everything in the group that depends on the take's frames and windows."""
    set_frames(nodes[TAKE], placement, take)
    if ground.SOURCE in nodes and ground.has_ground(take):
        set_frames(nodes[ground.SOURCE], placement, take)
    frames = placed_frames(placement, take)
    nodes[FIRST].inputs[1].default_value = frames.first - 0.5
    nodes[LAST].inputs[1].default_value = frames.last + 0.5
    for axis, missing in zip("XY", _missing_move(take), strict=True):
        if f"{MOVE} {axis}" in nodes:
            nodes[f"{MOVE} {axis}"].inputs[0].default_value = missing


def _missing_move(take: Take) -> tuple[float, float]:
    """How far the picture still has to be moved, in pixels, once Blender has read its windows.

    Up to 5.1 Blender centres the data window on the frame. From 5.2 it honours the windows, but 5.2 moves
    the wrong way up and down (measured on 5.2.3).
    """
    x, y = center_offset(take)
    if bpy.app.version < (5, 2, 0):
        return x, y
    return 0.0, 2.0 * y if bpy.app.version < (5, 3, 0) else 0.0


def _socket(tree: Any, name: str, way: str, kind: str, help: str) -> Any:
    return tree.interface.new_socket(name, description=help, in_out=way, socket_type=kind)


def _node(nodes: Any, kind: str, name: str, x: float, y: float) -> Any:
    node = nodes.new(kind)
    if name:
        node.name = node.label = name
    node.location = (x, y)
    return node


def _math(nodes: Any, name: str, operation: str, x: float, y: float) -> Any:
    node = _node(nodes, "ShaderNodeMath", name, x, y)
    node.operation = operation
    return node


def _input(node: Any, identifier: str) -> Any:
    return next(socket for socket in node.inputs if socket.identifier == identifier)
