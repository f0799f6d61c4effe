"""Which bones of a rig are the joints of a person, by what rigs call their bones. Knows no Blender.

The eighteen joints are OpenPose's for COCO, in its order (`POSE_COCO_BODY_PARTS`, doc/output.md).
Names are those of Rigify's human metarig and what it generates (rigify/metarigs/human.py), of Mixamo, of
Auto-Rig Pro and of Unreal's mannequin; what a rig calls otherwise an artist says, joint by joint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

#: The joints in OpenPose's order; right and left are the person's own.
JOINTS = (
    "nose", "neck",
    "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist",
    "right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle",
    "right_eye", "left_eye", "right_ear", "left_ear",
)  # fmt: skip
#: Joints that every person has bones for; the others follow from these where a rig has no bones of them.
BODY = JOINTS[2:14]
#: The bone that carries the face, which is no joint by itself.
HEAD = "head"
#: So many joints of the body make a rig that of a person.
ENOUGH = 8
#: What an artist writes for a joint that is to be left out, and the mark of a bone's far end.
LEFT_OUT, TAIL = "-", ":tail"
_PREFIX = re.compile(r"^(def[-_]|org-|mixamorig\d*[:_]?)", re.IGNORECASE)


@dataclass(frozen=True)
class BoneEnd:
    """One end of a bone: where it begins, or where it ends."""

    bone: str
    tail: bool = False

    @classmethod
    def parse(cls, text: str) -> BoneEnd:
        """`hand.L`, or `nose.001:tail` for its far end."""
        return cls(text.removesuffix(TAIL), text.endswith(TAIL))


@dataclass(frozen=True)
class PersonRig:
    """The bones of a rig that are joints, by the convention that most of its names follow."""

    convention: str
    joints: Mapping[str, BoneEnd] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """The joints of the body without a bone."""
        return tuple(joint for joint in BODY if joint not in self.joints)

    @property
    def is_person(self) -> bool:
        """Whether enough of a body is there to draw a person."""
        return len(BODY) - len(self.missing) >= ENOUGH


@dataclass(frozen=True)
class _Convention:
    name: str
    left: str
    right: str
    parts: Mapping[str, tuple[str, ...]]

    def names(self, joint: str) -> tuple[str, ...]:
        """What a joint's bone may be called, the likeliest first."""
        side, _, part = joint.partition("_")
        if not part:
            return self.parts.get(joint, ())
        letter = self.left if side == "left" else self.right
        return tuple(name.format(letter) for name in self.parts.get(part, ()))


_CONVENTIONS = (
    _Convention("Rigify", "L", "R", {
        "shoulder": ("upper_arm.{}",), "elbow": ("forearm.{}",), "wrist": ("hand.{}",),
        "hip": ("thigh.{}",), "knee": ("shin.{}",), "ankle": ("foot.{}",),
        "head": ("spine.006", "head"), "nose": ("nose.001:tail",), "eye": ("eye.{}",), "ear": ("ear.{}",),
    }),
    _Convention("Mixamo", "Left", "Right", {
        "shoulder": ("{}Arm",), "elbow": ("{}ForeArm",), "wrist": ("{}Hand",),
        "hip": ("{}UpLeg",), "knee": ("{}Leg",), "ankle": ("{}Foot",), "head": ("Head",), "eye": ("{}Eye",),
    }),
    # In its full rig a bone that twists goes before the one that stretches, from the shoulder and the hip.
    _Convention("Auto-Rig Pro", "l", "r", {
        "shoulder": ("arm_twist.{}", "arm_stretch.{}", "arm.{}"),
        "elbow": ("forearm_stretch.{}", "forearm.{}"), "wrist": ("hand.{}",),
        "hip": ("thigh_twist.{}", "thigh_stretch.{}", "thigh.{}"), "knee": ("leg_stretch.{}", "leg.{}"),
        "ankle": ("foot.{}",), "head": ("head.x",), "eye": ("c_eye.{}",),
    }),
    _Convention("Unreal", "l", "r", {
        "shoulder": ("upperarm_{}",), "elbow": ("lowerarm_{}",), "wrist": ("hand_{}",),
        "hip": ("thigh_{}",), "knee": ("calf_{}",), "ankle": ("foot_{}",), "head": ("head",),
    }),
)  # fmt: skip


def rig_of(bones: Iterable[str], own: Mapping[str, str] | None = None) -> PersonRig:
    """The joints of a rig by the names of its bones; `own` are an artist's, which go before.

    A bone that deforms goes before another of the same plain name: it is the one that is seen.
    """
    return _rig_of(tuple(bones), tuple((own or {}).items()))


@lru_cache(maxsize=64)
def _rig_of(names: tuple[str, ...], own: tuple[tuple[str, str], ...]) -> PersonRig:
    # A panel asks for every rig each time it is drawn.
    plain: dict[str, str] = {}
    for name in sorted(names, key=lambda name: not name.lower().startswith("def")):
        plain.setdefault(_PREFIX.sub("", name).lower(), name)
    candidates = [PersonRig(convention.name, _joints(convention, plain)) for convention in _CONVENTIONS]
    best = min(candidates, key=lambda rig: len(rig.missing))
    joints = dict(best.joints)
    for joint, text in own:
        joints.pop(joint, None)
        if BoneEnd.parse(text).bone in names:
            joints[joint] = BoneEnd.parse(text)
    return PersonRig(best.convention, joints)


def _joints(convention: _Convention, plain: Mapping[str, str]) -> dict[str, BoneEnd]:
    joints = {}
    for joint in (*JOINTS, HEAD):
        for text in convention.names(joint):
            wanted = BoneEnd.parse(text)
            if wanted.bone.lower() in plain:
                joints[joint] = BoneEnd(plain[wanted.bone.lower()], wanted.tail)
                break
    return joints
