"""The handles of what is around a source: wind, light, the camera over the ground, an edit's fade.

Each gives the handle of a scene, and what its fields have to be for it to lie at a pixel.
"""

from __future__ import annotations

from math import atan, atan2, cos, degrees, hypot, radians, sin

from .handle_scene import Handle, HandleRole, HandleScene, short
from .handle_space import Point, dot, moved
from .light_dial import dial_direction, dial_place

#: An arrow of no wind is so long, and one of a metre a second so much longer, in widths of the frame; it
#: grows with the root of the speed, so that a breeze can be set as well as a storm.
CALM, BREEZE = 0.06, 0.08
#: The ground is seen at such a slant at least where the wind is drawn on it: level, no arrow could be turned.
SLANT = 0.3
#: Where on their lines the handles of ground and horizon are, in widths of the frame.
GROUND_AT, HORIZON_AT = 0.07, 0.93
#: A fade of no pixel is drawn so wide, in heights of the frame.
NO_FADE = 0.03


def _wind_axes(scene: HandleScene) -> tuple[Point, Point, Point] | None:
    """The arrow's foot, and what the wind to the right and away is on the picture, in square pixels."""
    space, below = scene.space, scene.below
    right, toward = space.begin.level
    away = -toward[0], -toward[1], -toward[2]
    base, slopes = space.seen(below), space.slopes(below, right, away)
    if base is None or slopes is None:
        return None
    (ax, ay), (bx, by) = slopes
    long = max(hypot(ax, ay), hypot(bx, by)) or 1.0
    ax, ay, bx, by = ax / long, ay / long, bx / long, by / long
    # Level, the ground is a line: the one of the two that is seen from its end is turned out of it.
    area, room = ax * by - ay * bx, max(hypot(ax, ay), hypot(bx, by))
    if abs(area) < SLANT * room * room:
        side = 1.0 if area > 0.0 else -1.0
        if hypot(ax, ay) >= hypot(bx, by):
            short = (SLANT - abs(area)) * side
            bx, by = bx - ay * short, by + ax * short
        else:
            short = (SLANT - abs(area)) * side
            ax, ay = ax + by * short, ay - bx * short
    return base, (ax, ay), (bx, by)


def wind_handle(scene: HandleScene) -> Handle | None:
    axes = _wind_axes(scene) if scene.has("wind", "wind_direction") else None
    if axes is None:
        return None
    base, right, away = axes
    angle, speed = radians(scene.number("wind_direction")), scene.number("wind")
    long = (
        scene.space.format.width * scene.space.format.pixel_aspect * (CALM + BREEZE * max(0.0, speed) ** 0.5)
    )
    x = long * (cos(angle) * right[0] + sin(angle) * away[0])
    y = long * (cos(angle) * right[1] + sin(angle) * away[1])
    tip = base[0] + x / scene.space.format.pixel_aspect, base[1] + y
    text = f"Wind {short(speed)} m/s" if speed else "No wind"
    return Handle(HandleRole.WIND, tip, ("wind", "wind_direction"), text, ((base, tip),))


def drag_wind(scene: HandleScene, pixel: Point) -> dict[str, float]:
    axes = _wind_axes(scene)
    if axes is None:
        return {}
    base, (ax, ay), (bx, by) = axes
    format = scene.space.format
    x, y = (pixel[0] - base[0]) * format.pixel_aspect, pixel[1] - base[1]
    area = ax * by - ay * bx
    right, away = (x * by - y * bx) / area, (ax * y - ay * x) / area
    long = hypot(right, away) / (format.width * format.pixel_aspect)
    if long <= 0.0:
        return {}
    return {"wind": (max(0.0, long - CALM) / BREEZE) ** 2, "wind_direction": degrees(atan2(away, right))}


def _light_middle(scene: HandleScene) -> Point | None:
    """Where the dial lies: about the element, else in the middle of the frame."""
    if scene.has("x", "y"):
        return scene.space.seen(scene.middle)
    return scene.space.pixel(0.5, 0.5)


