"""The buttons for what others make and people decide: approvals, sign-offs, offers, references, characters.

Thin operators over the panel's commands, without UNDO flag; what goes wrong is shown in the panel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import bpy
from bpy.props import EnumProperty, IntProperty, StringProperty

from secondunit.host.choosing import role_label, roles_of
from secondunit.host.signoffs import LABELS
from secondunit.wire import Problem
from secondunit.wire.visible import visible

from . import session

T = TypeVar("T", bound=bpy.types.Operator)

HIDDEN: set[Any] = {"SKIP_SAVE", "HIDDEN"}


def with_properties(**properties: object) -> Callable[[type[T]], type[T]]:
    """Give an operator Blender's own properties, under names that have their Python types in the class."""

    def give(operator: type[T]) -> type[T]:
        operator.__annotations__ = {**operator.__annotations__, **properties}
        return operator

    return give


def result(operator: bpy.types.Operator, problem: Problem | None) -> set[Any]:
    """What an operator returns for how a command went; a problem is reported too."""
    if problem is None:
        return {"FINISHED"}
    operator.report(
        {"WARNING"}, visible(" ".join(part for part in (problem.message, problem.remedy) if part))
    )
    return {"CANCELLED"}


class SECONDUNIT_OT_approve(bpy.types.Operator):
    bl_idname = "second_unit.approve"
    bl_label = "Approve"
    bl_description = (
        "Say yes to this very brief, up to a cost; recorded under your name, nothing is sent by it"
    )
    ceiling: StringProperty(name="Up to", options={"SKIP_SAVE"})  # type: ignore[valid-type]
    note: StringProperty(name="Note", options={"SKIP_SAVE"})  # type: ignore[valid-type]

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        return context.window_manager.invoke_props_dialog(self)  # type: ignore[union-attr]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.approve(self.ceiling, self.note))


@with_properties(
    take=StringProperty(options={"SKIP_SAVE", "HIDDEN"}),
    decision=EnumProperty(
        name="Decision", items=[(value, label, "") for value, (_, label) in LABELS.items()]
    ),
    role=StringProperty(name="Your role", description="Supervisor, lead, director"),
    why=StringProperty(name="Why", description="Needed unless you accept", options={"SKIP_SAVE"}),
)
class SECONDUNIT_OT_sign_off(bpy.types.Operator):
    bl_idname = "second_unit.sign_off"
    bl_label = "Sign Off"
    bl_description = "Put on record what you decide about this take, with its files as they are now"
    take: str
    decision: str
    role: str
    why: str

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        return context.window_manager.invoke_props_dialog(self)  # type: ignore[union-attr]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        commands = session.current().commands
        return result(self, commands.sign_off(self.take, self.decision, self.role, self.why))


@with_properties(
    provider=StringProperty(options={"SKIP_SAVE", "HIDDEN"}),
    model=StringProperty(options={"SKIP_SAVE", "HIDDEN"}),
    job=StringProperty(options={"SKIP_SAVE", "HIDDEN"}),
)
class SECONDUNIT_OT_take_offer(bpy.types.Operator):
    bl_idname = "second_unit.take_offer"
    bl_label = "Fill In"
    bl_description = "Put this into the form; nothing is sent before you press Generate"
    provider: str
    model: str
    job: str

    def execute(self, context: bpy.types.Context) -> set[Any]:
        commands = session.current().commands
        return result(self, commands.take_offer(self.provider, self.model, self.job))


@with_properties(provider=StringProperty(options=HIDDEN), model=StringProperty(options=HIDDEN))
class SECONDUNIT_OT_ask_model(bpy.types.Operator):
    bl_idname = "second_unit.ask_model"
    bl_label = "Answer Its Question"
    bl_description = "This model can be used once it is told something; the answer holds for everyone"
    provider: str
    model: str

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.ask_model(self.provider, self.model))


