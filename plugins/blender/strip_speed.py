"""Strips that do not run as shot: their own frames, and a take of them under a Speed effect of the same kind.

A strip has frames of its own, counted from where its content begins; by a Speed effect over it or by retiming
keys the scene shows others. Which ones Blender works out otherwise from version to version (measured in 4.5,
5.0 and 5.2), so nothing is worked out here: the take gets the plate's length and the same effect. Retiming
keys do not tell a script where they lie in the files, and adding one ends Blender 4.5 and 5.0 in a crash.
"""

from __future__ import annotations

from typing import Any

import bpy

from secondunit.wire import FrameRange

#: The end of the name of a Speed effect of ours.
SUFFIX = " speed"
#: What a Speed effect is set to, beside how it says its frame.
NUMBERS = ("speed_factor", "speed_length", "speed_frame_number")


def content(strip: Any) -> FrameRange:
    """The frames that a strip's files have on the scene's timeline, as shot and untrimmed."""
    new = hasattr(strip, "content_start")
    first = round(float(strip.content_start if new else strip.frame_start))
    length = int(strip.content_duration if new else strip.frame_duration)
    if strip.type == "IMAGE":  # with retiming keys Blender counts what they make of it
        length = len(strip.elements)
    return FrameRange.starting(first, max(1, length))


def span(strip: Any) -> FrameRange:
    """The frames of the scene over which a strip lies."""
    new = hasattr(strip, "left_handle")
    first = int(strip.left_handle if new else strip.frame_final_start)
    length = int(strip.duration if new else strip.frame_final_duration)
    return FrameRange.starting(first, max(1, length))


def has_keys(strip: Any) -> bool:
    """Whether retiming keys say when a strip's frames are seen."""
    return len(getattr(strip, "retiming_keys", ())) > 0


def speed_effect(scene: bpy.types.Scene, strip: Any) -> Any:
    """The Speed effect that a strip goes into, or None."""
    editor: Any = scene.sequence_editor
    for other in editor.strips_all if editor is not None else ():
        if other.type == "SPEED" and not other.mute and other.input_1 == strip:
            return other
    return None


def is_retimed(scene: bpy.types.Scene, strip: Any) -> bool:
    """Whether the scene shows a strip's frames at other times than they were shot."""
    return has_keys(strip) or speed_effect(scene, strip) is not None


def retime_alike(scene: bpy.types.Scene, strip: Any, plate: Any, offset: int) -> Any:
    """Give `strip`, which has as many frames as `plate`, its length and its Speed effect, `offset` later."""
    effect = speed_effect(scene, plate)
    frames = span(effect).moved(offset)
    strip.frame_final_duration = span(plate).last + 1 - content(plate).first
    over = {"length": len(frames)} if bpy.app.version >= (5, 0, 0) else {"frame_end": frames.last + 1}
    editor: Any = scene.sequence_editor
    copy = editor.strips.new_effect(
        strip.name + SUFFIX, "SPEED", strip.channel + 1, frame_start=frames.first, input1=strip, **over
    )
    copy.speed_control, copy.use_frame_interpolate = effect.speed_control, effect.use_frame_interpolate
    for name in NUMBERS:
        curve = _curve(scene, effect, name)
        setattr(copy, name, getattr(effect, name))
        for frame in frames if curve is not None else ():
            setattr(copy, name, curve.evaluate(frame - offset))
            copy.keyframe_insert(name, frame=frame)
    copy.blend_type, copy.blend_alpha = strip.blend_type, strip.blend_alpha
    return copy


def _curve(scene: bpy.types.Scene, effect: Any, name: str) -> Any:
    """The animation of an effect's number, or None."""
    data: Any = scene.animation_data
    action = data.action if data is not None else None
    path = f"{effect.path_from_id()}.{name}"
    curves = _curves(action) if action is not None else ()
    return next((curve for curve in curves if curve.data_path == path), None)


def _curves(action: Any) -> list[Any]:
    """An action's curves: from Blender 5.0 on they lie in its layers."""
    if hasattr(action, "fcurves"):
        return list(action.fcurves)
    return [
        curve
        for layer in action.layers
        for strip in layer.strips
        for bag in strip.channelbags
        for curve in bag.fcurves
    ]
