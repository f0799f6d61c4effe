"""One act, one undo step: pushed by hand, so that an act from a timer and one from a button are alike."""

from __future__ import annotations

from typing import Any

import bpy


def push(label: str) -> None:
    """Store the document as it is now as one undo step, named `Second Unit: <label>`."""
    message = f"Second Unit: {label}"
    manager: Any = bpy.context.window_manager
    if bpy.context.window is None and manager.windows:
        with bpy.context.temp_override(window=manager.windows[0]):
            bpy.ops.ed.undo_push(message=message)
    else:
        bpy.ops.ed.undo_push(message=message)
