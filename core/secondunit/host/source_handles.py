"""The handles of a source: where it stands, how high and wide it is, and where a shot is aimed.

Each gives the handle of a scene, and what its fields have to be for it to lie at a pixel.
"""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, pi, radians, sin, tan

from .handle_scene import Handle, HandleRole, HandleScene, short
from .handle_space import HandleSpace, Point, dot, moved

#: Corners of the outline of a round source.
CORNERS = 32


def source_handle(scene: HandleScene) -> Handle | None:
    if not scene.has("x", "y"):
        return None
    place = scene.space.seen(scene.foot)
    if place is None:
        return None
    return Handle(HandleRole.SOURCE, place, ("x", "y"), "Start" if scene.has("end_x") else "Source")


def drag_source(scene: HandleScene, pixel: Point) -> dict[str, float]:
    space = scene.space
    if scene.has("end_x"):
        return _on_ground(space, pixel, "x", "y")
    x, y, distance = (scene.number(name) for name in ("x", "y", "distance"))
    if space.track is None or space.frame == space.first:
        return dict(zip(("x", "y"), space.share(pixel), strict=True))
    if space.grounded(x, y, distance):
        return _on_ground(space, pixel, "x", "y")
    # How deep it stands may hang on how high: a few rounds settle both.
    for _ in range(30):
        foot = space.foot(x, y, distance, scene.filling)
        point = space.on_plane(pixel, foot, space.begin.axes[2])
        if point is None:
            return {}
        before = x, y
        x, y, _deep = space.begin.see(point)
        if hypot(x - before[0], y - before[1]) < 1e-12:
            break
    return {"x": x, "y": y}


def end_handle(scene: HandleScene) -> Handle | None:
    if not scene.has("end_x", "end_y"):
        return None
    space = scene.space
    place = space.seen(space.on_ground(scene.number("end_x"), scene.number("end_y")))
    start = space.seen(scene.foot)
    if place is None:
        return None
    lines = ((start, place),) if start is not None else ()
    return Handle(HandleRole.END, place, ("end_x", "end_y"), "End", lines)


def drag_end(scene: HandleScene, pixel: Point) -> dict[str, float]:
    return _on_ground(scene.space, pixel, "end_x", "end_y")


def _on_ground(space: HandleSpace, pixel: Point, *names: str) -> dict[str, float]:
    """The place in the first frame of what lies on the ground at a pixel of this one."""
    if space.track is None or space.frame == space.first:
        return dict(zip(names, space.share(pixel), strict=True))
    point = space.on_plane(pixel, (0.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    if point is None:
        return {}
    x, y, deep = space.begin.see(point)
    return dict(zip(names, (x, y), strict=True)) if deep > 0.0 else {}


# Its size --------------------------------------------------------------------------------------------------


def top_handle(scene: HandleScene) -> Handle | None:
    if not scene.sourced or not scene.has("height"):
        return None
    height, space = scene.number("height"), scene.space
    foot, place = space.seen(scene.foot), space.seen(moved(scene.foot, (0.0, 1.0, 0.0), height))
    if foot is None or place is None or _near(foot, place):
        return None
    return Handle(HandleRole.TOP, place, ("height",), f"{short(height)} m", ((foot, place),))


def drag_top(scene: HandleScene, pixel: Point) -> dict[str, float]:
    far = scene.space.along(pixel, scene.foot, (0.0, 1.0, 0.0))
    return scene.held({"height": far}) if far is not None and far > 0.0 else {}


def side_handle(scene: HandleScene) -> Handle | None:
    if not scene.sourced or not scene.has("width") or scene.has("length") or scene.number("mass") > 0.0:
        return None
    space, foot, half = scene.space, scene.foot, 0.5 * scene.number("width")
    along, toward = space.begin.level
    place = space.seen(moved(foot, along, half))
    if place is None:
        return None
    if scene.values.get("source") == "line":
        outline = [moved(foot, along, -half), moved(foot, along, half)]
    else:
        turns = [2.0 * pi * n / CORNERS for n in range(CORNERS + 1)]
        outline = [moved(moved(foot, along, half * cos(t)), toward, half * sin(t)) for t in turns]
    points = [point for corner in outline if (point := space.seen(corner)) is not None]
    lines = (tuple(points),) if len(points) == len(outline) else ()
    return Handle(HandleRole.SIDE, place, ("width",), f"{short(2.0 * half)} m wide", lines)


def drag_side(scene: HandleScene, pixel: Point) -> dict[str, float]:
    far = scene.space.along(pixel, scene.foot, scene.space.begin.level[0])
    return scene.held({"width": 2.0 * far}) if far is not None and far > 0.0 else {}


def aim_handle(scene: HandleScene) -> Handle | None:
    """The barrel of a shot: where it points, and how long its flash is."""
    if not scene.sourced or not scene.has("aim", "toward", "length"):
        return None
    around, toward = radians(scene.number("aim")), radians(scene.number("toward"))
    if cos(toward) < 0.1:
        return None  # straight at the camera: it has no direction in the picture
    along, near = scene.space.begin.level
    length = scene.number("length")
    tip = moved(scene.foot, along, length * cos(around) * cos(toward))
    tip = moved(moved(tip, (0.0, 1.0, 0.0), length * sin(around) * cos(toward)), near, length * sin(toward))
    foot, place = scene.space.seen(scene.foot), scene.space.seen(tip)
    if foot is None or place is None:
        return None
    return Handle(HandleRole.AIM, place, ("aim", "length"), f"{short(length)} m", ((foot, place),))


def drag_aim(scene: HandleScene, pixel: Point) -> dict[str, float]:
    space, foot = scene.space, scene.foot
    along, near = space.begin.level
    slope, out = tan(radians(scene.number("toward"))), 0.0
    right = up = 0.0
    for _ in range(60):
        point = space.on_plane(pixel, moved(foot, near, out), near)
        if point is None:
            return {}
        away = point[0] - foot[0], point[1] - foot[1], point[2] - foot[2]
        right, up = dot(away, along), away[1]
        before, out = out, slope * hypot(right, up)
        if abs(out - before) < 1e-12:
            break
    length = hypot(right, up, out)
    return scene.held({"aim": degrees(atan2(up, right)), "length": length}) if length > 0.0 else {}


def _near(one: Point, other: Point) -> bool:
    return hypot(one[0] - other[0], one[1] - other[1]) < 0.5
