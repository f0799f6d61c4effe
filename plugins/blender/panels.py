"""The N-panel in the 3D view, the image editor, the sequencer and the compositor: one drawing."""

from __future__ import annotations

from typing import Any

import bpy

from secondunit.wire.errors import SecondUnitError, Unexpected
from secondunit.wire.visible import visible

from . import (
    drawing,
    drawn_shapes,
    guide_panel,
    handle_drawing,
    lines,
    listing,
    quick_drawing,
    showing,
    side_by_side,
    side_scene,
    strips,
    take_listing,
    volumes,
)
from .session import AUTOMATIC, current

#: Editor, region and the sections that are open there at first.
_EDITORS = {
    "view3d": ("VIEW_3D", "UI"),
    "image": ("IMAGE_EDITOR", "UI"),
    "sequencer": ("SEQUENCE_EDITOR", "UI"),
    "compositor": ("NODE_EDITOR", "UI"),
}
_SECTIONS = (
    ("shot", "Shot", False),
    ("provider", "Provider", True),
    ("brief", "Brief", False),
    ("quick", "Quick Look", False),
    ("controls", "Controls", True),
    ("handles", "Scene Handles", True),
    ("frames", "Frames and Delivery", True),
    ("jobs", "Jobs", False),
    ("takes", "Takes", False),
    ("placed", "In This Scene", False),
)


def _in_compositor(context: bpy.types.Context) -> bool:
    space: Any = context.space_data
    return getattr(space, "tree_type", "") == "CompositorNodeTree"


def _draw_main(self: Any, context: bpy.types.Context) -> None:
    here = current()
    here.wanted, panel = True, here.panel
    _fit(context)
    if side_scene.is_one(context.scene):
        side_by_side.draw_open(self.layout)
        return
    try:
        drawing.draw_connection(self.layout, panel)
        if hasattr(context.scene, "second_unit"):
            drawing.draw_prompt(self.layout, context.scene, panel)
        drawing.draw_generate(self.layout, panel)
        drawing.draw_problem(self.layout, panel.message)
    except Exception as error:
        _say_failed(self.layout, error)


def _fit(context: bpy.types.Context) -> None:
    region: Any = context.region
    if region is not None:
        lines.fit(region.width, _scale(context))


def _scale(context: bpy.types.Context) -> float:
    preferences: Any = context.preferences
    return float(preferences.system.ui_scale)


def _say_failed(layout: Any, error: Exception) -> None:
    """A fault of ours as a sentence: a traceback would flood the console at every redraw."""
    drawing.draw_problem(layout, Unexpected(f"This part of the panel failed: {error!r}"[:200]).problem)


def draw_section(layout: Any, section: str, context: bpy.types.Context) -> None:
    """Draw one section of the panel."""
    here = current()
    scene: Any = context.scene
    if not hasattr(scene, "second_unit") or side_scene.is_one(scene):
        return
    if section == "shot":
        drawing.draw_shot(layout, scene, here.panel, (*_sources("matte_source"), *_sources("camera_source")))
    elif section == "provider":
        drawing.draw_provider(layout, scene, here.panel)
        guide_panel.draw_guides(layout, here.panel, context.view_layer)
    elif section == "brief":
        drawing.draw_brief(layout, scene, here.panel)
    elif section == "quick":
        quick_drawing.draw_quick(layout, here)
    elif section == "controls":
        drawing.draw_controls(layout, scene, here.panel)
    elif section == "handles":
        handle_drawing.draw_handles(layout, scene, here.handles.stage() is not None)
    elif section == "frames":
        drawing.draw_frames(layout, scene, here.panel)
    elif section == "jobs":
        listing.draw_jobs(layout, here.panel)
    elif section == "takes":
        side_by_side.draw_open(layout)
        if take_listing.is_worth_choosing(here.panel, here.gallery):
            layout.prop(context.window_manager, showing.TAKES, text="")
        take_listing.draw_takes(layout, scene.second_unit, here.panel, here.gallery, here.fresh)
    elif section == "placed":
        advice = " ".join(filter(None, (volumes.advice(scene), strips.advice(scene))))
        listing.draw_placed(layout, here.host.placed(), here.panel, advice)


def _sources(role: str = "source") -> Any:
    host = current().host
    try:
        if role == "camera_source":
            return host.cameras()
        drawn = drawn_shapes.as_sources(bpy.context.scene) if role == "matte_source" else ()
        return (*host.sources(), *drawn)
    except SecondUnitError:
        return ()


#: What is followed where nothing is chosen.
_AUTOMATIC = {"source": "Automatic", "camera_source": "Scene camera"}


def _menu(role: str, label: str, none: str) -> type:
    """The menu of footage for the plate or the matte."""

    def draw(self: Any, context: bpy.types.Context) -> None:
        automatic = ((AUTOMATIC, _AUTOMATIC[role]),) if role in _AUTOMATIC else ()
        footage = ((source.id, source.label) for source in _sources(role))
        for id, text in (*automatic, ("", none), *footage):
            choice = self.layout.operator("second_unit.choose", text=visible(text))
            choice.source, choice.role = id, role

    return type(
        f"SECONDUNIT_MT_{role}",
        (bpy.types.Menu,),
        {"bl_idname": f"SECONDUNIT_MT_{role}", "bl_label": label, "draw": draw},
    )


def _panels() -> list[type]:
    classes: list[type] = []
    for editor, (space, region) in _EDITORS.items():
        common: dict[str, Any] = {
            "bl_space_type": space,
            "bl_region_type": region,
            "bl_category": "Second Unit",
        }
        if editor == "compositor":
            common["poll"] = classmethod(lambda cls, context: _in_compositor(context))
        main = f"SECONDUNIT_PT_{editor}"
        classes.append(
            type(main, (bpy.types.Panel,),
                 {**common, "bl_idname": main, "bl_label": "Second Unit", "draw": _draw_main})
        )  # fmt: skip
        for section, label, closed in _SECTIONS:
            name = f"{main}_{section}"
            classes.append(
                type(name, (bpy.types.Panel,),
                     {**common, "bl_idname": name, "bl_label": label, "bl_parent_id": main,
                      "bl_options": {"DEFAULT_CLOSED"} if closed else set(), "draw": _drawer(section),
                      **({"draw_header": _draw_switch} if section == "quick" else {})})
            )  # fmt: skip
    return classes


def _draw_switch(self: Any, context: bpy.types.Context) -> None:
    quick_drawing.draw_switch(self.layout)


def _drawer(section: str) -> Any:
    def draw(self: Any, context: bpy.types.Context) -> None:
        _fit(context)
        try:
            draw_section(self.layout, section, context)
        except Exception as error:
            _say_failed(self.layout, error)

    return draw


CLASSES = (
    _menu("source", "Plate", "No plate"),
    _menu("matte_source", "Matte", "No matte"),
    _menu("camera_source", "Camera", "No camera"),
    *_panels(),
)
