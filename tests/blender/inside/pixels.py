"""Place takes in every way and render them, so that the test can measure the pixels that come out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import begin
import bpy

takes_path, plate_pattern, out = sys.argv[1:4]
FRAMES = [1000, 1001, 1004, 1006, 1007]


def with_clip() -> Any:
    """A fresh scene whose clip is the plate, starting at its own number."""
    scene = begin.empty()
    clip = bpy.data.movieclips.load(plate_pattern % 1001)
    clip.colorspace_settings.name = "Linear Rec.709"
    clip.frame_start = 1001
    scene.active_clip = clip
    return scene


def place(take: Any, kind: str, **more: Any) -> Any:
    from secondunit.wire import Placement, PlacementKind

    host = begin.part("blender_host").BlenderHost()
    return host, host.place(Placement(take.id, PlacementKind(kind), **more), take)


def comp_tree(scene: Any) -> Any:
    return begin.part("trees").tree_of(scene)


def act() -> object:
    begin.switch_on()
    takes = {f"{take.element} v{take.version}": take for take in begin.takes(takes_path)}
    found: dict[str, Any] = {}

    scene = with_clip()
    host, placed = place(takes["smoke v1"], "comp")
    begin.render(scene, f"{out}/over", FRAMES)
    tree = comp_tree(scene)
    node = next(node for node in tree.nodes if node.name == "SecondUnit_smoke")
    node.inputs["Mix"].default_value = 0.5
    node.node_tree.nodes["Gain"].label = "mine"
    host.set_version(placed.id, takes["smoke v2"])
    begin.render(scene, f"{out}/version", [1001, 1006, 1009])
    found["kept"] = [node.inputs["Mix"].default_value, node.node_tree.nodes["Gain"].label]
    found["images"] = sorted(image.name for image in bpy.data.images if image.source == "SEQUENCE")

    scene = with_clip()
    host, placed = place(takes["fire v1"], "comp")
    node = next(node for node in comp_tree(scene).nodes if node.name == "SecondUnit_fire")
    begin.render(scene, f"{out}/ground_off", [1004])
    for name, value in (("Ground shadow", 0.8), ("Ground contact", 0.4), ("Ground light", 0.6)):
        node.inputs[name].default_value = value
    begin.render(scene, f"{out}/ground_on", [1004, 1007])
    host.set_version(placed.id, takes["fire v2"])
    begin.render(scene, f"{out}/ground_other", [1004])

    scene = with_clip()
    place(takes["matched v1"], "comp")
    begin.render(scene, f"{out}/matched", [1001])
    scene = with_clip()
    place(takes["softened v1"], "comp")
    begin.render(scene, f"{out}/softened", [1001])

    scene = with_clip()
    place(takes["smoke v1"], "comp", offset=2, blend="plus", mix=0.5, gain=2.0)
    begin.render(scene, f"{out}/plus", [1002, 1003, 1008, 1009])

    scene = with_clip()
    place(takes["aces v1"], "comp")
    begin.render(scene, f"{out}/aces", [1001])

    scene = with_clip()
    place(takes["wide v1"], "comp")
    begin.render(scene, f"{out}/wide", [1001])
    node = next(node for node in comp_tree(scene).nodes if node.name == "SecondUnit_wide")
    node.inputs["Offset X"].default_value, node.inputs["Offset Y"].default_value = 5.0, 3.0
    begin.render(scene, f"{out}/moved", [1001])

    scene = with_clip()
    place(takes["smoke v1"], "comp")
    place(takes["aces v1"], "comp")
    begin.render(scene, f"{out}/two", [1001])

    # An artist's own nodes: plate, then a gain of 2 on everything; the plate node is selected.
    scene = begin.empty()
    tree = begin.part("trees").make_tree(scene)
    plate = tree.nodes.new("CompositorNodeImage")
    plate.image = bpy.data.images.load(plate_pattern % 1001)
    plate.image.source = "SEQUENCE"
    plate.image.colorspace_settings.name = "Linear Rec.709"
    plate.frame_start, plate.frame_duration, plate.frame_offset = 1001, 9, 1000
    double = tree.nodes.new("CompositorNodeExposure")
    double.inputs["Exposure"].default_value = 1.0
    output = begin.part("trees").output_socket(tree)
    tree.links.new(plate.outputs["Image"], double.inputs["Image"])
    tree.links.new(double.outputs["Image"], output)
    for one in tree.nodes:
        one.select = one == plate
    tree.nodes.active = plate
    before = [(n.name, tuple(n.location)) for n in tree.nodes]
    place(takes["smoke v1"], "comp")
    begin.render(scene, f"{out}/grade_after", [1001])
    found["active"] = tree.nodes.active.name == plate.name
    found["moved"] = before != [(n.name, tuple(n.location)) for n in tree.nodes][: len(before)]

    # Planes: light without cover, zoom, shift, sensor fits and depth.
    for name, change in {
        "plane": lambda camera: None,
        "plane_shift": lambda camera: (setattr(camera, "shift_x", 0.3), setattr(camera, "shift_y", -0.1)),
        "plane_vertical": lambda camera: setattr(camera, "sensor_fit", "VERTICAL"),
        "plane_ortho": lambda camera: setattr(camera, "type", "ORTHO"),
    }.items():
        scene = begin.empty()
        bpy.data.objects.remove(bpy.data.objects["Cube"])
        scene.world = None
        scene.render.film_transparent = True
        camera = scene.camera.data
        change(camera)
        host, placed = place(takes["grid v1"], "plane", depth=7.5)
        frames = [1001] if name != "plane" else FRAMES
        begin.render(scene, f"{out}/{name}", frames)
        if name == "plane":
            camera.lens = 80.0
            scene.objects["SecondUnit_grid"]["depth"] = 2.0
            scene.objects["SecondUnit_grid"].update_tag()
            begin.render(scene, f"{out}/plane_zoom", [1001])
            found["depth"] = host.placed()[0].placement.depth
    for name in ("wide v1", "smoke v1"):
        scene = begin.empty()
        bpy.data.objects.remove(bpy.data.objects["Cube"])
        scene.world = None
        scene.render.film_transparent = True
        place(takes[name], "plane", depth=3.0)
        begin.render(scene, f"{out}/plane_{name[:4]}", [1001])
    scene = begin.empty()
    place(takes["wide v1"], "strip")
    begin.render(scene, f"{out}/strip_wide", [1001])
    scene = begin.empty()
    bpy.data.objects.remove(bpy.data.objects["Cube"])
    scene.world = None
    scene.render.film_transparent = True
    place(takes["smoke v1"], "plane", depth=3.0)
    begin.render(scene, f"{out}/plane_smoke", [1001])

    # A plate is the scene without what was placed.
    scene = begin.empty(first=1001, last=1001)
    bpy.data.objects.remove(bpy.data.objects["Cube"])
    scene.world = None
    place(takes["smoke v1"], "comp")
    place(takes["grid v1"], "plane")
    scene.render.engine, scene.cycles.samples, scene.cycles.device = "CYCLES", 1, "CPU"
    begin.part("renders").render_plate(scene, Path(out) / "rendered", lambda error: None, wait=True)
    begin.render(scene, f"{out}/with_elements", [1001])

    scene = begin.empty()
    host, placed = place(takes["solid v1"], "strip")
    begin.render(scene, f"{out}/strip", FRAMES)
    host.set_version(placed.id, takes["solid v2"])
    begin.render(scene, f"{out}/strip_version", [1001, 1006, 1009])
    return found


begin.answer(act)
