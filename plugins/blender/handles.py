"""Handles of an element in the scene: objects that stand for controls, made by us or chosen by the artist.

An object is a handle by a custom property that names its role: it is saved, copied and undone with it. Those
that we made are in a collection of their own and are removed with it; an object of the artist's only lets go
of its role. Nothing here knows the panel.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import pi
from typing import Any

import bpy
from mathutils import Matrix, Vector

from secondunit.host.shot_space import ShotSpace
from secondunit.host.shot_space import Vector as Triple

#: The custom property that names what an object is a handle of, and the one that says that we made it.
ROLE_KEY, MADE_KEY = "second_unit_handle", "second_unit_made"
#: Whether one of ours was stood somewhere: from then on it is the artist's where it does not matter.
POSED_KEY = "second_unit_posed"
SOURCE, TOP, WIND, LIGHT, GROUND = "source", "top", "wind", "light", "ground"
#: What many objects may be: in the way of an element, or the shape that it leaves from.
OBSTACLE, SHAPE = "obstacle", "shape"
#: The controls that each handle stands for.
CONTROLS_OF = {
    SOURCE: ("x", "y", "distance", "width"), TOP: ("height",), WIND: ("wind", "wind_direction"),
    LIGHT: ("key_side", "key_height"),
}  # fmt: skip
#: Beside the values of controls: how many metres fill the frame above the source, as its kind says.
FILLING = "filling"
#: What a kind has to have for a handle to be made.
NEEDS = {SOURCE: ("x", "y"), TOP: ("x", "height"), WIND: ("wind_direction",), LIGHT: ("key_side",)}
COLLECTION = "Second Unit Handles"
#: An arrow of no wind is so long, in metres, and one of a metre a second so much longer: it can be grabbed.
STILL, GUST = 0.25, 0.25
#: How a source's shape is shown; any other is a flat circle.
_SHOWN_AS = {"ball": "SPHERE", "line": "CUBE"}
_ARROWS = {WIND: "SINGLE_ARROW", LIGHT: "SINGLE_ARROW", TOP: "PLAIN_AXES", GROUND: "PLAIN_AXES"}
#: How far a new light stands from its source, in heights of the element.
LIGHT_AWAY = 1.2


def find(scene: Any) -> dict[str, Any]:
    """The scene's handles by role; where two have one role, as after a copy, the first by name."""
    handles: dict[str, Any] = {}
    for thing in sorted(_all(scene), key=lambda thing: str(thing.name)):
        if thing[ROLE_KEY] not in (OBSTACLE, SHAPE):
            handles.setdefault(thing[ROLE_KEY], thing)
    return handles


def obstacles(scene: Any) -> list[Any]:
    """The objects that an element flows around, by name."""
    return sorted(
        (thing for thing in _all(scene) if thing[ROLE_KEY] == OBSTACLE), key=lambda thing: str(thing.name)
    )


def has_any(scene: Any) -> bool:
    """Whether the scene has a handle or an obstacle."""
    return any(isinstance(thing.get(ROLE_KEY), str) for thing in scene.objects)


def _all(scene: Any) -> list[Any]:
    return [thing for thing in scene.objects if isinstance(thing.get(ROLE_KEY), str)]


def add(scene: Any, role: str) -> Any:
    """A new handle; it stands at the origin until it is posed."""
    name = f"Second Unit {role}"
    thing: Any = bpy.data.objects.new(name, None)
    thing[ROLE_KEY], thing[MADE_KEY] = role, True
    thing.empty_display_size = 1.0
    thing.empty_display_type = _ARROWS.get(role, "CIRCLE")
    thing.show_name, thing.show_in_front = True, True
    # Only a wind is turned, and only about the upright.
    thing.lock_rotation = (True, True, role != WIND)
    _collection(scene).objects.link(thing)
    return thing


def use(thing: Any, role: str) -> None:
    """Make an object of the artist's a handle."""
    thing[ROLE_KEY] = role


def release(thing: Any) -> None:
    """Take a handle away: what we made is removed, an object of the artist's stays as it is."""
    if thing.get(MADE_KEY):
        bpy.data.objects.remove(thing)
    elif ROLE_KEY in thing:
        del thing[ROLE_KEY]


def remove(scene: Any) -> None:
    """Take all handles of a scene away."""
    for thing in _all(scene):
        release(thing)
    collection = _ours(scene)
    if collection is not None and not collection.objects and not collection.children:
        bpy.data.collections.remove(collection)


def _ours(scene: Any) -> Any:
    return next((child for child in scene.collection.children if child.get(MADE_KEY)), None)


