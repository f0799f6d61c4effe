"""Where the joints of a scene's people are in the picture, frame by frame, from the bones of their rigs.

Rigs are evaluated beside the camera in a scene of their own: the artist's scene stays at its frame, and what
a bone hangs on (constraints, drivers, actions) counts all the same. A face without bones is placed by the
head's bone, in the proportions of Rigify's human metarig (rigify/metarigs/human.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from secondunit.host.shot_space import ShotSpace
from secondunit.wire import CameraTrack, FrameRange
from secondunit.wire.errors import HostError, NothingSelected

from .camera_track import PATIENCE, alone, upright
from .handles import ground_level
from .pose_pictures import Joint, Person
from .pose_rig import HEAD, JOINTS, PersonRig, rig_of
from .scenes import scene_format

#: Where a rig remembers which bones an artist said its joints are.
OWN_JOINTS = "second_unit_joints"
#: Points of a face from where the head's bone begins, in its lengths: to the left, up, and forward.
_FACE = {
    "nose": (0.0, 0.32, 0.87),
    "right_eye": (-0.18, 0.57, 0.49), "left_eye": (0.18, 0.57, 0.49),
    "right_ear": (-0.44, 0.41, 0.03), "left_ear": (0.44, 0.41, 0.03),
}  # fmt: skip
_ESTIMATED = 0.5


def own_joints(armature: Any) -> dict[str, str]:
    """Which bones an artist said the joints are; none where nothing was said, or it cannot be read."""
    try:
        said = json.loads(str(armature.get(OWN_JOINTS, "{}")))
    except ValueError:
        return {}
    if not isinstance(said, dict):
        return {}
    return {str(joint): str(bone) for joint, bone in said.items() if joint in (*JOINTS, HEAD)}


def person_rig(armature: Any) -> PersonRig:
    """The joints of a rig by its bones' names, and by what an artist said."""
    return rig_of([bone.name for bone in armature.data.bones], own_joints(armature))


def rigs_of(layer: Any) -> list[Any]:
    """Every rig in a view layer; what was removed a moment ago stands there as nothing."""
    return [thing for thing in layer.objects if thing is not None and thing.type == "ARMATURE"]


def people_of(layer: Any) -> tuple[Any, ...]:
    """The rigs of people in a view layer: the selected ones, where any of them is."""
    rigs = [thing for thing in rigs_of(layer) if person_rig(thing).is_person]
    return tuple([thing for thing in rigs if thing.select_get(view_layer=layer)] or rigs)


def require_people(layer: Any) -> tuple[Any, ...]:
    """The rigs of people in a view layer; raises `NothingSelected` where there is none."""
    people = people_of(layer)
    if people:
        return people
    rigs = rigs_of(layer)
    missing = ", ".join(person_rig(rigs[0]).missing).replace("_", " ") if rigs else ""
    raise NothingSelected(
        f"{rigs[0].name} has no bones that are known as: {missing}."
        if rigs
        else "There is no armature in this view layer whose pose could be drawn.",
        remedy="Say which bones its joints are: select one in Pose Mode, then choose its joint below Guides."
        if rigs
        else "Add a rig, or name the files of a pose.",
        where="pose",
    )


def read_people(
    scene: Any, camera: Any, armatures: Sequence[Any], track: CameraTrack, frames: FrameRange
) -> dict[int, tuple[Person, ...]]:
    """The people in the picture at each frame, in the order of their rigs.

    Blender waits for it, `PATIENCE` at the longest: raises `HostError` where that is not enough.
    """
    rigs = [(armature, person_rig(armature)) for armature in armatures]
    ground, scale = ground_level(scene), scene.unit_settings.scale_length or 1.0
    format = scene_format(scene)
    people: dict[int, tuple[Person, ...]] = {}
    until = monotonic() + PATIENCE
    with alone(camera, *armatures) as apart:
        for frame in frames:
            if monotonic() > until:
                raise _too_long(armatures, len(people), len(frames))
            apart.frame_set(frame)
            graph = apart.view_layers[0].depsgraph
            space = ShotSpace(track.sample(frame), format)
            people[frame] = tuple(
                _person(armature.name, _in_shot(armature.evaluated_get(graph), rig, scale, ground), space)
                for armature, rig in rigs
            )
    return people


