"""The continuity of the shot's sequence from a take's menu: its page, in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Any

import bpy

from secondunit.host import Panel

from . import session
from .lines import Layout
from .outside import result


def show_page(path: str) -> None:
    """Open a page in the system's browser."""
    webbrowser.open(Path(path).as_uri())


class SECONDUNIT_OT_continuity(bpy.types.Operator):
    bl_idname = "second_unit.continuity"
    bl_label = "Continuity of the Sequence"
    bl_description = "Every shot of this shot's sequence as a page: faces, distances, and what to look at"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.open_continuity(show_page))


def draw_entry(layout: Layout, panel: Panel, id: str) -> None:
    """What the menu of a take offers whose characters were measured."""
    take = panel.takes.get(id)
    if take is not None and take.drift:
        layout.operator("second_unit.continuity", text="Continuity of the Sequence", icon="COMMUNITY")


CLASSES = (SECONDUNIT_OT_continuity,)