def _collection(scene: Any) -> Any:
    collection = _ours(scene)
    if collection is None:
        collection = bpy.data.collections.new(COLLECTION)
        collection[MADE_KEY] = True
        scene.collection.children.link(collection)
    return collection


class World:
    """Blender's scene as the shot's world, and back: metres, y up, from the ground that was chosen."""

    def __init__(self, scene: Any) -> None:
        self.metre = 1.0 / (scene.unit_settings.scale_length or 1.0)
        self.ground = ground_level(scene)

    def to_scene(self, point: Triple) -> Vector:
        """A point of the shot's world in the scene's units."""
        return Vector((point[0], -point[2], point[1])) * self.metre + Vector((0.0, 0.0, self.ground))

    def to_shot(self, place: Any) -> Triple:
        """A place of the scene in the shot's world."""
        x, y, z = place
        return x / self.metre, (z - self.ground) / self.metre, -y / self.metre

    def direction(self, vector: Triple) -> Vector:
        """A direction of the shot's world in the scene."""
        return Vector((vector[0], -vector[2], vector[1]))

    def of_direction(self, vector: Any) -> Triple:
        """A direction of the scene in the shot's world."""
        return vector[0], vector[2], -vector[1]


def ground_level(scene: Any) -> float:
    """How high the ground lies in the scene's units: that of its handle, else 0."""
    thing = next((thing for thing in _all(scene) if thing[ROLE_KEY] == GROUND), None)
    return float(thing.matrix_world.translation.z) if thing is not None else 0.0


def foot_of(stage: ShotSpace, values: Mapping[str, Any]) -> Triple | None:
    """Where the source stands by its controls, in the shot's world; None for what is all around."""
    if "x" not in values or "y" not in values:
        return None
    x, y, distance = (float(values.get(name, 0.0)) for name in ("x", "y", "distance"))
    return stage.foot(x, y, distance, filling_of(values))


def filling_of(values: Mapping[str, Any]) -> float:
    """How many metres fill the frame above a source whose distance is left open."""
    return float(values.get(FILLING, 0.0)) or float(values.get("height", 0.0)) or 1.0


def read(
    handles: Mapping[str, Any],
    scene: Any,
    stage: ShotSpace,
    values: Mapping[str, Any],
    same_stage: bool = True,
) -> dict[str, float]:
    """The controls as the handles stand; `values` are the controls as they are, for what no handle says.

    Where it is the same stage as before, height and light are measured from where the source stood: they go
    with a source that is dragged. Where the camera moved, all stand where they are.
    """
    world = World(scene)
    numbers: dict[str, float] = {}
    height = float(values.get("height", 0.0))
    stands = stood = foot_of(stage, values)
    source = handles.get(SOURCE)
    if source is not None and stands is not None:
        stands = world.to_shot(source.matrix_world.translation)
        place = stage.place(stands, filling_of(values), float(values.get("distance", 0.0)) == 0.0)
        if place is not None:
            numbers.update(zip(("x", "y", "distance"), place, strict=True))
        if source.get(MADE_KEY) and "width" in values:
            numbers["width"] = 2.0 * abs(source.scale.x) / world.metre
    if not same_stage:
        stood = stands
    top = handles.get(TOP)
    if top is not None and stood is not None and "height" in values:
        numbers["height"] = world.to_shot(top.matrix_world.translation)[1] - stood[1]
    wind = handles.get(WIND)
    if wind is not None and "wind_direction" in values:
        arrow = wind.matrix_world.to_3x3().col[2]
        numbers["wind_direction"] = stage.wind_direction(world.of_direction(arrow))
        if wind.get(MADE_KEY):
            numbers["wind"] = max(0.0, (arrow.length / world.metre - STILL) / GUST)
    light = handles.get(LIGHT)
    if light is not None and "key_side" in values:
        if light.type == "LIGHT" and light.data.type == "SUN":
            toward = light.matrix_world.to_3x3().col[2]
        else:
            # A lamp of the set stays where it is, and shines from elsewhere then.
            lit = stood if light.get(MADE_KEY) else stands
            toward = light.matrix_world.translation - world.to_scene(_middle(stage, lit, height))
        side, up = stage.light_angles(world.of_direction(toward))
        numbers["key_side"], numbers["key_height"] = side, up
    return numbers


