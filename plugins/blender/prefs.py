"""The extension's preferences: how to reach the service, who asks, and what new scenes begin with."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import StringProperty

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

    def draw(self, context: bpy.types.Context) -> None:
        """The preferences, and whether the service answers."""
        layout = self.layout
        layout.use_property_split = True
        for name in ("command", "home", "user"):
            layout.prop(self, name)
        connection = current().panel.connection
        layout.label(text=connection.sentence, icon="CHECKMARK" if connection.status else "INFO")
        if connection.remedy:
            layout.label(text=connection.remedy)
        layout.operator("second_unit.connect")
