"""Guides from the scene in the panel: what the model takes, what there is, and the button that makes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bpy
from bpy.props import BoolProperty

from secondunit.host import Panel
from secondunit.wire import GuideKind, GuideNeed, Need
from secondunit.wire.errors import HostError, SecondUnitError

from . import session
from .guide_link import guide_needs
from .guides import OF_SCENE, USUAL, make_guides
from .lines import Layout, sentence
from .outside import result, with_properties
from .pose_joints import people_of
from .pose_panel import draw_rigs


def draw_guides(layout: Layout, panel: Panel, layer: Any) -> None:
    """What of the scene the model keeps to: each guide with its frames, or that it is not made yet."""
    needs = guide_needs(panel)
    if not needs:
        return
    layout.label(text="Guides")
    made = {guide.kind: guide for guide in reversed(panel.used_guides)}
    for need in needs:
        guide = made.get(need.kind)
        label = need.kind.value.capitalize()
        if guide is not None:
            row = layout.row(align=True)
            row.label(text=f"{label}: {guide.frames}", icon="CHECKMARK")
        elif need.kind is GuideKind.MOTION:
            sentence(
                layout, f"{label} is not made from a scene: name its files on the command line.", quiet=True
            )
        else:
            sentence(layout, f"{label} is not made yet.", icon="INFO")
        if need.kind is GuideKind.POSE:
            draw_rigs(layout, layer)
    layout.operator("second_unit.make_guides", icon="RENDER_ANIMATION")


def _made(needs: Sequence[GuideNeed], layer: Any) -> tuple[GuideKind, ...]:
    """What is made for a model: a pose that it can do without only where there is a rig."""
    kinds = {need.kind for need in needs if need.kind is not GuideKind.POSE or need.need is Need.REQUIRED}
    if any(need.kind is GuideKind.POSE for need in needs) and people_of(layer):
        kinds.add(GuideKind.POSE)
    return tuple(kind for kind in OF_SCENE if kind in kinds) or USUAL


@with_properties(
    hides=BoolProperty(
        name="Hide joints",
        description="Leave joints of a pose out that something stands before",
        default=False,
    )
)
class SECONDUNIT_OT_make_guides(bpy.types.Operator):
    bl_idname = "second_unit.make_guides"
    bl_label = "Guides from the Scene"
    bl_description = (
        "Draw what the model keeps to, through the scene's camera, over the scene's range: depth, normals, "
        "edges, the pose of the rigs (the selected ones, where any is), and masks of the selected objects. "
        "The scene is left as it is; Esc stops it"
    )
    hides: bool

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here, scene = session.current(), context.scene
        assert scene is not None
        name, needs = scene.name, {need.kind for need in guide_needs(here.panel)}

        def done(error: str) -> None:
            target: Any = bpy.data.scenes.get(name)
            if error:
                problem = HostError(
                    f"The guides were not made: {error}", remedy="Nothing was kept; make them again."
                ).problem
                here.panel.say(problem)
            elif target is not None:
                here.guides.look(target, anew=True)

        try:
            folder = Path(bpy.utils.extension_path_user(__package__ or "", path="guides", create=True))
            make_guides(
                scene,
                folder / here.panel.shot_name,
                done,
                wait=bpy.app.background,
                kinds=_made(guide_needs(here.panel), context.view_layer),
                masked=list(context.selected_objects) if GuideKind.MASK in needs else (),
                layer=context.view_layer,
                hides=self.hides,
            )
        except SecondUnitError as error:
            here.panel.say(error.problem)
            return result(self, error.problem)
        except (OSError, ValueError) as error:
            return result(self, HostError(f"No folder for the guides: {error}").problem)
        return {"FINISHED"}


CLASSES = (SECONDUNIT_OT_make_guides,)
