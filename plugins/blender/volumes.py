"""Place a take as a volume: OpenVDB in metres, where its element was put before the scene's camera.

It stands upright, its foot on the camera's ray through its place in frame at its distance, as the camera is
on the take's first frame; from then on it is the scene's, lit by its lamps.
"""

from __future__ import annotations

from dataclasses import replace
from math import atan2, hypot
from pathlib import Path
from typing import Any

import bpy
from mathutils import Matrix, Vector

from secondunit.host import Placed
from secondunit.host.placement import (
    frame_path,
    placed_frames,
    placed_name,
    require_same_element,
    version_name,
)
from secondunit.wire import Placement, Take, TakeVolume
from secondunit.wire.errors import CannotPlace, NothingSelected

from .camera_track import moves
from .images import document_path
from .stamps import stamped, write_mark, write_stamp

PREFIX = "volume:"
LAYER = "volume"
#: How often light has to bounce in a volume for it to be as bright as it was made.
BOUNCES = 8
MATTER, SHINE, TINT, BALANCE = "Matter", "Shine", "Tint", "White balance in mired"


def place(scene: bpy.types.Scene, placement: Placement, take: Take) -> Placed:
    """Build the volume before the scene's camera; raises `CannotPlace`."""
    facts = _facts(take)
    camera = scene.camera
    if camera is None or not isinstance(camera.data, bpy.types.Camera):
        raise CannotPlace("The scene has no camera that the volume could stand before.", remedy="Add one.")
    if camera.data.type != "PERSP":
        raise CannotPlace("A volume stands before a perspective camera.", remedy="Switch the camera to that.")
    name = placed_name(take)
    data = bpy.data.volumes.new(name)
    _show(data, placement, take)
    data.materials.append(_material(name, placement, facts))
    volume: Any = bpy.data.objects.new(name, data)
    scene.collection.objects.link(volume)
    volume.matrix_world = _stand(scene, placed_frames(placement, take).first, take, facts)
    write_stamp(volume, placement, take)
    return _read(volume)


def placed(scene: bpy.types.Scene) -> tuple[Placed, ...]:
    """The volumes of the scene that are ours."""
    return tuple(_read(volume) for volume in scene.objects if _ours(volume, ""))


def set_version(scene: bpy.types.Scene, id: str, take: Take) -> Placed:
    """Show another take in the same place; raises `NothingSelected`, `CannotPlace`.

    Its own matter comes with it; where it stands and what was built around it stays.
    """
    volume: Any = scene.objects.get(id.removeprefix(PREFIX))
    here = _ours(volume, id)
    if here is None:
        raise NothingSelected("This volume is gone.", where=id)
    require_same_element(here, take)
    facts = _facts(take)
    placement = replace(here.placement, take=take.id)
    _show(volume.data, placement, take)
    material: Any = volume.material_slots[0].material if volume.material_slots else None
    if material is not None and material.node_tree is not None:
        _fill(material.node_tree.nodes, placement, facts)
    write_stamp(volume, placement, take)
    return _read(volume)


def mark(scene: bpy.types.Scene, id: str, newest: int) -> None:
    """Say on the volume that a newer version is there."""
    volume: Any = scene.objects.get(id.removeprefix(PREFIX))
    if _ours(volume, id) is not None:
        write_mark(volume, newest)


def advice(scene: Any) -> str:
    """What the scene's own settings take from its volumes, as a sentence; empty where that is nothing."""
    if scene.render.engine != "CYCLES" or not placed(scene):
        return ""
    bounces = min(scene.cycles.max_bounces, scene.cycles.volume_bounces)
    if bounces >= BOUNCES:
        return ""
    return (
        f"Cycles lets light bounce {bounces} times in volumes: smoke is darker than it was made. "
        f"Set Render > Light Paths > Volume to {BOUNCES} or more."
    )


def _ours(volume: Any, id: str) -> Placed | None:
    return stamped(volume, id) if volume is not None and volume.type == "VOLUME" else None


def _read(volume: Any) -> Placed:
    stamp = stamped(volume, PREFIX + volume.name)
    assert stamp is not None
    return stamp


def _facts(take: Take) -> TakeVolume:
    """What a take's volume is; raises `CannotPlace` for a take that has none, or whose files are away."""
    if take.volume is None or take.layer(LAYER) is None:
        if take.provider:
            raise CannotPlace(
                f"{take.label} is a picture; there is no volume of it.", remedy="Place it as a plane."
            )
        raise CannotPlace(
            f"{take.label} was made without a volume.",
            remedy="Smoke, steam, fire, dust and explosions: switch Volume on under Delivery and generate it "
            "again; the same seed makes the same element. Place any other as a plane.",
        )
    if take.frames.first < 0:
        raise CannotPlace("Blender counts the files of a volume from 0; this take begins before that.")
    for frame in (take.frames.first, take.frames.last):
        path = frame_path(take, frame, LAYER)
        if not Path(path).is_file():
            raise CannotPlace(
                f"The files of {take.label} are not there.",
                remedy="Check that the show's folder is mounted on this machine.",
                where=path,
            )
    return take.volume


