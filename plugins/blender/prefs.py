"""The extension's preferences: how to reach the service, who asks, and what new scenes begin with."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, StringProperty

from secondunit.host.document_name import pattern_fault

from .session import current, reconnect


def _changed(_preferences: Any, _context: Any) -> None:
    reconnect()


class SECONDUNIT_AP_preferences(bpy.types.AddonPreferences):
    bl_idname = __package__ or "second_unit"

    command: StringProperty(  # type: ignore[valid-type]
        name="Service command",
        description="Starts the service when it is not running, for example /opt/secondunit/bin/secondunit",
        default="secondunit",
        update=_changed,
    )
    home: StringProperty(  # type: ignore[valid-type]
        name="State folder",
        description="Where the service keeps its address and token; empty for your own",
        subtype="DIR_PATH",
        update=_changed,
    )
    user: StringProperty(  # type: ignore[valid-type]
        name="User", description="Your name in the job list; empty for your system's name", update=_changed
    )

    shot_pattern: StringProperty(  # type: ignore[valid-type]
        name="Shot names",
        description="Where in a file's path show and shot are, as a regular expression with the groups "
        "show and shot; empty for the rules in the guide (sq010_sh020_comp_v003.blend is sq010_sh020)",
    )

    notices: BoolProperty(  # type: ignore[valid-type]
        name="Notices",
        description="Give a notice of the desktop when a job of a minute or more ends",
        default=True,
    )

    def draw(self, context: bpy.types.Context) -> None:
        """The preferences, and whether the service answers."""
        layout = self.layout
        layout.use_property_split = True
        for name in ("command", "home", "user", "shot_pattern", "notices"):
            layout.prop(self, name)
        fault = pattern_fault(self.shot_pattern)
        if fault:
            layout.label(text=fault, icon="ERROR")
        connection = current().panel.connection
        layout.label(text=connection.sentence, icon="CHECKMARK" if connection.status else "INFO")
        if connection.remedy:
            layout.label(text=connection.remedy)
        layout.operator("second_unit.connect")
