"""What was placed a moment ago and the editor in which it shows; and how to bring that editor up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import bpy

from secondunit.wire import PlacementKind

#: The editor in which a placement shows, as Blender's areas call it, and its name.
_EDITORS = {
    PlacementKind.COMP: ("CompositorNodeTree", "the compositor"),
    PlacementKind.STRIP: ("SEQUENCE_EDITOR", "the sequencer"),
    PlacementKind.PLANE: ("VIEW_3D", "the 3D view"),
    PlacementKind.VOLUME: ("VIEW_3D", "the 3D view"),
}
#: The workspaces of Blender's own start-up file that have an editor.
_WORKSPACES = {
    "CompositorNodeTree": "Compositing", "SEQUENCE_EDITOR": "Video Editing", "VIEW_3D": "Layout",
}  # fmt: skip


@dataclass(frozen=True)
class FreshPlacement:
    """A take that was placed from the panel, by its id, and as what."""

    take: str
    kind: PlacementKind

    @property
    def editor(self) -> str:
        """Where it shows, as the `ui_type` of an area."""
        return _EDITORS[self.kind][0]

    @property
    def words(self) -> str:
        """What its button says."""
        return f"Placed: open {_EDITORS[self.kind][1]}"


def shows(screen: Any, editor: str) -> bool:
    """Whether a screen has an editor open."""
    return any(area.ui_type == editor for area in screen.areas)


def bring_up(window: Any, editor: str) -> None:
    """Show an editor in a window: the workspace that is for it, else in place of the largest area."""
    if shows(window.screen, editor):
        return
    workspace: Any = bpy.data.workspaces.get(_WORKSPACES[editor])
    if workspace is not None and any(shows(screen, editor) for screen in workspace.screens):
        window.workspace = workspace
        return
    largest = max(window.screen.areas, key=lambda area: area.width * area.height)
    largest.ui_type = editor
