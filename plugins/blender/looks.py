"""The looks of a kind in Blender: a menu that says what each would change, and saving another."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, EnumProperty, StringProperty

from secondunit.wire.saved_look import LookScope

from . import session, undo

HIDDEN = {"SKIP_SAVE", "HIDDEN"}
#: How many changes the hint of a look lists.
MOST = 12


class SECONDUNIT_OT_use_look(bpy.types.Operator):
    bl_idname = "second_unit.use_look"
    bl_label = "Use Look"
    bl_description = "Set what this look sets; prompt, seed and place stay"
    look: StringProperty(options=HIDDEN)  # type: ignore[valid-type]

    @classmethod
    def description(cls, context: bpy.types.Context, properties: Any) -> str:
        """What the look would change of what is set now."""
        looks = session.current().panel.looks
        changes = [str(change) for change in looks.changes(properties.look)]
        more = [f"and {len(changes) - MOST} more"] if len(changes) > MOST else []
        lines = [*changes[:MOST], *more, *looks.remarks_of(properties.look)]
        return "\n".join(lines) or "It would change nothing of what is set now"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        session.current().set("look", self.look)
        undo.push("look")
        return {"FINISHED"}


class SECONDUNIT_OT_save_look(bpy.types.Operator):
    bl_idname = "second_unit.save_look"
    bl_label = "Save Look"
    bl_description = "Save how the element looks now, under a name, for you or for the show"
    label: StringProperty(name="Name", maxlen=80)  # type: ignore[valid-type]
    scope: EnumProperty(  # type: ignore[valid-type]
        name="For",
        items=(
            (LookScope.MINE.value, "Me", "On this machine, for every show"),
            (LookScope.SHOW.value, "The Show", "In the show's folder, for everybody on it"),
        ),
    )
    replace: BoolProperty(name="Replace one of this name")  # type: ignore[valid-type]

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        return context.window_manager.invoke_props_dialog(self)  # type: ignore[union-attr]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        if not self.label.strip():
            self.report({"ERROR"}, "Give the look a name.")
            return {"CANCELLED"}
        looks = session.current().panel.looks
        looks.save(self.label, LookScope(self.scope), self.replace, lambda: None)
        return {"FINISHED"}


class SECONDUNIT_MT_looks(bpy.types.Menu):
    bl_idname = "SECONDUNIT_MT_looks"
    bl_label = "Looks"

    def draw(self, context: bpy.types.Context | None) -> None:
        """Every look of the kind, those that cannot be used switched off, and saving another."""
        panel = session.current().panel
        layout: Any = self.layout
        fields = panel.fields
        for choice in fields["look"].choices if "look" in fields else ():
            row = layout.operator("second_unit.use_look", text=fields.choice_words("look", choice)[0])
            row.look = choice
        for look in panel.looks.unusable:
            row = layout.row()
            row.enabled = False
            row.label(text=look.label)
        layout.separator()
        layout.operator("second_unit.save_look", text="Save What Is Set Now...", icon="FILE_TICK")


CLASSES = (SECONDUNIT_OT_use_look, SECONDUNIT_OT_save_look, SECONDUNIT_MT_looks)
