"""The buttons: thin operators over the panel's commands; what goes wrong is shown in the panel.

They have no UNDO flag: placing pushes its own one step, and the rest changes nothing in the document.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
from bpy.props import IntProperty, StringProperty

from secondunit.wire import PlacementKind
from secondunit.wire.errors import HostError

from . import (
    cast_match,
    continuity,
    guide_panel,
    handle_operators,
    looks,
    outside,
    plate_files,
    playlists,
    pose_panel,
    session,
    side_by_side,
    take_acts,
    take_notes,
)
from .fresh import FreshPlacement, bring_up
from .outside import result
from .renders import render_plate


class SECONDUNIT_OT_connect(bpy.types.Operator):
    bl_idname = "second_unit.connect"
    bl_label = "Connect"
    bl_description = "Connect to the service, and start it if it is not running"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        session.reconnect()
        return {"FINISHED"}


class SECONDUNIT_OT_refresh(bpy.types.Operator):
    bl_idname = "second_unit.refresh"
    bl_label = "Refresh"
    bl_description = "Read the scene's plate and the service's jobs and takes anew"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        session.current().look_at_plate()
        return result(self, session.current().commands.refresh())


class SECONDUNIT_OT_generate(bpy.types.Operator):
    bl_idname = "second_unit.generate"
    bl_label = "Generate"
    bl_description = "Make a take of this brief; Blender stays free meanwhile"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here = session.current()
        here.look_at_plate()
        return result(self, here.panel.message or here.commands.generate())


class SECONDUNIT_OT_cancel(bpy.types.Operator):
    bl_idname = "second_unit.cancel"
    bl_label = "Cancel"
    bl_description = "Stop this job; finished frames are kept for a retry"
    job: StringProperty(options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.cancel(self.job))


class SECONDUNIT_OT_retry(bpy.types.Operator):
    bl_idname = "second_unit.retry"
    bl_label = "Retry"
    bl_description = "Take this job up again; finished frames are not made again"
    job: StringProperty(options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.retry(self.job))


class SECONDUNIT_OT_place(bpy.types.Operator):
    bl_idname = "second_unit.place"
    bl_label = "Place"
    bl_description = "Put this take into the scene"
    take: StringProperty(options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        settings: Any = context.scene.second_unit  # type: ignore[union-attr]
        here, kind = session.current(), PlacementKind(settings.place_as)
        problem = here.commands.place(
            self.take, kind, offset=settings.place_offset, depth=round(settings.place_depth, 6)
        )
        here.fresh = FreshPlacement(self.take, kind) if problem is None else None
        return result(self, problem)


class SECONDUNIT_OT_open_placed(bpy.types.Operator):
    bl_idname = "second_unit.open_placed"
    bl_label = "Open Its Editor"
    bl_description = "Show the editor in which what was placed can be seen"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here = session.current()
        if here.fresh is not None and context.window is not None:
            bring_up(context.window, here.fresh.editor)
        here.fresh = None
        return {"FINISHED"}


class SECONDUNIT_OT_version(bpy.types.Operator):
    bl_idname = "second_unit.version"
    bl_label = "Version"
    bl_description = "Show the next or the previous version of this element in the same place"
    placed: StringProperty(options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]
    step: IntProperty(default=1, options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.version(self.placed, self.step))


class SECONDUNIT_OT_newest(bpy.types.Operator):
    bl_idname = "second_unit.newest"
    bl_label = "Newest Version"
    bl_description = "Show the newest version of this element in the same place"
    placed: StringProperty(options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.newest(self.placed))


class SECONDUNIT_OT_mend(bpy.types.Operator):
    bl_idname = "second_unit.mend"
    bl_label = "Restart the Service"
    bl_description = "End the service of another version and start this one's; its jobs go on there"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.mend())


class SECONDUNIT_OT_reveal(bpy.types.Operator):
    bl_idname = "second_unit.reveal"
    bl_label = "Show Files"
    bl_description = "Show the take's folder in the file browser of the system"
    take: StringProperty(options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.reveal(self.take))


class SECONDUNIT_OT_clear(bpy.types.Operator):
    bl_idname = "second_unit.clear"
    bl_label = "Back to the Prompt"
    bl_description = "Forget the value set by hand: the prompt or the default decides again"
    field: StringProperty(options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        session.current().clear(self.field)
        return {"FINISHED"}


class SECONDUNIT_OT_answer(bpy.types.Operator):
    bl_idname = "second_unit.answer"
    bl_label = "Answer"
    bl_description = "Decide this; the answer is kept in the scene"
    question: StringProperty(options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]
    choice: StringProperty(options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.answer(self.question, self.choice))


class SECONDUNIT_OT_ask_about_cuts(bpy.types.Operator):
    bl_idname = "second_unit.ask_about_cuts"
    bl_label = "Ask About Its Cuts"
    bl_description = "Do not go on across the plate's cuts any more without being asked"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.accept_cuts(False))


class SECONDUNIT_OT_choose(bpy.types.Operator):
    bl_idname = "second_unit.choose"
    bl_label = "Choose"
    bl_description = "Use this footage of the scene"
    source: StringProperty(options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]
    role: StringProperty(default="source", options={"SKIP_SAVE", "HIDDEN"})  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        settings: Any = context.scene.second_unit  # type: ignore[union-attr]
        role = self.role if self.role in ("matte_source", "camera_source") else "source"
        setattr(settings, role, self.source)
        return result(self, session.current().panel.message)


class SECONDUNIT_OT_render_plate(bpy.types.Operator):
    bl_idname = "second_unit.render_plate"
    bl_label = "Render Plate"
    bl_description = "Render the scene's range as EXR files and use them as the plate"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here, scene = session.current(), context.scene
        assert scene is not None
        name = scene.name

        def done(error: str) -> None:
            target: Any = bpy.data.scenes.get(name)
            if error:
                here.panel.say(HostError(f"The plate was not rendered: {error}").problem)
            elif target is not None:
                target.second_unit.source = "render:"

        try:
            folder = Path(bpy.utils.extension_path_user(__package__ or "", path="plates", create=True))
            render_plate(scene, folder / here.panel.shot_name, done, wait=bpy.app.background)
        except HostError as error:
            return result(self, error.problem)
        except (OSError, ValueError) as error:
            return result(self, HostError(f"No folder for the plate: {error}").problem)
        return {"FINISHED"}


CLASSES = (
    SECONDUNIT_OT_connect,
    SECONDUNIT_OT_refresh,
    SECONDUNIT_OT_generate,
    SECONDUNIT_OT_cancel,
    SECONDUNIT_OT_retry,
    *outside.CLASSES,
    *handle_operators.CLASSES,
    *looks.CLASSES,
    *take_acts.CLASSES,
    *take_notes.CLASSES,
    *playlists.CLASSES,
    *side_by_side.CLASSES,
    *cast_match.CLASSES,
    *continuity.CLASSES,
    *plate_files.CLASSES,
    *guide_panel.CLASSES,
    *pose_panel.CLASSES,
    SECONDUNIT_OT_place,
    SECONDUNIT_OT_open_placed,
    SECONDUNIT_OT_version,
    SECONDUNIT_OT_newest,
    SECONDUNIT_OT_mend,
    SECONDUNIT_OT_reveal,
    SECONDUNIT_OT_clear,
    SECONDUNIT_OT_answer,
    SECONDUNIT_OT_ask_about_cuts,
    SECONDUNIT_OT_choose,
    SECONDUNIT_OT_render_plate,
)