def _roles(_operator: Any, _context: Any) -> list[tuple[str, str, str]]:
    # Blender keeps no copy of these texts: they have to stay alive here.
    _offered[:] = [(role, role_label(role), "") for role in roles_of(session.current().panel.capability)]
    return _offered


_offered: list[tuple[str, str, str]] = []


class SECONDUNIT_OT_add_reference(bpy.types.Operator):
    bl_idname = "second_unit.add_reference"
    bl_label = "Add Reference"
    bl_description = "Add a picture that shows the model what is meant"
    filepath: StringProperty(subtype="FILE_PATH", options={"SKIP_SAVE"})  # type: ignore[valid-type]
    role: EnumProperty(name="Role", items=_roles, options={"SKIP_SAVE"})  # type: ignore[valid-type]

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        context.window_manager.fileselect_add(self)  # type: ignore[union-attr]
        return {"RUNNING_MODAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        path = bpy.path.abspath(self.filepath)
        return result(self, session.current().commands.add_reference(path, self.role))


class SECONDUNIT_OT_reference_role(bpy.types.Operator):
    bl_idname = "second_unit.reference_role"
    bl_label = "Role"
    bl_description = "What this picture is to the model: press for the next role that it knows"
    number: IntProperty(options=HIDDEN)  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        panel = session.current().panel
        roles = roles_of(panel.capability)
        own = panel.references[self.number].role if self.number < len(panel.references) else ""
        at = roles.index(own) + 1 if own in roles else 0
        return result(self, session.current().commands.change_reference(self.number, roles[at % len(roles)]))


class SECONDUNIT_OT_reference_moment(bpy.types.Operator):
    bl_idname = "second_unit.reference_moment"
    bl_label = "Key Frame"
    bl_description = (
        "The frame that this picture stands at: 1024, or 1024:1010-1040 with those that may change"
    )
    number: IntProperty(options=HIDDEN)  # type: ignore[valid-type]
    moment: StringProperty(name="Frame", options={"SKIP_SAVE"})  # type: ignore[valid-type]

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        return context.window_manager.invoke_props_dialog(self)  # type: ignore[union-attr]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.change_reference(self.number, moment=self.moment))


class SECONDUNIT_OT_remove_reference(bpy.types.Operator):
    bl_idname = "second_unit.remove_reference"
    bl_label = "Remove Reference"
    bl_description = "Take this picture out of the brief"
    number: IntProperty(options=HIDDEN)  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.remove_reference(self.number))


def _names(_operator: Any, _context: Any, typed: str) -> list[str]:
    return [name for name, *_ in session.current().panel.outside.characters.names()]


class SECONDUNIT_OT_change_cast(bpy.types.Operator):
    bl_idname = "second_unit.change_cast"
    bl_label = "Character"
    bl_description = "Name a character of the show's cast, pinned to a version; an empty name takes it out"
    number: IntProperty(options=HIDDEN)  # type: ignore[valid-type]
    name: StringProperty(  # type: ignore[valid-type]
        name="Name", search=_names, search_options={"SUGGESTION"}, options={"SKIP_SAVE"}
    )
    version: IntProperty(  # type: ignore[valid-type]
        name="Version",
        description="0 for the pinned, else the newest",
        default=0,
        min=0,
        options={"SKIP_SAVE"},
    )

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        return context.window_manager.invoke_props_dialog(self)  # type: ignore[union-attr]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here = session.current()
        # A person's choice of the pinned or the newest; what is in the brief stays at its version.
        version = self.version or here.panel.outside.characters.usual(self.name.strip())
        return result(self, here.commands.change_cast(self.number, self.name, version))


CLASSES = (
    SECONDUNIT_OT_approve,
    SECONDUNIT_OT_sign_off,
    SECONDUNIT_OT_take_offer,
    SECONDUNIT_OT_ask_model,
    SECONDUNIT_OT_add_reference,
    SECONDUNIT_OT_reference_role,
    SECONDUNIT_OT_reference_moment,
    SECONDUNIT_OT_remove_reference,
    SECONDUNIT_OT_change_cast,
)
