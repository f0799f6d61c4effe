"""Poses of rigs as guides: Rigify's own metarig, a rig with Mixamo's names, one with nobody's."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import count
from math import radians
from pathlib import Path
from typing import Any

import begin
import bpy
from drawn import drawn

FIRST, LAST, LOOKED = 1001, 1004, (1001, 1004)
#: A person of two metres, the left side of it: part, where its bone begins and ends, and what it hangs on.
MIDDLE = (
    ("Hips", (0, 0, 1.0), (0, 0, 1.2), ""), ("Spine", (0, 0, 1.2), (0, 0, 1.5), "Hips"),
    ("Neck", (0, 0, 1.5), (0, 0, 1.65), "Spine"), ("Head", (0, -0.02, 1.65), (0, -0.02, 1.85), "Neck"),
)  # fmt: skip
SIDE = (
    ("Arm", (0.2, 0, 1.5), (0.48, 0.02, 1.5), "Spine"), ("ForeArm", (0.48, 0.02, 1.5), (0.75, 0, 1.5), "Arm"),
    ("Hand", (0.75, 0, 1.5), (0.9, 0, 1.5), "ForeArm"), ("UpLeg", (0.1, 0, 1), (0.11, -0.02, 0.55), "Hips"),
    ("Leg", (0.11, -0.02, 0.55), (0.11, 0, 0.1), "UpLeg"), ("Foot", (0.11, 0, 0.1), (0.11, -0.15, 0), "Leg"),
)  # fmt: skip


def bones() -> Iterator[tuple[str, Any, Any, str]]:
    """Every bone by its plain name."""
    yield from MIDDLE
    for side, sign in (("Left", 1), ("Right", -1)):
        for part, head, tail, parent in SIDE:
            at = [(sign * x, y, z) for x, y, z in (head, tail)]
            yield side + part, *at, parent if parent in ("Hips", "Spine") else side + parent


def rig(name: str, called: Any, place: tuple[float, float, float]) -> Any:
    """A rig of those bones under other names, at a place."""
    armature = bpy.data.objects.new(name, bpy.data.armatures.new(name))
    bpy.context.scene.collection.objects.link(armature)
    bpy.context.view_layer.objects.active = armature
    bpy.ops.object.mode_set(mode="EDIT")
    for bone, head, tail, parent in bones():
        made = armature.data.edit_bones.new(called(bone))
        made.head, made.tail = head, tail
        made.parent = armature.data.edit_bones.get(called(parent)) if parent else None
    bpy.ops.object.mode_set(mode="OBJECT")
    armature.location = place
    return armature


def moved(armature: Any, bone: str, axis: int, last: float) -> None:
    """Turn a bone over the range, so that every frame has another pose."""
    turned = armature.pose.bones[bone]
    turned.rotation_mode = "XYZ"
    for frame, angle in ((FIRST, 0.0), (LAST, last)):
        turned.rotation_euler[axis] = radians(angle)
        turned.keyframe_insert("rotation_euler", frame=frame)


def act() -> object:
    begin.switch_on()
    from bpy_extras.object_utils import world_to_camera_view

    from secondunit.wire import (
        Capability,
        Form,
        GuideKind,
        GuideNeed,
        Intake,
        SecondUnitError,
        Task,
        encode,
    )

    guides, joints = begin.part("guides"), begin.part("pose_joints")
    place = Path(sys.argv[1])
    scene = begin.empty(320, 240, FIRST, LAST)
    for thing in list(scene.objects):
        if thing.type != "CAMERA":
            bpy.data.objects.remove(thing)
    camera = scene.camera
    camera.rotation_euler, camera.location = (radians(84), radians(2), radians(6)), (0.5, -6.0, 1.6)
    camera.data.lens, camera.data.shift_x, camera.data.shift_y = 30.0, 0.04, -0.03
    camera.keyframe_insert("location", frame=FIRST)
    camera.location.x = 0.9
    camera.keyframe_insert("location", frame=LAST)
    layer = scene.view_layers[0]
    said: list[str] = []
    problems: dict[str, list[str]] = {}

    def refused(name: str) -> None:
        try:
            guides.make_guides(scene, place, said.append, wait=True, kinds=[GuideKind.POSE])
        except SecondUnitError as error:
            problems[name] = [error.problem.message, error.problem.remedy]

    refused("nobody")
    odd = rig("Odd ü", lambda bone: bone and f"b_{bone[::-1]}", (1.6, 0.4, 0.0))
    refused("odd")
    mixamo = rig("Mixamo", lambda bone: bone and f"mixamorig:{bone}", (0.0, 0.0, 0.0))
    moved(mixamo, "mixamorig:LeftArm", 2, 70.0)
    mixamo.rotation_euler.z = radians(20)
    import addon_utils

    addon_utils.enable("rigify", default_set=True)
    bpy.ops.object.armature_human_metarig_add()
    human = bpy.context.object
    human.name, human.location = "Human", (-1.6, 0.6, 0.0)
    moved(human, "thigh.R", 0, -60.0)
    bpy.ops.object.select_all(action="DESELECT")
    known = {one.name: [joints.person_rig(one).convention, list(joints.person_rig(one).missing)]
             for one in (mixamo, human, odd)}  # fmt: skip
    # What an artist says of a rig that nobody knows: the bone that is active, joint by joint.
    bpy.context.view_layer.objects.active = odd
    wrong = list(bpy.ops.second_unit.set_joint(joint="left_wrist", bone="nothing"))
    from_names = begin.part("pose_rig").rig_of([bone for bone, *_ in bones()])
    for joint, end in from_names.joints.items():
        bpy.ops.second_unit.set_joint(joint=joint, bone=f"b_{end.bone[::-1]}")
    own = [joints.person_rig(odd).is_person, json.loads(odd[joints.OWN_JOINTS])["left_wrist"], wrong]
    scene.frame_set(1002)
    before = [[thing.name, [list(row) for row in thing.matrix_world]] for thing in scene.objects]
    guides.make_guides(scene, place, said.append, wait=True, kinds=[GuideKind.POSE, GuideKind.DEPTH])
    after = [[thing.name, [list(row) for row in thing.matrix_world]] for thing in scene.objects]
    made = guides.scene_guides(scene)
    # A clock on which every frame of these rigs takes a second and a half.
    clock = count(0.0, 1.5)
    real, joints.monotonic = joints.monotonic, lambda: next(clock)
    refused("slow")
    joints.monotonic = real
    answer: dict[str, Any] = {
        "said": list(said), "problems": problems, "known": known, "own": own, "untouched": before == after,
        "frame": scene.frame_current, "guides": [encode(guide) for guide in made], "places": {},
        "scenes": len(bpy.data.scenes), "folders": [one.name for one in place.iterdir() if one.is_dir()],
    }  # fmt: skip
    for frame in LOOKED:
        scene.frame_set(frame)
        found = {}
        for armature in (mixamo, human, odd):
            ends = joints.person_rig(armature).joints
            found[armature.name] = {
                joint: list(world_to_camera_view(scene, camera, armature.matrix_world @ (
                    armature.pose.bones[end.bone].tail if end.tail else armature.pose.bones[end.bone].head)))
                for joint, end in ends.items() if joint != "head"
            }  # fmt: skip
        answer["places"][frame] = found
    # A wall before the legs of all: what it hides is left out where that is asked for.
    mesh = bpy.data.meshes.new("Wall")
    mesh.from_pydata([(-9, -1, -1), (9, -1, -1), (9, -1, 0.8), (-9, -1, 0.8)], [], [(0, 1, 2, 3)])
    wall = bpy.data.objects.new("Wall", mesh)
    scene.collection.objects.link(wall)
    mixamo.select_set(True)
    only = [GuideKind.POSE]
    guides.make_guides(scene, place, said.append, wait=True, kinds=only, layer=layer, hides=True)
    answer["hidden"] = [encode(guide) for guide in guides.scene_guides(scene)]
    # In the panel, of a model that takes a pose.
    begin.part("session")._tick()
    here = begin.part("session").current()
    model = Capability(
        "studio", "Studio", "pose", "Pose to video", tasks=(Task.VIDEO,), made_by="AI model", prompt=1000,
        intake=Intake(result=Form.FRAMES, most_frames=100, guides=(GuideNeed(GuideKind.POSE),)),
    )  # fmt: skip
    here.panel.fields.use_capabilities((*here.panel.fields.capabilities, model))
    for name, value in (("task", "video"), ("provider", "studio"), ("model", "pose")):
        here.panel.set(name, value)
    here.look()
    answer["panel"] = drawn()
    return answer


begin.answer(act)
