"""Takes side by side: from a take's menu into a scene of its own, which the sequencer shows, and back."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import EnumProperty, StringProperty

from secondunit.host import Panel
from secondunit.host.side_by_side import LAYOUTS
from secondunit.wire import Take
from secondunit.wire.errors import NothingSelected, SecondUnitError

from . import session, side_scene, undo
from .fresh import bring_up
from .lines import Layout
from .outside import HIDDEN, result

#: What each layout is called, and its icon.
WORDS = {"2-up": ("2-up", "SEQ_SPLITVIEW"), "4-up": ("4-up", "MESH_GRID"), "sheet": ("Sheet", "IMGDISPLAY")}
EDITOR = "SEQUENCE_EDITOR"


def beside(panel: Panel, take: Take, layout: str) -> tuple[Take, ...]:
    """A take, the others of its batch, and its newest other versions: as many as a layout holds."""
    batch = (panel.takes.get(id) for id in panel.variants.others(take.id))
    others = (*(other for other in batch if other is not None), *reversed(panel.takes.versions_of(take)))
    return tuple({one.id: one for one in (take, *others)}.values())[: LAYOUTS[layout]]


def draw_entries(layout: Layout, panel: Panel, id: str) -> None:
    """What a take's menu offers: the layouts that there are other takes for."""
    take = panel.takes.get(id)
    number = len(beside(panel, take, "sheet")) if take is not None else 0
    smaller = 1
    for name, (words, icon) in WORDS.items():
        if number > smaller:
            button = layout.operator("second_unit.side_by_side", text=f"Side by Side: {words}", icon=icon)
            button.take, button.layout = id, name
        smaller = LAYOUTS[name]


def draw_open(layout: Layout) -> None:
    """Over the takes, while some stand side by side: where they are seen, and the way back."""
    scene = side_scene.scene_of()
    if scene is not None:
        row = layout.row(align=True)
        words = WORDS.get(str(scene[side_scene.MARK]), WORDS["sheet"])[0]
        row.operator("second_unit.open_side_by_side", text=f"Side by Side: {words}", icon="SEQUENCE")
        row.operator("second_unit.close_side_by_side", text="", icon="X")


def _show(context: Any, scene: Any) -> None:
    """Have the sequencer show the scene: its own choice since Blender 5, else the window's scene."""
    window = context.window
    if window is None:
        return
    bring_up(window, EDITOR)
    if hasattr(window.workspace, "sequencer_scene"):
        window.workspace.sequencer_scene = scene
    else:
        window.scene = scene
    for area in window.screen.areas:
        if area.ui_type == EDITOR and area.spaces.active.view_type == "SEQUENCER":
            area.spaces.active.view_type = "SEQUENCER_PREVIEW"


class SECONDUNIT_OT_side_by_side(bpy.types.Operator):
    bl_idname = "second_unit.side_by_side"
    bl_label = "Side by Side"
    bl_description = "Show this take and its other versions in a grid, in the sequencer, frame by frame alike"
    take: StringProperty(options=HIDDEN)  # type: ignore[valid-type]
    layout: EnumProperty(  # type: ignore[valid-type]
        items=[(name, words, "") for name, (words, _) in WORDS.items()], options={"SKIP_SAVE"}
    )

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here = session.current()
        take = here.panel.takes.get(self.take)
        if take is None or context.scene is None:
            return result(self, NothingSelected("This take is not known any more.", where=self.take).problem)
        takes = beside(here.panel, take, str(self.layout))
        try:
            scene = side_scene.make(
                side_scene.origin(context.scene), takes, str(self.layout), here.panel.plate
            )
        except SecondUnitError as error:
            here.panel.say(error.problem)
            return result(self, error.problem)
        _show(context, scene)
        undo.push(f"side by side: {take.element}")
        return {"FINISHED"}


class SECONDUNIT_OT_open_side_by_side(bpy.types.Operator):
    bl_idname = "second_unit.open_side_by_side"
    bl_label = "Show Them"
    bl_description = "Show in the sequencer the takes that stand side by side"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        scene = side_scene.scene_of()
        if scene is not None:
            _show(context, scene)
        return {"FINISHED"}


class SECONDUNIT_OT_close_side_by_side(bpy.types.Operator):
    bl_idname = "second_unit.close_side_by_side"
    bl_label = "Close Side by Side"
    bl_description = "Take away the scene of takes side by side; the takes stay"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        scene, manager = side_scene.scene_of(), context.window_manager
        if scene is None or manager is None:
            return {"CANCELLED"}
        document = side_scene.origin(scene)
        for window in manager.windows:
            if window.scene == scene:
                window.scene = document
        for workspace in bpy.data.workspaces:
            if getattr(workspace, "sequencer_scene", None) == scene:
                workspace.sequencer_scene = document
        if side_scene.remove():
            undo.push("close side by side")
        return {"FINISHED"}


CLASSES = (
    SECONDUNIT_OT_side_by_side,
    SECONDUNIT_OT_open_side_by_side,
    SECONDUNIT_OT_close_side_by_side,
)
