"""Whose pose is drawn: each rig with what its bones were taken for, and how that is corrected."""

from __future__ import annotations

import json
from typing import Any

import bpy
from bpy.props import EnumProperty, StringProperty

from secondunit.wire.errors import NothingSelected
from secondunit.wire.visible import visible

from .lines import Layout, sentence
from .outside import HIDDEN, result, with_properties
from .pose_joints import OWN_JOINTS, own_joints, people_of, person_rig, rigs_of
from .pose_rig import HEAD, JOINTS, LEFT_OUT, TAIL, BoneEnd

#: More rigs than these are counted, and not listed.
_MOST = 6


def draw_rigs(layout: Layout, layer: Any) -> None:
    """The rigs whose pose is drawn, and those that lack joints, with the menu that corrects one."""
    rigs = rigs_of(layer)
    drawn = people_of(layer)
    for armature in rigs[:_MOST]:
        rig = person_rig(armature)
        if rig.missing:
            missing = ", ".join(rig.missing).replace("_", " ")
            sentence(layout, f"{visible(armature.name)}: no bone for {missing}.", icon="ERROR")
        elif armature in drawn:
            sentence(layout, f"{visible(armature.name)}: {rig.convention}, all joints.", icon="ARMATURE_DATA")
        else:
            sentence(layout, f"{visible(armature.name)} is not selected.", quiet=True)
    if len(rigs) > _MOST:
        sentence(layout, f"And {len(rigs) - _MOST} more rigs.", quiet=True)
    if rigs:
        layout.operator_menu_enum("second_unit.set_joint", "joint", text="Joints", icon="BONE_DATA")


def _joints(_operator: Any, context: Any) -> list[tuple[str, str, str]]:
    armature = _armature(context)
    rig = person_rig(armature) if armature is not None else None
    entries = []
    for joint in (*JOINTS, HEAD):
        end = rig.joints.get(joint) if rig is not None else None
        bone = f"{end.bone}{', its tail' if end.tail else ''}" if end is not None else "no bone"
        entries.append((joint, f"{joint.replace('_', ' ').capitalize()}: {visible(bone)}", ""))
    # Blender keeps no copy of these texts: they have to stay alive here.
    _listed[:] = entries
    return _listed


_listed: list[tuple[str, str, str]] = []


def _armature(context: Any) -> Any:
    """The rig that is active, else the only one of the view layer."""
    active = context.view_layer.objects.active
    if active is not None and active.type == "ARMATURE":
        return active
    rigs = rigs_of(context.view_layer)
    return rigs[0] if len(rigs) == 1 else None


@with_properties(
    joint=EnumProperty(name="Joint", items=_joints),
    bone=StringProperty(
        name="Bone",
        description=f"The bone that begins there, `name{TAIL}` for its far end, {LEFT_OUT} to leave the "
        "joint out; empty for the one that is active in Pose Mode",
        options=HIDDEN,
    ),
)
class SECONDUNIT_OT_set_joint(bpy.types.Operator):
    bl_idname = "second_unit.set_joint"
    bl_label = "Set Joint"
    bl_description = "Take the bone that is active in Pose Mode for this joint; it is kept with the rig"
    bl_options: set[Any] = {"REGISTER", "UNDO"}  # noqa: RUF012
    joint: str
    bone: str

    def execute(self, context: bpy.types.Context) -> set[Any]:
        armature = _armature(context)
        active = context.active_pose_bone
        name = self.bone or (active.name if active is not None else "")
        bones = armature.data.bones if armature is not None else ()
        if name != LEFT_OUT and BoneEnd.parse(name).bone not in bones:
            return result(
                self,
                NothingSelected(
                    f"There is no bone {name[:40]!r} in the rig." if name else "No bone is active.",
                    remedy="Select the rig, go into Pose Mode, and click the bone that begins at the joint.",
                    where="pose",
                ).problem,
            )
        armature[OWN_JOINTS] = json.dumps({**own_joints(armature), self.joint: name})
        return {"FINISHED"}


CLASSES = (SECONDUNIT_OT_set_joint,)
