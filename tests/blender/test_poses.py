"""A pose of a scene's rigs as guide: every joint where Blender sees its bone, on every frame."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.media.exr import inspect_exr, read_exr
from secondunit.wire import Format, FrameRange, Guide, GuideKind, Rate, decode

FRAMES, LOOKED, SIZE = FrameRange(1001, 1004), (1001, 1004), (320, 240)
#: OpenPose's order for COCO (doc/output.md).
ORDER = (
    "nose", "neck",
    "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist",
    "right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle",
    "right_eye", "left_eye", "right_ear", "left_ear",
)  # fmt: skip


@pytest.fixture(scope="module")
def seen(blender: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    answer: dict[str, Any] = blender.run("poses", tmp_path_factory.mktemp("poses ü"), timeout=300.0)
    return answer


def pose(guides: list[Any]) -> Guide:
    return next(guide for guide in (decode(Guide, item) for item in guides) if guide.kind is GuideKind.POSE)


def people(guide: Guide, frame: int) -> dict[str, dict[str, tuple[float, float, float]]]:
    text = Path(guide.path % frame).with_suffix(".json").read_text("utf-8")
    found = {}
    for person in json.loads(text)["people"]:
        numbers = person["pose_keypoints_2d"]
        found[person["name"]] = dict(zip(ORDER, zip(*[iter(numbers)] * 3, strict=True), strict=True))
    return found


def picture(guide: Guide, frame: int) -> npt.NDArray[np.float32]:
    return np.asarray(read_exr(guide.path % frame, ("R", "G", "B")).pixels, np.float32)


def test_a_pose_is_there_with_the_scenes_own_frames_rate_and_format(seen: dict[str, Any]) -> None:
    guide = pose(seen["guides"])
    assert seen["said"] == [""] and len(seen["guides"]) == 2
    assert (guide.frames, guide.rate, guide.format) == (FRAMES, Rate(24), Format(*SIZE))
    for frame in FRAMES:
        header = inspect_exr(guide.path % frame)
        assert set(header.channels) == {"R", "G", "B"}
        assert (header.display_window.width, header.display_window.height) == SIZE
    assert seen["untouched"] and seen["frame"] == 1002 and seen["scenes"] == 1


def test_rigs_are_known_by_their_names_and_others_by_what_an_artist_says(seen: dict[str, Any]) -> None:
    assert seen["known"]["Mixamo"] == ["Mixamo", []] and seen["known"]["Human"] == ["Rigify", []]
    assert len(seen["known"]["Odd ü"][1]) == 12
    person, wrist, wrong = seen["own"]
    assert person and wrist == "b_dnaHtfeL" and wrong == ["CANCELLED"]


@pytest.mark.parametrize("frame", LOOKED)
def test_joints_lie_where_blender_sees_the_bones_within_half_a_pixel(
    seen: dict[str, Any], frame: int
) -> None:
    found = people(pose(seen["guides"]), frame)
    assert set(found) == {"Mixamo", "Human", "Odd ü"}
    away = []
    for name, places in seen["places"][str(frame)].items():
        assert len(places) >= 12
        for joint, (x, y, _) in places.items():
            here = found[name][joint]
            assert here[2] == 1.0
            away.append(np.hypot(here[0] - x * SIZE[0], here[1] - (1.0 - y) * SIZE[1]))
    assert max(away) < 0.5, max(away)


def test_a_joint_that_moves_moves_from_frame_to_frame(seen: dict[str, Any]) -> None:
    guide = pose(seen["guides"])
    wrists = [people(guide, frame)["Mixamo"]["left_wrist"][:2] for frame in FRAMES]
    steps = [np.hypot(*np.subtract(one, other)) for one, other in pairwise(wrists)]
    assert min(steps) > 2.0


@pytest.mark.parametrize("frame", LOOKED)
def test_a_face_without_bones_sits_on_the_head_to_its_own_sides(seen: dict[str, Any], frame: int) -> None:
    mixamo = people(pose(seen["guides"]), frame)["Mixamo"]
    # The person faces the camera, turned by 20 degrees: its right is on the left of the picture.
    assert mixamo["right_ear"][0] < mixamo["right_eye"][0] < mixamo["left_eye"][0] < mixamo["left_ear"][0]
    assert mixamo["nose"][1] > mixamo["right_eye"][1], "the eyes are above the nose"
    assert mixamo["nose"][1] < mixamo["neck"][1] and {mixamo[joint][2] for joint in ("nose", "left_ear")} == {
        0.5
    }


@pytest.mark.parametrize("frame", LOOKED)
def test_the_picture_has_the_conventions_colours_at_the_joints_and_along_the_limbs(
    seen: dict[str, Any], frame: int
) -> None:
    guide = pose(seen["guides"])
    pixels, mixamo = picture(guide, frame), people(guide, frame)["Mixamo"]

    def at(one: str, other: str) -> npt.NDArray[np.float32]:
        x, y = np.mean([mixamo[one][:2], mixamo[other][:2]], axis=0)
        return pixels[int(y), int(x)]

    # Of draw_bodypose: the right forearm is limb 4, the left shin limb 12; limbs are laid on with 0.6.
    assert at("right_elbow", "right_wrist") == pytest.approx(np.array([255, 255, 0]) / 255 * 0.6, abs=0.01)
    assert at("left_knee", "left_ankle") == pytest.approx(np.array([0, 85, 255]) / 255 * 0.6, abs=0.01)
    x, y, _ = mixamo["left_ankle"]
    assert pixels[int(y), int(x), 2] > 0.5 and not pixels[:4].any()


def test_what_stands_before_a_joint_hides_it_where_that_is_asked_for(seen: dict[str, Any]) -> None:
    guide = pose(seen["hidden"])
    found = people(guide, LOOKED[0])
    assert set(found) == {"Mixamo"}, "the rig that is selected"
    sure = {joint: place[2] for joint, place in found["Mixamo"].items()}
    assert sure["left_ankle"] == sure["right_knee"] == 0.0
    assert sure["left_wrist"] == sure["neck"] == sure["left_hip"] == 1.0
    x, y, _ = found["Mixamo"]["left_ankle"]
    assert not picture(guide, LOOKED[0])[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3].any()


def test_without_a_rig_it_is_refused_with_what_to_do(seen: dict[str, Any]) -> None:
    assert "no armature" in seen["problems"]["nobody"][0]
    message, remedy = seen["problems"]["odd"]
    assert "Odd ü has no bones that are known as: right shoulder" in message and "Pose Mode" in remedy


def test_the_panel_says_whose_pose_is_drawn_and_offers_the_joints(seen: dict[str, Any]) -> None:
    text = " ".join(seen["panel"])
    assert "Mixamo: Mixamo, all joints." in text and "Human is not selected." in text
    assert "<second_unit.set_joint> Joints" in text and "<second_unit.make_guides>" in text


def test_rigs_that_keep_blender_too_long_are_refused_and_nothing_is_left(seen: dict[str, Any]) -> None:
    message, remedy = seen["problems"]["slow"]
    assert message == "Reading the pose of 3 rigs takes too long: 2 of 4 frames."
    assert "Bake Action" in remedy and "Select" in remedy
    assert seen["scenes"] == 1 and seen["folders"] == ["guides_v001"]