def light_handle(scene: HandleScene) -> Handle | None:
    middle = _light_middle(scene) if scene.has("key_side", "key_height") else None
    if middle is None:
        return None
    side, height = scene.number("key_side"), scene.number("key_height")
    toward = scene.space.begin.lit_from(side, height)
    right, upward, forward = (dot(toward, axis) for axis in scene.space.view.axes)
    u, v = dial_place((right, upward, -forward))
    aspect = scene.space.format.pixel_aspect
    place = middle[0] + u * scene.dial / aspect, middle[1] - v * scene.dial
    text = f"Key {round(side):d}°, {round(height):d}° high"
    return Handle(
        HandleRole.LIGHT, place, ("key_side", "key_height"), text, ((middle, place),), (middle, scene.dial)
    )


def drag_light(scene: HandleScene, pixel: Point) -> dict[str, float]:
    middle = _light_middle(scene)
    if middle is None:
        return {}
    u = (pixel[0] - middle[0]) * scene.space.format.pixel_aspect / scene.dial
    right, up, near = dial_direction(u, (middle[1] - pixel[1]) / scene.dial)
    axes = scene.space.view.axes
    toward = moved(moved(moved((0.0, 0.0, 0.0), axes[0], right), axes[1], up), axes[2], -near)
    return dict(zip(("key_side", "key_height"), scene.space.begin.light_angles(toward), strict=True))


# The camera ------------------------------------------------------------------------------------------------


def ground_handle(scene: HandleScene) -> Handle | None:
    if scene.space.track is not None or not scene.has("camera_height"):
        return None
    below = scene.space.seen(scene.below)
    if below is None:
        return None
    wide = scene.space.format.width
    line = ((0.0, below[1]), (float(wide), below[1]))
    text = f"Camera {short(scene.number('camera_height'))} m above the ground"
    return Handle(HandleRole.GROUND, (GROUND_AT * wide, below[1]), ("camera_height",), text, (line,))


def drag_ground(scene: HandleScene, pixel: Point) -> dict[str, float]:
    eye, foot = scene.space.still, scene.foot
    # The ground sinks from the camera's own height on, at the source's depth.
    far = scene.space.along(pixel, (foot[0], eye.y, foot[2]), (0.0, -1.0, 0.0), level=True)
    if far is None:
        return {}
    return {"camera_height": max(far, eye.y - foot[1], 0.0) if scene.sourced else max(far, 0.0)}


def horizon_handle(scene: HandleScene) -> Handle | None:
    if scene.kind is None or not scene.has("camera_pitch"):
        return None
    line = scene.space.horizon()
    if line is None:
        return None
    (left, one), (right, other) = line
    place = left + HORIZON_AT * (right - left), one + HORIZON_AT * (other - one)
    if scene.space.track is not None:
        return Handle(HandleRole.HORIZON, place, (), "Horizon", (line,))
    pitch = scene.number("camera_pitch")
    text = f"Horizon, pitch {short(pitch)}°" if pitch else "Horizon"
    return Handle(HandleRole.HORIZON, place, ("camera_pitch",), text, (line,))


def drag_horizon(scene: HandleScene, pixel: Point) -> dict[str, float]:
    stage = scene.space.begin
    y = scene.space.share(pixel)[1]
    return {"camera_pitch": -degrees(atan((y - 0.5 + stage.sample.shift_y) * stage.angles[1]))}


# An edit's fade --------------------------------------------------------------------------------------------


def _fade_begin(scene: HandleScene) -> Point:
    return scene.space.pixel(0.5, 0.5)


def feather_handle(scene: HandleScene) -> Handle | None:
    """A ruler of the fade at its true size: from the matte's hard edge inward."""
    if scene.feather is None:
        return None
    begin, none = _fade_begin(scene), NO_FADE * scene.space.format.height
    edge = begin[0] + none, begin[1]
    place = edge[0] + scene.feather, begin[1]
    text = f"Feather {short(scene.feather)} px" if scene.feather else "No feather"
    return Handle(HandleRole.FEATHER, place, ("feather",), text, ((edge, place),))


def drag_feather(scene: HandleScene, pixel: Point) -> dict[str, float]:
    none = NO_FADE * scene.space.format.height
    return {"feather": max(0.0, pixel[0] - _fade_begin(scene)[0] - none)}