def _too_long(armatures: Sequence[Any], count: int, total: int) -> HostError:
    one = len(armatures) == 1
    select = "" if one else "Select the rig that is meant. "
    return HostError(
        f"Reading the pose of {armatures[0].name if one else f'{len(armatures)} rigs'} takes too long: "
        f"{count} of {total} frames.",
        remedy=f"{select}Bake it (Pose, Animation, Bake Action with Visual Keying and Clear Constraints), or "
        "shorten the range; then make the guides again.",
        where="pose",
    )  # fmt: skip


def _places(armature: Any, rig: PersonRig) -> dict[str, tuple[Any, float]]:
    """Every joint of an evaluated rig in Blender's world, and how sure it is."""
    places: dict[str, tuple[Any, float]] = {}
    for joint, end in rig.joints.items():
        bone = armature.pose.bones.get(end.bone)
        if bone is not None and joint in JOINTS:
            places[joint] = (armature.matrix_world @ (bone.tail if end.tail else bone.head), 1.0)
    for joint, place in _face(armature, rig).items():
        places.setdefault(joint, (place, _ESTIMATED))
    shoulders = [places[joint][0] for joint in ("right_shoulder", "left_shoulder") if joint in places]
    if len(shoulders) == 2:  # as OpenPose was taught it: between the shoulders
        places.setdefault("neck", ((shoulders[0] + shoulders[1]) / 2, 1.0))
    return places


def _face(armature: Any, rig: PersonRig) -> dict[str, Any]:
    """The points of a face by the head's bone; forward is from its rest, to where the shoulders face."""
    bones, head = armature.data.bones, rig.joints.get(HEAD)
    left_side, right_side = rig.joints.get("left_shoulder"), rig.joints.get("right_shoulder")
    if head is None or left_side is None or right_side is None:
        return {}
    if any(end.bone not in bones for end in (head, left_side, right_side)):
        return {}
    rest, pose = bones[head.bone], armature.pose.bones[head.bone]
    up = (rest.tail_local - rest.head_local).normalized()
    across = bones[left_side.bone].head_local - bones[right_side.bone].head_local
    left = (across - up * across.dot(up)).normalized()
    forward = left.cross(up)
    from_rest = armature.matrix_world @ pose.matrix @ rest.matrix_local.inverted()
    return {
        joint: from_rest @ (rest.head_local + (left * x + up * y + forward * z) * rest.length)
        for joint, (x, y, z) in _FACE.items()
    }


def _in_shot(
    armature: Any, rig: PersonRig, scale: float, ground: float
) -> dict[str, tuple[tuple[float, float, float], float]]:
    """Every joint of an evaluated rig in the shot's space, and how sure it is."""
    places = _places(armature, rig)
    return {joint: (_in_metres(place, scale, ground), sure) for joint, (place, sure) in places.items()}


def _in_metres(place: Any, scale: float, ground: float) -> tuple[float, float, float]:
    """A place of Blender's world in the shot's: metres, y up, the ground at 0."""
    x, y, z = upright(place)
    return scale * x, scale * (y - ground), scale * z


def _person(
    name: str, places: Mapping[str, tuple[tuple[float, float, float], float]], space: ShotSpace
) -> Person:
    joints: list[Joint | None] = []
    for joint in JOINTS:
        seen = None
        if joint in places:
            place, sure = places[joint]
            x, y, depth = space.see(place)
            if depth > 0.0:
                seen = Joint(x * space.format.width, (1.0 - y) * space.format.height, depth, sure)
        joints.append(seen)
    return Person(name, tuple(joints), _torso(places))


def _torso(places: Mapping[str, tuple[tuple[float, float, float], float]]) -> float:
    """From the neck to between the hips, in metres; half a metre where that is not known."""
    needed = ("neck", "right_hip", "left_hip")
    if not all(joint in places for joint in needed):
        return 0.5
    neck, right, left = (places[joint][0] for joint in needed)
    return float(sum((a - (b + c) / 2) ** 2 for a, b, c in zip(neck, right, left, strict=True)) ** 0.5)
