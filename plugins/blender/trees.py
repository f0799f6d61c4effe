"""The scene's compositing tree, as 4.5 and 5.x keep it, and where an element goes into it."""

from __future__ import annotations

from typing import Any

import bpy

from secondunit.wire.errors import CannotPlace

#: From 5.0 the scene points to a node group that ends on a group output.
GROUPS = bpy.app.version >= (5, 0, 0)


def tree_of(scene: Any) -> Any | None:
    """The compositing nodes of a scene, or None where it has none in use."""
    if GROUPS:
        return scene.compositing_node_group
    return scene.node_tree if scene.use_nodes else None


def make_tree(scene: Any) -> Any:
    """Give a scene without compositing nodes an empty tree that ends on an output."""
    if GROUPS:
        tree: Any = bpy.data.node_groups.new("Compositing", "CompositorNodeTree")
        tree.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
        scene.compositing_node_group = tree
        tree.nodes.new("NodeGroupOutput").location = (400, 0)
        return tree
    first_use = scene.node_tree is None
    scene.use_nodes = True
    scene_tree: Any = scene.node_tree
    if first_use:
        scene_tree.nodes.clear()
    if not _outputs(scene_tree):
        scene_tree.nodes.new("CompositorNodeComposite").location = (400, 0)
    return scene_tree


def _outputs(tree: Any) -> list[Any]:
    kind = "NodeGroupOutput" if GROUPS else "CompositorNodeComposite"
    return [node for node in tree.nodes if node.bl_idname == kind and not node.mute]


def output_socket(tree: Any) -> Any:
    """The input socket that the rendered picture comes out of; raises `CannotPlace`."""
    outputs = _outputs(tree)
    output = next((node for node in outputs if getattr(node, "is_active_output", False)), None)
    output = output or (outputs[0] if outputs else None)
    for socket in output.inputs if output is not None else ():
        if socket.bl_idname == "NodeSocketColor":
            return socket
    raise CannotPlace(
        "The compositing nodes end on no image output.",
        remedy="Add an output node with an Image socket, then place again.",
    )


def way_to_output(tree: Any) -> list[Any]:
    """The links along which the picture flows, the one into the output first, up to the plate."""
    links, socket, nodes = [], output_socket(tree), set()
    while socket is not None and socket.is_linked:
        link = socket.links[0]
        node = link.from_node
        if node in nodes:
            break
        nodes.add(node)
        links.append(link)
        socket = next((s for s in node.inputs if s.bl_idname == "NodeSocketColor" and s.is_linked), None)
    return links


def plate_size(scene: Any) -> tuple[int, int]:
    """Width and height of the picture that the compositing begins with; (0, 0) where that is not known."""
    tree = tree_of(scene)
    links = way_to_output(tree) if tree is not None else []
    source = links[-1].from_node if links else None
    kind = source.bl_idname if source is not None else ""
    if kind == "CompositorNodeRLayers":
        share = scene.render.resolution_percentage / 100.0
        return round(scene.render.resolution_x * share), round(scene.render.resolution_y * share)
    attribute = {"CompositorNodeMovieClip": "clip", "CompositorNodeImage": "image"}.get(kind)
    picture = getattr(source, attribute) if attribute else None
    return (int(picture.size[0]), int(picture.size[1])) if picture is not None else (0, 0)


def insertion_link(tree: Any) -> Any | None:
    """The link to put an element on: after the active node where the picture flows through it, else the last.

    None when nothing is linked to the output.
    """
    links = way_to_output(tree)
    for link in links:
        if link.from_node == tree.nodes.active and link.from_node.select:
            return link
    return links[0] if links else None


def insert(tree: Any, node: Any, into: Any, out: Any) -> None:
    """Put `node` (by its sockets `into` and `out`) on the way to the output; nothing else is relinked."""
    link = insertion_link(tree)
    if link is None:
        socket = output_socket(tree)
        tree.links.new(out, socket)
        node.location = (socket.node.location.x - node.width - 60, socket.node.location.y)
        return
    before, after = link.from_socket, link.to_socket
    if link.is_valid:
        tree.links.remove(link)
    tree.links.new(before, into)
    tree.links.new(out, after)
    node.location = (
        after.node.location.x - node.width - 40,
        after.node.location.y - (60 if before.node.location.x + 400 > after.node.location.x else 0),
    )
