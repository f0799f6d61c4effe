"""The scene as it is drawn for guides: a copy that Workbench draws by itself, gone again afterwards.

The artist's scene keeps its settings, its view layers and its frame: the copy has its own, and only the
objects are the same. What is placed by us is hidden meanwhile by who renders.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bpy

from secondunit.wire.errors import HostError, NothingSelected

from .guide_pictures import MATCAP

#: The view layer that all is in; those of masks are named by their number.
ALL, MASK = "guide", "mask {}"
_NAME = "Second Unit draws guides"


def guide_camera(scene: Any) -> Any:
    """The camera that guides are drawn through; raises `NothingSelected`, `HostError`."""
    camera = scene.camera
    if camera is None or camera.type != "CAMERA":
        raise NothingSelected(
            "The scene has no camera to make guides through.",
            remedy="Add one, and make it the scene's camera.", where="camera",
        )  # fmt: skip
    if camera.data.type != "PERSP":
        raise HostError(
            f"{camera.name} is no perspective camera: what it sees has no single lens.",
            remedy="Switch the camera to perspective.", where="camera",
        )  # fmt: skip
    others = {marker.camera for marker in scene.timeline_markers if marker.camera not in (None, camera)}
    if others:
        raise HostError(
            f"Markers of the timeline switch from {camera.name} to another camera.",
            remedy="Make guides of each shot in a scene of its own, without camera markers.", where="camera",
        )  # fmt: skip
    return camera


def open_scene(scene: Any, layer: Any, masked: Sequence[Any]) -> Any:
    """A copy of the scene of which Workbench draws normals and depth of what the view `layer` shows.

    It has one more view layer for each object of `masked`, which shows nothing else.
    """
    copy = scene.copy()
    copy.name = _NAME
    try:
        _set_render(copy)
        _set_shading(copy.display)
        _set_layers(copy, layer.name, masked)
    except BaseException:
        close_scene(copy)
        raise
    return copy


def close_scene(copy: Any) -> None:
    """Take the copy away, and the collections that were made for it."""
    own = [child for child in copy.collection.children if child.get(_NAME)]
    for collection in own:
        bpy.data.collections.remove(collection)
    bpy.data.scenes.remove(copy)


def _set_render(copy: Any) -> None:
    render = copy.render
    render.engine = "BLENDER_WORKBENCH"
    for name in ("use_compositing", "use_sequencer", "use_border", "use_motion_blur", "use_stamp",
                 "use_freestyle", "use_multiview", "use_single_layer", "film_transparent"):  # fmt: skip
        if hasattr(render, name):
            setattr(render, name, False)
    render.film_transparent, render.use_placeholder, render.use_overwrite = True, False, True
    render.use_file_extension, render.dither_intensity = True, 0.0
    copy.frame_step, copy.frame_end = 1, max(copy.frame_start, copy.frame_end)
    image = render.image_settings
    if hasattr(image, "media_type"):
        image.media_type = "MULTI_LAYER_IMAGE"
    image.file_format, image.color_depth, image.exr_codec = "OPEN_EXR_MULTILAYER", "32", "NONE"
    if hasattr(image, "color_management"):
        image.color_management = "FOLLOW_SCENE"


def _set_shading(display: Any) -> None:
    display.render_aa = "OFF"
    shading = display.shading
    shading.light, shading.studio_light = "MATCAP", MATCAP
    shading.color_type, shading.single_color = "SINGLE", (1.0, 1.0, 1.0)
    for name in ("show_cavity", "show_shadows", "show_object_outline", "show_specular_highlight",
                 "show_xray", "show_backface_culling", "use_dof"):  # fmt: skip
        setattr(shading, name, False)


def _set_layers(copy: Any, shown: str, masked: Sequence[Any]) -> None:
    for layer in copy.view_layers:
        layer.use = layer.name == shown
    main = copy.view_layers[shown]
    main.name = ALL
    main.use_pass_combined = main.use_pass_z = True
    if not masked:
        return
    # What lies in the scene itself cannot be left out of a layer: it goes into a collection.
    rest = _collection(copy, "rest")
    for thing in list(copy.collection.objects):
        rest.objects.link(thing)
        copy.collection.objects.unlink(thing)
    for number, thing in enumerate(masked, 1):
        alone = _collection(copy, MASK.format(number))
        alone.objects.link(thing)
        layer = copy.view_layers.new(MASK.format(number))
        layer.use_pass_combined = layer.use_pass_z = True
    for layer in copy.view_layers:
        if not layer.use:
            continue
        for child in layer.layer_collection.children:
            own = child.collection.get(_NAME, "")
            if layer.name == ALL:
                child.exclude = child.exclude or str(own).startswith("mask")
            else:
                child.exclude = own != layer.name


def _collection(copy: Any, name: str) -> Any:
    collection = bpy.data.collections.new(f"{_NAME}: {name}")
    collection[_NAME] = name
    copy.collection.children.link(collection)
    return collection
