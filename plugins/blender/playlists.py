"""Playlists of the show: takes are added and taken out by a take's menu, and listed in the cut's order."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, StringProperty

from secondunit.wire import PlaylistChange
from secondunit.wire.visible import visible

from . import session
from .lines import Layout
from .outside import HIDDEN, result


def draw_entries(layout: Layout, here: session.BlenderSession, take: str) -> None:
    """What a take's menu offers: into a playlist that does not hold it, out of the one that is shown."""
    layout.separator()
    for playlist in here.panel.playlists:
        if take not in playlist.takes:
            name = f"Add to “{visible(playlist.name)}”"
            _change(layout, name, "ADD", playlist.id, take)
        elif playlist.id == here.gallery.playlist:
            name = f"Take Out of “{visible(playlist.name)}”"
            _change(layout, name, "REMOVE", playlist.id, take).remove = True
    layout.operator("second_unit.new_playlist", text="Add to a New Playlist ...", icon="FILE_NEW").take = take


def _change(layout: Layout, text: str, icon: str, playlist: str, take: str) -> Any:
    button = layout.operator("second_unit.change_playlist", text=text, icon=icon)
    button.playlist, button.take = playlist, take
    return button


class SECONDUNIT_OT_change_playlist(bpy.types.Operator):
    bl_idname = "second_unit.change_playlist"
    bl_label = "Change Playlist"
    bl_description = "Add this take to the playlist, or take it out; the take itself stays where it is"
    playlist: StringProperty(options=HIDDEN)  # type: ignore[valid-type]
    take: StringProperty(options=HIDDEN)  # type: ignore[valid-type]
    remove: BoolProperty(options=HIDDEN)  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        take = str(self.take)
        change = PlaylistChange(remove=(take,)) if self.remove else PlaylistChange(add=(take,))
        return result(self, session.current().commands.change_playlist(str(self.playlist), change))


class SECONDUNIT_OT_new_playlist(bpy.types.Operator):
    bl_idname = "second_unit.new_playlist"
    bl_label = "New Playlist"
    bl_description = "Begin a playlist of the show with this take"
    take: StringProperty(options=HIDDEN)  # type: ignore[valid-type]
    name: StringProperty(name="Name", options={"SKIP_SAVE"})  # type: ignore[valid-type]

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        return context.window_manager.invoke_props_dialog(self)  # type: ignore[union-attr]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.create_playlist(self.name, str(self.take)))


CLASSES = (SECONDUNIT_OT_change_playlist, SECONDUNIT_OT_new_playlist)
