"""Place a take as a plane that faces the camera and fills its frame at a chosen depth, overscan included.

The plane is a child of the camera; drivers keep it filling the frame when the lens is animated or the depth
changed by hand (custom property Depth). It only adds its light and covers by its alpha: no shading.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bpy

from secondunit.host import Placed
from secondunit.host.placement import (
    center_offset,
    placed_frames,
    placed_name,
    require_same_element,
    stored_size,
)
from secondunit.wire import Placement, Take
from secondunit.wire.errors import CannotPlace, NothingSelected

from .images import drop_if_unused, load_take, set_frames
from .stamps import stamped, write_mark, write_stamp

PREFIX = "plane:"
DEPTH = "depth"
#: Pixels that the plane reaches beyond the picture on every side.
BLEED = 2
TAKE, GAIN, MIX, SHOWN = "Take", "Gain", "Mix", "On its frames"


def place(scene: bpy.types.Scene, placement: Placement, take: Take) -> Placed:
    """Build the plane under the scene's camera; raises `CannotPlace`."""
    camera = scene.camera
    if camera is None or not isinstance(camera.data, bpy.types.Camera):
        raise CannotPlace("The scene has no camera for the plane to face.", remedy="Add a camera.")
    if camera.data.type not in ("PERSP", "ORTHO"):
        raise CannotPlace("A flat plane cannot fill the frame of a panoramic camera.")
    image = load_take(take, packed=True)
    name = placed_name(take)
    mesh = bpy.data.meshes.new(name)
    corners = [(-0.5, -0.5, 0.0), (0.5, -0.5, 0.0), (0.5, 0.5, 0.0), (-0.5, 0.5, 0.0)]
    mesh.from_pydata(corners, [], [(0, 1, 2, 3)])
    mesh.uv_layers.new(name="UVMap")
    plane: Any = bpy.data.objects.new(name, mesh)
    mesh.materials.append(_material(name, placement, take, image))
    scene.collection.objects.link(plane)
    plane.parent = camera
    plane[DEPTH] = placement.depth
    plane.id_properties_ui(DEPTH).update(
        min=0.0, soft_min=0.01, description="Distance from the camera; the plane keeps filling the frame"
    )
    for ray in ("diffuse", "glossy", "transmission", "volume_scatter", "shadow"):
        setattr(plane, f"visible_{ray}", False)
    _drive_frame(scene, plane, take)
    write_stamp(plane, placement, take)
    return _read(plane)


def placed(scene: bpy.types.Scene) -> tuple[Placed, ...]:
    """The planes of the scene that are ours."""
    return tuple(
        _read(plane) for plane in scene.objects if plane.type == "MESH" and stamped(plane, "") is not None
    )


def set_version(scene: bpy.types.Scene, id: str, take: Take) -> Placed:
    """Show another take on the same plane; raises `NothingSelected`, `CannotPlace`."""
    plane: Any = scene.objects.get(id.removeprefix(PREFIX))
    here = stamped(plane, id)
    if plane is None or here is None:
        raise NothingSelected("This plane is gone.", where=id)
    require_same_element(here, take)
    material: Any = plane.material_slots[0].material if plane.material_slots else None
    nodes = material.node_tree.nodes if material is not None and material.node_tree is not None else {}
    if TAKE not in nodes or SHOWN not in nodes:
        raise CannotPlace(
            f"The material of {plane.name} no longer holds the take.",
            remedy="Undo that, or place the other version beside it.",
        )
    placement = replace(_read(plane).placement, take=take.id)
    old = nodes[TAKE].image
    nodes[TAKE].image = load_take(take, packed=True)
    set_frames(nodes[TAKE].image_user, placement, take)
    _drive_shown(material.node_tree, placement, take)
    _drive_frame(scene, plane, take)
    drop_if_unused(old)
    write_stamp(plane, placement, take)
    return _read(plane)


def mark(scene: bpy.types.Scene, id: str, newest: int) -> None:
    """Say on the plane that a newer version is there."""
    plane: Any = scene.objects.get(id.removeprefix(PREFIX))
    if plane is not None and stamped(plane, id) is not None:
        write_mark(plane, newest)


def _read(plane: Any) -> Placed:
    stamp = stamped(plane, PREFIX + plane.name)
    assert stamp is not None
    depth = round(float(plane.get(DEPTH, stamp.placement.depth)), 6)
    return replace(
        stamp, placement=replace(stamp.placement, depth=depth if depth > 0 else stamp.placement.depth)
    )


