"""The buttons for handles: make them, use an object as one, take them away. Each act is one undo step."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import EnumProperty, StringProperty

from secondunit.host import CONTROLS
from secondunit.wire.errors import HostError, NothingSelected

from . import handles, session, undo
from .drawn_shapes import PREFIX
from .handle_link import OBSTACLES
from .obstacles import SOLID, bounds_of
from .outside import HIDDEN, result

_ROLES = (
    (handles.SOURCE, "Source", "It stands where this object stands", "EMPTY_AXIS", 0),
    (handles.LIGHT, "Light", "The key light comes from this lamp or object", "LIGHT", 1),
    (handles.WIND, "Wind", "The wind blows along this object's own z", "EMPTY_SINGLE_ARROW", 2),
    (handles.GROUND, "Ground", "The ground lies as high as this object's origin", "GRID", 3),
    (handles.OBSTACLE, "Obstacle", "It flows around the box about this object", "MESH_CUBE", 4),
    (
        handles.SHAPE,
        "Drawn Shape",
        "It leaves from the shape of this mesh or curve, as the camera sees it",
        "CURVE_DATA",
        5,
    ),
)
_NO_CAMERA = HostError(
    "Handles stand before a perspective camera, and none is read.",
    remedy="Give the scene a camera, or choose one under Shot.",
).problem


class SECONDUNIT_OT_add_handles(bpy.types.Operator):
    bl_idname = "second_unit.add_handles"
    bl_label = "Add Handles"
    bl_description = "Show source, height, wind, light and ground as empties: drag them, or set the fields"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here, scene = session.current(), context.scene
        here.look_at_plate()
        if here.handles.stage() is None:
            return result(self, _NO_CAMERA)
        present, fields = handles.find(scene), here.panel.fields
        wanted = [
            role for role, needs in handles.NEEDS.items() if all(CONTROLS + name in fields for name in needs)
        ]
        for role in (*wanted, handles.GROUND):
            if role not in present:
                handles.add(scene, role)
        here.handles.forget()
        here.handles.look(scene)
        undo.push("add handles")
        return {"FINISHED"}


class SECONDUNIT_OT_remove_handles(bpy.types.Operator):
    bl_idname = "second_unit.remove_handles"
    bl_label = "Remove Handles"
    bl_description = "Take the handles away; the fields stay as they are, and so do objects of your own"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here = session.current()
        handles.remove(context.scene)
        here.handles.forget()
        undo.push("remove handles")
        return {"FINISHED"}


class SECONDUNIT_OT_use_object(bpy.types.Operator):
    bl_idname = "second_unit.use_object"
    bl_label = "Use Selected As"
    bl_description = "Let objects of yours be handles: a lamp the light, pieces of the set obstacles"
    role: EnumProperty(name="Role", items=_ROLES, options=HIDDEN)  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here, role = session.current(), str(self.role)
        chosen = list(context.selected_objects) if role == handles.OBSTACLE else [context.active_object]
        things: list[Any] = [
            thing for thing in chosen if thing is not None and not thing.get(handles.MADE_KEY)
        ]
        if role in (handles.OBSTACLE, handles.SHAPE):
            things = [thing for thing in things if thing.type in SOLID]
        if not things:
            missing = NothingSelected("No object is selected that could be that.", remedy="Select one.")
            return result(self, missing.problem)
        before = handles.find(context.scene).get(role)
        for thing in things:
            handles.use(thing, role)
        if before is not None and before not in things:
            handles.release(before)
        if role == handles.SHAPE:
            settings: Any = context.scene.second_unit  # type: ignore[union-attr]
            here.stand_before(bounds_of(things[0], handles.World(context.scene)))
            settings.matte_source = PREFIX + things[0].name
        here.take_up_handle(role)
        undo.push(f"use {things[0].name} as {role}")
        return {"FINISHED"}


class SECONDUNIT_OT_release_object(bpy.types.Operator):
    bl_idname = "second_unit.release_object"
    bl_label = "Release"
    bl_description = "This object is no handle any more; it stays in the scene"
    name: StringProperty(options=HIDDEN)  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here = session.current()
        thing: Any = context.scene.objects.get(self.name)  # type: ignore[union-attr]
        if thing is None:
            return {"CANCELLED"}
        settings: Any = context.scene.second_unit  # type: ignore[union-attr]
        if settings.matte_source == PREFIX + thing.name:
            settings.matte_source = ""
        obstacle = thing.get(handles.ROLE_KEY) == handles.OBSTACLE
        handles.release(thing)
        if obstacle and not handles.obstacles(context.scene):
            here.clear(CONTROLS + OBSTACLES)
        here.handles.forget()
        here.handles.look(context.scene)
        undo.push(f"release {self.name}")
        return {"FINISHED"}


CLASSES = (
    SECONDUNIT_OT_add_handles,
    SECONDUNIT_OT_remove_handles,
    SECONDUNIT_OT_use_object,
    SECONDUNIT_OT_release_object,
)
