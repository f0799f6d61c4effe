"""What a scene says of its own frames: rate, size and view, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import bpy

from secondunit.wire import Format, Rate


def scene_rate(scene: bpy.types.Scene) -> Rate:
    """The scene's exact rate: 24 / 1.001 is 24000/1001, although Blender keeps 1.001 as a float."""
    base = Fraction(scene.render.fps_base).limit_denominator(2000)
    rate = Fraction(scene.render.fps) / base
    return Rate(rate.numerator, rate.denominator)


def scene_format(scene: bpy.types.Scene) -> Format:
    """The size of the scene's render, at its percentage, with its pixel aspect."""
    render = scene.render
    scale = render.resolution_percentage / 100
    aspect = round(render.pixel_aspect_x / render.pixel_aspect_y, 6)
    return Format(max(1, int(render.resolution_x * scale)), max(1, int(render.resolution_y * scale)), aspect)


def scene_view(scene: Any) -> str:
    """The name of the view that the scene is looked at through: `AgX`, `Standard`."""
    return str(scene.view_settings.view_transform)