def _material(name: str, placement: Placement, take: Take, image: Any) -> Any:
    """Premultiplied light over what is behind: emission plus transparency by the alpha that is left."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    material.surface_render_method = "BLENDED"
    material.use_backface_culling = False
    tree = material.node_tree
    assert tree is not None
    nodes, link = tree.nodes, tree.links.new
    nodes.clear()
    texture: Any = _node(nodes, "ShaderNodeTexImage", TAKE, -700, 0)
    texture.image = image
    texture.extension = "EXTEND"
    set_frames(texture.image_user, placement, take)
    mix = _value(nodes, MIX, placement.mix, -700, -350)
    visibility = _value(nodes, SHOWN, 1.0, -700, -450)
    gain = _value(nodes, GAIN, placement.gain, -700, -550)
    amount = _math(nodes, "Amount", "MULTIPLY", -500, -380)
    light = _math(nodes, "Light", "MULTIPLY", -300, -420)
    cover = _math(nodes, "Cover", "MULTIPLY", -300, -200)
    left = _math(nodes, "What is left behind", "SUBTRACT", -120, -200)
    emission: Any = _node(nodes, "ShaderNodeEmission", "Emission", -100, 0)
    through: Any = _node(nodes, "ShaderNodeBsdfTransparent", "Behind", 60, -200)
    adder: Any = _node(nodes, "ShaderNodeAddShader", "Over", 240, 0)
    output: Any = _node(nodes, "ShaderNodeOutputMaterial", "Output", 420, 0)
    link(mix.outputs[0], amount.inputs[0])
    link(visibility.outputs[0], amount.inputs[1])
    link(amount.outputs[0], light.inputs[0])
    link(gain.outputs[0], light.inputs[1])
    link(texture.outputs["Color"], emission.inputs["Color"])
    link(light.outputs[0], emission.inputs["Strength"])
    if placement.blend == "over":
        link(texture.outputs["Alpha"], cover.inputs[0])
    else:
        cover.inputs[0].default_value = 0.0
    link(amount.outputs[0], cover.inputs[1])
    left.inputs[0].default_value = 1.0
    link(cover.outputs[0], left.inputs[1])
    link(left.outputs[0], through.inputs["Color"])
    link(emission.outputs[0], adder.inputs[0])
    link(through.outputs[0], adder.inputs[1])
    link(adder.outputs[0], output.inputs["Surface"])
    _drive_shown(tree, placement, take)
    return material


def _drive_shown(tree: Any, placement: Placement, take: Take) -> None:
    """Show the take on its own frames only; before and after there is nothing."""
    frames = placed_frames(placement, take)
    path = f'nodes["{SHOWN}"].outputs[0].default_value'
    tree.driver_remove(path)
    driver = tree.driver_add(path).driver
    driver.type = "SCRIPTED"
    driver.expression = f"1.0 if {frames.first - 0.5} < frame < {frames.last + 0.5} else 0.0"


def _drive_frame(scene: bpy.types.Scene, plane: Any, take: Take) -> None:
    """Drive place and size so that the picture fills the camera's frame at any depth and focal length."""
    camera = plane.parent.data
    lens, sensor = _lens(camera)
    corners = camera.view_frame(scene=scene)
    flat = camera.type == "ORTHO"
    xs = [corner.x / (1.0 if flat else -corner.z) for corner in corners]
    ys = [corner.y / (1.0 if flat else -corner.z) for corner in corners]
    # The frame at depth 1, in units of sensor / lens (or of the orthographic scale): constant under a zoom.
    unit = camera.ortho_scale if flat else getattr(camera, sensor) / camera.lens
    width, height = (max(xs) - min(xs)) / unit, (max(ys) - min(ys)) / unit
    picture = take.format.width * take.format.pixel_aspect / take.format.height
    if abs(picture / (width / height) - 1.0) > 0.005:
        height = width / picture
    stored = tuple(side + 2 * BLEED for side in stored_size(take))
    _lay_picture(plane, take)
    x, y = center_offset(take)
    size = f"* {'scale' if flat else 'depth * sensor / lens'}"
    shift_x, shift_y = x / take.format.width * width, y / take.format.height * height
    wanted = {
        ("location", 0): f"(shift_x + {shift_x!r}) {size}",
        ("location", 1): f"(shift_y + {shift_y!r}) {size}",
        ("location", 2): "-depth",
        ("scale", 0): f"{width * stored[0] / take.format.width!r} {size}",
        ("scale", 1): f"{height * stored[1] / take.format.height!r} {size}",
    }
    for (path, index), expression in wanted.items():
        plane.driver_remove(path, index)
        driver = plane.driver_add(path, index).driver
        driver.type = "SCRIPTED"
        for name, source in (("sensor", sensor), ("lens", lens), ("scale", "ortho_scale"),
                             ("shift_x", "shift_x"), ("shift_y", "shift_y")):  # fmt: skip
            if name in expression:
                _variable(driver, name, "CAMERA", camera, source)
        if "depth" in expression:
            _variable(driver, "depth", "OBJECT", plane, f'["{DEPTH}"]')
        driver.expression = expression


def _lay_picture(plane: Any, take: Take) -> None:
    """Lay the picture on the plane, leaving `BLEED` pixels at its rim, where its last pixels are repeated.

    Without them the filter of a render would mix in what is beside the plane at the edge of the frame.
    """
    width, height = stored_size(take)
    x, y = BLEED / width, BLEED / height
    layer = plane.data.uv_layers[0]
    for loop, corner in enumerate(((-x, -y), (1 + x, -y), (1 + x, 1 + y), (-x, 1 + y))):
        layer.data[loop].uv = corner


def _lens(camera: Any) -> tuple[str, str]:
    """The camera's properties that set its field of view: lens, and the side of the sensor that counts."""
    return "lens", "sensor_height" if camera.sensor_fit == "VERTICAL" else "sensor_width"


def _variable(driver: Any, name: str, kind: str, of: Any, path: str) -> None:
    variable = driver.variables.new()
    variable.name = name
    target = variable.targets[0]
    target.id_type = kind
    target.id = of
    target.data_path = path


def _node(nodes: Any, kind: str, name: str, x: float, y: float) -> Any:
    node = nodes.new(kind)
    node.name = node.label = name
    node.location = (x, y)
    return node


def _value(nodes: Any, name: str, value: float, x: float, y: float) -> Any:
    node = _node(nodes, "ShaderNodeValue", name, x, y)
    node.outputs[0].default_value = value
    return node


def _math(nodes: Any, name: str, operation: str, x: float, y: float) -> Any:
    node = _node(nodes, "ShaderNodeMath", name, x, y)
    node.operation = operation
    return node
