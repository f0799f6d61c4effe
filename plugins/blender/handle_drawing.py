"""Draw which objects of the scene stand for controls. Only reads."""

from __future__ import annotations

from typing import Any

from secondunit.wire.visible import visible

from . import handles
from .drawn_shapes import shapes
from .lines import Layout, sentence

_ICONS = {
    handles.SOURCE: "EMPTY_AXIS", handles.TOP: "TRIA_UP", handles.WIND: "EMPTY_SINGLE_ARROW",
    handles.LIGHT: "LIGHT", handles.GROUND: "GRID",
}  # fmt: skip


def draw_handles(layout: Layout, scene: Any, seen: bool) -> None:
    """The handles there are, and the buttons; `seen` says that a camera is there to stand them before."""
    things, solid = handles.find(scene), handles.obstacles(scene)
    if not things and not solid:
        sentence(
            layout,
            "Source, wind and light as empties in the scene: drag them, or set the fields.",
            quiet=True,
        )
    if not seen:
        sentence(layout, "They need a perspective camera.", icon="INFO")
    column = layout.column(align=True)
    column.enabled = seen
    column.operator("second_unit.add_handles", icon="EMPTY_ARROWS")
    column.operator_menu_enum("second_unit.use_object", "role", icon="RESTRICT_SELECT_OFF")
    for role, thing in things.items():
        if not thing.get(handles.MADE_KEY):
            _row(layout, thing, f"{role.capitalize()}: {thing.name}", _ICONS.get(role, "EMPTY_AXIS"))
    drawn = shapes(scene)
    for thing in drawn:
        _row(layout, thing, f"Drawn shape: {thing.name}", "CURVE_DATA")
    if solid:
        sentence(layout, "It flows around the boxes about:")
        for thing in solid:
            _row(layout, thing, thing.name, "MESH_CUBE")
    if things or solid or drawn:
        layout.operator("second_unit.remove_handles", icon="X")


def _row(layout: Layout, thing: Any, text: str, icon: str) -> None:
    row = layout.row(align=True)
    row.label(text=visible(text), icon=icon)
    row.operator("second_unit.release_object", text="", icon="X").name = thing.name
