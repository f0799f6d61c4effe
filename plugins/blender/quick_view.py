"""The quick look in the 3D view: over the frame of the brief's camera, named as what it is, with the handles.

Drawn over the view and into nothing: no image, no object and no setting of the document is made for it.
"""

from __future__ import annotations

from typing import Any

import blf
import bpy
import gpu
from bpy_extras.view3d_utils import location_3d_to_region_2d
from gpu_extras.batch import batch_for_shader
from gpu_extras.presets import draw_circle_2d, draw_texture_2d

from secondunit.wire.errors import Unexpected

from . import handles
from .quick_pictures import Pixels
from .session import current

#: How the label stands: its size and its distance from the picture's corner, in units of the interface.
TEXT, GAP = 11.0, 8.0
#: The ground of the label, and the colours of its text and of a handle's ring.
GROUND, WHITE, RING = (0.11, 0.11, 0.11, 0.86), (1.0, 1.0, 1.0, 1.0), (1.0, 0.65, 0.15, 1.0)
#: A handle's ring, in units of the interface.
RADIUS = 7.0

Frame = tuple[float, float, float, float]

_handler: Any = None
_texture: tuple[Pixels | None, Any] = (None, None)


def switch(on: bool) -> None:
    """Draw over every 3D view from now on, or no more."""
    global _handler, _texture
    current().quick_in_view = on
    if on and _handler is None:
        _handler = bpy.types.SpaceView3D.draw_handler_add(_draw, (), "WINDOW", "POST_PIXEL")
    elif not on and _handler is not None:
        bpy.types.SpaceView3D.draw_handler_remove(_handler, "WINDOW")
        _handler, _texture = None, (None, None)
        current().panel.quick.room = 0


def fitted(frame: Frame, width: int, height: int) -> Frame:
    """The place of a picture in a frame (left, foot, width, height): as wide, and in its middle."""
    left, foot, wide, high = frame
    own = wide * height / width
    return left, foot + 0.5 * (high - own), wide, own


def camera_frame(scene: Any, camera: Any, region: Any, view: Any) -> Frame | None:
    """Where a camera's frame stands in a view that looks through it, in pixels of the region."""
    corners = [camera.matrix_world @ corner for corner in camera.data.view_frame(scene=scene)]
    points = [location_3d_to_region_2d(region, view, corner) for corner in corners]
    if any(point is None for point in points):
        return None
    xs, ys = [point.x for point in points], [point.y for point in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _draw() -> None:
    """Over one 3D view. Never raises: Blender would say so at every redraw."""
    here = current()
    context: Any = bpy.context
    try:
        space = context.space_data
        camera: Any = space.camera if space.use_local_camera else context.scene.camera
        here.see_quick_look()
        picture, pixels = here.quick_pictures.picture, here.quick_pictures.pixels
        through = space.region_3d.view_perspective == "CAMERA" and camera is not None
        if picture is None or pixels is None or not through or camera.type != "CAMERA":
            return
        if not here.is_seen_by(camera):
            return
        frame = camera_frame(context.scene, camera, context.region, space.region_3d)
        if frame is not None:
            place = fitted(frame, pixels.width, pixels.height)
            here.panel.quick.room = round(place[2])
            draw_texture_2d(_texture_of(pixels), place[:2], place[2], place[3])
            _draw_handles(context.scene, context.region, space.region_3d)
            _draw_label(place, picture.label + (" · drawing ..." if here.panel.quick.working else ""))
    except Exception as error:
        here.panel.say(Unexpected(f"The quick look cannot be drawn: {error!r}"[:200]).problem)
        switch(False)


def _texture_of(pixels: Pixels) -> Any:
    global _texture
    if _texture[0] is not pixels:
        count = pixels.width * pixels.height * 4
        buffer = gpu.types.Buffer("FLOAT", count, pixels.values)
        size = (pixels.width, pixels.height)
        _texture = pixels, gpu.types.GPUTexture(size, format="RGBA16F", data=buffer)
    return _texture[1]


def _draw_handles(scene: Any, region: Any, view: Any) -> None:
    """A ring at every handle that the picture would hide."""
    for thing in handles.find(scene).values():
        point = location_3d_to_region_2d(region, view, thing.matrix_world.translation)
        if point is not None:
            draw_circle_2d((point.x, point.y), RING, RADIUS * _scale(), segments=24)


def _draw_label(place: Frame, text: str) -> None:
    """What it is, at its foot: nobody takes it for the final."""
    scale = _scale()
    gap = GAP * scale
    blf.size(0, TEXT * scale)
    wide, high = blf.dimensions(0, text)
    left, foot = place[0] + gap, place[1] + gap
    right, top = left + wide + 2 * gap, foot + high + 1.5 * gap
    shader = gpu.shader.from_builtin("UNIFORM_COLOR")
    corners = ((left, foot), (right, foot), (right, top), (left, top))
    gpu.state.blend_set("ALPHA")
    shader.uniform_float("color", GROUND)
    batch_for_shader(shader, "TRIS", {"pos": corners}, indices=((0, 1, 2), (0, 2, 3))).draw(shader)
    blf.color(0, *WHITE)
    blf.position(0, left + gap, foot + 0.75 * gap, 0)
    blf.draw(0, text)
    gpu.state.blend_set("NONE")


def _scale() -> float:
    preferences: Any = bpy.context.preferences
    return float(preferences.system.ui_scale)
