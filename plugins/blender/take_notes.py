"""Notes on a take: what was said of it, on which frame, and a dialog in which the next is written."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, IntProperty, StringProperty

from secondunit.host import Panel
from secondunit.wire import Note, Take
from secondunit.wire.errors import NotFound

from . import session
from .lines import Layout, sentence
from .outside import HIDDEN, result

#: How many notes on a take are listed, the newest of them.
MOST_NOTES = 3


def offset_of(panel: Panel, take: str) -> int:
    """By how many frames a take is moved in the scene; 0 where it is not placed there."""
    placements = (placed.placement for placed in panel.placed)
    return next((placement.offset for placement in placements if placement.take == take), 0)


def draw_notes(layout: Layout, panel: Panel, take: Take) -> None:
    """The newest notes on a take, oldest first; the clock beside one goes to its frame."""
    notes = panel.notes(take.id)
    if len(notes) > MOST_NOTES:
        sentence(layout, f"{len(notes) - MOST_NOTES} older notes", quiet=True)
    for note in notes[-MOST_NOTES:]:
        row = layout.row(align=True)
        sentence(row, _words(note), icon="TEXT", beside=int(note.frame is not None))
        if note.frame is not None:
            frame = row.operator("second_unit.to_frame", text="", icon="TIME")
            frame.frame = note.frame + offset_of(panel, take.id)


def _words(note: Note) -> str:
    """`kim, frame 1003: softer at the edge`."""
    who = ", ".join(part for part in (note.user, f"frame {note.frame}" * (note.frame is not None)) if part)
    return f"{who}: {note.text}" if who else note.text


class SECONDUNIT_OT_add_note(bpy.types.Operator):
    bl_idname = "second_unit.add_note"
    bl_label = "Add Note"
    bl_description = "Write a note on this take; everybody on the show reads it, and it stays"
    take: StringProperty(options=HIDDEN)  # type: ignore[valid-type]
    text: StringProperty(  # type: ignore[valid-type]
        name="Note", description="What you want to say", options={"SKIP_SAVE"}
    )
    on_frame: BoolProperty(  # type: ignore[valid-type]
        name="On This Frame", description="Off: the note is about all of the take", default=True
    )
    frame: IntProperty(options=HIDDEN)  # type: ignore[valid-type]

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        panel = session.current().panel
        self.frame = context.scene.frame_current - offset_of(panel, self.take)  # type: ignore[union-attr]
        return context.window_manager.invoke_props_dialog(self, width=420)  # type: ignore[union-attr]

    def draw(self, context: bpy.types.Context) -> None:
        """The field, and the frame it is about where the scene stands within the take."""
        layout: Any = self.layout
        layout.activate_init = True
        layout.prop(self, "text", text="")
        if self._within():
            layout.prop(self, "on_frame", text=f"On frame {self.frame}")

    def execute(self, context: bpy.types.Context) -> set[Any]:
        frame = int(self.frame) if self.on_frame and self._within() else None
        return result(self, session.current().commands.add_note(self.take, self.text, frame))

    def _within(self) -> bool:
        take = session.current().panel.takes.get(self.take)
        return take is not None and int(self.frame) in take.frames


class SECONDUNIT_OT_to_frame(bpy.types.Operator):
    bl_idname = "second_unit.to_frame"
    bl_label = "Go to the Note's Frame"
    bl_description = "Stand on the frame that this note is about"
    frame: IntProperty(options=HIDDEN)  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        if context.scene is None:
            return result(self, NotFound("No scene is open.").problem)
        context.scene.frame_set(self.frame)
        return {"FINISHED"}


CLASSES = (SECONDUNIT_OT_add_note, SECONDUNIT_OT_to_frame)
