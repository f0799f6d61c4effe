"""The scene's own footage: the clips, images and strips that can be the plate, as Blender holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bpy

from .stamps import stamped
from .trees import tree_of


def camera_backgrounds(scene: bpy.types.Scene) -> Iterator[Any]:
    """The camera's background pictures and clips that are switched on."""
    camera: Any = scene.camera.data if scene.camera is not None else None
    for background in getattr(camera, "background_images", ()) if camera is not None else ():
        if background.show_background_image:
            yield background


def scene_clips(scene: bpy.types.Scene) -> list[Any]:
    """The movie clips of the scene, the likeliest plate first."""
    clips: list[Any] = []
    for background in camera_backgrounds(scene):
        if background.source == "MOVIE_CLIP":
            clips.append(scene.active_clip if background.use_camera_clip else background.clip)
    clips += [scene.active_clip, *_clips_in_nodes(scene), *bpy.data.movieclips]
    return list(dict.fromkeys(clip for clip in clips if clip is not None))


def _clips_in_nodes(scene: bpy.types.Scene) -> list[Any]:
    tree = tree_of(scene)
    return [node.clip for node in tree.nodes if node.bl_idname == "CompositorNodeMovieClip"] if tree else []


def scene_images(scene: bpy.types.Scene) -> list[tuple[str, Any, Any]]:
    """Pictures with files that are shown somewhere: where, the image, and the image user with its frames."""
    candidates: list[tuple[str, Any, Any]] = []
    for background in camera_backgrounds(scene):
        if background.source == "IMAGE":
            candidates.append(("camera background", background.image, background.image_user))
    tree = tree_of(scene)
    for node in tree.nodes if tree is not None else ():
        if node.bl_idname == "CompositorNodeImage" and stamped(tree, "") is None:
            candidates.append((f"node {node.label or node.name}", node.image, node))
    manager: Any = bpy.context.window_manager
    for window in manager.windows:
        for area in window.screen.areas:
            if area.type == "IMAGE_EDITOR":
                space: Any = area.spaces.active
                candidates.append(("image editor", space.image, space.image_user))
    names: set[str] = set()
    images = []
    for where, image, user in candidates:
        usable = image is not None and image.source in ("FILE", "SEQUENCE", "MOVIE") and image.filepath
        if usable and image.name not in names:
            names.add(image.name)
            images.append((where, image, user))
    return images


def scene_strips(scene: bpy.types.Scene) -> list[Any]:
    """The movie and image strips of the sequencer that are not ours, the active and selected ones first."""
    editor = scene.sequence_editor
    if editor is None:
        return []
    strips = [s for s in editor.strips_all if s.type in ("MOVIE", "IMAGE") and stamped(s, "") is None]
    active = editor.active_strip
    return sorted(strips, key=lambda strip: (strip != active, not strip.select, strip.channel, strip.name))


def scene_plate_node(scene: bpy.types.Scene, tree: Any) -> Any:
    """A new node that gives the scene's plate: its clip, its background picture, else its render."""
    clips = scene_clips(scene)
    if clips:
        node = tree.nodes.new("CompositorNodeMovieClip")
        node.clip = clips[0]
        return node
    for _where, image, user in scene_images(scene):
        node = tree.nodes.new("CompositorNodeImage")
        node.image = image
        for name in ("frame_duration", "frame_start", "frame_offset", "use_cyclic"):
            setattr(node, name, getattr(user, name))
        return node
    node = tree.nodes.new("CompositorNodeRLayers")
    node.scene = scene
    return node
