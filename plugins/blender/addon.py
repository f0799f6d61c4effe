"""The extension as Blender keeps it: what is set in its preferences. Knows no session."""

from __future__ import annotations

from typing import Any

import bpy


def preferences() -> Any | None:
    """The preferences of this extension, or None while it is used without being installed."""
    settings: Any = bpy.context.preferences
    addon = settings.addons.get(__package__ or "second_unit")
    return addon.preferences if addon is not None else None