def _show(data: Any, placement: Placement, take: Take) -> None:
    """Point a volume at the files of a take: each on its own frame, and nothing before and after."""
    first = take.frames.first
    data.filepath = document_path(frame_path(take, first, LAYER))
    data["version"] = version_name(take)
    data.is_sequence = True
    data.sequence_mode = "CLIP"
    data.frame_duration = len(take.frames)
    data.frame_start = placed_frames(placement, take).first
    # Blender counts files from 1 at the first frame.
    data.frame_offset = first - 1
    layer = take.layer(LAYER)
    moving = layer is not None and "velocity" in layer.channels
    data.velocity_grid = "velocity" if moving else ""
    data.velocity_unit, data.velocity_scale = "SECOND", 1.0


def _stand(scene: Any, frame: int, take: Take, facts: TakeVolume) -> Matrix:
    """Where the volume stands: its foot before the camera as that is on a frame, upright, facing away."""
    camera = scene.camera
    now = scene.frame_current, scene.frame_subframe
    away = moves(camera) and now != (frame, 0.0)
    try:
        if away:
            scene.frame_set(frame)
        graph = bpy.context.evaluated_depsgraph_get()
        pose = camera.evaluated_get(graph).matrix_world.copy()
        corners = camera.data.view_frame(scene=scene)
    finally:
        if away:
            scene.frame_set(now[0], subframe=now[1])
    xs = [corner.x / -corner.z for corner in corners]
    ys = [corner.y / -corner.z for corner in corners]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    # A take of another shape fills the frame's width, as a plane of it does.
    picture = take.format.width * take.format.pixel_aspect / take.format.height
    if abs(picture / (width / height) - 1.0) > 0.005:
        height = width / picture
    x = 0.5 * (max(xs) + min(xs)) + (facts.x - 0.5) * width
    y = 0.5 * (max(ys) + min(ys)) + (facts.y - 0.5) * height
    turn = pose.to_quaternion()
    metre = 1.0 / (scene.unit_settings.scale_length or 1.0)
    foot = pose.translation + turn @ Vector((x, y, -1.0)) * facts.depth * metre
    ahead = turn @ Vector((0.0, 0.0, -1.0))
    if hypot(ahead.x, ahead.y) < 1e-3:  # it looks straight down or up: the frame's top is away
        ahead = turn @ Vector((0.0, 1.0, 0.0))
    heading = Matrix.Rotation(atan2(-ahead.x, ahead.y), 4, "Z")
    return Matrix.Translation(foot) @ heading @ Matrix.Scale(metre, 4)


def _material(name: str, placement: Placement, facts: TakeVolume) -> Any:
    """What is there stops and scatters light as in the take; what is hot shines in a black body's colour."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree: Any = material.node_tree
    nodes, link = tree.nodes, tree.links.new
    nodes.clear()
    matter = _node(nodes, "ShaderNodeVolumePrincipled", MATTER, 0, 0)
    output = _node(nodes, "ShaderNodeOutputMaterial", "Output", 320, 0)
    link(matter.outputs[0], output.inputs["Volume"])
    if facts.shine > 0.0:
        flame = _attribute(nodes, "flame", -800, -200)
        kelvin = _attribute(nodes, "temperature", -1400, -420)
        shine = _math(nodes, SHINE, "MULTIPLY", -400, -200)
        body = _node(nodes, "ShaderNodeBlackbody", "Black body", -600, -420)
        tint = _node(nodes, "ShaderNodeVectorMath", TINT, -400, -420)
        tint.operation = "MULTIPLY"
        link(flame.outputs["Fac"], shine.inputs[0])
        inverse = _math(nodes, "Inverse", "DIVIDE", -1200, -420)
        balance = _math(nodes, BALANCE, "SUBTRACT", -1000, -420)
        seen = _math(nodes, "Seen", "DIVIDE", -800, -420)
        inverse.inputs[0].default_value = seen.inputs[0].default_value = 1e6
        link(kelvin.outputs["Fac"], inverse.inputs[1])
        link(inverse.outputs[0], balance.inputs[0])
        link(balance.outputs[0], seen.inputs[1])
        link(seen.outputs[0], body.inputs[0])
        link(body.outputs[0], tint.inputs[0])
        link(shine.outputs[0], matter.inputs["Emission Strength"])
        link(tint.outputs[0], matter.inputs["Emission Color"])
    _fill(nodes, placement, facts)
    return material


def _fill(nodes: Any, placement: Placement, facts: TakeVolume) -> None:
    """Set what a take's matter is in the nodes that are still there."""
    matter = nodes.get(MATTER)
    if matter is not None and matter.bl_idname == "ShaderNodeVolumePrincipled":
        matter.inputs["Density"].default_value = facts.extinction * placement.mix
        matter.inputs["Color"].default_value = (*facts.albedo, 1.0)
        matter.inputs["Anisotropy"].default_value = facts.forward
    if SHINE in nodes:
        nodes[SHINE].inputs[1].default_value = facts.extinction * facts.shine * placement.gain * placement.mix
    if TINT in nodes:
        nodes[TINT].inputs[1].default_value = facts.tint
    if BALANCE in nodes:
        nodes[BALANCE].inputs[1].default_value = facts.mired


def _attribute(nodes: Any, name: str, x: float, y: float) -> Any:
    node = _node(nodes, "ShaderNodeAttribute", name, x, y)
    node.attribute_name = name
    return node


def _math(nodes: Any, name: str, operation: str, x: float, y: float) -> Any:
    node = _node(nodes, "ShaderNodeMath", name, x, y)
    node.operation = operation
    return node


def _node(nodes: Any, kind: str, name: str, x: float, y: float) -> Any:
    node = nodes.new(kind)
    node.name = node.label = name
    node.location = (x, y)
    return node