def pose(handles: Mapping[str, Any], scene: Any, stage: ShotSpace, values: Mapping[str, Any]) -> None:
    """Stand handles as the controls say; what stands so already is not written."""
    world = World(scene)
    height = float(values.get("height", 0.0))
    foot = foot_of(stage, values)
    heading = world.direction(stage.level[0]).to_track_quat("X", "Z").to_matrix()
    source, top, wind = (handles.get(role) for role in (SOURCE, TOP, WIND))
    if source is not None and foot is not None:
        if source.get(MADE_KEY):
            _show_shape(source, str(values.get("source", "")))
            half = 0.5 * float(values.get("width", 1.0)) * world.metre
            thin = 0.05 * half if source.empty_display_type == "CUBE" else half
            flat = Matrix.Rotation(pi / 2, 3, "X") if source.empty_display_type == "CIRCLE" else Matrix()
            turn = heading @ flat.to_3x3()
            _set(source, world.to_scene(foot), turn, (half, thin, thin))
        else:
            _set(source, world.to_scene(foot))
    if top is not None and foot is not None:
        above = foot[0], foot[1] + height, foot[2]
        _set(top, world.to_scene(above), None, (0.15 * height * world.metre,) * 3)
    if wind is not None and "wind_direction" in values:
        along = world.direction(stage.blowing(float(values["wind_direction"])))
        long = (STILL + GUST * float(values.get("wind", 0.0))) * world.metre
        new = _is_new(wind)
        at = world.to_scene(_middle(stage, foot, height)) if new else wind.matrix_world.translation.copy()
        scale = (long,) * 3 if wind.get(MADE_KEY) else None
        _set(wind, at, along.to_track_quat("Z", "Y").to_matrix(), scale)
        if new:
            wind[POSED_KEY] = True
    ground = handles.get(GROUND)
    if ground is not None and _is_new(ground):
        below = world.to_scene(foot or _middle(stage, foot, height))
        # Beside the source: one name would cover the other.
        below += (
            world.direction(stage.level[0]) * (0.5 * height + float(values.get("width", 1.0))) * world.metre
        )
        _set(ground, Vector((below.x, below.y, world.ground)))
        ground[POSED_KEY] = True
    _pose_light(handles.get(LIGHT), world, stage, foot, values)


def _pose_light(
    light: Any, world: World, stage: ShotSpace, foot: Triple | None, values: Mapping[str, Any]
) -> None:
    if light is None or "key_side" not in values:
        return
    toward = world.direction(stage.lit_from(float(values["key_side"]), float(values["key_height"])))
    height = float(values.get("height", 0.0))
    middle = world.to_scene(_middle(stage, foot, height))
    turn = toward.to_track_quat("Z", "Y").to_matrix()
    if light.type == "LIGHT" and light.data.type == "SUN":
        _set(light, light.matrix_world.translation.copy(), turn)
        return
    away = (
        LIGHT_AWAY * max(height, 1.0) * world.metre
        if _is_new(light)
        else (light.matrix_world.translation - middle).length
    )
    if light.get(MADE_KEY):
        # The arrow of an empty points along its z: here from the light to what it lights.
        turn = (-toward).to_track_quat("Z", "Y").to_matrix()
        _set(light, middle + away * toward, turn, (0.4 * max(height, 1.0) * world.metre,) * 3)
        light[POSED_KEY] = True
    else:
        _set(light, middle + away * toward, turn if light.type == "LIGHT" else None)


def _middle(stage: ShotSpace, foot: Triple | None, height: float) -> Triple:
    """What is lit and blown: half as high as the element; before the camera where it stands nowhere."""
    if foot is None:
        return stage.foot(0.5, 0.5, 5.0, 1.0)
    return foot[0], foot[1] + 0.5 * height, foot[2]


def _is_new(thing: Any) -> bool:
    """Whether it is ours and nobody has stood it anywhere yet."""
    return bool(thing.get(MADE_KEY)) and not thing.get(POSED_KEY)


def _show_shape(source: Any, shape: str) -> None:
    wanted = _SHOWN_AS.get(shape, "CIRCLE")
    if source.empty_display_type != wanted:
        source.empty_display_type = wanted


def _set(thing: Any, at: Any, turn: Any = None, scale: Any = None) -> None:
    """Stand an object in the world, where it does not stand so: a write marks the file as changed."""
    matrix = thing.matrix_world
    _, rotation, size = matrix.decompose()
    if turn is not None:
        rotation = turn.to_quaternion()
    if scale is not None:
        size = Vector(scale)
    wanted = Matrix.LocRotScale(at, rotation, size)
    rows: list[Any] = list(matrix)
    worst = max(abs(rows[n][m] - wanted[n][m]) for n in range(4) for m in range(4))
    if worst > 1e-5 * max(1.0, at.length):
        thing.matrix_world = wanted
